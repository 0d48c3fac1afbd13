"""What hangs on a record: the records that refer to it, those that a source speaks of, those on an actor's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from overseas_stations.explorer.addresses import has_page, host
from overseas_stations.explorer.context import Context, Link
from overseas_stations.explorer.sides import Passage, passage_of
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.keeping import kept
from overseas_stations.lookups.library import Found, Library
from overseas_stations.tables import TABLES, Row, record_name

_TITLES: Mapping[tuple[str, str], str] = {
    ("actors", "part_of"): "record.parts_of_it",
    ("figures", "actor_id"): "record.figures",
    ("listings", "actor_id"): "record.listed_under",
    ("listings", "list_id"): "record.on_list",
    ("response_links", "to_id"): "record.linked",
    ("response_stations", "station_id"): "record.responses",
    ("responses", "actor_id"): "record.did",
    ("source_relations", "target_id"): "record.relied_on_by",
    ("statements", "actor_id"): "record.said",
    ("station_bureaus", "actor_id"): "record.runs",
}
"""Table and the column by which its rows refer to a record -> the words for them on its page."""

_SAID: Mapping[str, str] = {
    "supports-": "record.says_supports",
    "disputes-": "record.says_disputes",
    "word-": "record.on_its_word",
    "denied-": "record.says_disputes",
}
"""How places of groups of evidence begin -> the words for them."""

_NO_GROUP = ("source_id",)
"""Columns whose references a page does not list back: what a source declares is told with what it supports."""

_ORDER = ("stations", "listings", "responses", "statements", "figures", "incidents", *TABLES)
"""The order of groups: what is reported first."""


@dataclass(frozen=True)
class RelatedEntry:
    """A record in a list.

    Attributes:
        link: what it is called.
        about: what it says.
        told: the address of what *about* tells of: that of a row, or of the record on whose page it stands.
        date: its date.
        passages: the passages that bear it out.
    """

    link: Link
    about: Link
    told: str
    date: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class RelatedGroup:
    """Records that hang on another, of one table and in one way, by date."""

    place: str
    title: str
    entries: tuple[RelatedEntry, ...]


def groups(context: Context, found: Found) -> Iterator[RelatedGroup]:
    """Yield the records that hang on a record, by table and by how they do."""
    if found.table.name == "sources":
        yield from _said_by(context, found)
    back = _back(context.library).get((found.table.name, found.name), {})
    for (table, column), rows in sorted(back.items(), key=lambda pair: (_ORDER.index(pair[0][0]), pair[0])):
        title = context.word(_TITLES[table, column]) if (table, column) in _TITLES else context.labels.table(table)
        yield RelatedGroup(f"{table}-by-{column}", title, _entries(context, table, rows))
    if found.table.name in ("actors", "sources"):
        rows = [row for row in _on_word(context.library).get(found.name, ()) if row["source_id"] != found.name]
        yield from _of_evidence(context, [row for row in rows if row["stance"] == Stance.SUPPORTS], "word-")
        # What somebody denies is not told on their word.
        yield from _of_evidence(context, [row for row in rows if row["stance"] == Stance.DISPUTES], "denied-")


@kept
def _back(library: Library) -> Mapping[tuple[str, str], Mapping[tuple[str, str], list[Row]]]:
    """Return, of each record, which rows refer to it: table and column -> rows. Those on its own page are left out."""
    found: dict[tuple[str, str], dict[tuple[str, str], list[Row]]] = {}
    for table in TABLES.values():
        if table.name == "evidence":
            continue
        for column, target in table.references.items():
            if column in _NO_GROUP:
                continue
            for row in library.rows[table.name]:
                name = row[column]
                if name and (has_page(table) or host(table, row) != name):
                    found.setdefault((target, name), {}).setdefault((table.name, column), []).append(row)
    return found


@kept
def _on_word(library: Library) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in library.rows["evidence"]:
        if row["attributed_to"]:
            found.setdefault(row["attributed_to"], []).append(row)
    return found


@kept
def _by_source(library: Library) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in library.rows["evidence"]:
        found.setdefault(row["source_id"] or "", []).append(row)
    return found


def _said_by(context: Context, found: Found) -> Iterator[RelatedGroup]:
    rows = _by_source(context.library).get(found.name, ())
    for stance in Stance:
        same = [row for row in rows if row["stance"] == stance]
        yield from _of_evidence(context, same, f"{stance}-", found)


def _of_evidence(
    context: Context, rows: Sequence[Row], place: str, source: Found | None = None
) -> Iterator[RelatedGroup]:
    """Yield the records that evidence is about, by table; with the passages where it is all of one source."""
    by_record: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_record.setdefault((row["table"] or "", row["record_id"] or ""), []).append(row)
    for table in TABLES:
        entries = []
        for (where, name), said in by_record.items():
            record = context.library.find(name)
            if where == table and record is not None and table != "source_relations":
                passages = [passage_of(context, row, None) for row in said if source and row["passage_sha256"]]
                entries.append(replace(_entry(context, record), passages=tuple(passages)))
        if entries:
            title = context.labels.table(table)
            yield RelatedGroup(f"{place}{table}", context.word(_SAID[place], what=title), _sorted(entries))


def _entries(context: Context, table: str, rows: Sequence[Row]) -> tuple[RelatedEntry, ...]:
    return _sorted(_entry(context, Found(TABLES[table], record_name(TABLES[table], row), row)) for row in rows)


def _sorted(entries: Iterable[RelatedEntry]) -> tuple[RelatedEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.date or "~", entry.link.text, entry.link.href)))


def _entry(context: Context, found: Found) -> RelatedEntry:
    """Return a record in a list; a row without a page is told by the record on whose page it stands."""
    row, terms = found.row, ""
    if not has_page(found.table):
        terms = context.listed(*(context.column_term(found, name) for name in ("status", "relation") if row.get(name)))
        there = context.library.find(host(found.table, row))
        if there is None:
            return RelatedEntry(context.link(found), Link(""), "", "")
        link = replace(context.link(found), text=context.called(there).text)
        found = there
    else:
        link = replace(context.link(found), title="")
    date = found.row.get("date") or found.row.get("published") or row.get("as_of") or row.get("first_reported") or ""
    if terms:
        return RelatedEntry(link, Link(terms), link.href, date)
    return RelatedEntry(link, context.about(found), link.href.partition("#")[0], date)
