"""PDF files that nobody published: as small as the format allows, written by hand, well and badly."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache


def pdf_of(*pages: Sequence[str]) -> bytes:
    """Return a PDF of some pages, each some lines of text in the letters of Western Europe."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
    ]
    for number, lines in zip(numbers, pages, strict=True):
        shown = "".join(f"({_escaped(line)}) Tj 0 -14 Td " for line in lines)
        resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {number + 1} 0 R >>".encode())
        objects.append(stream(f"BT /F1 11 Tf 60 780 Td {shown}ET".encode("cp1252")))
    return written(objects)


def stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), about, content)


def written(objects: Sequence[bytes]) -> bytes:
    """Return the file that holds some objects, of which the first is its catalogue."""
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return bytes(data) + head.encode() + end.encode()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
_ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


@cache
def _bomb() -> bytes:
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(b"BT (a) Tj ET " * 1_000_000) for _ in range(12)) + packing.flush()


def _of_stream(content: bytes, filters: bytes) -> bytes:
    return written([CATALOGUE, _ONE, PAGE, stream(content, b"/Filter [%s] " % filters)])


def _many() -> bytes:
    kids = b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % (b"3 0 R " * 100_000)
    return written([CATALOGUE, kids, PAGE, stream(b"BT (a) Tj ET")])


HOSTILE_PDFS: Mapping[str, Callable[[], bytes]] = {
    "cut": lambda: pdf_of(["One station is reported."])[:300],
    "the head alone": lambda: b"%PDF-1.7",
    "a bomb": lambda: _of_stream(_bomb(), b"/FlateDecode"),
    "a bomb in a bomb": lambda: _of_stream(zlib.compress(_bomb()), b"/FlateDecode /FlateDecode"),
    "pages without end": lambda: written([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 2000000000 >>"]),
    "a page many times": _many,
    "deep": lambda: written([CATALOGUE, _ONE, PAGE + b"[" * 100_000, stream(b"[" * 1_000_000)]),
}
"""PDF files that somebody could write to hold a reader, by what they do."""
