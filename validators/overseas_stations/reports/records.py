"""One record with every claim behind it, as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.citing import cite
from overseas_stations.library import Found, Library, Row
from overseas_stations.tables import TABLES, record_name

if TYPE_CHECKING:
    from overseas_stations.texts import Texts

LINKED = {
    "stations": (("station_statuses", "station_id"), ("response_stations", "station_id")),
    "responses": (("response_stations", "response_id"),),
    "sources": (("source_relations", "source_id"), ("source_relations", "target_id")),
}
"""Table -> the tables whose rows are shown with a record, and the column that names it."""


def render_record(library: Library, found: Found, texts: Texts | None) -> str:
    """Return a record, its linked rows and all evidence; with the words of passages where their text is at hand."""
    lines = [f"{found.name}: {found.table.model.__name__.lower()}", ""]
    lines += [
        f"  {column.title:22} {found.row[column.name]}" for column in found.table.columns if found.row[column.name]
    ]
    lines += ["", "Evidence", *_evidence(library, found.table.name, found.name, texts)]
    for name, column in LINKED.get(found.table.name, ()):
        table = TABLES[name]
        for row in library.rows[name]:
            if row[column] == found.name:
                shown = ", ".join(f"{key} {row[key]}" for key in table.names if row[key] and key != column)
                lines += ["", f"{table.title}: {shown}"]
                lines += _evidence(library, name, record_name(table, row), texts)
    if found.table.name == "sources":
        own = [r for r in library.rows["evidence"] if r["source_id"] == found.name and r["table"] != "source_relations"]
        names = sorted({f"{row['stance']} {row['record_id']}" for row in own})
        lines += ["", "What it says", *(f"  {name}" for name in names)] if names else []
    return "\n".join(lines) + "\n"


def _evidence(library: Library, table: str, name: str, texts: Texts | None) -> Iterator[str]:
    if table == "sources":
        yield "  (a source is its own evidence; see what it says below)"
        return
    rows = library.evidence(table, name)
    for row in rows:
        field = f" {row['field']}" if row["field"] else ""
        value = f" = {row['asserted_value']}" if row["asserted_value"] else ""
        source_id = row["source_id"] or ""
        citation = cite(library, source_id).strip() if library.find(source_id) else source_id
        yield f"  {row['stance']}{field}{value}: {citation}"
        yield f"    [{source_id}] {_passage(row, texts)}"
    voices = library.voices_for(table, name)
    yield f"  {len(voices)} independent {'voice' if len(voices) == 1 else 'voices'}"


def _passage(row: Row, texts: Texts | None) -> str:
    from overseas_stations.texts import fingerprint_of

    where = f"at {row['locator']}" if row["locator"] else ""
    print_ = fingerprint_of(row)
    if print_ is None:
        return where or "no passage is recorded"
    at = "" if print_.start is None else f" at {print_.start}"
    known = f"passage of {print_.characters} characters{at}, sha256 {print_.sha256[:12]}… {where}".rstrip()
    text = None if texts is None else texts.get(row["source_id"] or "")
    if text is None:
        return f"{known}: not_checked"
    verification = text.verify(print_)
    start = verification.start
    words = "" if start is None else f" “{text.normal[start : start + print_.characters]}”"
    return f"{known}: {verification.verdict}{words}"
