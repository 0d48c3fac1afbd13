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

LARGE = 1 << 24
"""From this size on, cutting a text into pieces costs more memory than time."""

# A quoted cell is one segment from mark to mark, or several side by side: each doubled mark ends one and begins the
# next. So a mark that no segment takes up is out of place, and a text without such marks is well-formed.
_SEGMENT = re.compile(rb'"(?<![^,\n"]")[^"]*+"(?=[,"]|\r?\n|\Z)')
_COMMA = re.compile(rb'"[^"]*+(?:"|\Z)|(,)')
_RETURN = re.compile(rb'"[^"]*+(?:"|\Z)|(\r)')
_LONE_RETURN = re.compile(rb'"[^"]*+(?:"|\Z)|(\r)(?!\n)')


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the rest of *stream* in pieces of whole records, the last one completed by a line break if need be."""
    parts: list[bytes] = []
    odd = False
    while chunk := stream.read(BLOCK) + stream.readline():
        parts.append(chunk if chunk.endswith(b"\n") else chunk + b"\n")
        odd ^= chunk.count(b'"') % 2 == 1
        if not odd:
            yield b"".join(parts)
            parts = []
    if parts:
        yield b"".join(parts)


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
