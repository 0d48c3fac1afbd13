"""The words for streets, by language, from ``streets.csv``.

``order`` says where the number and the name stand; ``ending number`` is a word that is written as one with the name,
``box number`` stands for a box at a post office. Where ``sure`` is no, the word means other things as well, and more is
asked of what stands around it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from overseas_stations.rules.harm.plain import without_marks

ORDERS = ("number name word", "number word name", "word name number", "name word number", "ending number", "box number")


@cache
def street_words() -> Mapping[str, Mapping[str, bool]]:
    """Return order -> word, in lower case and without marks -> whether it is sure in one of the languages."""
    words: dict[str, dict[str, bool]] = {order: {} for order in ORDERS}
    with Path(__file__).with_name("streets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            word = without_marks(row["word"].lower())
            known = words[row["order"]]
            known[word] = known.get(word, False) or row["sure"] == "yes"
    return words
