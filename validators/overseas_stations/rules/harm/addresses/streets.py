"""Street addresses in texts: a word for a street, a name and a number, in the order of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from overseas_stations.rules.harm import coordinates
from overseas_stations.rules.harm.addresses import grids, houses, numbers, roads, spots
from overseas_stations.rules.harm.addresses.context import (
    NO_ENDING,
    ends_place,
    is_after,
    is_before,
    is_counted,
    is_within,
)
from overseas_stations.rules.harm.addresses.words import (
    CAPITAL,
    CASELESS,
    HOUSE,
    JOINS,
    LETTER,
    NAME,
    NAMES,
    TO_HOUSE,
    WITHOUT,
    address_words,
    street_words,
)
from overseas_stations.rules.harm.plain import compiled, plain, without_marks

_TOKEN = rf"{LETTER}+(?:[.-]{LETTER}+)*"
_PLAIN_TOKEN = "[a-z]+(?:[.-][a-z]+)*"
_THEN_NAME = (
    rf" ?(?P<name>[„“«\"](?:{CAPITAL}|[0-9])[^„“”«»\"]{{2,40}}[”“»\"]|{NAMES}|"
    rf"[0-9]{{1,3}} ?[A-Z]?(?= ?(?:#|n|N|№))|[0-9]{{1,2}}\.? {LETTER}{{3,14}}(?=,? [0-9№]))(?:{TO_HOUSE}{HOUSE})?"
)
_NUMBERED = r"[0-9号號sSbBбБ](?:(?<=[0-9号號])|/[nNнН]|\.? ?[bBбБ]|nc|NC)"
"""What is in every address with a number or with what stands for one, soon looked for by its first character."""
_ANY_HOUSE, _AROUND = f"[0-9]|{WITHOUT}", 130
_SMALL = r" [a-zа-яёђјљњћџ]+(?=,? )"
_SMALL_NAME = (
    " [а-яёіїђјљњћџѓќ]{2,}(?:[иы]х|ого|ого|ог|ой|ей|ск[аеи]|ская|ної|ської|ная|ове|еве|ни|ти|ви)"
    "(?: [а-яёіїђјљњћџѓќ]{3,}(?:[аяиыеіїј]|ов|ев|ей|ів))?"
    "| [a-z]{2,}(?:[yi]ch|[io]h|og|oga|eg|ega|[eo]j|ske|cke)(?: [a-z]{3,}(?:u|ov|ova|eva|ev|ow|a|i|e))?"
)
"""Names in small letters as the languages written in Cyrillic bend them: what is of some trees, of an uprising."""
# A second word in small letters, bent likewise, and no verb of the past: "on Unity Square they held 23 people".
_THEN_SMALL = (
    rf" (?P<name>{NAMES}) (?:[a-z]{{2,}}(?:u|ov|ova|ow|ih|[iy]ch|[eai]va|[ai]ka)|"
    r"(?![а-яіїє]+(?<!зем)л(?:[иа]|ис[яь]|ас[яь]) )[а-яёіїђјљњћџѓќ]{3,}[аяиыеіїјй])"
    rf"{TO_HOUSE}{HOUSE}"
)
_THEN_HOUSE = rf"{TO_HOUSE}{HOUSE}"
_BEFORE_HOUSE = rf"(?<![\w'])(?P<word>{CAPITAL}[\w-]{{4,40}}\.?){TO_HOUSE}{HOUSE}"
_AFTER_NAME = rf"(?:{NAME}|(?:^|[ -])[A-Z]?[a-z]+(?=[ -]$))[ -]$"
_OPEN = r"(?<![0-9.,:/\w-])(?<![$€£¥+] )(?<![$€£¥+])"
_SIDE = r"(?:(?:[NSEW]|N[EW]|S[EW])\.? |(?:East|West|North|South|Upper|Lower|Old|New|Great|The) )?"
_AFTER_HOUSE = rf"{_OPEN}{HOUSE},? ?(?:(?i:no)\. ?|по )?$"
_AFTER_HOUSE_AND_NAME = (
    rf"(?:(?<![\w-])(?:[A-Z]{{1,2}}|{CASELESS}{{1,3}})-|{_OPEN}){HOUSE},? {_SIDE}(?P<names>(?:(?:{NAME}|"
    rf"[0-9]{{1,3}}(?:st|nd|rd|th|er?)|of|the|and|de|la) ){{1,4}})$"
)
_AFTER_MARKED_HOUSE = (
    rf"(?:\b(?i:au|al|ao|en el|nel|du|le|dal|del)|№+|nº|n°|n\.º) ?{HOUSE},? (?:(?:de|di|"
    rf"da|do|du|of|in|an|der|della|del|la|"
    r"rue|by|przy|am|auf|pe|na|pa|v|у|на|в|по) ?|d[ae] l[a']|l'|dell')*$"
)
_AFTER_HOUSE_IN_SMALL = rf"\b(?:at|of) {HOUSE} (?P<names>(?:[a-z]+ ){{1,2}})$"
_AFTER_ORDINAL = (
    r"\b(?:at|on|near|of|in|to) (?:the )?(?:(?:East|West|North|South|[EWNS]\.?) )?[0-9]{1,3}(?:st|nd|rd|th) $"
)


def is_address(text: str, _: str | None = None) -> bool:
    """Say whether a text holds the address of a building.

    >>> is_address("at 12 Example Street"), is_address("In 2022 Downing Street said so.")
    (True, False)
    """
    read = plain(text)
    if compiled(_NUMBERED).search(read) is None and not numbers.is_spelt(read):
        return False
    if spots.is_spot(read) or coordinates.is_coordinate(read):
        return True
    bare = without_marks(read)
    words = frozenset(
        word.rstrip(JOINS) for word in compiled(_PLAIN_TOKEN if bare.isascii() else _TOKEN).findall(bare.lower())
    )
    if numbers.is_spelt(read):
        bare = numbers.in_digits(bare)
    if houses.is_house(read, bare, words) or grids.is_grid(bare, words) or roads.is_road(bare, words):
        return True
    bare = numbers.with_signs(bare, words)
    if numbers.is_announced(bare) or any(
        _ends_in_street(bare, found) for found in compiled(_BEFORE_HOUSE).finditer(bare)
    ):
        return True
    return not _bases().isdisjoint(words) and any(
        _is_street(bare, token)
        for token in compiled(_TOKEN).finditer(bare)
        if token[0].lower().rstrip(JOINS) in _bases()
    )


def _is_street(text: str, token: re.Match[str]) -> bool:
    """Say whether a word stands for a street, with a name and the number of a house around it."""
    # Letters behind a digit are no word, but of an ordinal or an hour.
    if text[max(0, token.start() - 1) : token.start()].isdigit() and token[0].isascii():
        return False
    # The patterns for what stands around it ask for a number, or for what is written without one.
    if compiled(_ANY_HOUSE).search(text, max(0, token.start() - _AROUND), token.end() + _AROUND) is None:
        return False
    return any(_READ[order](text, token.start(), end, sure) for order, end, sure in _meanings(text, token))


@cache
def _bases() -> frozenset[str]:
    """Return the words for streets without their points: a text without one of them is soon left alone."""
    return frozenset(word.rstrip("./'") for word in _orders())


@cache
def _orders() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Return word -> the orders that it stands in, and whether it is sure in each."""
    found: dict[str, tuple[tuple[str, bool], ...]] = {}
    for order, words in street_words().items():
        if order != "ending number":
            for phrase, sure in words.items():
                word = phrase.rsplit(" ", 1)[-1]
                found[word] = (*found.get(word, ()), (order, sure))
    return found


@cache
def _box_words() -> tuple[str, ...]:
    return tuple(word.rstrip(".") for word in street_words()["box number"])


def _meanings(text: str, token: re.Match[str]) -> Iterator[tuple[str, int, bool]]:
    """Yield the orders in which a word stands for a street, where it ends with its point, and whether it is sure."""
    word, end = token[0].lower().rstrip(JOINS), token.end()
    mark = text[end : end + 1]
    for order, sure in _orders().get(word + mark, ()):
        yield order, end + 1, sure
    # The point behind a word that is not cut short ends a sentence.
    for order, sure in _orders().get(word, ()):
        yield order, end + (mark in ("/", "'")), sure


def _ends_in_street(text: str, found: re.Match[str]) -> bool:
    """Say whether a word before a number is one with a word for a street, and the number that of a house."""
    endings, word = street_words()["ending number"], found["word"].lower()
    if word in address_words("numbered"):
        return False
    for size in range(min(len(word) - 2, 12), 2, -1):
        if word[-size:] in endings and (
            re.search("[a-z]er $", text[: found.start()]) or not re.fullmatch(NO_ENDING, word.rsplit("-", 1)[-1])
        ):
            return is_after(text, found[0], found, endings[word[-size:]], plural=False) or is_within(text, found)
    return False


def _word_name_number(text: str, start: int, end: int, sure: bool) -> bool:
    before = text[max(0, start - 40) : start]
    marked = re.search("[0-9]", before) and compiled(_AFTER_MARKED_HOUSE).search(before)
    if marked and compiled(_THEN_NAME).match(text, end, end + 60):
        return True
    if not re.search(f"[0-9]|{WITHOUT}", text[end : end + 120]):
        return False
    found = compiled(_THEN_NAME).match(text, end, end + 120)
    if found is not None and found["house"] is None and sure:
        found = compiled(_THEN_SMALL).match(text, end, end + 120) or found
    # A day and a month give a street its name, a number and what it counts do not.
    if found and re.fullmatch("[0-9.]+ ?[a-zа-я]+", found["name"]) and not _is_day(found["name"]):
        return False
    if found is None:
        found = _small_name(text, end, sure, start)
        sure = True
    return found is not None and found["house"] is not None and is_after(text, text[start : found.end()], found, sure)


def _is_day(name: str) -> bool:
    return name.strip("0123456789. ") in address_words("month")


def _small_name(text: str, end: int, sure: bool, word: int) -> re.Match[str] | None:
    """Return a name that begins with a small letter, up to the number of a house.

    One small word stands before a capital, as of a king; more of them only where the number is marked as that of a
    house, or there is said to be none.
    """
    start, short, capital = end, text[end - 1] == ".", text[word].isupper()
    for words in range(4):
        small = compiled(_SMALL).match(text, end)
        if small is None:
            return None
        end = small.end()
        found = compiled(_THEN_NAME).match(text, end, end + 120) if sure and words == 0 else None
        if found is not None:
            return found
        house = compiled(_THEN_HOUSE).match(text, end, end + 40)
        if house is not None:
            spelt = short or compiled(_SMALL_NAME).fullmatch(text[start : house.start()]) is not None
            marked = (house["mark"] or spelt) and (
                (capital and word > 0) or ends_place(text[house.end() : house.end() + 30])
            )
            return house if ((sure or (spelt and capital)) and marked) or not house["house"][0].isdigit() else None
    return None


def _name_word_number(text: str, start: int, end: int, sure: bool) -> bool:
    found = compiled(_THEN_HOUSE).match(text, end, end + 40)
    named = found is not None and compiled(_AFTER_NAME).search(text, max(0, start - 40), start)
    # A word with a capital behind a small one is no part of a name.
    if named and (named[0].strip(" -").lower() in address_words("before") or _is_sentence(text[start], named[0])):
        return False
    return bool(named) and found is not None and is_after(text, text[max(0, start - 20) : found.end()], found, sure)


def _is_sentence(first: str, before: str) -> bool:
    return first.isascii() and first.isupper() and before.strip(" -").islower() and before.isascii()


def _box_number(text: str, start: int, end: int, sure: bool) -> bool:
    if not text[max(0, end - 30) : end].rstrip(".").lower().endswith(_box_words()):
        return False
    found = compiled(_THEN_HOUSE).match(text, end, end + 40)
    return found is not None and is_after(text, text[start : found.end()], found, sure)


def _number_word_name(text: str, start: int, end: int, sure: bool) -> bool:
    house, name = (
        compiled(_AFTER_HOUSE).search(text, max(0, start - 20), start),
        compiled(_THEN_NAME).match(text, end, end + 60),
    )
    if name is not None and compiled(_AFTER_MARKED_HOUSE).search(text, max(0, start - 40), start):
        return True
    if house is None and sure and name is not None and name["mark"]:
        return True
    return house is not None and name is not None and is_before(text, house, start, name.end("name"), sure)


def _number_name_word(text: str, start: int, end: int, sure: bool) -> bool:
    ordinal = re.search(_AFTER_ORDINAL, text[max(0, start - 30) : start])
    if ordinal and sure and not is_counted(text[end : end + 60]):
        return True
    named = sure or text[start:end].lower() != "court"
    if named and numbers.SIGN in text[end : end + 6] and _name_word_number(text, start, end, sure):
        return True
    house = compiled(_AFTER_HOUSE_AND_NAME).search(text, max(0, start - 70), start)
    if house is None and sure:
        house = compiled(_AFTER_HOUSE_IN_SMALL).search(text, max(0, start - 40), start)
    if house is None or (not sure and house["names"].islower()):
        return False
    return is_before(text, house, start, end, sure)


_READ = {
    "number name word": _number_name_word,
    "number word name": _number_word_name,
    "word name number": _word_name_number,
    "name word number": _name_word_number,
    "box number": _box_number,
}
