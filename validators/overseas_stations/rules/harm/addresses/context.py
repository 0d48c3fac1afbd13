"""What stands around a number and tells whether it is that of a house, in texts without marks."""

from __future__ import annotations

import re
from functools import cache

from overseas_stations.rules.harm.addresses.words import CAPITAL, CASELESS, JOINS, address_words
from overseas_stations.rules.harm.plain import compiled, one_of

_YEAR = r"(?:1[89]|20)[0-9]{2}(?:[-/][0-9]{2,4})?"
# What is counted: a number before it is no house.
_COUNTED = (
    r" (?:(?:more|other|new|further|nuev[oa]s|otr[oa]s|autres|altr[ei]|weitere|neue|nya|nye|nowych|новых) )?"
    r"(?!(?:houses|hosts|serves|stands|lies|remains|belongs|appears|sits|dates|faces|was|is|has|as|tras|dans|"
    r"sans|sous|les|des|las|los|mas|pues|"
    r"entonces|entre|depuis|apres|mais|sus|ses|pas|vers|hors|alors|unos|unas|tres|dos|seis|antes|pres|lors|bis|"
    r"als|aus|bas|schloss|plus|zonder|sinds)\b)"
    r"(?:([a-z]{3,}s)|persone|persony|osob\w*|ludzi|lidi|lide|people|men|women|police|personnel|staff|personen|"
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
    r"(?i:\b(?:downing street|(?:strada|route|carretera|estrada) (?:statale|provinciale|regionale|nationale|"
    r"departementale|nacional) №|wall street (?:journal|banks?|firms?|analysts?|traders?|crash)|silk road|"
    r"belt (?:and|&) road|"
    r"one road|fleet street|high street|"
    r"(?:road|street) (?:show|trip|map|safety|haulage|rac(?:e|ing)|fighter|art|food)|main street (?:journal|media)|"
    r"main road|sesame street|coronation street|square (?:mil|kilomet|met|feet|"
    r"foot|yard|inch)|"
    r"(?:supreme|high|district|appeals?|federal|county|circuit|crown|criminal|constitutional|regional|city) court|"
    r"(?:first|second|third|last|1st|2nd|3rd|[0-9]th) place|red square|tiananmen|times square|central park|car park|"
    r"(?:the|this|that|a|no|one|own|long|other) (?:way|row|place|view|rise|hill)))"
)
NO_ENDING = (
    r"(?i)(?:arbeits|aus|um|rast|spiel|park|bau|dienst|rechts|handels|sitz|studien|ausbildungs|schau|stell|"
    r"lande|flug|camping|listen|tabellen|start|"
    r"sack|bahn|fried|gerichts|bauern|schul|welt|arbeits|binnen|finanz|energie|super|wohnungs|aktien|"
    r"kapital|flug|rad|steh|wasser|land|see|seiden|ab|hin|ruck|heim|flucht|instanzen|irr|holz|mittel|welt|einzel|"
    r"spitzen|stamm|frei)(?:platz|weg|gasse|strasse|straße|hof|markt)"
    r"|.*[aeiou]ring|s[pt]ring|(?:bri|rene|bro|de)gade|(?:.*water|iran|party|col|bill|russia|china|sea|.*i|"
    r"propa|dele|congre|conju|aggre)gate"
    r"|(?:moottori|rauta|valta|kanta|seutu|yhdys|keha)tie\w*"
    r"|(?:pots|madam|macadam|.*ter)damm?|(?:li|nor|s)veien?"
)
_SAYS = (
    r" (?:(?:has|have|had|also|later|would|did|will) )?(?:not )?(?:said|says?|told|tells|announced?s?|"
    r"declined?s?|denie[ds]|"
    r"deny|confirm(?:ed|s)?|insist(?:ed|s)?|refused?s?|welcomed|condemned|stated|replied|responded|respond|"
    r"comment(?:ed)?)\b"
)
"""A seat of government that speaks is called by its street."""
_NO_HOUSE = (
    r"(?i)\b(?:pages?|articles?|section|chapter|figure|table|act|rule|groups?|top|over|"
    r"about|some|all|than|nearly|only|just|these|those|the) ?$"
)
_SENTENCE = frozenset((
    "في", "من", "إلى", "على", "عن", "نحو", "حوالي",
    "در", "از", "به", "با", "که", "حدود", "میں", "سے", "کو", "پر", "של", "על", "עם", "את"
))  # fmt: skip
"""Words of sentences, in scripts without capitals: no name of a street has them, if its number follows alone."""
_PLACE_BEFORE = (
    r"(?i)(?:^|[,;:(]|\b(?:nos?\.?(?: [0-9]+ and)?|plot|lot|erf|stand|flat|unit|suite|into|at|of|to|near|from|"
    r"outside|opposite|behind|is|was|address|office|house|доме?|"
    r"visited|a|au|la|le|en|de|das|dem|der|am|im|in|w|v|z|"
    r"na|i|på|pa|te|aan|op|του|στην|на|в|у|по)) ?$"
)
_ORDINAL = (
    r"\. (?!(?:em|fsz|sz|szam|alatt|alatti|kapu\w*|haz\w*|emelet\w*|lakas\w*|a|p|ajto|etage|stock|og|sal|kat|patro|"
    r"pietro|sprat|et)\b)[a-zà-žа-я]"
)
_INSIDE = (
    " (?:לא|היה|היו|הייתה|היתה|נסגר(?! [0-9])|كان|كانت|لم|بود|بودند|نے|کے|کا|کی|تھا|تھی|का|की|था|थी|في|ب\\w|در|از|"
    "است|واقع|ב\\w|में|پر|میں|के|में)"
)
# What is no noun in Hebrew or Arabic, as it stands behind a number: it has not the ending of one.
_NO_NOUN = (
    r" (?!של|אלף|אחוז|איש|יום|שנה|שעות|דקות|שקל|מיליון|ألف|مليون|من|شخص|عام|يوم|سنة)"
    r"(?:[א-ת]{2,}(?<!ים)(?<!ות)|[\u0621-\u064a]{2,}(?<![اةىی])(?<!ات)(?<!ين)(?<!ون))(?![^\W_])"
)
_WITHIN = r"(?i:\b(?:am|im|an der|in der|auf dem|auf der|aan de|aan het|op de|op het|pa|vid|ved|i)) (?:[A-Z]\w+ )?$"
_PLACE_AFTER = (
    r"-(?:[bn][ae]n|[bn][ae]l?|b[oöu]l|h[oeö]z|[aeoö]s|[eé]t|[aá]t|ig)\b|"
    r" ?(?:[.,;:!?()\]\"”»“'’…。，；、）।۔]|- |$)| (?:in|a|à|en|em|w|we|v|ve|i|på|pa|te|at|near|da|nel|di|presso|na|"
    r"u|si|is|and|est|era|ist|e|es|fu|fue|"
    r"as|on|to|by|until|before|after|with|where|who|which|when|for|but|no|c'|und|et|y|или|в|у|на|и|та|στην?|στο|και|"
    r"[0-9]{4,5} [A-Z])\b"
    # Verbs of which a place is the subject.
    r"| (?:was|were|has|had|will|would|remains|belongs|stands|stood|steht|stand|stehen|standen|war|waren|wurden?|hat|"
    r"hatte|gehort\w*|wohn\w+|lebt\w*|klingelt\w*|liegt|lag|brannte|etait|etaient|serait|aurait|fut|sont|estaba|"
    r"estaban|fueron|eran|sera|seria|sarebbe|erano|fosse|foi|ficou|estava|estao|seriam|staat|stond|stonden|werd|werden|"
    r"blev|ble|bliver|bli|ligger|lag|star|stod|havde|hadde|hade|oli|ovat|olisi|er|voru|jest|byl\w?|był\w?|byli|stoi|stal\w?|"
    r"je|jsou|boli?|bola|bolo|bol|van|volt|voltak|este|erau|fost|bese|byl|был[аои]?|стоит|стоял\w?|принадлежит|бул[аои]|"
    r"беше|био|била|било|jesu|bio|bila|bilo|stoji|yra|buvo|ir|bija|oli|asus)\b"
)
_ENUMERATED = (
    rf",? (?:[a-zа-я]{{1,3}} ){{0,2}}(?!Pra[hg]a|Prague|Brno|Wien|Paris|Lyon|Budapest|Bratislava|Kosice|Zurich|"
    rf"Dublin){CAPITAL}[\w-]+(?: {CAPITAL}[\w-]+)? [0-9]{{1,3}}(?![\w.,-]*[0-9])"
)
_AFTER_OTHER = (
    rf"{CAPITAL}[\w-]+ [0-9]{{1,3}}(?:,|,? (?:and|und|et|y|e|i|en|og|och|a|si|и|та|і)) (?:[a-zа-я]{{1,3}} ){{0,2}}$"
)
_AT = r"(?i)\b(?:at|(?:landlord|tenant|resident|occupant|owner|door|basement|home|neighbou?r)s? of) ?$"
_DWELLS = r" (?:wohn|leb|klingel|hauste|brannte|woon|bor\b|bodde|bydl|miesz|byw|stan|жив|жил)"


def is_year(number: str, after: str) -> bool:
    """Say whether a number could be a year, and nothing behind it tells that it is that of a house."""
    if re.fullmatch(_YEAR, number) is None:
        return False
    return not has_part(after)


@cache
def _part_after() -> str:
    """Return the pattern of a part of a building, or of a post code and a city."""
    part = one_of(map(re.escape, address_words("part")))
    return (
        rf"(?i:,? \(?(?:{part}\b\.? ?(?:no\.? ?|# ?)?[0-9]|#\.? ?[0-9]|"
        rf"[0-9]{{1,2}}(?:st|nd|rd|th|er?|eme|\.?[ºoª]|\.)? (?:floor|{part})\b))|, [0-9]{{5}} [A-Z]"
    )


def is_counted(after: str, *, plural: bool = True) -> bool:
    """Say whether a number is followed by what it counts; where *plural*, any word that ends as plurals often do."""
    found = re.match(_COUNTED, after)
    return found is not None and (plural or found[1] is None)


def ends_place(after: str) -> bool:
    """Say whether the text behind a place goes on as it does behind one."""
    return re.match(_PLACE_AFTER, after) is not None


def is_enumerated(before: str, after: str) -> bool:
    """Say whether a name with a number stands among others with one each, as in the scores of matches."""
    return compiled(_ENUMERATED).match(after) is not None or compiled(_AFTER_OTHER).search(before) is not None


# How such a part begins, or a post code; the pattern of all of them is long, and seldom needed.
_BEGINS = (
    r",? \(?(?:[0-9]{1,2}(?i:st|nd|rd|th|er?|eme|\.?[ºoª]|\.)? )?(?P<word>[^\W\d_]+)"
    r"|,? \(?#|, [0-9]{5} [A-Z]"
)


@cache
def _beginnings() -> frozenset[str]:
    """Return what parts of buildings begin with, up to the first sign; case is ignored as patterns ignore it."""
    folded = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})
    words = (part.translate(folded).lower() for part in address_words("part") | {"floor"})
    return frozenset(re.split(r"[\W\d_]", word, maxsplit=1)[0] for word in words)


def _can_have_part(after: str) -> bool:
    if re.search("[0-9]", after[:30]) is None or (begins := compiled(_BEGINS).match(after)) is None:
        return False
    word = begins["word"]
    return word is None or not word.isascii() or word.lower() in _beginnings()


def has_part(after: str) -> bool:
    """Say whether a part of a building, or a post code and a city, follow a number."""
    return _can_have_part(after) and compiled(_part_after()).match(after) is not None


def _is_month(text: str) -> bool:
    """Say whether a text begins with the name of a month."""
    found = re.match(r"[ ,.]*([^\W\d_]+)", text)
    return found is not None and found[1].lower() in address_words("month")


def is_before(text: str, house: re.Match[str], start: int, end: int, sure: bool) -> bool:
    """Say whether a number before the name of a street is that of a house."""
    before, after = text[max(0, house.start() - 40) : house.start()].rstrip("\"“„«'("), text[end : end + 60]
    named = text[house.end("house") : end]
    if is_year(house["house"], after) and not re.search(r"\b(?:at|address|lives at|of no\.?) ?$", before):
        return False
    if _is_month(named) or re.search(_NO_STREET, named + after[:12]) or is_counted(after):
        return False
    last = re.search(r"([^\W\d_]+)\.? ?$", before) if text[house.start() - 1 : house.start()] != "(" else None
    word = last[1].lower() if last else ""
    if word in address_words("numbered") and word not in address_words("part") | address_words("number"):
        return False
    if re.search(_NO_HOUSE, before) or (re.match(_SAYS, after) and not re.search(_PLACE_BEFORE, before)):
        return False
    if sure or is_at(before) or before.endswith("№ "):
        return True
    if word in address_words("premises") or word in address_words("locates"):
        return True
    # Few counts have a letter or four digits and no more.
    number = house["house"]
    if not number.isdigit() or (len(number) > 3 and not number.endswith("00")):
        return True
    # A street is in the singular, what is counted is not; after a capital the number is rather that of a day.
    free = last is None or (last[1].islower() and word not in address_words("month"))
    return (free or re.search(_PLACE_BEFORE, before) is not None) and ends_place(after)


def is_at(before: str) -> bool:
    """Say whether what comes next stands at a place, or belongs to one who lives there."""
    return re.search(_AT, before) is not None


def is_dwelt(after: str) -> bool:
    """Say whether a text goes on with somebody who lives at the place before."""
    return re.match(_DWELLS, after) is not None


def is_within(text: str, found: re.Match[str]) -> bool:
    """Say whether a number behind the name of a street goes on with a sentence that began with a place."""
    after = text[found.end() : found.end() + 60]
    located = re.search(_WITHIN, text[max(0, found.start() - 30) : found.start()]) is not None
    number = found["house"]
    return located and re.match(" [a-z]", after) is not None and not (is_year(number, after) or is_counted(after))


def is_after(text: str, whole: str, found: re.Match[str], sure: bool, *, plural: bool = True) -> bool:
    """Say whether a number behind the name of a street is that of a house.

    *plural* says whether what is counted may end as a plural does in many languages, and is no verb.
    """
    house, after = found["house"], text[found.end() : found.end() + 60]
    name = text[found.start() : found.start("house")].strip(" ,")
    words = name.split(" ")
    # A day alone is that of a date; with more before it the street is named after a day.
    if re.search(_NO_STREET, whole) or (len(words) < 2 and _is_month(words[-1])):
        return False
    # A number of a year is that of a bill or a case.
    if re.fullmatch("[0-9]+/(?:19|20)[0-9]{2}", house):
        return False
    if found["mark"] or not house[0].isdigit():
        return True
    # What is counted has no letter behind its number.
    if is_year(house, after) or _is_month(after) or (house[-1].isdigit() and is_counted(after, plural=plural)):
        return False
    # A word of a sentence, and no name.
    if words[-1].strip(JOINS) in address_words("numbered") or (not name.isascii() and _SENTENCE & set(words)):
        return False
    if re.match(r"[.:0-9]* ?§| ?[%‰$€£¥°]|-?(?:th|st|nd|rd)\b", after):
        return False
    if not name.isascii() and compiled(CASELESS).search(name[-1:]):
        # A name without capitals may be a sentence: what its number counts would follow.
        if ends_place(after) or re.match(_INSIDE, after):
            return True
        return sure and len(words) < 3 and compiled(_NO_NOUN).match(after) is not None
    if not sure and is_enumerated(text[max(0, found.start() - 40) : found.start()], after):
        return False
    comma = text[max(0, found.start("house") - 2) : found.start("house")].rstrip().endswith(",")
    if (sure and not comma) or (ends_place(after) and re.match(_ORDINAL, after) is None):
        return True
    return has_part(after)
