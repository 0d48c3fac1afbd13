"""The columns of views that hold in words what others hold as codes, in a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from overseas_stations.labels.language import Language
from overseas_stations.tables import Row, Table


def label_columns(table: Table) -> Mapping[str, str]:
    """Return the columns of a table that hold what another one holds in words: column -> that other one.

    >>> from overseas_stations.views import VIEWS
    >>> label_columns(VIEWS["statements_wide"].table)
    {'side_label': 'side', 'country_name': 'country'}
    """
    found = {name: name.removesuffix("_label") for name in table.names if name.endswith("_label")}
    found |= {name: "country" for name in table.names if name == "country_name"}
    return {name: base for name, base in found.items() if base in table.names}


def labelled(language: Language, table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of a table with those columns in a language."""
    columns = {name: table.column(base) for name, base in label_columns(table).items()}
    for row in rows:
        words = {name: language.cell(column, cell) for name, column in columns.items() if (cell := row[column.name])}
        yield {**row, **words}
