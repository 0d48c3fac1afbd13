"""Parts of the world with the stations in them: what a picture and a page draw alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from overseas_stations.forms.codes import code_list
from overseas_stations.markup import escaped
from overseas_stations.publishing.pictures.drawing import number
from overseas_stations.publishing.pictures.marks import drawn_mark, mark
from overseas_stations.publishing.pictures.places import Area, City, areas, cities
from overseas_stations.publishing.pictures.shapes import outlines
from overseas_stations.tables import Row
from overseas_stations.vendor import world

LAND, HATCH = "#e5e3de", "#aaa499"
_RING = 6.5
"""Half the width of a ring in pixels: wider than a mark, so that it is none."""


@dataclass(frozen=True)
class Window:
    """A part of the world, in its units, drawn with its corner at (left, top) and *zoom* pixels for a unit.

    *size* is half the width of a mark in pixels, and *apart* how far the middles of two are from one another at least.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    left: float
    top: float
    zoom: float
    size: float
    apart: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point of the world lies in the window."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the world is drawn."""
        return self.left + (x - self.x) * self.zoom, self.top + (y - self.y) * self.zoom


@dataclass(frozen=True)
class Scene:
    """What a window shows: the land, hatched areas, cities with the marks of their stations."""

    window: Window
    land: str
    areas: tuple[Area, ...]
    cities: tuple[City, ...]


def scene(window: Window, stations: Iterable[Row]) -> Scene:
    """Return what a window shows of the stations: what lies in it, and the whole of a shape of which a part does."""
    rows = list(stations)
    inside = (row for row in rows if row["latitude"] and row["longitude"])
    found = cities(inside, window.apart / window.zoom)
    return Scene(
        window,
        world().land,
        tuple(_areas_in(window, areas(rows, _RING / window.zoom))),
        tuple(city for city in found if window.holds(city.x, city.y)),
    )


def _areas_in(window: Window, found: Iterable[Area]) -> Iterator[Area]:
    """Yield the areas of which something lies in a window, with the rings that do."""
    for area in found:
        rings = tuple(ring for ring in area.rings if window.holds(*ring))
        points = (point for line in outlines(area.path) for point in line)
        if rings or (not area.rings and any(window.holds(*point) for point in points)):
            yield replace(area, rings=rings)


def city_title(city: City, row: Row) -> str:
    """Return what is said of a mark: which station it is, what was last said of it, and how many are in its city."""
    others = f"; one of {len(city.stations)} in {row['city']}" if len(city.stations) > 1 else ""
    return f"{_said(row)}{others}"


def area_title(area: Area) -> str:
    """Return what is said of a hatched shape: the country, and the stations of which no more is known."""
    name = code_list("countries").get(area.country, area.country)
    said = (f"{row['region']}, {_said(row)}" if row["region"] else _said(row) for row in area.stations)
    return f"Somewhere in {name}: {'; '.join(said)}"


def _said(row: Row) -> str:
    return f"{row['id']}: {(row['status'] or '').replace('_', ' ')} ({row['status_as_of']})"


def definitions(scenes: Iterable[Scene]) -> Iterator[str]:
    """Yield the shapes and hatches that the drawn scenes use, each once."""
    shapes = {"land": world().land, **{f"area-{area.country}": area.path for one in scenes for area in one.areas}}
    yield "<defs>"
    yield from (f'<path id="map-{name}" d="{path}"/>' for name, path in shapes.items())
    yield "</defs>"


def hatched(window: Window) -> str:
    """Return the fill of a hatched shape in a window."""
    return f"url(#map-hatch-{window.name})"


def drawn_scene(shown: Scene, address: Callable[[Row], str] | None = None) -> Iterator[str]:
    """Yield the SVG of a scene, above its `definitions`; with an *address* of each station, marks are links."""
    window, zoom = shown.window, shown.window.zoom
    gap = 3.6 / zoom
    yield (
        f'<svg x="{number(window.left)}" y="{number(window.top)}" width="{number(window.width * zoom)}" '
        f'height="{number(window.height * zoom)}" '
        f'viewBox="{window.x:g} {window.y:g} {window.width:g} {window.height:g}">'
    )
    yield (
        f'<pattern id="map-hatch-{window.name}" width="{gap:g}" height="{gap:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(-45)"><path class="hatch" d="M0 {gap / 2:g}h{gap:g}" stroke="{HATCH}" '
        f'stroke-width="{1 / zoom:g}"/></pattern>'
    )
    yield f'<use class="land" href="#map-land" fill="{LAND}"/>'
    for area in shown.areas:
        yield f'<g class="area" fill="{hatched(window)}"><title>{escaped(area_title(area))}</title>'
        yield f'<use href="#map-area-{area.country}"/>'
        for x, y in area.rings:
            yield (
                f'<circle class="hatch" cx="{number(x)}" cy="{number(y)}" r="{_RING / zoom:g}" stroke="{HATCH}" '
                f'stroke-width="{1 / zoom:g}" stroke-dasharray="{2.4 / zoom:g}"/>'
            )
        yield "</g>"
    yield "</svg>"
    for city in shown.cities:
        for point, row in zip(city.marks, city.stations, strict=True):
            title = city_title(city, row)
            drawn = drawn_mark(mark(row["status"] or ""), *window.pixel(*point), window.size, title)
            if address is not None:
                drawn = f'<a href="{escaped(address(row))}" aria-label="{escaped(title)}">{drawn}</a>'
            yield drawn
