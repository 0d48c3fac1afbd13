"""What differs between some words and a passage of a text, in sentences for a person."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher

from overseas_stations.passages.normal import UNSPACED
from overseas_stations.printable import shorten

MAX_QUOTE = 80
"""A difference quotes at most so many characters of either side."""


# Words without the punctuation around them, or that punctuation, or single characters where there are no blanks.
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}](?:[^ {UNSPACED}]*[^\W{UNSPACED}])?|[^ \w{UNSPACED}]+")


# Words that can turn a meaning round, as far as English words show it. Names are told by their capitals instead.
_NEGATION = re.compile(
    r"(?i)\b(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|hardly|scarcely|barely)\b|n't\b"
)


_NUMBER = re.compile(
    r"(?i)\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"half|(?:dozen|hundred|thousand|million|billion)s?)\b"
)


_MODAL = re.compile(
    r"(?i)\b(?:can|cannot|may|shall|will|(?:could|might|must|ought|should|would)(?:n't)?|(?:wo|sha)n't)\b|'(?:ll|d)\b"
)


def word_spans(normal: str, low: int = 0, high: int = sys.maxsize) -> list[tuple[int, int]]:
    """Return where the words of a text begin and end, those between two offsets."""
    return [match.span() for match in WORD.finditer(normal, low, high)]


def differences(words: str, passage: str) -> Iterator[str]:
    """Yield what differs between words and a passage of the text, both in normal form."""
    ours, theirs = word_spans(words), word_spans(passage)
    matcher = SequenceMatcher(
        None, [words[start:end] for start, end in ours], [passage[start:end] for start, end in theirs], autojunk=False
    )
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation == "equal":
            continue
        here, there = _stretch(words, ours[i:j]), _stretch(passage, theirs[k:m])
        if not here:
            sentence = f"{_quoted(there)} is missing here"
        elif not there:
            sentence = f"{_quoted(here)} is not in the text"
        else:
            sentence = f"{_quoted(here)} stands where the text has {_quoted(there)}"
        kinds = list(_kinds(f"{here} {there}", _capitals(words, ours[i:j]) or _capitals(passage, theirs[k:m])))
        if kinds:
            sentence = f"{' and '.join(kinds)} {'differs' if len(kinds) == 1 else 'differ'}: {sentence}"
        yield sentence


def _stretch(normal: str, spans: list[tuple[int, int]]) -> str:
    return normal[spans[0][0] : spans[-1][1]] if spans else ""


def _quoted(words: str) -> str:
    return f"'{shorten(words, MAX_QUOTE)}'"


def _capitals(normal: str, spans: list[tuple[int, int]]) -> bool:
    """Say whether there is a capital letter at *spans*; the very first letter may owe its capital to its place."""
    first = next((place for place, character in enumerate(normal) if character.isalnum()), 0)
    return any(normal[place].isupper() for span in spans for place in range(*span) if place != first)


def _kinds(words: str, has_name: bool) -> Iterator[str]:
    """Yield the kinds of words on which a meaning can hang."""
    if _NEGATION.search(words):
        yield "a negation"
    if _NUMBER.search(words):
        yield "a number"
    if has_name:
        yield "a name"
    if _MODAL.search(words):
        yield "a modal"
