"""OS6xx, closures: on how many voices it stands that a station has ended.

Voices are counted as :meth:`overseas_stations.lookups.library.Library.voice` counts them: by the name of the actor on
whose word a source says so, or else by the publisher of the document whose text it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import CLOSED, DEPENDENT_RELATIONS
from overseas_stations.rules.citations.cited import supporting
from overseas_stations.rules.core.base import WARNING
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongRows
from overseas_stations.rules.core.declaring import indexed, rows, rule
from overseas_stations.rules.core.index import once
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

CLOSED_ALONE = rule(
    "OS635",
    WARNING,
    "The end of a station on one voice",
    message="{record_id} is {value} on the word of one voice alone",
    hint="`overseas show {record_id}` names the voice: look for another one that says so, and until there is one say "
    "in the note of the station on whose word its status stands",
    why="No closure was verified independently: what one voice alone says of it must not pass for settled.",
)

LONGEST_CHAIN = 6
"""So many documents that copy or translate one another are followed to the one whose text they have."""


@indexed("actors")
def _actors(tables: Tables) -> IndexColumns:
    return {"called": Token((nw.col("name"),), "publisher")}


@rows(CLOSED_ALONE, "stations", "station_statuses", "evidence", "sources")
def _closed_alone(package: PackageView) -> Iterator[WrongRows]:
    evidence = supporting(package, "ref_source_id", "attributed")
    if evidence is None or not {"stations", "station_statuses", "sources"} <= package.index.keys():
        return
    stations = package.index["stations"].filter(nw.col("said").is_in([status.value for status in CLOSED]))
    stations = once(package, stations.drop_nulls("name"), "name").select("row", "said", station=nw.col("name"))
    reports = package.index["station_statuses"].drop_nulls("name")
    reports = once(package, reports, "name").select("said", about=nw.col("name"), station=nw.col("ref_station_id"))
    said = stations.join(reports, on=["station", "said"]).join(evidence, on="about")
    voices = _with_voices(package, said).drop_nulls("voice")
    alone = voices.group_by("row", "said").agg(count=nw.col("voice").n_unique()).filter(nw.col("count") == 1)
    found = alone.select("row", value=nw.col("said"))
    yield WrongRows(CLOSED_ALONE, found, at=("stations", "status"), texts=("value",), matched=True)


def _with_voices(package: PackageView, said: Frame) -> Frame:
    """Return rows of evidence with a column ``voice``: whose claim each is."""
    sources = once(package, package.index["sources"].drop_nulls("name"), "name")
    named = sources.select("published_by", "id", document=nw.col("name"))
    # On the word of another document: it is that one's publisher who says so.
    other = named.select(attributed=nw.col("id"), word=nw.col("document"))
    found = said.join(other, on="attributed", how="left")
    found = found.with_columns(document=nw.coalesce("word", "ref_source_id"))
    if "source_relations" in package.index:
        relations = package.index["source_relations"]
        origins = relations.filter(nw.col("relation").is_in([each.value for each in DEPENDENT_RELATIONS]))
        origins = origins.select(document=nw.col("ref_source_id"), origin=nw.col("ref_target_id")).drop_nulls()
        origins = origins.group_by("document").agg(origin=nw.col("origin").max())
        for _ in range(LONGEST_CHAIN):
            found = found.join(origins, on="document", how="left")
            found = found.with_columns(document=nw.coalesce("origin", "document")).drop("origin")
    found = found.join(named.select("document", "published_by"), on="document", how="left")
    if "actors" not in package.index:
        return found.with_columns(voice=nw.col("published_by"))
    actors = once(package, package.index["actors"].drop_nulls("name"), "name").select("called", attributed=nw.col("id"))
    found = found.join(actors, on="attributed", how="left")
    return found.with_columns(voice=nw.coalesce("called", "published_by"))
