"""Reports: a finding becomes text here, once per output format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from overseas_stations.findings import Report
from overseas_stations.folders.ownership import Owner, beginning_with

if TYPE_CHECKING:
    from overseas_stations.releases.changes import Changes


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"
    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class Extras:
    """What a report can show beyond what it holds.

    Attributes:
        changes: what changed since an earlier version; Markdown and HTML list it.
        rules_url: the address of the pages of the rules (``RULES.md``), to which SARIF and HTML link.
    """

    changes: Changes | None = None
    rules_url: str | None = None

    @property
    def markdown(self) -> str | None:
        """The section on what changed, as Markdown."""
        if self.changes is None:
            return None
        from overseas_stations.reports.changes_pages import markdown_section

        return markdown_section(self.changes)

    @property
    def html(self) -> str | None:
        """The same as HTML."""
        if self.changes is None:
            return None
        from overseas_stations.reports.changes_pages import html_section

        return html_section(self.changes)


def render(report: Report, form: Format | str, extras: Extras = Extras()) -> str:
    """Return a report as the text of an output format, without colours.

    Raises:
        ValueError: there is no such format.
    """
    return _RENDERERS[Format(form)](report, extras)


_MARKS = {
    Format.TEXT: r"\Aoverseas-stations \S+, record schemas ",
    Format.JSON: r'\A\{\s*"tool": \{\s*"name": "overseas-stations"',
    Format.GITHUB: r"\A::(?:error|warning|notice) file=[^\n]*title=OS\d{3}",
    Format.SARIF: r'\A\{\s*"\$schema": "[^"]*"[^{]*\{\s*"tool": \{\s*"driver": \{\s*"name": "overseas-stations"',
    Format.JUNIT: r'\A<\?xml [^>]*>\s*<testsuites>\s*<testsuite [^>]*package="overseas-stations"',
    Format.HTML: r'<meta name="generator" content="overseas-stations',
    Format.MARKDOWN: r"\A## overseas-stations\n",
}
"""How a report of each format begins, which nothing else does."""


def is_report(beginning: str) -> bool:
    """Say whether a file that begins so is a report of ours in any format, or empty: so it may be replaced by one."""
    return not beginning or any(re.search(mark, beginning) for mark in _MARKS.values())


REPORT = Owner(
    "report",
    beginning_with(lambda data: is_report(data.decode("utf-8", "replace")), 4096),
    "only a report of overseas-stations is replaced, so name another file",
    is_folder=False,
)
"""Who may replace a report."""


def _text(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.text import render_text

    return render_text(report, changes=extras.changes)


def _json(report: Report, extras: Extras) -> str:
    return report.to_json()


def _github(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.github import render_commands

    return render_commands(report)


def _sarif(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.sarif import render_sarif

    return render_sarif(report, extras.rules_url)


def _junit(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.junit import render_junit

    return render_junit(report)


def _html(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.html import render_html

    return render_html(report, extras.html, extras.rules_url)


def _markdown(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.markdown import render_comment

    return render_comment(report, extras.markdown)


_RENDERERS: Mapping[Format, Callable[[Report, Extras], str]] = {
    Format.TEXT: _text,
    Format.JSON: _json,
    Format.GITHUB: _github,
    Format.SARIF: _sarif,
    Format.JUNIT: _junit,
    Format.HTML: _html,
    Format.MARKDOWN: _markdown,
}
