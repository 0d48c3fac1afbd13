"""Every change of the schemas after which older rows are not right as they stand, and what becomes of them.

A new breaking change is declared here, between the last frozen version and the one to come; until it is, `overseas
schema freeze` refuses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from overseas_stations.migrations.changes import Derive, Migration
from overseas_stations.migrations.work import Cells
from overseas_stations.vocabulary import last_status


def _derived_statuses(tables: Mapping[str, Sequence[Cells]]) -> dict[str, Cells]:
    reports: defaultdict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    for row in tables["station_statuses"]:
        reports[row["station_id"] or ""].append((row["as_of"], row["status"]))
    found = {station: last_status(said) for station, said in reports.items()}
    return {station: {"status_as_of": last[0], "status": last[1]} for station, last in found.items() if last}


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "1.0.0",
        "1.1.0",
        (
            # Not to be seen in the schemas but for the wording of the column: in 1.0.0 the last report counted, bare
            # or not. So a package of 1.0.0 can break OS605 today, although 1.1.0 is a minor version.
            Derive(
                "stations",
                ("status", "status_as_of"),
                _derived_statuses,
                "status and status_as_of of stations are those of the last report that says more than reported",
            ),
        ),
    ),
)
