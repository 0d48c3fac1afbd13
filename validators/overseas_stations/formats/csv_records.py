"""Where the records and the cells of a CSV text begin, in bytes: the one place that knows what a quotation mark does.

A line ends with LF, and with nothing else. A quoted cell begins with a quotation mark right after a comma or a line
break, and ends with one right before a comma or a line end; inside it, quotation marks are doubled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

BLOCK = 1 << 18
"""Bytes that are looked at together; larger blocks leave the processor's cache."""

MAX_RECORD = 1 << 22
"""Bytes of the longest record, which leave room for a cell of a million characters, whatever they are."""

LARGE = 1 << 24
"""From this size on, cutting a text into pieces costs more memory than time."""

# A quoted cell is one segment from mark to mark, or several side by side: each doubled mark ends one and begins the
# next. So a mark that no segment takes up is out of place, and a text without such marks is well-formed.
_SEGMENT = re.compile(rb'"(?<![^,\n"]")[^"]*+"(?=[,"]|\r?\n|\Z)')
_COMMA = re.compile(rb'"[^"]*+(?:"|\Z)|(,)')
_RETURN = re.compile(rb'"[^"]*+(?:"|\Z)|(\r)')
_LONE_RETURN = re.compile(rb'"[^"]*+(?:"|\Z)|(\r)(?!\n)')


class Overlong(Exception):
    """A record has more than MAX_RECORD bytes: it is not read to its end.

    Attributes:
        beginning: the first bytes of it.
    """

    def __init__(self, beginning: bytes) -> None:
        super().__init__(f"a record has more than {MAX_RECORD} bytes")
        self.beginning = beginning


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the rest of *stream* in pieces of whole records, the last one completed by a line break if need be.

    Raises:
        Overlong: a record is too long; those before it were yielded.
    """
    parts: list[bytes] = []
    odd = False
    while True:
        chunk, line = stream.read(BLOCK), stream.readline(MAX_RECORD + 1)
        if not chunk:
            break
        chunk += line
        if not chunk.endswith(b"\n") and len(line) <= MAX_RECORD:
            chunk += b"\n"
        odd ^= chunk.count(b'"') % 2 == 1
        end = _last_end(chunk, odd)
        if end:
            yield b"".join((*parts, chunk[:end]))
            parts = []
        if end < len(chunk):
            parts.append(chunk[end:])
        if sum(map(len, parts)) > MAX_RECORD:
            raise Overlong(b"".join(parts)[:MAX_RECORD])
    if parts:
        yield b"".join(parts)


def _last_end(chunk: bytes, odd: bool) -> int:
    """Return where the last record that ends in a chunk does, 0 where none does; *odd*: a cell is open at its end."""
    if not odd and chunk.endswith(b"\n"):
        return len(chunk)
    at = len(chunk)
    while at >= 0:
        mark = chunk.rfind(b'"', 0, at)
        if not odd and (line := chunk.rfind(b"\n", mark + 1, at)) >= 0:
            return line + 1
        at, odd = mark, not odd
    return 0


def records(lines: Iterable[bytes], line: int = 1) -> Iterator[tuple[int, bytes]]:
    """Yield each record with the number of its first line; *line* is the number of the first of *lines*.

    A line break ends a record where the quotation marks before it are even in number.
    """
    parts: list[bytes] = []
    odd = False
    for number, text in enumerate(lines, line):
        parts.append(text)
        odd ^= text.count(b'"') % 2 == 1
        if not odd:
            yield number - len(parts) + 1, b"".join(parts)
            parts = []
    if parts:
        yield number - len(parts) + 1, b"".join(parts)


def outside_quotes(text: bytes) -> bytes:
    """Return *text* without its quoted cells. A quotation mark that is left is out of place."""
    if b'"' not in text:
        return text
    if len(text) < LARGE:
        return _SEGMENT.sub(b"", text)
    kept, at = bytearray(), 0
    for segment in _SEGMENT.finditer(text):
        kept += text[at : segment.start()]
        at = segment.end()
    return bytes(kept + text[at:])


def misplaced_quote(text: bytes) -> int | None:
    """Return the offset of the first quotation mark out of place, None where there is none.

    That is the opening mark of a cell that is not closed as it should be, or a mark inside a cell without quotes.
    """
    at = cell = text.find(b'"')
    while at >= 0:
        if text[at - 1 : at] != b'"':
            cell = at
        segment = _SEGMENT.match(text, at)
        if segment is None:
            return cell
        at = text.find(b'"', segment.end())
    return None


def find_return(text: bytes, *, lone: bool) -> int | None:
    """Return the offset of the first carriage return outside quoted cells; *lone*: that no LF follows."""
    pattern = _LONE_RETURN if lone else _RETURN
    return next((match.start() for match in pattern.finditer(text) if match[1]), None)


def cell_starts(record: bytes) -> list[int]:
    """Return the offset of each cell, that of its opening quotation mark where it has one."""
    return [0, *(match.end() for match in _COMMA.finditer(record) if match[1])]


def cell_count(record: bytes) -> int:
    """Return how many cells a record has."""
    if b'"' not in record:
        return record.count(b",") + 1
    return 1 + sum(match[1] is not None for match in _COMMA.finditer(record))


def cell_texts(record: bytes) -> list[str]:
    """Return the cells of a record of UTF-8 text."""
    starts = cell_starts(record)
    ends = [*(start - 1 for start in starts[1:]), len(record.removesuffix(b"\n").removesuffix(b"\r"))]
    return [_unquoted(record[start:end]) for start, end in zip(starts, ends, strict=True)]


def _unquoted(cell: bytes) -> str:
    text = cell.decode("utf-8", "replace")
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def place(text: bytes, offset: int, line: int = 1) -> tuple[int, int]:
    """Return line and column, in characters from 1, of an offset in *text*, whose first line has the number *line*."""
    begin = text.rfind(b"\n", 0, offset) + 1
    return line + text.count(b"\n", 0, offset), len(text[begin:offset].decode("utf-8", "replace")) + 1


def places(text: bytes, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the :func:`place` of each of some offsets, which ascend, from one look at the text."""
    line, column, at = 1, 1, 0
    for offset in offsets:
        between = text[at:offset]
        if breaks := between.count(b"\n"):
            line, column, between = line + breaks, 1, between[between.rfind(b"\n") + 1 :]
        column += len(between.decode("utf-8", "replace"))
        at = offset
        yield line, column


def whole_characters(text: bytes) -> bytes:
    """Return the beginning of a longer text of UTF-8 without its last character, which may be cut."""
    end = len(text) - 1
    while end > 0 and text[end] & 0xC0 == 0x80:
        end -= 1
    return text[: max(end, 0)]
