"""All sources of some data held against a store: what came of each, and of each of their passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from overseas_stations.handed_over import InputError
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.outcomes import SourceOutcome, SourceSeen, seen
from overseas_stations.pages.processes import in_processes
from overseas_stations.pages.store import Store
from overseas_stations.pages.verdicts import PassageOutcome
from overseas_stations.passages import Fingerprint
from overseas_stations.suggestions import close_to
from overseas_stations.texts.checking import fingerprint_of

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class EvidenceChecked:
    """What came of sources and their passages.

    Attributes:
        sources: the sources that have passages, by id.
        without: how many of the sources have none.
    """

    sources: Sequence[SourceSeen]
    without: int = 0

    @property
    def outcomes(self) -> dict[SourceOutcome, int]:
        """Outcome -> number of sources, all outcomes in order."""
        counted = Counter(each.outcome for each in self.sources)
        return {name: counted[name] for name in get_args(SourceOutcome)}

    @property
    def passages(self) -> dict[PassageOutcome, int]:
        """Outcome -> number of different passages of sources, all outcomes in order."""
        counted = Counter(came for each in self.sources for came in each.passages.values())
        return {name: counted[name] for name in get_args(PassageOutcome)}


def passages_of(rows: Rows) -> dict[str, list[Fingerprint]]:
    """Return source -> its different passages, in the order of their fingerprints."""
    found: dict[str, set[Fingerprint]] = {row["id"]: set() for row in rows["sources"] if row["id"]}
    for row in rows["evidence"]:
        passage = fingerprint_of(row) if row["passage_sha256"] else None
        if passage is not None and row["source_id"] in found:
            found[row["source_id"]].add(passage)
    order = {
        name: sorted(each, key=lambda passage: (passage.sha256, passage.start or 0)) for name, each in found.items()
    }
    return {name: order[name] for name in sorted(order)}


def check_evidence(
    store: Store, rows: Rows, ids: Collection[str] = (), processes: Callable[[int], int] = lambda _: 1
) -> EvidenceChecked:
    """Hold the passages of sources against what lies in a store.

    Args:
        store: the store.
        rows: the tables ``sources`` and ``evidence``.
        ids: the sources that are meant; all where none is named.
        processes: in how many processes so many sources with pages are looked at; in this one where it is not given.

    Raises:
        InputError: a source is not there, the library that reads pages is not installed, or reading a page ended a
            process.
    """
    passages = passages_of(rows)
    for name in ids:
        if name not in passages:
            near = close_to(name, list(passages))
            raise InputError(f"no source {name}" + (f"; did you mean {' or '.join(near)}?" if near else ""))
    languages = {row["id"]: row["language"] or "" for row in rows["sources"]}
    attempts: dict[str, list[Attempt]] = {}
    for each in store.attempts():
        attempts.setdefault(each.source_id, []).append(each)
    meant = [name for name in passages if not ids or name in ids]
    calls = [
        (name, (name, passages[name], attempts.get(name, ()), store, languages.get(name, "")))
        for name in meant
        if passages[name]
    ]
    found = in_processes(seen, calls, processes(sum(name in attempts for name, _ in calls)))
    return EvidenceChecked(found, len(meant) - len(found))
