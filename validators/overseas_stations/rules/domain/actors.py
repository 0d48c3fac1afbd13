"""OS6xx, actors: who acts and speaks is named once, and countries are what the standards say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial, reduce
from operator import and_
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.codes import country_rows
from overseas_stations.rules.citations.cited import circles_in_words
from overseas_stations.rules.core.base import ERROR
from overseas_stations.rules.core.checks import IndexColumns, WrongCells, WrongRows, fits
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.registry import PackageView

NOBODY_SPEAKS = rule(
    "OS630",
    ERROR,
    "Nobody said it",
    message="{record_id} names neither {detail}",
    hint="name the actor, or the person",
    why="A claim that nobody makes is not one.",
)
PART_CIRCULAR = rule(
    "OS631",
    ERROR,
    "Actors that are parts of each other",
    message="{value} is a part of itself: {detail}",
    hint="take one of the two part_of out",
    why="Who counts a body with its parts would never come to an end.",
)
COUNTRY_ALTERED = rule(
    "OS632",
    ERROR,
    "A country that is not as the standards have it",
    message="{field} of {record_id} is {value}, and the standards say {detail}",
    hint="run `overseas build`, or copy the row from datapackage/tables/countries.csv",
    why="Other tables are joined by these codes.",
)

SPEAKERS = {"statements": ("speaker", "actor_id"), "figures": ("claimant", "actor_id")}
"""Table -> the columns one of which says whose words or whose number it is."""


@cells(NOBODY_SPEAKS)
def _nobody_speaks(tables: Tables) -> Iterator[WrongCells]:
    def where(names: tuple[str, ...]) -> nw.Expr:
        return reduce(and_, (nw.col(name).is_null() for name in names))

    for table, names in SPEAKERS.items():
        yield WrongCells(NOBODY_SPEAKS, table, "id", partial(where, names), {"detail": f"{names[0]} nor actor"})


@rows(PART_CIRCULAR, "actors")
def _part_circular(package: PackageView) -> Iterator[WrongRows]:
    if "actors" not in package.index:
        return
    index = package.index["actors"]
    parts = index.drop_nulls("ref_part_of").select("row", "name", "ref_part_of")
    # What lies on a circle is a whole as well as a part.
    both = parts.join(parts.select(name=nw.col("ref_part_of")), on="name", how="semi")
    actors = package.text("actors", both.select("row"))
    (found,) = package.collect([actors.select("row", "id", "part_of")])
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in found:
        numbers[row["id"] or "", row["part_of"] or ""].append(int(row["row"]))
    details = circles_in_words(numbers)
    if details:
        wrong = both.filter(nw.col("row").is_in(sorted(details))).select("row")
        yield WrongRows(PART_CIRCULAR, wrong, at=("actors", "part_of"), value="id", details=details)


FACTS = ("iso3", "iso_numeric", "kind", "region", "subregion")


@indexed("countries")
def _countries(tables: Tables) -> IndexColumns:
    names = ("code", *FACTS)
    row = nw.concat_str([nw.col(name).fill_null("") for name in names], separator="=")
    said = ["=".join(each[name] or "" for name in names) for each in country_rows()]
    return {"altered": (fits(tables["countries"].column("code")) & ~row.is_in(said)).fill_null(False)}


@rows(COUNTRY_ALTERED, "countries")
def _country_altered(package: PackageView) -> Iterator[WrongRows]:
    if "countries" not in package.index:
        return
    altered = package.index["countries"].filter(nw.col("altered")).select("row")
    (found,) = package.collect([package.text("countries", altered).select("row", "code", *FACTS)])
    standard = {row["code"]: row for row in country_rows()}
    for field in FACTS:
        right = {
            int(row["row"]): standard[row["code"]][field] for row in found if row[field] != standard[row["code"]][field]
        }
        if right:
            wrong = altered.filter(nw.col("row").is_in(sorted(right)))
            details = {row: value or "nothing" for row, value in right.items()}
            yield WrongRows(COUNTRY_ALTERED, wrong, at=("countries", field), details=details)
