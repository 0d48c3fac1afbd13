"""Which of several stations of one place is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from overseas_stations.keeping import kept
from overseas_stations.lookups.library import Library
from overseas_stations.tables import Row


def numbered(library: Library, station: Row) -> str:
    """Return the number of a station where several are recorded in its place; empty where it is the only one."""
    number = (station["id"] or "").rpartition("-")[2]
    return number if _in_one_place(library)[_where(station)] > 1 and number.isdecimal() else ""


@kept
def _in_one_place(library: Library) -> Mapping[tuple[str | None, ...], int]:
    return Counter(_where(row) for row in library.rows["stations"])


def _where(station: Row) -> tuple[str | None, ...]:
    return station["country"], station["region"], station["city"]
