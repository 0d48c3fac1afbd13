"""The words of addresses: those for streets, by language, from ``streets.csv``, others from ``address_words.csv``.

``order`` says where the number and the name stand; ``ending number`` is a word that is written as one with the name,
``box number`` stands for a box at a post office. Where ``sure`` is no, the word means other things as well, and more is
asked of what stands around it. How the names of streets and the numbers of houses are written is here too, as
patterns for texts without marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from overseas_stations.rules.harm.lists import listed
from overseas_stations.rules.harm.plain import without_marks

# A name: a capital, or letters of a script that has none, with what stands between its words.
CAPITAL = "[A-ZÆØÐÞŁĐŒА-ЯЁЂЃЄІЇЈЉЊЋЌЎЏҐҒҚҢӨҰҮҺӘԱ-ՖΑ-Ω]"
CASELESS = (
    "[\u0590-\u05ff\u0610-\u061a\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\u0900-\u0963\u0970-\u10ff"
    "\u1200-\u139f\u1780-\u17df\ufb1d-\ufefc\u200c\u200d]"
)
# No character is a letter by both of its halves: a row of them would be tried in every mixture of the two.
LETTER = rf"(?:[^\W\d_]|(?![^\W\d_]){CASELESS})"
JOINS = "\u0650\u0654\u200c"
"""The signs that join a Persian word to its name."""
_PARTICLE = (
    "(?:de|del|du|des|d[aio]|d[aeo]s|d'|l'|del|dell[aeo]|dell'|degli|dei|el|la|le|les|los|las|lo|y|e|i|et|und|"
    "der|dem|den|die|das|van|von|"
    "vom|zum?|zur|of|the|and|sw\\.?|im\\.?|gen\\.?|ks\\.?|am|an|in|al|ten|ter|'t|af|av|sur|sous|en|aux?|на|"
    "им\\.?|имени|ім\\.?|та|и|у|u|v|na|"
    "nad|pod|op|bin|ibn|os|as|του|της|των)"
)
NAME = rf"(?:{CAPITAL}\w*(?!°)\.?(?:['-]\w+\.?){{0,3}}|{CASELESS}+)"
_STEP = rf"(?:{_PARTICLE}(?: |(?<=')))"
NAMES = (
    rf"(?:(?:(?:des|del|dei|de|do|du|of) )?[0-9]{{1,2}}(?:(?:ης|ου|-?[йяемго]{{1,2}})?\.? (?:лет |років )?|"
    rf"-))?{_STEP}{{0,3}}"
    rf"[\"“„«'‘]?{NAME}[\"”“»'’]?(?:[ -]{_STEP}{{0,3}}{NAME}){{0,5}}"
)
MARK = r"№{1,2}|(?:d|д|c|ev|km|kav|kbr|k|кв|буд|dom|дом)(?!\w)[.:'°º]{0,2}|#|nº|n°|n\.º"
WITHOUT = r"[sS]/[nN]|[bB]\.? ?[bB]|[бБ]\.? ?[бБ]|[бБ]/[нН]|snc|SNC"
"""What is written for the number of a house that has none."""
HOUSE = (
    r"(?P<house>(?:" + WITHOUT + r")(?!\w)|"
    r"(?:[1-9][0-9]?\.[0-9]{3}(?![0-9])|[0-9]{1,5}(?:/[0-9]{1,4}|-[0-9]{1,4}){0,2})"
    r"(?:[ -]?(?:bis|ter|quater|hs|huis|bg|rood|zw|I{1,3}|IV)\b|"
    r"[-/]?[A-Za-zА-Яа-яΑ-Ωα-ω](?!\w)|/[\u0900-\u09ff]|[א-ת]'?(?!\w)|-[\u0600-\u06ff]{1,2}(?!\w)|"
    r" [A-HА-ДΑ-Δ](?: [0-9]{1,3})?(?!\w))?)"
    r"(?![0-9]|[.,:][0-9]|[A-Za-z_À-ɏ])"
)
TO_HOUSE = rf"(?:[,;]? ?\(?(?P<mark>{MARK}) ?|, (?:au|al|ao|en el) |,? ?)"

_LISTS = Path(__file__).parent

ORDERS = ("number name word", "number word name", "word name number", "name word number", "ending number", "box number")


@cache
def street_words() -> Mapping[str, Mapping[str, bool]]:
    """Return order -> word, in lower case and without marks -> whether it is sure in one of the languages."""
    words: dict[str, dict[str, bool]] = {order: {} for order in ORDERS}
    for _, order, name, sure in listed(_LISTS / "streets.csv"):
        word = without_marks(name.lower())
        words[order][word] = words[order].get(word, False) or sure == "yes"
    return words


@cache
def _address_words() -> Mapping[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for use, word in listed(_LISTS / "address_words.csv"):
        words.setdefault(use, set()).add(word)
    return {use: frozenset(listed) for use, listed in words.items()}


def address_words(use: str) -> frozenset[str]:
    """Return the words of ``address_words.csv`` of a use, in lower case and without marks.

    ``month`` is a month, ``part`` a part of a building or of land, ``house`` a house, ``premises`` where people live or
    work, ``number`` is before the number of anything, ``house number`` before that of a house, ``numbered`` before that
    of something else; ``locates`` tells that a place follows, ``before`` stands between the two.
    """
    return _address_words()[use]
