"""One row a claim: on whose word a record stands or is disputed, the first page that says so, those that repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.forms.scalars import ColumnName, Count, PartialDate, RecordName, SeveralTexts, Slug, Text, Url
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional, required
from overseas_stations.tables import TABLES
from overseas_stations.views import cells, joining
from overseas_stations.views.view import view

if TYPE_CHECKING:
    import polars as pl

MAX_ABOUT = 120
"""So many characters of what a record is about are shown."""


class RecordClaim(Record):
    """A voice supports or disputes a record: where it was read first, and which pages repeat it."""

    table: ColumnName = required("Table", "The table that holds the record.", "stations")
    record_id: RecordName = required("Record", "The record's id, or the parts of its key joined with /.", "ec-quito-1")
    stance: Stance = required("Stance", "Whether the voice supports or disputes it.", "supports")
    origin: Text = required("Origin", "Whose claim it is: an actor, or the publisher of a document.", "An NGO")
    about: Text | None = optional("About", "What the record is about.", "EC, Quito, reported")
    first_source_id: Slug = required("First page", "The earliest page that was read with the claim.", "cnn-2022-12-04")
    first_published: PartialDate | None = optional("First page, published", "When that was published.", "2022-12-04")
    first_url: Url | None = optional("First page, address", "Where that is.", "https://example.org/a")
    repeated_by: SeveralTexts | None = optional(
        "Repeated by", "The further pages with the same claim, the earliest first.", "a-paper-2022-12-05"
    )
    repeated_by_count: Count = cells.count("Repeated by")


CLAIM = ("table", "record", "stance", "origin")
"""What one claim is: a voice, and what it says of a record."""


def _rows(library: Library) -> pl.DataFrame:
    import polars as pl

    said = library.claims.with_columns(pl.col("table", "stance").fill_null(""), origin=pl.col("voice"))
    pages = said.with_row_index("number").unique([*CLAIM, "source_id"], keep="first", maintain_order=True)
    pages = pages.select(*CLAIM, "source_id", "number").join(joining.sources(library), on="source_id")
    pages = pages.sort(*CLAIM, "place").with_columns(claim=pl.struct(CLAIM).rle_id())
    # In the order in which the evidence first tells of them.
    first = pages.with_columns(pl.col("number").min().over("claim")).filter(pl.col("claim").is_first_distinct())
    first = first.sort("number")
    others = joining.several(pages.filter(~pl.col("claim").is_first_distinct()), "claim", repeated_by="source_id")
    first = joining.beside(first, others, "claim")
    first = first.join(_about(library), on=["table", "record"], how="left", maintain_order="left")
    return first.select(
        *("table", "stance", "origin", "about", "repeated_by", "repeated_by_count"),
        record_id="record",
        first_source_id="source_id",
        first_published="published",
        first_url="address",
    )


def _about(library: Library) -> pl.DataFrame:
    """Return what each record is about; those of which nothing can be said are left out."""
    import polars as pl

    found = []
    for table in TABLES.cited:
        if table.label:
            words = pl.concat_str(*table.label, separator=", ", ignore_nulls=True).str.slice(0, MAX_ABOUT)
            rows = joining.rows_of(library, table.name).select(pl.lit(table.name).alias("table"), "record", about=words)
            found.append(rows.with_columns(pl.col("about").str.strip_chars()).filter(pl.col("about") != ""))
    return pl.concat(found).unique(["table", "record"], keep="last")


CLAIMS = view("claims", RecordClaim, "Whose claim each record is", ("table", "record_id", "stance", "origin"), _rows)
