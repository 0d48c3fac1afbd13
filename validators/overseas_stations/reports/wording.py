"""What several formats say in the same words: where a finding is, the verdict, what to show first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from overseas_stations.findings import SEVERITIES, Finding, Report, Severity, Waiver
from overseas_stations.reports.change_formats import FailOn

HEADINGS = {"error": "Errors", "warning": "Warnings", "info": "For information"}
"""Severity -> the heading of its findings."""


def more_like_it(finding: Finding) -> str:
    """Return what is said of the findings that one stands for, empty where it stands for itself."""
    return f"and {finding.count - 1} more like it" if finding.count > 1 else ""


def verdict(report: Report) -> str:
    """Return whether the package is valid, in one or two words."""
    return "valid" if report.valid else "NOT VALID"


def counted(report: Report) -> str:
    """Return the counts of a report as a phrase."""
    counts = ", ".join(_counted(report.counts[severity.value], severity.value) for severity in SEVERITIES)
    waived = f", {report.waived_count} waived" if report.waived else ""
    left = len(report.rules_left_out)
    without = f", {_counted(left, 'rule')} left out" if left else ""
    return counts + waived + without + _kept(report.rules_kept)


def fails_for(report: Report, fail_on: FailOn) -> str:
    """Return for what a check fails that is told to fail for warnings too, empty where the verdict says enough.

    >>> fails_for(Report("x", (Finding("OS105", Severity.WARNING, "a mark", count=2),)), "warning")
    'fails for 2 warnings (--fail-on warning)'
    """
    found = [(report.counts[each.value], each.value) for each in failing(fail_on)]
    said = " and ".join(_counted(count, noun) for count, noun in found if count)
    return f"fails for {said} (--fail-on {fail_on})" if fail_on != "error" and said else ""


def failing(fail_on: FailOn) -> tuple[Severity, ...]:
    """Return the severities of findings for which a check fails."""
    return SEVERITIES[: SEVERITIES.index(Severity(fail_on)) + 1]


def _kept(codes: Sequence[str]) -> str:
    """Return why rules count that were to be left out."""
    if not codes:
        return ""
    verb = "counts" if len(codes) == 1 else "count"
    return f"; {', '.join(codes)} {verb} all the same: what was not checked cannot be left out"


def _counted(count: int, noun: str) -> str:
    if noun == "info":
        return f"{count} for information"
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def answered_for(waiver: Waiver) -> str:
    """Return who answers for a waived finding, until when and why."""
    return f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"


def most_telling_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by gravity; within one, the first of each rule before the second of any."""
    ranked = []
    for _, some in groupby(sorted(findings, key=_gravity), key=_gravity):
        seen: dict[str, int] = {}
        alike = []
        for finding in some:
            seen[finding.code] = seen.get(finding.code, 0) + 1
            alike.append((seen[finding.code], finding))
        ranked += [finding for _, finding in sorted(alike, key=lambda pair: pair[0])]
    return ranked


def _gravity(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)
