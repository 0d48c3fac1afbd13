"""CSV: the canonical files, and their twins for spreadsheets with the way back."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable

from overseas_stations.canonical import csv_bytes, csv_text
from overseas_stations.publishing.exports.escaping import escape, unescape
from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage


class NoTwin(ValueError):
    """Why a file is no twin for spreadsheets."""


def canonical_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return each view and table as canonical CSV."""
    return {f"csv/{name}.csv": csv_bytes(table, source.rows[name]) for name, table in SHEETS.items()}


def safe_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return each view and table as a twin for spreadsheets."""
    return {
        f"csv-safe/{name}.csv": safe_bytes(
            [table.names, *([row[column] or "" for column in table.names] for row in source.rows[name])]
        )
        for name, table in SHEETS.items()
    }


def safe_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows of cells as CSV whose cells are escaped, in UTF-8 with a byte order mark, which Excel asks for."""
    return codecs.BOM_UTF8 + csv_text([escape(cell) for cell in row] for row in rows).encode()


def restore(data: bytes) -> bytes:
    """Return the canonical CSV of a twin for spreadsheets, whichever way its lines end and its cells are quoted.

    Raises:
        NoTwin: it is no CSV in UTF-8, or a cell is not as :func:`safe_bytes` writes it.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoTwin(f"byte {error.start + 1} is not valid UTF-8") from None
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            row = cells or [""]  # a line with nothing on it is one empty cell
            if rows and len(row) != len(rows[0]):
                raise NoTwin(f"line {reader.line_num} has {len(row)} cells, and the header {len(rows[0])}")
            rows.append([_unescaped(cell, reader.line_num) for cell in row])
    except csv.Error as error:
        raise NoTwin(f"line {reader.line_num}: {error}") from None
    return csv_text(rows).encode()


def is_table(data: bytes) -> bool:
    """Say whether canonical CSV is one of our tables or views, by its first line; an older one had fewer columns."""
    header = tuple(data.partition(b"\n")[0].decode().split(","))
    return any(header[0] == table.names[0] and set(header) <= {*table.names} for table in SHEETS.values())


def _unescaped(cell: str, line: int) -> str:
    try:
        return unescape(cell)
    except ValueError as error:
        raise NoTwin(f"line {line}: {error} in a file for spreadsheets") from None
