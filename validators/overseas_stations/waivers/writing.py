"""Writes waivers for what was found, as canonical YAML to paste."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from overseas_stations.findings import Finding, Waiver
from overseas_stations.waivers.applying import file_of, shown
from overseas_stations.waivers.reading import KEYS, can_be_waived


def waivers_for(
    findings: Iterable[Finding], *, owner: str, reason: str, expires: str, base: str = ""
) -> tuple[list[Waiver], list[Finding]]:
    """Return a waiver for each place that was found wrong, sorted, and the findings for which there can be none.

    Args:
        findings: what was found.
        owner, reason, expires: what all the waivers say.
        base: what the names of the package's files begin with.
    """
    made: dict[tuple[str, ...], Waiver] = {}
    without = []
    for finding in findings:
        places = {name: shown(getattr(finding, name)) for name in ("table", "record_id", "field")}
        if finding.table is None:
            places["file"] = file_of(finding, base)
        if not can_be_waived(finding.code) or not any(places.values()):
            without.append(finding)
            continue
        stated: dict[str, Any] = {name: text or None for name, text in places.items()}
        waiver = replace(Waiver(finding.code, owner, reason, expires), **stated)
        made[tuple(getattr(waiver, key) or "" for key in KEYS)] = waiver
        if finding.unseen:
            without.append(finding)
    return [waiver for _, waiver in sorted(made.items())], without


def dump(waivers: Iterable[Waiver]) -> str:
    """Return waivers as the YAML that :func:`overseas_stations.waivers.reading.read_waivers` reads.

    Every value is a text in double quotation marks, so that none can mean anything else. JSON's escapes are YAML's.

    >>> print(dump([Waiver("OS602", "data team", "asked the author", "2027-01-31", table="stations")]), end="")
    - code: "OS602"
      table: "stations"
      owner: "data team"
      reason: "asked the author"
      expires: "2027-01-31"
    """
    lines = []
    for waiver in waivers:
        written = [(key, getattr(waiver, key)) for key in KEYS]
        pairs = [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in written if text is not None]
        lines += [f"{'  ' if number else '- '}{pair}" for number, pair in enumerate(pairs)]
    return "\n".join([*lines, ""]) if lines else "[]\n"
