"""What ties records to sources, and what left the data."""

from __future__ import annotations

from overseas_stations.forms.scalars import ColumnName, Count, PartialDate, Prose, RecordName, Sha256, Slug, Text
from overseas_stations.forms.vocabulary import RetractionReason, Stance
from overseas_stations.models.base import Record, optional, required


class Evidence(Record):
    """One source supports or disputes one record, whole or one field of it."""

    table: ColumnName = required("Table", "The table that the record stands in.", "stations")
    record_id: RecordName = required("Record", "The record's id, or the parts of its key joined with /.", "ec-quito-1")
    field: ColumnName | None = optional(
        "Field",
        "The field that is meant. Empty for the record as a whole: the same thing, not each of its cells.",
        "city",
    )
    source_id: Slug = required("Source", "The source.", "cnn-2022-12-04")
    stance: Stance = required("Stance", "Whether it supports or disputes.", "supports")
    asserted_value: Prose | None = optional(
        "Asserted value", "The value that the source gives for the field, where it gives one.", "2022-10"
    )
    attributed_to: Slug | None = optional(
        "Attributed to",
        "On whose word the source says it: an actor or another source. Empty where it is its own.",
        "safeguard-defenders",
    )
    reason: Prose | None = optional(
        "Reason", "What is disputed and why, in our words. For a dispute.", "It says that nothing was there."
    )
    passage_sha256: Sha256 | None = optional(
        "Passage fingerprint", "SHA-256 of the supporting passage in normal form.", "0" * 64
    )
    passage_characters: Count | None = optional("Passage length", "Characters of that passage.", 120)
    passage_start: Count | None = optional("Passage start", "Characters before it in the text: a hint.", 1033)
    locator: Text | None = optional("Locator", "Where in the document: a page, a paragraph, a minute.", "p. 12")


class Retraction(Record):
    """An id that left the data. It is never used again."""

    table: ColumnName = required("Table", "The table that the record stood in.", "stations")
    record_id: RecordName = required("Record", "The id that left.", "ec-quito-9")
    date: PartialDate = required("Date", "When it left.", "2026-11-23")
    reason: RetractionReason = required("Reason", "Why it left.", "merged")
    note: Prose = required("Note", "The reason in a sentence.", "The two entries are one station.")
    successor_id: RecordName | None = optional("Successor", "The record to use instead.", "ec-quito-1")
