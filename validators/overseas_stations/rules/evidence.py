"""OS5xx: passages and quotations. What needs the texts is applied by :mod:`overseas_stations.texts`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.rules.base import ERROR, INFO, WARNING, rule
from overseas_stations.rules.checks import Cells, Rows, check, fits, fitting, record
from overseas_stations.tables import TABLES

if TYPE_CHECKING:
    from overseas_stations.rules.checks import Frames

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
    message="a passage of {value} characters does not fit its text: {detail}",
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


@check(PASSAGE_INCOMPLETE, "evidence")
def _incomplete(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    none = {name: nw.col(name).is_null() for name in ("passage_sha256", "passage_characters", "passage_start")}
    where = (none["passage_sha256"] != none["passage_characters"]) | (none["passage_sha256"] & ~none["passage_start"])
    yield Cells(PASSAGE_INCOMPLETE, "evidence", "passage_sha256", where)


@check(PASSAGE_SHORT, "evidence")
def _short(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    characters = fitting("evidence", "passage_characters").cast(nw.Int64)
    yield Cells(PASSAGE_SHORT, "evidence", "passage_characters", (characters >= 0) & (characters < len("a b c")))


@check(PASSAGE_OUTSIDE, "evidence", "sources")
def _outside(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    lengths = (
        frames["sources"]
        .select(source_id=nw.col("id"), source_length=fitting("sources", "text_characters").cast(nw.Int64))
        .filter(nw.col("source_length") >= 0)
    )
    passages = frames["evidence"].select(
        "row",
        "source_id",
        record=record(TABLES["evidence"]),
        start=fitting("evidence", "passage_start").cast(nw.Int64),
        characters=fitting("evidence", "passage_characters").cast(nw.Int64),
    )
    end = nw.col("start").fill_null(0) + nw.col("characters")
    outside = passages.join(lengths, on="source_id").filter(end > nw.col("source_length"))
    detail = nw.concat_str(
        [
            nw.lit("it starts at "),
            nw.col("start").fill_null(0).cast(nw.String),
            nw.lit(" and the text has "),
            nw.col("source_length").cast(nw.String),
            nw.lit(" characters"),
        ]
    )
    found = outside.select("row", "record", value=nw.col("characters").cast(nw.String), detail=detail)
    yield Rows(PASSAGE_OUTSIDE, "evidence", "passage_start", found)


@check(WORDING_ORIGINAL, "statements", "sources")
def _original_in_translation(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    translated = frames["sources"].filter(fits(TABLES["sources"].column("translated_from"))).select(value=nw.col("id"))
    rows = frames["statements"].filter(nw.col("wording") == "original")
    found = rows.select("row", record=nw.col("id"), value=nw.col("source_id")).join(translated, on="value", how="semi")
    yield Rows(WORDING_ORIGINAL, "statements", "wording", found)
