"""Passages and their fingerprints: to prove where a claim stands in a text, without keeping the text.

Everything here compares texts in one :func:`normal_form`. Lengths and offsets are characters (code points) of the
normal form, never bytes, and never places in the raw text.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
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

MAX_NEAREST = 2000
"""Characters of the words that :meth:`Text.nearest` looks at: the work grows with their square."""

MAX_ALIGNED = 50_000_000_000
"""The square of the length of some words, times that of the stretch of a text that they are aligned with."""

MAX_HASHED = 4_000_000_000
"""So many characters of one text are hashed in search of passages that are not where they should be."""

PLACE = 1000
"""As many characters as one more place costs, however short the passage."""

PIECE = 1 << 20
"""Characters of a text that are cut into words, or looked at for the nearest passage, at once."""

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
    return " ".join(filter(None, map(_normal_piece, _pieces(text))))


_BLANK = re.compile(r"\s")


def _pieces(text: str) -> Iterator[str]:
    """Yield a text cut before blanks: all words of it take far more room than it does, and nothing composes there."""
    at = 0
    while at < len(text):
        blank = _BLANK.search(text, at + PIECE)
        end = blank.start() if blank else len(text)
        yield text[at:end]
        at = end


def _normal_piece(text: str) -> str:
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
        self._left = MAX_HASHED

    @cached_property
    def _word_starts(self) -> array[int]:
        return array("I", (match.start() for match in _WORD_START.finditer(self.normal)))

    def find(self, words: str) -> list[int]:
        """Return the offsets of all word starts at which *words* stand, compared in normal form."""
        return self._places(normal_form(words))

    def verify(self, fp: Fingerprint) -> Verification:
        """Look for a passage by its fingerprint: at its hint, and otherwise at every word start.

        A passage at its hint is exact, whatever else the text holds. Without a hint the only occurrence is exact. Each
        place has to be hashed anew, so that a passage counts as not checked where that would take too long.
        """
        if fp.characters < 1:
            return Verification(Verdict.ABSENT, None)
        last = len(self.normal) - fp.characters
        if fp.start is not None and 0 <= fp.start <= last and self._first_match((fp.start,), fp) is not None:
            return Verification(Verdict.EXACT, fp.start)
        if not self._can_search(last, fp):
            return Verification(Verdict.NOT_CHECKED, None)
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

        Only the first 2000 characters of the words are looked at. None where the words or the text are empty or have
        nothing in common, and where rapidfuzz is not installed.
        """
        try:
            from rapidfuzz import fuzz
        except ImportError:
            return None
        wanted = normal_form(words)[:MAX_NEAREST]
        if not (wanted and self.normal):
            return None
        low, high = self._likely(wanted)
        aligned = fuzz.partial_ratio_alignment(wanted, self.normal[low:high])
        if not (aligned and aligned.score):
            return None
        # The aligned stretch is as long as the words: where they lack some, or have more, its ends are off.
        around = self._around(low + aligned.dest_start, low + aligned.dest_end)
        score, start, end = max((fuzz.ratio(wanted, self.normal[start:end]), start, end) for start, end in around)
        passage = self.normal[start:end]
        return Near(start, passage, score, tuple(_differences(wanted, passage)))

    def _likely(self, wanted: str) -> tuple[int, int]:
        """Return the stretch of the text that some words are aligned with: of a long one, that with most of them."""
        size = min(MAX_ALIGNED // len(wanted) ** 2, PIECE)
        if len(self.normal) <= size:
            return 0, len(self.normal)
        half, words = size // 2, set(_WORD.findall(wanted))
        shared: list[set[str]] = [set() for _ in range(len(self.normal) // half + 2)]
        for match in _WORD.finditer(self.normal):
            if match[0] in words:
                shared[match.start() // half].add(match[0])
        best = max(range(len(shared) - 1), key=lambda number: (len(shared[number] | shared[number + 1]), -number))
        return best * half, (best + 2) * half

    def _around(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of whole words whose ends are near those of another; that one where there are none."""
        low = self.normal.rfind(" ", 0, max(0, start - ROOM)) + 1
        high = self.normal.find(" ", end + ROOM)
        spans = _word_spans(self.normal, low, len(self.normal) if high < 0 else high)
        first = bisect_right(spans, start, key=lambda span: span[0]) - 1
        last = bisect_left(spans, end, key=lambda span: span[1])
        found = [
            (begin, finish)
            for begin, _ in spans[max(0, first - SLACK) : first + SLACK + 1]
            for _, finish in spans[max(0, last - SLACK) : last + SLACK + 1]
            if begin < finish <= begin + 2 * (end - start + ROOM)
        ]
        yield from found or [(start, end)]

    def _can_search(self, last: int, fp: Fingerprint) -> bool:
        """Say whether a passage can be looked for at all word starts up to *last*, after what was hashed already."""
        places, each = last + 1, fp.characters + PLACE
        if places * each > self._left:
            places = bisect_right(self._word_starts, last)
        return places * each <= self._left

    def _places(self, normal: str) -> list[int]:
        """Return the word starts at which *normal* stands."""
        places = []
        at = self.normal.find(normal) if normal else -1
        period = _period(normal) if at >= 0 else 0
        again, tail = max(len(normal) - period, period) + 1, normal[len(normal) - period :]
        while at >= 0:
            if _WORD_START.match(self.normal, at):
                places.append(at)
            # Words that overlap themselves do so by their period, and if not there then only by less than that: no
            # other place need be tried.
            goes_on = self.normal.startswith(tail, at + len(normal))
            at = at + period if goes_on else self.normal.find(normal, at + again)
        return places

    def _first_match(self, places: Iterable[int], fp: Fingerprint) -> int | None:
        """Return the first of *places* at which the passage stands."""
        normal, (wanted, characters, _) = self.normal, fp
        for place in places:
            self._left -= characters + PLACE
            if _digest(normal[place : place + characters]) == wanted:
                return place
        return None

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

ROOM = 1000
"""So many characters beyond either end of an aligned stretch are looked at for words."""

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


def _word_spans(normal: str, low: int = 0, high: int = sys.maxsize) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(normal, low, high)]


def _period(normal: str) -> int:
    """Return the least distance at which a text overlaps itself; its length where it does not."""
    borders = array("I", (0,))
    border = 0
    for character in normal[1:]:
        while border and normal[border] != character:
            border = borders[border - 1]
        border += normal[border] == character
        borders.append(border)
    return len(normal) - border


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
