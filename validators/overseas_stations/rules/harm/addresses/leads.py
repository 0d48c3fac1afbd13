"""Numbers of houses that the words before them tell: one for a house or for living there, or a name that is bent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from overseas_stations.rules.harm.addresses.context import ends_place, is_dwelt, is_enumerated
from overseas_stations.rules.harm.addresses.words import CAPITAL, NAME, address_words
from overseas_stations.rules.harm.plain import compiled

# Prepositions that stand before cities as well, articles, and what a name may follow a word for an address by.
_VAGUE = frozenset(["in", "i", "u", "v", "ve", "w", "we", "en", "em", "a", "la", "till", "к", "у", "в", "во"])
_ARTICLES = frozenset(
    ["the", "der", "dem", "den", "das", "la", "el", "le", "l", "los", "las", "les", "lo", "il", "i", "gli", "de", "het"]
)
_GERMAN = frozenset(("der", "dem", "den", "des", "am", "im", "vom", "zum", "zur"))
_COPULAS = frozenset(
    ["is", "was", "are", "lautet", "ist", "est", "es", "e", "era", "var", "er", "on", "je", "jest", "este", "war"]
)
# Prepositions that begin names of streets, with a capital though no sentence begins.
_BEGINS = frozenset((
    "am", "im", "zum", "zur", "auf", "beim", "bei", "unter", "hinter", "vor", "an", "in", "achter", "aan", "op",
    "onder",
    "na", "pod", "nad", "nade", "pri", "ved", "bag", "vid", "bak", "pred", "za", "kod", "mezi", "sous",
))  # fmt: skip
_ALONE = _BEGINS - {"an", "in", "op", "na", "za", "pod", "sous", "bei", "auf", "vor"}
# Adjectives and genitives as they are bent behind a preposition: few cities end so.
_BENT_ENDINGS = ("ej", "oj", "é", "ој", "ой", "ій", "та", "ą", "ής", "ης", "ού", "ου", "ός", "ος", "ών", "ων")
# Countries that are adjectives themselves.
_COUNTRIES = (
    "(?!(?:Hrvat|Fran|Njema|Nema|Polj|Engle|Dan|Šved|Norve|Fin|Če|Slova|Mađar|Grč|Tur|Ir|Nizozem|Švicar|Švajcar|Bugar|"
    "Rumunj?|Škot|Хрват|Фран|Нема|Пољ|Енгле|Дан|Швед|Норве|Фин|Че|Слова|Мађар|Грч|Тур|Ир|Холанд|Бугар)u?[sčšсчш][kк])"
)
_BENT = (
    r"(?<!\w)(?P<before>[Nn]a|[VvWwUu]e?|[Pp]rz(?:y|ed)|[Pp]red|[Ii]spred|[Ии]спред|[Pp]ri|[Pp]o|[Zz][eo]?|[Ii]z|"
    r"[Ss]o?|[СсУуВв]|[Ии]з|[Зз]|[Нн]а|[Пп]о|[Пп]ри) (?:[^\W\d_a-zа-я]\w+ )?"
    rf"{_COUNTRIES}[^\W\d_a-zа-я]\w{{2,}}"
    r"(?:[^\Wkkč]ej|\woj|ové|ské|cké|[^br\W]né|\wој|ской|ной|вой|[ні]ній|[вн]ій|ській|ната|[^kg\W]ą)"
    r"(?:(?<=й), (?:дом |д\. ?|буд\. ?|будинок )?| )$"
    r"|(?<!\w)[Σσ]την? (?:[Α-ΩΆ-Ώ]\w+ )?[Α-ΩΆ-Ώ]\w+(?:[ηή]ς|[οό]υ|[οό]ς|[ωώ]ν) $"
)
# What follows one of them and is nothing that is counted: most often a verb, in the endings of the past.
_VERB = (
    r" (?:\w{2,}(?:ł[aoiy]?|l[aoiy]?|л[аои]?|ет|ют|ить|ает|uje|ują|jí|ají|ται|θηκε|είναι|ήταν)|ne|nie|nic|nikt|"
    r"nikdo|nije|je|se|"
    r"si|się|m\.|не|ничего|никто|никого|нет|се|је|δεν|είχε)(?!\w)"
)
# Such an adjective alone, with a city behind its number.
_CITY = rf", {CAPITAL}\w+(?: [0-9]{{1,2}})?(?:[.,;)]|$)"
_LONE_ENDINGS = ("eva", "ova", "ová", "ská", "cká", "ná", "vá", "ая", "ська")
# A name behind a number, and what links the number to the word before it.
_THEN_NAME = rf",? (?:(?:[Tt]he|[Ll]as?|[Ll]es?|[Ll]os|de|du|des|del) )*{CAPITAL}\w+(?: {NAME}){{0,2}}(?:[.,;)]|$)"
_LINKED = r"(?P<lead>[^\W\d_]+)(?P<link>[,:]|,? (?:at|as|is|was|au|al|to|into|est))? $"


@cache
def lead_words() -> frozenset[str]:
    """Return the words for a place where people live or work, and for living there."""
    return address_words("premises") | address_words("locates") | address_words("house")


def is_led(read: str, text: str, found: re.Match[str], led: bool, lettered: bool) -> bool:
    """Say whether the words before a number, which is no year and counts nothing, tell that it is that of a house.

    Args:
        read: the text with its marks.
        text: the text without them.
        found: the number in it.
        led: whether one of its words is for where people live or work.
        lettered: whether the number has a letter.
    """
    after = text[found.end() : found.end() + 60]
    if _is_begun(text, found, after) or _is_bent(read, found, after):
        return True
    return led and (_is_at_premises(text, found, lettered) or _is_linked(text, found))


def is_before_name(text: str, found: re.Match[str]) -> bool:
    """Say whether a name that a sentence or a clause ends with follows a number."""
    return compiled(_THEN_NAME).match(text, found.end()) is not None


def is_name(text: str, found: re.Match[str]) -> bool:
    """Say whether the word before a number is a name."""
    word = _words_before(text, found)[-1].strip("\"'«»„“”:")
    return len(word) > 3 and word[:1].isupper() and word[1:].islower() and not is_other((word.lower(),))


def is_other(words: Iterable[str]) -> bool:
    """Say whether one of some words is before the number of something else; one in the plural counts as well."""
    called = {word[:size] for word in words for size in (len(word), -1)}
    return not (called.isdisjoint(address_words("numbered")) and called.isdisjoint(address_words("month")))


def _is_linked(text: str, found: re.Match[str]) -> bool:
    linked = compiled(_LINKED).search(text, max(0, found.start() - 30), found.start())
    if linked is None or not is_before_name(text, found):
        return False
    return linked["lead"].lower() in (lead_words() if linked["link"] else address_words("locates"))


def _is_bent(read: str, found: re.Match[str], after: str) -> bool:
    """Say whether the name before a number is bent as that of a street."""
    before = read[max(0, found.start() - 40) : found.start()]
    name = before.rstrip(" ,").removesuffix(", дом")
    if name.endswith(_BENT_ENDINGS) and (bent := compiled(_BENT).search(before)):
        before = before[: bent.start()]
        return (ends_place(after) or compiled(_VERB).match(after) is not None) and not is_enumerated(before, after)
    lone = name.endswith(_LONE_ENDINGS) and re.search(rf"(?:^|[^\W\d_]{{2}} |[:,(] ?){CAPITAL}\w{{2,}}$", name)
    return bool(lone) and compiled(_CITY).match(after) is not None


def _words_before(text: str, found: re.Match[str]) -> list[str]:
    """Return the words of the clause before a number, with their commas."""
    clause = re.split(r"[;!?()]|(?<=\w{3})\. ", text[max(0, found.start() - 80) : found.start()].rstrip(" ,"))[-1]
    return clause.strip(" ").split(" ")


def _is_begun(text: str, found: re.Match[str], after: str) -> bool:
    """Say whether a preposition with a capital, where no sentence begins, is before the name before a number."""
    words = _words_before(text, found)
    if len(words) < 2 or not words[-1][:1].isupper() or is_other((words[-1].lower(),)):
        return False
    lettered = not found["letter"].isspace() and found["letter"] != ""
    for back in (2, 3):
        # At the beginning of a sentence every word has a capital.
        word = words[-back] if len(words) > back or (len(words) == back and (lettered or is_dwelt(after))) else ""
        begins = word[:1].isupper() and word.lower() in (_ALONE if back == 2 else _BEGINS)
        if begins and (back == 2 or words[-2] in _ARTICLES or (words[-2][:1].isupper() and word.lower() in _ALONE)):
            return True
    return False


def _is_at_premises(text: str, found: re.Match[str], lettered: bool) -> bool:
    """Say whether a name with a number follows a word for a place where people live or work."""
    near, after = "", text[found.end() : found.end() + 60]
    for back, word in enumerate(reversed(_words_before(text, found))):
        core = word.strip("\"'«»„“”,:").lower()
        if back and core in lead_words():
            single = near in _VAGUE and not lettered and len(found["number"]) < 3
            # In German what is counted has a capital.
            told = (near in _GERMAN and re.match(r" (?!mal\b|mm?\b)[a-z]", after) is not None) or (
                back == 1 and core in address_words("locates") and text[found.start() - 2 : found.start()] != ", "
            )
            return not single and (told or ends_place(after)) and not is_enumerated("", after)
        if back > 6 or (back and word.endswith((",", ":"))):
            return False
        if word.strip("\"'«»„“”")[:1].isupper():
            if not back and is_other((core,)):
                return False
            near = ""
        elif back and (core in address_words("before") or core in _COPULAS):
            near = core
        else:
            return False
    return False
