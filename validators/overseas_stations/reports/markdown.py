"""Markdown for GitHub: a comment on a pull request, and the summary of a step.

Whatever comes from data stands in a code span, see :mod:`overseas_stations.markup`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overseas_stations.findings import SEVERITIES, Finding, Report, Severity, Waived, place
from overseas_stations.markup import code
from overseas_stations.reports.wording import HEADINGS, answered_for, counted, more_like_it, most_telling_first, verdict
from overseas_stations.version import __version__

# A comment has up to 65,536 characters, a summary up to 1 MiB. Counted in bytes, which are never fewer.
MAX_COMMENT = 65_000
MAX_SUMMARY = 900_000
HEADER = ("| rule | where | what | next |", "|---|---|---|---|")


def render_comment(report: Report, changes: str | None = None) -> str:
    """Return a report as a comment on a pull request; warnings and the rest are folded.

    Args:
        report: the report.
        changes: a section in Markdown to stand after the verdict, as it is.
    """
    return _render(report, changes, MAX_COMMENT)


def render_summary(report: Report, changes: str | None = None) -> str:
    """Return a report for the summary of a step: the same, with room for more."""
    return _render(report, changes, MAX_SUMMARY)


class _Page:
    """Lines up to a size in bytes. Whether the next one fits is asked of each, which no template could do."""

    def __init__(self, limit: int) -> None:
        self.lines: list[str] = []
        self.left = limit

    def add(self, *lines: str, reserve: int = 0) -> bool:
        """Add lines, all or none, where they fit and leave *reserve* bytes; say whether they did."""
        size = sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)
        if size + reserve > self.left:
            return False
        self.lines += lines
        self.left -= size
        return True


CLOSING = 400
"""Bytes that are kept for what ends a table and for what tells of the rest."""


def _render(report: Report, changes: str | None, limit: int) -> str:
    facts = _Page(limit // 4)
    facts.add("<details>", "<summary>Rows, passages and rules</summary>", "", *_facts(report), "", "</details>")
    page = _Page(limit - (limit // 4 - facts.left))
    checked = f"{code(report.package, 300)} with {len(report.rules_run)} rules of overseas-stations {__version__}"
    page.add("## overseas-stations", "", f"**{verdict(report)}**: {counted(report)}", "")
    page.add(f"Checked: {checked}, record schemas {code(report.schema_version, 20)}.", "")
    if changes and not page.add(changes.rstrip("\n"), "", reserve=limit // 4):
        page.add("The list of changes is too long to be shown here.", "")
    for severity in SEVERITIES:
        findings = most_telling_first(f for f in report.findings if f.severity is severity)
        if findings:
            title = f"{HEADINGS[severity.value]} ({report.counts[severity.value]})"
            rows = [(_row(finding), finding.count) for finding in findings]
            _table(page, title, rows, is_open=severity is Severity.ERROR)
    if report.waived:
        _table(page, f"Waived ({report.waived_count})", [(_waived(item), item.finding.count) for item in report.waived])
    return "\n".join([*page.lines, *facts.lines]).rstrip("\n") + "\n"


def _table(page: _Page, title: str, rows: Sequence[tuple[str, int]], *, is_open: bool = False) -> None:
    """Add a table as far as it fits, then how many findings are not shown.

    Args:
        page: the page.
        title: the heading.
        rows: the rows, each with the number of findings that it stands for.
        is_open: the table is not folded.
    """
    head = (f"### {title}", "") if is_open else ("<details>", f"<summary>{title}</summary>", "")
    if not page.add(*head, *HEADER, reserve=CLOSING):
        page.add(f"{title}: not shown for want of room.", "")
        return
    fitting = 0
    while fitting < len(rows) and page.add(rows[fitting][0], reserve=CLOSING):
        fitting += 1
    page.add("")
    if rest := sum(count for _, count in rows[fitting:]):
        page.add(f"{rest} more are not shown for want of room.", "")
    if not is_open:
        page.add("</details>", "")


def _facts(report: Report) -> Iterator[str]:
    rows = ", ".join(f"{code(name, 60)} {count}" for name, count in report.rows.items())
    yield f"- rows: {rows or 'none'}"
    yield f"- passages: {', '.join(f'{code(name, 60)} {count}' for name, count in report.evidence.items())}"
    yield f"- rules run: {', '.join(code(name, 20) for name in report.rules_run) or 'none'}"


def _row(finding: Finding) -> str:
    more = f", {more_like_it(finding)}" if finding.count > 1 else ""
    return f"| {code(finding.code)} | {code(place(finding))} | {code(finding.message)}{more} | {code(finding.hint)} |"


def _waived(item: Waived) -> str:
    finding = item.finding
    more = f", {more_like_it(finding)}" if finding.count > 1 else ""
    said = code(answered_for(item.waiver))
    return f"| {code(finding.code)} | {code(place(finding))} | {code(finding.message)}{more} | {said} |"
