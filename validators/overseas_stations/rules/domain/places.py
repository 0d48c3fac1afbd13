"""OS6xx: what this subject makes impossible."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.codes import country_boxes
from overseas_stations.forms.vocabulary import UNIT_OF_METRIC
from overseas_stations.rules.core.base import ERROR, WARNING
from overseas_stations.rules.core.checks import Cells, Rows, fitting, mixed
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import IndexColumns, Token
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame, PackageView

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
    message="the GeoNames id {value} stands for {detail}",
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
    message="the exact number claimed for the same thing at the same date is {detail}",
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

ONE_ID = rule(
    "OS622",
    ERROR,
    "One city, two GeoNames ids",
    message="{value} has the GeoNames id {detail}",
    hint="give all stations of one city the same id; if they are two cities, name the region of each",
    why="A city must count as one city.",
)
SAME_NAME = rule(
    "OS621",
    WARNING,
    "A local form that does not differ",
    message="city_local is {value}, as city is",
    hint="leave it empty where the city is called alike in both languages",
    why="Who looks for cities with a name of their own would find this one.",
)


@cells(SAME_NAME)
def _same_name(tables: Tables) -> Iterator[Cells]:
    yield Cells(SAME_NAME, "stations", "city_local", lambda: nw.col("city_local") == nw.col("city"))


@cells(PRECISION)
def _precision(tables: Tables) -> Iterator[Cells]:
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
def _coordinates(tables: Tables) -> Iterator[Cells]:
    def where(given: str, other: str) -> nw.Expr:
        alone = ~nw.col(given).is_null() & nw.col(other).is_null()
        # Of a point without a city one coordinate is shown, and that is the latitude.
        return alone | (~nw.col(given).is_null() & nw.col("city").is_null()) if given == "latitude" else alone

    # The one that is there: what is missing has no line that could be shown.
    for given, other in (("latitude", "longitude"), ("longitude", "latitude")):
        yield Cells(COORDINATES, "stations", given, partial(where, given, other))


PLACE = ("country", "region", "city", "latitude", "longitude")
NAMED = ("country", "region", "city")


@indexed("stations")
def _stations(tables: Tables) -> IndexColumns:
    return {
        "in_country": nw.col("country"),
        "north": fitting(tables, "stations", "latitude").cast(nw.Float64),
        "east": fitting(tables, "stations", "longitude").cast(nw.Float64),
        "city_id": Token((nw.col("geonames_id"),), "city_id"),
        "city_named": Token((nw.col("country"), nw.col("region").fill_null(""), nw.col("city")), "city_named"),
        "city_place": Token(tuple(nw.col(name).fill_null("") for name in PLACE), "city_place"),
    }


@rows(OUTSIDE_COUNTRY, "stations")
def _outside_country(package: PackageView) -> Iterator[Rows]:
    if "stations" not in package.index:
        return
    located = package.index["stations"].filter(nw.col("north").abs() <= 90, nw.col("east").abs() <= 180)
    # How far each country's points reach is little to fetch; where a country's do not leave its box, all are inside.
    reach = located.group_by("in_country").agg(
        south=nw.col("north").min(), north=nw.col("north").max(), west=nw.col("east").min(), east=nw.col("east").max()
    )
    for code, south, north, west, east in sorted(
        tuple(found[name] for name in ("in_country", "south", "north", "west", "east"))
        for found in package.collect([reach])[0]
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


@rows(ONE_ID, "stations")
def _one_id(package: PackageView) -> Iterator[Rows]:
    if "stations" in package.index:
        several = mixed(package.index["stations"], group="city_named", by="city_id")
        yield Rows(ONE_ID, several.select("row"), at=("stations", "geonames_id"), exact=_other_id)


def _other_id(stations: Frame, table: str, field: str | None) -> Frame:
    named = nw.concat_str([nw.col(name).fill_null("") for name in NAMED], separator="\x1f")
    known = stations.with_columns(named=named, said=nw.col("geonames_id"), weight=nw.lit(0))
    return _at_odds(known, "named").select("row", "detail", value=nw.col("city"))


@rows(ONE_CITY, "stations")
def _one_city(package: PackageView) -> Iterator[Rows]:
    if "stations" in package.index:
        several = mixed(package.index["stations"], group="city_id", by="city_place")
        yield Rows(ONE_CITY, several.select("row"), at=("stations", "geonames_id"), exact=_other_place)


def _other_place(stations: Frame, table: str, field: str | None) -> Frame:
    filled = [nw.when(~nw.col(name).is_null()).then(nw.lit(1)).otherwise(nw.lit(0)) for name in PLACE]
    place = nw.concat_str([nw.col(name) for name in PLACE], separator=", ", ignore_nulls=True)
    said = nw.when(place != "").then(place).otherwise(nw.lit("no place"))
    spelt = stations.with_columns(said=said, weight=reduce(add, filled))
    return _at_odds(spelt, "geonames_id").select("row", "detail", value=nw.col("geonames_id"))


def _at_odds(spelt: Frame, group: str) -> Frame:
    """Return the rows that say otherwise than others of their group, with what both say and where as ``detail``.

    What most rows of a group say is taken for right; of several that equally many say, that of the greatest weight.
    Where even then two remain, nothing tells which is wrong, and the rows of both are returned.

    Args:
        spelt: the rows as text, with what each says (``said``) and how much it says (``weight``, up to 9).
        group: the column of the group.
    """
    said, rank = nw.col("said"), nw.col("rank")
    counted = spelt.with_columns(times=nw.col("row").count().over(group, "said"))
    ranked = counted.with_columns(rank=nw.col("times") * 10 + nw.col("weight"))
    ranked = ranked.with_columns(best=nw.when(rank == rank.max().over(group)).then(said))
    chosen = ranked.with_columns(low=nw.col("best").min().over(group), high=nw.col("best").max().over(group))
    # Each is told beside another: beside the right one, or beside the other of two that may be.
    other = nw.when(said == nw.col("low")).then(nw.col("high")).otherwise(nw.col("low"))
    odd = (said != nw.col("low")) | (nw.col("low") != nw.col("high"))
    beside = ranked.filter(~nw.col("best").is_null()).group_by(group, "best").agg(where=nw.col("id").min())
    found = (
        chosen.filter(odd)
        .with_columns(other=other)
        .join(beside.select(group, "where", other=nw.col("best")), on=[group, "other"])
    )
    parts = [said, nw.lit(" here, and "), nw.col("other"), nw.lit(" in "), nw.col("where").fill_null("another row")]
    return found.with_columns(detail=nw.concat_str(parts))


@cells(STATEMENT_FORM)
def _statement_form(tables: Tables) -> Iterator[Cells]:
    def bare() -> nw.Expr:
        return (nw.col("form") == "verbatim") & nw.col("wording").is_null()

    def worded() -> nw.Expr:
        return (nw.col("form") == "paraphrase") & ~nw.col("wording").is_null()

    yield Cells(STATEMENT_FORM, "statements", "form", bare, {"detail": "empty"})
    yield Cells(STATEMENT_FORM, "statements", "form", worded, {"detail": "filled in"})


@cells(SAME_LANGUAGE)
def _same_language(tables: Tables) -> Iterator[Cells]:
    def where() -> nw.Expr:
        return nw.col("translated_from") == nw.col("language")

    yield Cells(SAME_LANGUAGE, "sources", "translated_from", where)


@cells(UNIT_WRONG)
def _unit_wrong(tables: Tables) -> Iterator[Cells]:
    def where(metric: str, right: str) -> nw.Expr:
        return (nw.col("metric") == metric) & (fitting(tables, "figures", "unit") != right)

    for metric, right in UNIT_OF_METRIC.items():
        detail = f"{metric.value} are counted by {right.value}"
        yield Cells(UNIT_WRONG, "figures", "unit", partial(where, metric.value, right.value), {"detail": detail})


CLAIM = ("metric", "country", "scope", "claimant", "as_of")


@indexed("figures")
def _figures(tables: Tables) -> IndexColumns:
    return {
        "claim": Token(tuple(nw.col(name).fill_null("") for name in CLAIM), "claim"),
        "number": Token((nw.col("value"),), "number"),
        "exact": ((nw.col("bound") == "exact") & ~nw.col("as_of").is_null()).fill_null(False),
    }


@rows(FIGURES_DIFFER, "figures", "evidence")
def _figures_differ(package: PackageView) -> Iterator[Rows]:
    if "figures" not in package.index:
        return
    exact = package.index["figures"].filter(nw.col("exact"))
    if "evidence" in package.index:
        # Stated by the source of one of the others: who else disputes a figure does not settle that they differ.
        disputed = package.index["evidence"].filter(nw.col("disputes")).select("ref_source_id", name=nw.col("about"))
        stated = disputed.join(exact.select("name", "claim"), on="name")
        stated = stated.join(exact.select("claim", "ref_source_id"), on=["claim", "ref_source_id"], how="semi")
        exact = exact.join(stated, on="name", how="anti")
    found = mixed(exact, group="claim", by="number").select("row")
    yield Rows(FIGURES_DIFFER, found, at=("figures", "value"), exact=_other_number)


def _other_number(figures: Frame, table: str, field: str | None) -> Frame:
    claim = nw.concat_str([nw.col(name).fill_null("") for name in CLAIM], separator="\x1f")
    spelt = figures.with_columns(claim=claim, said=nw.col("value"), weight=nw.lit(0))
    return _at_odds(spelt, "claim").select("row", "detail", value=nw.col("value"))


@cells(ID_COUNTRY)
def _id_country(tables: Tables) -> Iterator[Cells]:
    def where(table: str) -> nw.Expr:
        prefix = nw.concat_str([fitting(tables, table, "country").str.to_lowercase(), nw.lit("-")])
        return fitting(tables, table, "id").str.head(3) != prefix

    for name in ("stations", "responses"):
        yield Cells(ID_COUNTRY, name, "id", partial(where, name), detail="country")
