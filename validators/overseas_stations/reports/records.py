"""One record with every claim behind it, both sides of each dispute, and the sources, as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.findings import shorten
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.lookups.library import Found, Library
from overseas_stations.publishing.citing.citations import cite
from overseas_stations.tables import Row

if TYPE_CHECKING:
    from overseas_stations.texts.at_hand import Texts

MAX_VALUE = 60
"""A value that a source gives is quoted up to so many characters."""


def render_record(library: Library, found: Found, texts: Texts | None) -> str:
    """Return a record, what is linked with it and all evidence; with the words of passages where the text is at hand.

    Each source is cited in full once, at the end.
    """
    lines = [f"{found.name}: {found.table.model.__name__.lower()}", ""]
    lines += [
        f"  {column.title:22} {found.row[column.name]}" for column in found.table.columns if found.row[column.name]
    ]
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
            lines.append(f"  {row['as_of']:10}  {row['status']:25} [{row['source_id']}]")
            lines += [f"  {'':10}  disputed: [{other['source_id']}]{_claim(found, other)}" for other in against]
            named += [each["source_id"] or "" for each in (row, *against)]
    links = {"stations": ("station_id", "response_id"), "responses": ("response_id", "station_id")}
    if found.table.name in links:
        here, there = links[found.table.name]
        linked = [row[there] or "" for row in library.rows["response_stations"] if row[here] == found.name]
        lines += _linked(library, linked)
    lines += ["", "Sources"]
    for source_id in sorted(set(named)):
        citation = cite(library, source_id).strip() if library.find(source_id) else "not in the data"
        lines.append(f"  [{source_id}] {citation}")
    return "\n".join(lines) + "\n"


def _sides(library: Library, found: Found, evidence: list[Row], texts: Texts | None) -> Iterator[str]:
    voices = len(library.voices_for(found.table.name, found.name))
    counted = f"{voices} independent {'voice' if voices == 1 else 'voices'}"
    origins = library.common_origins(found.table.name, found.name)
    if voices > 1 and origins:
        counted += f", all of which rely on {' and '.join(origins)}"
    for stance, heading in ((Stance.SUPPORTS, f"Supported by {counted}"), (Stance.DISPUTES, "Disputed")):
        rows = [row for row in evidence if row["stance"] == stance]
        if rows or stance is Stance.SUPPORTS:
            yield from ("", heading)
        for row in rows:
            yield f"  [{row['source_id']}]{_claim(found, row)} {_passage(row, texts)}"


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
