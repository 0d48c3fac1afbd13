"""JUnit XML: a test suite for each family of rules, a test case for each rule.

There is no standard. What is written is valid against the two schemas that are in wide use: that of Jenkins' plug-in
xUnit (``junit-10.xsd``) and that of Apache Ant (Windy Road's ``JUnit.xsd``). The latter wants a time and a host: they
are always the same here, because a report tells of data and not of when they were checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree

from overseas_stations.findings import Finding, Report, Severity, place
from overseas_stations.printable import visible
from overseas_stations.reports.wording import answered_for, counted, more_like_it, verdict
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.running import NOT_CHECKED, RULE_CRASHED
from overseas_stations.version import __version__

TIMESTAMP = "1970-01-01T00:00:00"
MAX_TEXT = 2_000_000
"""Characters of one element: readers refuse texts of ten million."""


def render_junit(report: Report, registry: Registry) -> str:
    """Return a report as JUnit XML. Errors are failures; warnings and what is waived stand in ``system-out``."""
    found = _Found(report, registry)
    root = ElementTree.Element("testsuites")
    for number, family in enumerate(sorted({code[:3] for code in found.codes})):
        _suite(root, report, number, family, found)
    # Not by junitparser: it writes with lxml where that is installed, and other bytes where it is not.
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


class _Found:
    """What was found, by rule."""

    def __init__(self, report: Report, registry: Registry) -> None:
        self.registry = registry
        self.errors: defaultdict[str, list[Finding]] = defaultdict(list)
        self.told: defaultdict[str, list[str]] = defaultdict(list)
        for finding in report.findings:
            if finding.severity is Severity.ERROR:
                self.errors[finding.code].append(finding)
            else:
                self.told[finding.code].append(_line(finding))
        for item in report.waived:
            self.told[item.finding.code].append(f"{visible(answered_for(item.waiver))}: {_line(item.finding)}")
        # That no rule crashed and none was left out is itself something that was checked.
        self.ran = {*report.rules_run, *self.errors, *self.told, RULE_CRASHED.code, NOT_CHECKED.code}
        self.codes = sorted({*self.registry.rules, *self.ran})


def _suite(root: ElementTree.Element, report: Report, number: int, family: str, found: _Found) -> None:
    name = _xml(f"{family}xx {found.registry.families.get(family, '')}".strip())
    suite = ElementTree.SubElement(root, "testsuite", name=name, package="overseas-stations", id=str(number))
    properties = ElementTree.SubElement(suite, "properties")
    for key, value in (
        ("version", __version__),
        ("record-schemas", report.schema_version),
        ("package", report.package),
        ("verdict", f"{verdict(report)}: {counted(report)}"),
    ):
        ElementTree.SubElement(properties, "property", name=key, value=_xml(value))
    codes = [code for code in found.codes if code[:3] == family]
    outcomes = [_case(suite, found, code, name.partition(":")[0]) for code in codes]
    ElementTree.SubElement(suite, "system-out").text = _joined([line for code in codes for line in found.told[code]])
    ElementTree.SubElement(suite, "system-err")
    counts = {key: str(outcomes.count(key)) for key in ("failures", "errors", "skipped")}
    fixed = {"time": "0", "timestamp": TIMESTAMP, "hostname": "localhost"}
    for key, value in {"tests": str(len(codes)), **counts, **fixed}.items():
        suite.set(key, value)


def _case(suite: ElementTree.Element, found: _Found, code: str, family: str) -> str | None:
    """Add the test case of a rule; return as what it counts, None where it passed."""
    rule = found.registry.rules.get(code)
    name = f"{code} {rule.title}" if rule else code
    case = ElementTree.SubElement(suite, "testcase", name=_xml(name), classname=family, time="0")
    if errors := found.errors.get(code):
        kind = "error" if code == RULE_CRASHED.code else "failure"
        total = sum(finding.count for finding in errors)
        attributes = {"message": _xml(f"{total}: {errors[0].message}"), "type": _xml(code)}
        ElementTree.SubElement(case, kind, attributes).text = _joined([_line(finding) for finding in errors])
        return f"{kind}s"
    if code not in found.ran:
        ElementTree.SubElement(case, "skipped")
        return "skipped"
    return None


def _line(finding: Finding) -> str:
    more = f" ({more_like_it(finding)})" if finding.count > 1 else ""
    said = f"{finding.severity.value} {finding.code} {place(finding)}: {finding.message}{more}"
    return visible(f"{said}. Next: {finding.hint}" if finding.hint else said)


def _joined(lines: Sequence[str]) -> str:
    """Return lines as one text that readers take, saying how many did not fit."""
    size = 0
    for number, line in enumerate(lines):
        size += len(line) + 1
        if size > MAX_TEXT:
            return _xml("\n".join([*lines[:number], f"{len(lines) - number} more are not shown"]))
    return _xml("\n".join(lines))


def _xml(text: str) -> str:
    """Return a text as XML can hold it: every character that shows can stand there, any other becomes an escape."""
    return "\n".join(visible(line) for line in text.split("\n"))
