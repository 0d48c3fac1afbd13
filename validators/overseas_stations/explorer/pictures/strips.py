"""The statuses of a station on an axis of time: when each was reported, and when it is said to have come about.

Places along the axis are percents of it, so that it fits any screen while its texts and marks keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from overseas_stations.explorer.addresses import anchor
from overseas_stations.explorer.context import Context
from overseas_stations.explorer.telling.dates import happened
from overseas_stations.forms.scalars import earliest_day, latest_day
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.lookups.reported import is_day_of_reading
from overseas_stations.tables import TABLES, Row

LANE, MARKS, TOP = 34, 24, 4
"""Pixels: of a lane, from its top to the middle of its marks, above the first lane."""


@dataclass(frozen=True)
class Dot:
    """A report of a status, or an event: where it stands on the axis, how wide the date leaves it, what it says.

    The *width* of a report is empty where its date is a day: it is a dot then.
    """

    x: str
    width: str
    href: str
    title: str


@dataclass(frozen=True)
class Lane:
    """One status: the height of its name, of its marks and of their bars, its name, its reports and its events."""

    name: int
    y: int
    top: int
    label: str
    reports: tuple[Dot, ...]
    events: tuple[Dot, ...]


@dataclass(frozen=True)
class Strip:
    """The axis of a station: its size, its years, and a lane for each status in the order of the vocabulary."""

    height: int
    bottom: int
    years: tuple[tuple[str, str], ...]
    lanes: tuple[Lane, ...]


def strip(context: Context, station: str) -> Strip | None:
    """Return the statuses of a station on an axis; None where no report has a date."""
    told = (row for row, _ in context.library.statuses(station) if row["as_of"])
    rows = [row for row in told if not is_day_of_reading(context.library, row)]
    if not rows:
        return None
    days = [
        _day(edge(row[name] or ""))
        for row in rows
        for name in ("as_of", "event_date")
        if row[name]
        for edge in (earliest_day, latest_day)
    ]
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    axis = _Axis(context, first, last)
    present = [status for status in StationStatus if any(row["status"] == status for row in rows)]
    lanes = []
    for number, status in enumerate(present):
        mine = [row for row in rows if row["status"] == status]
        name, y = (TOP + LANE * number + below for below in (12, MARKS))
        lanes.append(Lane(name, y, y - 6, context.term(StationStatus, status), axis.reports(mine), axis.events(mine)))
    bottom = TOP + LANE * len(lanes)
    years = tuple((axis.at(date(year, 1, 1)), str(year)) for year in range(first.year, last.year))
    return Strip(bottom + 22, bottom, years, tuple(lanes))


class _Axis:
    """Turns days into places between the first and the last."""

    def __init__(self, context: Context, first: date, last: date) -> None:
        self._context, self._first, self._scale = context, first, 100 / (last - first).days

    def at(self, day: date) -> str:
        """Return the place of a day, to one decimal."""
        return f"{(day - self._first).days * self._scale:.1f}%"

    def reports(self, rows: Sequence[Row]) -> tuple[Dot, ...]:
        """Return a dot for each day for which something is reported, and a span for each vaguer date."""
        dots = self._dots([(row["as_of"] or "", row["as_of"] or "", row) for row in rows], "record.report")
        return tuple(replace(dot, width="") if dot.width == self._width(1) else dot for dot in dots)

    def events(self, rows: Sequence[Row]) -> tuple[Dot, ...]:
        """Return a dot for each date on which something is said to have come about, in the words that say how."""
        dated = [(row["event_date"] or "", happened(self._context, row), row) for row in rows if row["event_date"]]
        return self._dots(dated, "record.event")

    def _dots(self, dated: Sequence[tuple[str, str, Row]], how: str) -> tuple[Dot, ...]:
        """Return a dot for each date, as wide as it is vague; what is said for the first row of it is told."""
        by_date: dict[str, list[tuple[str, Row]]] = {}
        for day, said, row in dated:
            by_date.setdefault(day, []).append((said, row))
        return tuple(self._dot(day, by_date[day], how) for day in sorted(by_date))

    def _dot(self, day: str, told: Sequence[tuple[str, Row]], how: str) -> Dot:
        context = self._context
        start, end = _day(earliest_day(day)), _day(latest_day(day))
        width = self._width((end - start).days + 1)
        said, row = told[0]
        title = context.listed(context.term(StationStatus, row["status"]), f"{context.word(how)}{context.colon}{said}")
        title = context.bracketed(title, str(len(told))) if len(told) > 1 else title
        return Dot(self.at(start), width, f"#{anchor(TABLES['station_statuses'], row)}", title)

    def _width(self, days: int) -> str:
        return f"{days * self._scale:.2f}%"


def _day(text: str) -> date:
    return date.fromisoformat(text)
