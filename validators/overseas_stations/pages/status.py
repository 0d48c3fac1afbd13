"""What a store holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from overseas_stations.pages.store import TEXTS, Store


@dataclass(frozen=True)
class StoreStatus:
    """What a store holds.

    Attributes:
        attempts: how many attempts are in its index.
        sources: sources of the data with a page.
        without: sources of the data without one.
        unknown: ids in the store that no source of the data has.
        places: where pages were read -> how many.
        failures: why attempts failed, or the status that is an error -> how many.
        texts: how many texts there are.
    """

    attempts: int
    sources: int
    without: int
    unknown: int
    places: Mapping[str, int]
    failures: Mapping[str, int]
    texts: int


def status_of(store: Store, sources: Collection[str]) -> StoreStatus:
    """Return what a store holds, of these sources."""
    attempts = store.attempts()
    known = set(sources)
    had = {each.source_id for each in attempts if each.body is not None and (each.status or 200) < 400}
    stated = {each.source_id for each in attempts if each.source_id}
    places = Counter(each.place for each in attempts if each.body is not None)
    failed = Counter(
        each.failure or f"status {each.status}" for each in attempts if each.failure or (each.status or 0) >= 400
    )
    return StoreStatus(
        len(attempts),
        len(had & known),
        len(known - had),
        len(stated - known),
        dict(sorted(places.items())),
        dict(sorted(failed.items())),
        sum(1 for _ in (store.folder / TEXTS).glob("*.txt")),
    )
