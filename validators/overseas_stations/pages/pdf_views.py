"""The texts of a PDF: as its lines stand, and with words that were broken at their ends joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overseas_stations.handed_over import InputError
from overseas_stations.pages.markup_views import PageText
from overseas_stations.pages.unpacking import unpacks_too_large

MAX_PAGES = 2_000
"""Pages of a PDF that are read."""

MAX_PDF_CHARACTERS = 8_000_000
"""Characters of a PDF that are read."""

# PDFium writes a hyphen at the end of a line as a character that is none, mostly without the end of the line.
_BROKEN = re.compile("(?<=\\w)(?:[-\u00ad\u2010]\\s*\n|[\ufffe\x02])\\s*(?=\\w)")


def pdf_views(data: bytes) -> Iterator[PageText]:
    """Yield the texts of a PDF, none where it cannot be read.

    Raises:
        InputError: pypdfium2 is not installed.
    """
    text = pdf_text(data)
    yield PageText("visible", text)
    joined = _BROKEN.sub("", text)
    if joined != text:
        yield PageText("visible", joined)
        yield PageText("visible", _BROKEN.sub("-", text))


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF, empty where it has none or cannot be read."""
    try:
        import pypdfium2
    except ImportError:
        raise InputError(
            "a PDF is read by pypdfium2, which is not installed: pip install 'overseas-stations[fetch-pdf]'"
        ) from None
    pieces: list[str] = []
    characters = 0
    if unpacks_too_large(data):
        return ""
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(min(len(document), MAX_PAGES)):
                page = document[number]
                piece = page.get_textpage().get_text_bounded()
                characters += len(piece)
                if characters > MAX_PDF_CHARACTERS:
                    break
                pieces.append(piece.replace("\r\n", "\n"))
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        return "\n".join(pieces)
    return "\n".join(pieces)
