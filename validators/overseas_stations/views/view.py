"""What a view is: a table whose rows follow from those of the others, with names beside codes and days beside dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import create_model

from overseas_stations.columns import column_of
from overseas_stations.forms.scalars import Day
from overseas_stations.forms.vocabulary import DatePrecision
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional
from overseas_stations.tables import Row, Table
from overseas_stations.views import joining
from overseas_stations.views.dates import day_names, days

if TYPE_CHECKING:
    import polars as pl

PARTIAL_DATE = "partial date"


@dataclass(frozen=True)
class View:
    """A view: its table, which nobody edits, and what its rows are, in the order of its key.

    A cell may hold several values, parted as :mod:`overseas_stations.views.cells` says, with their number beside it.
    Wherever rows are read that were not checked, what they name may be missing: then the cell is empty.
    """

    table: Table
    rows_of: Callable[[Library], pl.DataFrame]

    @property
    def name(self) -> str:
        """The view's and its resource's name."""
        return self.table.name

    def frame(self, library: Library) -> pl.DataFrame:
        """Return the rows that follow from the tables, each date with its days beside it, as columns of text."""
        import polars as pl

        found = joining.with_days(self.rows_of(library), dates_of(self.table.model))
        key = [pl.col(name).fill_null("") for name in self.table.key]
        return found.select(self.table.names).sort(*key, maintain_order=True)

    def rows(self, library: Library) -> list[Row]:
        """Return the same as rows."""
        return list(self.frame(library).rows(named=True))


def view(
    name: str,
    model: type[Record],
    title: str,
    key: tuple[str, ...],
    rows: Callable[[Library], Any],
    *more: type[Record],
) -> View:
    """Return a view: its model's columns and those of *more*, the days of each date beside it."""
    return View(Table(name, with_days(model, *more), title, key=key, cited=False), rows)


def dates_of(model: type[Record]) -> list[str]:
    """Return the columns of a model that hold partial dates."""
    columns = (column_of(name, info) for name, info in model.model_fields.items())
    return [column.name for column in columns if column.scalar.name == PARTIAL_DATE]


def with_days(model: type[Record], *more: type[Record]) -> type[Record]:
    """Return a model with the columns of some, and after each partial date its first and last day and its precision."""
    fields: dict[str, Any] = {}
    dates = {name for each in (model, *more) for name in dates_of(each)}
    for name, info in (pair for each in (model, *more) for pair in each.model_fields.items()):
        fields[name] = (info.annotation, info)
        if name in dates:
            earliest, latest, precision = day_names(name)
            first = optional(f"{info.title}, earliest", "The first day that the date can be.", "2022-12-01")
            last = optional(f"{info.title}, latest", "The last day that the date can be.", "2022-12-31")
            precise = optional(f"{info.title}, precision", "How precisely the date is known.", "month")
            fields |= {earliest: (Day | None, first), latest: (Day | None, last)}
            fields[precision] = (DatePrecision | None, precise)
    return create_model(model.__name__, __base__=Record, __module__=model.__module__, __doc__=model.__doc__, **fields)


def add_days(row: Row, dates: Iterable[str]) -> Row:
    """Return a row with the first and last day and the precision of each of some dates."""
    found = dict(row)
    for date in dates:
        found |= zip(day_names(date), days(row[date]), strict=True)
    return found
