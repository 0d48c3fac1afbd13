"""What a mark on a map looks like, and which status it stands for: told by shape, and by colour as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.markup import escaped
from overseas_stations.publishing.pictures.drawing import INK, PAPER, number

_S = StationStatus


@dataclass(frozen=True)
class Meaning:
    """What a mark means: in words, and as the last reported statuses that it stands for."""

    words: str
    statuses: frozenset[StationStatus]


OUTCOMES: Mapping[str, Meaning] = {
    "circle": Meaning("reported, and no more is said", frozenset({_S.REPORTED})),
    "diamond": Meaning("under inquiry", frozenset({_S.UNDER_INVESTIGATION})),
    "triangle": Meaning("confirmed by authorities", frozenset({_S.CONFIRMED_BY_AUTHORITIES})),
    "wedge": Meaning("said to be active still", frozenset({_S.REPORTED_ACTIVE})),
    "cross": Meaning(
        "denied, or unknown to authorities",
        frozenset({_S.EXISTENCE_DENIED, _S.UNKNOWN_TO_AUTHORITIES, _S.DENIED_BY_AUTHORITIES}),
    ),
    "plus": Meaning(
        "looked into: nothing found, nothing illegal, or no charges",
        frozenset({_S.NO_EVIDENCE_FOUND, _S.NO_ILLEGALITY_FOUND, _S.NO_CHARGES}),
    ),
    "square": Meaning(
        "ordered to close, said to be inactive, or reported closed",
        frozenset({_S.CLOSURE_ORDERED, _S.REPORTED_INACTIVE, _S.REPORTED_CLOSED}),
    ),
}
"""Shape of a mark -> what it means: every status has one mark."""

_FILLS = {
    "circle": PAPER,
    "diamond": "#f2d16b",
    "triangle": "#d9660f",
    "wedge": "#fbe3cf",
    "cross": "#1f5fa8",
    "plus": "#2c7f73",
    "square": INK,
}
_EDGES = dict.fromkeys(OUTCOMES, INK) | dict.fromkeys(("cross", "plus", "square"), PAPER)
_WIDTHS = dict.fromkeys(OUTCOMES, 2.2) | {"circle": 2.4} | dict.fromkeys(("cross", "plus", "square"), 2.0)
"""Of the edges, of which the inner half lies below the fill."""


def mark(status: str) -> str:
    """Return the shape of the mark of a status."""
    return next(shape for shape, meaning in OUTCOMES.items() if status in meaning.statuses)


def outline(shape: str, size: float) -> str:
    """Return a mark around the origin as a path; *size* is half its width.

    >>> outline("square", 4)
    'M-3.6-3.6h7.2v7.2h-7.2z'
    """
    match shape:
        case "circle":
            r = number(size)
            return f"M-{r} 0a{r} {r} 0 1 1 {number(2 * size)} 0a{r} {r} 0 1 1-{number(2 * size)} 0z"
        case "triangle":
            # Its middle, and not that of its box, is at the origin.
            wide, top, foot = size * 1.14, number(size * 1.2), number(size * 0.8)
            return f"M0-{top}L{number(wide)} {foot}H-{number(wide)}z"
        case "wedge":
            # A triangle upside down.
            wide, foot, top = size * 1.14, number(size * 1.2), number(size * 0.8)
            return f"M0 {foot}L{number(wide)}-{top}H-{number(wide)}z"
        case "diamond":
            far = number(size * 1.2)
            return f"M0-{far}L{far} 0L0 {far}L-{far} 0z"
        case "plus":
            far, bar = number(size * 1.2), number(size * 0.4)
            return (
                f"M-{bar}-{far}L{bar}-{far}L{bar}-{bar}L{far}-{bar}L{far} {bar}L{bar} {bar}L{bar} {far}"
                f"L-{bar} {far}L-{bar} {bar}L-{far} {bar}L-{far}-{bar}L-{bar}-{bar}z"
            )
        case "cross":
            # Two bars as one outline, so that it has an edge against what it lies on.
            far, near, bar = number(size * 1.05), number(size * 0.6), number(size * 0.45)
            return (
                f"M-{far}-{near}L-{near}-{far}L0-{bar}L{near}-{far}L{far}-{near}L{bar} 0"
                f"L{far} {near}L{near} {far}L0 {bar}L-{near} {far}L-{far} {near}L-{bar} 0z"
            )
        case _:
            half, side = number(size * 0.9), number(size * 1.8)
            return f"M-{half}-{half}h{side}v{side}h-{side}z"


def drawn_mark(shape: str, x: float, y: float, size: float, title: str = "") -> str:
    """Return a mark at a place, with the text that a reader sees who points at it."""
    label = f"<title>{escaped(title)}</title>" if title else ""
    place = f'transform="translate({number(x)} {number(y)})" d="{outline(shape, size)}"'
    edge = f'stroke="{_EDGES[shape]}" stroke-width="{_WIDTHS[shape]}" stroke-linejoin="round" paint-order="stroke"'
    return f'<path class="mark {shape}" {place} fill="{_FILLS[shape]}" {edge}>{label}</path>'
