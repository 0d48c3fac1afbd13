"""One Parquet file as a frame of text, or what keeps it from being one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from overseas_stations.findings import Finding
from overseas_stations.frames import as_text
from overseas_stations.packages.scanned import ScannedTable, unreadable
from overseas_stations.rules import files

if TYPE_CHECKING:
    from overseas_stations.packages.container import TableFile


def read_parquet(file: TableFile) -> ScannedTable:
    """Judge a file and return what reads it; bad data give findings, never an exception.

    Numbers and booleans are checked in their canonical text.
    """
    import polars as pl

    try:
        scan = pl.scan_parquet(file.path, glob=False)
        columns = scan.collect_schema().names()
        rows = int(scan.select(pl.len()).collect().item())
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no Parquet file"
        return ScannedTable(None, [unreadable(file, reason)])
    text = as_text(file.table, scan)
    findings = column_findings(file, columns)
    if text.frame is None:
        return ScannedTable(None, findings, columns)
    return ScannedTable(text.frame.to_native(), findings, columns, rows)


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
