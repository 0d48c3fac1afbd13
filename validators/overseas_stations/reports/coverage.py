"""Coverage as a page for people, and as an object for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from overseas_stations.forms.codes import code_list
from overseas_stations.lookups.coverage import BY_COUNTRY, Claim, Coverage, Dispute
from overseas_stations.reports.pages import Item, Page, Section

BOUNDS = {"exact": "", "at_least": "at least ", "about": "about ", "at_most": "at most "}


def coverage_page(found: Coverage, verdicts: Mapping[str, int], about: str = "") -> Page:
    """Return what a package covers.

    Args:
        found: what it covers.
        verdicts: verdict -> number of passages.
        about: which of its records are meant, empty for all.
    """
    return Page(about and f"Of all records those that are: {about}", (), list(_sections(found, verdicts)))


def coverage_json(found: Coverage, verdicts: Mapping[str, int]) -> str:
    """Return what a package covers as one object: the attributes of :class:`Coverage`, and ``passages`` by verdict."""
    shown = asdict(found) | {"passages": dict(verdicts)}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _sections(found: Coverage, verdicts: Mapping[str, int]) -> Iterator[Section]:
    yield Section("Rows", (), ("", ""), [(name, str(count)) for name, count in found.rows.items()])
    located = found.located
    yield Section(
        f"Stations: {located.stations} records, which stand for {located.claimed} reported stations in "
        f"{located.countries} countries; {located.in_a_city} records name a city; {located.places} different places",
        said=True,
    )
    yield Section("Claimed figures beside the rows here", [Item(_claim(claim)) for claim in found.claims])
    names = code_list("countries")
    rows = [
        (
            (f"{code} {names.get(code, code)}" if code else "no single country")[:28],
            *(str(counts.get(name, 0) or "") for name in BY_COUNTRY),
        )
        for code, counts in found.countries.items()
    ]
    yield Section("By country", (), ("", *BY_COUNTRY), rows)
    yield Section("By kind", (), ("", ""), [(name, str(count)) for name, count in found.kinds.items()])
    languages = code_list("languages")
    said = ", ".join(f"{languages.get(code, code)} {count}" for code, count in found.languages.items())
    yield Section("Sources read, by language", [Item(said)])
    said = ", ".join(f"{extent} {count}" for extent, count in found.extents.items())
    yield Section("Sources, by how much was read", [Item(said)])
    yield Section(f"Disputed ({len(found.disputes)})", [Item(_dispute(each)) for each in found.disputes], said=True)
    yield Section("Stations that one voice alone reports", [*_records(found.sole_voices)])
    yield Section(
        "Sources that print one and the same passage, and no relation says why",
        [Item(", ".join(sources)) for sources in found.same_words],
    )
    yield Section("Records that hang on one independent voice", [*_records(found.one_voice)])
    anchored, evidence = found.anchored
    said = ", ".join(f"{verdict} {count}" for verdict, count in verdicts.items())
    yield Section(
        f"Evidence: {evidence} rows, {anchored} with a passage ({anchored / max(evidence, 1):.0%})", [Item(said)]
    )


def _records(listed: Mapping[str, list[str]]) -> Iterator[Item]:
    return (Item(f"{name} ({len(records)}): {', '.join(records)}") for name, records in listed.items() if records)


def _claim(claim: Claim) -> str:
    where = "".join(f" ({text})" for text in (claim.country, claim.scope) if text)
    here = "" if claim.here is None else f"; rows here: {claim.here}"
    metric = claim.metric.replace("_", " ")
    return f"{claim.claimant}: {BOUNDS[claim.bound]}{claim.value} {metric}{where}{here} [{claim.figure}]"


def _dispute(dispute: Dispute) -> str:
    reason = f": {dispute.reason}" if dispute.reason else ""
    if not dispute.field:
        return f"{dispute.record}: the record is disputed by {dispute.party} [{dispute.source}]{reason}"
    ours = dispute.value or "nothing"
    theirs = f"{dispute.other} according to {dispute.party} [{dispute.source}]"
    return f"{dispute.record}: {dispute.field} is {ours}; {theirs}{reason}"
