"""Where a cell stands in its file: a second look, taken only for what is to be shown."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO, NamedTuple

from overseas_stations.formats.csv_records import cell_starts, cell_texts, place, records

Cell = tuple[int, str | None]
"""A record's number, from 1 without the header, and a column's name, or None for the row as a whole."""


class Milestone(NamedTuple):
    """A record that begins a block: its number, the number of its line, and its offset in bytes."""

    row: int
    line: int
    offset: int


def cell_positions(
    path: Path, wanted: Collection[Cell], milestones: Sequence[Milestone] = ()
) -> dict[Cell, tuple[int, int]]:
    """Return line and column where each wanted cell begins: its opening quotation mark, where it has one.

    Lines and columns are physical and count from 1; columns count characters, lines end with LF. A byte order mark
    is no character. The file is read once, in order, up to the last wanted row; between *milestones*, which an earlier
    pass left, only where a row is wanted. What is not in the file is not in the result.

    Raises:
        OSError: the file cannot be read.
    """
    columns: defaultdict[int, list[str | None]] = defaultdict(list)
    for row, column in wanted:
        columns[row].append(column)
    found: dict[Cell, tuple[int, int]] = {}
    with path.open("rb") as stream:
        skip_mark(stream)
        _, first = next(records(stream), (1, b""))
        header = cell_texts(first)
        known = [Milestone(1, 1 + first.count(b"\n"), stream.tell()), *(mark for mark in milestones if mark.row > 1)]
        starts = [mark.row for mark in known]
        for begin, rows in groupby(sorted(columns), lambda row: bisect_right(starts, row) - 1):
            if begin < 0:
                continue  # there is no such row
            mark, left = known[begin], list(rows)
            stream.seek(mark.offset)
            for row, (line, record) in enumerate(records(stream, mark.line), mark.row):
                if row in columns:
                    offsets = dict(zip(header, cell_starts(record), strict=False))
                    for column in columns[row]:
                        start = 0 if column is None else offsets.get(column)
                        if start is not None:
                            found[row, column] = place(record, start, line)
                if row >= left[-1]:
                    break
    return found


def header_of(path: Path) -> list[str]:
    """Return the cells of a file's header."""
    with path.open("rb") as stream:
        skip_mark(stream)
        return cell_texts(next(records(stream), (1, b""))[1])


def skip_mark(stream: IO[bytes]) -> bool:
    """Move a stream that stands at its beginning behind a byte order mark; say whether there is one."""
    if stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
        return True
    stream.seek(0)
    return False
