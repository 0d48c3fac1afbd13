"""OS3xx and OS4xx, attribution: on whose word a source says something, who disputes, and who published it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.rules.core.base import ERROR, WARNING
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, fits, mixed, unusual
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import stack
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

ATTRIBUTED_UNKNOWN = rule(
    "OS310",
    ERROR,
    "Attributed to nobody who is known",
    message="{value} is neither an actor nor a source",
    hint="correct the id, or add the actor",
    why="A reader must be able to see on whose word it is said.",
)
ATTRIBUTED_ITSELF = rule(
    "OS428",
    ERROR,
    "A source attributed to itself",
    message="{value} is the source itself",
    hint="leave attributed_to empty: what is not attributed is the source's own",
    why="What is said on another's word and what is a source's own finding are told apart by this cell.",
)
REASON_MISSING = rule(
    "OS429",
    ERROR,
    "A dispute without a reason",
    message="{value} is disputed as a whole, and it is not said why",
    hint="say under reason what the source says instead, or dispute the field that it means",
    why="Both sides of a dispute are shown; of this one nobody could tell what it is about.",
)
ONE_PUBLISHER = rule(
    "OS430",
    WARNING,
    "One host, two publishers",
    message="the publisher is {detail}",
    hint="spell the publisher of a host in one way, and say in the note whose text it is, if it is another's",
    why="Voices are counted by publisher: the same medium in two spellings counts twice.",
)

SHARED_HOSTS = (
    *("archive.org", "archive.ph", "archive.today", "web.archive.org", "webcache.googleusercontent.com"),
    *("news.google.com", "docs.google.com", "drive.google.com", "msn.com", "yahoo.com", "news.yahoo.com"),
    *("news.yahoo.co.jp", "newsbreak.com", "pressreader.com", "einpresswire.com", "newsbite.mooo.com", "scribd.com"),
    *("medium.com", "substack.com", "wordpress.com", "blogspot.com", "note.com", "reddit.com", "github.com", "t.me"),
    *("example.org", "example.com", "example.net"),  # of nobody, for examples
    *("facebook.com", "twitter.com", "x.com", "youtube.com", "linkedin.com", "instagram.com"),
)
"""Hosts on which many publish: nothing follows from two names there."""


@indexed("evidence")
def _evidence(tables: Tables) -> IndexColumns:
    return {"attributed": Token((nw.col("attributed_to"),), "id")}


@rows(ATTRIBUTED_UNKNOWN, "evidence", "actors")
def _attributed_unknown(package: PackageView) -> Iterator[WrongRows]:
    if "evidence" not in package.index:
        return
    found = package.index["evidence"].select("row", id=nw.col("attributed")).drop_nulls("id")
    tables = package.registry.tables
    known = stack(package, (tables["actors"], tables["sources"]), "id", id="id")
    if known is not None:
        found = found.join(known.select("id"), on="id", how="anti")

    def fitting(evidence: Frame, table: str, field: str | None) -> Frame:
        told = evidence.filter(fits(tables[table].column("attributed_to")))
        return told.select("row", value=nw.col("attributed_to"), detail=nw.lit(None, dtype=nw.String))

    yield WrongRows(ATTRIBUTED_UNKNOWN, found.select("row"), at=("evidence", "attributed_to"), exact=fitting)


@cells(ATTRIBUTED_ITSELF)
def _attributed_itself(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return nw.col("attributed_to") == nw.col("source_id")

    yield WrongCells(ATTRIBUTED_ITSELF, "evidence", "attributed_to", where)


@cells(REASON_MISSING)
def _reason_missing(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return (nw.col("stance") == "disputes") & nw.col("field").is_null() & nw.col("reason").is_null()

    yield WrongCells(REASON_MISSING, "evidence", "reason", where, value="record_id")


def host(column: str = "url") -> nw.Expr:
    """Return the host of an address, without ``www.`` and ``amp.``; null for an empty cell."""
    rest = nw.col(column).str.replace_all("^https?://(?:www[.]|amp[.]|m[.])?", "")
    return rest.str.replace_all("[:/?#].*", "")


@indexed("sources")
def _sources(tables: Tables) -> IndexColumns:
    known = nw.when(~host().is_in(list(SHARED_HOSTS))).then(host())
    return {"host": Token((known,), "host"), "published_by": Token((nw.col("publisher"),), "publisher")}


@rows(ONE_PUBLISHER, "sources")
def _one_publisher(package: PackageView) -> Iterator[WrongRows]:
    if "sources" not in package.index:
        return

    def other_publisher(sources: Frame, table: str, field: str | None) -> Frame:
        placed = sources.with_columns(host=host())
        other = unusual(placed, group="host", by="publisher")
        detail = nw.concat_str(
            [nw.col("publisher"), nw.lit(" here, and "), nw.col("usual"), nw.lit(" elsewhere on "), nw.col("host")]
        )
        return other.select("row", value=nw.col("publisher"), detail=detail)

    several = mixed(package.index["sources"], group="host", by="published_by").select("row")
    yield WrongRows(ONE_PUBLISHER, several, at=("sources", "publisher"), exact=other_publisher)
