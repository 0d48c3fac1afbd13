"""Where stations stand on a map: a mark for each that has a city, and the shape of the country for the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, sqrt

from overseas_stations.publishing.pictures.projection import project
from overseas_stations.publishing.pictures.shapes import Point, ringed
from overseas_stations.publishing.pictures.spreading import apart
from overseas_stations.tables import Row
from overseas_stations.vendor import world

MOST_IN_A_ROW = 3


@dataclass(frozen=True)
class City:
    """The stations of one city: where it lies, and where the mark of each of them stands."""

    x: float
    y: float
    stations: tuple[Row, ...]
    marks: tuple[Point, ...]


@dataclass(frozen=True)
class Area:
    """The stations of which no more is known than the country or a region of it.

    *path* is the country's shape, empty where the world has none. What would be too small to see has *rings* around it.
    """

    country: str
    stations: tuple[Row, ...]
    path: str
    rings: tuple[Point, ...]


def cities(stations: Iterable[Row], least: float) -> tuple[City, ...]:
    """Return the cities with their stations, from north to south.

    Marks stand *least* units of the map from one another: those of one city side by side, and those of cities that are
    near are moved as far as it takes.
    """
    found: dict[Point, list[Row]] = defaultdict(list)
    for row in sorted(stations, key=lambda row: row["id"] or ""):
        if row["latitude"] and row["longitude"]:
            found[float(row["latitude"]), float(row["longitude"])].append(row)
    placed = [
        (project(*place), tuple(found[place])) for place in sorted(found, key=lambda place: (-place[0], place[1]))
    ]
    marks = iter(apart([point for place, rows in placed for point in _beside(place, len(rows), least)], least))
    return tuple(City(*place, rows, tuple(next(marks) for _ in rows)) for place, rows in placed)


def _beside(place: Point, count: int, least: float) -> Iterator[Point]:
    """Yield places around one: a row of few, of many as many rows as make a square."""
    x, y = place
    columns = count if count <= MOST_IN_A_ROW else ceil(sqrt(count))
    rows = ceil(count / columns)
    for i in range(count):
        yield x + (i % columns - (columns - 1) / 2) * least, y + (i // columns - (rows - 1) / 2) * least


def areas(stations: Iterable[Row], small: float) -> tuple[Area, ...]:
    """Return the countries of the stations without a city, by code; what is nowhere *small* units wide has rings."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(stations, key=lambda row: row["id"] or ""):
        if not (row["latitude"] and row["longitude"]):
            found[row["country"] or ""].append(row)
    shapes = world().countries
    return tuple(
        Area(code, tuple(rows), shapes.get(code, ""), ringed(shapes.get(code, ""), small))
        for code, rows in sorted(found.items())
    )
