"""What is cited, as items of CSL-JSON (CSL 1.0.2): the dataset, its sources, its records, and ids that left it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from overseas_stations.forms.vocabulary import SourceKind, Stance, StatementForm, Wording
from overseas_stations.lookups.library import Found, Library, Part
from overseas_stations.lookups.meant import record_meant
from overseas_stations.lookups.places import numbered
from overseas_stations.lookups.reported import is_day_of_reading, is_same_claimant
from overseas_stations.printable import visible
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

TITLES: Mapping[str, str] = {
    "stations": "Reported station: ",
    "responses": "Response: ",
    "statements": "Statement by ",
    "figures": "Figure claimed by ",
    "incidents": "Reported incident: ",
}
"""Table -> how the title of one of its records begins."""

MAX_WORDS = 90
"""Characters of a statement or a summary in a title."""

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


SAME_CLAIMANT = "another number of the same claimant, as told elsewhere"
"""Who disputes a figure where that is its own claimant, in the words of another page."""


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
    about = f"{' '.join(_about(library, found))} ({found.name})".strip() if found.table.key == ("id",) else found.name
    within = _within(edition, TITLES.get(found.table.name, f"{found.table.title}: "), about, found.name)
    return within | {"note": " ".join(_notes(library, found, edition))}


def _retracted(retraction: Row, edition: Edition) -> Item:
    name = retraction["record_id"] or ""
    within = _within(edition, f"{TABLES[retraction['table'] or ''].title}: ", name, name)
    return within | {"note": notice(retraction)}


def _about(library: Library, found: Found) -> Iterator[str]:
    """Yield what a record is about, in words that tell it from others of its table."""
    row = found.row
    match found.table.name:
        case "stations":
            parts = dict.fromkeys(filter(None, (row["city"], row["region"], _country(library, row["country"]))))
            which = numbered(library, row)
            yield f"{', '.join(parts)} ({which})" if which else ", ".join(parts)
        case "statements":
            words = _first_words(row["text"])
            is_said = row["form"] == StatementForm.VERBATIM and row["wording"] == Wording.ORIGINAL
            yield f"{row['speaker'] or library.name_of(row['actor_id'])}:"
            yield f"“{words}”" if is_said else words
        case "figures":
            bound, metric = (str(row[name] or "").replace("_", " ") for name in ("bound", "metric"))
            yield f"{row['claimant'] or library.name_of(row['actor_id'])}:"
            where = _country(library, row["country"]) if row["country"] else ""
            number = " ".join(filter(None, (metric, "" if bound == "exact" else bound, row["value"])))
            yield ", ".join(filter(None, (number, row["scope"], where)))
        case _:
            yield ", ".join(filter(None, (_country(library, row["country"]), row["date"]))) + ":"
            yield _first_words(row["summary"])


def _first_words(text: str | None) -> str:
    """Return a text up to a length that a title bears, cut between words.

    >>> _first_words("one two " * 20)[-14:]
    ' two one two …'
    """
    shown = visible(text or "")
    return shown if len(shown) <= MAX_WORDS else f"{shown[:MAX_WORDS].rpartition(' ')[0] or shown[:MAX_WORDS]} …"


def _country(library: Library, code: str | None) -> str:
    found = library.find(code or "")
    return (found and found.row.get("name")) or code or ""


def _within(edition: Edition, begins: str, about: str, name: str) -> Item:
    """Return a part of the dataset. Its id has a colon, which no id of ours has, for each stroke in a record's name."""
    within = dataset_item(edition)
    within |= {"id": f"{within['id']}-{name.replace('/', ':')}", "title": f"{begins}{about}", AS_IT_IS: about}
    return within | {"container-title": dataset.TITLE}


def _notes(library: Library, found: Found, edition: Edition) -> Iterator[str]:
    """Yield sentences: who supports a record, who disputes what of it, and the source that declares it."""
    evidence = library.evidence(found.table.name, found.name)
    supports = {row["source_id"] for row in evidence if row["stance"] == Stance.SUPPORTS}
    voices = len(library.voices_for(found.table.name, found.name))
    if edition.seen != edition.version:
        yield f"In version {edition.seen}:"
    yield f"Supported by {_voiced(len(supports), voices)}."
    disputes = [(row["field"] or "", row) for row in library.disputes_of(found.table.name, found.name)]
    for part in library.parts(found.name):
        said = _part(library, part)
        disputes += [(f"{said}, {row['field']}" if row["field"] else said, row) for row in part.disputes]
    if disputes:
        yield _disputed(library, found, disputes)
    declared = library.find(found.row["source_id"] or "")
    if declared is not None:
        yield f"Source: {text(_source(declared, Edition()))}"


def _voice(library: Library, found: Found, row: Row) -> str:
    return SAME_CLAIMANT if is_same_claimant(library, found, row) else library.voice(row)


def _part(library: Library, part: Part) -> str:
    """Return what a row without an id says; the day on which a page was read is no date of a report."""
    said = PARTS[part.table.name].format_map(part.row)
    if "as_of" in part.row and is_day_of_reading(library, part.row):
        return said.replace(f"as of {part.row['as_of']}", f"on an undated page, read {part.row['as_of']}")
    return said


def _disputed(library: Library, found: Found, disputes: Iterable[tuple[str, Row]]) -> str:
    """Return a sentence on who disputes what and why: a clause for each voice, the one that most pass on first."""
    voices: dict[str, list[tuple[str, Row]]] = {}
    for what, row in disputes:
        voices.setdefault(_voice(library, found, row), []).append((what, row))
    sources = {voice: list(dict.fromkeys(row["source_id"] for _, row in said)) for voice, said in voices.items()}
    ranked = sorted(voices, key=lambda voice: (-len(sources[voice]), voice))
    clauses = [f"{voice} ({_some(sources[voice])}): {'; '.join(_claims(voices[voice]))}" for voice in ranked]
    every = {name for names in sources.values() for name in names}
    return f"Disputed by {_several(len(every), 'source')}, {_several(len(voices), 'voice')}: {'. '.join(clauses)}."


def _some(sources: Sequence[str | None]) -> str:
    return f"{sources[0]} and {len(sources) - 1} more" if sources[1:] else f"{sources[0]}"


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _voiced(sources: int, voices: int) -> str:
    """Return how many sources there are, and what is known of their voices, where they are not as many."""
    told, said = _several(sources, "source"), _several(voices, "voice")
    if voices > sources:
        return f"{told} passing on {said}"
    if voices == sources:
        return told
    return f"{told}, {said}" if voices == 1 else f"{told}, {said} that are not known to rely on each other"


def _claims(said: Iterable[tuple[str, Row]]) -> Iterator[str]:
    """Yield what a voice disputes, each thing once, with its value and the first of the reasons."""
    reasons: dict[str, str] = {}
    for what, row in said:
        value = f" = {row['asserted_value']}" if row["asserted_value"] else ""
        reasons[f"{what}{value}"] = reasons.get(f"{what}{value}") or (row["reason"] or "").removesuffix(".")
    for what, reason in reasons.items():
        yield ": ".join(filter(None, (what, reason))) or "the record"


def _day(key: str, date: str | None) -> Item:
    return {key: {"date-parts": [[int(part) for part in date.split("-")]]}} if date else {}
