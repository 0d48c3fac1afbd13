"""Plain copies of tables that are laid out otherwise, so that everything that reads tables reads one kind of text.

Copies are bounded, and gone when the package is closed. What is found in one is told at its place in the original.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import tempfile
import zlib
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overseas_stations.findings import Finding
from overseas_stations.reading.layouts.dialects import PLAIN, Dialect, separated_otherwise
from overseas_stations.reading.layouts.layout import Layout
from overseas_stations.reading.layouts.records import RecordFault, TextRecord, cell_places, records
from overseas_stations.rules import files
from overseas_stations.rules.layouts import OTHER_SEPARATOR

GZ = ".gz"
MAX_COPIED = 4 * 1024**3
"""Bytes of all copies of a package."""
MAX_RATIO = 200
"""Bytes that one byte of a gzip file may unpack to..."""
RATIO_FREE = 10 * 1024 * 1024
"""...beyond so many bytes."""

_CHUNK = 1 << 16

Place = tuple[str, int, int]
"""How the file is shown, line and column."""


class NoCopy(Exception):
    """Why there is no plain copy: the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True)
class Original:
    """What a plain copy was made of.

    Attributes:
        parts: of each file where it is on disk, unpacked, and how findings name it.
        dialect: of the text.
        header: line and column of each cell of the header.
    """

    parts: tuple[tuple[Path, str], ...]
    dialect: Dialect
    header: tuple[tuple[int, int], ...] = ()

    def places(self, wanted: Collection[tuple[int, str | None]], columns: Sequence[str]) -> dict[Any, Place]:
        """Return where each wanted cell begins: a record's number from 1, and a column or None for the row as a whole.

        Args:
            wanted: the cells.
            columns: the names of the columns in the order of the file.

        Raises:
            OSError: a file cannot be read.
        """
        fields: dict[int, list[str | None]] = {}
        for row, column in wanted:
            fields.setdefault(row, []).append(column)
        found: dict[Any, Place] = {}
        last = max(fields, default=0)
        for record in records([path for path, _ in self.parts], self.dialect):
            if record.row > last:
                break
            starts = dict(zip(columns, cell_places(record, self.dialect), strict=False)) if record.row in fields else {}
            for column in fields.get(record.row, ()):
                if column is None or column in starts:
                    at = (record.line, 1) if column is None else starts[column]
                    found[record.row, column] = (self.parts[record.part][1], *at)
        return found


class Copies:
    """The folder of the copies, which is there as long as the package is open; *held* is what it is gone with."""

    def __init__(self, held: ExitStack) -> None:
        self._held, self._left = held, MAX_COPIED
        self._folder: Path | None = None
        self._made = 0

    def plain(
        self, paths: Sequence[tuple[Path, str]], layout: Layout, table: str, columns: Sequence[str]
    ) -> tuple[Path, Original | None, list[Finding]]:
        """Return a plain text of the same rows, what it was made of (None: it is the file itself), and findings.

        Args:
            paths: where each file is, and how findings name it.
            layout: how they are laid out.
            table: the table, and
            columns: what it should have, for findings.

        Raises:
            NoCopy: it cannot be had.
        """
        try:
            parts = [
                (self._unpacked(path, shown, table) if path.suffix == GZ else path, shown) for path, shown in paths
            ]
            if len(parts) == 1 and layout.dialect == PLAIN:
                return parts[0][0], None, []
            return self._copied(tuple(parts), layout, table, columns)
        except OSError as error:
            value = f"{paths[0][1]} cannot be read: {error.strerror or error}"
            raise NoCopy(files.FILE_UNREADABLE.finding(file=paths[0][1], table=table, value=value)) from None

    def _new(self) -> Path:
        if self._folder is None:
            self._folder = Path(self._held.enter_context(tempfile.TemporaryDirectory(prefix="overseas-")))
        self._made += 1
        return self._folder / f"{self._made}.csv"

    def _spend(self, size: int, shown: str, table: str) -> None:
        self._left -= size
        if self._left < 0:
            raise self._unsafe(
                f"the tables of the package take more than {MAX_COPIED} bytes as plain CSV", shown, table
            )

    @staticmethod
    def _unsafe(message: str, shown: str, table: str) -> NoCopy:
        return NoCopy(files.ARCHIVE_UNSAFE.finding(file=shown, table=table, value=message))

    def _unpacked(self, path: Path, shown: str, table: str) -> Path:
        target, size, packed = self._new(), 0, path.stat().st_size
        try:
            with gzip.open(path) as source, target.open("wb") as out:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    self._spend(len(chunk), shown, table)
                    if size > RATIO_FREE and size > MAX_RATIO * packed:
                        raise self._unsafe(f"{shown} unpacks to more than {MAX_RATIO} times its size", shown, table)
                    out.write(chunk)
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise self._unsafe(f"{shown} cannot be unpacked: {error}", shown, table) from None
        return target

    def _copied(
        self, parts: tuple[tuple[Path, str], ...], layout: Layout, table: str, columns: Sequence[str]
    ) -> tuple[Path, Original, list[Finding]]:
        target = self._new()
        marked = [shown for path, shown in parts if _is_marked(path)]
        findings = [files.BYTE_ORDER_MARK.finding(file=at, table=table, line=1, column=1) for at in marked]
        header: tuple[tuple[int, int], ...] = tuple((1, 1) for _ in layout.fields)
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            if layout.dialect.header_row is None:
                writer.writerow(layout.fields)
            try:
                for record in records([path for path, _ in parts], layout.dialect):
                    self._spend(len(record.text), parts[record.part][1], table)
                    writer.writerow(record.cells)
                    if record.row == 0:
                        self._judge_header(record, layout.dialect, parts[0][1], table, columns)
                        header = tuple(cell_places(record, layout.dialect))
            except RecordFault as fault:
                place: dict[str, Any] = {
                    "file": parts[fault.part][1],
                    "line": fault.line,
                    "column": fault.column,
                }
                more = {"first": parts[0][1], "expected": ",".join(columns)} | fault.more
                raise NoCopy(fault.rule.finding(**place, table=table, **more)) from None
        return target, Original(parts, layout.dialect, header), findings

    @staticmethod
    def _judge_header(record: TextRecord, dialect: Dialect, shown: str, table: str, columns: Sequence[str]) -> None:
        if other := separated_otherwise(dialect.delimiter.join(record.cells), columns, dialect.delimiter):
            place: dict[str, Any] = {"file": shown, "line": record.line, "column": 1, "table": table}
            raise NoCopy(OTHER_SEPARATOR.finding(**place, **other._asdict()))


def _is_marked(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
