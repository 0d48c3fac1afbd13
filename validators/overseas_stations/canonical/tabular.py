"""Tables as canonical CSV: UTF-8, LF, quotation marks only where they must be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from overseas_stations.tables import Row, Table

if TYPE_CHECKING:
    import polars as pl

ROWS_AT_ONCE = 1 << 13
"""So many rows of a frame are made into text at once."""

_QUOTED = re.compile('[,"\n\r]')


def csv_bytes(table: Table, rows: Iterable[Row]) -> bytes:
    """Return a table as canonical CSV: UTF-8, LF, quotation marks only where they must be."""
    return csv_text([table.names, *([row.get(name) or "" for name in table.names] for row in rows)]).encode()


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as canonical CSV.

    >>> csv_text([["id", "note"], ["a", 'so "they" say']])
    'id,note\\na,"so ""they"" say"\\n'
    """
    return "".join(",".join(map(_csv_cell, row)) + "\n" for row in rows)


def _csv_cell(text: str) -> str:
    # Not by the csv module: whether it quotes a lone carriage return depends on the version of Python.
    if _QUOTED.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


def frame_csv(frame: pl.DataFrame) -> bytes:
    """Return a Polars frame of text as canonical CSV, the same bytes as :func:`csv_bytes` makes of its rows."""
    # Not by Polars' own writer, whose bytes its versions may change; and into what is never there twice.
    written = BytesIO()
    written.write(csv_text([frame.columns]).encode())
    for part in frame.iter_slices(ROWS_AT_ONCE) if frame.height else ():
        written.write(_lines(part))
        written.write(b"\n")
    return written.getvalue()


def _lines(frame: pl.DataFrame) -> bytes:
    """Return the rows of a frame that has some as lines of canonical CSV, without the last line end."""
    import polars as pl

    marked = frame.select(pl.all().str.contains(_QUOTED.pattern).fill_null(False))
    cells = [_quoted(cell, marks) if marks.any() else cell for cell, marks in zip(frame, marked, strict=True)]
    line = pl.concat_str(pl.all().fill_null(""), separator=",")
    lines: bytes = pl.DataFrame(cells).select(line.str.join("\n").cast(pl.Binary)).item()
    return lines


def _quoted(cells: pl.Series, marks: pl.Series) -> pl.Series:
    """Return cells with those that are marked in quotation marks: they are few."""
    quoted = '"' + cells.filter(marks).str.replace_all('"', '""', literal=True) + '"'
    return cells.scatter(marks.arg_true(), quoted)
