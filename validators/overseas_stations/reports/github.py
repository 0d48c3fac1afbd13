"""Workflow commands for GitHub: a step shows ten annotations of a kind at most, so the most telling come first."""

from __future__ import annotations

from collections.abc import Iterable

from overseas_stations.findings import Finding, Report, Severity
from overseas_stations.reports.text import place

LIMIT = 10
MAX_SUMMARY = 900_000
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_commands(report: Report) -> str:
    """Return the workflow commands, then a line that says what is left for the step summary."""
    lines = []
    left = 0
    for severity, command in COMMANDS.items():
        found = one_per_rule_first(f for f in report.findings if f.severity is severity)
        lines += [_command(command, finding) for finding in found[:LIMIT]]
        left += len(found[LIMIT:])
    if left:
        lines.append(f"{left} more findings: see the summary of this step, or run `overseas check`")
    return "\n".join([*lines, _verdict(report)]) + "\n"


def one_per_rule_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the first of each rule before the second of any."""
    seen: dict[str, int] = {}
    ranked = []
    for finding in findings:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        ranked.append((seen[finding.code], finding))
    return [finding for _, finding in sorted(ranked, key=lambda pair: pair[0])]


def render_summary(report: Report) -> str:
    """Return all findings as Markdown for the step summary, cut before GitHub's limit of 1 MiB."""
    lines = ["## overseas-stations", "", _verdict(report), ""]
    if report.findings:
        lines += ["| | rule | where | what | next |", "|---|---|---|---|---|"]
    size = 0
    for number, finding in enumerate(report.findings):
        cells = (finding.severity.value, finding.code, place(finding), finding.message, finding.hint)
        line = "| " + " | ".join(escaped_cell(cell) for cell in cells) + " |"
        size += len(line.encode())
        if size > MAX_SUMMARY:
            lines.append(f"\n{len(report.findings) - number} more findings are not shown.")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _verdict(report: Report) -> str:
    counts = ", ".join(f"{count} {severity}" for severity, count in report.counts.items())
    return f"{'valid' if report.valid else 'NOT VALID'}: {counts}; {len(report.rules_run)} rules run"


def _command(command: str, finding: Finding) -> str:
    properties = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    more = f" (and {finding.count - 1} more like it)" if finding.count > 1 else ""
    where = "" if finding.file else f"{place(finding)}: "
    return f"::{command} {shown}::{_data(f'{where}{finding.message}{more}. Next: {finding.hint}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def escaped_cell(text: str) -> str:
    """Return a text for a cell of a table: nothing in it is markup, and nobody is mentioned."""
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
    return escaped.replace("<", "&lt;").replace("@", "&#64;")
