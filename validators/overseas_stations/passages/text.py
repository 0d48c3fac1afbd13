"""A text in which passages are looked for, by their fingerprints and by their words."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from itertools import chain, zip_longest
from typing import NamedTuple

from overseas_stations.passages.differences import WORD, differences, word_spans
from overseas_stations.passages.fingerprints import Fingerprint, digest
from overseas_stations.passages.normal import PIECE, UNSPACED, UNSPACED_CHARACTER, normal_form

MAX_NEAREST = 2000
"""Characters of the words that :meth:`Text.nearest` looks at: the work grows with their square."""


MAX_ALIGNED = 50_000_000_000
"""The square of the length of some words, times that of the stretch of a text that they are aligned with."""


MAX_HASHED = 4_000_000_000
"""So many characters of one text are hashed in search of passages that are not where they should be."""


MAX_KNOWN = 1_000_000
"""So many characters of words that are known not to be a passage are kept."""


PLACE = 1000
"""As many characters as one more place costs, however short the passage."""


SLACK = 8
"""How many words an end of the nearest passage may lie from where the alignment put it."""


_WORD_START = re.compile(rf"(?<![^\W_])[^ ]|[{UNSPACED}]|(?<=[{UNSPACED}])[^ ]")


# The same where every word stands between blanks: a match is a word with the sign after it, which begins none.
_SPACED_START = re.compile(r"[^\W_]+(?:[^\w ]|_)?|[^ ]")


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


class Text:
    """A text in which passages are looked for.

    A passage is looked for at word starts: at a character, not a space, that follows no letter or digit, and at every
    character of a script without blanks and the one after it. It may end within a word.

    Attributes:
        normal: the normal form.

    >>> from overseas_stations.passages.fingerprints import fingerprint
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
        normal = self.normal
        pattern = _SPACED_START if normal.isascii() or not UNSPACED_CHARACTER.search(normal) else _WORD_START
        return array("I", (match.start() for match in pattern.finditer(normal)))

    def find(self, words: str) -> list[int]:
        """Return the offsets of all word starts at which *words* stand, compared in normal form."""
        return self._places(normal_form(words))

    def verify(self, fp: Fingerprint, others: set[str] | None = None) -> Verification:
        """Look for a passage by its fingerprint: at its hint, and otherwise at every word start.

        A passage at its hint is exact, whatever else the text holds. Without a hint the only occurrence is exact. Each
        place has to be hashed anew, so that a passage counts as not checked where that would take too long.

        Args:
            fp: the fingerprint.
            others: words that are known not to be the passage, to which those of this text are added: where it is
                looked for in several texts that share most of their words, each of these is hashed once.
        """
        if fp.characters < 1:
            return Verification(Verdict.ABSENT, None)
        last = len(self.normal) - fp.characters
        if fp.start is not None and 0 <= fp.start <= last:
            self._left -= fp.characters + PLACE
            if digest(self.normal[fp.start : fp.start + fp.characters]) == fp.sha256:
                return Verification(Verdict.EXACT, fp.start)
        if not self._can_search(last, fp):
            return Verification(Verdict.NOT_CHECKED, None)
        expected = 0 if fp.start is None else fp.start + self._shift
        found = self._first_match(self._outward(expected, last), fp, others)
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
        return Near(start, passage, score, tuple(differences(wanted, passage)))

    def _likely(self, wanted: str) -> tuple[int, int]:
        """Return the stretch of the text that some words are aligned with: of a long one, that with most of them."""
        size = min(MAX_ALIGNED // len(wanted) ** 2, PIECE)
        if len(self.normal) <= size:
            return 0, len(self.normal)
        half, words = size // 2, set(WORD.findall(wanted))
        shared: list[set[str]] = [set() for _ in range(len(self.normal) // half + 2)]
        for match in WORD.finditer(self.normal):
            if match[0] in words:
                shared[match.start() // half].add(match[0])
        best = max(range(len(shared) - 1), key=lambda number: (len(shared[number] | shared[number + 1]), -number))
        return best * half, (best + 2) * half

    def _around(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of whole words whose ends are near those of another; that one where there are none."""
        low = self.normal.rfind(" ", 0, max(0, start - ROOM)) + 1
        high = self.normal.find(" ", end + ROOM)
        spans = word_spans(self.normal, low, len(self.normal) if high < 0 else high)
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

    def _first_match(self, places: Iterable[int], fp: Fingerprint, others: set[str] | None) -> int | None:
        """Return the first of *places* at which the passage stands."""
        normal, (wanted, characters, _) = self.normal, fp
        known = set() if others is None else others
        room = 0 if others is None else MAX_KNOWN // characters
        tried, found = 0, None
        for place in places:
            tried += 1
            words = normal[place : place + characters]
            if words in known:
                continue
            if digest(words) == wanted:
                found = place
                break
            if len(known) < room:
                known.add(words)
        self._left -= tried * (characters + PLACE)
        return found

    def _outward(self, expected: int, last: int) -> Iterator[int]:
        """Yield all word starts up to *last*: where the passage is expected, near it, then the others outward."""
        low, high = max(0, expected - NEAR), min(last, expected + NEAR)
        if 0 <= expected <= last and _WORD_START.match(self.normal, expected):
            yield expected
        if "_word_starts" in self.__dict__:
            starts = self._word_starts
            near = starts[bisect_left(starts, low) : bisect_right(starts, high)]
        else:
            # Most passages that moved are near, so that the whole text need not be cut into words.
            near = array("I", (match.start() for match in _WORD_START.finditer(self.normal, low, max(low, high + 1))))
        yield from _from_within(near, bisect_left(near, expected), len(near), bisect_left(near, expected))
        starts = self._word_starts
        yield from _from_within(
            starts, bisect_left(starts, low), bisect_right(starts, last), bisect_right(starts, high)
        )


def _from_within(starts: array[int], below: int, end: int, above: int) -> Iterator[int]:
    """Yield those before one index and those from another to the end, in turn and outward."""
    pairs = zip_longest(starts[above:end], reversed(starts[:below]))
    return (start for start in chain.from_iterable(pairs) if start is not None)


NEAR = 4_096
"""So many characters to either side of where a passage is expected are near."""


ROOM = 1000
"""So many characters beyond either end of an aligned stretch are looked at for words."""


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
