"""Texts as the rules on harm read them: every digit, blank, dash and Latin letter in its plainest form.

The forms are listed here, so that the verdicts do not vary with the Unicode data of the Python that runs. What is taken
from :mod:`unicodedata` is the decomposition of letters that Unicode has had since its first versions, and its rules of
stability keep.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6"
    "\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u17e0\u1810\uff10"
)
"""The zero of each set of ten digits that is in use beside 0 to 9."""

DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9\u07c0-\u1819\uff10-\uff19"
"""All of them, and the letters that stand between those of India and further east: short, because it is for screens."""

BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""The blanks beside the usual one."""

DASHES = "\u00ad\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d\u2500"
"""What stands for a hyphen between digits."""

_DECOMPOSED = ((0x00C0, 0x0250), (0x0370, 0x0400), (0x1E00, 0x2000))
"""The Latin and Greek letters with marks."""


@cache
def _plainest() -> dict[int, int | str]:
    plain: dict[int, int | str] = {}
    for zero in _ZEROS:
        plain |= {ord(zero) + number: ord("0") + number for number in range(10)}
    plain |= dict.fromkeys(map(ord, BLANKS), " ") | dict.fromkeys(map(ord, DASHES), "-")
    plain |= {code: code - 0xFF01 + 0x21 for code in range(0xFF01, 0xFF5F) if code not in plain}
    return plain | {0x2019: "'", 0x02BC: "'", 0x060C: ",", 0x061B: ";", 0x066B: ".", 0x066C: ","}


@cache
def _base() -> dict[int, str]:
    found = {}
    for low, high in _DECOMPOSED:
        for code in range(low, high):
            base = unicodedata.normalize("NFD", chr(code))[0]
            if base != chr(code):
                found[code] = base
    return found


def plain(text: str) -> str:
    """Return *text* with plain digits, blanks, dashes and marks of punctuation, each run of blanks as one.

    >>> plain("０６\u202f１２ –\u00a0\u00a0٣")
    '06 12 - 3'
    """
    # As most texts are: nothing to do.
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip(" ")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_plainest())
    return re.sub("[ \t\n\r]{2,}|[\t\n\r]", " ", text).strip(" ")


def without_marks(text: str) -> str:
    """Return a plain text without the marks of its Latin and Greek letters; as long as before.

    >>> without_marks("Kärntner Straße, Οδός Παραδείγματος")
    'Karntner Straße, Οδος Παραδειγματος'
    """
    return text if text.isascii() else text.translate(_base())


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled pattern: most are never needed, and they take longer to compile than to try."""
    return re.compile(pattern)


def one_of(words: Iterable[str]) -> str:
    """Return a pattern that matches one of some words, the longest first; they are patterns themselves."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"
