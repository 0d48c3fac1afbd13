"""OS7xx: what could harm a person or deceive a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.rules.base import ERROR, Rule, rule
from overseas_stations.rules.checks import Cells, Rows, cells, contains, is_text, mixed, rows
from overseas_stations.rules.index import IndexColumns, Token, indexed
from overseas_stations.tables import RECORD_TABLES, TABLES

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Condition, Frame, Tables

STREET_ADDRESS = rule(
    "OS701",
    ERROR,
    "A street address",
    message="{field} seems to hold a street address",
    hint="take it out: the data are no more precise than the city",
    why="People live and work at addresses, and most of them have nothing to do with what is alleged.",
)
TELEPHONE = rule(
    "OS702",
    ERROR,
    "A telephone number",
    message="{field} seems to hold a telephone number",
    hint="take it out",
    why="The number reaches a person.",
)
EMAIL = rule(
    "OS703",
    ERROR,
    "An e-mail address",
    message="{field} seems to hold an e-mail address",
    hint="take it out",
    why="The address reaches a person.",
)
INVISIBLE = rule(
    "OS704",
    ERROR,
    "A control, invisible or direction-changing character",
    message="{field} holds a character that does not show: {value}",
    hint="type the text anew, without the invisible character",
    why="Such characters make a text read otherwise than it is, on a screen and in a review.",
)
FORMULA = rule(
    "OS705",
    ERROR,
    "A text that a spreadsheet would run",
    message="{field} begins with {value}",
    hint="begin the text with a letter, a digit or a quotation mark",
    why="A spreadsheet takes a cell that begins with =, +, - or @ for a formula and runs it.",
)
LOOK_ALIKE_ID = rule(
    "OS706",
    ERROR,
    "Ids that look alike",
    message="the id {value} is easily taken for {detail}",
    hint="choose an id that differs by more than l/1/i, o/0 or a hyphen",
    why="One of them will be cited for the other.",
)
MIXED_SCRIPTS = rule(
    "OS707",
    ERROR,
    "A word in two scripts",
    message="{field} has a word that mixes Latin with Cyrillic or Greek letters: {value}",
    hint="type the word anew in one script",
    why="The letters look alike and are not: the word is never found, and may be meant to deceive.",
)

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_WORD = _CAPITAL + "[^ ,;:]*"
_STREETS_AFTER = "Street|St|Avenue|Ave|Road|Rd|Lane|Boulevard|Blvd|Drive|Square|Terrace|Quay|Broadway|Highway|Parade"
_STREETS_BEFORE = (
    "[Rr]ue|[Aa]venue|[Bb]oulevard|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]alle|[Aa]venida|[Rr]ua|[Cc]arrer|[Uu]lica|[Pp]laza"
)
ADDRESS = (
    f"(?:^|[^0-9A-Za-z])(?:[0-9]{{1,5}}[A-Za-z]?,? (?:{_WORD} ){{1,4}}(?:{_STREETS_AFTER})(?:[ .,;)]|$)"
    f"|(?:{_STREETS_BEFORE}) (?:d[aeiou]s?l? |d'|de la )?{_WORD}(?: {_WORD}){{0,3}},? [0-9]{{1,4}}(?:[^0-9]|$)"
    f"|{_CAPITAL}[a-zäöüß]+(?:straße|strasse|gasse|allee|platz|straat|gracht|utca) [0-9]{{1,4}}(?:[^0-9]|$))"
)
_DIGITS = r"[1-9][0-9]{0,2}[ ./()-]{0,3}(?:[0-9][ ./()-]{0,2}){6,12}"
PHONE = (
    rf"(?:(?:^|[^0-9A-Za-z])(?:\+{_DIGITS}"
    r"|\(?0[0-9]{1,4}\)?[ /-][0-9]{2,4}[ /-]?[0-9]{2,4}[ /-]?[0-9]{0,4}"
    r"|\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4})"
    # Not after a hyphen: E-003998/2022 is a parliamentary question.
    rf"|(?:^|[^0-9A-Za-z-])00{_DIGITS})(?:[^0-9]|$)"
)
MAIL = r"[A-Za-z0-9._%+-]+ ?(?:@|\(at\)|\[at\]) ?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
# Written as characters, not as escapes: the engines' dialects differ in their escapes.
HIDDEN = (
    "[\x01-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\uffff]"
)
# A negative number alone is no formula: evidence asserts such values of coordinates.
RUNS = "^(?:[=+@\uff1d\uff0b\uff20]|-$|-[0-9.]*[^0-9.])"
_LATIN, _OTHER = "A-Za-zÀ-ɏ", "Ͱ-ϿЀ-ӿ"
MIXED = f"(?:[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}])"


def _pattern_check(broken: Rule, pattern: str) -> None:
    def holds(name: str) -> Condition:
        import narwhals as nw

        return lambda: contains(nw.col(name), pattern)

    @cells(broken)
    def find() -> Iterator[Cells]:
        for table in TABLES.values():
            for column in table.columns:
                if is_text(column):
                    yield Cells(broken, table.name, column.name, holds(column.name), screen=pattern)


for _rule, _pattern in (
    (STREET_ADDRESS, ADDRESS),
    (TELEPHONE, PHONE),
    (EMAIL, MAIL),
    (INVISIBLE, HIDDEN),
    (FORMULA, RUNS),
    (MIXED_SCRIPTS, MIXED),
):
    _pattern_check(_rule, _pattern)


def skeleton() -> nw.Expr:
    """Return what is left of an id where characters that look alike are one."""
    import narwhals as nw

    plain = nw.col("id")
    for look, same in (("[li]", "1"), ("o", "0"), ("rn", "m"), ("vv", "w"), ("-", "")):
        plain = plain.str.replace_all(look, same, literal=len(look) < 3)
    return plain


@indexed(None)
def _looks() -> IndexColumns:
    return {"look": Token((skeleton(),), "look")}


@rows(LOOK_ALIKE_ID)
def _look_alike_ids(tables: Tables) -> Iterator[Rows]:
    for table in RECORD_TABLES:
        if table.name in tables.index:
            ids = tables.index[table.name]
            alike = mixed(ids, group="look", by="id").select("row")
            yield Rows(LOOK_ALIKE_ID, alike, at=(table.name, "id"), exact=_look_alike)


def _look_alike(ids: Frame, table: str, field: str | None) -> Frame:
    import narwhals as nw

    # Which of them is the first depends on no order of rows, so that every engine names the same.
    marked = ids.with_columns(look=skeleton())
    least = marked.with_columns(least=nw.col("id").min().over("look"))
    other = least.filter(nw.col("id") != nw.col("least"))
    return other.select("row", value=nw.col("id"), detail=nw.col("least"))
