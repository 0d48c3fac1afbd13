"""What machines read of a page: JSON-LD in the terms of schema.org. A claim stays one: nothing is rated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from overseas_stations.explorer.addresses import page_of
from overseas_stations.explorer.context import Context, language_of
from overseas_stations.forms.vocabulary import SourceKind, Stance
from overseas_stations.lookups.library import Found
from overseas_stations.schemas import dataset

CLAIMED = ("stations", "responses", "statements", "figures", "incidents")
"""Tables whose records are claims of somebody."""

_DOCUMENTS: Mapping[str, str] = {
    SourceKind.NEWS: "NewsArticle",
    SourceKind.NGO_REPORT: "Report",
    SourceKind.ACADEMIC: "ScholarlyArticle",
}
"""Kind of a source -> its type, if it is not just a creative work."""

MAX_APPEARANCES = 3
"""So many sources in which a claim appears are named; the page has all."""


def linked_data(context: Context, found: Found) -> dict[str, Any] | None:
    """Return what a record's page says of it; None for names, of which nothing is claimed."""
    table = found.table.name
    if table == "sources":
        return {"@context": "https://schema.org", **_document(context, found)}
    if table not in CLAIMED:
        return None
    evidence = context.library.evidence(table, found.name)
    supports = dict.fromkeys(row["source_id"] or "" for row in evidence if row["stance"] == Stance.SUPPORTS)
    appearances = [source for name in supports if (source := context.library.find(name)) is not None]
    return {
        "@context": "https://schema.org",
        "@type": "Claim",
        "identifier": found.name,
        "name": f"{context.called(found).text} {context.about(found).text}".strip(),
        "inLanguage": context.labels.code,
        "isPartOf": {"@type": "Dataset", "identifier": dataset.IDENTIFIER},
        "appearance": [_reference(context, source) for source in appearances[:MAX_APPEARANCES]],
        **_url(context, found),
    }


def _url(context: Context, found: Found) -> dict[str, str]:
    base = context.data.base_url
    return {"url": f"{base}{context.prefix}{page_of(found.table, found.name)}"} if base else {}


def _reference(context: Context, found: Found) -> dict[str, Any]:
    """Return what a source is, and the address of its page, which says the rest by the same ``@id``."""
    kind = _DOCUMENTS.get(found.row["kind"] or "", "CreativeWork")
    return {"@type": kind, "@id": context.to(page_of(found.table, found.name))}


def _document(context: Context, found: Found) -> dict[str, Any]:
    row = found.row
    told = {
        "name": row["title"],
        "datePublished": row["published"],
        "inLanguage": language_of(found),
        "url": row["url"] or row["archive_url"],
    }
    publisher = {"publisher": {"@type": "Organization", "name": row["publisher"]}}
    return {
        **_reference(context, found),
        "identifier": found.name,
        **{key: value for key, value in told.items() if value},
        **publisher,
    }
