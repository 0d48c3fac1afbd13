"""What is cited, as items of CSL-JSON (CSL 1.0.2): the dataset, its sources, its records, and ids that left it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from overseas_stations.forms.vocabulary import SourceKind, Stance
from overseas_stations.lookups.library import Found, Library
from overseas_stations.lookups.meant import record_meant
from overseas_stations.publishing.citing.edition import Edition
from overseas_stations.publishing.citing.text import AS_IT_IS, text
from overseas_stations.schemas import dataset
from overseas_stations.suggestions import UnknownName, did_you_mean
from overseas_stations.tables import TABLES, Row

Item = dict[str, Any]

CSL_TYPES: Mapping[str, str] = {
    SourceKind.NEWS: "article-newspaper",
    SourceKind.NGO_REPORT: "report",
    SourceKind.GOVERNMENT: "document",
    SourceKind.PARLIAMENT: "document",
    SourceKind.COURT: "legal_case",
    SourceKind.ACADEMIC: "report",
    SourceKind.ORGANISATION: "webpage",
    SourceKind.ENCYCLOPEDIA: "entry-encyclopedia",
    SourceKind.OTHER_WEB: "webpage",
}
"""SourceKind -> the item type of CSL 1.0.2."""


CONTAINED = (SourceKind.NEWS, SourceKind.ENCYCLOPEDIA)
"""Kinds of which a source is a part of what its publisher is called after."""

UNCITED = ("actors", "countries")
"""Tables of names, which are nobody's claims: who cites one of them cites the dataset."""


PARTS: Mapping[str, str] = {
    "source_relations": "{source_id} {relation} {target_id}",
    "station_statuses": "{status} as of {as_of}",
    "station_bureaus": "run by {actor_id}",
    "listings": "on the list {list_id}",
    "response_stations": "{response_id} about {station_id}",
    "response_links": "{from_id} {relation} {to_id}",
}
"""Table whose rows have no id of their own -> what a row says, in the note of a record that it names."""


class Retracted(UnknownName):
    """The id left the data. The message says when, why, and what to use instead."""


def items(library: Library, edition: Edition) -> Iterator[Item]:
    """Yield the dataset, every record with an id of its own (sources first), and every retracted id."""
    yield dataset_item(edition)
    for table in (table for table in TABLES.with_ids if table.name not in UNCITED):
        for row in library.rows[table.name]:
            yield item(library, row["id"] or "", edition)
    for row in library.rows["retractions"]:
        yield _retracted(row, edition)


def item(library: Library, name: str, edition: Edition) -> Item:
    """Return a source, or a record with all that a reader must know of it.

    Raises:
        Retracted: the id left the data.
        UnknownName: there is no such record.
    """
    found = record_meant(library, name)
    if found is None or found.table.name in UNCITED:
        retraction = library.retraction(name)
        if retraction is not None:
            raise Retracted(notice(retraction))
        if found is not None:
            raise UnknownName(f"{name} is a name, and nobody's claim: cite the dataset")
        raise UnknownName(f"no record {name}{did_you_mean(name, library.ids())}")
    return _source(found, edition) if found.table.name == "sources" else _record(library, found, edition)


def dataset_item(edition: Edition) -> Item:
    """Return the dataset."""
    return {
        "id": f"{dataset.NAME}-{edition.version}",
        "type": "dataset",
        "title": dataset.TITLE,
        "author": [{"literal": dataset.AUTHORS}],
        **_day("issued", edition.date),
        **_day("accessed", edition.retrieved),
        "version": edition.version,
        "language": dataset.LANGUAGE,
    }


def notice(retraction: Row) -> str:
    """Return when and why an id left the data, and what to use instead, in sentences."""
    note = retraction["note"] or ""
    end = "" if note.endswith((".", "!", "?")) else "."
    see = f" See {retraction['successor_id']}." if retraction["successor_id"] else ""
    return f"{retraction['record_id']} was retracted on {retraction['date']} ({retraction['reason']}): {note}{end}{see}"


def _source(found: Found, edition: Edition) -> Item:
    row = found.row
    source: Item = {"id": found.name, "type": CSL_TYPES[row["kind"] or ""]}
    if row["title"]:
        source["title"] = row["title"]
    source["container-title" if row["kind"] in CONTAINED else "publisher"] = row["publisher"]
    source |= _day("issued", row["published"]) | _day("accessed", edition.retrieved or row["accessed"])
    if row["url"] or row["archive_url"]:
        source["URL"] = row["url"] or row["archive_url"]
    return source | {"language": row["language"]}


def _record(library: Library, found: Found, edition: Edition) -> Item:
    return _within(edition, found.table.title, found.name) | {"note": " ".join(_notes(library, found, edition))}


def _retracted(retraction: Row, edition: Edition) -> Item:
    within = _within(edition, TABLES[retraction["table"] or ""].title, retraction["record_id"] or "")
    return within | {"note": notice(retraction)}


def _within(edition: Edition, title: str, name: str) -> Item:
    """Return a part of the dataset. Its id has a colon, which no id of ours has, for each stroke in a record's name."""
    within = dataset_item(edition)
    within |= {"id": f"{within['id']}-{name.replace('/', ':')}", "title": f"{title}: {name}", AS_IT_IS: name}
    return within | {"container-title": dataset.TITLE}


def _notes(library: Library, found: Found, edition: Edition) -> Iterator[str]:
    """Yield sentences: who supports a record, who disputes what of it, and the source that declares it."""
    evidence = library.evidence(found.table.name, found.name)
    supports = {row["source_id"] for row in evidence if row["stance"] == Stance.SUPPORTS}
    voices = len(library.voices_for(found.table.name, found.name))
    counted = f", {voices} independent {'voice' if voices == 1 else 'voices'}" if voices != len(supports) else ""
    if edition.seen != edition.version:
        yield f"In version {edition.seen}:"
    yield f"Supported by {len(supports)} {'source' if len(supports) == 1 else 'sources'}{counted}."
    disputes = [
        _dispute(row["field"] or "the record", row) for row in library.disputes_of(found.table.name, found.name)
    ]
    for part in library.parts(found.name):
        said = PARTS[part.table.name].format_map(part.row)
        disputes += [_dispute(f"{said}, {row['field']}" if row["field"] else said, row) for row in part.disputes]
    if disputes:
        yield f"Disputed: {'; '.join(disputes)}."
    declared = library.find(found.row["source_id"] or "")
    if declared is not None:
        yield f"Source: {text(_source(declared, Edition()))}"


def _dispute(what: str, row: Row) -> str:
    value = f" = {row['asserted_value']}" if row["asserted_value"] else ""
    reason = f": {row['reason'].removesuffix('.')}" if row["reason"] else ""
    return f"{what}{value} ({row['source_id']}){reason}"


def _day(key: str, date: str | None) -> Item:
    return {key: {"date-parts": [[int(part) for part in date.split("-")]]}} if date else {}
