"""CSV: the canonical files, and their twins for spreadsheets with the way back."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from overseas_stations.canonical.tabular import csv_text, frame_csv
from overseas_stations.publishing.exports.escaping import escape, unescape
from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage

_SEPARATORS = {";": "semicolons", "\t": "tabs"}


class NoTwin(ValueError):
    """Why a file is no twin for spreadsheets."""


def canonical_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return each view and table as canonical CSV."""
    return {f"csv/{name}.csv": frame_csv(source.frames[name].select(table.names)) for name, table in SHEETS.items()}


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


def restore(data: bytes) -> tuple[bytes, int]:
    """Return the canonical CSV of a twin for spreadsheets, and how many blank rows at its end were left out.

    It does not matter how its lines end and its cells are quoted.

    Raises:
        NoTwin: it is no CSV in UTF-8, or a cell is not as :func:`safe_bytes` writes it.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoTwin(f"byte {error.start + 1} is not valid UTF-8") from None
    if (separator := _other_separator(text)) is not None:
        raise NoTwin(
            f"its cells are separated by {separator}, and not by commas: save it with the separator comma "
            "(LibreOffice: Save As, CSV, “Edit filter settings”; Excel takes the list separator of the system)"
        )
    rows: list[list[str]] = []
    last = 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            row = cells or [""]  # a line with nothing on it is one empty cell
            rows.append([_unescaped(cell, reader.line_num) for cell in row])
            if any(row) or not last:
                # Blank rows may be of any length where nothing follows them.
                for each in rows[last:]:
                    if len(each) != len(rows[0]):
                        raise NoTwin(f"line {reader.line_num} has {len(each)} cells, and the header {len(rows[0])}")
                last = len(rows)
    except csv.Error as error:
        raise NoTwin(f"line {reader.line_num}: {error}") from None
    return csv_text(rows[:last]).encode(), len(rows) - last


def _other_separator(text: str) -> str | None:
    """Return what parts the columns of a table in the first line, where that is no comma."""
    head = text.partition("\n")[0].replace('"', "").strip()
    return next((name for mark, name in _SEPARATORS.items() if mark in head and _is_header(head.split(mark))), None)


def is_table(data: bytes) -> bool:
    """Say whether canonical CSV is one of our tables or views, by its first line; an older one had fewer columns."""
    return _is_header(data.partition(b"\n")[0].decode().split(","))


def _is_header(header: Sequence[str]) -> bool:
    return any(header[0] == table.names[0] and set(header) <= {*table.names} for table in SHEETS.values())


def _unescaped(cell: str, line: int) -> str:
    try:
        return unescape(cell)
    except ValueError as error:
        raise NoTwin(f"line {line}: {error} in a file for spreadsheets") from None
