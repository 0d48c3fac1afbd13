"""One CSV file as a frame of text, or what keeps it from being one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from overseas_stations.findings import Finding
from overseas_stations.packages.positions import cell_positions
from overseas_stations.packages.structure import MAX_SHOWN, HeaderCell, Sweep
from overseas_stations.packages.tally import Tally
from overseas_stations.rules import files

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.packages.container import TableFile

MAX_CELL = 1_000_000
"""The longest cell, in characters."""


@dataclass(frozen=True)
class CsvTable:
    """A table as its file holds it.

    Attributes:
        frame: ``row`` (Int64, the record's number from 1, without the header), then the table's columns in their
            order, all String, empty cells null; columns that the table does not have are left out, optional ones that
            the file does not have are null. None where the file's columns cannot be trusted.
        findings: what is wrong with the file.
        columns: the header as found; empty where there is none that can be read.
    """

    frame: pl.DataFrame | None
    findings: list[Finding] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


def read_csv(file: TableFile) -> CsvTable:
    """Read a table; bad data give findings, never an exception.

    The sweep judges the file, and Polars reads only what the sweep found sound.
    """
    sweep = Sweep(file)
    try:
        sweep.run()
    except OSError as error:
        return CsvTable(None, [_unreadable(file, error.strerror)])
    columns = [cell.name for cell in sweep.header]
    findings = [*sweep.findings, *(_header_findings(file, sweep.header) if columns else ())]
    required = {column.name for column in file.table.columns if column.required}
    if not sweep.sound or len(set(columns)) < len(columns) or not required.issubset(columns):
        return CsvTable(None, findings, columns)
    cells = _cells(file, columns, sweep)
    if cells is None:
        return CsvTable(None, [*findings, _unreadable(file, "two readers of it disagree on its rows")], columns)
    too_long = _too_long(file, cells)
    frame = None if too_long else _frame(file, cells)
    return CsvTable(frame, findings + too_long, columns)


def _unreadable(file: TableFile, reason: str | None) -> Finding:
    value = f"{file.shown} cannot be read: {reason}"
    return files.FILE_UNREADABLE.finding(file=file.shown, table=file.table.name, value=value)


def _header_findings(file: TableFile, header: tuple[HeaderCell, ...]) -> list[Finding]:
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


def _cells(file: TableFile, columns: list[str], sweep: Sweep) -> pl.DataFrame | None:
    """Return all columns of the file as text, None where Polars does not see the rows that the sweep saw."""
    import polars as pl

    # The header is read already, so that names are ours and a header of several lines does no harm.
    try:
        cells = pl.read_csv(
            file.path,
            has_header=False,
            skip_lines=sweep.header_lines,
            schema=dict.fromkeys(columns, pl.String),
            infer_schema=False,
            raise_if_empty=False,
            glob=False,
            extra_columns="raise",
        )
    except pl.exceptions.PolarsError:
        return None
    return cells if cells.height == sweep.rows else None


def _too_long(file: TableFile, cells: pl.DataFrame) -> list[Finding]:
    import polars as pl

    # Bytes are at hand, characters have to be counted; a text has no more of these than of those.
    longest = cells.select(pl.all().str.len_bytes().max()).row(0) if cells.height else ()
    suspects = [name for name, size in zip(cells.columns, longest, strict=False) if (size or 0) > MAX_CELL]
    wanted = {
        (row + 1, name)
        for name in suspects
        for row in cells.select((pl.col(name).str.len_chars() > MAX_CELL).arg_true()).to_series()
    }
    if not wanted:
        return []
    tally = Tally(files.CELL_TOO_LONG, MAX_SHOWN, file=file.shown, table=file.table.name, value=MAX_CELL)
    for (row, name), (line, column) in sorted(cell_positions(file.path, wanted).items(), key=lambda item: item[1]):
        tally.add(line=line, column=column, row=row, field=name)
    return tally.findings()


def _frame(file: TableFile, cells: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    empty = pl.lit(None, dtype=pl.String)
    columns = [
        (pl.when(pl.col(name) != "").then(pl.col(name)) if name in cells.columns else empty).alias(name)
        for name in file.table.names
    ]
    return cells.select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row"), *columns)
