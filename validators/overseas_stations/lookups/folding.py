"""Texts as people type them: without regard to case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Return a text without case and accents, words with one blank between them.

    >>> folded("Österreich"), folded("EC-Quito-1"), folded("  L'Espresso ")
    ('osterreich', 'ec quito 1', 'l espresso')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each))))


def has_words(text: str, words: str) -> bool:
    """Say whether a folded text has all words of another, in any order, each from the beginning of a word on.

    What is written without blanks between words may stand anywhere in one.

    >>> has_words("chinese police in vienna", "vien police"), has_words("chinese police in vienna", "ina")
    (True, False)
    """
    begun = f" {text}"
    return all((f" {word}" if word.isascii() else word) in begun for word in words.split())
