"""Tables as frames of text: what every rule looks at, whichever library holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

    from overseas_stations.tables import Table

FrameRow = dict[str, Any]
"""A row of a frame as Python has it."""

EngineName = Literal["polars", "pandas", "duckdb", "spark"]
"""Who evaluates the rules."""


@dataclass(frozen=True)
class TextFrame:
    """A frame of a user as text.

    Attributes:
        frame: the table's columns as text, empty cells null; in a Polars frame ``row`` as well. None where a required
            column is missing.
        library: where the frame is.
        missing: the columns that it lacks.
    """

    frame: nw.LazyFrame[Any] | None
    library: EngineName
    missing: list[str]


def text_frame(table: Table, rows: Iterable[Mapping[str, str | None]]) -> pl.LazyFrame:
    """Return the rows of a table as a lazy Polars frame of text with the column ``row``."""
    return numbered(columns(table, rows).lazy())


def columns(table: Table, rows: Iterable[Mapping[str, str | None]]) -> pl.DataFrame:
    """Return the rows of a table as a Polars frame of text, empty cells null."""
    import polars as pl

    listed = list(rows)
    cells = {name: [row.get(name) or None for row in listed] for name in table.names}
    return pl.DataFrame(cells, schema=dict.fromkeys(table.names, pl.String))


def numbered(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return a Polars frame with the number of each row, from 1, in the column ``row``."""
    return frame.with_row_index("row", offset=1)


def as_text(table: Table, frame: Any) -> TextFrame:
    """Return a frame of a user as text.

    Optional columns that it lacks are null. What is in memory becomes a Polars frame; DuckDB's relations and Spark's
    frames stay where they are.

    Args:
        table: the table that the frame holds.
        frame: a pandas or PyArrow table, a Polars frame (eager or lazy), a DuckDB relation, a Spark frame, or anything
            else that Narwhals knows.

    Raises:
        TypeError: it is no frame.
    """
    import narwhals as nw

    native = nw.from_native(frame)
    if isinstance(native, nw.DataFrame):
        native = _lazy_polars(native, table.names)
    kind = native.implementation
    library: EngineName = "duckdb" if kind.is_duckdb() else "spark" if kind.is_spark_like() else "polars"
    if library == "polars" and not kind.is_polars():
        native = nw.from_native(native.collect("polars").to_native().lazy())
    schema = native.collect_schema()
    missing = [name for name in table.names if name not in schema]
    if any(table.column(name).required for name in missing):
        return TextFrame(None, library, missing)
    empty = nw.lit(None, dtype=nw.String)
    columns = {name: empty if name in missing else _text(name, schema[name]) for name in table.names}
    texts = native.select(**columns)
    if library == "polars":
        texts = nw.from_native(numbered(texts.to_native()))
    return TextFrame(texts, library, missing)


def in_polars(text: TextFrame) -> pl.LazyFrame:
    """Return a frame of text as Polars', with ``row``."""
    assert text.frame is not None
    frame: pl.LazyFrame
    if text.library == "polars":
        frame = text.frame.to_native()
    else:
        frame = numbered(text.frame.collect("polars").to_native().lazy())
    return frame


def _lazy_polars(frame: nw.DataFrame[Any], names: Iterable[str]) -> nw.LazyFrame[Any]:
    import narwhals as nw
    import polars as pl

    if frame.implementation.is_polars():
        return frame.lazy()
    known = frame.select(*(name for name in names if name in frame.columns))
    if frame.implementation.is_pyarrow():
        return nw.from_native(pl.DataFrame(known.to_native()).lazy())
    # By way of lists, because Polars takes pandas' own types only with pyarrow, which is not among what we need.
    columns = {name: _values(known[name].to_list()) for name in known.columns}
    return nw.from_native(pl.DataFrame(columns, strict=False).lazy())


def _values(cells: list[Any]) -> list[Any]:
    """Return cells with every kind of missing value as None."""
    return [None if cell is None or type(cell).__name__ == "NAType" or cell != cell else cell for cell in cells]


def _text(name: str, kind: Any) -> nw.Expr:
    """Return the canonical text of a column."""
    import narwhals as nw

    column = nw.col(name)
    if kind == nw.Boolean:
        return nw.when(column).then(nw.lit("true")).otherwise(nw.when(~column).then(nw.lit("false")))
    if kind.is_float():
        # A whole number has no point in its canonical text; pandas makes floats of integers with gaps.
        finite = column.is_finite()
        whole = nw.when(finite & (column == column.floor()) & (column.abs() < 2**53)).then(column).cast(nw.Int64)
        spelt = nw.when(~column.is_nan()).then(column.cast(nw.String))
        return nw.when(~whole.is_null()).then(whole.cast(nw.String)).otherwise(spelt)
    text = column if kind == nw.String else column.cast(nw.String)
    return nw.when(text != "").then(text)
