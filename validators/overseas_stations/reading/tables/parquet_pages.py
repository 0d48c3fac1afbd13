"""How much a Parquet file decodes to, told from its footer and the headers of its pages: nothing is decoded for it.

What the footer says of sizes may lie, and readers make room for what the pages say. Both are structures of Thrift's
compact protocol, of which this module knows as much as it takes to find a few numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

MAX_FOOTER = 1 << 22
MAX_HEADER = 1 << 20
MAX_PAGES = 100_000
MAX_DEPTH = 12
MAX_GROUP = 1 << 29
"""Bytes of the pages of one row group, which are held together."""
MAX_RATIO = 100
"""Bytes that one byte of a file may decode to..."""
RATIO_FREE = 1 << 26
"""...beyond so many bytes."""
VALUE = 16
"""Bytes that a value takes, however short or often repeated."""

_MAGIC = b"PAR1"
_STOP, _TRUE, _FALSE, _BYTE, _SHORT, _INT, _LONG, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(13)


class TooLarge(Exception):
    """What a file decodes to is beyond the limits of this module; says how, and what to do."""


class Pages(NamedTuple):
    """What the headers of the pages say.

    Attributes:
        decoded: bytes that they decode to, each value of a dictionary once.
        repeated: bytes that they decode to at most if each value were as long as the dictionary that it is from.
    """

    decoded: int
    repeated: int


def measure(path: Path) -> Pages:
    """Return how much a file decodes to.

    Raises:
        TooLarge: it is beyond the limits.
        ValueError: it is no Parquet file.
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return _measure(stream)
    except (IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("it is no Parquet file") from error


def too_large(decoded: int, size: int) -> bool:
    """Say whether a file of some bytes may not decode to so many."""
    return decoded > RATIO_FREE and decoded > MAX_RATIO * size


def _measure(stream: IO[bytes]) -> Pages:
    size = stream.seek(0, 2)
    stream.seek(max(size - 8, 0))
    tail = stream.read(8)
    length = int.from_bytes(tail[:4], "little")
    if len(tail) < 8 or tail[4:] != _MAGIC or length > size - 8:
        raise ValueError("it is no Parquet file")
    if length > MAX_FOOTER:
        raise TooLarge(f"its footer has more than {MAX_FOOTER} bytes: write it with fewer row groups")
    stream.seek(size - 8 - length)
    decoded = repeated = pages = 0
    for group in _Compact(stream.read(length)).struct().get(4, ()):
        held = 0
        for column in group[1]:
            dictionary = 0
            for header in _headers(stream, column[3], size):
                pages += 1
                values = next((header[kind][1] for kind in (5, 8) if kind in header), 0)
                dictionary = header[2] if 7 in header else dictionary
                held += header[2] + VALUE * values
                repeated += values * dictionary
                if pages > MAX_PAGES:
                    raise TooLarge(f"it has more than {MAX_PAGES} pages: write it with larger ones")
        decoded += held
        if held > MAX_GROUP:
            raise TooLarge(f"a row group decodes to more than {MAX_GROUP} bytes: write smaller ones")
        if too_large(decoded, size):
            raise TooLarge(f"it decodes to more than {MAX_RATIO} times its size: write it as CSV")
    return Pages(decoded, repeated)


def _headers(stream: IO[bytes], column: dict[int, Any], size: int) -> Iterator[dict[int, Any]]:
    """Yield the header of each page of a column chunk."""
    at = min(offset for offset in (column[9], column.get(11, 0)) if offset > 0)
    end = min(at + column[7], size)
    while at < end:
        stream.seek(at)
        for most in (1 << 10, MAX_HEADER):
            compact = _Compact(stream.read(most))
            try:
                header = compact.struct()
                break
            except IndexError:
                stream.seek(at)
        else:
            raise ValueError("it is no Parquet file")
        if header[2] < 0 or header[3] < 0:
            raise ValueError("it is no Parquet file")
        yield header
        at += compact.at + header[3]


class _Compact:
    """Reads structures as dictionaries: number of the field -> value."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """Return the structure that begins here."""
        if depth > MAX_DEPTH:
            raise ValueError("it is no Parquet file")
        found: dict[int, Any] = {}
        number = 0
        while kind := self._byte():
            step, kind = kind >> 4, kind & 15
            number = number + step if step else self._number()
            found[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return found

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while shift < 70:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
        raise ValueError("it is no Parquet file")

    def _number(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (_SHORT, _INT, _LONG):
            return self._number()
        if kind == _BINARY:
            return self._skip(self._varint())
        if kind == _STRUCT:
            return self.struct(depth + 1)
        if kind in (_LIST, _SET):
            first = self._byte()
            items = first >> 4 if first >> 4 < 15 else self._varint()
            return [self._item(first & 15, depth + 1) for _ in range(items)]
        if kind in (_TRUE, _FALSE, _BYTE, _DOUBLE):
            return self._skip(8 if kind == _DOUBLE else 1)
        raise ValueError("it is no Parquet file")

    def _item(self, kind: int, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise ValueError("it is no Parquet file")
        return self._value(kind, depth)

    def _skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self.data):
            raise IndexError("behind the end")
