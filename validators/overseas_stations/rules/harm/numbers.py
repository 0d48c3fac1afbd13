"""Numbers of houses that a word announces, as "al civico 140" or "(number 3316)": read as one sign before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from overseas_stations.rules.harm.names import JOINS, LETTER
from overseas_stations.rules.harm.plain import compiled
from overseas_stations.rules.harm.words import address_words, street_words

SIGN = "№"
_ANNOUNCED = (
    rf"(?<!\w)(?P<lead>(?:{LETTER}+[.:']? ?){{0,3}}?)(?P<word>{LETTER}+(?:\.?[º°])?|[№#])[.:]? ?"
    rf"(?P<sign>[№#][.:]? ?)?(?=[0-9])"
)
_BEHIND = r"(?<![\w.,/-])(?P<number>[0-9]{1,4}(?:/?[a-z])?)[. ]{1,2}(?:numarada|numarali|nolu|szam|szamu|szamon)(?!\w)"
_FAR = rf"{SIGN}{{2}} ?[0-9]{{1,5}}(?:[/-][0-9]{{1,4}})?(?![0-9%]|[.,][0-9])"
_WORD = rf"{LETTER}+"
_SENTENCE = r"[;!?。؟।]|[^\W\d_]{4}\. (?=[^\W\d_])"


def with_signs(text: str, words: frozenset[str]) -> str:
    """Return a text without marks, with the words before the numbers of houses as a sign.

    The sign stands twice where the word has no other use, or a word for a house is with it.
    """
    if not words.isdisjoint(_all()):
        text = re.sub(rf"'[a-z]{{1,4}}(?=,? {SIGN})", "", compiled(_ANNOUNCED).sub(_sign, text))
    if "numara" in text or "szam" in text or "nolu" in text:
        text = re.sub(rf"'[a-z]{{1,4}}(?=,? {SIGN})", "", compiled(_BEHIND).sub(rf"{SIGN} \g<number>", text))
    return text


@cache
def _all() -> frozenset[str]:
    return address_words("number") | address_words("house number") | address_words("house")


def _sign(found: re.Match[str]) -> str:
    """Return the words before a number with those that announce it as a sign, or as they are."""
    lead, word = found["lead"].split(), found["word"].lower().rstrip(f".{JOINS}")
    house = word in address_words("house number")
    if not house and word not in address_words("number"):
        if word not in address_words("house") or not (found["sign"] or lead or not word.isascii()):
            return found[0]
        house = True
    while lead and (stem := lead[-1].lower().rstrip(f".:{JOINS}")) in address_words("before") | _all():
        house = house or stem in address_words("house") | address_words("house number")
        lead.pop()
    return " ".join((*lead, SIGN * (1 + house), ""))


def is_announced(text: str) -> bool:
    """Say whether the number of a house, as such, is in the sentence of a word for a street."""
    return SIGN * 2 in text and any(_has_street(around) for around in _around(text))


def _around(text: str) -> Iterator[str]:
    for found in compiled(_FAR).finditer(text):
        yield re.split(_SENTENCE, text[max(0, found.start() - 60) : found.start()])[-1]
        yield re.split(_SENTENCE, text[found.end() : found.end() + 40])[0]


def _has_street(text: str) -> bool:
    streets, endings = _sure()
    words = compiled(_WORD).findall(text)
    named = any(not word.isascii() or not word.islower() for word in words)
    return named and any(word.lower() in streets or word.lower().endswith(endings) for word in words)


@cache
def _sure() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words that stand for streets and for little else, and the endings of such words."""
    streets = {
        word.rstrip(".")
        for order, words in street_words().items()
        for word, sure in words.items()
        if sure and order not in ("ending number", "box number") and len(word.rstrip(".")) > 2
    }
    return frozenset(streets), tuple(word for word, sure in street_words()["ending number"].items() if sure)
