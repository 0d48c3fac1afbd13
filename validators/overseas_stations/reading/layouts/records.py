"""The records of a text in any dialect that is read, each with the place where it begins."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from overseas_stations.formats.csv_records import MAX_RECORD
from overseas_stations.reading.layouts.dialects import Dialect
from overseas_stations.rules import files, layouts
from overseas_stations.rules.core.base import Rule

MAX_CELL = 1 << 17
"""Characters of a cell."""


class RecordFault(Exception):
    """Why the records cannot be read any further: the rule that is broken, in which part and where."""

    def __init__(self, rule: Rule, part: int, line: int, column: int = 1, **more: Any) -> None:
        super().__init__(rule.code)
        self.rule, self.part, self.line, self.column, self.more = rule, part, line, column, more


class TextRecord(NamedTuple):
    """A record: in which part, its number (0 for the header), the number of its first line, its cells, and its text."""

    part: int
    row: int
    line: int
    cells: list[str]
    text: str


def records(parts: Sequence[Path], dialect: Dialect) -> Iterator[TextRecord]:
    """Yield the records of a table that stands in one file or several, each of which begins with the same header.

    Raises:
        RecordFault: they cannot be read any further.
        OSError: a file cannot be read.
    """
    header: list[str] | None = None
    row = 0
    for part, path in enumerate(parts):
        with path.open("rb") as stream:
            lines = _Lines(stream, part, dialect)
            sought = dialect.header_row
            for cells in _cells(lines, dialect):
                at, text = lines.first, "".join(lines.record)
                if lines.number in dialect.comment_rows or (sought is not None and sought > max(lines.number, 1)):
                    continue
                if sought is None:
                    row += 1
                    yield TextRecord(part, row, at, cells, text)
                    continue
                sought = None
                if header is None:
                    header = cells
                    yield TextRecord(part, 0, at, cells, text)
                elif cells != header:
                    raise RecordFault(layouts.PARTS_DIFFER, part, at)
            if sought is not None:
                raise RecordFault(files.FILE_EMPTY, part, 1)


def _cells(lines: _Lines, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the cells of each record; *lines* then holds its lines."""
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_MINIMAL if dialect.quote is not None else csv.QUOTE_NONE,
        doublequote=dialect.doubled,
        escapechar=dialect.escape,
        skipinitialspace=dialect.skip_space,
        strict=True,
    )
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _fault(str(error), lines) from None
        # The module's own limit is one for the whole process, and others raise it.
        if any(len(cell) > MAX_CELL for cell in cells):
            raise _fault("field limit", lines)
        yield cells


def _fault(message: str, lines: _Lines) -> RecordFault:
    at = lines.part, lines.first
    if "new-line" in message:
        return RecordFault(files.RETURN_ALONE, *at)
    if "field limit" in message:
        return RecordFault(files.CELL_TOO_LONG, *at, value=f"a cell has more than {MAX_CELL} characters")
    return RecordFault(files.QUOTE_OPEN, *at)


class _Lines:
    """Gives a reader the lines of a file, and keeps those of the record that is being read.

    Attributes:
        part: the number of the file.
        line: of the last line given.
        number: of the record, comments counted.
        record: its lines.
    """

    def __init__(self, stream: IO[bytes], part: int, dialect: Dialect) -> None:
        self.part, self.line, self.number = part, 0, 0
        self.record: list[str] = []
        self._stream, self._comment, self._size = stream, dialect.comment, 0

    @property
    def first(self) -> int:
        """The number of the record's first line."""
        return max(self.line - len(self.record) + 1, 1)

    def begin(self) -> None:
        """Be ready for the next record."""
        self.record, self._size = [], 0
        self.number += 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while True:
            data = self._stream.readline(MAX_RECORD + 1)
            if not data:
                raise StopIteration
            self.line += 1
            self._size += len(data)
            if self._size > MAX_RECORD:
                value = f"a row has more than {MAX_RECORD} bytes"
                raise RecordFault(files.CELL_TOO_LONG, self.part, self.line - len(self.record), value=value)
            text = self._decoded(data)
            if self.record or self._comment is None or not text.startswith(self._comment):
                self.record.append(text)
                return text
            self._size = 0
            self.number += 1

    def _decoded(self, data: bytes) -> str:
        if self.line == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            column = len(data[: error.start].decode("utf-8")) + 1
            value = f"0x{data[error.start]:02x}"
            raise RecordFault(files.NOT_UTF8, self.part, self.line, column, value=value, detail="") from None
        if "\0" in text:
            raise RecordFault(files.NUL_BYTE, self.part, self.line, text.index("\0") + 1, detail="")
        return text


def cell_places(record: TextRecord, dialect: Dialect) -> list[tuple[int, int]]:
    """Return line and column where each cell of a record begins, its opening quotation mark where it has one."""
    text, starts = record.text, [0]
    at, quoted, begins = 0, False, True
    while at < len(text):
        sign = text[at]
        if sign == dialect.escape:
            at += 1
        elif quoted:
            if sign == dialect.quote:
                doubled = dialect.doubled and text[at + 1 : at + 2] == sign
                at += doubled
                quoted = doubled
        elif begins and sign == dialect.quote:
            quoted = True
        elif sign == dialect.delimiter:
            while dialect.skip_space and text[at + 1 : at + 2] == " ":
                at += 1
            starts.append(at + 1)
        begins = starts[-1] == at + 1
        at += 1
    return [(record.line + text.count("\n", 0, start), start - text.rfind("\n", 0, start)) for start in starts]
