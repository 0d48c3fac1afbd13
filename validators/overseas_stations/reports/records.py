"""One record with every claim behind it, both sides of each dispute, and the sources, as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.findings import shorten
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.ledgers.record_versions import VERSION_COLUMNS
from overseas_stations.lookups.library import Found, Library, Part
from overseas_stations.publishing.citing.citations import cite
from overseas_stations.tables import TABLES, Row, record_name, row_label

if TYPE_CHECKING:
    from overseas_stations.lookups.known import Known
    from overseas_stations.texts.at_hand import Texts

MAX_VALUE = 60
"""A value that a source gives is quoted up to so many characters."""


def render_record(library: Library, found: Found, texts: Texts | None, versions: Row | None = None) -> str:
    """Return a record, what is linked with it and all evidence; with the words of passages where the text is at hand.

    Each source is cited in full once, at the end.

    Args:
        library: the package.
        found: the record.
        texts: the sources' texts at hand.
        versions: since when it is there and when it last changed; None where nothing is known of that.
    """
    lines = [f"{found.name}: {found.table.model.__name__.lower()}", ""]
    lines += [
        f"  {column.title:22} {_named(library, column.name, cell)}"
        for column in found.table.columns
        if (cell := found.row[column.name])
    ]
    lines += [
        f"  {column.title:22} {cell}" for column in VERSION_COLUMNS if (cell := (versions or {}).get(column.name))
    ]
    if found.table.name in ("actors", "countries"):
        return "\n".join([*lines, *_acts(library, found.name)]) + "\n"
    if found.table.name == "sources":
        lines += _relations(library, found.name)
        lines += _says(library, found.name)
        return "\n".join(lines) + "\n"
    evidence = library.evidence(found.table.name, found.name)
    lines += _sides(library, found, evidence, texts)
    named = [row["source_id"] or "" for row in evidence]
    if found.table.name == "stations":
        lines += ["", "Statuses, by date"]
        for row, against in library.statuses(found.name):
            lines.append(f"  {row['as_of']:10}  {row['status']:25} [{row['source_id']}]{_event(row)}")
            lines += [f"  {'':10}  disputed: [{other['source_id']}]{_claim(found, other)}" for other in against]
            named += [each["source_id"] or "" for each in (row, *against)]
        for table, heading in (("station_bureaus", "Said to be run by"), ("listings", "On lists")):
            parts = [part for part in library.parts(found.name) if part.table.name == table]
            lines += _told_of(library, parts, heading)
            named += _sources_of(parts)
    if found.table.name == "responses":
        links = [part for part in library.parts(found.name) if part.table.name == "response_links"]
        lines += _chain(links, found.name)
        named += _sources_of(links)
    linked_by = {"stations": ("station_id", "response_id"), "responses": ("response_id", "station_id")}
    if found.table.name in linked_by:
        here, there = linked_by[found.table.name]
        linked = [row[there] or "" for row in library.rows["response_stations"] if row[here] == found.name]
        lines += _linked(library, linked)
    lines += ["", "Sources"]
    for source_id in sorted(set(named)):
        citation = cite(library, source_id).strip() if library.find(source_id) else "not in the data"
        lines.append(f"  [{source_id}] {citation}")
    return "\n".join(lines) + "\n"


def render_known(library: Library, found: Found, known: Known, texts: Texts | None) -> str:
    """Return a record as it was known on a day, and what was left out; or when it was first borne out, if later.

    Args:
        library: the rows of today.
        found: the record.
        known: the data of the day.
        texts: the texts at hand.
    """
    then = known.library.find(found.name)
    head = f"{found.name} {known.summary}.\n"
    if then is not None:
        return f"{head}\n{render_record(known.library, then, texts)}"
    supports = {
        row["source_id"] for row in library.evidence(found.table.name, found.name) if row["stance"] == Stance.SUPPORTS
    }
    sources = [row for row in library.rows["sources"] if row["id"] in supports]
    dated = sorted((row["published"], row["id"]) for row in sources if row["published"])
    first = f"the first with a date is {dated[0][1]}, of {dated[0][0]}" if dated else "none of its sources has a date"
    return f"{head}\nNone of these bears it out; {first}.\n"


def _named(library: Library, column: str, cell: str) -> str:
    """Return a cell, with the name of what it refers to: a code or an id alone says little."""
    target = {"actor_id": "actors", "part_of": "actors", "country": "countries"}.get(column)
    known = library.find(cell) if target else None
    return f"{known.row['name']} [{cell}]" if known is not None and known.table.name == target else cell


def _event(status: Row) -> str:
    """Return when a status came about, where that is said."""
    bound = "" if status["event_date_bound"] == "on" else f"{status['event_date_bound']} "
    return f" came about {bound}{status['event_date']}" if status["event_date"] else ""


def _sources_of(parts: list[Part]) -> Iterator[str]:
    return (each["source_id"] or "" for part in parts for each in (part.row, *part.disputes))


def _against(part: Part) -> Iterator[str]:
    """Yield what disputes a row that has no id of its own."""
    found = Found(part.table, record_name(part.table, part.row), part.row)
    yield from (f"    disputed: [{other['source_id']}]{_claim(found, other)}" for other in part.disputes)


def _told_of(library: Library, said: list[Part], heading: str) -> Iterator[str]:
    if said:
        yield from ("", heading)
    for part in said:
        row = part.row
        parts = [f"[{row['list_id']}]"] if "list_id" in row else []
        parts += [_named(library, "actor_id", row["actor_id"])] if row["actor_id"] else []
        parts += [f"as {row['place']}"] if row.get("place") else []
        yield f"  {', '.join(parts)} (read in [{row['source_id']}])"
        yield from _against(part)


def _chain(links: list[Part], name: str) -> Iterator[str]:
    """Yield how a response hangs together with others, each with where that stands, and what disputes it."""
    if links:
        yield from ("", "Chain")
    for part in sorted(links, key=lambda part: part.row["from_id"] != name):
        row = part.row
        here, there = (f"{row[column]}" if row[column] != name else "it" for column in ("from_id", "to_id"))
        yield f"  {here} {row['relation']} {there} [{row['source_id']}]"
        yield from _against(part)


def _acts(library: Library, name: str) -> Iterator[str]:
    """Yield what an actor did and said, and what others say on its word; of a country what was done and reported."""
    for table, heading in (("stations", "Stations"), ("responses", "Responses"), ("statements", "Statements")):
        rows = [row for row in library.rows[table] if name in (row.get("actor_id"), row["country"])]
        if rows:
            yield from ("", heading)
        for row in rows:
            yield f"  {row['id']}: {row_label(TABLES[table], row)}"
    told = sorted({row["record_id"] or "" for row in library.rows["evidence"] if row["attributed_to"] == name})
    if told:
        yield from ("", "On its word", *(f"  {record}" for record in told))


def _sides(library: Library, found: Found, evidence: list[Row], texts: Texts | None) -> Iterator[str]:
    voices = len(library.voices_for(found.table.name, found.name))
    counted = f"{voices} independent {'voice' if voices == 1 else 'voices'}"
    for stance, heading in ((Stance.SUPPORTS, f"Supported by {counted}"), (Stance.DISPUTES, "Disputed")):
        rows = [row for row in evidence if row["stance"] == stance]
        if rows or stance is Stance.SUPPORTS:
            yield from ("", heading)
        for row in rows:
            said = f", on the word of {library.voice(row)}" if row["attributed_to"] else ""
            yield f"  [{row['source_id']}]{said}{_claim(found, row)} {_passage(row, texts)}"


def _claim(found: Found, row: Row) -> str:
    """Return what one piece of evidence is about, if not the record as a whole, and why it disputes."""
    reason = f" {row['reason']}" if row["reason"] else ""
    if not row["field"]:
        return reason
    value = f" = {shorten(row['asserted_value'], MAX_VALUE)}" if row["asserted_value"] else ""
    ours = found.row.get(row["field"])
    beside = f" (the record has {shorten(ours, MAX_VALUE)})" if row["stance"] == Stance.DISPUTES and ours else ""
    return f" {row['field']}{value}{beside}:{reason}"


def _linked(library: Library, names: list[str]) -> Iterator[str]:
    if names:
        yield from ("", "Linked with")
    for name in names:
        linked = library.find(name)
        if linked is not None:
            row = linked.row
            said = row.get("summary") or ", ".join(filter(None, (row.get("city"), row.get("country"))))
            about = " ".join(filter(None, (row.get("date"), row.get("kind") or row.get("status"))))
            yield f"  {name}: {about}. {said}"


def _relations(library: Library, name: str) -> Iterator[str]:
    rows = library.rows["source_relations"]
    relies = [f"  {row['relation']} {row['target_id']}" for row in rows if row["source_id"] == name]
    relied = [f"  {row['source_id']} {row['relation']} it" for row in rows if row["target_id"] == name]
    if relies or relied:
        yield from ("", "Relations to other sources", *relies, *relied)


def _says(library: Library, name: str) -> Iterator[str]:
    own = [row for row in library.rows["evidence"] if row["source_id"] == name and row["table"] != "source_relations"]
    if own:
        yield from ("", "What it says")
    yield from sorted({f"  {row['stance']} {row['record_id']}" for row in own})


def _passage(row: Row, texts: Texts | None) -> str:
    from overseas_stations.texts.checking import fingerprint_of

    where = f"at {row['locator']}" if row["locator"] else ""
    found_print = fingerprint_of(row)
    if found_print is None:
        return where or "no passage is recorded"
    at = "" if found_print.start is None else f" at {found_print.start}"
    known = f"passage of {found_print.characters} characters{at}, sha256 {found_print.sha256[:12]}… {where}".rstrip()
    text = None if texts is None else texts.get(row["source_id"] or "")
    if text is None:
        return f"{known}: not_checked"
    verification = text.verify(found_print)
    start = verification.start
    words = "" if start is None else f" “{text.normal[start : start + found_print.characters]}”"
    return f"{known}: {verification.verdict}{words}"
