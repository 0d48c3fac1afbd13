"""Reports: a finding becomes text here, once per output format.

The formats are listed here alone. The command reads the list at each start: what renders a format is imported when that
is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from overseas_stations.findings import Report
from overseas_stations.reports.change_formats import Detail, FailOn

if TYPE_CHECKING:
    from overseas_stations.releases.changes import Changes
    from overseas_stations.rules.core.registry import Registry


@dataclass(frozen=True)
class Extras:
    """What a report can show beyond what it holds.

    Attributes:
        changes: what changed since an earlier version; Markdown and HTML list it.
        rules_url: the address of the pages of the rules (``RULES.md``), to which SARIF and HTML link.
        registry: the rules that the data were held to; None for those of this project.
        detail: how much is told as text.
        fail_on: the least grave finding for which the check fails.
    """

    changes: Changes | None = None
    rules_url: str | None = None
    registry: Registry | None = None
    detail: Detail = "normal"
    fail_on: FailOn = "error"

    @property
    def held_to(self) -> Registry:
        """The rules that the data were held to."""
        from overseas_stations.rules.registry import CORE

        return self.registry or CORE

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


def _text(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.text import render_text

    return render_text(report, changes=extras.changes, detail=extras.detail, fail_on=extras.fail_on)


def _json(report: Report, extras: Extras) -> str:
    return report.to_json()


def _github(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.github import render_commands

    return render_commands(report, extras.fail_on)


def _sarif(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.sarif import render_sarif

    return render_sarif(report, extras.held_to, extras.rules_url)


def _junit(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.junit import render_junit

    return render_junit(report, extras.held_to)


def _html(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.html import render_html

    return render_html(report, extras.held_to, extras.html, extras.rules_url)


def _markdown(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.markdown import render_comment

    return render_comment(report, extras.markdown)


class Format(StrEnum):
    """How findings are printed.

    Attributes:
        renderer: returns a report in this format, without colours.
        beginning: matches how such a report begins, and nothing else does.
        use: what it is, and who reads it: for the documentation.
    """

    renderer: Callable[[Report, Extras], str]
    beginning: str
    use: str

    def __new__(cls, name: str, renderer: Callable[[Report, Extras], str], beginning: str, use: str) -> Self:
        """Return the format that is its name."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.renderer, member.beginning, member.use = renderer, beginning, use
        return member

    @classmethod
    def named(cls, name: str) -> Self:
        """Return the format of a name; ValueError where there is none."""
        for form in cls:
            if form == name:
                return form
        raise ValueError(f"no format {name}; the formats are {', '.join(cls)}")

    TEXT = "text", _text, r"\Aoverseas-stations \S+, record schemas ", "lines for people; in colour on a terminal"
    JSON = (
        "json",
        _json,
        r'\A\{\s*"tool": \{\s*"name": "overseas-stations"',
        "one object, whose schema is in [`schema/`](../schema) (`report.schema.json`)",
    )
    GITHUB = (
        "github",
        _github,
        r"\A::(?:error|warning|notice) file=[^\n]*title=OS\d{3}",
        "annotations on the lines of a pull request, the most telling ten of each kind; "
        "the rest goes to the step's summary",
    )
    SARIF = (
        "sarif",
        _sarif,
        r'\A\{\s*"\$schema": "[^"]*"[^{]*\{\s*"tool": \{\s*"driver": \{\s*"name": "overseas-stations"',
        "SARIF 2.1.0, for code scanning and editors",
    )
    JUNIT = (
        "junit",
        _junit,
        r'\A<\?xml [^>]*>\s*<testsuites>\s*<testsuite [^>]*package="overseas-stations"',
        "JUnit XML, for the test views of Jenkins, GitLab and others",
    )
    HTML = (
        "html",
        _html,
        r'<meta name="generator" content="overseas-stations',
        "one page with everything, to keep or to send; no script, no address, light and dark, fit to print",
    )
    MARKDOWN = (
        "markdown",
        _markdown,
        r"\A## overseas-stations\n",
        "a comment on a pull request, up to GitHub's limit",
    )


def render(report: Report, form: Format | str, extras: Extras = Extras()) -> str:
    """Return a report as the text of an output format, without colours.

    Raises:
        ValueError: there is no such format.
    """
    return Format.named(form).renderer(report, extras)


def is_report(beginning: str) -> bool:
    """Say whether a file that begins so is a report of ours in any format, or empty: so it may be replaced by one."""
    return not beginning or any(re.search(form.beginning, beginning) for form in Format)
