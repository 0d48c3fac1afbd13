"""OS2xx: single cells. The checks are compiled from the models; nothing about a field is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from overseas_stations.findings import Finding
from overseas_stations.rules.base import ERROR, Rule, rule
from overseas_stations.rules.checks import Cells, Rows, check, fits, is_text, present
from overseas_stations.scalars import NO_TEXT, TEXT
from overseas_stations.tables import Column, Table

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from overseas_stations.rules.checks import Frames

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
    hint="choose a term by its definition in datapackage/CODEBOOK.md; if none fits, propose one",
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


def params_of(column: Column) -> dict[str, Any]:
    """Return what the messages of this family say of a column."""
    terms = list(column.terms)
    return {
        "expected": f"one of {', '.join(terms)}" if 0 < len(terms) <= 20 else column.scalar.expected,
        "description": column.description,
        "example": column.example,
    }


def _conditions(column: Column) -> Iterator[tuple[Rule, Any]]:
    """Yield the rules of a column and the condition for breaking each. A cell breaks one at most."""
    import narwhals as nw

    cell, scalar = nw.col(column.name), column.scalar
    if column.required:
        yield REQUIRED, cell.is_null()
    if column.terms:
        yield VOCABULARY, ~fits(column)
        return
    if scalar.type != "string":
        yield TYPE, ~fits(column)
    else:
        too_long = None if scalar.max_length is None else cell.str.len_chars() > scalar.max_length
        if too_long is not None:
            yield LENGTH, too_long
        unfit = ~fits(column)
        yield BLANKS if is_text(column) else FORM, unfit if too_long is None else unfit & ~too_long
    if scalar.minimum is not None or scalar.maximum is not None:
        number = nw.when(fits(column)).then(cell).cast(nw.Float64)
        low, high = scalar.minimum, scalar.maximum
        yield RANGE, (number < low) | (number > high)


def _checker(wanted: Rule) -> Any:
    def find(frames: Frames) -> Iterator[Cells | Rows]:
        for table in present(frames):
            for column in table.columns:
                for broken, where in _conditions(column):
                    if broken is wanted:
                        params = params_of(column)
                        if wanted is LENGTH:
                            params["expected"] = column.scalar.max_length
                        screen = NO_TEXT if wanted is BLANKS else None
                        yield Cells(wanted, table.name, column.name, where, params, screen=screen)

    return find


for _rule in FIELD_RULES:
    check(_rule)(_checker(_rule))


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
    params = params_of(column)
    if found is LENGTH:
        params["expected"] = column.scalar.max_length
    return found.finding(
        table=table.name, field=column.name, value=None if found is REQUIRED else value, **params, **place
    )
