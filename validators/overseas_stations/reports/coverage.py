"""Coverage as text."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.codes import code_list
from overseas_stations.coverage import BY_COUNTRY, Coverage

BOUNDS = {"exact": "", "at_least": "at least ", "about": "about ", "at_most": "at most "}


def render_coverage(found: Coverage, verdicts: Mapping[str, int]) -> str:
    """Return what a package covers as text for people."""
    names = code_list("countries")
    lines = ["Rows", *(f"  {name:20} {count:6}" for name, count in found.rows.items())]
    lines += ["", "By country" + "".join(f"{name:>12}" for name in ("", *BY_COUNTRY)).replace(" ", "", 2)]
    for code, counts in found.countries.items():
        label = f"{code} {names.get(code, code)}" if code else "no single country"
        lines.append(f"  {label[:28]:28}" + "".join(f"{counts.get(name, 0) or '':>12}" for name in BY_COUNTRY))
    lines += ["", "By kind", *(f"  {name:44} {count:6}" for name, count in found.kinds.items())]
    lines += ["", "Records that hang on one independent voice"]
    for name, records in found.one_voice.items():
        if records:
            lines.append(f"  {name} ({len(records)}): {', '.join(records)}")
    lines += ["", f"Disputed ({len(found.disputed)})"]
    lines += [f"  {record}: {field}{f' = {value}' if value else ''}" for record, field, value in found.disputed]
    anchored, evidence = found.anchored
    lines += ["", f"Evidence: {evidence} rows, {anchored} with a passage"]
    lines.append("  " + ", ".join(f"{verdict} {count}" for verdict, count in verdicts.items()))
    lines += ["", "Claimed figures beside the rows here"]
    for claim in found.claims:
        where = f" in {claim.country}" if claim.country else ""
        here = "" if claim.here is None else f"; rows here: {claim.here}"
        metric = claim.metric.replace("_", " ")
        lines.append(f"  {claim.claimant}: {BOUNDS[claim.bound]}{claim.value} {metric}{where}{here} [{claim.figure}]")
    return "\n".join(lines) + "\n"
