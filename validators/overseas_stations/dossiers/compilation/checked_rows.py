"""From the log of checks to tables: each look at a source, and what is known of each passage that the data rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import takewhile
from typing import NamedTuple

from overseas_stations.dossiers.check_log import Look, Tried
from overseas_stations.dossiers.reading import Place
from overseas_stations.forms.strikes import strikes
from overseas_stations.forms.vocabulary import FAILED, FOUND, CheckPlace, OutcomeOfPassage

Cells = dict[str, str | None]


class Checkable(NamedTuple):
    """What dossiers hold that looks may be at.

    Attributes:
        sources, retracted: the ids of sources, and of those that left the data.
        passages: source -> the fingerprints of the passages that the data rest on.
        is_whole: all dossiers could be read.
    """

    sources: Set[str | None]
    retracted: Set[str | None]
    passages: Mapping[str, Set[str]]
    is_whole: bool


def check_rows(looks: Iterable[tuple[Look, Place]], known: Checkable) -> Iterator[tuple[str, Cells, Place]]:
    """Yield the rows of ``source_checks`` and ``passage_checks``: the table, the cells, and the line of the log.

    Looks at sources that were retracted, and at passages that the data no longer rest on, stay in the log alone.

    Args:
        looks: those of the log, each with its place.
        known: what the dossiers hold.
    """
    of_source: dict[str, list[tuple[Look, Place]]] = {}
    for look, place in looks:
        # Where a dossier could not be read, which is found by itself, nothing is said of its source.
        if look.source_id in known.sources or (known.is_whole and look.source_id not in known.retracted):
            of_source.setdefault(look.source_id, []).append((look, place))
    for source_id in sorted(of_source):
        # In the order of days; among those of one day, in that of the log.
        found = sorted(of_source[source_id], key=lambda each: each[0].checked)
        # Of one day the last counts.
        for cells, place in {cells["checked"]: (cells, place) for cells, place in _sources(found)}.values():
            yield "source_checks", cells, place
        for cells, place in _passages(found, known.passages.get(source_id, set())):
            yield "passage_checks", cells, place


def _sources(found: Iterable[tuple[Look, Place]]) -> Iterator[tuple[Cells, Place]]:
    """Yield the cells of each look at one source."""
    tried: list[Tried] = []
    for look, place in found:
        tried += [each for each in look.attempts if each.place == CheckPlace.LIVE]
        tried.sort(key=lambda each: each.time)
        address, failed = at_address(tried)
        counted = Counter(look.passages.values())
        numbers = {"http_status": look.status, "strikes": failed or None, "text_characters": look.text_characters}
        cells: Cells = {
            **{name: getattr(look, name) for name in ("source_id", "checked", "had", "place", "outcome")},
            **{name: None if number is None else str(number) for name, number in numbers.items()},
            "address_outcome": address or None,
            "passages": str(len(look.passages)),
            **{outcome.value: str(counted[outcome.value]) for outcome in OutcomeOfPassage},
            "text_sha256": look.text_sha256,
            "snapshot": look.snapshot,
        }
        yield cells, place


def at_address(tried: Iterable[Tried]) -> tuple[str, int]:
    """Return what came of a source's own address at last, and how many failures in a row count; in the order of time.

    >>> at_address([Tried("2026-11-20T02:00:00Z", "live", "gone"), Tried("2026-11-27T02:00:00Z", "live", "gone")])
    ('gone', 2)
    """
    backwards = [each for each in tried if each.place == CheckPlace.LIVE][::-1]
    if not backwards:
        return "", 0
    last = backwards[0].outcome
    row = takewhile(lambda each: each.outcome == last, backwards)
    return last, strikes(each.time for each in row) if last in FAILED else 0


def _passages(found: Iterable[tuple[Look, Place]], known: Set[str]) -> Iterator[tuple[Cells, Place]]:
    """Yield the cells of each passage of one source that the data rest on."""
    state: dict[str, tuple[Cells, Place]] = {}
    for look, place in found:
        for passage, outcome in look.passages.items():
            if passage not in known:
                continue
            before: Mapping[str, str | None] = state[passage][0] if passage in state else {}
            seen = {name: before.get(name) for name in ("seen", "seen_place", "seen_outcome", "seen_snapshot")}
            if outcome in FOUND:
                seen = dict(zip(seen, (look.had, look.place, outcome, look.snapshot), strict=True))
            cells: Cells = {
                "source_id": look.source_id,
                "passage_sha256": passage,
                "checked": look.checked,
                "place": look.place,
                "outcome": outcome,
                **seen,
            }
            state[passage] = cells, place
    yield from (state[passage] for passage in sorted(state))
