"""Reports in files: only a report is ever replaced by one."""

from __future__ import annotations

from overseas_stations.folders.ownership import Owner, beginning_with
from overseas_stations.reports import is_report

REPORT = Owner(
    "report",
    beginning_with(lambda data: is_report(data.decode("utf-8", "replace")), 4096),
    "only a report of overseas-stations is replaced, so name another file",
    is_folder=False,
)
