"""OS7xx: what could harm a person or deceive a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.scalars import URL
from overseas_stations.rules.core.base import ERROR, Rule
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, contains, is_text, mixed
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.harm import characters, mail, screens
from overseas_stations.tables import Table, Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Condition, Confirm, Frame
    from overseas_stations.rules.core.registry import PackageView

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
    message="{field} has a word that mixes letters of two scripts: {value}",
    hint="type the word anew in one script",
    why="The letters look alike and are not: the word is never found, and may be meant to deceive.",
)

MISREAD = rule(
    "OS708",
    ERROR,
    "A text that was read in the wrong encoding",
    message="{field} has letters that came out as others: {value}",
    hint="type the letters anew, and save the file as UTF-8",
    why="Names that are written so are never found, and nobody can be sure what the source says.",
)

# A negative number alone is no formula: evidence asserts such values of coordinates.
RUNS = "^(?:[=+@\uff1d\uff0b\uff20]|-$|-[0-9.]*[^0-9.])"


# Two degrees in an address of a map, each so exact that they show a building.
POINT_ON_A_MAP = r"[0-9]\.[0-9]{4,}(?:,|/|%2[Cc]|!4d|&m?lon=|&lng=)-?[0-9]{1,3}\.[0-9]{4,}"


def _is_telephone(text: str, country: str | None) -> bool:
    from overseas_stations.rules.harm.telephones import is_telephone

    return is_telephone(text, country)


def _is_address(text: str, _: str | None) -> bool:
    from overseas_stations.rules.harm.addresses.streets import is_address

    return is_address(text)


@dataclass(frozen=True)
class _Sign:
    """What tells that a text breaks a rule: a pattern, and what confirms the texts that contain it."""

    rule: Rule
    pattern: str
    confirm: Confirm | None = None
    by_country: bool = False


_SIGNS = (
    _Sign(STREET_ADDRESS, screens.ADDRESS, _is_address),
    _Sign(TELEPHONE, screens.TELEPHONE, _is_telephone, by_country=True),
    _Sign(EMAIL, mail.MAIL, mail.is_mail),
    _Sign(INVISIBLE, characters.INVISIBLE, characters.is_invisible),
    _Sign(FORMULA, RUNS),
    _Sign(MIXED_SCRIPTS, characters.MIXED, characters.is_mixed),
    _Sign(MISREAD, characters.MISREAD),
)


def _country_column(table: Table) -> str | None:
    """Return the column that says which country the rows of a table are about."""
    return next((column.name for column in table.columns if column.scalar.codes == "countries"), None)


def _check(sign: _Sign) -> None:
    def holds(name: str) -> Condition:
        return lambda: contains(nw.col(name), sign.pattern)

    @cells(sign.rule)
    def find(tables: Tables) -> Iterator[WrongCells]:
        for table in tables.values():
            given = _country_column(table) if sign.by_country else None
            for column in table.columns:
                if is_text(column):
                    yield WrongCells(
                        sign.rule,
                        table.name,
                        column.name,
                        holds(column.name),
                        screen=sign.pattern,
                        confirm=sign.confirm,
                        given=given,
                    )


for _sign in _SIGNS:
    _check(_sign)


@cells(STREET_ADDRESS)
def _point_on_a_map(tables: Tables) -> Iterator[WrongCells]:
    def holds(name: str) -> Condition:
        return lambda: contains(nw.col(name), POINT_ON_A_MAP)

    for table in tables.values():
        for column in table.columns:
            if column.scalar.pattern == URL:
                yield WrongCells(STREET_ADDRESS, table.name, column.name, holds(column.name), screen=POINT_ON_A_MAP)


def skeleton() -> nw.Expr:
    """Return what is left of an id where characters that look alike are one."""
    plain = nw.col("id")
    for look, same in (("[li]", "1"), ("o", "0"), ("rn", "m"), ("vv", "w"), ("-", "")):
        plain = plain.str.replace_all(look, same, literal=len(look) < 3)
    return plain


@indexed(None)
def _looks(tables: Tables) -> IndexColumns:
    return {"look": Token((skeleton(),), "look")}


@rows(LOOK_ALIKE_ID)
def _look_alike_ids(package: PackageView) -> Iterator[WrongRows]:
    for table in package.registry.tables.with_ids:
        if table.name in package.index:
            ids = package.index[table.name]
            alike = mixed(ids, group="look", by="id").select("row")
            yield WrongRows(LOOK_ALIKE_ID, alike, at=(table.name, "id"), exact=_look_alike)


def _look_alike(ids: Frame, table: str, field: str | None) -> Frame:
    # Which of them is the first depends on no order of rows, so that every engine names the same.
    marked = ids.with_columns(look=skeleton())
    least = marked.with_columns(least=nw.col("id").min().over("look"))
    other = least.filter(nw.col("id") != nw.col("least"))
    return other.select("row", value=nw.col("id"), detail=nw.col("least"))
