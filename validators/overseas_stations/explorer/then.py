"""What was known of each station, and what had come about, by month: what the slider of the map shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from overseas_stations.forms.scalars import latest_day
from overseas_stations.forms.vocabulary import DateBound, Stance, StationStatus, last_status
from overseas_stations.lookups.library import Library
from overseas_stations.tables import TABLES, Row, record_name

Steps = list[tuple[str, str, str]]
"""Days, the status that holds from each of them on, and the date for which it was told; the earliest day first."""


def known_steps(library: Library) -> Mapping[str, Steps]:
    """Return station -> the days on which more was published, and the status that a station had from then on.

    It is what :func:`overseas_stations.lookups.known.known_on` says of each day, found in one pass. A station is known
    from the day on which a source that supports it as a whole had been published; a source without a date, or with one
    that is vaguer than a day, counts from the last day that it can be, or not at all.
    """
    published = _published(library)
    told: dict[str, list[tuple[str, tuple[str | None, str | None]]]] = {}
    for row in library.rows["station_statuses"]:
        day = _first(library, "station_statuses", row, published)
        # A status is named after its source, so that it was not known before that was published.
        own = published.get(row["source_id"] or "", "")
        if day and own:
            told.setdefault(row["station_id"] or "", []).append((max(day, own), (row["as_of"], row["status"])))
    steps = {}
    for row in library.rows["stations"]:
        first = _first(library, "stations", row, published)
        if first:
            listed = list(_listed(library, row, published))
            steps[row["id"] or ""] = _steps(first, sorted(told.get(row["id"] or "", ())), listed)
    return steps


def counted_steps(library: Library) -> Mapping[str, Mapping[str, list[tuple[str, int]]]]:
    """Return ``voices``, ``lists`` and ``disputes``: station -> the days on which they became more, and how many.

    They are the voices that support a station, the lists that name it, and the sources that dispute it, as
    :func:`overseas_stations.lookups.known.known_on` would count them on each day.
    """
    published = _published(library)
    days: dict[str, dict[str, dict[str, str]]] = {"voices": {}, "lists": {}, "disputes": {}}

    def note(what: str, station: str, name: str, day: str) -> None:
        firsts = days[what].setdefault(station, {})
        if day:
            firsts[name] = min(day, firsts.get(name, day))

    for row in library.rows["stations"]:
        station = row["id"] or ""
        for each in library.evidence("stations", station):
            day = published.get(each["source_id"] or "", "")
            if each["stance"] == Stance.SUPPORTS:
                note("voices", station, library.voice(each), day)
            else:
                note("disputes", station, each["source_id"] or "", day)
    for row in library.rows["listings"]:
        told, listed = _first(library, "listings", row, published), published.get(row["list_id"] or "", "")
        if told and listed:
            note("lists", row["station_id"] or "", row["list_id"] or "", max(told, listed))
    return {what: {name: _counted(firsts) for name, firsts in found.items()} for what, found in days.items()}


def _counted(firsts: Mapping[str, str]) -> list[tuple[str, int]]:
    """Return the days on which something came first, and how many had come by then."""
    ordered = sorted(firsts.values())
    return [(day, number) for number, day in enumerate(ordered, 1) if number == len(ordered) or ordered[number] != day]


def _published(library: Library) -> Mapping[str, str]:
    """Return source -> the last day on which it can have been published; empty where no date is known."""
    return {
        row["id"] or "": latest_day(row["published"]) if row["published"] else "" for row in library.rows["sources"]
    }


def _first(library: Library, table: str, row: Row, published: Mapping[str, str]) -> str:
    """Return the first day by which a source had borne out a record as a whole; empty where none has a date."""
    evidence = library.evidence(table, record_name(TABLES[table], row))
    days = (
        published.get(each["source_id"] or "", "")
        for each in evidence
        if each["stance"] == Stance.SUPPORTS and not each["field"]
    )
    return min(filter(None, days), default="")


def _listed(library: Library, station: Row, published: Mapping[str, str]) -> Iterator[tuple[str, tuple[bool, str]]]:
    """Yield the day of each source that bears out a station, and its date, after that of the one that declares it."""
    for each in library.evidence("stations", station["id"] or ""):
        found = library.find(each["source_id"] or "")
        if found is not None and each["stance"] == Stance.SUPPORTS and not each["field"] and published[found.name]:
            yield published[found.name], (found.name != station["source_id"], found.row["published"] or "")


def _steps(
    first: str,
    told: Sequence[tuple[str, tuple[str | None, str | None]]],
    listed: Sequence[tuple[str, tuple[bool, str]]],
) -> Steps:
    """Return the steps of a station, which is only *listed* by its sources until its status is told."""
    steps: Steps = []
    days = (max(day, first) for day in (*(day for day, _ in told), *(day for day, _ in listed)))
    for day in sorted({first, *days}):
        last = last_status([report for known, report in told if known <= day])
        by_then = min(date for known, date in listed if known <= day)
        status, as_of = (last[1], last[0]) if last else (StationStatus.REPORTED.value, by_then[1])
        if not steps or steps[-1][1:] != (status, as_of):
            steps.append((day, status, as_of))
    return steps


def happened_steps(library: Library) -> Mapping[str, Steps]:
    """Return station -> the days by which something is said to have come about, and what, by the dates of events.

    An event that is only said to have come about before a day, or about it, counts from the last day that it can be;
    one that came about after a day is left out, since nobody says by when.
    """
    found: dict[str, Steps] = {}
    for row in library.rows["station_statuses"]:
        if row["event_date"] and row["event_date_bound"] != DateBound.AFTER:
            event = (latest_day(row["event_date"]), row["status"] or "", row["event_date"])
            found.setdefault(row["station_id"] or "", []).append(event)
    return {station: list(_furthest(sorted(set(events)))) for station, events in found.items()}


def _furthest(events: Steps) -> Iterator[tuple[str, str, str]]:
    """Yield the last event of each day, by the order of the vocabulary."""
    order = [term.value for term in StationStatus]
    by_day: dict[str, tuple[str, str]] = {}
    for day, status, date in events:
        if day not in by_day or order.index(status) > order.index(by_day[day][0]):
            by_day[day] = status, date
    yield from ((day, *told) for day, told in by_day.items())


def months(library: Library) -> list[str]:
    """Return the months from that of the first report that has a date to that of the last, as ``YYYY-MM``."""
    days = [
        day for steps in (known_steps(library), happened_steps(library)) for each in steps.values() for day, *_ in each
    ]
    if not days:
        return []
    first, last = min(days)[:7], max(days)[:7]
    year, month = int(first[:4]), int(first[5:])
    found = [first]
    while found[-1] < last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year:04}-{month:02}")
    return found
