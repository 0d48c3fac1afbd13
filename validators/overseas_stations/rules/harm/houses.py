"""Addresses without a word for a street: a name with the number of a house, or parts of a building or of land."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from overseas_stations.rules.harm.context import ends_place, has_part, is_counted, is_dwelt, is_enumerated, is_year
from overseas_stations.rules.harm.names import CAPITAL, NAME
from overseas_stations.rules.harm.plain import compiled, one_of
from overseas_stations.rules.harm.words import address_words

# A number that few years and counts are written as, and a name before it.
_NUMBER = r"(?<![\w.,/-])(?P<number>[0-9]{1,5}(?:[-/][0-9]{1,4})?)(?P<letter> ?[A-H](?!\w)|[a-zа-я]?)(?![\w/.-]*[0-9])(?!\w)"
_NAMED = rf"(?<![\w'])(?P<before>(?:[^\W\d_]+ ?[.:]? ){{1,3}}?)(?P<name>{NAME}(?: (?:{NAME}|[a-z]{{4,12}})){{0,2}}),? $"
# The police's numbers, which give the stations a name in many languages.
_EMERGENCY = ("110", "12110")
# Letters that number houses, and no hours, sums or ordinals.
_HOUSE_LETTERS = frozenset("abcабв")
# Prepositions that stand before a house and seldom before a city, and those that mostly stand before one.
_PRECISE = frozenset(("at", "að", "adresse", "osoitteessa", "adresinde", "naslovu", "adresu", "adresi", "vid"))
_VAGUE = frozenset(("in", "i", "u", "v", "ve", "w", "we", "en", "em", "a", "till", "к", "у", "в", "во", "în", "la"))
_ARTICLES = frozenset("the der dem den das la el le l los las les lo il i gli de het".split())
_COPULAS = frozenset("is was are lautet ist est es e era var er on je jest este war".split())
# Prepositions that begin names of streets, with a capital though no sentence begins.
_BEGINS = frozenset((
    "am", "im", "zum", "zur", "auf", "beim", "bei", "unter", "hinter", "vor", "an", "in", "achter", "aan", "op", "onder",
    "na", "pod", "nad", "nade", "pri", "ved", "bag", "vid", "bak", "pred", "za", "kod", "mezi", "sous",
))  # fmt: skip
_ALONE = _BEGINS - {"an", "in", "op", "na", "za", "pod", "sous", "bei", "auf", "vor"}
# Adjectives that a preposition bends, as the names of streets are in Slavic languages: few cities end so.
_BENT = (
    r"(?<!\w)(?:[Nn]a|[VvWwUu]e?|[Pp]rzy|[Pp]ri|[Pp]o|[УуВв]|[Нн]а|[Пп]о|[Пп]ри) "
    r"[^\W\d_a-zа-я]\w{2,}(?:[^\Wkkč]ej|[^kčš\W]oj|ové|ské|cké|[^br\W]né|[^кч\W]ој|ской|ной|вой|[ні]ній|[вн]ій|ській|ната)(?:(?<=й), (?:дом |д\. ?|буд\. ?|будинок )?| )"
    r"(?P<number>[0-9]{1,4}(?:/[0-9]{1,4})?(?P<letter>[a-zа-я]?)|bb|бб)(?![\w/.]*[0-9])(?!\w)"
)
# The same in Greek, and such an adjective alone before a number and a city.
_BENT_OTHERWISE = (
    r"(?<!\w)[Σσ]την? [Α-ΩΆ-Ώ]\w+(?:[ηή]ς|[οό]υ|[οό]ς|[ωώ]ν) (?P<number>[0-9]{1,4}(?:-[0-9]{1,4})?(?P<letter>[α-ω]?))(?!\w)",
    rf"(?<![\w.] )(?<!\w){CAPITAL}\w{{2,}}(?:[eo]va|ská|cká|[nv]á|ová|ая|ська) (?P<number>[0-9]{{1,4}}(?:/[0-9]{{1,4}})?"
    rf"(?P<letter>[a-zа-я]?)), {CAPITAL}\w+(?: [0-9]{{1,2}})?(?=[.,;)]|$)",
)
# A number before a name, behind a word for a house or for living there.
_AFTER_LEAD = (
    rf"(?P<lead>[^\W\d_]+)(?P<link>[,:]|,? (?:at|as|is|was|au|al|to|into|est))? (?P<number>[0-9]{{1,5}})(?P<letter>[a-z]?),? "
    rf"(?:(?:[Tt]he|[Ll]as?|[Ll]es?|[Ll]os|de|du|des|del) )*{CAPITAL}\w+(?: {NAME}){{0,2}}(?=[.,;)]|$)"
)


def is_house(read: str, text: str, words: frozenset[str]) -> bool:
    """Say whether a text names such a place.

    Args:
        read: the text with its marks.
        text: the text without them.
        words: its words in small letters.
    """
    located = not address_words("locates").isdisjoint(words)
    if _is_parts(text, words) or any(
        _is_bent(found) for pattern in (_BENT, *_BENT_OTHERWISE) for found in compiled(pattern).finditer(read)
    ):
        return True
    if any(_is_numbered(text, number, located) for number in compiled(_NUMBER).finditer(text)):
        return True
    return not _leads().isdisjoint(words) and any(_is_led(found) for found in compiled(_AFTER_LEAD).finditer(text))


@cache
def _leads() -> frozenset[str]:
    """Return the words for a place where people live or work, and for living there."""
    return address_words("premises") | address_words("locates") | address_words("house")


def _is_bent(found: re.Match[str]) -> bool:
    after = found.string[found.end() : found.end() + 60]
    if not found["number"][0].isdigit():
        return True
    if is_year(found["number"], after) or (is_counted(after) and not found["letter"]):
        return False
    return found[0].lower().startswith("przy") or (ends_place(after) and not is_enumerated("", after))


def _is_led(found: re.Match[str]) -> bool:
    after = found.string[found.end("number") : found.end("number") + 60]
    if found["lead"].lower() not in (_leads() if found["link"] else address_words("locates")):
        return False
    return not (is_year(found["number"], after) or is_counted(after))


def _is_numbered(text: str, found: re.Match[str], located: bool) -> bool:
    """Say whether a number is that of a house, by the words before it; *located* says whether one tells of a place."""
    number, letter, after = found["number"], found["letter"].strip().lower(), text[found.end() : found.end() + 60]
    lettered = letter in _HOUSE_LETTERS and letter != ""
    if (letter and not lettered and not found["letter"].strip().isupper()) or number in _EMERGENCY:
        return False
    if is_year(number, after) or (not letter and is_counted(after)):
        return False
    if _is_begun(text, found, after) or (has_part(after) and _is_name(text, found)) or _is_at_premises(text, found, lettered):
        return True
    if not (lettered or (located and len(number) > 1)) or (number.endswith("00") and not letter) or not ends_place(after):
        return False
    named = compiled(_NAMED).search(text, max(0, found.start() - 70), found.start())
    if named is None:
        return False
    before, names = (re.findall(r"[^\W\d_]+", named[part].lower()) for part in ("before", "name"))
    if _is_other((*names, before[-1])):
        return False
    if lettered and (len(number) > 1 or " " in named["name"]) and before[-1] in address_words("before"):
        return True
    locating = address_words("locates") & set(before)
    if not locating or (named["name"].rsplit(" ", 1)[-1].islower() and ":" not in named["before"]):
        return False
    if len(number) < 3 and not lettered:
        return before[-1] in _PRECISE
    return before[-1] in address_words("before") | locating


def _is_other(words: Iterable[str]) -> bool:
    """Say whether one of some words is before the number of something else; one in the plural counts as well."""
    called = {word[:size] for word in words for size in (len(word), -1)}
    return not called.isdisjoint(address_words("numbered") | address_words("month"))


def _words_before(text: str, found: re.Match[str]) -> list[str]:
    """Return the words of the clause before a number, with their commas; the first one is empty where a sentence is."""
    clause = re.split(r"[;!?()]|(?<=\w{3})\. ", text[max(0, found.start() - 80) : found.start()].rstrip(" ,"))[-1]
    return clause.strip(" ").split(" ")


def _is_begun(text: str, found: re.Match[str], after: str) -> bool:
    """Say whether a preposition with a capital, where no sentence begins, is before the name before a number."""
    words = _words_before(text, found)
    if len(words) < 2 or not words[-1][:1].isupper() or _is_other((words[-1].lower(),)):
        return False
    for back in (2, 3):
        # At the beginning of a sentence every word has a capital.
        word = words[-back] if len(words) > back or (len(words) == back and is_dwelt(after)) else ""
        begins = word[:1].isupper() and word.lower() in (_ALONE if back == 2 else _BEGINS)
        if begins and (back == 2 or (words[-2].islower() and words[-2] in _ARTICLES)):
            return True
    return False


def _is_name(text: str, found: re.Match[str]) -> bool:
    """Say whether the word before a number is a name."""
    word = _words_before(text, found)[-1].strip("\"'«»„“”:")
    return word[:1].isupper() and word[1:].islower() and not _is_other((word.lower(),))


def _is_at_premises(text: str, found: re.Match[str], lettered: bool) -> bool:
    """Say whether a name with a number follows a word for a place where people live or work."""
    near, after = "", text[found.end() : found.end() + 60]
    for back, word in enumerate(reversed(_words_before(text, found))):
        core = word.strip("\"'«»„“”,:").lower()
        if back and core in _leads():
            single = near in _VAGUE and not lettered and len(found["number"]) < 3
            told = back == 1 and core in address_words("locates") and text[found.start() - 2 : found.start()] != ", "
            return not single and (told or ends_place(after)) and not is_enumerated("", after)
        if back > 6 or (back and word.endswith((",", ":"))):
            return False
        if word.strip("\"'«»„“”")[:1].isupper():
            if not back and _is_other((core,)):
                return False
            near = ""
        elif back and (core in address_words("before") or core in _COPULAS):
            near = core
        else:
            return False
    return False


# A house of a quarter that is numbered as a whole.
_SINGLE = (
    r"\b(?:Blok|Block|Blk) [A-Z]{1,2}[0-9]{0,2}(?:-[0-9]{1,3}){1,2}\b|\bUnit [0-9]{1,3}-[0-9]{2},? [A-Z]|"
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
    if parts and re.search("[Nn]o|Number|#|Bl|Unit", text) and compiled(_SINGLE).search(text):
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
