"""Documents, and how they rely on each other."""

from __future__ import annotations

from overseas_stations.forms.scalars import Boolean, Count, Language, PartialDate, Prose, Sha256, Slug, Text, Url
from overseas_stations.forms.vocabulary import ExtentRead, Relation, SourceKind
from overseas_stations.models.base import Record, optional, required

EXAMPLE = "cnn-2022-12-04"


class Source(Record):
    """A document that was read, or that another source relies on."""

    id: Slug = required("Source id", "The document's permanent id: publisher and date of publication.", EXAMPLE)
    kind: SourceKind = required("Kind", "What sort of document it is.", "news")
    title: Text | None = optional(
        "Title", "The title as the document prints it, in its own language. Empty where none was seen.", "A title"
    )
    publisher: Text = required("Publisher", "Who published the document.", "CNN")
    published: PartialDate | None = optional(
        "Published", "When the document was published. Empty where no date was seen.", "2022-12-04"
    )
    accessed: PartialDate | None = optional("Accessed", "When the document was last read by the curators.", "2026-11")
    url: Url | None = optional("Address", "Where the document stood.", "https://example.org/a")
    archive_url: Url | None = optional(
        "Archived copy", "Where an archived copy stands.", "https://example.org/archive/a"
    )
    archived: PartialDate | None = optional(
        "Archived", "When the archived copy was made, as its archive says.", "2022-12-05"
    )
    language: Language = required("Language", "The language that the document is written in.", "en")
    translated_from: Language | None = optional(
        "Translated from", "The language that the document was translated from, if it is a translation.", "es"
    )
    extent_read: ExtentRead = required("Extent read", "How much of the document was read.", "whole")
    background: Boolean = required(
        "Background", "True for a document that was read or is named, and that no record rests on.", False
    )
    text_sha256: Sha256 | None = optional(
        "Text fingerprint", "SHA-256 of the text that was read, in normal form.", "0" * 64
    )
    text_characters: Count | None = optional(
        "Text length", "Characters of the text that was read, in normal form.", 4236
    )
    note: Prose | None = optional("Note", "What a reader must know about the document or its date.", "Undated copy.")


class SourceRelation(Record):
    """A source relies on another."""

    source_id: Slug = required("Source", "The document that relies on the other.", EXAMPLE)
    relation: Relation = required("Relation", "How it relies on the other.", "cites")
    target_id: Slug = required("Target", "The document that is relied on.", "safeguard-defenders-2022-12")
