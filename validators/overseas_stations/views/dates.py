"""What a partial date can be: its first and its last day, and how precise it is."""

from __future__ import annotations

from overseas_stations.forms.scalars import DATE, earliest_day, is_match, latest_day
from overseas_stations.forms.vocabulary import DatePrecision


def days(date: str | None) -> tuple[str | None, str | None, str | None]:
    """Return the first and the last day that a partial date can be, and how precise it is.

    >>> days("2022-02"), days("2022-10-26"), days(None)
    (('2022-02-01', '2022-02-28', 'month'), ('2022-10-26', '2022-10-26', 'day'), (None, None, None))
    """
    if not date or not is_match(DATE, date):
        return None, None, None
    precision = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH}.get(len(date), DatePrecision.DAY)
    return earliest_day(date), latest_day(date), precision.value


def day_names(date: str) -> tuple[str, str, str]:
    """Return what the columns of a date's days are called.

    >>> day_names("as_of")
    ('as_of_earliest', 'as_of_latest', 'as_of_precision')
    """
    return f"{date}_earliest", f"{date}_latest", f"{date}_precision"
