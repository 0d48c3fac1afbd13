"""What the packed streams of a PDF unpack to: looked at before its reader, which would hold up to a gigabyte of each.

The reader unpacks again what is packed twice. Of other ways to pack it takes no more than some megabytes.
"""

from __future__ import annotations

import re
import zlib
from typing import Any

MAX_STREAM = 100_000_000
"""Bytes of the largest stream of a PDF that is read, at each stage of unpacking."""

MAX_STREAMS = 1_000_000_000
"""Bytes of all its streams."""

MAX_STAGES = 3
_PIECE = 1 << 16
_BEGIN = re.compile(rb"\bstream\r?\n")


def unpacks_too_large(data: bytes) -> bool:
    """Say whether a stream of a PDF, or all of them, unpack to more than is read."""
    left = MAX_STREAMS
    for begin in _BEGIN.finditer(data):
        size = _unpacked(data, begin.end())
        left -= size
        if size > MAX_STREAM or left < 0:
            return True
    return False


def _unpacked(data: bytes, start: int) -> int:
    """Return how many bytes a stream unpacks to at the stage at which it has most; little more than the bound."""
    stages: list[Any] = [zlib.decompressobj() for _ in range(MAX_STAGES)]
    sizes = [0] * MAX_STAGES

    def feed(number: int, part: bytes) -> bool:
        """Give a stage what the one before it made, and say whether it goes on."""
        if number == MAX_STAGES:
            return True
        stage = stages[number]
        while part and not stage.eof:
            try:
                made = stage.decompress(part, _PIECE)
            except zlib.error:
                # It is packed no further, or not whole.
                stages[number] = _ENDED
                return number > 0
            sizes[number] += len(made)
            if sizes[number] > MAX_STREAM:
                return False
            if not feed(number + 1, made):
                return False
            part = stage.unconsumed_tail
        return number > 0 or not stage.eof

    for at in range(start, len(data), _PIECE):
        if not feed(0, data[at : at + _PIECE]):
            break
    return max(sizes)


class _Ended:
    """The stage of a stream that is not packed any further."""

    eof = True
    unconsumed_tail = b""

    def decompress(self, part: bytes, most: int) -> bytes:
        return b""


_ENDED = _Ended()
