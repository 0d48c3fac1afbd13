"""The words of addresses: those for streets, by language, from ``streets.csv``, others from ``address_words.csv``.

``order`` says where the number and the name stand; ``ending number`` is a word that is written as one with the name,
``box number`` stands for a box at a post office. Where ``sure`` is no, the word means other things as well, and more is
asked of what stands around it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

from overseas_stations.rules.harm.plain import without_marks

ORDERS = ("number name word", "number word name", "word name number", "name word number", "ending number", "box number")


def listed(name: str) -> Iterator[list[str]]:
    """Yield the rows of a list beside this module, without its head."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        yield from islice(csv.reader(file), 1, None)


@cache
def street_words() -> Mapping[str, Mapping[str, bool]]:
    """Return order -> word, in lower case and without marks -> whether it is sure in one of the languages."""
    words: dict[str, dict[str, bool]] = {order: {} for order in ORDERS}
    for _, order, name, sure in listed("streets.csv"):
        word = without_marks(name.lower())
        words[order][word] = words[order].get(word, False) or sure == "yes"
    return words


@cache
def _address_words() -> Mapping[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for use, word in listed("address_words.csv"):
        words.setdefault(use, set()).add(word)
    return {use: frozenset(listed) for use, listed in words.items()}


def address_words(use: str) -> frozenset[str]:
    """Return the words of ``address_words.csv`` of a use, in lower case and without marks.

    ``month`` is a month, ``part`` a part of a building or of land, ``locates`` tells that a place follows, ``before``
    stands between the two, ``numbered`` before the number of something else.
    """
    return _address_words()[use]
