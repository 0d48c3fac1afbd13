"""Dates as pages tell them: when something happened and when it was reported are told apart.

A page without a date was read on some day, which is no date of a report: it is told as that, and sorted as undated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overseas_stations.explorer.context import Context
from overseas_stations.forms.vocabulary import DateBound, ResponseState
from overseas_stations.lookups.library import Found
from overseas_stations.lookups.reported import date_column, first_report, is_day_of_reading, is_status_undated
from overseas_stations.tables import Row


@dataclass(frozen=True)
class Dated:
    """A date in words, and the date by which it is sorted and filtered; empty for undated."""

    words: str
    key: str


def status_date(context: Context, station: Row) -> Dated:
    """Return when the status of a station was last reported."""
    return _of_report(context, station["status_as_of"] or "", is_status_undated(context.library, station))


def report_date(context: Context, report: Row) -> Dated:
    """Return for which date a status is reported."""
    return _of_report(context, report["as_of"] or "", is_day_of_reading(context.library, report))


def _of_report(context: Context, date: str, is_read: bool) -> Dated:
    if is_read:
        return Dated(context.word("date.only_read", date=date), "")
    return Dated(date or context.word("undated"), date)


def record_date(context: Context, found: Found) -> Dated:
    """Return the date of a record; where nobody gives one, when it was first reported, which is told as that."""
    date = found.row[date_column(found.table.name)]
    return Dated(date, date) if date else reported_date(context, found)


def reported_date(context: Context, found: Found) -> Dated:
    """Return when a record was first reported, by the dates of the sources that support it."""
    reported = first_report(context.library, found)
    return Dated(context.word("date.reported", date=reported) if reported else context.word("undated"), reported)


def state_date(context: Context, response: Row) -> str:
    """Return when the state of an act that takes time was reported, in words; empty where nobody says.

    What has ended stays so; of what had not ended it is told that it was so when it was last reported.
    """
    date = response["state_as_of"] or ""
    only_read = is_day_of_reading(context.library, response, "state_as_of")
    ended = response["state"] in (ResponseState.CONCLUDED, ResponseState.ABANDONED)
    said = "date.only_read" if only_read else "date.reported" if ended else "date.last_reported"
    return context.word(said, date=date) if date else ""


def last_told(context: Context, station: Row) -> str:
    """Return that the status of a station is as it was last reported, and when."""
    told = status_date(context, station)
    return context.word("record.as_of", date=told.words) if told.key else told.words


def keyed(**dates: Dated) -> Mapping[str, str]:
    """Return the columns whose dates are not sorted by their words, with what they are sorted by."""
    return {column: date.key for column, date in dates.items() if date.key != date.words}


_BOUNDS: Mapping[str, str] = {
    DateBound.BEFORE: "status.before",
    DateBound.AFTER: "status.after",
    DateBound.ABOUT: "status.about",
}
"""How the date of an event is to be read, if it is not just that date -> the words that say so."""


def happened(context: Context, row: Row) -> str:
    """Return when a status is said to have come about, in words; empty where nobody says."""
    date, bound = row["event_date"] or "", row["event_date_bound"] or ""
    return context.word(_BOUNDS[bound], date=date) if date and bound in _BOUNDS else date
