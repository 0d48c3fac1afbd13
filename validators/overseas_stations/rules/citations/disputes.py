"""OS4xx, disputes: what may be disputed, and by whom. Their values are held against the record in ``asserted``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.rules.core.base import ERROR
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, either
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import stack
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.registry import PackageView


UNDISPUTABLE = rule(
    "OS417",
    ERROR,
    "Evidence on what no source says",
    message="{value} is no claim by itself: {detail}",
    hint="{way}",
    why="Such a cell is nobody's claim: who disputes it contradicts no one, and who supports it adds nothing.",
)

BELONGS_NOWHERE = rule(
    "OS418",
    ERROR,
    "A value or a reason that belongs to nothing",
    message="{field} is filled in, and {detail}",
    hint="name the field that the value is for; give a reason with a dispute only",
    why="Nobody can tell what it is said of.",
)

AGAINST_ITSELF = rule(
    "OS419",
    ERROR,
    "A source that disputes what it supports",
    message="{value} supports this record, and disputes it as well, on one and the same word",
    hint="keep the side that the document takes; if it passes on what another says, name the party under attributed_to",
    why="One voice would be counted on both sides.",
)


@cells(UNDISPUTABLE)
def _undisputable(tables: Tables) -> Iterator[WrongCells]:
    def where(fields: Mapping[str, list[str]], *, supported: bool = False) -> nw.Expr:
        named = either([(nw.col("table") == name) & nw.col("field").is_in(listed) for name, listed in fields.items()])
        return named if supported else _disputes() & named

    names = {table.name: [name for name in table.key if name != "source_id"] for table in tables.cited}
    of_names = {"detail": "it is a part of the record's name", "way": f"{_WHOLE}, or support it as a whole"}
    yield WrongCells(UNDISPUTABLE, "evidence", "field", partial(where, names, supported=True), of_names)
    for detail, way, fields in _unclaimed(tables):
        yield WrongCells(UNDISPUTABLE, "evidence", "field", partial(where, fields), {"detail": detail, "way": way})


_WHOLE = "dispute the record as a whole, and say why under reason"


def _unclaimed(tables: Tables) -> Iterator[tuple[str, str, Mapping[str, list[str]]]]:
    """Yield why fields are no claim that can be disputed, what to do instead, and the fields by table."""
    for name, why in (("source_id", "it is the record's citation"), ("note", "it is our note, not a source's claim")):
        yield why, _WHOLE, {table.name: [name] for table in tables.cited if name in table.names}
    yield (
        "it says what we did, and is no source's claim",
        _WHOLE,
        {t.name: list(t.ours) for t in tables.cited if t.ours},
    )
    for table in tables.cited:
        for origin in dict.fromkeys(table.derived.values()):
            fields = [name for name, other in table.derived.items() if other == origin]
            way = f"add to {origin}, or dispute one of them, rather than what follows from them"
            yield f"it follows from {origin}", way, {table.name: fields}


@cells(BELONGS_NOWHERE)
def _belongs_nowhere(tables: Tables) -> Iterator[WrongCells]:
    def value() -> nw.Expr:
        return ~nw.col("asserted_value").is_null() & nw.col("field").is_null()

    def reason() -> nw.Expr:
        return ~nw.col("reason").is_null() & (nw.col("stance") == "supports")

    yield WrongCells(BELONGS_NOWHERE, "evidence", "asserted_value", value, {"detail": "no field is named"})
    yield WrongCells(BELONGS_NOWHERE, "evidence", "reason", reason, {"detail": "nothing is disputed"})


def _disputes() -> nw.Expr:
    return nw.col("stance") == "disputes"


@indexed("evidence")
def _evidence(tables: Tables) -> IndexColumns:
    return {"on_word": Token((nw.col("attributed_to").fill_null(""),), "id")}


@rows(AGAINST_ITSELF, "evidence")
def _against_itself(package: PackageView) -> Iterator[WrongRows]:
    if "evidence" not in package.index:
        return
    # A newspaper may print both sides: what counts is on whose word.
    evidence, by, said = package.index["evidence"], ["about", "ref_source_id"], ["about", "ref_source_id", "on_word"]
    disputed = evidence.filter(nw.col("disputes")).select("row", "about_field", *said)
    whole = evidence.filter(nw.col("supports"), ~nw.col("about_field")).select(*said)
    disputed = disputed.join(whole, on=said, how="semi")
    found = disputed.filter(~nw.col("about_field")).select("row", *by)
    # Who declares a record supports it in every field.
    declared = stack(package, package.registry.tables.cited, None, about="name", ref_source_id="ref_source_id")
    if declared is not None:
        own = disputed.filter(nw.col("about_field")).join(declared.select(*by), on=by, how="semi")
        found = nw.concat([found, own.select("row", *by)])
    yield WrongRows(AGAINST_ITSELF, found, at=("evidence", "stance"), value="source_id", matched=True)
