"""Addresses that need no word for a street: the numbers of a grid or of a quarter, and plots of land for trade."""

from __future__ import annotations

import re
from functools import cache

from overseas_stations.rules.harm.addresses.context import ends_place
from overseas_stations.rules.harm.addresses.words import CAPITAL, NAME, address_words
from overseas_stations.rules.harm.plain import compiled, one_of

_WAY = "calle|cll?|carrera|cra|kra|cr|kr|avenida|av|ave|diagonal|diag|dg|transversal|transv|tv|circular|autopista"
_GRID = (
    # The number of the block and the distance from its corner, as in the Andes and in Central America.
    rf"\b(?P<street>{NAME}),? (?:[NSEO]|Oe|OE)[0-9]{{1,3}}[A-Z]?-[0-9]{{1,3}}[A-Z]?(?![\w/-])",
    rf"(?i:\b(?:{_WAY})\b\.? ?[0-9]{{1,3}} ?[a-z]?(?: (?:bis|sur|norte|este|oeste))?,? ?(?:#|n[o°º]\.?|num\.?|№) ?"
    r"[0-9]{1,3} ?[a-z]?(?: bis)? ?- ?[0-9]{1,3}(?![\w/-]))",
    r"(?i:\b[0-9]{1,2} ?[ªa]?\.? (?:calle|avenida|av\.)(?: [a-z]\b)? [0-9]{1,2}-[0-9]{2}(?![\w/-]))",
    r"(?i:\b(?:calle|carrera|cra|avenida|esquina)\b[^;.!?]{0,30}),? # ?[0-9]{1,3} ?[A-Z]?-[0-9]{1,3}(?![\w/-])",
)
_INDIAN = (
    r"(?:मकान|घर|भवन|बंगला|कोठी|प्लॉट|फ्लैट|फ़्लैट|दुकान|مکان|بنگلہ|گھر|کوٹھی|فلیٹ|دکان|پلاٹ|বাড়ি|বাসা|হোল্ডিং|"
    r"ফ্ল্যাট|প্লট) "
    r"?(?:नंबर|नम्बर|संख्या|नं\.?|क्रमांक|نمبر|নং|নম্বর|নাম্বার) ?[:.-]? ?[A-Z]?-?[0-9]{1,5}(?![0-9%])"
)
_GRID_SIGN = r"[0-9][A-Za-z]? ?- ?[0-9]"
# Whole quarters are numbered on in Venice.
_QUARTER = (
    r"\b(?P<street>Cannaregio|Castello|Dorsoduro|San Marco|S\. Marco|San Polo|S\. Polo|Santa Croce|S\. Croce|"
    r"Giudecca),?"
    r" (?:№+ ?|n\. ?)?(?:[0-9]{1,4}/[A-Za-z](?!\w)|(?!(?:1[4-9]|20)[0-9]{2}(?![0-9]))[0-9]{3,4}(?![\w/.-]))"
)
# Two numbers of a house, or one with a letter, behind a name that a preposition begins or that a house is before.
_LETTERED = (
    rf"(?<![\w.'-])(?P<before>\w+[.:]? )?(?P<street>{CAPITAL}\w{{2,}}) "
    r"(?P<number>[0-9]{1,4}/(?:[A-Za-z]|[0-9]{1,3}[a-z]?))(?![\w/.-]*\w)"
)
_BEGUN = frozenset((
    "na", "pod", "u", "v", "ve", "za", "nad", "nade", "k", "ke", "mezi", "pred", "pri", "po", "am", "an", "im",
    "in", "auf", "unter", "zum", "zur", "hinter", "vor", "beim", "aan", "op", "bij"
))  # fmt: skip
_ZONE = (
    "zona industri\\w+|zona artigianale|zona franca|zona empresarial|parque industrial|parque empresarial|parque "
    "tecnologico|distrito industrial|poligono industrial|poligono|pol\\. ?ind\\.?|area industriale|zone industrielle|"
    "zone artisanale|zone d'activites|parc d'activites|parc industriel|industrial (?:estate|park|area|zone)|business "
    "(?:park|centre|center)|trading estate|(?:technology|science|retail|enterprise|office|trade) park|free zone|"
    "export processing zone|industriegebiet|industriepark|gewerbegebiet|gewerbepark|technologiepark|bedrijventerrein|"
    "bedrijvenpark|industriterrein|industripark|industriomrade\\w*|naringspark|erhvervspark|teollisuusalue|"
    "teollisuuspuisto|prumyslov\\w+ zon\\w+|priemyseln\\w+ (?:zon\\w+|park)|stref\\w+ przemyslow\\w+|park "
    "przemyslowy|industrijsk\\w+ (?:zon\\w+|con\\w+)|ipari park|zon[ae] industrial[ae]|parc(?:ul)? industrial|"
    "organize sanayi(?: bolgesi)?|sanayi sitesi|kawasan (?:industri|perindustrian)|khu cong nghiep|"
    "промзон\\w+|промышленн\\w+ (?:зон\\w+|парк\\w*)|индустриалн\\w+ зон\\w+|индустријск\\w+ зон\\w+|"
    "промислов\\w+ зон\\w+|βιομηχανικη περιοχη|المنطقة الصناعية|منطقة صناعية|شهرک صنعتی|אזור תעשייה"
)
_SHORT_ZONE = "Z\\.? ?I\\.?|Z\\.? ?A\\.?(?: ?C\\.?)?|ZAC|P\\. ?I\\.|Pol\\.|KCN|GIDC|MIDC|SEZ|OSB"
_LOT = (
    "lot|lots|lote|lotes|lotto|unit|units|block|blok|bloc|bloque|bloco|plot|parcela|parcelle|parcel|parzelle|nave|"
    "naves|modulo|galpao|warehouse|shed|bay|hangar|halle|hala|hal|gebaude|gebouw|batiment|edificio|pavilhao|armazem|"
    "capannone|building|kavel|kav|byggnad|bygning|tomt|epulet|parsel|ada|lo|участок|корпус|строение|парцел|парцела|"
    "дилянка|قطعة|مبنى|قطعه|پلاک|№+|no|nr|n"
)


def is_grid(text: str, words: frozenset[str]) -> bool:
    """Say whether a text without marks, of some words in small letters, holds such an address.

    >>> is_grid("Inventadas N34-217 y Los Ficticios", frozenset()), is_grid("Ley N34-217", frozenset())
    (True, False)
    """
    if re.search(_GRID_SIGN, text) and any(_is_named(each, text) for each in _GRID):
        return True
    if not words.isdisjoint(_quarters()) and _is_named(_QUARTER, text):
        return True
    if re.search("[0-9]/[A-Za-z0-9]", text) and any(map(_is_numbered, compiled(_LETTERED).finditer(text))):
        return True
    if not text.isascii() and re.search("[\u0600-\u09ff]", text) and compiled(_INDIAN).search(text):
        return True
    return not (words.isdisjoint(_LOTS) or words.isdisjoint(_ZONES)) and compiled(_zone()).search(text) is not None


@cache
def _quarters() -> frozenset[str]:
    return frozenset(("cannaregio", "castello", "dorsoduro", "marco", "polo", "croce", "giudecca"))


_LOTS = frozenset(re.findall(r"[^\W\d_]{3,}", _LOT))
_ZONES = frozenset((*re.findall(r"[^\W\d_]{2,}", _ZONE), "zi", "za", "zac", "kcn", "gidc", "midc", "sez", "osb")) - {
    "of", "area", "free", "office", "trade", "science", "export", "processing", "technology", "retail"
}  # fmt: skip


@cache
def _zone() -> str:
    zone = rf"(?:(?<!\w)(?:(?i:{_ZONE})|{_SHORT_ZONE})(?!\w))"
    names = rf"(?:,? (?:(?:d[aeo]s?|del|des|di|della|de la|of|van|von|-) ?|(?:de )?l')?{NAME}){{0,4}}"
    lot = (
        rf"(?i:{one_of(_LOT.split('|'))})(?![^\W\d_])\.? ?(?:№+ ?|[Nn][.rº°o]*\.? ?|# ?)?"
        r"(?:[0-9]{1,4}[A-Z]?|[A-Z](?:-?[0-9]{1,4})?)(?![\w%/])"
    )
    between = "(?:(?:of|in|im|no|na|en|dans|do|da|the|la|el) )*"
    return (
        rf"{zone}{names}[,;]? ?-? ?\(?{lot}"
        rf"|{zone}(?= {CAPITAL}){names},? [0-9]{{1,4}}[a-z]?(?=[.,;)]|$)"
        rf"|\b{lot}, {zone}"
        rf"|\b{lot},? {between}(?:(?:{NAME},? ?){{1,4}}|(?=[A-Z])){zone}"
    )


def _is_named(pattern: str, text: str) -> bool:
    return any(not _is_other(found) for found in compiled(pattern).finditer(text))


def _is_other(found: re.Match[str]) -> bool:
    """Say whether the word before a number tells that it is that of something else."""
    street = found.groupdict().get("street")
    return street is not None and street.lower() in address_words("numbered") | _OTHER


_OTHER = frozenset((
    "ley", "law", "case", "decreto", "codigo", "code", "tipo", "model", "modelo", "platz", "place", "rang", "stand",
    "score", "season"
))  # fmt: skip


def _is_numbered(found: re.Match[str]) -> bool:
    if _is_other(found) or not ends_place(found.string[found.end() : found.end() + 20]):
        return False
    before = (found["before"] or "").rstrip(" .:")
    if before.lower() in address_words("numbered"):
        return False
    city = re.match(
        r", [^\W\d_][^\W\d_a-z]?[^\W\d_]+(?: [0-9]{1,2})?(?:[.,;)]|$)", found.string[found.end() : found.end() + 40]
    )
    if (
        city
        and city[0][2].isupper()
        and (
            not before
            or (before[:1].isupper() and before.lower() in _BEGUN)
            or found.string[: found.start("street")].rstrip()[-1:] in ",:;("
        )
    ):
        return True
    clause = re.split("[,;:.!?(]", found.string[max(0, found.start() - 30) : found.start("street")])[-1]
    words = re.findall(r"\w+", clause)
    if any(word.lower() in address_words("house") | address_words("locates") for word in words):
        return True
    # A preposition with a capital, where no sentence begins, is of a name.
    begun = [word for word in words[-2:] if word[:1].isupper() and word.lower() in _BEGUN]
    lettered = found["number"][-1].isalpha()
    return bool(begun) and (lettered or begun[-1] != words[0] or (len(words) == 1 and found.start() > 0))
