"""The map as the home page shows it: the shapes and marks of the pictures, in the words of a language, as links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from overseas_stations.explorer.context import Context, Link
from overseas_stations.explorer.telling.dates import last_told
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.publishing.pictures.drawing import number
from overseas_stations.publishing.pictures.marks import OUTCOMES, mark, outline
from overseas_stations.publishing.pictures.windows import Scene, Window, scene
from overseas_stations.tables import Row
from overseas_stations.vendor import world

WORLD = Window("world", 0, 0, 1000, 436, 0, 0, 1, 3.4, 7)
EUROPE = Window("europe", 444, 36, 112, 84, 0, 0, 5, 5.6, 14)


@dataclass(frozen=True)
class MapMark:
    """A station on the map: its id, where its mark stands in the window, its shape, its page and what it is."""

    id: str
    x: str
    y: str
    shape: str
    link: Link


@dataclass(frozen=True)
class MapArea:
    """A country in which a station is reported, and no city: its shape or the rings around its islands."""

    country: Link
    code: str
    rings: tuple[tuple[str, str], ...]
    stations: str
    about: str


@dataclass(frozen=True)
class MapWindow:
    """A part of the world: its name, its size in units and in pixels, its areas and its marks.

    *gap*, *stroke* and *ring* are how far hatches are apart, how wide they are and how large rings, in units; *scale*
    is how large marks are drawn.
    """

    name: str
    title: str
    view: str
    width: int
    height: int
    gap: str
    stroke: str
    ring: str
    scale: str
    areas: tuple[MapArea, ...]
    marks: tuple[MapMark, ...]


@dataclass(frozen=True)
class MapView:
    """The land, shapes of hatched countries by code, outlines of marks with what they mean, and the windows."""

    land: str
    shapes: tuple[tuple[str, str], ...]
    outlines: tuple[tuple[str, str, str], ...]
    windows: tuple[MapWindow, ...]
    unplaced: int


def map_view(context: Context) -> MapView:
    """Return the map of all stations."""
    stations = context.library.rows["stations"]
    scenes = [scene(window, stations) for window in (WORLD, EUROPE)]
    shapes = {area.country: area.path for area in scenes[0].areas if area.path}
    return MapView(
        world().land,
        tuple(sorted(shapes.items())),
        tuple((shape, outline(shape, 4), context.word(f"map.{shape}")) for shape in OUTCOMES),
        tuple(_window(context, each) for each in scenes),
        sum(not row["latitude"] for row in stations),
    )


def _window(context: Context, shown: Scene) -> MapWindow:
    window = shown.window
    marks = (
        _mark(context, window, point, row)
        for city in shown.cities
        for point, row in zip(city.marks, city.stations, strict=True)
    )
    areas = tuple(
        MapArea(
            context.country(area.country),
            area.country,
            tuple((number(x), number(y)) for x, y in area.rings),
            " ".join(row["id"] or "" for row in area.stations),
            _about(context, area.stations),
        )
        for area in shown.areas
    )
    view = f"{window.x:g} {window.y:g} {window.width:g} {window.height:g}"
    width, height = round(window.width * window.zoom), round(window.height * window.zoom)
    title = context.word(f"map.{window.name}")
    gap, stroke, ring = (f"{pixels / window.zoom:g}" for pixels in (3.6, 1, 7))
    scale = f"{window.size / 4:g}"
    return MapWindow(window.name, title, view, width, height, gap, stroke, ring, scale, areas, tuple(marks))


def _mark(context: Context, window: Window, point: tuple[float, float], row: Row) -> MapMark:
    x, y = window.pixel(*point)
    link = context.link(context.found("stations", row), f"{context.place(row)}{context.colon}{_status(context, row)}")
    return MapMark(row["id"] or "", number(x), number(y), mark(row["status"] or ""), link)


def _about(context: Context, stations: Iterable[Row]) -> str:
    return "; ".join(f"{context.place(row)}{context.colon}{_status(context, row)}" for row in stations)


def _status(context: Context, row: Row) -> str:
    return context.bracketed(context.term(StationStatus, row["status"]), last_told(context, row))
