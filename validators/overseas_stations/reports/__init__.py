"""Reports: a finding becomes text here, once per output format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from overseas_stations.findings import Report

Format = Literal["text", "json", "github"]


def render(report: Report, form: Format) -> str:
    """Return a report as the text of an output format, without colours."""
    return _RENDERERS[form](report)


def _text(report: Report) -> str:
    from overseas_stations.reports.text import render_text

    return render_text(report)


def _github(report: Report) -> str:
    from overseas_stations.reports.github import render_commands

    return render_commands(report)


_RENDERERS: Mapping[Format, Callable[[Report], str]] = {"text": _text, "json": Report.to_json, "github": _github}
