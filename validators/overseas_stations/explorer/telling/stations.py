"""What was last reported of a station, in a sentence: when, on whose word, when it is said to have come about."""

from __future__ import annotations

from overseas_stations.explorer.context import Context
from overseas_stations.explorer.telling.counts import some
from overseas_stations.explorer.telling.dates import happened, status_date
from overseas_stations.forms.vocabulary import Stance, StationStatus
from overseas_stations.lookups.reported import event_of_status, reports_of_status
from overseas_stations.tables import TABLES, Row, record_name


def status_told(context: Context, station: Row) -> str:
    """Return a sentence that goes on from the status of a station: when it was last reported so, and by whom."""
    date, who = status_date(context, station), _who(context, station)
    told = context.word("station.last", date=date.key, who=who) if date.key else _read(context, station, who)
    event = event_of_status(context.library, station)
    if event is not None:
        told += f" {context.word('status.happened')}{context.colon}{happened(context, event)}{context.stop}"
    others = _others(context, station)
    return f"{told} {context.word('station.others', statuses=others)}" if others else told


def _others(context: Context, station: Row) -> str:
    """Return what else was reported of a station than its status and that there is one, in words."""
    reported = {row["status"] for row, _ in context.library.statuses(station["id"] or "")}
    left = reported - {station["status"], StationStatus.REPORTED.value}
    return context.listed(*(context.term(StationStatus, status) for status in StationStatus if status in left))


def _read(context: Context, station: Row, who: str) -> str:
    return context.word("station.read", date=station["status_as_of"] or "", who=who)


def _who(context: Context, station: Row) -> str:
    library, table = context.library, TABLES["station_statuses"]
    said = [
        library.voice(row)
        for report in reports_of_status(library, station)
        for row in library.evidence(table.name, record_name(table, report))
        if row["stance"] == Stance.SUPPORTS
    ]
    return some(context, sorted(set(said), key=lambda name: (-said.count(name), name))) or context.word("unknown")
