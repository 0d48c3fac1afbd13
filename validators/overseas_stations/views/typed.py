"""A table or a view of the installed package in a library's form: frames of pandas or Polars, or records."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from overseas_stations import paths
from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.forms.scalars import DTYPES
from overseas_stations.lookups.known import known_on as as_known_on
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record
from overseas_stations.suggestions import UnknownName, did_you_mean
from overseas_stations.tables import TABLES, Row, Table
from overseas_stations.views import VIEWS, view_path
from overseas_stations.views.view import add_days, dates_of, with_days

FORMS = ("pandas", "polars", "records")


Change = Callable[[Table, Sequence[Row]], list[Row]]
"""What else is done to the rows of a table before they are typed."""


def typed_table(
    name: str, as_: str, known_on: str | None = None, *, dates: bool = False, change: Change | None = None
) -> Any:
    """Return a table or a view of the installed package.

    Args:
        name: the table or the view.
        as_: ``pandas``, ``polars`` or ``records``.
        known_on: a date: only what the sources published by then support.
        dates: beside each partial date of a table stand its first and last day, and its precision.
        change: what is done to the rows.

    Raises:
        UnknownName: there is no such table or view.
        ValueError: *as_* is none of the three, or *known_on* is no date.
    """
    if as_ not in FORMS:
        raise ValueError(f"as_ is {', '.join(FORMS[:-1])} or {FORMS[-1]}, not {as_!r}")
    if name not in VIEWS and name not in TABLES:
        every = [*TABLES, *VIEWS]
        meant = did_you_mean(name, every) or f"; there are {', '.join(every)}"
        raise UnknownName(f"no table or view {name}{meant}")
    view, folder = VIEWS.get(name), paths.packaged_datapackage()
    table = TABLES[name] if view is None else view.table
    path = folder / (f"tables/{name}.csv" if view is None else view_path(name))
    # A checkout holds no views.
    written = known_on is None and change is None
    if written and as_ != "records" and (path.exists() if view is not None else not dates):
        return _frame(table, path, as_, {})
    library, attributes = Library.load(folder), {}
    if known_on is not None:
        known = as_known_on(library, known_on)
        library = known.library
        attributes["known_on"] = {"day": known.day, "later": known.later, "undated": known.undated}
    rows: list[Row] = list(library.rows[name]) if view is None else view.rows(library)
    if dates and view is None:
        given = dates_of(table.model)
        table = Table(table.name, with_days(table.model), table.title, key=table.key)
        rows = [add_days(row, given) for row in rows]
    if change is not None:
        rows = change(table, rows)
    if as_ == "records":
        return [_record(table.model, row) for row in rows]
    return _frame(table, io.BytesIO(csv_bytes(table, rows)), as_, attributes)


def _record(model: type[Record], row: Row) -> Record:
    return model.from_text({name: row[name] for name in model.model_fields})


def _frame(table: Table, data: Path | io.BytesIO, as_: str, attributes: Mapping[str, Any]) -> Any:
    """Return canonical CSV as a frame with typed columns."""
    kinds = {column.name: DTYPES[column.scalar.type] for column in table.columns}
    days = [column.name for column in table.columns if column.scalar.type == "date"]
    if as_ == "polars":
        import polars as pl

        return pl.read_csv(data, schema={name: getattr(pl, kind[1]) for name, kind in kinds.items()})
    import pandas as pd

    dtypes: Any = {name: kind[0] for name, kind in kinds.items() if name not in days}
    # "NA" is Namibia: only an empty cell is missing.
    frame = pd.read_csv(
        data,
        dtype=dtypes,
        parse_dates=days,
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    for name in days:
        # A column without a single day is read as one of numbers.
        frame[name] = frame[name].astype(DTYPES["date"][0])  # type: ignore[call-overload]
    frame.attrs.update(attributes)
    return frame
