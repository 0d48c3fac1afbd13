"""Street addresses in texts: a word for a street, a name and a number, in the order of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from overseas_stations.rules.harm import spots
from overseas_stations.rules.harm.plain import plain, without_marks
from overseas_stations.rules.harm.words import street_words

# A name: a capital, or letters of a script that has none, with what stands between its words.
_CAPITAL = "[A-ZÆØÐÞŁĐŒА-ЯЁЂЃЄІЇЈЉЊЋЌЎЏҐҒҚҢӨҰҮҺӘԱ-ՖΑ-Ω]"
_CASELESS = (
    "[\u0590-\u05ff\u0610-\u061a\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\u0900-\u0963\u0970-\u10ff"
    "\u1200-\u139f\u1780-\u17df\ufb1d-\ufefc\u200c\u200d]"
)
_LETTER = rf"(?:[^\W\d_]|{_CASELESS})"
_PARTICLE = (
    "(?:de|del|du|des|d[aio]|d[aeo]s|d'|l'|del|dell[aeo]|dell'|degli|dei|el|la|le|les|los|las|lo|y|e|i|et|und|"
    "der|dem|den|die|das|van|von|"
    "vom|zum?|zur|of|the|and|sw\\.?|im\\.?|gen\\.?|ks\\.?|am|an|in|al|ten|ter|'t|af|av|sur|sous|en|aux?|на|"
    "им\\.?|имени|ім\\.?|та|и|у|u|v|na|"
    "nad|pod|op|bin|ibn|os|as|του|της|των)"
)
_NAME = rf"(?:{_CAPITAL}\w*(?!°)\.?(?:['-]\w+\.?){{0,3}}|{_CASELESS}+)"
_STEP = rf"(?:{_PARTICLE}(?: |(?<=')))"
_NAMES = rf"(?:[0-9]{{1,2}}\.? )?{_STEP}{{0,3}}[\"“„«'‘]?{_NAME}[\"”“»'’]?(?:[ -]{_STEP}{{0,3}}{_NAME}){{0,5}}"
_MARK = (
    r"(?i:nos?|nr|n|num|numero|number|numer|c\.? ?p|c|ev|d|dom|д|дом|доме|буд|будинок|бр|br|блок|bl|house|hs|"
    r"km|kav|kbr|k|кв|αρ|αριθμος|sayi|"
    r"no\.? ?lu|برقم|رقم|پلاک|شماره|מס|नंबर|নং|เลขที่|so|п)(?!\w)[.:'°º]{0,2}|№|#|nº|n°|n\.º|بناية|عمارة|منزل|مبنى"
)
_HOUSE = (
    r"(?P<house>[0-9]{1,5}(?:/[0-9]{1,4}|-[0-9]{1,4}){0,2}(?: ?(?:bis|ter|quater)\b|"
    r"-?[A-Za-zА-Яа-яΑ-Ωα-ω](?!\w)| [A-HА-ДΑ-Δ](?!\w))?)"
    r"(?![0-9]|[.,:][0-9]|[A-Za-z_À-ɏ])"
)
_TO_HOUSE = rf"(?:[,;]? ?\(?(?P<mark>{_MARK}) ?|,? ?)"

_TOKEN = re.compile(rf"{_LETTER}+(?:[.-]{_LETTER}+)*")
_THEN_NAME = re.compile(rf" ?(?P<name>{_NAMES}|[0-9]{{1,3}} ?[A-Z]?(?= ?(?:#|n|N)))(?:{_TO_HOUSE}{_HOUSE})?")
_THEN_HOUSE = re.compile(rf" ?(?P<name>{_NAMES}|[0-9]{{1,3}} ?[A-Z]?(?= ?(?:#|n|N))){_TO_HOUSE}{_HOUSE}")
_THEN_HOUSE = re.compile(rf"{_TO_HOUSE}{_HOUSE}")
_BEFORE_HOUSE = re.compile(rf"(?<![\w'])(?P<word>{_CAPITAL}[\w-]{{4,40}}\.?){_TO_HOUSE}{_HOUSE}")
_AFTER_NAME = re.compile(rf"(?:{_NAME}|(?:^|[ -])[A-Z]?[a-z]+(?=[ -]$))[ -]$")
_OPEN = r"(?<![0-9.,:/\w-])(?<![$€£¥+] )(?<![$€£¥+])"
_SIDE = r"(?:(?:[NSEW]|N[EW]|S[EW])\.? |(?:East|West|North|South|Upper|Lower|Old|New|Great|The) )?"
_AFTER_HOUSE = re.compile(rf"{_OPEN}{_HOUSE},? ?(?:(?i:no)\. ?|по )?$")
_AFTER_HOUSE_AND_NAME = re.compile(
    rf"{_OPEN}{_HOUSE},? {_SIDE}(?P<names>(?:(?:{_NAME}|[0-9]{{1,3}}(?:st|nd|rd|th)|of|the|and|de|la) ){{1,4}})$"
)
_AFTER_MARKED_HOUSE = re.compile(
    rf"(?:\b(?i:numer[oa]?|number|nummer|civico|house|no|n|nr|num)[.:]?|№|nº|n°|n\.º) ?{_HOUSE},? (?:(?:de|di|"
    rf"da|do|du|of|in|an|der|della|del|la|"
    r"rue|by|у|по) ?|d[ae] l[a']|l'|dell')*$"
)
_AFTER_HOUSE_IN_SMALL = re.compile(rf"\b(?:at|of) {_HOUSE} (?P<names>(?:[a-z]+ ){{1,2}})$")
_AFTER_ORDINAL = (
    r"\b(?:at|on|near|of|in|to) (?:the )?(?:(?:East|West|North|South|[EWNS]\.?) )?[0-9]{1,3}(?:st|nd|rd|th) $"
)


def is_address(text: str, _: str | None = None) -> bool:
    """Say whether a text holds the address of a building.

    >>> is_address("at 12 Example Street"), is_address("In 2022 Downing Street said so.")
    (True, False)
    """
    read = plain(text)
    if spots.is_spot(read):
        return True
    bare = without_marks(read)
    if any(_ends_in_street(bare, found) for found in _BEFORE_HOUSE.finditer(bare)):
        return True
    if _bases().isdisjoint(_TOKEN.findall(bare.lower())):
        return False
    return any(
        _READ[order](bare, token.start(), end, sure)
        for token in _TOKEN.finditer(bare)
        for order, end, sure in _meanings(bare, token)
    )


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
    word, end = token[0].lower(), token.end()
    if word not in _bases():
        return
    mark = text[end : end + 1]
    for order, sure in (*_orders().get(word + mark, ()), *_orders().get(word, ())):
        yield order, end + (mark in (".", "/", "'")), sure


def _ends_in_street(text: str, found: re.Match[str]) -> bool:
    """Say whether a word before a number is one with a word for a street, and the number that of a house."""
    endings, word = street_words()["ending number"], found["word"].lower()
    for size in range(min(len(word) - 2, 12), 2, -1):
        if word[-size:] in endings and not re.fullmatch(_NO_ENDING, word.rsplit("-", 1)[-1]):
            return _is_after(text, found[0], found, endings[word[-size:]])
    return False


_YEAR = r"(?:1[89]|20)[0-9]{2}(?:[-/][0-9]{2,4})?"
_MONTH = (
    r"(?i:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|gen|mag|giu|lug|ago|set|ott|dic|ene|"
    r"abr|fev|out|fevr|avr|aou|"
    r"led|uno|bre|dub|kve|cer|srp|zar|rij|lis|pro|sty|lut|kwi|maj|cze|lip|sie|wrz|paz|gru|янв|фев|мар|апр|мая|"
    r"май|июн|июл|авг|сен|окт|ноя|"
    r"дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|ιαν|φεβ|μαρ|απρ|μαι|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ|"
    r"oca|sub|nis|haz|tem|agu|eyl|eki|"
    r"kas|ara|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)\w*\b"
)
# What is counted: a number before it is no house.
_COUNTED = (
    r" (?:(?:more|other|new|further|nuev[oa]s|otr[oa]s|autres|altr[ei]|weitere|neue|nya|nye|nowych|новых) )?"
    r"(?!(?:houses|hosts|serves|stands|lies|remains|belongs|appears|sits|dates|faces|was|is|has|as|tras|dans|"
    r"sans|sous|les|des|las|los|mas|pues|"
    r"entonces|entre|depuis|apres|mais|sus|ses|pas|vers|hors|alors|unos|unas|tres|dos|seis|antes|pres|lors|bis|"
    r"als|aus|bas|plus|zonder|sinds)\b)"
    r"(?:[a-z]{3,}s|persone|persony|osob\w*|ludzi|lidi|lide|people|men|women|police|personnel|staff|personen|"
    r"menschen|manner|frauen|beamt\w+|leute|"
    r"lander\w*|stationen|stazioni|paesi|agenti|uomini|anni|giorni|mesi|volte|persoane|oameni|ani|zile|tari|"
    r"mensen|landen|jaar|jahre\w*|tage\w*|"
    r"monate\w*|wochen|stunden|uhr|prozent|percent|per|procent\w*|euro|million\w*|milliard\w*|mln|mio|"
    r"manniskor|personer|lander|mennesker|ar|aar|dagar|"
    r"dage|dager|ihmist\w*|henkil\w*|maat\w*|vuot\w*|szemely\w*|ember\w*|orszag\w*|ev\w*|nap\w*|kisi\w*|"
    r"ulke\w*|yil\w*|gun\w*|polis\w*|inimes\w*|"
    r"cilvek\w*|zmoni\w*|krajin\w*|zemi|zemich|krajow|lat|let|dni|dnu|hodin|godzin|ljudi|osoba|zemalja|godina|"
    r"orang|negara|tahun|nguoi|quoc|nam|"
    r"человек\w*|людей|люди\w*|лет|дней|стран\w*|раз\w*|года?|году|часов|осіб|людини|років|країн\w*|души|"
    r"години|години|държав\w*|ατομα|ανθρωπο\w*|χωρες|χρονια|"
    r"شخص\w*|أشخاص|دول\w*|سنوات|نفر|کشور\w*|سال|אנשים|מדינות|שנים|लोग\w*|देश\w*|বছর|জন)\b"
)
_NO_STREET = (
    r"(?i:\b(?:wall street (?:journal|banks?|firms?|analysts?|traders?|crash)|silk road|belt (?:and|&) road|"
    r"one road|fleet street|high street|"
    r"main street (?:journal|media)|main road|sesame street|coronation street|square (?:mil|kilomet|met|feet|"
    r"foot|yard|inch)|"
    r"(?:supreme|high|district|appeals?|federal|county|circuit|crown|criminal|constitutional|regional|city) court|"
    r"(?:first|second|third|last|1st|2nd|3rd|[0-9]th) place|red square|tiananmen|times square|central park|car park|"
    r"(?:the|this|that|a|no|one|own|long|other) (?:way|row|place|view|rise|hill)))"
)
_NO_ENDING = (
    r"(?i)(?:arbeits|aus|um|rast|spiel|park|bau|dienst|rechts|handels|sitz|studien|ausbildungs|schau|stell|"
    r"lande|flug|camping|listen|tabellen|start|"
    r"sack|rad|steh|wasser|land|see|seiden|ab|hin|ruck|heim|flucht|instanzen|irr|holz|mittel|welt|einzel|"
    r"spitzen|stamm|frei)(?:platz|weg|gasse|strasse|straße)"
    r"|.*[aeiou]ring|s[pt]ring|(?:bri|rene|bro|de)gade|(?:.*water|iran|party|col|bill|russia|china|sea|.*i|"
    r"propa|dele|congre|conju|aggre)gate"
    r"|(?:pots|madam|macadam|.*ter)damm?|(?:li|nor|s)veien?"
)
_NO_HOUSE = (
    r"(?i)\b(?:pages?|articles?|section|chapter|figure|table|act|rule|groups?|top|over|"
    r"about|some|all|than|nearly|only|just|these|those|the) ?$"
)
_PLACE_BEFORE = (
    r"(?i)(?:^|[,;:(]|\b(?:at|of|to|near|from|outside|opposite|behind|is|was|address|office|house|доме?|"
    r"visited|a|au|la|le|en|de|das|dem|der|am|im|in|w|v|z|"
    r"na|i|på|pa|te|aan|op|του|στην|на|в|у|по)) ?$"
)
_PLACE_AFTER = (
    r" ?(?:[.,;:!?()\]\"”»“'’…。，；、）।۔]|- |$)| (?:in|a|à|en|em|w|we|v|ve|i|på|pa|te|at|near|da|nel|di|presso|na|"
    r"u|si|is|and|est|era|ist|e|es|fu|fue|"
    r"und|et|y|или|в|у|на|и|та|στην?|στο|και|[0-9]{4,5} [A-Z])\b"
)


def _word_name_number(text: str, start: int, end: int, sure: bool) -> bool:
    if _AFTER_MARKED_HOUSE.search(text, max(0, start - 40), start) and _THEN_NAME.match(text, end, end + 60):
        return True
    found = _THEN_NAME.match(text, end, end + 120)
    return found is not None and found["house"] is not None and _is_after(text, text[start : found.end()], found, sure)


def _name_word_number(text: str, start: int, end: int, sure: bool) -> bool:
    found = _THEN_HOUSE.match(text, end, end + 40)
    named = found is not None and _AFTER_NAME.search(text, max(0, start - 40), start)
    return bool(named) and found is not None and _is_after(text, text[max(0, start - 20) : found.end()], found, sure)


def _box_number(text: str, start: int, end: int, sure: bool) -> bool:
    if not text[max(0, end - 30) : end].rstrip(".").lower().endswith(_box_words()):
        return False
    found = _THEN_HOUSE.match(text, end, end + 40)
    return found is not None and _is_after(text, text[start : found.end()], found, sure)


def _number_word_name(text: str, start: int, end: int, sure: bool) -> bool:
    house, name = _AFTER_HOUSE.search(text, max(0, start - 20), start), _THEN_NAME.match(text, end, end + 60)
    return house is not None and name is not None and _is_before(text, house, start, name.end("name"), sure)


def _number_name_word(text: str, start: int, end: int, sure: bool) -> bool:
    ordinal = re.search(_AFTER_ORDINAL, text[max(0, start - 30) : start])
    if ordinal and sure and not re.match(_COUNTED, text[end : end + 60]):
        return True
    house = _AFTER_HOUSE_AND_NAME.search(text, max(0, start - 70), start)
    if house is None and sure:
        house = _AFTER_HOUSE_IN_SMALL.search(text, max(0, start - 40), start)
    return house is not None and _is_before(text, house, start, end, sure)


_READ = {
    "number name word": _number_name_word,
    "number word name": _number_word_name,
    "word name number": _word_name_number,
    "name word number": _name_word_number,
    "box number": _box_number,
}


def _is_before(text: str, house: re.Match[str], start: int, end: int, sure: bool) -> bool:
    """Say whether a number before the name of a street is that of a house."""
    before, after = text[max(0, house.start() - 40) : house.start()].rstrip("\"“„«'("), text[end : end + 60]
    named = text[house.end("house") : end]
    if re.fullmatch(_YEAR, house["house"]) and not re.search(r"\b(?:at|address|lives at|of no\.?) ?$", before):
        return False
    if re.match(_MONTH, named.strip(" ,")) or re.search(_NO_STREET, named + after[:12]) or re.match(_COUNTED, after):
        return False
    if re.search(_NO_HOUSE, before):
        return False
    return sure or (re.search(_PLACE_BEFORE, before) is not None and re.match(_PLACE_AFTER, after) is not None)


def _is_after(text: str, whole: str, found: re.Match[str], sure: bool) -> bool:
    """Say whether a number behind the name of a street is that of a house."""
    house, after = found["house"], text[found.end() : found.end() + 60]
    name = text[found.start() : found.start("house")].strip(" ,")
    if re.search(_NO_STREET, whole) or re.match(_MONTH, name.rsplit(" ", 1)[-1]):
        return False
    if found["mark"]:
        return True
    if re.fullmatch(_YEAR, house) or re.match(_MONTH, after.lstrip(". ")) or re.match(_COUNTED, after):
        return False
    if re.match(r" ?[%‰$€£¥°]|-?(?:th|st|nd|rd)\b", after):
        return False
    comma = text[max(0, found.start("house") - 2) : found.start("house")].rstrip().endswith(",")
    return (sure and not comma) or re.match(_PLACE_AFTER, after) is not None
