"""OS2xx: single cells. The checks are compiled from the models; nothing about a field is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from overseas_stations.columns import Column
from overseas_stations.expressions import nw
from overseas_stations.findings import Finding
from overseas_stations.forms.scalars import NO_TEXT, TEXT
from overseas_stations.rules.core.base import ERROR, Rule
from overseas_stations.rules.core.checks import WrongCells, fits, is_text
from overseas_stations.rules.core.declaring import cells, rule
from overseas_stations.suggestions import did_you_mean
from overseas_stations.tables import Table, Tables

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from overseas_stations.rules.core.checks import Condition

REQUIRED = rule(
    "OS201",
    ERROR,
    "A required cell is empty",
    message="{field} is empty, and every row of {table} has one",
    hint="fill in {field}: {description}",
    why="The row means nothing without it.",
)
TYPE = rule(
    "OS202",
    ERROR,
    "A value of the wrong type",
    message="{value} is not {expected}",
    hint="write {field} as {expected}, for example {example}",
    why="Readers that expect a number or a boolean stop, or take the column for text.",
)
FORM = rule(
    "OS203",
    ERROR,
    "A value of the wrong form",
    message="{value} is not {expected}",
    hint="write {field} as {expected}, for example {example}",
    why="Ids, dates and addresses are compared and sorted as they are written; a date that does not exist sorts too.",
)
VOCABULARY = rule(
    "OS204",
    ERROR,
    "A value outside the vocabulary",
    message="{value} is not a value of {field}; expected {expected}",
    hint="choose a term by its definition in CODEBOOK.md (`overseas export package` writes it); if none fits, propose "
    "one{near}",
    why="A word that the vocabulary does not define means something else to each reader, and no filter finds it.",
)
LENGTH = rule(
    "OS205",
    ERROR,
    "A text that is too long",
    message="{field} has more than {expected} characters",
    hint="shorten it: {description}",
    why="Long texts hide what does not belong in the field, above all other people's sentences.",
)
RANGE = rule(
    "OS206",
    ERROR,
    "A number out of range",
    message="{value} is not {expected}",
    hint="correct {field}: it is {expected}",
    why="A latitude of 123 or a count below zero is a slip.",
)
BLANKS = rule(
    "OS207",
    ERROR,
    "Blanks around a text, or a line break in it",
    message="{field} begins or ends with a blank, or has a line break in it",
    hint="take the blanks away and write the text on one line (in YAML: fold it with >-)",
    why="Texts that look alike must be alike, or they neither join nor group.",
)

FIELD_RULES = (REQUIRED, TYPE, FORM, VOCABULARY, LENGTH, RANGE, BLANKS)


def params_of(column: Column, broken: Rule) -> dict[str, Any]:
    """Return what the message of a rule of this family says of a column."""
    if broken is LENGTH:
        return {"expected": column.scalar.max_length, "description": column.description}
    terms = list(column.terms)
    return {
        "expected": f"one of {', '.join(terms)}" if 0 < len(terms) <= 20 else column.scalar.expected,
        "description": column.description,
        "example": column.example,
    }


def conditions(column: Column, name: str | None = None) -> Iterator[tuple[Rule, Condition, dict[str, Any]]]:
    """Yield the rules of a column, the condition for breaking each, and what can be tried sooner.

    A cell breaks one of them at most.

    Args:
        column: what says how its cells should be.
        name: the column whose cells are judged by it, if it is another.
    """
    scalar, name = column.scalar, name or column.name
    if column.required:
        yield REQUIRED, lambda: _cell(name).is_null(), {}
    low, high = scalar.minimum, scalar.maximum
    sure = {} if low is None or high is None else _in_range(low, high)
    if column.terms:
        # Libraries differ in whether nothing is in a list.
        yield VOCABULARY, lambda: ~_cell(name).is_null() & ~fits(column, name), {"known": column.terms}
    elif scalar.type != "string":
        yield TYPE, lambda: ~fits(column, name), sure
    else:
        if scalar.max_length is not None:
            yield LENGTH, lambda: _too_long(column, name), {}
        broken = BLANKS if is_text(column) else FORM
        yield broken, lambda: _unfit(column, name), {"screen": NO_TEXT} if is_text(column) else {}
    if low is not None or high is not None:
        yield RANGE, lambda: _out_of_range(column, name), sure


def _cell(name: str) -> nw.Expr:
    return nw.col(name)


def _too_long(column: Column, name: str) -> nw.Expr:
    # Bytes are at hand where characters have to be counted, but not every engine tells them.
    return _cell(name).str.len_chars() > column.scalar.max_length


def _unfit(column: Column, name: str) -> nw.Expr:
    return ~fits(column, name) if column.scalar.max_length is None else ~fits(column, name) & ~_too_long(column, name)


def _out_of_range(column: Column, name: str) -> nw.Expr:
    number = nw.when(fits(column, name)).then(_cell(name)).cast(nw.Float64)
    return (number < column.scalar.minimum) | (number > column.scalar.maximum)


def _in_range(minimum: int, maximum: int) -> dict[str, Any]:
    """Return a pattern of whole numbers that are in a range of natural numbers; nothing for other ranges."""
    zero = "0|" if minimum == 0 else ""
    return {"proof": f"^(?:{zero}[1-9][0-9]{{0,{len(str(maximum)) - 2}}})$"} if minimum in (0, 1) else {}


def _checker(wanted: Rule) -> Any:
    def find(tables: Tables) -> Iterator[WrongCells]:
        for table in tables.values():
            for column in table.columns:
                for broken, where, sooner in conditions(column):
                    if broken is wanted:
                        yield WrongCells(
                            wanted, table.name, column.name, where, partial(params_of, column, wanted), **sooner
                        )

    return find


for _rule in FIELD_RULES:
    cells(_rule)(_checker(_rule))


_BY_ERROR: Mapping[str, Rule] = {
    "missing": REQUIRED,
    "string_too_short": REQUIRED,
    "enum": VOCABULARY,
    "literal_error": VOCABULARY,
    "string_too_long": LENGTH,
    "greater_than_equal": RANGE,
    "less_than_equal": RANGE,
}


def finding_of_error(table: Table, error: ErrorDetails, value: object, **place: Any) -> Finding:
    """Return the finding for what pydantic says of one cell: the rule that the column checks would name.

    Args:
        table: the record's table.
        error: one of ``ValidationError.errors()``; its place is the field's name.
        value: the cell's text.
        place: file, line, column and the like.
    """
    column = table.column(str(error["loc"][0]))
    found = _BY_ERROR.get(error["type"])
    if found is None:
        if error["type"] == "string_pattern_mismatch":
            found = BLANKS if column.scalar.pattern == TEXT else FORM
        else:
            found = TYPE
    shown = None if found is REQUIRED else value
    near = did_you_mean(str(value), column.terms, 1) if found is VOCABULARY else ""
    params = params_of(column, found) | {"near": near}
    return found.finding(table=table.name, field=column.name, value=shown, **params, **place)
