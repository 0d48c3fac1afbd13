"""What the pictures are drawn with: an SVG document, texts, numbers.

The pictures are legible in black and white, load nothing, and are the same bytes on every machine. What they consist of
is computed point by point, so that no template holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from overseas_stations.markup import escaped

INK, FAINT, PAPER = "#111", "#5c5952", "#fff"


def document(width: int, height: int, title: str, description: str, body: Iterator[str]) -> str:
    """Return an SVG of *width* by *height* pixels; *description* is what those read who do not see it."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img">',
        f"<title>{escaped(title)}</title>",
        f"<desc>{escaped(description)}</desc>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def heading(x: float, y: float, words: str) -> str:
    """Return the title of a picture."""
    return text(x, y, words, 20).replace("<text ", '<text font-weight="bold" ', 1)


def text(x: float, y: float, words: str, size: int = 13, anchor: str = "start", fill: str = INK) -> str:
    """Return one line of text, its baseline at (x, y)."""
    place = f'x="{number(x)}" y="{number(y)}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {place} font-family="sans-serif" fill="{fill}">{escaped(words)}</text>'


def number(value: float) -> str:
    """Return a number of pixels to one decimal, so that no machine writes more digits than another.

    >>> number(2.04), number(2.25)
    ('2', '2.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def wrapped(words: str, width: int) -> list[str]:
    """Return lines of at most *width* characters; of no words, one empty line."""
    return wrap(words, width) or [""]
