"""How large a page may be to be read: looked at in its text, before a parser that somebody could hold for hours.

People read no page beyond these bounds. Each was set where the time or memory that a parser takes grows with more than
the length of the page, or with what it unfolds to.
"""

from __future__ import annotations

import re
from typing import Any

MAX_CHARACTERS = 4_000_000
"""Characters of the longest page that is read."""

MAX_BYTES = 5_000_000
"""Bytes of the longest page in UTF-8: what is no ASCII takes more memory, and its normal form takes more room."""

MAX_ELEMENTS = 120_000
"""Elements of the largest page that is read."""

MAX_MARKS = 2 * MAX_ELEMENTS + 20_000
"""Signs that begin a tag, of which an element has two: a tree of more is not even begun."""

MAX_ATTRIBUTES = 5_000
"""Attributes of one element in the text of a page: libxml2 holds each against all those before it."""

MAX_UNFOLDED = 20_000
"""Characters that the normal form writes as eight others or as eighteen."""

MAX_OLD_BYTES = 1_000_000
"""Bytes of the longest page in an old charset, which is read in each of those that it can be in."""

MAX_COPIED = 1_000_000_000
"""Characters that may be copied while margins are taken out: with each that text follows, all text before it."""

MAX_OWN_ATTRIBUTES = 200
"""Attributes of one element in a tree that is read: each copy of the tree holds them against each other once more."""

_TAKEN_OUT = {"aside", "fencedframe", "footer", "script", "style", "svg", "template"}
_MARGIN = re.compile("footer|cookie|consent|borlabs|cmplz|onetrust|gdpr", re.IGNORECASE)

# A quotation mark holds a value together only behind an equals sign, for a browser as for a parser.
_LONG_TAG = re.compile(
    r"<[a-zA-Z](?:[^\"'>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|)|[\"'])*+",
)
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_UNFOLDING = re.compile("[\ufdfa\ufdfb]|&#(?:x0*+fdf[ab]|0*+6501[89])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s/\"'=]+")


def is_too_large(text: str) -> bool:
    """Say whether a page is too large to be read, by its text."""
    return (
        len(text) > MAX_CHARACTERS
        or (4 * len(text) > MAX_BYTES and len(text.encode("utf-8", "replace")) > MAX_BYTES)
        or text.count("<") > MAX_MARKS
        or sum(1 for _ in _UNFOLDING.finditer(text)) > MAX_UNFOLDED
        or any(_attributes(tag) > MAX_ATTRIBUTES for tag in _long_tags(text))
    )


def may_be_taken_out(element: Any) -> bool:
    """Say whether an element may be taken out of its page as a margin."""
    return element.tag in _TAKEN_OUT or _MARGIN.search(f"{element.get('class')} {element.get('id')}") is not None


def _long_tags(text: str) -> list[str]:
    """Return the tags of a text that are long enough to have too many attributes."""
    return [each[0] for each in _LONG_TAG.finditer(text) if each.end() - each.start() > 2 * MAX_ATTRIBUTES]


def _attributes(tag: str) -> int:
    """Return how many attributes a tag has at the most."""
    return len(_BETWEEN.findall(_VALUE.sub(" ", tag)))
