"""What was sent and what came, as it came: a WARC file for each run, with digests.

Each exchange is written as one piece of whole members of gzip, and is on the disk before anything speaks of it. What a
run that was killed left is cut at the end of its last whole record before the next run begins.
"""

from __future__ import annotations

import os
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from overseas_stations.fetching.client import Exchange

SUFFIX = ".warc.gz"
_PIECE = 1 << 20
_TRUNCATED = {"too_large": "length", "timeout": "time"}
"""A failure -> why the record of an answer is not whole, as the standard calls it."""


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The head of a message, byte for byte: warcio would write it anew from its parts."""

    def __init__(self, raw: bytes) -> None:
        super().__init__("", [])
        self.headers_buff = raw

    def __bool__(self) -> bool:
        """Return that there is one: without a parsed line warcio would look for another in the body."""
        return True

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Leave the head as it is."""


class Warc:
    """The file of a run.

    Args:
        path: where it is written; there is nothing yet.
        about: the run, for the record at the head.
    """

    def __init__(self, path: Path, about: dict[str, str]) -> None:
        path.parent.mkdir(exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self.path, self._descriptor = path, os.open(path, flags, 0o666)
        held, writer = _writer()
        writer.write_record(writer.create_warcinfo_record(path.name, about))
        self._put(held.getvalue())

    def write(self, exchange: Exchange, time: str, about: dict[str, str]) -> None:
        """Write an exchange: the request and the answer, where there are any, and what is known of them.

        Args:
            exchange: the exchange.
            time: when it took place, as ``2026-11-27T02:03:04Z``.
            about: what else is known.
        """
        held, writer = _writer()
        stated = {"WARC-Date": time}
        if exchange.address:
            stated["WARC-IP-Address"] = exchange.address
        head, body = _parted(exchange.wire)
        answered: dict[str, str] = {}
        if exchange.status is not None and head:
            truncated = {"WARC-Truncated": _TRUNCATED.get(exchange.failure, "disconnect")} if exchange.failure else {}
            record = _record(writer, exchange.url, "response", head, body, stated | truncated)
            answered = {"WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID")}
            writer.write_record(record)
        if exchange.request:
            writer.write_record(_record(writer, exchange.url, "request", exchange.request, b"", stated | answered))
        known = about | {"failure": exchange.failure, "detail": exchange.detail}
        fields = "".join(f"{name}: {_plain(value)}\r\n" for name, value in known.items() if value).encode()
        writer.write_record(
            writer.create_warc_record(
                _plain(exchange.url), "metadata", BytesIO(fields), len(fields), warc_headers_dict=stated | answered
            )
        )
        self._put(held.getvalue())

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def _put(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        os.fsync(self._descriptor)


def _writer() -> tuple[BytesIO, WARCWriter]:
    held = BytesIO()
    return held, WARCWriter(held, gzip=True)


def _record(writer: WARCWriter, url: str, kind: str, head: bytes, body: bytes, stated: dict[str, str]) -> Any:
    return writer.create_warc_record(
        url, kind, BytesIO(body), len(body), warc_headers_dict=stated, http_headers=_Head(head)
    )


def _parted(wire: bytes) -> tuple[bytes, bytes]:
    """Return head and body of a message; nothing where its head has no end."""
    ends = [at + len(end) for end in (b"\r\n\r\n", b"\n\n") if (at := wire.find(end)) >= 0]
    return (wire[: min(ends)], wire[min(ends) :]) if ends else (b"", b"")


def _plain(text: str) -> str:
    """Return a text that can stand in one line."""
    return " ".join(text.split())


def mend(path: Path) -> int:
    """Cut off what follows the last whole record of a file, and return how many bytes it had."""
    whole = at = 0
    inflating = zlib.decompressobj(zlib.MAX_WBITS + 16)
    with path.open("r+b") as file:
        piece = file.read(_PIECE)
        while piece:
            try:
                # What it holds is not wanted, and may be large.
                inflating.decompress(piece, _PIECE)
                while inflating.unconsumed_tail:
                    inflating.decompress(inflating.unconsumed_tail, _PIECE)
            except zlib.error:
                break
            at += len(piece) - len(inflating.unused_data)
            piece = inflating.unused_data or file.read(_PIECE)
            if inflating.eof:
                whole, inflating = at, zlib.decompressobj(zlib.MAX_WBITS + 16)
        left = path.stat().st_size - whole
        if left:
            file.truncate(whole)
            file.flush()
            os.fsync(file.fileno())
    return left
