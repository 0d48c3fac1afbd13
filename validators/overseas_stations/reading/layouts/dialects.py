"""The dialects of CSV that are read: how a descriptor states one, and what of it is not known here."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Dialect:
    """How the cells of a text are told apart; the defaults are plain CSV.

    Attributes:
        delimiter: what stands between cells.
        quote: what stands around a cell; None where nothing does.
        doubled: two of these stand for one inside a cell.
        escape: what takes its meaning from the character behind it.
        comment: what a line begins with that is no record.
        comment_rows: numbers of records that are none, from 1.
        header_row: the number of the record with the names of the columns; None where there is none. The first that is
            no comment counts for 1.
        skip_space: spaces behind a delimiter are none of the cell.
    """

    delimiter: str = ","
    quote: str | None = '"'
    doubled: bool = True
    escape: str | None = None
    comment: str | None = None
    comment_rows: frozenset[int] = frozenset()
    header_row: int | None = 1
    skip_space: bool = False


PLAIN = Dialect()


def read_dialect(stated: Mapping[str, object]) -> tuple[Dialect, list[str]]:
    """Return the dialect that a descriptor states, and the properties of it that cannot be read; how lines end is none.

    What a dialect says of spreadsheets and databases is not looked at.
    """
    wrong: list[str] = []

    def taken(name: str, default: object, right: bool) -> object:
        if name in stated and not right:
            wrong.append(name)
            return default
        return stated.get(name, default)

    def character(name: str, default: str | None) -> str | None:
        value = stated.get(name, default)
        one = isinstance(value, str) and len(value) == 1 and (value.isprintable() or value == "\t")
        right = one or (value is None and name != "delimiter")
        return taken(name, default, right)  # type: ignore[return-value]

    def flag(name: str, default: bool) -> bool:
        return bool(taken(name, default, isinstance(stated.get(name), bool)))

    def numbers(name: str) -> list[int]:
        value = stated.get(name)
        listed = value if isinstance(value, list) else []
        right = value is None or (isinstance(value, list) and all(type(each) is int and each > 0 for each in listed))
        return listed if taken(name, None, right) else []

    dialect = Dialect(
        character("delimiter", ",") or ",",
        character("quoteChar", '"'),
        flag("doubleQuote", True),
        character("escapeChar", None),
        character("commentChar", None),
        frozenset(numbers("commentRows")),
        (numbers("headerRows") or [1])[0] if flag("header", True) else None,
        flag("skipInitialSpace", False),
    )
    if len(numbers("headerRows")) > 1:
        wrong.append("headerRows")
    if stated.get("lineTerminator", "\n") not in ("\n", "\r\n"):
        wrong.append("lineTerminator")
    signs = [sign for sign in (dialect.delimiter, dialect.quote, dialect.escape, dialect.comment) if sign is not None]
    if len(set(signs)) < len(signs):
        wrong.append("the same character for two things")
    return dialect, sorted(set(wrong))


SEPARATORS: Mapping[str, str] = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""What people and programs put between cells, and what that is called."""


class Separated(NamedTuple):
    """Between what the cells of a text stand, between what they should, and how a descriptor states the former."""

    value: str
    expected: str
    next: str


def separated_otherwise(header: str, names: Collection[str], used: str = ",") -> Separated | None:
    """Return how a text is cut into cells, if its header shows that it is cut otherwise than read; None else.

    Args:
        header: the first record, as one text.
        names: the columns that it should have; two of them show that a text is a header.
        used: the delimiter by which it was read.
    """
    cells = header.replace('"', "")
    known = {sign: len({cell.strip() for cell in cells.split(sign)}.intersection(names)) for sign in SEPARATORS}
    best = max(known, key=lambda sign: known[sign])
    if known[best] < 2 or known.get(used, 0):
        return None
    return Separated(
        SEPARATORS[best], SEPARATORS.get(used, f"signs {used}"), json.dumps({"dialect": {"delimiter": best}})[1:-1]
    )
