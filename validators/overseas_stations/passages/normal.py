"""The normal form in which texts are compared. Lengths and offsets are characters (code points) of it, never bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MIN_WORDS = 3
"""A shorter passage proves little, and its words could be guessed from the fingerprint."""


# Thai, Lao, Burmese, Khmer, Japanese and Chinese put no blank between words: any character may begin one, and two
# characters make about one word. (Korean has blanks.)
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"


UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")


PIECE = 1 << 20
"""Characters of a text that are cut into words, or looked at for the nearest passage, at once."""


_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


# Curly, low and reversed quotes, guillemets, primes, the modifier apostrophe, and the acute accent (with its Greek
# twin) that is typed for an apostrophe: NFKC would put a space in its place. Corner brackets are left alone.
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u2035\u02bc\u00b4\u1ffd"


_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2036\u301d\u301e\u301f"


_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


_FOLDED: dict[str, str] = {
    **dict.fromkeys(_INVISIBLE, ""),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_DASHES, "-"),
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
        text = _folded(unicodedata.normalize("NFKC", _folded(text)))
    return " ".join(text.split())


def _folded(text: str) -> str:
    """Return a text with plain quotes and dashes: sign by sign, since most texts have few of them and few kinds."""
    for sign, plain in _FOLDED.items():
        # None is put in for another, so that their order does not matter.
        text = text.replace(sign, plain)
    return text


def word_count(normal: str) -> int:
    """Return how many words a text in normal form has; in scripts without blanks, two characters are one.

    >>> word_count("They closed it."), word_count("警方已关闭该站"), word_count("a - b")
    (3, 3, 2)
    """
    spaced, unspaced = UNSPACED_CHARACTER.subn(" ", normal)
    return sum(any(map(str.isalnum, piece)) for piece in spaced.split()) + unspaced // 2


def quoted_pieces(text: str) -> list[str]:
    """Return the pieces of a verbatim statement that stand between omission marks.

    >>> quoted_pieces("We knew nothing […] and we asked. [...]")
    ['We knew nothing', 'and we asked.']
    """
    return [piece for part in re.split(r"\[(?:…|\.\.\.)\]", text) if (piece := part.strip())]
