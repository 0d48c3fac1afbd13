"""OS6xx, places: a station is in a city, a region or a country, and a city is one city."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.codes import country_boxes
from overseas_stations.rules.core.base import ERROR, WARNING
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, fitting, mixed
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.domain.odds import at_odds
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

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
def _same_name(tables: Tables) -> Iterator[WrongCells]:
    yield WrongCells(SAME_NAME, "stations", "city_local", lambda: nw.col("city_local") == nw.col("city"))


@cells(PRECISION)
def _precision(tables: Tables) -> Iterator[WrongCells]:
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
        yield WrongCells(PRECISION, "stations", "precision", where, {"detail": detail})


@cells(COORDINATES)
def _coordinates(tables: Tables) -> Iterator[WrongCells]:
    def where(given: str, other: str) -> nw.Expr:
        alone = ~nw.col(given).is_null() & nw.col(other).is_null()
        # Of a point without a city one coordinate is shown, and that is the latitude.
        return alone | (~nw.col(given).is_null() & nw.col("city").is_null()) if given == "latitude" else alone

    # The one that is there: what is missing has no line that could be shown.
    for given, other in (("latitude", "longitude"), ("longitude", "latitude")):
        yield WrongCells(COORDINATES, "stations", given, partial(where, given, other))


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
def _outside_country(package: PackageView) -> Iterator[WrongRows]:
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
        yield WrongRows(
            OUTSIDE_COUNTRY,
            found.select("row"),
            at=("stations", "latitude"),
            value="country",
            params={"detail": detail},
        )


@rows(ONE_ID, "stations")
def _one_id(package: PackageView) -> Iterator[WrongRows]:
    if "stations" in package.index:
        several = mixed(package.index["stations"], group="city_named", by="city_id")
        yield WrongRows(ONE_ID, several.select("row"), at=("stations", "geonames_id"), exact=_other_id)


def _other_id(stations: Frame, table: str, field: str | None) -> Frame:
    named = nw.concat_str([nw.col(name).fill_null("") for name in NAMED], separator="\x1f")
    known = stations.with_columns(named=named, said=nw.col("geonames_id"), weight=nw.lit(0))
    return at_odds(known, "named").select("row", "detail", value=nw.col("city"))


@rows(ONE_CITY, "stations")
def _one_city(package: PackageView) -> Iterator[WrongRows]:
    if "stations" in package.index:
        several = mixed(package.index["stations"], group="city_id", by="city_place")
        yield WrongRows(ONE_CITY, several.select("row"), at=("stations", "geonames_id"), exact=_other_place)


def _other_place(stations: Frame, table: str, field: str | None) -> Frame:
    filled = [nw.when(~nw.col(name).is_null()).then(nw.lit(1)).otherwise(nw.lit(0)) for name in PLACE]
    place = nw.concat_str([nw.col(name) for name in PLACE], separator=", ", ignore_nulls=True)
    said = nw.when(place != "").then(place).otherwise(nw.lit("no place"))
    spelt = stations.with_columns(said=said, weight=reduce(add, filled))
    return at_odds(spelt, "geonames_id").select("row", "detail", value=nw.col("geonames_id"))


@cells(ID_COUNTRY)
def _id_country(tables: Tables) -> Iterator[WrongCells]:
    def where(table: str) -> nw.Expr:
        prefix = nw.concat_str([fitting(tables, table, "country").str.to_lowercase(), nw.lit("-")])
        return fitting(tables, table, "id").str.head(3) != prefix

    for name in ("stations", "responses"):
        yield WrongCells(ID_COUNTRY, name, "id", partial(where, name), detail="country")
