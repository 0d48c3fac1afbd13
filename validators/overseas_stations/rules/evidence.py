"""OS5xx: passages and quotations. What needs the texts is applied by :mod:`overseas_stations.texts.checking`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.rules.core.base import ERROR, INFO, WARNING, Stage
from overseas_stations.rules.core.checks import (
    IndexColumns,
    Token,
    WrongCells,
    WrongRows,
    concatenated,
    fits,
    fitting,
    mixed,
    unusual,
)
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import stack
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

SHORTEST = len("a b c")
"""Characters of the shortest passage of three words."""

PASSAGE_ABSENT = rule(
    "OS501",
    ERROR,
    "A passage that is not in the text",
    message="the text of {source} has no passage with this fingerprint{nearest}",
    hint='find the words and run: overseas anchor {source} "the words"',
    why="The fingerprint is what lets others check a claim against the document.",
    by=Stage.TEXTS,
)
QUOTATION = rule(
    "OS502",
    ERROR,
    "A quotation that is not the fingerprinted one",
    message="no passage of {source} for this statement has the fingerprint of the words {value}{nearest}",
    hint='quote the words as the source prints them, or renew their fingerprint: overseas anchor {source} "the words"',
    why="A change of the words, be it one character, is found even by those who do not hold the text.",
    by=Stage.TEXTS,
)
TEXT_OTHER = rule(
    "OS503",
    WARNING,
    "Not the text that was read",
    message="the text at hand for {value} is not the one whose fingerprint the source records",
    hint="the page may have changed: read it again, and renew text_sha256 and text_characters",
    why="Passages can be found in another version and mean something else there.",
    by=Stage.TEXTS,
)
PASSAGE_AMBIGUOUS = rule(
    "OS504",
    WARNING,
    "A passage that stands in several places",
    message="the passage stands more than once in the text of {source}, and not where the hint says",
    hint="choose a longer passage, or renew its start",
    why="It is not clear which of the places supports the claim.",
    by=Stage.TEXTS,
)
PASSAGE_MOVED = rule(
    "OS505",
    INFO,
    "A passage that has moved",
    message="the passage stands at {found} in the text of {source}, not at {value}",
    hint="set its start to {found}",
    why="The words are there; only the hint is out of date.",
    by=Stage.TEXTS,
)
PASSAGE_INCOMPLETE = rule(
    "OS506",
    ERROR,
    "Half a fingerprint",
    message="a passage has a fingerprint and a length, or neither",
    hint="paste the whole block that `overseas anchor` prints",
    why="Neither half can be verified without the other.",
)
PASSAGE_OUTSIDE = rule(
    "OS507",
    ERROR,
    "A passage that does not fit its text",
    message="the passage does not fit the text of {value}: {detail}",
    hint="paste the block that `overseas anchor` prints",
    why="Such a passage was never taken from that text.",
)
PASSAGE_SHORT = rule(
    "OS508",
    ERROR,
    "A passage too short to prove anything",
    message="a passage of {value} characters cannot be three words",
    hint="choose a passage of three words or more",
    why="Two common words stand in every text.",
)
WORDING_ORIGINAL = rule(
    "OS509",
    ERROR,
    "Original words in a translated source",
    message="the source {value} is a translation, so the words that it prints are not the original ones",
    hint="set wording to translation or back_translation",
    why="What a translation prints was not said in these words.",
)

TWO_LENGTHS = rule(
    "OS510",
    ERROR,
    "One fingerprint, two lengths",
    message="the fingerprint {value} has two lengths: {detail} elsewhere",
    hint="paste the whole block that `overseas anchor` prints",
    why="A fingerprint belongs to one text, which has one length.",
)
OF_NOTHING = rule(
    "OS511",
    ERROR,
    "A fingerprint of nothing",
    message="{field} is {value}: that of an empty text",
    hint="take the fingerprint anew from the words, or from the text that was read",
    why="Every document holds nothing, so that this proves nothing.",
)
NAME_NOT_PRINTED = rule(
    "OS513",
    ERROR,
    "A name that the source does not print",
    message="the text of {source} does not have {value}{nearest}",
    hint="write the name letter for letter as the source prints it, or leave the field empty",
    why="The name as reported is what readers look for in the source; words run together or translated are not there.",
    by=Stage.TEXTS,
)

NOTHING = hashlib.sha256(b"").hexdigest()
"""The fingerprint of an empty text."""


@cells(PASSAGE_INCOMPLETE)
def _incomplete(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        none = {name: nw.col(name).is_null() for name in ("passage_sha256", "passage_characters", "passage_start")}
        return (none["passage_sha256"] != none["passage_characters"]) | (
            none["passage_sha256"] & ~none["passage_start"]
        )

    yield WrongCells(PASSAGE_INCOMPLETE, "evidence", "passage_sha256", where)


@cells(PASSAGE_SHORT)
def _short(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        characters = fitting(tables, "evidence", "passage_characters").cast(nw.Float64)
        return (characters >= 0) & (characters < SHORTEST)

    yield WrongCells(PASSAGE_SHORT, "evidence", "passage_characters", where, proof="^[0-9]{2}")


@indexed("evidence", "quoting")
def _evidence(tables: Tables) -> IndexColumns:
    anchored = ~nw.col("passage_sha256").is_null()
    return {
        "anchored": anchored,
        # Those of them that quote are held against the words, by the check of passages.
        "quoting": (anchored & (nw.col("table") == "statements")).fill_null(False),
        "digest": Token((nw.col("passage_sha256"),), "digest"),
        "characters": Token((nw.col("passage_characters"),), "characters"),
        "end": _number(tables, "evidence", "passage_start").fill_null(0)
        + _number(tables, "evidence", "passage_characters"),
    }


def _number(tables: Tables, table: str, column: str) -> nw.Expr:
    return fitting(tables, table, column).cast(nw.Float64)


@indexed("sources")
def _sources(tables: Tables) -> IndexColumns:
    return {
        "digested": ~nw.col("text_sha256").is_null(),
        "length": _number(tables, "sources", "text_characters"),
        "digest": Token((nw.col("text_sha256"),), "digest"),
        "characters": Token((nw.col("text_characters"),), "characters"),
        "translated": fits(tables["sources"].column("translated_from")).fill_null(False),
    }


@cells(OF_NOTHING)
def _of_nothing(tables: Tables) -> Iterator[WrongCells]:
    def where(field: str, nothing: str) -> nw.Expr:
        return nw.col(field) == nothing

    for table, field, nothing, proof in (
        ("evidence", "passage_sha256", NOTHING, f"^[^{NOTHING[0]}]"),
        ("sources", "text_sha256", NOTHING, f"^[^{NOTHING[0]}]"),
        ("sources", "text_characters", "0", "^[1-9]"),  # for passages, OS508 says it
    ):
        yield WrongCells(OF_NOTHING, table, field, partial(where, field, nothing), proof=proof)


FINGERPRINTED = {"sources": "text", "evidence": "passage"}
"""Table -> what its columns of fingerprints and lengths are called after."""


@rows(TWO_LENGTHS)
def _two_lengths(package: PackageView) -> Iterator[WrongRows]:
    tables = package.registry.tables
    parts = [
        stack(package, [tables[table]], f"{name}_characters", digest="digest", characters="characters")
        for table, name in FINGERPRINTED.items()
    ]
    fingerprints = concatenated([part for part in parts if part is not None])
    if fingerprints is None:
        return
    suspects = mixed(fingerprints, group="digest", by="characters").select("place", "row")

    def other_length(rows: Frame, table: str, field: str | None) -> Frame:
        held = []
        for of, name in FINGERPRINTED.items():
            if of in package.index:
                at = suspects.filter(nw.col("place") == tables.place(of, f"{name}_characters"))
                columns = {"digest": nw.col(f"{name}_sha256"), "length": nw.col(f"{name}_characters")}
                held.append(package.text(of, at).select(**columns))
        known = concatenated(held)
        assert known is not None
        usual = unusual(known, group="digest", by="length").select("digest", "length", "usual").unique()
        name = FINGERPRINTED[table]
        own = rows.with_columns(digest=nw.col(f"{name}_sha256"), length=nw.col(f"{name}_characters"))
        found = own.join(usual, on=["digest", "length"])
        detail = nw.concat_str([nw.col("length"), nw.lit(" characters here, and "), nw.col("usual")])
        return found.select("row", value=nw.col("digest"), detail=detail)

    yield WrongRows(TWO_LENGTHS, suspects, exact=other_length)


@indexed("statements", "verbatim")
def _statements(tables: Tables) -> IndexColumns:
    return {
        "original": (nw.col("wording") == "original").fill_null(False),
        "verbatim": (nw.col("form") == "verbatim").fill_null(False) & ~nw.col("text").is_null(),
    }


@rows(PASSAGE_OUTSIDE, "evidence", "sources")
def _outside(package: PackageView) -> Iterator[WrongRows]:
    if "evidence" not in package.index or "sources" not in package.index:
        return
    measured = package.index["sources"].filter(nw.col("length") >= 0).group_by("name").agg(nw.col("length").max())
    ending = package.index["evidence"].filter(nw.col("anchored")).select("row", "ref_source_id", "end")
    beyond = ending.join(measured, left_on="ref_source_id", right_on="name").filter(nw.col("end") > nw.col("length"))
    ends, has = (nw.col(name).cast(nw.Int64).cast(nw.String) for name in ("end", "length"))
    detail = nw.concat_str([nw.lit("it ends at "), ends, nw.lit(" and the text has "), has, nw.lit(" characters")])
    yield WrongRows(
        PASSAGE_OUTSIDE,
        beyond.with_columns(detail=detail).select("row", "ref_source_id", "detail"),
        at=("evidence", "passage_start"),
        value="source_id",
        texts=("detail",),
        matched=True,
    )


@rows(WORDING_ORIGINAL, "statements", "sources")
def _original_in_translation(package: PackageView) -> Iterator[WrongRows]:
    if "statements" not in package.index or "sources" not in package.index:
        return
    translated = package.index["sources"].filter(nw.col("translated")).select(ref_source_id=nw.col("name"))
    original = package.index["statements"].filter(nw.col("original"))
    found = original.join(translated, on="ref_source_id", how="semi")
    yield WrongRows(
        WORDING_ORIGINAL,
        found.select("row", "ref_source_id"),
        at=("statements", "wording"),
        value="source_id",
        matched=True,
    )
