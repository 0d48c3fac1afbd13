"""Pictures of the data as SVG, drawn from its rows alone: where stations were reported, and when what happened.

They are legible in black and white: marks differ in shape, bars in filling. No border is drawn; land shows as the
squares in which GeoNames knows a town.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from overseas_stations.codes import code_list, settled_squares
from overseas_stations.vocabulary import ResponseKind, StationStatus

Cells = Mapping[str, str | None]
Rows = Mapping[str, Sequence[Cells]]

_S, _R = StationStatus, ResponseKind
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

WORDS = frozenset(
    {
        *(_R.STATEMENT_OF_CONCERN, _R.DENIAL, _R.DECLINED, _R.ASSESSMENT, _R.MONITORING, _R.REQUEST_TO_ACT),
        *(_R.PARLIAMENTARY_INQUIRY, _R.RESOLUTION, _R.OFFICIAL_REPORT, _R.PUBLIC_WARNING, _R.ASSURANCE_RECEIVED),
    }
)
"""Responses that say or ask something; the others are steps."""

INK, LAND = "#111", "#dcdcdc"
_FONT = 'font-family="sans-serif" fill="#111"'


def _document(width: int, height: int, title: str, description: str, body: Iterator[str]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _text(x: float, y: float, text: str, size: int = 13, anchor: str = "start") -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" text-anchor="{anchor}" {_FONT}>{escape(text)}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def mark(status: str) -> str:
    """Return the mark of a status."""
    return next(shape for shape, (_, statuses) in OUTCOMES.items() if status in statuses)


def _mark(shape: str, x: float, y: float, size: float, title: str = "") -> str:
    label = f"<title>{escape(title)}</title>" if title else ""
    stroke = INK
    match shape:
        case "circle":
            inner = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size)}" fill="#fff"'
        case "triangle":
            points = f"{_n(x)},{_n(y - size)} {_n(x + size)},{_n(y + size)} {_n(x - size)},{_n(y + size)}"
            inner = f'<polygon points="{points}" fill="#fff"'
        case "cross":
            lines = f"M{_n(x - size)} {_n(y - size)}L{_n(x + size)} {_n(y + size)}M{_n(x - size)} {_n(y + size)}"
            inner = f'<path d="{lines}L{_n(x + size)} {_n(y - size)}" fill="none"'
        case _:
            side = _n(2 * size)
            inner = f'<rect x="{_n(x - size)}" y="{_n(y - size)}" width="{side}" height="{side}" fill="{INK}"'
            stroke = "#fff"  # so that squares side by side do not run together
    return f'<g>{label}{inner} stroke="{stroke}" stroke-width="1.4"/></g>'


@dataclass(frozen=True)
class View:
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
            width = _n((east - west) * side * self.scale * self.narrow)
            path.append(f"M{_n(x)} {_n(y)}h{width}v{_n(side * self.scale)}h-{width}z")
        yield f'<path d="{"".join(path)}" fill="{LAND}"/>'

    def frame(self) -> str:
        """Return the window's edge."""
        width = (self.east - self.west) * self.scale * self.narrow
        height = (self.north - self.south) * self.scale
        return (
            f'<rect x="{_n(self.left)}" y="{_n(self.top)}" width="{_n(width)}" height="{_n(height)}" fill="none" '
            f'stroke="{INK}" stroke-width="0.8"/>'
        )


WORLD = View(-56, -130, 72, 180, 10, 40, 3.16, 2)
EUROPE = View(34, -12, 62, 42, 10, 470, 13, 1, cos(radians(48)))


def _stations(view: View, rows: Rows, size: float) -> Iterator[str]:
    places: dict[tuple[float, float], list[Cells]] = defaultdict(list)
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
    return _document(1000, 880, "Stations reported, and what was last said of them", NOTE, _world_map(rows))


NOTE = (
    "Marks stand at the middle of a city, never at a building. No borders are drawn, and none are implied: land shows "
    "as the squares in which GeoNames knows a town."
)


def _world_map(rows: Rows) -> Iterator[str]:
    stations = rows["stations"]
    located = [row for row in stations if row["latitude"]]
    yield _text(10, 24, "Stations reported, and what was last said of them", 18)
    for view, size in ((WORLD, 3.4), (EUROPE, 4.6)):
        yield from view.land()
        yield view.frame()
        yield from _stations(view, rows, size)
    x, y = EUROPE.left + (EUROPE.east - EUROPE.west) * EUROPE.scale * EUROPE.narrow + 24, EUROPE.top + 16
    counts = Counter(mark(row["status"] or "") for row in located)
    yield _text(x, y, "Last reported status", 15)
    for i, (shape, (meaning, _)) in enumerate(OUTCOMES.items()):
        top = y + 30 + 44 * i
        yield _mark(shape, x + 8, top - 5, 6)
        words = f"{meaning} ({counts[shape]})"
        yield from (_text(x + 26, top + 17 * j, line) for j, line in enumerate(_wrapped(words, 54)))
    names = code_list("countries")
    vague = Counter(names.get(row["country"] or "", "") for row in stations if not row["latitude"])
    listed = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in sorted(vague.items()))
    below = [f"Without a city, and so without a mark ({len(stations) - len(located)}): {listed or 'none'}.", "", NOTE]
    lines = [line for part in below for line in _wrapped(part, 62)]
    yield from (_text(x, y + 220 + 16 * i, line, 12) for i, line in enumerate(lines))


def _wrapped(text: str, width: int) -> list[str]:
    from textwrap import wrap

    return wrap(text, width) or [""]


def timeline(rows: Rows) -> str:
    """Return how many stations were first reported, and how many responses there were, month by month."""
    return _document(1000, 490, TIMELINE_TITLE, "Two rows of bars, one bar a month.", _timeline(rows))


TIMELINE_TITLE = "Stations first reported, and responses, by month"


def _timeline(rows: Rows) -> Iterator[str]:
    first: dict[str, str] = {row["id"] or "": row["first_reported"] or "" for row in rows["stations"]}
    for row in rows["station_statuses"]:
        station, as_of = row["station_id"] or "", row["as_of"] or ""
        first[station] = min(filter(None, (first.get(station), as_of)), default="")
    reported = Counter(date[:7] for date in first.values() if len(date) > 4)
    said, done = Counter[str](), Counter[str]()
    for row in rows["responses"]:
        if len(row["date"] or "") > 4:
            (said if row["kind"] in WORDS else done)[(row["date"] or "")[:7]] += 1
    shown = [month for month in {*reported, *said, *done} if month >= START]
    if not shown:
        return
    months = list(_months(START, max(shown)))
    left, width = 50, 930 / len(months)
    yield _text(10, 24, TIMELINE_TITLE, 18)
    peak = max(max(reported[m] for m in months), max(said[m] + done[m] for m in months), 1)
    unit = 160 / peak
    for label, base, series in (
        ("Stations, by the month in which they were first reported", 225, ((reported, "#fff"),)),
        ("Responses, by month: steps taken (black) and words (white)", 435, ((done, INK), (said, "#fff"))),
    ):
        yield _text(left, base - 170, label)
        for tick in range(0, peak + 1, _step(peak)):
            y = base - tick * unit
            yield f'<path d="M{left} {_n(y)}h930" stroke="#999" stroke-width="0.4"/>'
            yield _text(left - 6, y + 4, str(tick), 11, "end")
        for i, month in enumerate(months):
            y = float(base)
            for counts, fill in series:
                if counts[month]:
                    y -= counts[month] * unit
                    yield (
                        f'<rect x="{_n(left + i * width + 1)}" y="{_n(y)}" width="{_n(width - 2)}" '
                        f'height="{_n(counts[month] * unit)}" fill="{fill}" stroke="{INK}" stroke-width="0.8">'
                        f"<title>{month}: {counts[month]}</title></rect>"
                    )
            if month.endswith(("-01", "-07")) or i == 0:
                yield _text(left + i * width, base + 15, month, 11)
    inside = sum(reported[m] for m in months), sum(said[m] + done[m] for m in months)
    left_out = len(first) - inside[0], len(rows["responses"]) - inside[1]
    yield _text(
        10,
        478,
        f"Left out: {left_out[0]} stations and {left_out[1]} responses that are dated only to a year or not at all, "
        f"or before {START}.",
        12,
    )


START = "2022-09"
"""The month of the first report."""


def _months(first: str, last: str) -> Iterator[str]:
    month = first
    while month <= last:
        yield month
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12}-{number % 12 + 1:02}"


def _step(peak: int) -> int:
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10**9) if peak / step <= 8)


PICTURES = {"pictures/map.svg": world_map, "pictures/timeline.svg": timeline}
"""The pictures by their paths in a package."""
