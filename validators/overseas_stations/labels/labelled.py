"""The columns of views that hold in words what others hold as codes, in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from overseas_stations.forms.vocabulary import DateBound, StationStatus
from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.labels.titles import ALL_TABLES
from overseas_stations.tables import Row, Table
from overseas_stations.views.cells import BETWEEN


def label_columns(table: Table) -> Mapping[str, str]:
    """Return the columns of a table that hold what another one holds in words: column -> that other one.

    >>> from overseas_stations.views import VIEWS
    >>> label_columns(VIEWS["statements_wide"].table)
    {'side_label': 'side', 'country_name': 'country'}
    """
    found = {name: name.removesuffix("_label") for name in table.names if name.endswith("_label")}
    found |= {name: "country" for name in table.names if name == "country_name"}
    return {name: base for name, base in found.items() if base in table.names}


def labelled(language: Language, table: Table, rows: Iterable[Row]) -> list[Row]:
    """Return the rows of a table with those columns, and what it says in words of ours, in a language."""
    if language.code == ENGLISH:
        return list(rows)
    columns = {name: table.column(base) for name, base in label_columns(table).items()}
    said = {name: say for name, say in _SAID.items() if label_columns(table) and name in table.names}
    found: list[Row] = []
    for row in rows:
        told: dict[str, str | None] = {**row}
        for name, column in columns.items():
            if cell := row[column.name]:
                told[name] = language.cell(column, cell)
        for name, say in said.items():
            if cell := row[name]:
                told[name] = BETWEEN.join(say(language, text) for text in cell.split(BETWEEN))
        found.append(told)
    return found


def _event(language: Language, text: str) -> str:
    """Return what came about and when: the view has a status in words, how to read the date, and the date."""
    status, bound, date = text.rsplit(" ", 2)
    return f"{language.term(StationStatus, status.replace(' ', '_'))} {language.term(DateBound, bound)} {date}"


_SAID: Mapping[str, Callable[[Language, str], str]] = {"events": _event, "cautions": Language.caution}
"""The columns of views with several values in words of ours: how one is said in a language."""


def relabelling(language: Language) -> Callable[[Table, Sequence[Row]], list[Row]]:
    """Return what gives the rows of a table with those columns in a language, and refuses a table that has none.

    Raises:
        ValueError: no column of the table holds labels. That is raised by what is returned.
    """

    def relabelled(table: Table, rows: Sequence[Row]) -> list[Row]:
        if not label_columns(table):
            having = ", ".join(name for name, each in ALL_TABLES.items() if label_columns(each))
            raise ValueError(f"no column of {table.name} holds labels; {having} have such columns")
        return labelled(language, table, rows)

    return relabelled
