"""Whole packages as rows of text."""

from __future__ import annotations

from overseas_stations.columns import Column
from overseas_stations.forms.scalars import DATE
from overseas_stations.tables import TABLES

Row = dict[str, str | None]
Package = dict[str, list[Row]]
"""Table -> its rows as text, sorted by key; empty cells are None."""

LATEST_DATE = "2026-12-31"
"""No date of a generated package is later; only OS413 is planted after it."""


def in_key_order(rows: Package) -> Package:
    """Return the tables with their rows in the order of their keys, as compiled packages have them."""
    return {
        name: sorted(rows[name], key=lambda row: tuple(row[part] or "" for part in table.key))
        for name, table in TABLES.items()
    }


def other_value(column: Column, actual: str | None) -> str:
    """Return a valid value of a column that is not *actual*."""
    if column.terms:
        return next(value for value in column.terms if value != actual)
    values = ("1901", "1902") if column.scalar.pattern == DATE else ("1", "2")
    return values[actual == values[0]]
