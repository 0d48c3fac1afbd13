"""Addresses by a road with a number, so far along one, by a crossing, and by a part of a building with a name."""

from __future__ import annotations

from overseas_stations.rules.harm.addresses.words import CAPITAL, NAME, address_words
from overseas_stations.rules.harm.plain import compiled

_ROAD = (
    "carretera|ctra|crta|autopista|autovia|ruta|rodovia|estrada|rod|statale|provinciale|strada|route|road|highway|hwy|"
    "soseaua|sos|drumul|szosa|szosie|cesta|silnice|cesty|landstrasse|bundesstrasse|landevej\\w*|riksvei\\w*|"
    "landsvag\\w*|шоссе|трасс[аеы]|тракт\\w*|дорог\\w*|шосе|пут[ау]|jalan|jl"
)
_KM = "(?:km|kilomet\\w+|quilometro|kilometr\\w*|mile|км|километ\\w+|кілометр\\w*)"
_MONTH = (
    "Enero|Febrero|Marzo|Abril|Mayo|Junio|Julio|Agosto|Septiembre|Setiembre|Octubre|Noviembre|Diciembre|Janeiro|"
    "Fevereiro|Marco|Maio|Junho|Julho|Setembro|Outubro|Novembro|Dezembro"
)
_NO_YEAR = "(?!(?:1[89]|20)[0-9]{2}(?![0-9]))"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(" "))


# The words of which a text must hold one for the patterns to be tried, and the patterns.
_ROADS = (
    (
        # So far along a road.
        _words(
            "km kilometre kilometer kilometro kilometr kilometru kilometra kilometrul kilometri quilometro mile км "
            "километр километре километра километър кілометр кілометрі"
        ),
        (
            rf"(?i:\b(?:{_ROAD})\b\.?[^;.!?0-9]{{2,40}}\b{_KM}\.? ?(?:№ ?)?[0-9]{{1,4}}"
            r"(?:[.,+][0-9]{1,3})?(?![0-9]))",
            rf"(?i:\b(?:{_ROAD}),? [0-9]{{1,4}}-?(?:й|м|го) {_KM})",
            rf"(?i:\b{_KM}\.? ?[0-9]{{1,4}}(?:[.,+][0-9]{{1,3}})?,? (?:[^\W\d_][\w'-]* ){{0,5}}?(?:{_ROAD})\b)",
        ),
    ),
    (
        # A road that has a number itself.
        _words("highway hwy route rte concession sideroad line road avenue ave autoroute rang"),
        (
            rf"(?<![\w.,/-]){_NO_YEAR}[0-9]{{3,5}},? (?:{NAME} ){{0,2}}(?:Highway|Hwy\.?|Route|Rte\.?|Concession|"
            rf"Sideroad|"
            r"Line|Road|Avenue|Ave\.?|Autoroute|Rang) (?:[0-9]{1,4}|[A-Z])(?!\w| [a-z]+s\b)",
        ),
    ),
    (_words("cross main"), (r"\b[0-9]{1,4}[A-Z]?,? [0-9]{1,2}(?:st|nd|rd|th) (?:[A-Z] )?(?:Cross|Main)\b",)),
    (
        # A crossing, or a house between two others.
        _words("rue calle entre esq esquina casi e"),
        (
            r"(?i:\b(?:rue|calle) [0-9]{1,3} ?(?:x|entre|e/|angle) ?(?:calles? |rue )?[0-9]{1,3}\b)",
            rf"\b(?P<street>{NAME}) {_NO_YEAR}[0-9]{{3,5}},? (?:entre|esq\.?|esquina|casi|e/) (?:con )?{CAPITAL}",
        ),
    ),
    (
        # A street that has a day for its name.
        _words(_MONTH.lower().replace("|", " ")),
        (rf"\b[0-9]{{1,2}} de (?:{_MONTH}) {_NO_YEAR}[0-9]{{3,5}}(?=[.,;)]| [a-z]{{1,4}} |$)",),
    ),
    (
        _words("sokak sok sk cadde cad"),
        (r"\b[0-9]{1,5}\.? (?:Sokak|Sok|Sk|Cadde|Cad)\b\.?,? (?:(?i:no):? ?)?[0-9]",),
    ),
    (_words("block"), (rf"\b[0-9]{{2,5}} block of (?:{NAME} ?){{1,4}}",)),
    (
        # A part of a building that has a name.
        _words("unit suite room flat shop office floor level"),
        (
            r"\b(?:Flat|Unit|Room|Shop) [A-Z0-9]{1,4},? [0-9GB]{1,2}/F\b",
            rf"\b(?:Unit|Suite|Room|Flat|Shop|Office|Floor|Level) (?:[0-9]{{1,4}}[A-Z]?|"
            rf"[A-Z]-?[0-9]{{1,4}}),? (?:{NAME} )"
            r"{1,3}(?:Tower|Building|Works|Mansions?|Chambers|Arcade|Mall|Plaza|Centre|Center|Apartments)\b",
        ),
    ),
    (
        _words("edificio edif torre centro"),
        (
            rf"\b(?i:edificio|edif|torre|centro comercial)\.? (?:{NAME},? ?){{1,4}}"
            r"(?i:piso|planta|oficina|of|local|apto|ap|nivel|andar|sala)\.? ?[0-9]",
        ),
    ),
)
_ALL = frozenset().union(*(words for words, _ in _ROADS))


def is_road(text: str, words: frozenset[str]) -> bool:
    """Say whether a text without marks, of some words in small letters, holds such an address.

    >>> is_road("at 4412 Concession 7.", frozenset(("at", "concession")))
    True
    """
    return not words.isdisjoint(_ALL) and any(
        (found.groupdict().get("street") or "").lower() not in address_words("numbered")
        for signs, patterns in _ROADS
        if not words.isdisjoint(signs)
        for pattern in patterns
        for found in compiled(pattern).finditer(text)
    )
