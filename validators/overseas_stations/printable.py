"""Texts of data in which every character shows, so that no report can be made to lie."""

from __future__ import annotations

MAX_VALUE = 200
"""Longer values are shown shortened."""


def shorten(value: object, limit: int = MAX_VALUE) -> str:
    """Return *value* as printable text of at most *limit* characters.

    Control, invisible and direction-changing characters are written as escapes, so that no report can be made to
    lie on a terminal.

    >>> shorten("a\\u202eb"), shorten("x" * 300, 5)
    ('a\\\\u202eb', 'xxxx…')
    """
    text = str(value)
    return visible(text if len(text) <= limit else text[: limit - 1] + "…")


def visible(text: str) -> str:
    """Return a text on one line in which every character shows: what would not is written as an escape.

    >>> visible("a\\tb\\u200b")
    'a\\\\tb\\\\u200b'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def capital(text: str) -> str:
    """Return a text that begins with a capital letter, as a heading does.

    >>> capital("closure ordered: A ministry")
    'Closure ordered: A ministry'
    """
    return text[:1].upper() + text[1:]
