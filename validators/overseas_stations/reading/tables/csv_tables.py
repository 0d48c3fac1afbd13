"""One CSV file as a frame of text, or what keeps it from being one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from overseas_stations.findings import Finding
from overseas_stations.formats.csv_records import BLOCK
from overseas_stations.frames import numbered
from overseas_stations.reading.tables.positions import cell_positions
from overseas_stations.reading.tables.scanned import ScannedTable, cell_of, unreadable
from overseas_stations.reading.tables.structure import LONG_CELL, MAX_CELL, MAX_SHOWN, HeaderCell, Sweep
from overseas_stations.rules import files
from overseas_stations.rules.core.tally import Tally

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.reading.tables.positions import Milestone
    from overseas_stations.reading.tables.scanned import TableFile


BATCH = 1 << 24
"""Bytes of a file that Polars reads at once."""

SPELT_BY_PANDAS = {"True": "true", "False": "false"}
"""How pandas writes truth values -> our text of them: a file that it wrote of a table of ours is that table."""


def read_csv(file: TableFile) -> ScannedTable:
    """Judge a file and return what reads it; bad data give findings, never an exception.

    Polars is only given what the sweep found sound.
    """
    sweep = Sweep(file)
    try:
        sweep.run()
    except OSError as error:
        return ScannedTable(None, [unreadable(file, error.strerror)])
    columns = [cell.name for cell in sweep.header]
    told = (finding for finding in sweep.findings if not (file.converted and finding.code == files.LINE_ENDINGS.code))
    findings = [*told, *(header_findings(file, _header(file, sweep)) if columns else ())]
    required = {column.name for column in file.table.columns if column.required}
    usable = sweep.sound and len(set(columns)) == len(columns) and required.issubset(columns)
    if not usable:
        return ScannedTable(None, findings, columns)
    if sweep.longest > MAX_CELL and (too_long := _too_long(file, columns, sweep)):
        return ScannedTable(None, findings + too_long, columns)
    scan = _shaped(file, columns, scan_csv(file.path, columns, sweep.header_lines))
    return ScannedTable(
        numbered(scan), findings, columns, sweep.rows, sweep.milestones, partial(_batches, file, columns, sweep)
    )


def _shaped(file: TableFile, columns: list[str], scan: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table's columns, of a frame of those that its file has."""
    import polars as pl

    truths = [
        name for column in file.table.columns if column.scalar.type == "boolean" and (name := column.name) in columns
    ]
    scan = scan.with_columns(pl.col(truths).replace(SPELT_BY_PANDAS)) if truths else scan
    empty = pl.lit(None, dtype=pl.String)
    return scan.select(cell_of(file, name) if name in columns else empty.alias(name) for name in file.table.names)


def _batches(file: TableFile, columns: list[str], sweep: Sweep) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file that was swept, as many at once as Polars is quick with and memory can spare."""
    marks = sweep.milestones[:: max(BATCH // BLOCK, 1)]
    ends = [mark.offset for mark in marks[1:]]
    with file.path.open("rb") as stream:
        for mark, end in zip_longest(marks, ends):
            yield _batch(file, columns, sweep, stream, mark, end)


def _batch(
    file: TableFile, columns: list[str], sweep: Sweep, stream: BinaryIO, mark: Milestone, end: int | None
) -> pl.DataFrame:
    """Return the rows from a place of a file to another, or to its end; nothing else of it stays in memory."""
    stream.seek(mark.offset)
    data = stream.read(-1 if end is None else end - mark.offset)
    scan = scan_csv(data, columns, 0 if mark.row else sweep.header_lines)
    return _shaped(file, columns, scan).with_row_index("row", offset=max(mark.row, 1)).collect()


def _header(file: TableFile, sweep: Sweep) -> tuple[HeaderCell, ...]:
    """Return the header with the places that it has in what the file was made of."""
    if file.original is None:
        return sweep.header
    return tuple(HeaderCell(cell.name, *at) for cell, at in zip(sweep.header, file.original.header, strict=True))


def header_findings(file: TableFile, header: tuple[HeaderCell, ...]) -> list[Finding]:
    """Return what is wrong with the names of the columns and their order."""
    table, names = file.table, file.table.names
    common = {"file": file.shown, "table": table.name, "expected": ", ".join(names)}
    found = Counter(cell.name for cell in header)
    findings = [
        files.missing_column(column).finding(file=file.shown, table=table.name, line=1, column=1, field=column.name)
        for column in table.columns
        if column.name not in found
    ]
    twice, unknown = (Tally(rule, MAX_SHOWN, **common) for rule in (files.COLUMN_TWICE, files.COLUMN_UNKNOWN))
    seen: set[str] = set()
    for name, line, column in header:
        if name in seen:
            twice.add(line=line, column=column, value=name)
        elif name not in names:
            unknown.add(line=line, column=column, value=name or "without a name")
        seen.add(name)
    order = Tally(files.COLUMN_ORDER, 1, **common)
    known = [cell for cell in header if cell.name in names]
    if len(known) == len({cell.name for cell in known}):
        for cell, name in zip(known, (name for name in names if name in found), strict=True):
            if cell.name != name:
                order.add(line=cell.line, column=cell.column, value=cell.name)
                break
    return [*findings, *twice.findings(), *unknown.findings(), *order.findings()]


def scan_csv(source: Path | bytes, columns: list[str], header_lines: int) -> pl.LazyFrame:
    """Return what reads all columns of a file, or of a part of it, whose columns are known."""
    import polars as pl

    # The header is read already, so that names are ours and a header of several lines does no harm.
    return pl.scan_csv(
        source,
        has_header=False,
        skip_lines=header_lines,
        schema=dict.fromkeys(columns, pl.String),
        infer_schema=False,
        null_values="",
        raise_if_empty=False,
        glob=False,
        extra_columns="raise",
    )


def _too_long(file: TableFile, names: list[str], sweep: Sweep) -> list[Finding]:
    import polars as pl

    # By number, because a file may have columns of any name.
    scan = scan_csv(file.path, names, sweep.header_lines)
    long = {str(number): pl.col(name).str.len_chars() > MAX_CELL for number, name in enumerate(names)}
    found = numbered(scan.select(**long)).filter(pl.any_horizontal(*long)).collect(engine="streaming")
    wanted = {(row["row"], names[int(number)]) for row in found.rows(named=True) for number in long if row[number]}
    if not wanted:
        return []
    tally = Tally(files.CELL_TOO_LONG, MAX_SHOWN, file=file.shown, table=file.table.name, value=LONG_CELL)
    positions = cell_positions(file.path, wanted, sweep.milestones)
    for (row, name), (line, column) in sorted(positions.items(), key=lambda item: item[1]):
        tally.add(line=line, column=column, row=row, field=name)
    return tally.findings()
