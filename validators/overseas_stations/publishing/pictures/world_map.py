"""The map of the reported stations: land without borders, Europe enlarged, and what was last said of each station."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from overseas_stations.forms.codes import code_list
from overseas_stations.publishing.pictures.drawing import FAINT, INK, document, heading, number, text, wrapped
from overseas_stations.publishing.pictures.marks import OUTCOMES, drawn_mark, mark
from overseas_stations.publishing.pictures.windows import LAND, Window, definitions, drawn_scene, hatched, scene
from overseas_stations.tables import Row, Rows

TITLE = "Stations reported, and what was last said of them"
NOTE = (
    "Each mark is a station, and stands at a city, never at a building; marks that would lie on one another are moved "
    "apart. No borders are drawn, and no position is taken on any. Shapes: Natural Earth."
)
WORLD = Window("world", 0, 0, 1000, 436, 0, 44, 1, 3.2, 6.5)
EUROPE = Window("europe", 444, 36, 112, 84, 10, 506, 5, 5.6, 14)
_KEY = 596
"""Where the key begins, to the right of Europe."""


def world_map(rows: Rows) -> str:
    """Return a map of the reported stations with what was last said of them, and Europe enlarged."""
    scenes = [scene(window, rows["stations"]) for window in (WORLD, EUROPE)]
    key, foot = _key(rows["stations"])
    foot = max(foot, EUROPE.top + EUROPE.height * EUROPE.zoom)
    note = wrapped(NOTE, 150)
    body = [heading(10, 28, TITLE), *definitions(scenes)]
    for shown in scenes:
        body += drawn_scene(shown)
    body += [_frame(EUROPE, WORLD), _frame(EUROPE, EUROPE), text(EUROPE.left + 8, EUROPE.top + 18, "Europe"), *key]
    body += [text(10, foot + 28 + 16 * i, line, 12, fill=FAINT) for i, line in enumerate(note)]
    return document(1000, round(foot + 28 + 16 * len(note)), TITLE, NOTE, iter(body))


def _frame(window: Window, on: Window) -> str:
    """Return the edge of a window as another one has it."""
    x, y = on.pixel(window.x, window.y)
    width, height = number(window.width * on.zoom), number(window.height * on.zoom)
    edge = f'width="{width}" height="{height}" fill="none" stroke="{INK}" stroke-width="0.6"'
    return f'<rect x="{number(x)}" y="{number(y)}" {edge}/>'


def _key(stations: Sequence[Row]) -> tuple[list[str], float]:
    """Return what the marks mean, with the stations of no known city under each, and where that ends."""
    drawn, y = [text(_KEY, EUROPE.top + 12, "Last reported status", 15)], EUROPE.top + 40.0
    for shape, meaning in OUTCOMES.items():
        rows = [row for row in stations if mark(row["status"] or "") == shape]
        located = [row for row in rows if row["latitude"]]
        drawn.append(drawn_mark(shape, _KEY + 6, y - 4.5, EUROPE.size))
        for line in wrapped(f"{meaning.words} ({len(rows)})", 52):
            drawn.append(text(_KEY + 22, y, line))
            y += 17
        if len(rows) > len(located):
            for line in wrapped(f"Of no known city: {_listed(row for row in rows if not row['latitude'])}.", 58):
                drawn.append(text(_KEY + 22, y, line, 12, fill=FAINT))
                y += 15.5
        y += 14
    drawn.append(f'<rect x="{_KEY - 1}" y="{number(y - 11)}" width="15" height="13" fill="{LAND}"/>')
    drawn.append(f'<rect x="{_KEY - 1}" y="{number(y - 11)}" width="15" height="13" fill="{hatched(WORLD)}"/>')
    vague = sum(not row["latitude"] for row in stations)
    drawn.append(text(_KEY + 22, y, f"somewhere in this country or these islands ({vague})"))
    return drawn, y + 17


def _listed(stations: Iterator[Row]) -> str:
    """Return the countries of stations, each with how many there are; a region has its country behind it."""
    names = code_list("countries")
    counts = Counter[str]()
    for row in stations:
        country = names.get(row["country"] or "", row["country"] or "")
        counts[f"{row['region']} ({country})" if row["region"] else country] += 1
    return ", ".join(f"{name}, {count} times" if count > 1 else name for name, count in sorted(counts.items()))
