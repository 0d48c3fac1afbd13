"""What every text that could do harm contains, as patterns that all engines read alike.

They hold no look-around and know no cases, and they find more than is wrong: who they suspect is confirmed by the
modules beside this one, which are imported only then. Characters are written as such, not as escapes: the engines'
dialects differ in their escapes.
"""

from __future__ import annotations

from overseas_stations.rules.core.checks import any_of
from overseas_stations.rules.harm.plain import BLANKS, DASHES, DIGITS


def telephone(digit: str, signs: str) -> str:
    """Return the pattern of six digits or more in groups, with what stands for a digit and the signs between them."""
    d, s = f"[{digit}]", f"[{signs}]{{1,2}}"
    return (
        f"[+(\uff0b\uff08][ (]?{d}(?:[{signs}]{{0,3}}{d}){{5}}"
        f"|(?:^|[^{digit}])(?:{d}{{6}}"
        f"|{d}{{3}}{s}(?:{d}{{3}}|{d}{{2}}{s}{d}{{2}})|{d}{{4,5}}{s}{d}{{3}}|[0\uff10]{d}{{3}}{s}{d}{{2}}"
        f"|{d}{{1,2}}{s}(?:{d}{{4,}}{s}?{d}{{2}}|{d}{{3}}{s}?{d}{{2}}|{d}{{2}}{s}{d}{{2}}{s}{d}{{2}}))"
    )


DIGIT_WORDS = (
    "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|null|eins|zwei|zwo|drei|vier|fünf|"
    "sechs|sieben|acht|neun|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    "vingt|trente|quarante|cinquante|soixante|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|due|tre|quattro|"
    "cinque|sei|sette|otto|nove|um|dois|três|quatro|meia|sete|oito|nul|een|twee|drie|vijf|zes|zeven|negen|ноль|один|два|"
    "три|четыре|пять|шесть|семь|восемь|девять|девятьсот|восемьсот|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć"
)
HAN_DIGITS = "零〇一二三四五六七八九幺"
SPOKEN = f"(?:(?:{DIGIT_WORDS})(?:, |[ -])){{6}}(?:{DIGIT_WORDS})|[{HAN_DIGITS}](?:[ 　－-]?[{HAN_DIGITS}]){{7}}"
"""The digits of a number in words, one by one or by two."""

TELEPHONE = any_of((telephone(DIGITS, f" {BLANKS}.()/{DASHES}-"), SPOKEN))
"""Six digits or more in groups: dates that are written with hyphens are none."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _none_of(words: tuple[str, ...]) -> str:
    """Return a pattern of what goes on otherwise than each of some words."""
    following: dict[str, set[str]] = {}
    for word in words:
        for size in range(len(word)):
            following.setdefault(word[:size], set()).add(word[size])
    others = [f"{start}[^{''.join(sorted(letters))}]" for start, letters in sorted(following.items())]
    return "|".join((*others, f"(?:{'|'.join(words)})[a-z]"))


SPELT = (
    "two|three|four|five|six|seven|eight|nine|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|"
    "dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|dreißig|vierzig|fünfzig|deux|trois|quatre|"
    "cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt|trente|quarante|"
    "cinquante|soixante|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|"
    "diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis|veintisiete|veintiocho|veintinueve|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|tre|"
    "quattro|cinque|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto|"
    "diciannove|venti|ventuno|ventidue|ventitré|ventiquattro|venticinque|ventisei|ventisette|ventotto|ventinove|trenta|quaranta|cinquanta|sessanta|dois|três|quatro|sete|oito|dez|doze|treze|catorze|"
    "dezasseis|dezesseis|dezassete|dezessete|dezoito|dezanove|dezenove|vinte|trinta|quarenta|cinquenta|sessenta|twee|"
    "drie|vijf|zes|zeven|negen|tien|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|twintig|"
    "dertig|veertig|två|fyra|fem|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|"
    "trettio|fire|seks|syv|otte|ni|ti|elleve|tretten|fjorten|femten|seksten|sytten|atten|nitten|tyve|tredive|"
    "dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|jedenaście|dwanaście|trzynaście|czternaście|piętnaście|"
    "szesnaście|siedemnaście|osiemnaście|dziewiętnaście|dwadzieścia|trzydzieści|drugim|trzecim|czwartym|piątym|szóstym|"
    "siódmym|ósmym|dziewiątym|dziesiątym|jedenastym|dwunastym|trzynastym|czternastym|piętnastym|dvanáct|třináct|"
    "čtrnáct|patnáct|dvacet|třicet|dvanásť|trinásť|štrnásť|pätnásť|dvadsať|kettő|három|négy|öt|hat|hét|nyolc|kilenc|"
    "tíz|tizenegy|tizenkettő|tizenhárom|tizennégy|tizenöt|tizenhat|tizenhét|tizennyolc|tizenkilenc|húsz|harminc|doisprezece|treisprezece|paisprezece|cincisprezece|șaisprezece|"
    "douăzeci|treizeci|patruzeci|двенадцать|тринадцать|четырнадцать|пятнадцать|шестнадцать|двадцать|тридцать|сорок|"
    "dvanaest|trinaest|četrnaest|petnaest|dvadeset|trideset|četrdeset|дванаест|четрнаест|двадесет|neljätoista|"
    "kaksitoista|kaksikymmentä|yirmi|otuz"
)
"""Numbers in words, but for one: in most languages it is an article as well."""
_ANNOUNCED = "[nN]umber|[nN]um[eé]ro|[nN]úmero|[nN]umm?er|[nN]umer|[nN]umerem|[nN]umărul|[nN]umeri|[čč]íslo|broj|номер"
_STREET_END = (
    "stra[sß]s?e|gasse|weg|straat|laan|plein|gatan|vägen|gade|vej|gata|veien|utca|út|tér|katu|street|road|avenue"
)

IN_WORDS = (
    f"(?:{_ANNOUNCED}|[^A-Za-z](?:at|of|to|outside|near|au|al|ao)|(?:{_STREET_END}),?) (?:{SPELT})(?:[^A-Za-z]|$)"
)
"""Where such a number can be that of a house."""

_NUMBER = f"(?:[0-9]{{1,3}}|(?:[03-9][0-9]|1[0-8]|2[1-9])[0-9]{{2}}|[0-9]{{5}}|[{DIGITS[3:]}]{{1,5}})"
_NO_DATE = f"(?:[^0-9 ]| (?:$|{_none_of(_MONTHS)}))"
ADDRESS = any_of((
    f"(?:^{_NUMBER}{_NO_DATE}|(?:[^0-9A-Za-z\u00c0-\u024f.,:-]|[^0-9][.,:-]){_NUMBER}(?:{_NO_DATE}|$))"
    "|(?:[aA]t |[nN][.]?[or\u00ba\u00b0][.:]? ?)(?:19|20)[0-9]{2}"
    "|[\u00b0\u00ba\u02da]|[一二三四五六七八九十]+[号號]|[A-Z0-9]{4}[+][A-Z0-9]{2}|[NSEW][0-9]{1,3}[.,][0-9]{3}|[NSEOe][0-9]{1,3}[A-Z]?-[0-9]"
    "|[a-z] ?(?:- ?)?[1-9][0-9]{5}(?:[^0-9]|$)"
    "|[, ](?:[sS]/[nN]|bb|bB|BB|b\\.b\\.|snc|SNC|б/н|бб|ББ)(?:[^A-Za-z]|$)",
    IN_WORDS,
))  # fmt: skip
"""A number that is no year, or a place that needs none."""
