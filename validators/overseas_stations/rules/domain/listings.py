"""OS6xx, listings: what a list says of a station agrees with the rest of what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import StationBasis
from overseas_stations.rules.core.base import ERROR
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongRows
from overseas_stations.rules.core.declaring import indexed, rows, rule
from overseas_stations.rules.core.index import once
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.registry import PackageView

LISTED_BUREAU = rule(
    "OS628",
    ERROR,
    "A listed bureau that is not among the station's",
    message="the list gives {value} for {detail}, and station_bureaus does not",
    hint="add the bureau under station_bureaus, or dispute the listing and say why",
    why="Who looks for the stations of a bureau would miss this one.",
)
BASIS_LISTED = rule(
    "OS629",
    ERROR,
    "The basis and the lists do not agree",
    message="the basis of {record_id} is {value}, and {detail}",
    hint="a station that a list names is listed; add the listing, or correct the basis",
    why="The basis says what the record rests on, and the listing is that.",
)


@indexed("station_bureaus")
@indexed("listings")
def _bureaus(tables: Tables) -> IndexColumns:
    return {"said_to_run": Token((nw.col("station_id"), nw.col("actor_id")), "bureau")}


@indexed("stations")
def _stations(tables: Tables) -> IndexColumns:
    return {"basis": nw.col("basis")}


@rows(LISTED_BUREAU, "listings", "station_bureaus", "evidence")
def _listed_bureau(package: PackageView) -> Iterator[WrongRows]:
    if "listings" not in package.index:
        return
    found = package.index["listings"].drop_nulls("said_to_run")
    if "station_bureaus" in package.index:
        runs = package.index["station_bureaus"].select("said_to_run")
        found = found.join(runs, on="said_to_run", how="anti")
    if "evidence" in package.index:
        disputed = package.index["evidence"].filter(nw.col("disputes")).select(name=nw.col("about"))
        found = found.join(disputed, on="name", how="anti")
    yield WrongRows(LISTED_BUREAU, found.select("row"), at=("listings", "actor_id"), detail="station_id")


@rows(BASIS_LISTED, "stations", "listings")
def _basis_listed(package: PackageView) -> Iterator[WrongRows]:
    if "stations" not in package.index:
        return
    stations = once(package, package.index["stations"].drop_nulls(["basis", "name"]), "name")
    listed = nw.col("basis") == StationBasis.LISTED.value
    unlisted, other = stations.filter(listed), stations.filter(~listed)
    if "listings" in package.index:
        named = package.index["listings"].select(name=nw.col("ref_station_id"))
        unlisted = unlisted.join(named, on="name", how="anti")
        found = other.join(named, on="name", how="semi").select("row", "name")
        params = {"detail": "a list names it"}
        yield WrongRows(BASIS_LISTED, found, at=("stations", "basis"), params=params, matched=True)
    params = {"detail": "no list names it"}
    yield WrongRows(BASIS_LISTED, unlisted.select("row"), at=("stations", "basis"), params=params)
