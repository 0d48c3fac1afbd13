"""OS6xx: what this subject makes impossible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.codes import country_boxes
from overseas_stations.rules.base import ERROR, WARNING, rule
from overseas_stations.rules.checks import Cells, Rows, check, fitting, record
from overseas_stations.tables import TABLES
from overseas_stations.vocabulary import IMPLIED_STATUS, UNIT_OF_METRIC, StationStatus

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Frames

PRECISION = rule(
    "OS601",
    ERROR,
    "The precision is not that of the place",
    message="precision is {value}, and the place has {detail}",
    hint="city: a city is named; region: a region and no city; country: neither",
    why="Maps and counts by city rely on it.",
)
COORDINATES = rule(
    "OS602",
    ERROR,
    "Coordinates that stand for no city",
    message="latitude and longitude belong together, and to a station with a city",
    hint="give both or neither, and only where precision is city",
    why="A point for a whole country would be drawn as a place.",
)
OUTSIDE_COUNTRY = rule(
    "OS603",
    ERROR,
    "Coordinates outside the country",
    message="the coordinates of {record_id} lie outside {value} ({detail})",
    hint="correct the country or the coordinates; a wrong sign is the usual cause",
    why="One of the two is wrong. The box around the country's cities is wide, so that being inside proves nothing.",
)
ONE_CITY = rule(
    "OS604",
    ERROR,
    "One GeoNames id, two places",
    message="the GeoNames id {value} stands for another place elsewhere in the table",
    hint="give all stations of one city the same country, city and coordinates",
    why="A city must count as one city.",
)
STATUS_DERIVED = rule(
    "OS605",
    ERROR,
    "The status is not the last reported one",
    message="status and date of {record_id} are {value}, and station_statuses gives {detail}",
    hint="run `overseas build`, or take the last row of station_statuses that says more than reported",
    why="The status in the table is a summary of the dated reports, and must follow from them.",
)
STATUS_IMPLIED = rule(
    "OS606",
    WARNING,
    "A response that no status reflects",
    message="the response {record_id} implies the status {detail} for {value}, and no source is recorded for it",
    hint="add that status to the station in the dossier that reports the response",
    why="Who filters stations by status would miss what was done about them.",
)
STATEMENT_FORM = rule(
    "OS607",
    ERROR,
    "Form and wording do not go together",
    message="form is {value}, and wording is {detail}",
    hint="say of verbatim words how they relate to the spoken ones; leave wording empty for a paraphrase",
    why="A reader must know whether words are the speaker's, a translator's or ours.",
)
SAME_LANGUAGE = rule(
    "OS608",
    ERROR,
    "A translation into its own language",
    message="the source is in {value} and said to be translated from it",
    hint="correct language or translated_from",
    why="One of the two is wrong.",
)
UNIT_WRONG = rule(
    "OS609",
    ERROR,
    "A metric in a unit that does not count it",
    message="the unit is {value}, and {detail}",
    hint="each metric has one unit, see datapackage/CODEBOOK.md",
    why="Figures of one metric are compared.",
)
FIGURES_DIFFER = rule(
    "OS610",
    ERROR,
    "One claim with two values",
    message="{detail} is said to claim another exact number for the same thing at the same date",
    hint="correct one of the two, or dispute the value of the one in the dossier of the other",
    why="Either somebody misread, or the sources contradict each other; the data must say which.",
)
ID_COUNTRY = rule(
    "OS611",
    ERROR,
    "An id of another country",
    message="the id {value} does not begin with the country's code, {detail}-",
    hint="correct the country; if the id is wrong in itself, retract it and name its successor",
    why="People read the country off the id.",
)


@check(PRECISION, "stations")
def _precision(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    city, region = ~nw.col("city").is_null(), ~nw.col("region").is_null()
    # A region may stand beside a city, to tell two cities of one name apart.
    wrong = {
        "no city": (nw.col("precision") == "city") & ~city,
        "a city": nw.col("precision").is_in(["region", "country"]) & city,
        "no region": (nw.col("precision") == "region") & ~city & ~region,
        "a region": (nw.col("precision") == "country") & ~city & region,
    }
    for detail, where in wrong.items():
        yield Cells(PRECISION, "stations", "precision", where, {"detail": detail})


@check(COORDINATES, "stations")
def _coordinates(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    north, east = ~nw.col("latitude").is_null(), ~nw.col("longitude").is_null()
    yield Cells(COORDINATES, "stations", "latitude", (north != east) | (north & nw.col("city").is_null()))


@check(OUTSIDE_COUNTRY, "stations")
def _outside_country(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    north = fitting("stations", "latitude").cast(nw.Float64)
    east = fitting("stations", "longitude").cast(nw.Float64)
    codes = frames["stations"].select("country").unique().collect()["country"].to_list()
    # Only the countries that occur: a condition on each of 250 would cost more than all other rules.
    for code in sorted(code for code in codes if code in country_boxes()):
        box = country_boxes()[code]
        outside = (north < box.south) | (north > box.north) | (east < box.west) | (east > box.east)
        on_globe = (north.abs() <= 90) & (east.abs() <= 180)
        detail = f"its cities lie within {box.south} to {box.north} N, {box.west} to {box.east} E"
        where = (nw.col("country") == code) & on_globe & outside
        yield Cells(OUTSIDE_COUNTRY, "stations", "latitude", where, {"detail": detail}, value="country")


@check(ONE_CITY, "stations")
def _one_city(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    place = ["country", "region", "city", "latitude", "longitude"]
    rows = frames["stations"].filter(~nw.col("geonames_id").is_null())
    spelt = rows.with_columns(*(nw.col(name).fill_null("") for name in place))
    # The first place of an id counts as its place; rows that differ from it are shown.
    first = spelt.filter(nw.col("row") == nw.col("row").min().over("geonames_id")).select("geonames_id", *place)
    other = spelt.join(first, on=["geonames_id", *place], how="anti")
    found = other.select("row", record=nw.col("id").fill_null(""), value=nw.col("geonames_id"))
    yield Rows(ONE_CITY, "stations", "geonames_id", found)


def status_order(status: nw.Expr) -> nw.Expr:
    """Return the two-digit place of a status in the vocabulary's order; null for an unknown one."""
    import narwhals as nw

    order = nw.lit(None, dtype=nw.String)
    for number, term in enumerate(StationStatus):
        order = nw.when(status == term.value).then(nw.lit(f"{number:02}")).otherwise(order)
    return order


@check(STATUS_DERIVED, "stations", "station_statuses")
def _status_derived(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    # A blank sorts before a hyphen, so "2022 06" < "2022-11 00": the vaguer date gives way to the one inside it.
    def key(as_of: nw.Expr, status: str) -> nw.Expr:
        says_more = nw.when(nw.col(status) == StationStatus.REPORTED.value).then(nw.lit("0")).otherwise(nw.lit("1"))
        return nw.concat_str([says_more, as_of, status_order(nw.col(status)), nw.col(status)], separator=" ")

    def shown(key: str) -> nw.Expr:
        return nw.col(key).str.slice(len("1 "))

    last = (
        frames["station_statuses"]
        .select(record=nw.col("station_id"), key=key(fitting("station_statuses", "as_of"), "status"))
        .filter(~nw.col("key").is_null())
        .group_by("record")
        .agg(last=nw.col("key").max())
    )
    rows = frames["stations"].select(
        "row", record=nw.col("id"), value=key(fitting("stations", "status_as_of"), "status")
    )
    compared = rows.filter(~nw.col("value").is_null()).join(last, on="record", how="left")
    wrong = compared.filter((nw.col("value") != nw.col("last")).fill_null(True))
    found = wrong.select("row", "record", value=shown("value"), detail=shown("last").fill_null("no row"))
    yield Rows(STATUS_DERIVED, "stations", "status", found)


@check(STATUS_IMPLIED, "responses", "response_stations", "station_statuses")
def _status_implied(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    links = frames["response_stations"].select("response_id", "station_id")
    for kind, status in IMPLIED_STATUS.items():
        acts = frames["responses"].filter(nw.col("kind") == kind.value).select("row", response_id=nw.col("id"))
        reported = frames["station_statuses"].filter(nw.col("status") == status.value).select("station_id")
        silent = acts.join(links, on="response_id").join(reported, on="station_id", how="anti")
        found = silent.select("row", record=nw.col("response_id"), value=nw.col("station_id"))
        yield Rows(STATUS_IMPLIED, "responses", "kind", found, {"detail": status.value})


@check(STATEMENT_FORM, "statements")
def _statement_form(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    bare = (nw.col("form") == "verbatim") & nw.col("wording").is_null()
    worded = (nw.col("form") == "paraphrase") & ~nw.col("wording").is_null()
    yield Cells(STATEMENT_FORM, "statements", "form", bare, {"detail": "empty"})
    yield Cells(STATEMENT_FORM, "statements", "form", worded, {"detail": "filled in"})


@check(SAME_LANGUAGE, "sources")
def _same_language(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    yield Cells(SAME_LANGUAGE, "sources", "translated_from", nw.col("translated_from") == nw.col("language"))


@check(UNIT_WRONG, "figures")
def _unit_wrong(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    unit = fitting("figures", "unit")
    for metric, right in UNIT_OF_METRIC.items():
        where = (nw.col("metric") == metric.value) & (unit != right.value)
        detail = f"{metric.value} are counted by {right.value}"
        yield Cells(UNIT_WRONG, "figures", "unit", where, {"detail": detail})


@check(FIGURES_DIFFER, "figures", "evidence")
def _figures_differ(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    claim = ["metric", "country", "scope", "claimant", "as_of"]
    disputed = (
        frames["evidence"]
        .filter(nw.col("table") == "figures", nw.col("stance") == "disputes")
        .select(id=nw.col("record_id"))
    )
    exact = frames["figures"].filter(nw.col("bound") == "exact", ~nw.col("as_of").is_null())
    spelt = exact.join(disputed, on="id", how="anti").with_columns(*(nw.col(name).fill_null("") for name in claim))
    first = spelt.filter(nw.col("row") == nw.col("row").min().over(*claim)).select(*claim, "value")
    other = spelt.join(first, on=[*claim, "value"], how="anti")
    found = other.select("row", record=nw.col("id").fill_null(""), detail=nw.col("claimant"), value=nw.col("value"))
    yield Rows(FIGURES_DIFFER, "figures", "value", found)


@check(ID_COUNTRY, "stations")
def _id_country(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for name in ("stations", "responses"):
        if name not in frames:
            continue
        code = fitting(name, "country").str.to_lowercase()
        rows = frames[name].select("row", record=record(TABLES[name]), value=fitting(name, "id"), detail=code)
        prefix = nw.concat_str([nw.col("detail"), nw.lit("-")])
        wrong = rows.filter(nw.col("value").str.head(3) != prefix)
        yield Rows(ID_COUNTRY, name, "id", wrong)
