"""A table's file, and what reading it gave: what scans it, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.findings import Finding
from overseas_stations.reading.layouts.copying import Original
from overseas_stations.reading.layouts.layout import PLAIN_LAYOUT, Layout
from overseas_stations.reading.tables.positions import Milestone
from overseas_stations.rules import files
from overseas_stations.tables import Table

if TYPE_CHECKING:
    import polars as pl


PARQUET = ".parquet"


@dataclass(frozen=True)
class TableFile:
    """One table's file.

    Attributes:
        table: the table that it should hold.
        path: where it is on disk; for an archive, only as long as the package is open.
        shown: how findings name it.
        expected_hash: ``algorithm:hex digits`` in lower case as the descriptor states it, None where it does not.
        expected_bytes: the size that the descriptor states, None where it does not.
        converted: CRLF stands in it for LF, and that is told of all such files together.
        layout: how it was laid out; texts that stand for empty cells still do.
        original: what it is a plain copy of; None for the file itself.
    """

    table: Table
    path: Path
    shown: str
    expected_hash: str | None = None
    expected_bytes: int | None = None
    converted: bool = False
    layout: Layout = PLAIN_LAYOUT
    original: Original | None = None

    @property
    def is_csv(self) -> bool:
        """True where the file holds text; else it holds Parquet."""
        return self.path.suffix != PARQUET


@dataclass(frozen=True)
class ScannedTable:
    """A table as its file holds it.

    Attributes:
        scan: what reads it: ``row`` (UInt32, the record's number from 1), then the table's columns in their order, all
            String, empty cells null; columns that the table does not have are left out, optional ones that the file
            does not have are null. None where the file's columns cannot be trusted.
        findings: what is wrong with the file.
        columns: the columns as found; empty where there are none that can be read.
        rows: how many rows it has.
        milestones: places in a text file from which rows can be counted.
        batches: returns the rows of *scan*, some at once, where they are had sooner so.
    """

    scan: pl.LazyFrame | None
    findings: list[Finding] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: int = 0
    milestones: Sequence[Milestone] = ()
    batches: Callable[[], Iterator[pl.DataFrame]] | None = None


def cell_of(file: TableFile, column: str) -> pl.Expr:
    """Return the cells of a column of text, without the texts that stand for empty ones."""
    import polars as pl

    cell, missing = pl.col(column), file.layout.stand_for_nothing(column)
    return pl.when(~cell.is_in(list(missing))).then(cell).alias(column) if missing else cell


def unreadable(file: TableFile, reason: str | None) -> Finding:
    """Return the finding that a file cannot be read."""
    value = f"{file.shown} cannot be read: {reason}"
    return files.FILE_UNREADABLE.finding(file=file.shown, table=file.table.name, value=value)
