"""What somebody may have meant by a name that is not known, in the same words everywhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache

MAX_LIKENED = 80
"""Characters of a name that is likened to others: a longer one is a slip of another kind."""

MAX_KNOWN = 5_000
"""Names that one is likened to: with more it would take longer than it helps."""


LIKENESS = 0.7
"""How like a name must be, from 0 to 1, as difflib measures it."""

SLIP = 0.85
"""How like a name is that differs by a slip of the keys: it goes before one that has all parts of the unknown one."""


def close_to(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names that somebody may have meant, the likeliest first; none where none is near.

    Case, blanks and underscores make no difference. A name that has all parts of the unknown one goes before one that
    is only somewhat like it.

    >>> close_to("Stations Status", ["stations", "station_statuses"], 1)
    ['station_statuses']
    >>> close_to("vienna", ["at-vienna-1", "vn-1"])
    ['at-vienna-1']
    >>> close_to("vienna", ["Vietnam", "at-vienna-1"])
    ['at-vienna-1', 'Vietnam']
    """
    listed = tuple(known)
    if not name or len(name) > MAX_LIKENED or len(listed) > MAX_KNOWN:
        return []
    return list(_close_to(name, listed, most))


# A slip is seldom alone: the same one stands in row after row.
@lru_cache(maxsize=256)
def _close_to(name: str, known: tuple[str, ...], most: int) -> tuple[str, ...]:
    spelt: dict[str, str] = {}
    for each in known:
        spelt.setdefault(_spelt(each), each)
    like = difflib.get_close_matches(_spelt(name), spelt, n=most + 5, cutoff=LIKENESS)
    alike = {each: difflib.SequenceMatcher(None, each, _spelt(name)).ratio() for each in like}
    like.sort(key=lambda each: (-alike[each], each))
    slips, others = ([spelt[each] for each in like if (alike[each] >= SLIP) == slip] for slip in (True, False))
    parts = set(_spelt(name).split("-"))
    holding = sorted((each for plain, each in spelt.items() if parts <= set(plain.split("-"))), key=len)
    return tuple(dict.fromkeys((*slips, *holding, *others)))[:most]


def _spelt(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def did_you_mean(name: str, known: Iterable[str], most: int = 3) -> str:
    """Return ``; did you mean …?`` to end a sentence with, empty where nothing is near.

    >>> did_you_mean("station", ["stations", "sources"])
    '; did you mean stations?'
    """
    near = close_to(name, known, most)
    return f"; did you mean {' or '.join(near)}?" if near else ""


class UnknownName(KeyError):
    """There is nothing of this name. The message says what there is that may have been meant."""

    def __str__(self) -> str:
        return str(self.args[0])
