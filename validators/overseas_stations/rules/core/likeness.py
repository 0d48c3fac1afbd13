"""Texts that are the same to a reader: what is left of them where case, blanks, punctuation and normal form are not.

Engines know neither normal forms nor one and the same way to write in small letters. So they are asked for
:func:`trace`, which texts alike have in common on all of them, and few others; who has the few tells them apart with
:func:`letters`.
"""

from __future__ import annotations

import unicodedata

from overseas_stations.expressions import nw

# A letter with marks that stand beside it; and all but letters of one form, which every engine writes small alike. Of
# the others й and ё have two forms, the sigmas are written small by their place, and s is left out because ß is SS in
# capitals.
_NOT_PLAIN = "[^\u0300-\u036f][\u0300-\u036f]+|[^0-9A-RT-Za-rt-zΑ-ΡΤ-Ωα-ρτ-ωА-ИК-Яа-ик-я一-鿿]+"
_BESIDE = ("P", "Z", "C")
"""Categories of characters that a name or a sentence is the same without: punctuation, blanks, control characters."""


class _Small(dict[int, str]):
    """What a character is in small letters; each is found once."""

    def __missing__(self, code: int) -> str:
        # Not by casefold, which takes letters apart of which engines see no part: a ligature, the micro sign.
        self[code] = small = chr(code).lower()
        return small


class _Letter(dict[int, int | None]):
    """A character itself, or None where a name or a sentence is the same without it; each is found once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = letter = None if unicodedata.category(chr(code))[0] in _BESIDE else code
        return letter


_SMALL, _LETTER = _Small({ord("ẞ"): "ss", ord("ß"): "ss", ord("ς"): "σ"}), _Letter()


def letters(text: str) -> str:
    """Return a text without case, blanks, punctuation and normal form.

    >>> letters("Beispielstrasse, Ae\\u0301ro ") == letters("BeispielSTRAßE A\\u00c9ro")
    True
    """
    if text.isascii():
        return text.lower().translate(_LETTER)
    # The normal form comes last: that of a small letter may be one character where that of its capital is two.
    return unicodedata.normalize("NFC", text.translate(_SMALL)).translate(_LETTER)


def trace(cell: nw.Expr) -> nw.Expr:
    """Return a text that is the same for all cells whose :func:`letters` are; null for an empty cell.

    Signs that stand for a letter under a number of their own, such as the Kelvin sign, are left out.
    """
    return cell.str.replace_all(_NOT_PLAIN, "").str.to_lowercase()


def opening(cell: nw.Expr) -> nw.Expr:
    """Return the beginning of a text's trace, which costs little even where texts are long."""
    return trace(cell.str.head(96)).str.head(24)
