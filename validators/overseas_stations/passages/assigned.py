"""Which characters a passage may have: those of Unicode 14, on whose normal form Pythons and browsers agree."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from pathlib import Path

_RANGES = Path(__file__).parent / "unassigned.txt"


def unassigned(text: str) -> list[str]:
    """Return the characters of a text that Unicode 14 does not have, each once, in their order.

    >>> unassigned("“a \\U0001fae8 b”"), unassigned("警方 closed it")
    (['\\U0001fae8'], [])
    """
    if text.isascii():
        return []
    starts, ends = _ranges()
    found = dict.fromkeys(character for character in text if not character.isascii())
    return [each for each in found if ord(each) <= ends[bisect_right(starts, ord(each)) - 1]]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    pairs = [line.split("-") for line in _RANGES.read_text("ascii").split()]
    # Before the first is an empty one, in which a search for what comes before it ends.
    return [-1, *(int(first, 16) for first, _ in pairs)], [-1, *(int(last, 16) for _, last in pairs)]
