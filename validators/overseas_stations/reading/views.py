"""Holds the views of a package against its tables: who opens the one must not see other data than in the others."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.findings import Finding
from overseas_stations.formats.strict_json import MAX_BYTES
from overseas_stations.handed_over import read_regular
from overseas_stations.lookups.library import Library
from overseas_stations.rules import files
from overseas_stations.rules.core.tally import Tally
from overseas_stations.tables import TABLES, Row, Table, record_name
from overseas_stations.views import VIEWS

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.reading.gathering import CopyFile

MAX_SHOWN = 5
"""So many differences of one view are listed; the rest are counted."""


def view_findings(views: Mapping[str, CopyFile], scans: Mapping[str, pl.LazyFrame]) -> Iterator[Finding]:
    """Yield where views say otherwise than the tables from which they follow.

    Args:
        views: view -> its file.
        scans: table -> what reads it, for those that can be trusted: without all of them nothing can be said of a
            view, and the faults of the others are told elsewhere.
    """
    if not views or not scans.keys() >= TABLES.keys():
        return
    library = Library(
        {name: scans[name].select(table.names).collect().rows(named=True) for name, table in TABLES.items()}
    )
    for name, file in views.items():
        yield from _of_view(file, VIEWS[name].table, VIEWS[name].rows(library))


def _of_view(file: CopyFile, view: Table, rows: Sequence[Row]) -> Iterator[Finding]:
    try:
        data = read_regular(file.path, MAX_BYTES)
        if data == csv_bytes(view, rows):
            return
        if len(data) > MAX_BYTES:
            raise ValueError(f"it has more than {MAX_BYTES} bytes")
        found = list(_numbered(data.decode("utf-8")))
    except (OSError, ValueError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        yield files.FILE_UNREADABLE.finding(file=file.shown, value=f"{file.shown} cannot be read: {reason}")
        return
    tally = Tally(files.VIEW_DIFFERS, MAX_SHOWN, file=file.shown)
    _compare(tally, view, rows, found)
    yield from tally.findings()


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record of a CSV file with the line on which it begins."""
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _compare(tally: Tally, view: Table, rows: Sequence[Row], found: Sequence[tuple[int, list[str]]]) -> None:
    """Add where the records of a file differ from the rows of a view, whatever their order."""
    header = found[0][1] if found else []
    if header != list(view.names):
        said = f"its header is not that of {view.name}: {','.join(view.names)}"
        tally.add(line=1, column=1, detail=said)
        return
    named = {record_name(view, row): row for row in rows}
    seen: set[str] = set()
    for line, cells in found[1:]:
        record: Row = dict(zip(header, (cell or None for cell in cells), strict=False))
        name = record_name(view, record)
        if name in seen:
            tally.add(line=line, column=1, detail=f"{name} stands twice in the view {view.name}")
        elif name not in named:
            tally.add(
                line=line, column=1, detail=f"the view {view.name} has {name}, and nothing in the tables gives it"
            )
        elif len(cells) != len(header):
            tally.add(line=line, column=1, detail=f"{name} has {len(cells)} cells, and the header {len(header)}")
        else:
            for field in header:
                here, there = record[field], named[name][field]
                if here != there:
                    shown = f"{here or 'empty'} in the view {view.name}, and {there or 'empty'} by the tables"
                    said = f"{field} of {name} is {shown}"
                    tally.add(line=line, column=1, detail=said)
        seen.add(name)
    for name in named:
        if name not in seen:
            tally.add(detail=f"the tables give {name}, and the view {view.name} has it not")
