"""Fingerprints of passages: what is kept of one, so that it can be found again and not be read."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from overseas_stations.passages.normal import MIN_WORDS, normal_form, word_count


class TooShort(ValueError):
    """The passage has fewer than MIN_WORDS words."""


class Fingerprint(NamedTuple):
    """What is kept of a passage.

    Attributes:
        sha256: of the normal form in UTF-8, lower-case hexadecimal.
        characters: the length of the normal form.
        start: the offset in the text's normal form where the passage stood, a hint; None where it is not known.
    """

    sha256: str
    characters: int
    start: int | None


def digest(normal: str) -> str:
    """Return the SHA-256 of a normal form, in hexadecimal digits."""
    # A lone surrogate is no character, but it must not stop a check.
    return sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(passage: str, start: int | None = None) -> Fingerprint:
    """Return the fingerprint of *passage*, which stands at *start* of its text's normal form.

    >>> fingerprint("They  closed\\nit.", 12) == fingerprint("They closed it.", 12)
    True

    Raises:
        TooShort: the passage has fewer than MIN_WORDS words.
    """
    normal = normal_form(passage)
    words = word_count(normal)
    if words < MIN_WORDS:
        raise TooShort(f"expected a passage of {MIN_WORDS} words or more, found {words}")
    return Fingerprint(digest(normal), len(normal), start)


def text_digest(text: str) -> tuple[str, int]:
    """Return the SHA-256 and the length in characters of the normal form of a whole text, however short."""
    normal = normal_form(text)
    return digest(normal), len(normal)
