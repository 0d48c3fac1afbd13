"""OS4xx, times: what relies on something came after it, and what was reported first was not reported before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import Relation, StationStatus
from overseas_stations.rules.citations.cited import supporting
from overseas_stations.rules.core.base import ERROR, WARNING
from overseas_stations.rules.core.checks import IndexColumns, WrongRows, concatenated, contains, last_day
from overseas_stations.rules.core.days import ZONES, later
from overseas_stations.rules.core.declaring import indexed, rows, rule
from overseas_stations.rules.core.index import once, stack
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

EMBARGO = 7
"""Days before it is published in which a document may be in the hands of those who report on it."""

RELIES_ON_LATER = rule(
    "OS421",
    ERROR,
    "A text that was not there yet",
    message="the source is of {value}, and {detail}",
    hint="correct one of the two dates, or turn the relation round; a difference of a day is allowed for time zones",
    why="Nobody copies, translates, continues or corrects a text that is not published. One of the three is wrong.",
)
CITES_LATER = rule(
    "OS422",
    WARNING,
    "A citation of what was published later",
    message="the source is of {value}, and {detail}",
    hint="correct one of the two dates, or cite the document that was there; up to a week is allowed, since reports "
    "are handed out before they are published",
    why="A page can name what it saw in advance, but mostly one of the dates is wrong, or another document is meant.",
)
FIRST_REPORTED_LATE = rule(
    "OS423",
    ERROR,
    "First reported after a source that reports it",
    message="first_reported is {value}, and a source of {detail} reports the station",
    hint="take the date of the earliest source, or leave first_reported empty",
    why="The station was reported before it is said to have been.",
)
FIRST_REPORTED_AFTER_STATUS = rule(
    "OS424",
    WARNING,
    "First reported after something was done about it",
    message="first_reported is {value}, and the station has a status of an earlier date: {detail}",
    hint="look whether the station was known by then; correct one of the two dates, or leave first_reported empty",
    why="An authority may know of a station before the public does; mostly one of the dates is wrong.",
)
DATE_IN_ID = rule(
    "OS425",
    WARNING,
    "A date that is not that of the id",
    message="the id {record_id} has another date than {field}, which is {value}",
    hint="correct the date; if the id is wrong in itself, say so in the note of a source, or retract the id and name "
    "its successor",
    why="People read the date off the id.",
)


def _late(package: PackageView, of: tuple[Relation, ...], grace: int) -> Iterator[Frame]:
    """Yield the relations of some kinds whose target was published more than *grace* days after their source."""
    if "sources" not in package.index or "source_relations" not in package.index:
        return
    dated = once(package, package.index["sources"].filter(~nw.col("date_published").is_null()), "name")
    sources = dated.select(ref_source_id=nw.col("name"), value=nw.col("date_published"))
    targets = dated.select(ref_target_id=nw.col("name"), target=nw.col("date_published"))
    relations = package.index["source_relations"].select("row", "relation", "ref_source_id", "ref_target_id")
    relying = relations.filter(nw.col("relation").is_in([relation.value for relation in of]))
    relying = relying.join(sources, on="ref_source_id").join(targets, on="ref_target_id")
    late = relying.filter(later("target", "value", days=grace))
    # The terms are verbs: "copies a text of 2023-07".
    yield late.with_columns(detail=nw.concat_str(["relation", "target"], separator=" a text of "))


@rows(RELIES_ON_LATER, "sources", "source_relations")
def _relies_on_later(package: PackageView) -> Iterator[WrongRows]:
    of = tuple(relation for relation in Relation if relation != Relation.CITES)
    for late in _late(package, of, ZONES):
        yield WrongRows(
            RELIES_ON_LATER, late, at=("source_relations", "target_id"), texts=("value", "detail"), matched=True
        )


@rows(CITES_LATER, "sources", "source_relations")
def _cites_later(package: PackageView) -> Iterator[WrongRows]:
    for late in _late(package, (Relation.CITES,), EMBARGO):
        yield WrongRows(
            CITES_LATER, late, at=("source_relations", "target_id"), texts=("value", "detail"), matched=True
        )


def _first_reports(package: PackageView) -> Frame | None:
    """Return the stations that say when they were first reported, as ``since``; None where there is no such table."""
    if "stations" not in package.index:
        return None
    known = package.index["stations"].filter(~nw.col("date_first_reported").is_null(), ~nw.col("name").is_null())
    return once(package, known, "name").select("row", "name", since=nw.col("date_first_reported"))


def _voices(package: PackageView, stations: Frame) -> Frame | None:
    """Return stations beside the sources that report them, and the date of each as ``published``."""
    supports = supporting(package, "ref_source_id")
    if supports is None or "sources" not in package.index:
        return None
    voices = [supports.select("ref_source_id", name=nw.col("about"))]
    if "station_statuses" in package.index:
        voices.append(package.index["station_statuses"].select("ref_source_id", name=nw.col("ref_station_id")))
    dated = once(package, package.index["sources"], "name")
    dated = dated.select(ref_source_id=nw.col("name"), published=nw.col("date_published"))
    return stations.join(nw.concat(voices), on="name").join(dated, on="ref_source_id")


def _reported_before(package: PackageView, stations: Frame) -> Frame | None:
    """Return the stations that a source reports before their first report, and the ``detail`` of its date."""
    speaking = _voices(package, stations)
    if speaking is None:
        return None
    # Where no source is late enough, OS405 says it.
    late = speaking.filter((nw.col("since") <= last_day(nw.col("published"))).fill_null(True)).select("row")
    dated = speaking.drop_nulls("published")
    earlier = dated.filter(later("since", "published", days=ZONES)).join(late, on="row", how="semi")
    return earlier.group_by("row", "name").agg(
        detail=nw.col("published").min(), ref_source_id=nw.col("ref_source_id").min()
    )


@rows(FIRST_REPORTED_LATE, "stations", "station_statuses", "sources", "evidence")
def _first_reported_late(package: PackageView) -> Iterator[WrongRows]:
    stations = _first_reports(package)
    late = None if stations is None else _reported_before(package, stations)
    if late is not None:
        yield WrongRows(FIRST_REPORTED_LATE, late, at=("stations", "first_reported"), texts=("detail",), matched=True)


@rows(FIRST_REPORTED_AFTER_STATUS, "stations", "station_statuses", "sources", "evidence")
def _first_reported_after_status(package: PackageView) -> Iterator[WrongRows]:
    stations = _first_reports(package)
    if stations is None or "station_statuses" not in package.index:
        return
    told = _reported_before(package, stations)
    if told is not None:
        stations = stations.join(told.select("row"), on="row", how="anti")
    # That a station existed on a date is often said later: only what was done about it tells that it was known.
    steps = package.index["station_statuses"].filter(nw.col("said") != StationStatus.REPORTED.value)
    known = steps.select("said", until=nw.col("date_as_of"), name=nw.col("ref_station_id")).drop_nulls("until")
    dated = stations.join(known, on="name")
    earlier = dated.filter(later("since", "until", days=ZONES))
    named = earlier.with_columns(detail=nw.concat_str(["said", "until"], separator=" as of "))
    late = named.group_by("row", "name").agg(nw.col("detail").min())
    yield WrongRows(
        FIRST_REPORTED_AFTER_STATUS, late, at=("stations", "first_reported"), texts=("detail",), matched=True
    )


# A part of an id, between two hyphens, that is neither a year nor two digits.
_OTHER_PART = "-(?:[0-9]*[a-z][0-9a-z]*|[0-9]|[0-9]{3}|[03-9][0-9]{3}|1[0-8][0-9]{2}|2[1-9][0-9]{2}|[0-9]{5,})-"
_YEAR = "-(?:19|20)[0-9]{2}-"
_FIRST_YEAR = f"^{_YEAR[1:]}"


_DATES = {
    4: "^[0-9]{4}-",
    7: "^[0-9]{4}-(?:0[1-9]|1[0-2])-",
    10: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])-",
}
"""Length of a partial date -> the pattern of one that a hyphen follows."""

DATED_IDS = {"sources": "published", "responses": "date", "statements": "date", "incidents": "date"}
"""Table -> the date that its ids hold. Those of figures hold when the claim was made, and not for which date."""


def dates_in(name: nw.Expr) -> nw.Expr:
    """Return an id from its first year on, parts that belong to no date left out: ``2022-12-04-`` and perhaps more."""
    parts = nw.concat_str([nw.lit("-"), name.str.replace_all("-", "--", literal=True), nw.lit("-")])
    # "-cnn--2022--12--04--again-" -> "/-2022--12--04-/" -> "2022-12-04-/"
    dates = parts.str.replace_all(_OTHER_PART, "/").str.replace_all("^[/-]+", "")
    return dates.str.replace_all("--", "-", literal=True)


def _dated(table: str) -> None:
    @indexed(table)
    def columns(tables: Tables) -> IndexColumns:
        # The note of a source says what a reader must know about its date.
        judged = nw.col("note").is_null() if table == "sources" else ~nw.col("id").is_null()
        return {"dates_in_id": nw.when(judged).then(dates_in(nw.col("id")))}


for _table in DATED_IDS:
    _dated(_table)


@rows(DATE_IN_ID)
def _date_in_id(package: PackageView) -> Iterator[WrongRows]:
    parts = [
        stack(package, [package.registry.tables[table]], field, own=f"date_{field}", found="dates_in_id")
        for table, field in DATED_IDS.items()
    ]
    dated = concatenated([part for part in parts if part is not None])
    if dated is None:
        return
    found, given = nw.col("found"), nw.lit(None, dtype=nw.String)
    # Of an id with two years nobody knows which is meant.
    single = dated.filter(~nw.col("own").is_null(), contains(found, _FIRST_YEAR), ~contains(found, _YEAR))
    for size, pattern in _DATES.items():
        given = nw.when(contains(found, pattern)).then(found.str.head(size)).otherwise(given)
    apart = later("own", "given", days=ZONES) | later("given", "own", days=ZONES)
    yield WrongRows(DATE_IN_ID, single.with_columns(given=given).filter(apart).select("place", "row"))
