"""OS6xx: what this subject makes impossible."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from overseas_stations.codes import country_boxes
from overseas_stations.rules.base import ERROR, rule
from overseas_stations.rules.checks import Cells, Rows, cells, fitting, mixed, rows, unusual
from overseas_stations.rules.index import IndexColumns, Token, indexed
from overseas_stations.vocabulary import UNIT_OF_METRIC

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Frame, Tables

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
    message="the id {value} does not begin with the country's code ({detail}) in lower case and a hyphen",
    hint="correct the country; if the id is wrong in itself, retract it and name its successor",
    why="People read the country off the id.",
)


@cells(PRECISION)
def _precision() -> Iterator[Cells]:
    import narwhals as nw

    def none(name: str) -> nw.Expr:
        return nw.col(name).is_null()

    def said(*terms: str) -> nw.Expr:
        return nw.col("precision").is_in(list(terms))

    # A region may stand beside a city, to tell two cities of one name apart.
    wrong = {
        "no city": lambda: said("city") & none("city"),
        "a city": lambda: said("region", "country") & ~none("city"),
        "no region": lambda: said("region") & none("city") & none("region"),
        "a region": lambda: said("country") & none("city") & ~none("region"),
    }
    for detail, where in wrong.items():
        yield Cells(PRECISION, "stations", "precision", where, {"detail": detail})


@cells(COORDINATES)
def _coordinates() -> Iterator[Cells]:
    import narwhals as nw

    def where(given: str, other: str) -> nw.Expr:
        alone = ~nw.col(given).is_null() & nw.col(other).is_null()
        # Of a point without a city one coordinate is shown, and that is the latitude.
        return alone | (~nw.col(given).is_null() & nw.col("city").is_null()) if given == "latitude" else alone

    # The one that is there: what is missing has no line that could be shown.
    for given, other in (("latitude", "longitude"), ("longitude", "latitude")):
        yield Cells(COORDINATES, "stations", given, partial(where, given, other))


PLACE = ("country", "region", "city", "latitude", "longitude")


@indexed("stations")
def _stations() -> IndexColumns:
    import narwhals as nw

    return {
        "in_country": nw.col("country"),
        "north": fitting("stations", "latitude").cast(nw.Float64),
        "east": fitting("stations", "longitude").cast(nw.Float64),
        "city_id": Token((nw.col("geonames_id"),), "city_id"),
        "city_place": Token(tuple(nw.col(name).fill_null("") for name in PLACE), "city_place"),
    }


@rows(OUTSIDE_COUNTRY, "stations")
def _outside_country(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "stations" not in tables.index:
        return
    located = tables.index["stations"].filter(nw.col("north").abs() <= 90, nw.col("east").abs() <= 180)
    # How far each country's points reach is little to fetch; where a country's do not leave its box, all are inside.
    reach = located.group_by("in_country").agg(
        south=nw.col("north").min(), north=nw.col("north").max(), west=nw.col("east").min(), east=nw.col("east").max()
    )
    for code, south, north, west, east in sorted(
        tuple(found[name] for name in ("in_country", "south", "north", "west", "east"))
        for found in tables.collect([reach])[0]
        if found["in_country"] in country_boxes()
    ):
        box = country_boxes()[code]
        if box.south <= south and north <= box.north and box.west <= west and east <= box.east:
            continue
        n, e = nw.col("north"), nw.col("east")
        outside = (n < box.south) | (n > box.north) | (e < box.west) | (e > box.east)
        found = located.filter(nw.col("in_country") == code, outside)
        detail = f"its cities lie within {box.south} to {box.north} N, {box.west} to {box.east} E"
        yield Rows(
            OUTSIDE_COUNTRY,
            found.select("row"),
            at=("stations", "latitude"),
            value="country",
            params={"detail": detail},
        )


@rows(ONE_CITY, "stations")
def _one_city(tables: Tables) -> Iterator[Rows]:
    if "stations" in tables.index:
        several = mixed(tables.index["stations"], group="city_id", by="city_place")
        yield Rows(ONE_CITY, several.select("row"), at=("stations", "geonames_id"), exact=_other_place)


def _other_place(stations: Frame, table: str, field: str | None) -> Frame:
    import narwhals as nw

    # The place that most stations of the city have counts as the right one; of two the fuller, as what is missing sorts
    # last: so the row that lacks something is shown, and not the one beside it.
    place = nw.concat_str([nw.col(name).fill_null("\U0010fffd") for name in PLACE], separator="\x1f")
    other = unusual(stations.with_columns(place=place), group="geonames_id", by="place")
    return other.select("row", value=nw.col("geonames_id"), detail=nw.lit(None, dtype=nw.String))


@cells(STATEMENT_FORM)
def _statement_form() -> Iterator[Cells]:
    import narwhals as nw

    def bare() -> nw.Expr:
        return (nw.col("form") == "verbatim") & nw.col("wording").is_null()

    def worded() -> nw.Expr:
        return (nw.col("form") == "paraphrase") & ~nw.col("wording").is_null()

    yield Cells(STATEMENT_FORM, "statements", "form", bare, {"detail": "empty"})
    yield Cells(STATEMENT_FORM, "statements", "form", worded, {"detail": "filled in"})


@cells(SAME_LANGUAGE)
def _same_language() -> Iterator[Cells]:
    import narwhals as nw

    def where() -> nw.Expr:
        return nw.col("translated_from") == nw.col("language")

    yield Cells(SAME_LANGUAGE, "sources", "translated_from", where)


@cells(UNIT_WRONG)
def _unit_wrong() -> Iterator[Cells]:
    import narwhals as nw

    def where(metric: str, right: str) -> nw.Expr:
        return (nw.col("metric") == metric) & (fitting("figures", "unit") != right)

    for metric, right in UNIT_OF_METRIC.items():
        detail = f"{metric.value} are counted by {right.value}"
        yield Cells(UNIT_WRONG, "figures", "unit", partial(where, metric.value, right.value), {"detail": detail})


CLAIM = ("metric", "country", "scope", "claimant", "as_of")


@indexed("figures")
def _figures() -> IndexColumns:
    import narwhals as nw

    return {
        "claim": Token(tuple(nw.col(name).fill_null("") for name in CLAIM), "claim"),
        "number": Token((nw.col("value"),), "number"),
        "exact": ((nw.col("bound") == "exact") & ~nw.col("as_of").is_null()).fill_null(False),
    }


@rows(FIGURES_DIFFER, "figures", "evidence")
def _figures_differ(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "figures" not in tables.index:
        return
    exact = tables.index["figures"].filter(nw.col("exact"))
    if "evidence" in tables.index:
        disputed = tables.index["evidence"].filter(nw.col("disputes")).select(name=nw.col("about"))
        exact = exact.join(disputed, on="name", how="anti")
    found = mixed(exact, group="claim", by="number").select("row")
    yield Rows(FIGURES_DIFFER, found, at=("figures", "value"), exact=_other_number)


def _other_number(figures: Frame, table: str, field: str | None) -> Frame:
    import narwhals as nw

    claim = nw.concat_str([nw.col(name).fill_null("") for name in CLAIM], separator="\x1f")
    spelt = figures.with_columns(claim=claim).with_columns(first=nw.col("value").min().over("claim"))
    other = spelt.filter(nw.col("value") != nw.col("first"))
    return other.select("row", value=nw.col("value"), detail=nw.col("claimant"))


@cells(ID_COUNTRY)
def _id_country() -> Iterator[Cells]:
    import narwhals as nw

    def where(table: str) -> nw.Expr:
        prefix = nw.concat_str([fitting(table, "country").str.to_lowercase(), nw.lit("-")])
        return fitting(table, "id").str.head(3) != prefix

    for name in ("stations", "responses"):
        yield Cells(ID_COUNTRY, name, "id", partial(where, name), detail="country")
