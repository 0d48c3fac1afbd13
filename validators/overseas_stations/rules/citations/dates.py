"""OS4xx, dates: no source reports what happened after it was published."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.keeping import kept
from overseas_stations.rules.citations.cited import supporting
from overseas_stations.rules.core.base import ERROR
from overseas_stations.rules.core.checks import IndexColumns, WrongCells, WrongRows, concatenated, fitting, last_day
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import date_columns, once, stack
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView


DATE_AFTER_SOURCE = rule(
    "OS405",
    ERROR,
    "Later than every source",
    message="{field} is {value}, and every source that supports {record_id} was published before",
    hint="correct the date, or that of the source; no source reports what had not happened yet",
    why="One of the two dates is wrong, or the citation is.",
)

ACCESSED_EARLY = rule(
    "OS406",
    ERROR,
    "Read before it was published",
    message="the source was read on {value}, before it was published on {detail}",
    hint="correct one of the two dates",
    why="One of the two dates is wrong.",
)

FUTURE = rule(
    "OS413",
    ERROR,
    "A date in the future",
    message="{field} is {value}, later than today ({today})",
    hint="correct the date",
    why="Nothing is published, read or done in the future. Runs only where today is given.",
)


@kept
def evident_dates(tables: Tables) -> tuple[str, ...]:
    """Return the columns of dates that evidence can be about."""
    return tuple(sorted({name for table in tables.cited for name in date_columns(table)}))


@indexed("evidence")
def _evidence(tables: Tables) -> IndexColumns:
    # The field that the evidence is about, so far as dates go: -1 for the whole record, 0 for another field.
    dated = nw.when(nw.col("field").is_null()).then(nw.lit(-1)).otherwise(nw.lit(0))
    for number, name in enumerate(evident_dates(tables), start=1):
        dated = nw.when(nw.col("field") == name).then(nw.lit(number)).otherwise(dated)
    return {"about_date": dated.cast(nw.Int8)}


@indexed("sources")
def _sources(tables: Tables) -> IndexColumns:
    # A source without a date could have been published at any time.
    return {"latest": last_day(fitting(tables, "sources", "published")).fill_null("9999")}


@rows(DATE_AFTER_SOURCE, "sources", "evidence")
def _date_after_source(package: PackageView) -> Iterator[WrongRows]:
    supports = supporting(package, "ref_source_id", "about_date")
    evident, dates = evident_dates(package.registry.tables), []
    for name in evident:
        # A station's status and its date are derived: its rows in station_statuses are checked. What is ours no source
        # says.
        of = [table for table in package.registry.tables.cited if name not in (*table.derived, *table.ours)]
        part = stack(package, of, name, about="name", day=f"date_{name}")
        if part is not None:
            dates.append(part.with_columns(date=nw.lit(evident.index(name) + 1)))
    dated = concatenated(dates)
    if dated is None or supports is None or "sources" not in package.index:
        return
    published = once(package, package.index["sources"].select("name", "latest"), "name")
    voices = supports.join(published, left_on="ref_source_id", right_on="name")
    voices = voices.select("about", "about_date", "latest", "ref_source_id")

    def speaking(dates: Frame) -> Frame:
        """Return dates beside the voices that support them: that speak of the whole record, or of the date."""
        beside = once(package, dates.drop_nulls("day"), "about").join(voices, on="about")
        return beside.filter((nw.col("about_date") == -1) | (nw.col("about_date") == nw.col("date")))

    late = speaking(dated).filter(nw.col("day") > nw.col("latest")).select("place", "row", "about", "ref_source_id")
    # One voice that could know of it is enough; it is looked for where another could not.
    doubted = dated.join(late.select("place", "row"), on=["place", "row"], how="semi")
    known = speaking(doubted).filter(nw.col("day") <= nw.col("latest")).select("place", "row")
    yield WrongRows(DATE_AFTER_SOURCE, late.join(known, on=["place", "row"], how="anti"), matched=True)


@cells(ACCESSED_EARLY)
def _accessed_early(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return last_day(fitting(tables, "sources", "accessed")) < fitting(tables, "sources", "published")

    yield WrongCells(ACCESSED_EARLY, "sources", "accessed", where, detail="published")


def future_dates(tables: Tables, today: str) -> Iterator[WrongCells]:
    """Yield the conditions of dates that lie after *today* (YYYY-MM-DD). They are asked where today is given."""

    def late(table: str, name: str) -> nw.Expr:
        return fitting(tables, table, name) > today

    for table in tables.values():
        for name in date_columns(table):
            yield WrongCells(FUTURE, table.name, name, partial(late, table.name, name), {"today": today})
