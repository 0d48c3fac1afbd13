"""One HTML page that holds everything: no script, no address, light and dark, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from overseas_stations.findings import SEVERITIES, Finding, Report, Severity, Waived, place
from overseas_stations.reports.addresses import page_of
from overseas_stations.reports.wording import HEADINGS, answered_for, counted, verdict
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.running import NOT_CHECKED, RULE_CRASHED
from overseas_stations.templates import fill
from overseas_stations.version import __version__

VERDICTS = {
    "exact": "found where the evidence says",
    "moved": "found at another place",
    "ambiguous": "found more than once",
    "absent": "not in the text",
    "not_checked": "no text at hand",
}

ALWAYS_ON = (RULE_CRASHED.code, NOT_CHECKED.code)
"""What tells that another rule failed or did not run is no rule that itself runs."""


Shown = tuple[str, str, str, int]
"""Where, what, what is said of it, and how many are meant."""


@dataclass(frozen=True)
class _Group:
    """What a rule found of one severity, with the rule where it is known."""

    code: str
    severity: Severity
    findings: Sequence[Finding]
    rule: Rule | None
    families: Mapping[str, str]
    address: str | None

    @property
    def name(self) -> str:
        return f"{self.code} {self.rule.title}" if self.rule else self.code

    @property
    def heading(self) -> str:
        return HEADINGS[self.severity.value].lower()

    @property
    def family(self) -> str:
        return _short(self.families[self.code[:3]])

    @property
    def caption(self) -> str:
        return f"{self.code}: {self.total} found, {len(self.findings)} shown"

    @property
    def rows(self) -> Iterator[Shown]:
        return ((place(finding), finding.message, finding.hint, finding.count) for finding in self.findings)

    @property
    def total(self) -> int:
        return sum(finding.count for finding in self.findings)


def render_html(report: Report, registry: Registry, changes: str | None = None, rules_url: str | None = None) -> str:
    """Return a report as one HTML page.

    Args:
        report: the report.
        registry: the rules that the data were held to.
        changes: a section in HTML to stand after the verdict, as it is.
        rules_url: the address of ``RULES.md``, to which the headings of rules link.
    """
    ran, rules, titles = report.rules_run, registry.rules, registry.families
    return fill(
        "reports/report.html.jinja",
        title=f"{verdict(report)}: {report.package}",
        version=__version__,
        report=report,
        verdict=verdict(report),
        counted=counted(report),
        changes=changes,
        groups=_groups(report, registry, rules_url),
        rules=rules,
        passages=[(VERDICTS.get(name, name), count) for name, count in report.evidence.items()],
        families=[(_short(title), [code for code in ran if code[:3] == family]) for family, title in titles.items()],
        others=[code for code in ran if code[:3] not in titles],
        not_run=[code for code in rules if code not in ran and code not in ALWAYS_ON],
        waived=[_waived(item) for item in report.waived],
    )


def page(title: str, main: str) -> str:
    """Return a page; *main* is HTML, the title is text."""
    return fill("reports/page.html.jinja", title=title, version=__version__, main=main)


def _groups(report: Report, registry: Registry, rules_url: str | None) -> list[_Group]:
    """Return the findings by severity and rule, the gravest first."""
    found: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.severity, finding.code), []).append(finding)
    groups = []
    for severity, code in sorted(found, key=lambda group: (SEVERITIES.index(group[0]), group[1])):
        rule = registry.rules.get(code)
        address = None if rule is None else page_of(rule, rules_url)
        groups.append(_Group(code, severity, found[severity, code], rule, registry.families, address))
    return groups


def _waived(item: Waived) -> Shown:
    finding = item.finding
    said = f"{finding.code}, {finding.severity.value}: {finding.message}"
    return place(finding), said, answered_for(item.waiver), finding.count


def _short(family: str) -> str:
    return family.partition(":")[0]
