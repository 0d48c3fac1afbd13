"""When something was reported: by the dates of sources, never by the day on which somebody read them."""

from __future__ import annotations

from overseas_stations.forms.scalars import latest_day
from overseas_stations.forms.vocabulary import DateBound, Stance
from overseas_stations.keeping import kept
from overseas_stations.lookups.library import Found, Library
from overseas_stations.tables import TABLES, Row


def is_day_of_reading(library: Library, row: Row, column: str = "as_of") -> bool:
    """Say whether the date of a row is only the day on which its source was read, which has no date itself."""
    source = library.find(row["source_id"] or "")
    return source is not None and not source.row["published"] and row[column] == source.row["accessed"]


def reports_of_status(library: Library, station: Row) -> list[Row]:
    """Return the reports from which the status of a station and its date follow."""
    reports = (row for row, _ in library.statuses(station["id"] or ""))
    return [row for row in reports if (row["status"], row["as_of"]) == (station["status"], station["status_as_of"])]


def is_status_undated(library: Library, station: Row) -> bool:
    """Say whether only pages without a date tell the status of a station: its date is then the day of reading."""
    told = reports_of_status(library, station)
    return bool(told) and all(is_day_of_reading(library, row) for row in told)


_CLOSEST = (DateBound.ON, DateBound.ABOUT, DateBound.BEFORE, DateBound.AFTER)
"""How the date of an event can be known, the closest first."""


def event_of_status(library: Library, station: Row) -> Row | None:
    """Return the report that says most closely when the status of a station came about; None where none does."""
    reports = (row for row, _ in library.statuses(station["id"] or "") if row["status"] == station["status"])
    dated = [row for row in reports if row["event_date"]]
    bounds = [bound.value for bound in _CLOSEST]
    return min(
        dated,
        key=lambda row: (bounds.index(row["event_date_bound"] or ""), latest_day(row["event_date"] or "")),
        default=None,
    )


def first_report(library: Library, found: Found) -> str:
    """Return when the earliest source that supports a record was published; empty where none has a date.

    Of a month or a year its last day counts: by then it was there.
    """
    return _first_report(library, found.table.name, found.name)


@kept
def _first_report(library: Library, table: str, name: str) -> str:
    rows = (row for row in library.evidence(table, name) if row["stance"] == Stance.SUPPORTS)
    sources = (library.find(row["source_id"] or "") for row in rows)
    dates = (source.row["published"] for source in sources if source and source.row["published"])
    return min(dates, key=lambda date: (latest_day(date), date), default="")


def date_column(table: str) -> str:
    """Return the column that dates the records of a table; empty where there is none.

    >>> date_column("responses"), date_column("figures"), date_column("actors")
    ('date', 'as_of', '')
    """
    return next((name for name in ("date", "as_of") if name in TABLES[table].names), "")


def is_same_claimant(library: Library, found: Found, row: Row) -> bool:
    """Say whether it is on the word of a figure's own claimant that a source gives another number."""
    if found.table.name != "figures":
        return False
    own = library.name_of(found.row["actor_id"]) if found.row["actor_id"] else found.row["claimant"]
    return bool(own) and library.voice(row) == own
