"""OS6xx, contradictions: cells and rows that cannot all be right, and those that a person must look at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from overseas_stations.expressions import nw
from overseas_stations.forms.codes import bodies, code_list, countries
from overseas_stations.forms.vocabulary import UNIT_OF_METRIC, Bound, Relation, Unit
from overseas_stations.rules.core.base import ERROR, WARNING
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, fitting, mixed, unusual
from overseas_stations.rules.core.days import ZONES, later
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import once
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

BOUNDS_CROSS = rule(
    "OS612",
    ERROR,
    "Bounds that exclude each other",
    message="{value} is claimed {bound}, and {detail} {other}, by one claimant for the same thing at the same date",
    hint="correct one of the two, or dispute the value of the one in the dossier of the other",
    why="Both cannot be what the claimant says: somebody misread, or the sources contradict each other.",
)
BEYOND_METRIC = rule(
    "OS613",
    ERROR,
    "A number that its metric cannot reach",
    message="the value is {value}, and {detail}",
    hint="correct the value, the metric or the country",
    why="There are so many countries, and no year of the past is yet to come: something was misread.",
)
STATION_OF_BODY = rule(
    "OS614",
    ERROR,
    "A station in a body",
    message="the station's country is {value}, which is no country but a body",
    hint="name the country; where the source names none, the number is a figure",
    why="A station stands in a country. Bodies have codes because they act, and are spoken of.",
)
OF_NO_CITY = rule(
    "OS615",
    ERROR,
    "What belongs to a city, and no city",
    message="{field} is {value}, and no city is named",
    hint="name the city, or take {field} out",
    why="One of the two was forgotten: the id and the local name say which city it is.",
)
ACTED_ABROAD = rule(
    "OS616",
    WARNING,
    "A response about a station abroad",
    message="the response {detail} is about {value}, a station in another country, and does not say so",
    hint="correct the station; if it is the right one, name its country in the summary of the response",
    why="States act on stations in their own country; where they do not, a reader must be told.",
)
TWO_SIDES = rule(
    "OS617",
    WARNING,
    "A speaker on two sides",
    message="{value} speaks for {detail}",
    hint="look whether one of the two is wrong; if they are two speakers, tell them apart by a word",
    why="A speaker changes sides seldom, and is taken for another often.",
)
TRANSLATES_SAME = rule(
    "OS618",
    ERROR,
    "A translation from another language than its original's",
    message="{value} translates a text in {detail}",
    hint="correct the language of one of the two, translated_from, or the relation; a copy in the same language copies",
    why="One of these is wrong, and readers take the words for what they are not.",
)

# Figures

_AT_MOST, _AT_LEAST = Bound.AT_MOST.value, Bound.AT_LEAST.value
_WORDS = {_AT_LEAST: "as the least", "exact": "exactly", _AT_MOST: "as the most"}
_YEARS = (1900, 2099)


def counted(unit: Unit) -> nw.Expr:
    """Return the condition that a figure's metric is counted in a unit."""
    return nw.col("metric").is_in([metric.value for metric, right in UNIT_OF_METRIC.items() if right == unit])


@indexed("figures")
def _figures(tables: Tables) -> IndexColumns:
    number = fitting(tables, "figures", "value").cast(nw.Float64)
    is_year = counted(Unit.YEAR) & (number >= _YEARS[0]) & (number <= _YEARS[1])
    return {
        "amount": nw.when(~nw.col("as_of").is_null()).then(number),
        "bound": nw.when(nw.col("bound").is_in(list(_WORDS))).then(nw.col("bound")),
        "of_year": nw.when(is_year).then(nw.col("value")),
    }


@rows(BOUNDS_CROSS, "figures", "evidence")
def _bounds_cross(package: PackageView) -> Iterator[WrongRows]:
    if "figures" not in package.index:
        return
    known = package.index["figures"].filter(~nw.col("amount").is_null(), ~nw.col("bound").is_null())
    if "evidence" in package.index:
        disputed = package.index["evidence"].filter(nw.col("disputes")).select(name=nw.col("about"))
        known = known.join(disputed, on="name", how="anti")
    known = known.select("row", "claim", "amount", "bound")
    # Two exact numbers that differ are OS610.
    for above, below in ((_AT_LEAST, "exact"), (_AT_LEAST, _AT_MOST), ("exact", _AT_MOST)):
        least = known.filter(nw.col("bound") == below).group_by("claim").agg(least=nw.col("amount").min())
        crossed = known.filter(nw.col("bound") == above).join(least, on="claim")
        crossed = crossed.filter(nw.col("amount") > nw.col("least"))
        detail = nw.col("least").cast(nw.Int64).cast(nw.String)
        params = {"bound": _WORDS[above], "other": _WORDS[below]}
        found = crossed.select("row", "claim", detail=detail)
        yield WrongRows(BOUNDS_CROSS, found, at=("figures", "value"), texts=("detail",), params=params, matched=True)


@cells(BEYOND_METRIC)
def _beyond_metric(tables: Tables) -> Iterator[WrongCells]:
    def value() -> nw.Expr:
        return fitting(tables, "figures", "value").cast(nw.Float64)

    known, (first, last) = len(countries()), _YEARS
    beyond = {
        f"there are {known} countries and territories": lambda: counted(Unit.COUNTRY) & (value() > known),
        "the figure is about one country": lambda: (
            counted(Unit.COUNTRY) & nw.col("country").is_in(sorted(countries())) & (value() > 1)
        ),
        f"a year lies between {first} and {last}": lambda: counted(Unit.YEAR) & ((value() < first) | (value() > last)),
    }
    for detail, where in beyond.items():
        yield WrongCells(BEYOND_METRIC, "figures", "value", where, {"detail": detail})


@rows(BEYOND_METRIC, "figures", "sources")
def _year_to_come(package: PackageView) -> Iterator[WrongRows]:
    if "figures" not in package.index or "sources" not in package.index:
        return
    years = package.index["figures"].filter(~nw.col("of_year").is_null()).select("row", "of_year", "ref_source_id")
    dated = once(package, package.index["sources"], "name")
    dated = dated.select(ref_source_id=nw.col("name"), published=nw.col("date_published")).drop_nulls("published")
    late = years.join(dated, on="ref_source_id").filter(later("of_year", "published", days=ZONES))
    detail = nw.concat_str([nw.lit("its source is of "), nw.col("published")])
    found = late.select("row", "ref_source_id", detail=detail)
    yield WrongRows(BEYOND_METRIC, found, at=("figures", "value"), texts=("detail",), matched=True)


# Places


@cells(STATION_OF_BODY)
def _station_of_body(tables: Tables) -> Iterator[WrongCells]:
    yield WrongCells(STATION_OF_BODY, "stations", "country", lambda: nw.col("country").is_in(sorted(bodies())))


@cells(OF_NO_CITY)
def _of_no_city(tables: Tables) -> Iterator[WrongCells]:
    def where(field: str) -> nw.Expr:
        return ~nw.col(field).is_null() & nw.col("city").is_null()

    for field in ("geonames_id", "city_local"):
        yield WrongCells(OF_NO_CITY, "stations", field, partial(where, field))


@indexed("responses")
def _responses(tables: Tables) -> IndexColumns:
    return {"acted_for": nw.col("country")}


@rows(ACTED_ABROAD, "stations", "responses", "response_stations")
def _acted_abroad(package: PackageView) -> Iterator[WrongRows]:
    if not {"stations", "responses", "response_stations"} <= package.index.keys():
        return
    acts, stations = (once(package, package.index[name], "name") for name in ("responses", "stations"))
    links = package.index["response_stations"].select("row", "ref_response_id", "ref_station_id")
    links = links.join(acts.select("acted_for", ref_response_id=nw.col("name")), on="ref_response_id")
    links = links.join(stations.select("in_country", ref_station_id=nw.col("name")), on="ref_station_id")
    # A body acts on what is in the countries that belong to it, and what is no country is told by itself.
    known = sorted(code_list("countries").keys() - bodies())
    abroad = links.filter(nw.col("acted_for") != nw.col("in_country"), nw.col("acted_for").is_in(known))
    abroad = abroad.filter(nw.col("in_country").is_in(known))

    def silent(linked: Frame, table: str, field: str | None) -> Frame:
        said = package.text("responses", acts).select("summary", "outcome", response_id=nw.col("id"))
        there = package.text("stations", stations).select("country", "region", "city", station_id=nw.col("id"))
        links = linked.select("row", "response_id", "station_id")
        (found,) = package.collect([links.join(said, on="response_id").join(there, on="station_id")])
        wrong = sorted({int(link["row"]) for link in found if not _names_place(link)})
        unsaid = links.filter(nw.col("row").is_in(wrong)) if wrong else links.head(0)
        return unsaid.select("row", value=nw.col("station_id"), detail=nw.col("response_id"))

    yield WrongRows(ACTED_ABROAD, abroad.select("row"), at=("response_stations", "station_id"), exact=silent)


def _names_place(link: dict[str, Any]) -> bool:
    """Say whether a response names the country, the region or the city of a station."""
    said = f"{link['summary']} {link['outcome']}".casefold()
    # The list has "Hong Kong SAR China" and "Myanmar (Burma)".
    country = code_list("countries").get(link["country"] or "", "").split(" SAR ")[0].split(" (")[0]
    return any(place.casefold() in said for place in (country, link["region"], link["city"]) if place)


# Who speaks, and in which language


@indexed("statements")
def _statements(tables: Tables) -> IndexColumns:
    return {"speaks": Token((nw.col("speaker"),), "speaks"), "side": nw.col("side")}


@rows(TWO_SIDES, "statements")
def _two_sides(package: PackageView) -> Iterator[WrongRows]:
    def other_side(statements: Frame, table: str, field: str | None) -> Frame:
        other = unusual(statements, group="speaker", by="side")
        detail = nw.concat_str([nw.col("side"), nw.col("usual")], separator=" here, and for ")
        return other.select("row", value=nw.col("speaker"), detail=detail)

    if "statements" in package.index:
        several = mixed(package.index["statements"], group="speaks", by="side").select("row")
        yield WrongRows(TWO_SIDES, several, at=("statements", "side"), exact=other_side)


@indexed("sources")
def _sources(tables: Tables) -> IndexColumns:
    return {
        "written_in": fitting(tables, "sources", "language"),
        "out_of": fitting(tables, "sources", "translated_from"),
    }


@rows(TRANSLATES_SAME, "sources", "source_relations")
def _translates_same(package: PackageView) -> Iterator[WrongRows]:
    if "sources" not in package.index or "source_relations" not in package.index:
        return
    sources = once(package, package.index["sources"], "name")
    relations = package.index["source_relations"].filter(nw.col("relation") == Relation.TRANSLATES.value)
    relations = relations.select("row", "ref_source_id", "ref_target_id")
    relations = relations.join(sources.select("written_in", "out_of", ref_source_id=nw.col("name")), on="ref_source_id")
    originals = sources.select(ref_target_id=nw.col("name"), original=nw.col("written_in"))
    relations = relations.join(originals, on="ref_target_id")
    said = {
        "it is in the same language": relations.filter(nw.col("original") == nw.col("written_in")),
        "it is said to be translated from another": relations.filter(
            nw.col("original") != nw.col("out_of"), nw.col("original") != nw.col("written_in")
        ),
    }
    for what, wrong in said.items():
        detail = nw.concat_str([nw.col("original"), nw.lit(f", and {what}")])
        yield WrongRows(
            TRANSLATES_SAME, wrong.select("row", "ref_source_id", "ref_target_id", detail=detail),
            at=("source_relations", "relation"), value="source_id", texts=("detail",), matched=True,
        )  # fmt: skip
