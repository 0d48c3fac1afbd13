"""How a rule looks at tables: as Narwhals expressions over lazy frames, the same on every engine.

A frame holds a table as text: a column ``row`` (Int64, 1-based) and the table's columns as strings, empty cells null.
A check yields :class:`Cells` (a condition on single rows; the engine evaluates all of them in one pass over a table) or
:class:`Rows` (a frame of the rows that are wrong, for what needs other rows or tables).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from overseas_stations.rules.base import Rule
from overseas_stations.scalars import TEXT
from overseas_stations.tables import TABLES, Column, Table

if TYPE_CHECKING:
    import narwhals as nw

    Frames = Mapping[str, "nw.LazyFrame[Any]"]
    """Table name -> its rows as text."""


@dataclass(frozen=True)
class Cells:
    """Rows of one table for which a condition holds.

    Attributes:
        rule: the rule that the rows break.
        table: the table.
        field: the column that is shown as the place; None for the row as a whole.
        where: the condition, null counting as false.
        params: fill the message.
        value: the column whose text is shown; the field itself by default.
        screen: a pattern that the cell of ``field`` contains wherever the condition holds, or None. Patterns of one
            column are looked for all at once, and a condition is evaluated only where one of them is found.
    """

    rule: Rule
    table: str
    field: str | None
    where: nw.Expr
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    value: str | None = None
    screen: str | None = None


@dataclass(frozen=True)
class Rows:
    """Rows that are wrong: a frame with the columns ``row``, ``record`` and ``value`` (text).

    A column ``detail`` (text), where there is one, fills ``{detail}`` of the message.
    """

    rule: Rule
    table: str
    field: str | None
    frame: nw.LazyFrame[Any]
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """The function that applies a rule, and the tables that it cannot do without."""

    rule: Rule
    needs: tuple[str, ...]
    find: Callable[[Frames], Iterator[Cells | Rows]]


CHECKS: list[Check] = []
"""Every check on tables, in the order of declaration. :func:`overseas_stations.engine.run` runs them."""


def check(
    rule: Rule, *needs: str
) -> Callable[[Callable[[Frames], Iterator[Cells | Rows]]], Callable[[Frames], Iterator[Cells | Rows]]]:
    """Register a function as what applies *rule*; it runs where all tables in *needs* are present."""

    def register(find: Callable[[Frames], Iterator[Cells | Rows]]) -> Callable[[Frames], Iterator[Cells | Rows]]:
        CHECKS.append(Check(rule, needs, find))
        return find

    return register


def present(frames: Frames, tables: Mapping[str, Table] | tuple[Table, ...] = TABLES) -> Iterator[Table]:
    """Yield those of *tables* that are in *frames*."""
    for table in tables.values() if isinstance(tables, Mapping) else tables:
        if table.name in frames:
            yield table


def record(table: Table) -> nw.Expr:
    """Return the expression that names a row (see :func:`overseas_stations.tables.record_name`)."""
    import narwhals as nw

    return nw.concat_str([nw.col(column).fill_null("") for column in table.key], separator="/")


def fits(column: Column) -> nw.Expr:
    """Return the condition that a cell has the column's lexical form; null for an empty cell."""
    import narwhals as nw

    cell = nw.col(column.name)
    if column.terms:
        return cell.is_in(list(column.terms))
    # The second half closes the gap that "$" leaves before a final line break in some engines.
    return cell.str.contains(column.scalar.pattern) & ~cell.str.ends_with("\n")


def fitting(table: str, column: str) -> nw.Expr:
    """Return the cell where it has its lexical form, else null: later rules pass over what an earlier one reports."""
    import narwhals as nw

    return nw.when(fits(TABLES[table].column(column))).then(nw.col(column))


def is_text(column: Column) -> bool:
    """Say whether a column holds free text."""
    return column.scalar.pattern == TEXT


def first_day(date: nw.Expr) -> nw.Expr:
    """Return the first day of a partial date, as text."""
    return _padded(date, "-01-01")


def last_day(date: nw.Expr) -> nw.Expr:
    """Return a text that sorts as the last day of a partial date."""
    return _padded(date, "-12-31")


def _padded(date: nw.Expr, day: str) -> nw.Expr:
    import narwhals as nw

    length = date.str.len_chars()
    return (
        nw.when(length == 4)
        .then(nw.concat_str([date, nw.lit(day)]))
        .otherwise(nw.when(length == 7).then(nw.concat_str([date, nw.lit(day[3:])])).otherwise(date))
    )


def either(conditions: list[nw.Expr]) -> nw.Expr:
    """Return the condition that one of *conditions* holds, null counting as false."""
    return reduce(lambda a, b: a | b, [condition.fill_null(False) for condition in conditions])
