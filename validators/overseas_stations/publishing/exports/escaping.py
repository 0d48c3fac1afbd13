"""Cells that no spreadsheet takes for a formula, a number, a date or a truth value, and the way back.

An apostrophe is put in front of all that could be taken for one, and of what begins with an apostrophe already; so
taking one away at each place where one is expected gives the cell back, whatever it was.

Spreadsheets set to another language split lines at semicolons or tabs, wherever these stand. What follows one is
therefore guarded like the beginning of a cell, as far as formulas go.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FORMULA = "=+@\\-\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
"""What a formula begins with, for a class of a regular expression: = + @ - and their twins of other widths."""
SEPARATORS = ",;\t\r\n"
SKIPPED = r'\s"\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff'
"""What may stand between a separator and a formula: blanks, quotation marks, what does not show."""

_GUARDED = re.compile(rf"([{SEPARATORS}][{SKIPPED}]*+)(?=['{FORMULA}])")
_GUARD = re.compile(rf"([{SEPARATORS}][{SKIPPED}]*+)'(?=['{FORMULA}])")

# Dates and amounts that begin with a letter are short and have a digit and few words: "Sep 2022", "mar-1", "kr 1",
# "Domingo, 5 de marzo de 2022", "R4.5.1". What LibreOffice takes for a date in 28 languages was tried.
_LONGEST_DATE, _MOST_WORDS = 60, 5
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_WORDS = re.compile("[年月日号號时時分秒년월일시분초]")
# Ids and addresses are no dates, however short, unless an id has no word but such as dates and amounts have.
_ID = re.compile(r"[a-z0-9]+(?:[-_/][a-z0-9]+)*")
_SHORTEST_AFTER_A_DIGIT = 4
_ADDRESSES = ("http://", "https://")

TRUTH_VALUES = frozenset(
    {
        *("true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero", "verdadeiro", "waar"),
        *("onwaar", "sant", "falskt", "sann", "usann", "sand", "falsk", "tosi", "epätosi", "prawda", "fałsz"),
        *("pravda", "nepravda", "igaz", "hamis", "doğru", "yanlış", "yanliş", "истина", "ложь"),
    }
)
"""What spreadsheets of several languages take for true or false, case-folded."""


def escape(text: str) -> str:
    """Return a cell as a spreadsheet may safely see it; :func:`unescape` gives it back.

    >>> [escape(text) for text in ("Quito", "=1+1", "2022-12", "Sep 2022", "true", "a; =b", "'s")]
    ['Quito', "'=1+1", "'2022-12", "'Sep 2022", "'true", "a; '=b", "''s"]
    """
    guarded = _GUARDED.sub(r"\1'", text)
    return guarded if not text or _is_plain(text) else f"'{guarded}"


def unescape(cell: str) -> str:
    """Return the text that :func:`escape` made *cell* of.

    >>> unescape("a; '=b")
    'a; =b'

    Raises:
        ValueError: the cell was made of no text.
    """
    text = _GUARD.sub(r"\1", cell.removeprefix("'"))
    if escape(text) != cell:
        raise ValueError(f"{_short(cell)} would be {_short(escape(text))}")
    return text


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _is_plain(text: str) -> bool:
    """Say whether every spreadsheet takes a text for nothing but a text."""
    if text.casefold() in TRUTH_VALUES:
        return False
    if _ID.fullmatch(text) is not None and _is_named(text):
        return True
    if not text[0].isalpha():
        return False
    if len(text) > _LONGEST_DATE or not any(character.isdecimal() for character in text):
        return True
    # Marks belong to their letters: in some scripts they would part a word.
    letters = "".join(character for character in text if not unicodedata.category(character).startswith("M"))
    words = len(_WORD.findall(_BETWEEN_WORDS.sub(" ", letters)))
    return words > _MOST_WORDS or text.startswith(_ADDRESSES)


def _is_named(text: str) -> bool:
    """Say whether an id has a word that no date and no amount has, in no language of a spreadsheet.

    >>> [_is_named(text) for text in ("cnn-2022-12-04", "es-madrid-1", "20minutes", "mar-1", "kr-1", "2022-12", "1e5")]
    [True, True, True, False, False, False, False]
    """
    # After a digit a short word may be a unit, an exponent or a base.
    shortest = 2 if text[0].isalpha() else _SHORTEST_AFTER_A_DIGIT
    return any(len(word) >= shortest and word not in _dated_words() for word in _WORD.findall(text))


@cache
def _dated_words() -> frozenset[str]:
    """Return the words of dates and amounts in ASCII: months, days, times of day, currencies (CLDR)."""
    return frozenset(Path(__file__).with_name("dated_words.txt").read_text("utf-8").split())
