"""Coverage as a page for people, and as an object for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from overseas_stations.forms.codes import code_list
from overseas_stations.lookups.coverage import BY_COUNTRY, Claim, Coverage, LookedFor
from overseas_stations.reports.pages import Item, Page, Section
from overseas_stations.reports.records.naming import several

BOUNDS = {"exact": "", "at_least": "at least ", "about": "about ", "at_most": "at most "}


def coverage_page(found: Coverage, verdicts: Mapping[str, int], about: str = "") -> Page:
    """Return what a package covers.

    Args:
        found: what it covers.
        verdicts: verdict -> number of passages.
        about: which of its records are meant, empty for all.
    """
    narrowing = "the same filters and " if about else ""
    end = (
        f"`overseas show` with {narrowing}--disputed lists the disputes and their reasons, with --one-voice what hangs "
        "on one voice"
    )
    return Page(about and f"Of all records those that are: {about}", (), list(_sections(found, verdicts)), end)


def coverage_json(found: Coverage, verdicts: Mapping[str, int]) -> str:
    """Return what a package covers as one object: the attributes of :class:`Coverage`, and ``passages`` by verdict."""
    shown = asdict(found) | {"passages": dict(verdicts)}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _sections(found: Coverage, verdicts: Mapping[str, int]) -> Iterator[Section]:
    yield Section("Records", (), ("", "rows", "disputed", "on one voice"), list(_rows(found)))
    yield from _stations(found)
    names = code_list("countries")
    rows = [
        (
            (f"{code} {names.get(code, code)}" if code else "no single country")[:28],
            *(str(counts.get(name, 0) or "") for name in BY_COUNTRY),
            str(found.alone.get(code, "")),
        )
        for code, counts in found.countries.items()
    ]
    yield Section("By country", (), ("", *BY_COUNTRY, "on one voice"), rows)
    yield Section("By kind", (), ("", ""), [(name, str(count)) for name, count in found.kinds.items()])
    languages = code_list("languages")
    read = ", ".join(f"{languages.get(code, code)} {count}" for code, count in found.languages.items())
    extents = ", ".join(f"{extent} {count}" for extent, count in found.extents.items())
    yield Section(
        "Sources", [Item(f"{about}: {said}") for about, said in (("read", read), ("of which", extents)) if said]
    )
    yield Section("Claimed figures beside the rows here", list(_claims(found.claims)))
    yield Section(
        "Sources that print one and the same passage, and no relation says why",
        [Item(", ".join(sources)) for sources in found.same_words],
    )
    anchored, evidence = found.anchored
    said = ", ".join(f"{verdict} {count}" for verdict, count in verdicts.items())
    yield Section(
        f"Evidence: {several(evidence, 'row')}, {anchored} with a passage ({anchored / max(evidence, 1):.0%})",
        [Item(said)],
    )
    yield Section(
        f"Passages: {several(found.looked_for.passages, 'different one')} of sources",
        [Item(looked_for(found.looked_for))] if found.looked_for.passages else [],
    )


def looked_for(found: LookedFor) -> str:
    """Return in a line what came of looking for passages in their sources again."""
    if not found.last:
        return "none was looked for in its source again yet; `overseas evidence check` does so with pages in a store"
    outcomes = ", ".join(f"{outcome} {count}" for outcome, count in found.outcomes.items())
    return f"{outcomes}, never looked for {found.never}; {found.lost} were seen before and are lost; until {found.last}"


def _rows(found: Coverage) -> Iterator[tuple[str, ...]]:
    """Yield table by table the rows, and how many of them are disputed and hang on one voice."""
    for name, count in found.rows.items():
        if count:
            alone = sum(map(len, found.one_voice.get(name, {}).values()))
            yield name, str(count), str(found.disputed.get(name, "")), str(alone or "")


def _stations(found: Coverage) -> Iterator[Section]:
    """Yield what the stations stand for, and who alone reports some of them."""
    located, alone = found.located, found.one_voice["stations"]
    if not located.stations:
        return
    said = ", ".join(f"{voice} {len(names)}" for voice, names in alone.items())
    yield Section(
        f"Stations: {several(located.stations, 'record')} of {several(located.claimed, 'reported station')} in "
        f"{located.countries} {'country' if located.countries == 1 else 'countries'}, at "
        f"{several(located.places, 'different place')}; {located.in_a_city} with a city",
        [Item(f"on one voice alone: {said}")] if said else [],
        said=True,
    )


def _claims(claims: Sequence[Claim]) -> Iterator[Item]:
    """Yield the claims that can be compared, and how many cannot."""
    compared = [claim for claim in claims if claim.here is not None]
    yield from (Item(_claim(claim)) for claim in compared)
    if others := len(claims) - len(compared):
        count = "counts" if others == 1 else "count"
        yield Item(f"{several(others, 'figure')} {count} something else: `overseas show --kind figures` lists them")


def _claim(claim: Claim) -> str:
    where = "".join(f" ({text})" for text in (claim.country, claim.scope) if text)
    here = "" if claim.here is None else f"; rows here: {claim.here}"
    metric = claim.metric.replace("_", " ")
    return f"{claim.claimant}: {BOUNDS[claim.bound]}{claim.value} {metric}{where}{here} [{claim.figure}]"
