"""One row a claim: on whose word a record stands or is disputed, the first page that says so, those that repeat it."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.forms.scalars import ColumnName, Count, PartialDate, RecordName, SeveralTexts, Slug, Text, Url
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional, required
from overseas_stations.tables import TABLES, Row, record_name, row_label
from overseas_stations.views import cells
from overseas_stations.views.cells import several
from overseas_stations.views.view import view

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


def _rows(library: Library) -> Iterator[Row]:
    claims: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for row in library.rows["evidence"]:
        key = (row["table"] or "", row["record_id"] or "", row["stance"] or "", library.voice(row))
        claims.setdefault(key, {})[row["source_id"] or ""] = None
    about = {
        (table.name, record_name(table, row)): row_label(table, row)
        for table in TABLES.cited
        for row in library.rows[table.name]
    }
    for (table, record, stance, origin), pages in claims.items():
        sources = cells.dated(library, pages)
        if not sources:
            continue
        first, *others = sources
        yield {
            "table": table,
            "record_id": record,
            "stance": stance,
            "origin": origin,
            "about": (about.get((table, record)) or "")[:MAX_ABOUT].strip() or None,
            "first_source_id": first["id"],
            "first_published": first["published"],
            "first_url": cells.address(first),
            **several("repeated_by", (source["id"] for source in others)),
        }


CLAIMS = view("claims", RecordClaim, "Whose claim each record is", ("table", "record_id", "stance", "origin"), _rows)
