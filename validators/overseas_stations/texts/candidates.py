"""Sentences of a text that may be passages, because of what they name: for a person to choose from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from overseas_stations.passages import normal_form
from overseas_stations.passages.assigned import unassigned
from overseas_stations.passages.normal import MIN_WORDS, UNSPACED_CHARACTER, word_count

MAX_SHOWN = 200
"""Sentences that are shown of one text."""

MAX_SENTENCE = 600
"""Characters of the longest sentence: what is longer is none, but a list or a page without stops."""

_END = re.compile(r"[.!?…][\"')\]]*\s+(?![a-z])|[。！？]+[\"'」』）)]*\s*")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?![\w])")
_YEAR = re.compile(r"(?:19|20)\d\d")


class CandidateSentence(NamedTuple):
    """A sentence, in normal form, and what it names."""

    sentence: str
    names: tuple[str, ...]


def names_in(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> set[str]:
    """Return the names of cities that have a station and of actors, in English and in the local form."""
    of = (("stations", "city"), ("stations", "city_local"), ("actors", "name"), ("actors", "name_local"))
    return {str(row[column]) for table, column in of for row in rows[table] if row.get(column)}


def candidates(text: str, names: Collection[str]) -> Iterator[CandidateSentence]:
    """Yield the sentences of a text that name one of some names, or a number other than a year, each once.

    >>> text = "Two stations are in Quito. Nobody knew. In 2022 there were 54 of them."
    >>> [each.names for each in candidates(text, {"Quito"})]
    [('Quito',), ('54',)]
    """
    pattern, seen = _pattern(names), set[str]()
    for line in text.splitlines():
        for sentence in sentences(line):
            if sentence in seen or len(sentence) > MAX_SENTENCE or word_count(sentence) < MIN_WORDS:
                continue
            seen.add(sentence)
            named = [found[0] for found in pattern.finditer(sentence)] if pattern else []
            numbers = [each for each in _NUMBER.findall(sentence) if not _YEAR.fullmatch(each)]
            if (named or numbers) and not unassigned(sentence):
                yield CandidateSentence(sentence, tuple(dict.fromkeys((*named, *numbers))))


def sentences(line: str) -> Iterator[str]:
    """Yield the sentences of a line, in normal form.

    >>> list(sentences("It closed. “Who knew?” she said."))
    ['It closed.', '"Who knew?" she said.']
    """
    normal, start = normal_form(line), 0
    for end in _END.finditer(normal):
        yield normal[start : end.end()].strip()
        start = end.end()
    if rest := normal[start:].strip():
        yield rest


def _pattern(names: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds any of some names as whole words, the longest first; in scripts without blanks anywhere."""
    normal = sorted({normal_form(each) for each in names} - {""}, key=lambda each: (-len(each), each))
    if not normal:
        return None
    return re.compile("|".join(_whole(each) for each in normal))


def _whole(name: str) -> str:
    begin = "" if UNSPACED_CHARACTER.match(name[0]) else r"(?<!\w)"
    end = "" if UNSPACED_CHARACTER.match(name[-1]) else r"(?!\w)"
    return f"{begin}{re.escape(name)}{end}"
