"""Workflow commands for GitHub: a step shows ten annotations of a kind at most, so the most telling come first."""

from __future__ import annotations

from overseas_stations.findings import Finding, Report, Severity, place
from overseas_stations.printable import visible
from overseas_stations.reports.change_formats import FailOn
from overseas_stations.reports.wording import counted, fails_for, more_like_it, most_telling_first, verdict

LIMIT = 10
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_commands(report: Report, fail_on: FailOn = "error") -> str:
    """Return the workflow commands, what is left for the step summary, the verdict, and for what the step fails."""
    lines = []
    left = 0
    for severity, command in COMMANDS.items():
        found = most_telling_first(f for f in report.findings if f.severity is severity)
        lines += [_command(command, finding) for finding in found[:LIMIT]]
        left += len(found[LIMIT:])
    if left:
        lines.append(f"{left} more findings: see the summary of this step, or run `overseas check`")
    last = (f"{verdict(report)}: {counted(report)}", f"{len(report.rules_run)} rules run", fails_for(report, fail_on))
    return "\n".join([*lines, "; ".join(filter(None, last))]) + "\n"


def _command(command: str, finding: Finding) -> str:
    properties = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    more = f" ({more_like_it(finding)})" if finding.count > 1 else ""
    where = "" if finding.file else f"{place(finding)}: "
    return f"::{command} {shown}::{_data(f'{where}{finding.message}{more}. Next: {finding.hint}')}"


def _data(text: str) -> str:
    """Return a text that neither ends the command nor begins another one."""
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
