"""Tables as frames of text: what every rule looks at, whichever engine holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from overseas_stations.tables import Table

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl


def text_frame(table: Table, rows: Iterable[Mapping[str, str | None]]) -> nw.LazyFrame[Any]:
    """Return the rows of a table as a lazy Polars frame of text with the column ``row``."""
    import narwhals as nw
    import polars as pl

    listed = list(rows)
    columns: dict[str, list[object]] = {"row": list(range(1, len(listed) + 1))}
    columns |= {name: [row.get(name) or None for row in listed] for name in table.names}
    schema = {"row": pl.Int64, **dict.fromkeys(table.names, pl.String)}
    return nw.from_native(pl.LazyFrame(columns, schema=schema))


def from_polars(frame: pl.DataFrame) -> nw.LazyFrame[Any]:
    """Return a Polars frame that holds ``row`` and a table's columns as a lazy frame for the engine."""
    import narwhals as nw

    return nw.from_native(frame.lazy())


def as_text(table: Table, frame: Any) -> tuple[nw.LazyFrame[Any] | None, list[str]]:
    """Return a frame of a user as text with the column ``row``, and the columns that it lacks.

    Optional columns that it lacks are null; None in place of the frame where it lacks a required one.

    Args:
        table: the table that the frame holds.
        frame: a pandas or Polars frame (eager or lazy), or anything else that Narwhals collects.

    Raises:
        TypeError: it is no frame.
    """
    import narwhals as nw
    import polars as pl

    native = nw.from_native(frame)
    eager = native.collect() if isinstance(native, nw.LazyFrame) else native
    missing = [name for name in table.names if name not in eager.columns]
    if any(table.column(name).required for name in missing):
        return None, missing
    names = [name for name in table.names if name not in missing]
    if eager.implementation.is_polars():
        polars = eager.select(*names).to_native()
    else:
        # By way of lists, because Polars takes pandas' own types only with pyarrow, which is not among what we need.
        polars = pl.DataFrame({name: _values(eager[name].to_list()) for name in names}, strict=False)
    texts: list[pl.Expr] = []
    for name in table.names:
        if name in missing:
            texts.append(pl.lit(None, dtype=pl.String).alias(name))
            continue
        column, kind = pl.col(name), polars.schema[name]
        text: pl.Expr
        if kind == pl.Boolean:
            text = pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false"))
        elif kind.is_float():
            # A whole number has no point in its canonical text; pandas makes floats of integers with gaps.
            whole = column.cast(pl.Int64, strict=False)
            spelt = column.cast(pl.String)
            text = (
                pl.when(column.is_nan()).then(None).when(whole == column).then(whole.cast(pl.String)).otherwise(spelt)
            )
        else:
            text = column.cast(pl.String)
        texts.append(pl.when(text != "").then(text).alias(name))
    return from_polars(polars.select(texts).with_row_index("row", offset=1).cast({"row": pl.Int64})), missing


def _values(cells: list[Any]) -> list[Any]:
    """Return cells with every kind of missing value as None."""
    return [None if cell is None or type(cell).__name__ == "NAType" or cell != cell else cell for cell in cells]
