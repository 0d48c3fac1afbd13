"""How a rule looks at tables: as Narwhals expressions, the same on every engine.

Two kinds of check. :func:`cells` declares conditions on single rows: they depend on no data, and an engine evaluates
all of a table's in one pass. :func:`rows` declares what needs other rows or tables: such a check sees the
index (:mod:`overseas_stations.rules.core.index`), which holds names and dates but no texts, and yields the rows that
are wrong.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from overseas_stations.columns import Column
from overseas_stations.expressions import nw
from overseas_stations.forms.scalars import TEXT
from overseas_stations.rules.core.base import Rule
from overseas_stations.tables import Table, Tables

if TYPE_CHECKING:
    Frame = nw.LazyFrame[Any]
    Condition = Callable[[], nw.Expr]
    Exact = Callable[[Frame, str, str | None], Frame]
    Confirm = Callable[[str, str | None], bool]

Params = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class WrongCells:
    """Rows of one table for which a condition holds. Each is equal to itself alone.

    Attributes:
        rule: the rule that the rows break.
        table: the table.
        field: the column that is shown as the place; None for the row as a whole.
        where: returns the condition, null counting as false.
        params: fill the message; or a function that returns what does.
        value: the column whose text is shown; the field itself by default.
        detail: a column whose text fills ``{detail}`` of the message.
        screen: a pattern that the cell of ``field`` contains wherever the condition holds, or None. Patterns of one
            column can be looked for all at once, and conditions evaluated only where one of them is found.
        proof: a pattern that the cell of ``field`` does not contain wherever the condition holds, or None: it is tried
            before the condition.
        confirm: where the condition can only tell suspects: says of the text of a suspect's ``field``, and of the
            column ``given``, whether it is wrong. It runs in Python on every engine, on the suspects alone, which
            ``screen`` tells.
        given: a column whose text *confirm* is given too, or None.
        known: what may stand there, of which the nearest fills ``{near}``.
    """

    rule: Rule
    table: str
    field: str | None
    where: Condition
    params: Params | Callable[[], Params] = dataclasses.field(default_factory=dict)
    value: str | None = None
    detail: str | None = None
    screen: str | None = None
    proof: str | None = None
    confirm: Confirm | None = None
    given: str | None = None
    known: Iterable[str] = ()

    def shown(self, tables: Tables) -> str:
        """Return the column whose text is shown."""
        return self.value or self.field or tables[self.table].key[0]


@dataclass(frozen=True)
class WrongRows:
    """Rows that are wrong, as a frame of what the index holds of them.

    Attributes:
        rule: the rule that the rows break.
        frame: ``row``; ``place`` where the rows are of several tables or columns; and what *texts*
            and *matched* speak of.
        at: table and column of all rows, None where ``place`` says it.
        params: fill the message; or a function of table and column that returns what fills it.
        value: the column of the row that is shown; the field itself by default.
        detail: the column of the row whose text fills ``{detail}`` of the message.
        texts: ``value`` and ``detail``, where the frame has columns of these names that are shown instead.
        details: the number of a row -> its ``{detail}``, where a check finds it out beside the engine.
        matched: the rows are wrong because names are equal, not because one is missing; the frame has the names.
        exact: where the index can only tell suspects: takes the suspects' rows of one place as text (all columns of
            the table, and ``row``), and returns those that are wrong, with ``row``, ``value`` and ``detail`` as text.
        known: returns what may stand at a table and column, beside a ``{detail}`` of the row, of which the nearest
            fills ``{near}``; asked where rows are wrong.
    """

    rule: Rule
    frame: Frame
    at: tuple[str, str | None] | None = None
    params: Params | Callable[[str, str | None], Params] = dataclasses.field(default_factory=dict)
    value: str | None = None
    detail: str | None = None
    texts: tuple[str, ...] = ()
    details: Mapping[int, str] = dataclasses.field(default_factory=dict)
    matched: bool = False
    exact: Exact | None = None
    known: Callable[[str, str | None, str | None], Iterable[str]] | None = None

    def params_at(self, table: str, field: str | None) -> Params:
        """Return what fills the message at a place."""
        return self.params(table, field) if callable(self.params) else self.params


@dataclass(frozen=True)
class Token:
    """A name, compared as a whole: null where one of its parts is.

    Tokens are equal where all of their parts are. A part is an expression of text, or a text that is the same in all
    rows. Names of one kind are compared with each other.
    """

    parts: tuple[nw.Expr | str, ...]
    kind: str = "record"


IndexColumns = Mapping[str, "nw.Expr | Token"]
"""Column of the index -> what it is."""


def concatenated(frames: list[Frame]) -> Frame | None:
    """Return frames of the same columns one below the other, None where there is none."""
    if len(frames) < 2:
        return frames[0] if frames else None
    return nw.concat(frames)


def mixed(rows: Frame, *, group: str, by: str) -> Frame:
    """Return the rows of those groups in which *by* is not the same everywhere; nulls belong to no group."""
    known = rows.drop_nulls([group, by])
    groups = known.group_by(group).agg(low=nw.col(by).min(), high=nw.col(by).max())
    differing = groups.filter(nw.col("low") != nw.col("high")).select(group)
    return known.join(differing, on=group, how="semi")


def unusual(rows: Frame, *, group: str, by: str) -> Frame:
    """Return the rows in which *by* is not what it is in most rows of their group, beside what is ``usual`` there.

    Of several that stand equally often, the first as text counts as usual, whatever the order of the rows.
    """
    most = 10**9  # so that all of the numbers below have as many digits, and sort as texts
    counted = rows.group_by(group, by).agg(times=nw.len())
    seldom = (most - nw.col("times").cast(nw.Int64)).cast(nw.String)
    ranked = counted.with_columns(rank=nw.concat_str([seldom, nw.col(by)]))
    usual = ranked.group_by(group).agg(nw.col("rank").min())
    usual = usual.select(group, usual=nw.col("rank").str.slice(len(str(most - 1))))
    return rows.join(usual, on=group).filter(nw.col(by) != nw.col("usual"))


# Expressions


def record(table: Table) -> nw.Expr:
    """Return the expression that names a row (see :func:`overseas_stations.tables.record_name`)."""
    if len(table.key) == 1:
        return nw.col(table.key[0]).fill_null("")
    return nw.concat_str([nw.col(column).fill_null("") for column in table.key], separator="/")


def contains(cell: nw.Expr, pattern: str) -> nw.Expr:
    """Return the condition that a text contains *pattern*; null for an empty cell.

    No pattern holds a dollar sign that is not an anchor. Some engines let it match before a final line break as well,
    which ``\\z`` does in none of them.
    """
    return cell.str.contains(pattern.replace("$", r"\z"))


class AnyOf(str):
    """The pattern of the texts that contain one of some patterns, which are its ``parts``."""

    __slots__ = ("parts",)

    parts: tuple[str, ...]


def any_of(patterns: Iterable[str]) -> AnyOf:
    """Return the pattern of the texts that contain one of *patterns*."""
    parts = tuple(patterns)
    found = AnyOf("|".join(f"(?:{pattern})" for pattern in parts))
    found.parts = parts
    return found


def contains_one(cell: nw.Expr, patterns: Iterable[str], *, few: bool) -> nw.Expr:
    """Return the condition that a text contains one of some patterns.

    Args:
        cell: the text.
        patterns: the patterns.
        few: there are few texts. Then each part of a pattern is looked for alone: what an engine makes of a small
            pattern is soon made. Where texts are many, what it makes of all patterns at once is worth it.
    """
    every = list(patterns)
    if not few:
        return contains(cell, any_of(every))
    small = [pattern for pattern in every if not isinstance(pattern, AnyOf)]
    parts = [part for pattern in every if isinstance(pattern, AnyOf) for part in pattern.parts]
    return reduce(or_, [contains(cell, each) for each in (*([any_of(small)] if small else []), *parts)])


def fits(column: Column, name: str | None = None) -> nw.Expr:
    """Return the condition that a cell has the column's lexical form; null for an empty cell.

    Args:
        column: what says the form.
        name: the column that is looked at, if it is another.
    """
    cell = nw.col(name or column.name)
    if column.terms:
        return cell.is_in(list(column.terms))
    return contains(cell, column.scalar.pattern)


def fitting(tables: Tables, table: str, column: str) -> nw.Expr:
    """Return the cell where it has its lexical form, else null: later rules pass over what an earlier one reports."""
    return nw.when(fits(tables[table].column(column))).then(nw.col(column))


def is_text(column: Column) -> bool:
    """Say whether a column holds free text."""
    return column.scalar.pattern == TEXT


def last_day(date: nw.Expr) -> nw.Expr:
    """Return a text that sorts as the last day of a partial date.

    A partial date, as it is written, sorts before every day in it and behind every day before it, so that nothing needs
    to be done for its first day.
    """
    length = date.str.len_chars()
    year, month = (nw.concat_str([date, nw.lit(rest)]) for rest in ("-12-31", "-31"))
    return nw.when(length == 4).then(year).otherwise(nw.when(length == 7).then(month).otherwise(date))


def either(conditions: list[nw.Expr]) -> nw.Expr:
    """Return the condition that one of *conditions* holds, null counting as false."""
    return reduce(lambda a, b: a | b, [condition.fill_null(False) for condition in conditions])
