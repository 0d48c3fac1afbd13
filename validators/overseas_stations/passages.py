"""Passages and their fingerprints: to prove where a claim stands in a text, without keeping the text.

Everything here compares texts in one :func:`normal_form`. Lengths and offsets are characters (code points) of the
normal form, never bytes, and never places in the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from itertools import chain, zip_longest
from typing import NamedTuple

from overseas_stations.findings import shorten

MIN_WORDS = 3
"""A shorter passage proves little, and its words could be guessed from the fingerprint."""

# Thai, Lao, Burmese, Khmer, Japanese and Chinese put no blank between words: any character may begin one, and two
# characters make about one word. (Korean has blanks.)
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")

MAX_NEAREST = 4000
"""Characters of the words that :meth:`Text.nearest` looks at: the work grows with their square."""

SLACK = 8
"""How many words an end of the nearest passage may lie from where the alignment put it."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Curly, low and reversed quotes, guillemets, primes, the modifier apostrophe, and the acute accent (with its Greek
# twin) that is typed for an apostrophe: NFKC would put a space in its place. Corner brackets are left alone.
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u2035\u02bc\u00b4\u1ffd"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2036\u301d\u301e\u301f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_FOLDED: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _INVISIBLE)),
    **dict.fromkeys(map(ord, _SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}


def normal_form(text: str) -> str:
    """Return *text* as passages are compared: NFKC, plain quotes and dashes, single spaces, nothing invisible.

    Case is kept. The normal form of a normal form is itself.

    >>> normal_form(" “It\\u00a0is — still —\\n open”,\\t she said\\u200b. ")
    '"It is - still - open", she said.'
    """
    if not text.isascii():
        # Folded before NFKC, because a dropped character may have kept a letter and its accent apart, and after it,
        # because NFKC takes some signs apart into quotes and dashes.
        text = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    return " ".join(text.split())


def word_count(normal: str) -> int:
    """Return how many words a text in normal form has; in scripts without blanks, two characters are one.

    >>> word_count("They closed it."), word_count("警方已关闭该站"), word_count("a - b")
    (3, 3, 2)
    """
    spaced, unspaced = _UNSPACED_CHARACTER.subn(" ", normal)
    return sum(any(map(str.isalnum, piece)) for piece in spaced.split()) + unspaced // 2


def quoted_pieces(text: str) -> list[str]:
    """Return the pieces of a verbatim statement that stand between omission marks.

    >>> quoted_pieces("We knew nothing […] and we asked. [...]")
    ['We knew nothing', 'and we asked.']
    """
    return [piece for part in re.split(r"\[(?:…|\.\.\.)\]", text) if (piece := part.strip())]


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


_WORD_START = re.compile(rf"(?<![^\W_])[^ ]|[{_UNSPACED}]|(?<=[{_UNSPACED}])[^ ]")


class Verdict(StrEnum):
    """What became of a passage in a text."""

    EXACT = "exact"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    ABSENT = "absent"
    NOT_CHECKED = "not_checked"


class Verification(NamedTuple):
    """A verdict, and where the passage stands: its first place if ambiguous, None if there is none."""

    verdict: Verdict
    start: int | None


class Near(NamedTuple):
    """The passage of a text that is most similar to some words, for a person to look at.

    Attributes:
        start: the offset of the passage in the text's normal form.
        passage: whole words of the text, in normal form.
        score: similarity, from 0 to 100.
        differences: a sentence for each difference between the words and the passage, in their order.
    """

    start: int
    passage: str
    score: float
    differences: tuple[str, ...]


def _digest(normal: str) -> str:
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
    return Fingerprint(_digest(normal), len(normal), start)


def text_digest(text: str) -> tuple[str, int]:
    """Return the SHA-256 and the length in characters of the normal form of a whole text, however short."""
    normal = normal_form(text)
    return _digest(normal), len(normal)


class Text:
    """A text in which passages are looked for.

    A passage is looked for at word starts: at a character, not a space, that follows no letter or digit, and at every
    character of a script without blanks and the one after it. It may end within a word.

    Attributes:
        normal: the normal form.

    >>> text = Text("The mayor said: “We did not know of it.”")
    >>> text.find("We did not")
    [17]
    >>> text.verify(fingerprint("We did not know", 17))
    Verification(verdict=<Verdict.EXACT: 'exact'>, start=17)
    """

    def __init__(self, raw: str) -> None:
        self.normal = normal_form(raw)
        # How far the last moved passage had moved. It says where to look first, and never changes a verdict.
        self._shift = 0

    @cached_property
    def _word_starts(self) -> list[int]:
        return [match.start() for match in _WORD_START.finditer(self.normal)]

    def find(self, words: str) -> list[int]:
        """Return the offsets of all word starts at which *words* stand, compared in normal form."""
        return self._places(normal_form(words))

    def verify(self, fp: Fingerprint) -> Verification:
        """Look for a passage by its fingerprint: at its hint, and otherwise at every word start.

        A passage at its hint is exact, whatever else the text holds. Without a hint the only occurrence is exact.
        """
        if fp.characters < 1:
            return Verification(Verdict.ABSENT, None)
        last = len(self.normal) - fp.characters
        if fp.start is not None and 0 <= fp.start <= last and self._first_match((fp.start,), fp) is not None:
            return Verification(Verdict.EXACT, fp.start)
        expected = 0 if fp.start is None else fp.start + self._shift
        found = self._first_match(self._outward(expected, last), fp)
        if found is None:
            return Verification(Verdict.ABSENT, None)
        # One match tells the words, and words are found faster than hashes.
        places = self._places(self.normal[found : found + fp.characters])
        if len(places) > 1:
            return Verification(Verdict.AMBIGUOUS, places[0])
        if fp.start is None:
            return Verification(Verdict.EXACT, found)
        self._shift = found - fp.start
        return Verification(Verdict.MOVED, found)

    def nearest(self, words: str) -> Near | None:
        """Return the passage most similar to *words*, to show to a person: it proves nothing, however similar.

        Only the first 4000 characters of the words are looked at. None where the words or the text are empty or have
        nothing in common, and where rapidfuzz is not installed.
        """
        try:
            from rapidfuzz import fuzz
        except ImportError:
            return None
        wanted = normal_form(words)[:MAX_NEAREST]
        aligned = fuzz.partial_ratio_alignment(wanted, self.normal)
        if not (wanted and self.normal and aligned and aligned.score):
            return None
        spans = self._spans
        first = bisect_right(spans, aligned.dest_start, key=lambda span: span[0]) - 1
        last = bisect_left(spans, aligned.dest_end, key=lambda span: span[1])
        # The aligned stretch is as long as the words: where they lack some, or have more, its ends are off.
        score, start, end = max(
            (fuzz.ratio(wanted, self.normal[start:end]), start, end)
            for start, _ in spans[max(0, first - SLACK) : first + SLACK + 1]
            for _, end in spans[max(0, last - SLACK) : last + SLACK + 1]
            if start < end
        )
        passage = self.normal[start:end]
        return Near(start, passage, score, tuple(_differences(wanted, passage)))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return _word_spans(self.normal)

    def _places(self, normal: str) -> list[int]:
        """Return the word starts at which *normal* stands."""
        places = []
        at = self.normal.find(normal) if normal else -1
        while at >= 0:
            if _WORD_START.match(self.normal, at):
                places.append(at)
            at = self.normal.find(normal, at + 1)
        return places

    def _first_match(self, places: Iterable[int], fp: Fingerprint) -> int | None:
        """Return the first of *places* at which the passage stands."""
        normal, (wanted, characters, _) = self.normal, fp
        return next((place for place in places if _digest(normal[place : place + characters]) == wanted), None)

    def _outward(self, expected: int, last: int) -> Iterator[int]:
        """Yield all word starts up to *last*: where the passage is expected, near it, then the others outward."""
        low, high = max(0, expected - NEAR), min(last, expected + NEAR)
        if 0 <= expected <= last and _WORD_START.match(self.normal, expected):
            yield expected
        # Most passages that moved are near, so that the whole text need not be cut into words.
        near = [match.start() for match in _WORD_START.finditer(self.normal, low, max(low, high + 1))]
        yield from sorted(near, key=lambda start: abs(start - expected))
        starts = self._word_starts
        below, above = bisect_left(starts, low), bisect_right(starts, high)
        pairs = zip_longest(range(above, bisect_right(starts, last)), reversed(range(min(below, len(starts)))))
        yield from (starts[index] for index in chain.from_iterable(pairs) if index is not None)


NEAR = 4_096
"""So many characters to either side of where a passage is expected are near."""

MAX_QUOTE = 80
"""A difference quotes at most so many characters of either side."""

# Words without the punctuation around them, or that punctuation, or single characters where there are no blanks.
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}](?:[^ {_UNSPACED}]*[^\W{_UNSPACED}])?|[^ \w{_UNSPACED}]+")

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


def _word_spans(normal: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(normal)]


def _differences(words: str, passage: str) -> Iterator[str]:
    """Yield what differs between words and a passage of the text, both in normal form."""
    ours, theirs = _word_spans(words), _word_spans(passage)
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
