"""Where a cell stands in its file: a second look, taken only for what is to be shown."""

from __future__ import annotations

import codecs
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import IO

from overseas_stations.packages.records import cell_starts, cell_texts, place, records

Cell = tuple[int, str | None]
"""A record's number, from 1 without the header, and a column's name, or None for the row as a whole."""


def cell_positions(path: Path, wanted: Collection[Cell]) -> dict[Cell, tuple[int, int]]:
    """Return line and column where each wanted cell begins: its opening quotation mark, where it has one.

    Lines and columns are physical and count from 1; columns count characters, lines end with LF. A byte order mark
    is no character. The file is read once, up to the last wanted row. What is not in the file is not in the result.

    Raises:
        OSError: the file cannot be read.
    """
    columns: defaultdict[int, list[str | None]] = defaultdict(list)
    for row, column in wanted:
        columns[row].append(column)
    last = max(columns, default=0)
    found: dict[Cell, tuple[int, int]] = {}
    with path.open("rb") as stream:
        skip_mark(stream)
        header: list[str] = []
        for row, (line, record) in enumerate(records(stream)):
            if row == 0:
                header = cell_texts(record)
            elif row in columns:
                starts = dict(zip(header, cell_starts(record), strict=False))
                for column in columns[row]:
                    start = 0 if column is None else starts.get(column)
                    if start is not None:
                        found[row, column] = place(record, start, line)
            if row >= last:
                break
    return found


def skip_mark(stream: IO[bytes]) -> bool:
    """Move a stream that stands at its beginning behind a byte order mark; say whether there is one."""
    if stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
        return True
    stream.seek(0)
    return False
