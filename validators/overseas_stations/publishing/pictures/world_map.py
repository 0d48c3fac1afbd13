"""A map of the reported stations. No border is drawn; land shows as the squares in which GeoNames knows a town."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians

from overseas_stations.forms.codes import code_list, settled_squares
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.markup import escaped
from overseas_stations.publishing.pictures.drawing import INK, document, number, text, wrapped
from overseas_stations.tables import Row, Rows

_S = StationStatus
OUTCOMES: Mapping[str, tuple[str, frozenset[StationStatus]]] = {
    "circle": ("reported, and no more is said", frozenset({_S.REPORTED})),
    "triangle": (
        "under inquiry, confirmed by authorities, or said to be active still",
        frozenset({_S.UNDER_INVESTIGATION, _S.CONFIRMED_BY_AUTHORITIES, _S.REPORTED_ACTIVE}),
    ),
    "cross": (
        "denied, unknown to authorities, nothing found, or no charges",
        frozenset(
            {
                _S.EXISTENCE_DENIED,
                _S.UNKNOWN_TO_AUTHORITIES,
                _S.DENIED_BY_AUTHORITIES,
                _S.NO_EVIDENCE_FOUND,
                _S.NO_ILLEGALITY_FOUND,
                _S.NO_CHARGES,
            }
        ),
    ),
    "square": (
        "ordered to close, said to be inactive, or reported closed",
        frozenset({_S.CLOSURE_ORDERED, _S.REPORTED_INACTIVE, _S.REPORTED_CLOSED}),
    ),
}
"""Mark -> what it means, and the last reported statuses that it stands for: every status has one mark."""

LAND = "#dcdcdc"


def mark(status: str) -> str:
    """Return the mark of a status."""
    return next(shape for shape, (_, statuses) in OUTCOMES.items() if status in statuses)


def _mark(shape: str, x: float, y: float, size: float, title: str = "") -> str:
    label = f"<title>{escaped(title)}</title>" if title else ""
    stroke = INK
    left, right, top, bottom = number(x - size), number(x + size), number(y - size), number(y + size)
    match shape:
        case "circle":
            inner = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(size)}" fill="#fff"'
        case "triangle":
            inner = f'<polygon points="{number(x)},{top} {right},{bottom} {left},{bottom}" fill="#fff"'
        case "cross":
            inner = f'<path d="M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}" fill="none"'
        case _:
            side = number(2 * size)
            inner = f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="{INK}"'
            stroke = "#fff"  # so that squares side by side do not run together
    return f'<g>{label}{inner} stroke="{stroke}" stroke-width="1.4"/></g>'


@dataclass(frozen=True)
class MapView:
    """A window of degrees, drawn at (left, top) with *scale* pixels for a degree of latitude.

    Land is drawn in squares of *square* half degrees; a degree of longitude is *narrow* times one of latitude.
    """

    south: int
    west: int
    north: int
    east: int
    left: float
    top: float
    scale: float
    square: int
    narrow: float = 1.0

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the pixel of a place."""
        x = self.left + (longitude - self.west) * self.scale * self.narrow
        return x, self.top + (self.north - latitude) * self.scale

    def holds(self, latitude: float, longitude: float) -> bool:
        """Say whether a place lies in the window."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def land(self) -> Iterator[str]:
        """Yield a path of the settled squares, side by side ones as one bar."""
        side = self.square / 2
        squares = sorted(
            (south, west)
            for south, west in settled_squares(self.square)
            if self.holds(south * side, west * side) and self.holds((south + 1) * side, (west + 1) * side)
        )
        bars: list[tuple[int, int, int]] = []
        for south, west in squares:
            if bars and bars[-1][0] == south and bars[-1][2] == west:
                bars[-1] = (south, bars[-1][1], west + 1)
            else:
                bars.append((south, west, west + 1))
        path = []
        for south, west, east in bars:
            x, y = self.place((south + 1) * side, west * side)
            width = number((east - west) * side * self.scale * self.narrow)
            path.append(f"M{number(x)} {number(y)}h{width}v{number(side * self.scale)}h-{width}z")
        yield f'<path d="{"".join(path)}" fill="{LAND}"/>'

    def frame(self) -> str:
        """Return the window's edge."""
        width = (self.east - self.west) * self.scale * self.narrow
        height = (self.north - self.south) * self.scale
        return (
            f'<rect x="{number(self.left)}" y="{number(self.top)}" width="{number(width)}" height="{number(height)}" '
            f'fill="none" stroke="{INK}" stroke-width="0.8"/>'
        )


WORLD = MapView(-56, -130, 72, 180, 10, 40, 3.16, 2)
EUROPE = MapView(34, -12, 62, 42, 10, 470, 13, 1, cos(radians(48)))


def _stations(view: MapView, rows: Rows, size: float) -> Iterator[str]:
    places: dict[tuple[float, float], list[Row]] = defaultdict(list)
    for row in rows["stations"]:
        if row["latitude"] and row["longitude"]:
            place = (float(row["latitude"]), float(row["longitude"]))
            if view.holds(*place):
                places[place].append(row)
    for place, stations in sorted(places.items(), reverse=True):
        x, y = view.place(*place)
        # Several stations of one city stand side by side.
        for i, row in enumerate(stations):
            title = f"{row['id']}: {row['status']} ({row['status_as_of']})"
            yield _mark(mark(row["status"] or ""), x + (i - (len(stations) - 1) / 2) * size * 2.2, y, size, title)


def world_map(rows: Rows) -> str:
    """Return a map of the reported stations with what was last said of them, and Europe enlarged."""
    return document(1000, 880, "Stations reported, and what was last said of them", NOTE, _world_map(rows))


NOTE = (
    "Marks stand at the middle of a city, never at a building. No borders are drawn, and none are implied: land shows "
    "as the squares in which GeoNames knows a town."
)


def _world_map(rows: Rows) -> Iterator[str]:
    stations = rows["stations"]
    located = [row for row in stations if row["latitude"]]
    yield text(10, 24, "Stations reported, and what was last said of them", 18)
    for view, size in ((WORLD, 3.4), (EUROPE, 4.6)):
        yield from view.land()
        yield view.frame()
        yield from _stations(view, rows, size)
    x, y = EUROPE.left + (EUROPE.east - EUROPE.west) * EUROPE.scale * EUROPE.narrow + 24, EUROPE.top + 16
    counts = Counter(mark(row["status"] or "") for row in located)
    yield text(x, y, "Last reported status", 15)
    for i, (shape, (meaning, _)) in enumerate(OUTCOMES.items()):
        top = y + 30 + 44 * i
        yield _mark(shape, x + 8, top - 5, 6)
        words = f"{meaning} ({counts[shape]})"
        yield from (text(x + 26, top + 17 * j, line) for j, line in enumerate(wrapped(words, 54)))
    names = code_list("countries")
    vague = Counter(names.get(row["country"] or "", "") for row in stations if not row["latitude"])
    listed = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in sorted(vague.items()))
    below = [f"Without a city, and so without a mark ({len(stations) - len(located)}): {listed or 'none'}.", "", NOTE]
    lines = [line for part in below for line in wrapped(part, 62)]
    yield from (text(x, y + 220 + 16 * i, line, 12) for i, line in enumerate(lines))
