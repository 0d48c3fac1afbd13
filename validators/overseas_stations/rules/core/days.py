"""Partial dates that lie apart, with an allowance of days: a page may be dated a day before what it copies."""

from __future__ import annotations

from overseas_stations.expressions import nw
from overseas_stations.rules.core.checks import last_day

ZONES = 1
"""Days by which two dates of one moment can differ: where the sun rises first it is tomorrow already."""


def later(date: str, than: str, *, days: int) -> nw.Expr:
    """Return the condition that one partial date begins more than *days* days after the last day of another.

    Args:
        date: the column of the date that may be later.
        than: the column of the other date. Neither may be null, which one of the libraries cannot compare.
        days: allowed between the two, fewer than a month has.
    """
    first, last = nw.concat_str([nw.col(date), nw.lit("-01-01")]).str.head(len("2022-12-04")), last_day(nw.col(than))
    # Each month is given 31 days. What it has fewer lies between a day in it and one in the next.
    month, crossed = nw.col(than).str.slice(5, 2), first.str.head(7) != last.str.head(7)
    fewer = nw.when(month == "02").then(nw.lit(3)).otherwise(nw.lit(1))
    short = (nw.col(than).str.len_chars() == 10) & month.is_in(["02", "04", "06", "09", "11"]) & crossed
    missing = nw.when(short).then(fewer).otherwise(nw.lit(0))
    return _number(first) > _number(last) + missing + days


def _number(day: nw.Expr) -> nw.Expr:
    year, month, number = (day.str.slice(start, size).cast(nw.Int64) for start, size in ((0, 4), (5, 2), (8, 2)))
    return year * (12 * 31) + month * 31 + number
