"""The report for people: plain lines, with rich's markup where it goes to a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from overseas_stations.findings import Finding, Report, Severity, place
from overseas_stations.printable import visible
from overseas_stations.reports.change_formats import Detail, FailOn
from overseas_stations.reports.wording import answered_for, counted, failing, fails_for, more_like_it, verdict
from overseas_stations.version import __version__

if TYPE_CHECKING:
    from overseas_stations.releases.changes import Changes

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "cyan"}

MAX_WAIVED = 20
"""Waived findings that are shown; the others are counted."""

Paint = Callable[[str, str], str]
"""Text and style -> the text as it is shown."""


def plain(text: str, style: str) -> str:
    """Return the text itself."""
    return text


def render_text(
    report: Report,
    paint: Paint = plain,
    changes: Changes | None = None,
    detail: Detail = "normal",
    fail_on: FailOn = "error",
) -> str:
    """Return a report as lines for people, the verdict last.

    Args:
        report: the report.
        paint: gives a text its colour.
        changes: what changed since an earlier version; a release that the data are held against is told of elsewhere.
        detail: ``quiet`` has what the check fails for alone, if anything; ``verbose`` all waived ones and each rule.
        fail_on: the least grave finding for which the check fails.
    """
    fails = fails_for(report, fail_on)
    if detail == "quiet":
        told = [finding for finding in report.findings if finding.severity in failing(fail_on)]
        lines = [line for finding in told for line in finding_lines(finding, paint)]
        return "".join(f"{line}\n" for line in [*lines, *([paint(fails, "bold red")] if fails else [])])
    most = len(report.waived) if detail == "verbose" else MAX_WAIVED
    head = f"overseas-stations {__version__}, record schemas {report.schema_version}: {visible(report.package)}"
    lines = [paint(head, "bold")]
    for finding in report.findings:
        lines += ["", *finding_lines(finding, paint)]
    for item in report.waived[:most]:
        head = paint(f"waived {visible(item.finding.code)}", "dim")
        lines += ["", f"{head} {visible(place(item.finding))}".rstrip()]
        lines += [f"  {visible(text)}" for text in (item.finding.message, answered_for(item.waiver))]
    if left := report.waived[most:]:
        lines += ["", f"waived: {sum(item.finding.count for item in left)} more"]
    if changes is not None and not changes.released:
        from overseas_stations.reports.changes import render_changes

        lines += ["", paint("what changes", "bold"), *render_changes(changes, "text").rstrip("\n").split("\n")]
    lines += ["", *_summary(report, detail)]
    said = paint(verdict(report), "bold green" if report.valid else "bold red")
    last = f"{said}: {counted(report)}" + (f"; {paint(fails, 'bold red')}" if fails else "")
    return "\n".join([*lines, last]) + "\n"


def finding_lines(finding: Finding, paint: Paint = plain) -> list[str]:
    """Return one finding as lines: what and where, the message, the next step."""
    head = paint(f"{finding.severity.value} {visible(finding.code)}", STYLES[finding.severity])
    lines = [f"{head} {visible(place(finding))}".rstrip(), f"  {visible(finding.message)}"]
    if finding.count > 1:
        lines.append(f"  {more_like_it(finding)}")
    if finding.hint:
        lines.append(f"  next: {visible(finding.hint)}")
    return lines


def _summary(report: Report, detail: Detail) -> list[str]:
    rows = ", ".join(f"{visible(name)} {count}" for name, count in report.rows.items())
    evidence = ", ".join(f"{name} {count}" for name, count in report.evidence.items())
    lines = [f"rows: {rows or 'none'}", f"passages: {evidence}", _rules("rules run", report.rules_run, detail)]
    if report.evidence.get("not_checked"):
        lines.append(
            "to verify passages: `overseas texts fetch SOURCE-ID --store FOLDER --contact WORDS`, or "
            "`overseas texts add SOURCE-ID FILE --store FOLDER` with a page of a source that you saved"
        )
    if report.not_looked_up:
        lines.append(f"not looked up: references to {', '.join(report.not_looked_up)}; --installed looks in our data")
    if report.looked_up:
        lines.append(f"looked up in the data of this installation: references to {', '.join(report.looked_up)}")
    return lines + ([_rules("rules left out", report.rules_left_out, detail)] if report.rules_left_out else [])


def _rules(what: str, codes: Sequence[str], detail: Detail) -> str:
    listed = f": {', '.join(map(visible, codes))}" if detail == "verbose" and codes else ""
    return f"{what}: {len(codes)}{listed}"
