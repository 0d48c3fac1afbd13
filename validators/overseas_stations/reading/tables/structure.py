"""The sweep: is a file a CSV text of whole rows? One pass over its bytes, block by block.

A sound block costs a few calls that run at the speed of memory; only a block with a fault is looked at row by row.
"""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from overseas_stations.findings import Finding
from overseas_stations.formats.csv_records import (
    MAX_RECORD,
    Overlong,
    blocks,
    cell_count,
    cell_starts,
    cell_texts,
    find_return,
    misplaced_quote,
    outside_quotes,
    place,
    places,
    records,
    whole_characters,
)
from overseas_stations.reading.layouts.dialects import separated_otherwise
from overseas_stations.reading.tables.positions import Milestone, skip_mark
from overseas_stations.rules import files
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.core.tally import Tally
from overseas_stations.rules.layouts import OTHER_SEPARATOR

MAX_CELL = 1_000_000
"""The longest cell, in characters."""

LONG_CELL = f"a cell has more than {MAX_CELL} characters"
"""What a finding says of a longer one."""

MAX_COLUMNS = 10_000
"""The most cells of a header."""

MAX_SHOWN = 20
"""So many rows of one fault are listed; the rest are counted."""

_CELL_BYTES = bytes(set(range(256)) - set(b",\n"))
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class TextTable(Protocol):
    """What a text file should hold."""

    @property
    def name(self) -> str:
        """The table's name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that its header should have."""


class TextFile(Protocol):
    """A text file, and how findings name it."""

    @property
    def table(self) -> TextTable:
        """What it should hold."""

    @property
    def path(self) -> Path:
        """Where it is on disk."""

    @property
    def shown(self) -> str:
        """How findings name it."""


class HeaderCell(NamedTuple):
    """A column's name as the header gives it, and where."""

    name: str
    line: int
    column: int


class Sweep:
    """What a pass over a file shows; :meth:`run` makes the pass.

    Attributes:
        header: the cells of the header; empty where it could not be read.
        header_lines: how many physical lines the header takes.
        findings: what is wrong with encoding, line ends, quotation marks and the lengths of rows.
        milestones: where each block begins.
        longest: bytes of the longest block; no cell is longer.
        sound: every row has a cell for each column of the header, so that the cells can be trusted.
    """

    def __init__(self, file: TextFile) -> None:
        self.header: tuple[HeaderCell, ...] = ()
        self.header_lines = 0
        self.findings: list[Finding] = []
        self.milestones: list[Milestone] = []
        self.longest = 0
        self.sound = False
        self._file = file
        self._line = 1
        self._offset = 0
        self._records = 0  # the header is the record 0, the first row is the record 1
        self._returns: set[Rule] = set()
        self._ragged = Tally(files.RAGGED_ROW, MAX_SHOWN, file=file.shown, table=file.table.name)

    @property
    def rows(self) -> int:
        """How many rows follow the header."""
        return max(self._records - 1, 0)

    def run(self) -> None:
        """Read the file to its end, or up to the first fault behind which nothing can be told.

        Raises:
            OSError: the file cannot be read.
        """
        with self._file.path.open("rb") as stream:
            if skip_mark(stream):
                self._tell(files.BYTE_ORDER_MARK, 1, 1)
            self._offset = stream.tell()
            try:
                readable = all(map(self._take, blocks(stream)))
            except Overlong as overlong:
                readable = self._take_overlong(overlong.beginning)
        if readable and not self.header:
            self._tell_empty()
        ragged = self._ragged.findings()
        self.findings += ragged
        self.sound = readable and bool(self.header) and not ragged and files.RETURN_ALONE not in self._returns

    def _take(self, block: bytes) -> bool:
        """Look at the next block; say whether what follows it can be understood."""
        self.milestones.append(Milestone(self._records, self._line, self._offset))
        self._offset += len(block)
        self.longest = max(self.longest, len(block))
        if not (self._is_text(block) and (self.header or self._take_header(block))):
            return False
        outside = outside_quotes(block)
        # What is left of whole rows is a comma between any two cells and a line end; it is counted there, being short.
        bare = outside.translate(None, _CELL_BYTES)
        lines = bare.count(b"\n")
        skeleton = b"," * (len(self.header) - 1) + b"\n"
        if b'"' not in outside and bare == skeleton * lines:
            self._records += lines
        elif b'"' not in outside and self._ragged.is_full:
            # What is not shown is counted, without a look at each row.
            self._ragged.add_unseen(lines - bare.split(b"\n")[:lines].count(skeleton[:-1]))
            self._records += lines
        elif not self._take_rows(block):
            return False
        if b"\r" in outside:
            self._tell_return(files.LINE_ENDINGS, block, lone=False)
            if outside.count(b"\r") > outside.count(b"\r\n"):
                self._tell_return(files.RETURN_ALONE, block, lone=True)
        self._line += lines if outside is block else block.count(b"\n")
        return True

    def _is_text(self, block: bytes) -> bool:
        if block.isascii() and b"\0" not in block:
            return True
        utf16 = block.startswith(_UTF16_MARKS) or block.count(b"\0") > len(block) // 4
        detail = "; this looks like UTF-16" if utf16 else ""
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            where = place(block, error.start, self._line)
            self._tell(files.NOT_UTF8, *where, value=f"0x{block[error.start]:02x}", detail=detail)
            return False
        offset = block.find(b"\0")
        if offset >= 0:
            self._tell(files.NUL_BYTE, *place(block, offset, self._line), detail=detail)
        return offset < 0

    def _take_header(self, block: bytes) -> bool:
        """Read the header; say whether there is one that can be read."""
        _, record = next(records(io.BytesIO(block)))
        if not record.strip(b"\r\n"):
            self._tell_empty()
            return False
        other = separated_otherwise(record.decode("utf-8"), self._file.table.names)
        if other is not None:
            self._tell(OTHER_SEPARATOR, 1, 1, **other._asdict())
            return False
        fault = misplaced_quote(record)
        if fault is not None:
            self._tell(files.QUOTE_OPEN, *place(record, fault))
            return False
        if (cells := cell_count(record)) > MAX_COLUMNS:
            self._tell(files.CELL_TOO_LONG, 1, 1, value=f"the header has {cells} cells, more than {MAX_COLUMNS}")
            return False
        named = zip(cell_texts(record), places(record, cell_starts(record)), strict=True)
        self.header = tuple(HeaderCell(name, *at) for name, at in named)
        self.header_lines = record.count(b"\n")
        return True

    def _take_rows(self, block: bytes) -> bool:
        """Find the rows at fault in a block; say whether all its quotation marks are in place."""
        for line, record in records(io.BytesIO(block), self._line):
            fault = misplaced_quote(record)
            if fault is not None:
                self._tell(files.QUOTE_OPEN, *place(record, fault, line), row=self._records)
                return False
            cells = cell_count(record) if record.strip(b"\r\n") or len(self.header) == 1 else 0
            if cells != len(self.header):
                self._ragged.add(line=line, column=1, row=self._records, value=cells, expected=len(self.header))
            self._records += 1
        return True

    def _take_overlong(self, record: bytes) -> bool:
        """Tell of a record of which only the beginning was read; what follows it cannot be understood."""
        record = whole_characters(record)
        if not self._is_text(record):
            return False
        starts = cell_starts(record)
        spans = pairwise((*starts, len(record) + 1))
        long = next((cell for cell, (start, after) in enumerate(spans) if _is_long(record, start, after - 1)), None)
        begin = starts[-1 if long is None else long]
        # That a cell is still open where the beginning ends is no fault of its quotation marks.
        is_open = record.count(b'"') % 2 == 1
        fault, row = misplaced_quote(record + b'"' if is_open else record), self._records or None
        if fault is not None and fault <= begin:
            self._tell(files.QUOTE_OPEN, *place(record, fault, self._line), row=row)
        elif long is not None:
            field = self.header[long].name if long < len(self.header) else None
            where = place(record, begin, self._line)
            self._tell(files.CELL_TOO_LONG, *where, row=row, field=field, value=LONG_CELL)
        else:
            self._tell(files.CELL_TOO_LONG, self._line, 1, row=row, value=f"a row has more than {MAX_RECORD} bytes")
        return False

    def _tell_return(self, rule: Rule, block: bytes, *, lone: bool) -> None:
        """Tell of the first carriage return outside quoted cells, once per rule."""
        offset = None if rule in self._returns else find_return(block, lone=lone)
        if offset is not None:
            self._returns.add(rule)
            self._tell(rule, *place(block, offset, self._line))

    def _tell_empty(self) -> None:
        self._tell(files.FILE_EMPTY, 1, 1, expected=",".join(self._file.table.names))

    def _tell(self, rule: Rule, line: int, column: int, **more: Any) -> None:
        file = self._file
        self.findings.append(rule.finding(file=file.shown, table=file.table.name, line=line, column=column, **more))


def _is_long(record: bytes, start: int, end: int) -> bool:
    return end - start > MAX_CELL and len(record[start:end].decode("utf-8", "replace")) > MAX_CELL
