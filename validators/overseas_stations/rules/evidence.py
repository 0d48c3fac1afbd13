"""OS5xx: passages and quotations. What needs the texts is applied by :mod:`overseas_stations.texts`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.rules.base import ERROR, INFO, WARNING, rule
from overseas_stations.rules.checks import Cells, Rows, cells, fits, fitting, rows
from overseas_stations.rules.index import IndexColumns, indexed
from overseas_stations.tables import TABLES

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Frame, Tables

SHORTEST = len("a b c")
"""Characters of the shortest passage of three words."""

PASSAGE_ABSENT = rule(
    "OS501",
    ERROR,
    "A passage that is not in the text",
    message="the text of {source} has no passage with this fingerprint{nearest}",
    hint='find the words and run: overseas anchor {source} "the words"',
    why="The fingerprint is what lets others check a claim against the document.",
)
QUOTATION = rule(
    "OS502",
    ERROR,
    "A quotation that is not the fingerprinted one",
    message="no passage of {source} for this statement has the fingerprint of the words {value}{nearest}",
    hint='quote the words as the source prints them, or renew their fingerprint: overseas anchor {source} "the words"',
    why="A change of the words, be it one character, is found even by those who do not hold the text.",
)
TEXT_OTHER = rule(
    "OS503",
    WARNING,
    "Not the text that was read",
    message="the text at hand for {value} is not the one whose fingerprint the source records",
    hint="the page may have changed: read it again, and renew text_sha256 and text_characters",
    why="Passages can be found in another version and mean something else there.",
)
PASSAGE_AMBIGUOUS = rule(
    "OS504",
    WARNING,
    "A passage that stands in several places",
    message="the passage stands more than once in the text of {source}, and not where the hint says",
    hint="choose a longer passage, or renew its start",
    why="It is not clear which of the places supports the claim.",
)
PASSAGE_MOVED = rule(
    "OS505",
    INFO,
    "A passage that has moved",
    message="the passage stands at {found} in the text of {source}, not at {value}",
    hint="set its start to {found}",
    why="The words are there; only the hint is out of date.",
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

NAME_NOT_PRINTED = rule(
    "OS513",
    ERROR,
    "A name that the source does not print",
    message="the text of {source} does not have {value}{nearest}",
    hint="write the name letter for letter as the source prints it, or leave the field empty",
    why="The name as reported is what readers look for in the source; words run together or translated are not there.",
)


@cells(PASSAGE_INCOMPLETE)
def _incomplete() -> Iterator[Cells]:
    import narwhals as nw

    def where() -> nw.Expr:
        none = {name: nw.col(name).is_null() for name in ("passage_sha256", "passage_characters", "passage_start")}
        return (none["passage_sha256"] != none["passage_characters"]) | (
            none["passage_sha256"] & ~none["passage_start"]
        )

    yield Cells(PASSAGE_INCOMPLETE, "evidence", "passage_sha256", where)


@cells(PASSAGE_SHORT)
def _short() -> Iterator[Cells]:
    import narwhals as nw

    def where() -> nw.Expr:
        characters = fitting("evidence", "passage_characters").cast(nw.Float64)
        return (characters >= 0) & (characters < SHORTEST)

    yield Cells(PASSAGE_SHORT, "evidence", "passage_characters", where, proof="^[0-9]{2}")


@indexed("evidence")
def _evidence() -> IndexColumns:
    import narwhals as nw

    return {"anchored": ~nw.col("passage_sha256").is_null()}


@indexed("sources")
def _sources() -> IndexColumns:
    import narwhals as nw

    return {
        "digested": ~nw.col("text_sha256").is_null(),
        "measured": ~nw.col("text_characters").is_null(),
        "translated": fits(TABLES["sources"].column("translated_from")).fill_null(False),
    }


@indexed("statements")
def _statements() -> IndexColumns:
    import narwhals as nw

    return {
        "original": (nw.col("wording") == "original").fill_null(False),
        "verbatim": (nw.col("form") == "verbatim").fill_null(False) & ~nw.col("text").is_null(),
    }


@rows(PASSAGE_OUTSIDE, "evidence", "sources")
def _outside(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "evidence" not in tables.index or "sources" not in tables.index:
        return
    measured = tables.index["sources"].filter(nw.col("measured"))
    known = measured.select(ref_source_id=nw.col("name"))
    suspects = tables.index["evidence"].filter(nw.col("anchored")).join(known, on="ref_source_id", how="semi")

    def outside(evidence: Frame, table: str, field: str | None) -> Frame:
        length = fitting("sources", "text_characters").cast(nw.Float64)
        texts = tables.text("sources", measured).select(source_id=nw.col("id"), length=length)
        longest = texts.filter(nw.col("length") >= 0).group_by("source_id").agg(nw.col("length").max())
        start, characters = (fitting("evidence", f"passage_{name}") for name in ("start", "characters"))
        ending = evidence.with_columns(end=start.cast(nw.Float64).fill_null(0) + characters.cast(nw.Float64))
        beyond = ending.join(longest, on="source_id").filter(nw.col("end") > nw.col("length"))
        ends, has = (nw.col(name).cast(nw.Int64).cast(nw.String) for name in ("end", "length"))
        detail = nw.concat_str([nw.lit("it ends at "), ends, nw.lit(" and the text has "), has, nw.lit(" characters")])
        return beyond.select("row", value=nw.col("source_id"), detail=detail)

    yield Rows(PASSAGE_OUTSIDE, suspects.select("row"), at=("evidence", "passage_start"), exact=outside)


@rows(WORDING_ORIGINAL, "statements", "sources")
def _original_in_translation(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "statements" not in tables.index or "sources" not in tables.index:
        return
    translated = tables.index["sources"].filter(nw.col("translated")).select(ref_source_id=nw.col("name"))
    original = tables.index["statements"].filter(nw.col("original"))
    found = original.join(translated, on="ref_source_id", how="semi")
    yield Rows(
        WORDING_ORIGINAL,
        found.select("row", "ref_source_id"),
        at=("statements", "wording"),
        value="source_id",
        matched=True,
    )
