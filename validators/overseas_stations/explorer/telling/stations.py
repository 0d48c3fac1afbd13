"""What was last reported of a station, in a sentence: when, on whose word, when it is said to have come about."""

from __future__ import annotations

from overseas_stations.explorer.context import Context
from overseas_stations.explorer.telling.dates import happened, status_date
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.lookups.reported import event_of_status, reports_of_status
from overseas_stations.tables import TABLES, Row, record_name

AT_MOST = 2
"""So many names are told; the others are counted."""


def status_told(context: Context, station: Row) -> str:
    """Return a sentence that goes on from the status of a station: when it was last reported so, and by whom."""
    date, who = status_date(context, station), _who(context, station)
    told = context.word("station.last", date=date.key, who=who) if date.key else _read(context, station, who)
    event = event_of_status(context.library, station)
    if event is None:
        return told
    return f"{told} {context.word('status.happened')}{context.colon}{happened(context, event)}{context.stop}"


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


def some(context: Context, names: list[str]) -> str:
    """Return the first of some names, and how many more there are."""
    told = context.listed(*names[:AT_MOST])
    more = len(names) - AT_MOST
    return context.word("list.more", a=told, n=more) if more > 0 else told
