"""OS6xx, statuses: a station's status follows from the dated reports, and the reports from what was done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import IMPLIED_STATUS, StationStatus
from overseas_stations.rules.core.base import ERROR, WARNING
from overseas_stations.rules.core.checks import IndexColumns, WrongCells, WrongRows, fitting, last_day
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import once
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.registry import PackageView


DAY = len("2022-11-30")

STATUS_DERIVED = rule(
    "OS605",
    ERROR,
    "The status is not the last reported one",
    message="{record_id} is {value}, and the last of its rows in station_statuses says {detail}",
    hint="run `overseas build`, or take the last row of station_statuses that says more than reported",
    why="The status in the table is a summary of the dated reports, and must follow from them.",
)

EVENT_LATE = rule(
    "OS633",
    ERROR,
    "An event after its report",
    message="it came about on {value}, and is reported as of {detail}",
    hint="correct one of the two dates; a source of that date cannot say so",
    why="What came about is told from when it was said: the event comes first.",
)
EVENT_BOUND = rule(
    "OS634",
    ERROR,
    "An event's date and its bound belong together",
    message="{field} is {value}, and {detail} is empty",
    hint="give both or neither: on, before, after or about which date it came about",
    why="'Closed by then' and 'closed on that day' are two things.",
)

STATUS_IMPLIED = rule(
    "OS606",
    WARNING,
    "A response that no status reflects",
    message="the response {record_id} implies the status {detail} for {value}, and no source is recorded for it",
    hint="add that status to the station in the dossier that reports the response",
    why="Who filters stations by status would miss what was done about them.",
)


@indexed("stations")
@indexed("station_statuses")
def _said(tables: Tables) -> IndexColumns:
    """Return what the index holds of a status: the term, and its place in the vocabulary's order."""
    return {"said": nw.col("status"), "said_order": status_order(nw.col("status"))}


def status_order(status: nw.Expr) -> nw.Expr:
    """Return the two-digit place of a status in the vocabulary's order; null for an unknown one."""
    order = nw.lit(None, dtype=nw.String)
    for number, term in enumerate(StationStatus):
        order = nw.when(status == term.value).then(nw.lit(f"{number:02}")).otherwise(order)
    return order


def status_key(as_of: str) -> nw.Expr:
    """Return a text by which the reports of a station's status sort, in the index, the one that counts last.

    Args:
        as_of: the column of the index that holds its date.
    """
    # A blank sorts before a hyphen, so "2022    " < "2022-11 ": the vaguer date gives way to the one inside it.
    status, date = nw.col("said"), nw.concat_str([nw.col(as_of), nw.lit(" " * DAY)]).str.head(DAY)
    says_more = nw.when(status == StationStatus.REPORTED.value).then(nw.lit("0")).otherwise(nw.lit("1"))
    return nw.concat_str([says_more, date, nw.col("said_order"), status], separator=" ")


def status_in_words(key: str) -> nw.Expr:
    """Return what a column of such texts says: ``reported as of 2022-11``."""
    date = nw.col(key).str.slice(len("1 "), DAY).str.strip_chars()
    return nw.concat_str([nw.col(key).str.slice(len("1 ") + DAY + len(" 00 ")), nw.lit(" as of "), date])


@rows(STATUS_DERIVED, "stations", "station_statuses")
def _status_derived(package: PackageView) -> Iterator[WrongRows]:
    if "stations" not in package.index:
        return
    stations = package.index["stations"].select("row", "name", key=status_key("date_status_as_of"))
    stations = stations.drop_nulls(["key", "name"])
    if "station_statuses" in package.index:
        reports = package.index["station_statuses"].select(name=nw.col("ref_station_id"), key=status_key("date_as_of"))
        last = reports.drop_nulls("key").group_by("name").agg(last=nw.col("key").max())
        compared = stations.join(last, on="name", how="left")
    else:
        compared = stations.with_columns(last=nw.lit(None, dtype=nw.String))
    wrong = compared.filter((nw.col("key") != nw.col("last")).fill_null(True))
    found = wrong.select(
        "row", "name", value=status_in_words("key"), detail=status_in_words("last").fill_null("nothing")
    )
    yield WrongRows(STATUS_DERIVED, found, at=("stations", "status"), texts=("value", "detail"), matched=True)


@cells(EVENT_LATE)
def _event_late(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return fitting(tables, "station_statuses", "event_date") > last_day(
            fitting(tables, "station_statuses", "as_of")
        )

    yield WrongCells(EVENT_LATE, "station_statuses", "event_date", where, detail="as_of")


@cells(EVENT_BOUND)
def _event_bound(tables: Tables) -> Iterator[WrongCells]:
    def alone(given: str, other: str) -> nw.Expr:
        return ~nw.col(given).is_null() & nw.col(other).is_null()

    for given, other in (("event_date", "event_date_bound"), ("event_date_bound", "event_date")):
        where = partial(alone, given, other)
        yield WrongCells(EVENT_BOUND, "station_statuses", given, where, {"detail": other})


@indexed("responses")
def _responses(tables: Tables) -> IndexColumns:
    implied = nw.lit(None, dtype=nw.String)
    for kind, status in IMPLIED_STATUS.items():
        implied = nw.when(nw.col("kind") == kind.value).then(nw.lit(status.value)).otherwise(implied)
    return {"implied": implied}


@indexed("response_stations")
def _response_stations(tables: Tables) -> IndexColumns:
    return {"station": nw.col("station_id")}


@rows(STATUS_IMPLIED, "responses", "response_stations", "station_statuses")
def _status_implied(package: PackageView) -> Iterator[WrongRows]:
    if "responses" not in package.index or "response_stations" not in package.index:
        return
    acts = package.index["responses"].drop_nulls("implied").select("row", "name", "implied")
    links = once(package, package.index["response_stations"], "name")
    links = links.select("station", "ref_station_id", name=nw.col("ref_response_id"))
    silent = once(package, acts, "name").join(links, on="name")
    if "station_statuses" in package.index:
        reported = package.index["station_statuses"].select("ref_station_id", implied=nw.col("said"))
        silent = silent.join(reported, on=["ref_station_id", "implied"], how="anti")
    found = silent.select("row", "name", value=nw.col("station"), detail=nw.col("implied"))
    yield WrongRows(STATUS_IMPLIED, found, at=("responses", "kind"), texts=("value", "detail"), matched=True)
