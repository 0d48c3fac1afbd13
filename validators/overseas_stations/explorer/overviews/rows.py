"""What overviews of one table share: its rows as records, the headings of columns, what rows can be filtered by."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.explorer.context import Context
from overseas_stations.explorer.overviews.overview import Labelled
from overseas_stations.explorer.telling.dates import Dated, record_date
from overseas_stations.lookups.library import Found
from overseas_stations.tables import TABLES, Row


def records(context: Context, table: str) -> Iterator[tuple[int, Found]]:
    """Yield the rows of a table as records, each with its position in the table's file."""
    for number, row in enumerate(context.library.rows[table]):
        yield number, context.found(table, row)


def by_date(context: Context, table: str) -> list[tuple[int, Found, Dated]]:
    """Return the rows of a table, each with its date, the latest first, and those without a date last."""
    dated = [(number, found, record_date(context, found)) for number, found in records(context, table)]
    return sorted(dated, key=lambda each: (each[2].key, each[1].name), reverse=True)


def titles(context: Context, table: str, *names: str) -> dict[str, str]:
    """Return the headings of columns by name."""
    return {name: context.labels.column(table, name) for name in names}


def terms(context: Context, table: str, name: str) -> tuple[str, Labelled]:
    """Return the heading of a column that holds terms, and what each is called."""
    vocabulary = TABLES[table].column(name).vocabulary
    return context.labels.column(table, name), lambda value: context.term(vocabulary, value) if vocabulary else value


def marks_of(row: Row, *names: str) -> dict[str, str]:
    """Return by what a row can be filtered: its country, its date and some of its columns."""
    marks = {name: row[name] or "" for name in names}
    return {"country": (row["country"] or "").lower(), **marks, "date": row.get("date") or ""}
