"""A sample of the sources, drawn by a number: of each language and kind its share, the same on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from overseas_stations.tables import Row

Stratum = tuple[str, str]
"""The language and the kind of a source."""


def stratum_of(source: Row) -> Stratum:
    """Return the language and the kind of a source."""
    return source["language"] or "", source["kind"] or ""


def sampled(rows: Mapping[str, Sequence[Row]], number: int, seed: int) -> list[str]:
    """Return the ids of so many sources that have an address and a passage, sorted; of all, where there are fewer.

    Args:
        rows: the tables ``sources`` and ``evidence``.
        number: how many.
        seed: what they are drawn by.
    """
    passages = {row["source_id"] for row in rows["evidence"] if row["passage_sha256"]}
    strata: dict[Stratum, list[str]] = {}
    for row in rows["sources"]:
        if row["url"] and row["id"] in passages:
            strata.setdefault(stratum_of(row), []).append(row["id"] or "")
    drawn = []
    for stratum, count in _shares({name: len(ids) for name, ids in strata.items()}, number, seed).items():
        drawn += sorted(strata[stratum], key=lambda name: _draw(seed, name))[:count]
    return sorted(drawn)


def _shares(sizes: Mapping[Stratum, int], number: int, seed: int) -> dict[Stratum, int]:
    """Return how many are drawn of each: its share, rounded so that they add up; the largest fractions go first."""
    total = sum(sizes.values())
    number = min(number, total)
    shares = {name: number * size // total for name, size in sizes.items()} if total else {}
    rest = sorted(shares, key=lambda name: (-(number * sizes[name] % total), _draw(seed, "/".join(name))))
    for name in rest[: number - sum(shares.values())]:
        shares[name] += 1
    return shares


def _draw(seed: int, name: str) -> str:
    # Not by a generator of the language: what it draws may differ from version to version.
    return hashlib.sha256(f"{seed}/{name}".encode()).hexdigest()


def interval(found: int, of: int) -> tuple[float, float]:
    """Return between which shares the true one lies with 95 per cent, by Wilson's score.

    >>> [round(end, 2) for end in interval(60, 60)], [round(end, 2) for end in interval(51, 60)]
    ([0.94, 1.0], [0.74, 0.92])
    """
    if not of:
        return 0.0, 1.0
    z, share = 1.959964, found / of
    middle, spread = share + z * z / (2 * of), z * ((share * (1 - share) + z * z / (4 * of)) / of) ** 0.5
    return max(0.0, (middle - spread) / (1 + z * z / of)), min(1.0, (middle + spread) / (1 + z * z / of))
