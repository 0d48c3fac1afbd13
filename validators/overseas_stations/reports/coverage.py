"""Coverage as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from overseas_stations.forms.codes import code_list
from overseas_stations.lookups.coverage import BY_COUNTRY, Claim, Coverage, Dispute

BOUNDS = {"exact": "", "at_least": "at least ", "about": "about ", "at_most": "at most "}


def render_coverage(found: Coverage, verdicts: Mapping[str, int]) -> str:
    """Return what a package covers as text for people."""
    return "\n".join(_lines(found, verdicts)) + "\n"


def _lines(found: Coverage, verdicts: Mapping[str, int]) -> Iterator[str]:
    yield "Rows"
    yield from (f"  {name:20} {count:6}" for name, count in found.rows.items())
    located = found.located
    yield ""
    yield (
        f"Stations: {located.stations} records, which stand for {located.claimed} reported stations in "
        f"{located.countries} countries; {located.in_a_city} records name a city; {located.places} different places"
    )
    yield from ("", "Claimed figures beside the rows here", *map(_claim, found.claims))
    yield from ("", "By country" + " " * 22 + "".join(f"{name:>12}" for name in BY_COUNTRY))
    names = code_list("countries")
    for code, counts in found.countries.items():
        label = f"{code} {names.get(code, code)}" if code else "no single country"
        yield f"  {label[:28]:30}" + "".join(f"{counts.get(name, 0) or '':>12}" for name in BY_COUNTRY)
    yield from ("", "By kind", *(f"  {name:44} {count:6}" for name, count in found.kinds.items()))
    yield from ("", "Sources read, by language")
    languages = code_list("languages")
    yield "  " + ", ".join(f"{languages.get(code, code)} {count}" for code, count in found.languages.items())
    yield from ("", "Sources, by how much was read")
    yield "  " + ", ".join(f"{extent} {count}" for extent, count in found.extents.items())
    yield from ("", f"Disputed ({len(found.disputes)})", *map(_dispute, found.disputes))
    yield from ("", "Stations that one voice alone reports")
    for voice, records in found.sole_voices.items():
        yield f"  {voice} ({len(records)}): {', '.join(records)}"
    yield from ("", "Sources that print one and the same passage, and no relation says why")
    yield from (f"  {', '.join(sources)}" for sources in found.same_words)
    yield from ("", "Records that hang on one independent voice")
    for name, records in found.one_voice.items():
        if records:
            yield f"  {name} ({len(records)}): {', '.join(records)}"
    anchored, evidence = found.anchored
    yield from ("", f"Evidence: {evidence} rows, {anchored} with a passage ({anchored / max(evidence, 1):.0%})")
    yield "  " + ", ".join(f"{verdict} {count}" for verdict, count in verdicts.items())


def _claim(claim: Claim) -> str:
    where = "".join(f" ({text})" for text in (claim.country, claim.scope) if text)
    here = "" if claim.here is None else f"; rows here: {claim.here}"
    metric = claim.metric.replace("_", " ")
    return f"  {claim.claimant}: {BOUNDS[claim.bound]}{claim.value} {metric}{where}{here} [{claim.figure}]"


def _dispute(dispute: Dispute) -> str:
    reason = f": {dispute.reason}" if dispute.reason else ""
    if not dispute.field:
        return f"  {dispute.record}: the record is disputed by {dispute.party} [{dispute.source}]{reason}"
    ours = dispute.value or "nothing"
    theirs = f"{dispute.other} according to {dispute.party} [{dispute.source}]"
    return f"  {dispute.record}: {dispute.field} is {ours}; {theirs}{reason}"
