"""The report for people: plain lines, with rich's markup where it goes to a terminal."""

from __future__ import annotations

from collections.abc import Callable

from overseas_stations.findings import SEVERITIES, Finding, Report, Severity
from overseas_stations.version import __version__

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "cyan"}

Paint = Callable[[str, str], str]
"""Text and style -> the text as it is shown."""


def plain(text: str, style: str) -> str:
    """Return the text itself."""
    return text


def render_text(report: Report, paint: Paint = plain) -> str:
    """Return a report as lines for people."""
    head = f"overseas-stations {__version__}, record schemas {report.schema_version}: {report.package}"
    lines = [paint(head, "bold")]
    for finding in report.findings:
        lines += ["", *finding_lines(finding, paint)]
    lines += ["", *_summary(report)]
    counts = ", ".join(_counted(report.counts[severity.value], severity.value) for severity in SEVERITIES)
    verdict = paint("valid", "bold green") if report.valid else paint("NOT VALID", "bold red")
    return "\n".join([*lines, f"{verdict}: {counts}"]) + "\n"


def finding_lines(finding: Finding, paint: Paint = plain) -> list[str]:
    """Return one finding as lines: what and where, the message, the next step."""
    head = paint(f"{finding.severity.value} {finding.code}", STYLES[finding.severity])
    lines = [f"{head} {place(finding)}".rstrip(), f"  {finding.message}"]
    if finding.count > 1:
        lines.append(f"  and {finding.count - 1} more like it")
    if finding.hint:
        lines.append(f"  next: {finding.hint}")
    return lines


def place(finding: Finding) -> str:
    """Return where a finding is: ``file:line:column table record field``, as far as it is known."""
    where = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    data = " ".join(part for part in (finding.table, finding.record_id, finding.field) if part)
    if finding.row is not None and finding.line is None:
        data += f" (row {finding.row})"
    return " ".join(part for part in (where, data) if part)


def _summary(report: Report) -> list[str]:
    rows = ", ".join(f"{name} {count}" for name, count in report.rows.items())
    evidence = ", ".join(f"{name} {count}" for name, count in report.evidence.items())
    return [
        f"rows: {rows or 'none'}",
        f"passages: {evidence}",
        f"rules run: {len(report.rules_run)}",
    ]


def _counted(count: int, noun: str) -> str:
    if noun == "info":
        return f"{count} for information"
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
