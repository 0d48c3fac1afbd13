"""Addresses without a word for a street: a name with the number of a house, or parts of a building or of land."""

from __future__ import annotations

import re
from functools import cache

from overseas_stations.rules.harm.addresses import leads
from overseas_stations.rules.harm.addresses.context import ends_place, has_part, is_counted, is_year
from overseas_stations.rules.harm.addresses.words import NAME, address_words
from overseas_stations.rules.harm.plain import compiled, one_of

# A number that few years and counts are written as, and a name before it.
_NUMBER = (
    r"(?<![\w.,/-])(?P<number>[0-9]{1,5}(?:[-/][0-9]{1,4})?)(?P<letter> ?[A-H](?!\w)|[a-zа-я]?)(?![\w/.-]*[0-9])(?!\w)"
)
_NAMED = rf"(?<![\w'])(?P<before>(?:[^\W\d_]+ ?[.:]? ){{1,3}}?)(?P<name>{NAME}(?: (?:{NAME}|[a-z]{{4,12}})){{0,2}}),? $"
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz$€£(+-&%=<>/#")
# The police's numbers, which give the stations a name in many languages.
_EMERGENCY = ("110", "12110")
# Letters that number houses, and no hours, sums or ordinals.
_HOUSE_LETTERS = frozenset("abcабв")
# Prepositions that stand before a house and seldom before a city, and those that mostly stand before one.
_PRECISE = frozenset(("at", "að", "adresse", "osoitteessa", "adresinde", "naslovu", "adresu", "adresi", "vid"))


def is_house(read: str, text: str, words: frozenset[str]) -> bool:
    """Say whether a text names such a place.

    Args:
        read: the text with its marks.
        text: the text without them.
        words: its words in small letters.
    """
    if _is_parts(text, words):
        return True
    located = not address_words("locates").isdisjoint(words)
    led = not leads.lead_words().isdisjoint(words)
    return any(_is_numbered(read, text, number, located, led) for number in compiled(_NUMBER).finditer(text))


def _is_numbered(read: str, text: str, found: re.Match[str], located: bool, led: bool) -> bool:
    """Say whether a number is that of a house, by the words before it.

    *located* says whether a word of the text tells of a place, *led* whether one is for where people live or work.
    """
    number, letter = found["number"], found["letter"].strip().lower()
    lettered = letter in _HOUSE_LETTERS and letter != ""
    last = text[text.rfind(" ", 0, max(0, found.start() - 1)) + 1 : found.start()]
    # Most numbers stand behind words in small letters.
    if not (lettered or last[:1] not in _SMALL or (led and leads.is_before_name(text, found))):
        return False
    after = text[found.end() : found.end() + 60]
    if (letter and not lettered and not found["letter"].strip().isupper()) or number in _EMERGENCY:
        return False
    if is_year(number, after) or (not letter and is_counted(after)):
        return False
    if leads.is_led(read, text, found, led, lettered) or (
        after.startswith(",") and has_part(after) and leads.is_name(text, found)
    ):
        return True
    if (
        not (lettered or (located and len(number) > 1))
        or (number.endswith("00") and not letter)
        or not ends_place(after)
    ):
        return False
    named = compiled(_NAMED).search(text, max(0, found.start() - 70), found.start())
    if named is None:
        return False
    before, names = (re.findall(r"[^\W\d_]+", named[part].lower()) for part in ("before", "name"))
    if leads.is_other((*names, before[-1])):
        return False
    if lettered and (len(number) > 1 or " " in named["name"]) and before[-1] in address_words("before"):
        return True
    locating = address_words("locates") & set(before)
    if not locating or (named["name"].rsplit(" ", 1)[-1].islower() and ":" not in named["before"]):
        return False
    if len(number) < 3 and not lettered:
        return before[-1] in _PRECISE
    return before[-1] in address_words("before") | locating


# A house of a quarter that is numbered as a whole.
_SINGLE = (
    r"\b(?:Blok|Block|Blk) [A-Z]{1,2}[0-9]{0,2}(?:-[0-9]{1,3}){1,2}\b|#[0-9B]{2}-[0-9]{2,4}\b|"
    r"\bUnit [0-9]{1,3}-[0-9]{2},? [A-Z]|"
    r"(?<![\w-])(?:(?:House|Plot|Flat|Shop|Door|Kothi|Quarter|Qtr|Villa) ?(?:No\b|Number\b|#)\.?|H ?\. ?No ?\.?)"
    r":? ?[A-Z]?-?[0-9]{1,5}(?:-[0-9]{1,4}){0,3}(?![0-9%])"
)


@cache
def _part() -> str:
    """Return the pattern of a part of a building or of land, with its number or letter."""
    part = one_of(map(re.escape, address_words("part")))
    numbered = "(?: ?(?:no|nr|num|number|رقم|نمبر|شماره|नंबर|संख्या|নং|নম্বর)\\b[.:]?| ?[#№:])?"
    value = "(?:[0-9]{1,4}(?:[-/ ]?[A-ZА-ЯΑ-Ω])?|[A-ZА-ЯΑ-Ω](?:-?[0-9]{1,4})?)(?![\\w%])"
    return rf"(?<![\w-])(?P<part>(?i:{part}))(?![^\W\d_])\.?(?i:{numbered}) ?{value}"


def _is_parts(text: str, words: frozenset[str]) -> bool:
    """Say whether a text names a house by its number, or two parts of a place side by side."""
    parts = words & address_words("part")
    if (parts or "#" in text) and re.search("[Nn]o|Number|#|Bl|Unit", text) and compiled(_SINGLE).search(text):
        return True
    last: re.Match[str] | None = None
    for found in compiled(_part()).finditer(text) if len(parts) > 1 else ():
        if (
            last is not None
            and re.fullmatch("[,;]? ?-? ?", text[last.end() : found.start()])
            and last["part"].lower() != found["part"].lower()
            and re.search("[0-9]", last[0] + found[0])
        ):
            return True
        last = found
    return False
