"""Applies waivers to findings: what is waived no longer counts, and what is wrong with a waiver is a finding itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from overseas_stations.findings import Finding, Waived, Waiver
from overseas_stations.printable import visible
from overseas_stations.rules import waivers as rules
from overseas_stations.rules.core.base import Rule
from overseas_stations.waivers.reading import Waivers

WAIVABLE = 1000
"""Places of each rule and column that waivers can see. What is found beyond them is counted, and cannot be waived."""


Places = tuple[str, str | None, str | None, str | None, str | None]
"""Rule, table, record, field and file; None where any will do."""


@dataclass(frozen=True)
class Settled:
    """What is left of findings once waivers are applied.

    Attributes:
        findings: those that count, with those about the waivers.
        waived: those that do not.
        rules_run: the rules about waivers that were applied.
    """

    findings: list[Finding]
    waived: tuple[Waived, ...] = ()
    rules_run: frozenset[str] = frozenset()


def apply_waivers(
    waivers: Waivers,
    findings: Iterable[Finding],
    *,
    today: str | None = None,
    ran: Callable[[Waiver], bool] = lambda waiver: True,
    base: str = "",
) -> Settled:
    """Return the findings that count, and those that are waived.

    Args:
        waivers: as they were read.
        findings: what was found, not yet capped for display.
        today: the day against which waivers expire; without it they all hold, and a finding says so.
        ran: says whether a waiver's rule ran where the waiver speaks of; else it is not called unused.
        base: what the names of the package's files begin with; a waiver may name them without.
    """
    if waivers.file is None:
        return Settled(list(findings))
    expired, holding = _split(waivers.entries, today)
    kept: list[Finding] = []
    waived: list[Waived] = []
    used: set[Waiver] = set()
    for finding in findings:
        waiver = _closest(finding, holding, base)
        if waiver is None:
            kept.append(finding)
            continue
        used.add(waiver)
        waived.append(Waived(replace(finding, count=finding.count - finding.unseen, unseen=0), waiver))
        if finding.unseen:
            kept.append(_beyond(finding))
    kept += waivers.findings
    kept += [_about(rules.WAIVER_EXPIRED, one, value=one.expires, waived=one.code, owner=one.owner) for one in expired]
    unused = [one for one in waivers.entries if one not in used and one not in expired and ran(one)]
    kept += [_about(rules.WAIVER_UNUSED, one, value=one.code) for one in unused]
    if today is None and waivers.entries:
        kept.append(rules.WAIVER_NOT_JUDGED.finding(file=waivers.file))
    applied = {rule.code for rule in rules.ALL} - {
        (rules.WAIVER_EXPIRED if today is None else rules.WAIVER_NOT_JUDGED).code
    }
    return Settled(
        kept, tuple(sorted(dict.fromkeys(waived), key=lambda item: item.finding.sort_key())), frozenset(applied)
    )


def _split(waivers: Iterable[Waiver], today: str | None) -> tuple[dict[Waiver, None], dict[Places, Waiver]]:
    """Return the waivers that have expired, and the others by the places that they state; the first of two alike."""
    expired: dict[Waiver, None] = {}
    holding: dict[Places, Waiver] = {}
    for waiver in waivers:
        if today is not None and waiver.expires < today:
            expired[waiver] = None
        else:
            holding.setdefault((waiver.code, waiver.table, waiver.record_id, waiver.field, waiver.file), waiver)
    return expired, holding


def _closest(finding: Finding, holding: Mapping[Places, Waiver], base: str) -> Waiver | None:
    """Return the waiver of a finding: of those that fit, the one that states the most places."""
    if not holding:
        return None
    tables, records, fields = ((shown(text), None) for text in (finding.table, finding.record_id, finding.field))
    files = (shown(finding.file), file_of(finding, base), None)
    stated: list[Places] = [(finding.code, *places) for places in product(tables, records, fields, files)]
    found = (holding.get(places) for places in sorted(stated, key=lambda places: places.count(None)))
    return next((waiver for waiver in found if waiver is not None), None)


def shown(text: str | None) -> str | None:
    """Return a place as a waiver writes it."""
    return None if text is None else visible(text)


def file_of(finding: Finding, base: str) -> str | None:
    """Return a finding's file as it is named in the package."""
    return shown(None if finding.file is None else finding.file.removeprefix(base))


def _about(rule: Rule, waiver: Waiver, **params: Any) -> Finding:
    file, line, column = waiver.place
    return rule.finding(file=file, line=line, column=column, **params)


def _beyond(finding: Finding) -> Finding:
    """Return the finding that stands for what a waiver could not see of its kind."""
    return replace(
        finding,
        message=f"{finding.unseen} more of this rule and column are beyond the first {WAIVABLE}, and are not waived",
        hint="mend some of those that are waived, then check again",
        line=None,
        column=None,
        row=None,
        record_id=None,
        value=None,
        count=finding.unseen,
        unseen=finding.unseen,
    )
