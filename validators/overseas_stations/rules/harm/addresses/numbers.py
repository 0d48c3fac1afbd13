"""Numbers of houses that a word announces, as "al civico 140" or "(number 3316)": read as one sign before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from overseas_stations.rules.harm.addresses.words import CAPITAL, JOINS, LETTER, address_words, street_words
from overseas_stations.rules.harm.plain import compiled, without_marks
from overseas_stations.rules.harm.screens import SPELT

SIGN = "№"
_NUMBER = r"(?<![\w.,/-])(?<![0-9] )[0-9]|(?<=[^\W\d_][.:º°])[0-9]"
_BEHIND = (
    r"(?<![\w.,/-])(?P<number>[0-9]{1,4}(?:/?[a-z])?)(?:[. ]{1,2}|-[aeo]s )(?:numarada|numaral[ıi]|nolu|szam|szamu|"
    r"szamon)(?: alatt)?(?!\w)"
)
_FAR = rf"{SIGN}{{2}} ?[0-9]{{1,5}}(?:[/-][0-9]{{1,4}})?(?![0-9%]|[.,][0-9]| [a-zα-ωа-яёіїђјљњћџ]{{4,}})"
_NEAR = (
    rf"(?:^|"
    rf"(?P<before>{LETTER}+)[,.:]? ){SIGN}{{1,2}} ?[0-9]{{1,4}}[a-z]?"
    rf"(?P<street>(?: [a-z]{{2,4}})?, (?={CAPITAL}|"
    rf"[a-zα-ωа-я]{{1,5}} )|"
    rf" (?=[a-zα-ωа-я]{{1,5}} ))"
)
_WORD = rf"{LETTER}+"
_SENTENCE = r"[;!?。؟।]|[^\W\d_]{4}\. (?=[^\W\d_])"


# As they stand between blanks, also two of them as one word.
_SPELT = frozenset(
    word + mark
    for number in SPELT.split("|")
    for word in (number, *(f"{number}-{one}" for one in ("one", *SPELT.split("|")[:8]) if number.endswith("ty")))
    for mark in ("", ",", ".", ";")
)


def is_spelt(text: str) -> bool:
    """Say whether a plain text has a number in words."""
    return not _SPELT.isdisjoint(text.split(" "))


@cache
def _spelt() -> str:
    """Return the pattern of a number in words in a text without marks, with the word before it."""
    word = f"(?:{without_marks(SPELT)})"
    return rf"(?P<before>(?<!\w){LETTER}+[,:]?) {word}(?:(?:-| | e | y | and | und ){word}|-one)*(?!\w)"


def in_digits(text: str) -> str:
    """Return a text without marks, with a number in words as one in digits, where it can be that of a house.

    Which number it is matters no more than that it is one.
    """
    return compiled(_spelt()).sub(_in_digits, text) if _can_be_house(text) else text


def _can_be_house(text: str) -> bool:
    """Say whether a number in words could stand behind a word that tells that it is that of a house."""
    return any(
        _first_word(word) in _spelt_words() and _could_tell(before.rstrip(",:").lower())
        for before, word in pairwise(text.split(" "))
    )


def _first_word(text: str) -> str:
    # Most words are nothing but letters, which is soon known.
    return text if text.isalpha() else re.split(r"\W", text, maxsplit=1)[0]


@cache
def _spelt_words() -> frozenset[str]:
    return frozenset(without_marks(SPELT).split("|"))


def _could_tell(before: str) -> bool:
    return _tells(before) or not (before.isascii() and before.isalpha())


def _tells(before: str) -> bool:
    """Say whether a word before a number in words tells that it is that of a house."""
    streets, endings = _sure()
    return before in address_words("number") or before in _AT or before in streets or before.endswith(endings)


def _in_digits(found: re.Match[str]) -> str:
    return f"{found['before']} {_ANY}" if _tells(found["before"].lower().rstrip(",:")) else found[0]


# A number of a house, and what stands before one.
_ANY, _AT = "14", frozenset(("at", "to", "outside", "near", "from", "of", "au", "al", "ao"))


def with_signs(text: str, words: frozenset[str]) -> str:
    """Return a text without marks, with the words before the numbers of houses as a sign.

    The sign stands twice where the word has no other use, or a word for a house is with it.
    """
    if words.isdisjoint(_all()) and re.search("numara|nolu|szam|[º°#]", text) is None:
        return text
    parts, last = [], 0
    for number in compiled(_NUMBER).finditer(text):
        parts.append(_with_sign(text[last : number.start()]))
        last = number.start()
    text = "".join((*parts, text[last:]))
    if "numara" in text or "szam" in text or "nolu" in text:
        text = re.sub(rf"'[a-z]{{1,6}}(?=,? {SIGN})", "", compiled(_BEHIND).sub(_moved, text))
    return text


@cache
def _all() -> frozenset[str]:
    return address_words("number") | address_words("house number") | address_words("house")


def _with_sign(before: str) -> str:
    """Return the text before a number, with the words at its end that announce a house as a sign."""
    lead = before[-60:].rstrip(" (").split(" ")
    signed = lead[-1][:1] in ("#", SIGN) and len(lead) > 1
    if signed:
        lead.pop()
    word = _word(lead[-1])
    if len(lead[-1]) == 1 and lead[-1].isupper():
        return before
    house = word in address_words("house number") or (word in address_words("house") and (signed or len(lead) > 1))
    if not house and word not in address_words("number"):
        return before
    lead.pop()
    while lead and (word := _word(lead[-1])) in address_words("before") | _all() and lead[-1][-1:] not in (",", ")"):
        house = house or word in address_words("house") | address_words("house number")
        lead.pop()
    return before[:-60] + " ".join((*lead, SIGN * (1 + house), ""))


def _moved(found: re.Match[str]) -> str:
    """Return the number of a house with the sign before it: twice if nothing but a house is meant."""
    return f"{SIGN * (1 + found[0].endswith('alatt'))} {found['number']}"


def _word(text: str) -> str:
    return text.lower().lstrip("(\"'«“„").rstrip(f".:{JOINS}")


def is_announced(text: str) -> bool:
    """Say whether the number of a house, as such, is in the sentence of a word for a street."""
    if SIGN * 2 in text and any(_has_street(around) for around in _around(text)):
        return True
    return SIGN in text and any(_is_near(found) for found in compiled(_NEAR).finditer(text))


def _is_near(found: re.Match[str]) -> bool:
    """Say whether a street follows the number of something that is not said."""
    other = (found["before"] or "").lower() in address_words("numbered")
    street = re.match(r"(?:[^\W\d_'-]+[ '-]?){1,4}", found.string[found.end() : found.end() + 45])
    return not other and street is not None and _has_street(street[0])


def _around(text: str) -> Iterator[str]:
    for found in compiled(_FAR).finditer(text):
        yield re.split(_SENTENCE, text[max(0, found.start() - 60) : found.start()])[-1]
        yield re.split(_SENTENCE, text[found.end() : found.end() + 40])[0]


def _has_street(text: str) -> bool:
    """Say whether a text names a street: by a word that is one with its name, or by one with a name beside it."""
    streets, endings = _sure()
    words = compiled(_WORD).findall(text)
    small = [word.lower() for word in words]
    if any(word.endswith(endings) and word not in endings for word in small):
        return True
    alone = [word in streets or word in endings for word in small]
    return any(alone) and any(
        not (word.isascii() and word.islower()) and not (street and word.isascii())
        for word, street in zip(words, alone, strict=True)
    )


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
