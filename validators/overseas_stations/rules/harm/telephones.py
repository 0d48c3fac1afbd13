"""Telephone numbers in texts.

A number is told by the word before it ("Tel.", "call"), by the groups that it is written in, by a plus, or by the
numbering plan of the record's country, for which :mod:`phonenumbers` is asked. What else has many digits (dates, sums,
ISBNs, the numbers of cases and documents) is struck out before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from overseas_stations.rules.harm.digits import ABROAD, SHAPES, STRUCK, THOUSANDS, VAGUE, YEAR, YEARS, is_spoken
from overseas_stations.rules.harm.lists import listed
from overseas_stations.rules.harm.plain import compiled, plain, without_marks
from overseas_stations.rules.harm.screens import telephone


@cache
def _lists() -> Mapping[tuple[str, str], tuple[str, ...]]:
    words: dict[tuple[str, str], list[str]] = {}
    for use, how, word in listed(Path(__file__).with_name("telephone_words.csv")):
        words.setdefault((use, how), []).append(word)
    return {key: tuple(found) for key, found in words.items()}


def _listed(use: str, how: str) -> tuple[str, ...]:
    """Return the words of ``telephone_words.csv`` of a use, which are written without marks.

    What ``announces`` a number has no other meaning, what ``suggests`` one has; ``refers`` is before the number of
    something else, ``counts`` behind a sum. ``how``: the whole word, a ``beginning``, or letters ``within`` a text; a
    ``file`` refers across the word for its number as well.
    """
    return _lists().get((use, how), ())


_NEXT = re.compile(r" ?([A-Za-z\u00c0-\u04ff]+|[^ 0-9A-Za-z.,:;!?()«»\"'-])")
_MONEY = re.compile(r"(?:[$€£¥₽₩₹₺₫₴]|\b(?:eur|usd|rmb|cny|gbp|chf|czk|pln|jpy)) ?$", re.IGNORECASE)

_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u04ff"
_RUN = re.compile(
    rf"(?:\+ ?)?\(?(?<![0-9{_LETTER}_])(?<![{_LETTER}0-9,=:][-./_])(?<![0-9],)[0-9](?:[ ()./-]{{0,3}}[0-9]){{5,}}"
)


def is_telephone(text: str, country: str | None = None) -> bool:
    """Say whether a text holds a telephone number.

    Args:
        text: the text.
        country: the country that the text is about, where there is one (ISO 3166-1 alpha-2).

    >>> is_telephone("Call 020 7946 0958."), is_telephone("from 2022-10-11 to 2022-12-05")
    (True, False)
    """
    if is_spoken(text):
        return True
    if compiled(telephone("0-9", " .()/-")).search(plain(text)) is None:
        return False
    read = compiled(STRUCK).sub(" ¦ ", plain(text))
    return any(
        _is_number(
            found[0], read[max(0, found.start() - 40) : found.start()], read[found.end() : found.end() + 40], country
        )
        for found in _RUN.finditer(read)
    )


def _is_number(run: str, before: str, after: str, country: str | None) -> bool:
    """Say whether one of the rows of digits in a text, with their signs, holds a telephone number."""
    digits = _digits(run)
    grouped = digits != run
    counted = len(digits) < 9 and THOUSANDS.fullmatch(run) is not None and _is_noun(after)
    if YEARS.fullmatch(run) or _MONEY.search(before) or _is_unit(after):
        return False
    words = _words(before)
    if _hold(words, before, "announces"):
        return not counted
    abroad = ABROAD.search(run)
    if abroad is not None and _is_abroad(run, abroad["rest"]):
        return True
    if _is_file(words, before, after):
        return False
    referring = {word for word in words[-2:] if len(word) > 1 or before.rstrip().endswith(".")} & set(
        _listed("refers", "whole")
    )
    if referring or before.rstrip().endswith(("#", "№", "n°", "nº", *_listed("refers", "within"))):
        return False
    if _hold(words, before, "suggests") and not counted:
        return len(digits) > (6 if grouped else 8)
    if any(_is_shape(found[0]) for found in SHAPES.finditer(run)):
        return True
    if VAGUE.search(run) and not _is_noun(after):
        return True
    return _is_national(run, digits, country, after)


def _next(after: str) -> str:
    found = _NEXT.match(after)
    return found[1].lower() if found else ""


def _is_file(words: list[str], before: str, after: str) -> bool:
    """Say whether a number is that of a case, a file or a decision, also where a word for its number stands between."""
    files, near = _listed("refers", "file"), before[-24:].lower()
    if without_marks(_next(after)) in files or any(word in near for word in _listed("refers", "file within")):
        return True
    return any(word in files for word in words)


def _is_unit(after: str) -> bool:
    """Say whether a number is followed by what it counts in."""
    return _next(after) in _listed("counts", "whole")


def _is_noun(after: str) -> bool:
    """Say whether a number is followed by what it could count."""
    word = _next(after)
    return (
        word in _listed("counts", "whole")
        or len(word) > 3
        or word in ("de", "da", "di", "of", "von")
        or ("\u0430" <= word[:1] <= "\u045f" and len(word) > 2)
        or word >= "\u3400"
    )


def _digits(number: str) -> str:
    return re.sub("[^0-9]", "", number)


def _words(before: str) -> list[str]:
    """Return the last words before a number, without marks, up to the end of a sentence."""
    told = re.split(r"[;!?¦。；！？]|(?<=[a-z]{4})\. (?=[A-Z])", before)[-1]
    return re.findall(r"[^\W\d_]+(?:[\u0900-\u0dff]+[^\W\d_]*)*", without_marks(told).lower())[-4:]


def _hold(words: list[str], before: str, use: str) -> bool:
    """Say whether one of the words of a use is among the last before a number."""
    whole, beginnings, near = _listed(use, "whole"), _listed(use, "beginning"), before[-12:]
    if any(word in whole or word.startswith(beginnings) for word in words):
        return True
    return any(word in near for word in _listed(use, "within"))


def _is_shape(number: str) -> bool:
    digits = _digits(number)
    if number.startswith("555-") and len(digits) == 7:
        return True
    years = re.search(rf"{YEAR}[ -]{YEAR}$", number) is not None
    return 8 + (number[0] == "0") <= len(digits) <= 12 and not years and not _is_book(number, digits)


def _is_book(number: str, digits: str) -> bool:
    """Say whether a number of four groups is an ISBN: its last digit tests the others."""
    if len(re.findall("[ -]", number)) != 3 or len(digits) != 10:
        return False
    return sum((10 - place) * int(digit) for place, digit in enumerate(digits)) % 11 == 0


def _is_abroad(run: str, number: str) -> bool:
    digits = _digits(number)
    grouped = digits != number
    if (grouped or ("+" in run and len(digits) > 9)) and not THOUSANDS.fullmatch(number):
        return True
    return _is_valid(f"+{digits}", None)


def _is_national(run: str, digits: str, country: str | None, after: str) -> bool:
    """Say whether a number is one by the plan of a country, and written as a number rather than a count or an id."""
    if country is None or "/" in run or _is_serial(run, digits) or re.match(rf"{YEAR}[ -]", run):
        return False
    if (digits == run or THOUSANDS.fullmatch(run)) and (len(digits) < 9 or _is_noun(after)):
        return False
    return _is_valid(run, country)


def _is_serial(number: str, digits: str) -> bool:
    """Say whether a number is an ISSN: its last digit tests the others."""
    if not re.fullmatch("[0-9]{4}-[0-9]{4}", number):
        return False
    return sum((8 - place) * int(digit) for place, digit in enumerate(digits)) % 11 == 0


def _is_valid(number: str, country: str | None) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, country))
    except phonenumbers.NumberParseException:
        return False
