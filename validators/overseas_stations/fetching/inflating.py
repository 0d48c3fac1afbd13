"""Bodies as they were before they were packed, up to a bound: a small answer may unpack to any size."""

from __future__ import annotations

import zlib

from overseas_stations.fetching.reasons import Failed

MAX_CODINGS = 3
MAX_MEMBERS = 100


def inflated(body: bytes, encoding: str, most: int) -> bytes:
    """Return a body without its content codings.

    >>> inflated(zlib.compress(b"words"), "deflate", 10)
    b'words'

    Args:
        body: as it came.
        encoding: the value of Content-Encoding, empty where there is none.
        most: bytes that it may have at each stage.

    Raises:
        Failed: it is larger, packed otherwise, or not whole.
    """
    codings = [each.strip().lower() for each in encoding.split(",") if each.strip()]
    if len(codings) > MAX_CODINGS:
        raise Failed("protocol", encoding[:100])
    for coding in reversed(codings):
        if coding in ("gzip", "x-gzip"):
            body = _gunzipped(body, most)
        elif coding == "deflate":
            # Some send what stands inside of zlib's frame, without it.
            framed = len(body) >= 2 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
            body, _ = _member(body, zlib.MAX_WBITS if framed else -zlib.MAX_WBITS, most)
        elif coding != "identity":
            raise Failed("protocol", coding[:100])
    if len(body) > most:
        raise Failed("too_large", f"more than {most} bytes")
    return body


def _gunzipped(body: bytes, most: int) -> bytes:
    """Return what the members of a gzip file hold; what follows them is filling, and left out as browsers do."""
    whole, rest = bytearray(), body
    for number in range(MAX_MEMBERS + 1):
        if not rest or (number and rest[:2] != b"\x1f\x8b"):
            return bytes(whole)
        part, rest = _member(rest, zlib.MAX_WBITS + 16, most - len(whole))
        whole += part
    raise Failed("too_large", f"it is packed in more than {MAX_MEMBERS} parts")


def _member(body: bytes, window: int, most: int) -> tuple[bytes, bytes]:
    inflating = zlib.decompressobj(window)
    try:
        part = inflating.decompress(body, most + 1)
    except zlib.error as error:
        raise Failed("protocol", f"it cannot be unpacked: {error}") from None
    if len(part) > most:
        raise Failed("too_large", f"more than {most} bytes unpacked")
    if not inflating.eof:
        raise Failed("connection", "its packed form is not whole")
    return part, inflating.unused_data
