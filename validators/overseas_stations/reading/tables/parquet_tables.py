"""One Parquet file as a frame of text, or what keeps it from being one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from overseas_stations.findings import Finding
from overseas_stations.frames import as_text
from overseas_stations.reading.tables.parquet_pages import MAX_RATIO, TooLarge, measure, too_large
from overseas_stations.reading.tables.scanned import ScannedTable, cell_of, unreadable
from overseas_stations.rules import files

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.reading.tables.scanned import TableFile


def read_parquet(file: TableFile) -> ScannedTable:
    """Judge a file and return what reads it; bad data give findings, never an exception.

    Numbers and booleans are checked in their canonical text.
    """
    try:
        scan, columns, rows = open_parquet(file.path)
    except OSError as error:
        return ScannedTable(None, [unreadable(file, error.strerror or str(error))])
    text = as_text(file.table, scan)
    findings = column_findings(file, columns)
    if text.frame is None:
        return ScannedTable(None, findings, columns)
    frame = text.frame.to_native()
    return ScannedTable(frame.with_columns(cell_of(file, name) for name in file.table.names), findings, columns, rows)


def open_parquet(path: Path) -> tuple[pl.LazyFrame, list[str], int]:
    """Return what reads a file, its columns, and how many rows it has. What it decodes to is bounded before.

    Raises:
        OSError: it cannot be read, is no Parquet file, or decodes to too much.
    """
    import polars as pl

    try:
        pages = measure(path)
        scan = pl.scan_parquet(path, glob=False)
        schema = scan.collect_schema()
        size = path.stat().st_size
        if too_large(pages.repeated, size) and too_large(_text_bytes(scan, schema), size):
            raise TooLarge(f"it repeats texts to more than {MAX_RATIO} times its size: write it as CSV")
        return scan, schema.names(), int(scan.select(pl.len()).collect().item())
    except TooLarge as error:
        raise OSError(str(error)) from None
    except (ValueError, pl.exceptions.PolarsError):
        raise OSError("it is no Parquet file") from None


def _text_bytes(scan: pl.LazyFrame, schema: pl.Schema) -> int:
    """Return the bytes of all texts. A value of a dictionary is held once for all its rows, and its length is too."""
    import polars as pl

    lengths = []
    for number, (name, kind) in enumerate(schema.items()):
        column = pl.col(name)
        if kind == pl.String:
            lengths.append(column.str.len_bytes().cast(pl.UInt64).sum().alias(str(number)))
        elif kind == pl.Binary:
            lengths.append(column.bin.size().cast(pl.UInt64).sum().alias(str(number)))
        elif kind in (pl.Categorical, pl.Enum):
            lengths.append(column.cat.len_bytes().cast(pl.UInt64).sum().alias(str(number)))
    return sum(scan.select(lengths).collect(engine="streaming").row(0)) if lengths else 0


def column_findings(file: TableFile, columns: list[str]) -> list[Finding]:
    """Return what is wrong with the names of a file's columns."""
    place: dict[str, Any] = {"file": file.shown, "table": file.table.name}
    expected = ", ".join(file.table.names)
    missing = [column for column in file.table.columns if column.name not in columns]
    return [
        *(files.missing_column(column).finding(**place, field=column.name) for column in missing),
        *(
            files.COLUMN_UNKNOWN.finding(**place, value=name, expected=expected)
            for name in columns
            if name not in file.table.names
        ),
    ]
