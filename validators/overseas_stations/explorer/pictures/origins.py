"""Who repeats whom: the voices on whose word most records stand, and who publishes the pages that pass them on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from overseas_stations.explorer.context import Context, Link
from overseas_stations.forms.vocabulary import Stance

ORIGINS, PUBLISHERS = 12, 18
"""So many voices and publishers are drawn; the list below the picture has all."""

WIDTH, ROW, TOP, INSET, FAN = 900, 26, 36, 340, 22
"""Pixels: of the picture, of a row, above the first, from an edge to the ends of the bands, of those of one voice."""

MAX_NAME = 42
"""Characters of a name that are shown; its page and the list have all."""


@dataclass(frozen=True)
class End:
    """A name at one side of the picture: its height, and how many claims begin or are repeated there."""

    name: Link
    y: int
    claims: int


@dataclass(frozen=True)
class Band:
    """A band from a voice to a publisher who repeats it: its path, its width, and what it says."""

    path: str
    width: str
    title: str


@dataclass(frozen=True)
class Origins:
    """The picture: voices at the left, publishers at the right, bands between them."""

    height: int
    origins: tuple[End, ...]
    publishers: tuple[End, ...]
    bands: tuple[Band, ...]


def origins(context: Context) -> Origins | None:
    """Return who repeats whom, of those that do so most; None where nobody repeats anybody."""
    library = context.library
    repeated: Counter[tuple[str, str]] = Counter()
    actors: dict[str, str] = {}
    for row in library.rows["evidence"]:
        if row["stance"] != Stance.SUPPORTS:
            continue
        voice, publisher = library.voice(row), library.publisher_of(row["source_id"])
        if row["attributed_to"] and voice != publisher:
            repeated[voice, publisher] += 1
            actors.setdefault(voice, row["attributed_to"])
    if not repeated:
        return None
    left = _most(repeated, 0, ORIGINS)
    kept = Counter({pair: count for pair, count in repeated.items() if pair[0] in left})
    right = _most(kept, 1, PUBLISHERS)
    heights = (
        {name: TOP + ROW * place for place, name in enumerate(left)},
        {name: TOP + ROW * place for place, name in enumerate(right)},
    )
    most = max(kept.values())
    bands = []
    drawn = sorted(
        (pair for pair in kept if pair[1] in right), key=lambda pair: (heights[0][pair[0]], heights[1][pair[1]])
    )
    of_voice = Counter(voice for voice, _ in drawn)
    at: Counter[str] = Counter()
    for voice, publisher in drawn:
        count, number = kept[voice, publisher], of_voice[voice]
        # The bands of a voice leave it side by side, and not all from one point.
        y = round(heights[0][voice] + (at[voice] - (number - 1) / 2) * min(2.0, FAN / number), 1)
        at[voice] += 1
        z = heights[1][publisher]
        middle = WIDTH // 2
        path = f"M{INSET} {y}C{middle} {y} {middle} {z} {WIDTH - INSET} {z}"
        bands.append(Band(path, f"{1 + 11 * count / most:.1f}", f"{voice} → {publisher}: {count}"))
    return Origins(
        TOP + ROW * max(len(left), len(right)),
        tuple(End(_named(context, name, actors[name]), heights[0][name], left[name]) for name in left),
        tuple(End(Link(_short(name)), heights[1][name], right[name]) for name in right),
        tuple(bands),
    )


def _most(counts: Counter[tuple[str, str]], side: int, limit: int) -> dict[str, int]:
    """Return the names of one side with the most claims, and how many."""
    totals: Counter[str] = Counter()
    for pair, count in counts.items():
        totals[pair[side]] += count
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:limit])


def _named(context: Context, name: str, record: str) -> Link:
    found = context.library.find(record)
    return (
        context.link(found, _short(name)) if found is not None and found.table.name == "actors" else Link(_short(name))
    )


def _short(name: str) -> str:
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"
