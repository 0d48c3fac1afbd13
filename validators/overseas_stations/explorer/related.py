"""What hangs on a record: the records that refer to it, those that a source speaks of, those on an actor's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from overseas_stations.explorer.addresses import has_page, host
from overseas_stations.explorer.context import Context, Link
from overseas_stations.explorer.sides import Passage, passage_of
from overseas_stations.explorer.telling.dates import Dated, last_told, record_date, report_date, reported_date
from overseas_stations.explorer.telling.disputes import Against, dispute
from overseas_stations.forms.vocabulary import Stance, StatementForm
from overseas_stations.keeping import kept
from overseas_stations.lookups.library import Found, Library
from overseas_stations.lookups.reported import date_column
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
        dated: its date, and what it is sorted by.
        form: how the words of a statement are told, where they are not its own.
        passages: the passages that bear it out.
        fields: the fields that a source bears out, where it does not bear out the record as a whole alone.
        against: what is said against it.
    """

    link: Link
    about: Link
    told: str
    dated: Dated
    form: str = ""
    passages: tuple[Passage, ...] = ()
    fields: str = ""
    against: tuple[Against, ...] = ()

    @property
    def date(self) -> str:
        """Its date, in words."""
        return self.dated.words


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
        yield RelatedGroup(f"{table}-by-{column}", title, _entries(context, found, table, rows))
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
                against = dict.fromkeys(
                    dispute(context, record, row) for row in said if row["stance"] != Stance.SUPPORTS
                )
                entry = _entry(context, record)
                fields = _fields(context, table, said) if source else ""
                entries.append(
                    replace(entry, passages=tuple(dict.fromkeys(passages)), fields=fields, against=tuple(against))
                )
        if entries:
            title = context.labels.table(table)
            yield RelatedGroup(f"{place}{table}", context.word(_SAID[place], what=title), _sorted(entries))


def _fields(context: Context, table: str, rows: Sequence[Row]) -> str:
    """Return the fields that rows of evidence bear out, in words; what they dispute is told with its reason."""
    named = dict.fromkeys(row["field"] for row in rows if row["field"] and row["stance"] == Stance.SUPPORTS)
    return context.listed(*(context.labels.column(table, name) for name in named if name))


def _entries(context: Context, on: Found, table: str, rows: Sequence[Row]) -> tuple[RelatedEntry, ...]:
    """Return records that hang on another one: on the page of a country or a response with all their words."""
    records = (Found(TABLES[table], record_name(TABLES[table], row), row) for row in rows)
    return _sorted(_hanging(context, on, record) for record in records)


def _hanging(context: Context, on: Found, found: Found) -> RelatedEntry:
    whole = on.table.name in ("countries", "responses")
    entry = _entry(context, found, on.name, whole)
    station = found if has_page(found.table) else context.library.find(host(found.table, found.row))
    # What a row without a page says of a station is told before what is said of the station.
    if station is None or station.table.name != "stations" or "#" in entry.told:
        return entry
    voices = len(context.library.voices_for("stations", station.name))
    status = context.bracketed(context.column_term(station, "status"), last_told(context, station.row))
    return replace(entry, about=Link(context.listed(status, context.word("count.voices", n=voices))))


def _sorted(entries: Iterable[RelatedEntry]) -> tuple[RelatedEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.dated.key or "~", entry.link.text, entry.link.href)))


def _entry(context: Context, found: Found, besides: str = "", whole: bool = False) -> RelatedEntry:
    """Return a record in a list; a row without a page is told by the record on whose page it stands.

    What else such a row names is told beside it, but for the record *besides*, on whose page the list is.
    """
    row, link, terms = found.row, context.link(found), ""
    if not has_page(found.table):
        there = context.library.find(host(found.table, row))
        if there is None:
            return RelatedEntry(link, Link(""), "", Dated("", ""))
        named = (row[name] for name in found.table.key if name in found.table.references and name != "source_id")
        others = (context.library.find(name) for name in named if name and name not in (there.name, besides))
        said = (context.column_term(found, name) for name in ("status", "relation") if row.get(name))
        terms = context.listed(*said, *(context.called(other).text for other in others if other))
        link = replace(link, text=context.called(there).text)
        date = report_date(context, row) if "as_of" in row else _date(context, there)
        if terms:
            return RelatedEntry(link, Link(terms), link.href, date)
        found = there
    else:
        link = replace(link, title="")
    form = context.column_term(found, "form") if found.row.get("form") == StatementForm.PARAPHRASE else ""
    about = context.about(found, whole)
    return RelatedEntry(link, about, link.href.partition("#")[0], _date(context, found), form)


def _date(context: Context, found: Found) -> Dated:
    """Return the date of a record in a list; without words where records of its table have none."""
    if date_column(found.table.name):
        return record_date(context, found)
    if "published" in found.row:
        return Dated(found.row["published"] or context.word("undated"), found.row["published"] or "")
    if found.table.name == "stations" and not found.row["first_reported"]:
        return reported_date(context, found)
    date = found.row.get("first_reported") or ""
    return Dated(date, date)
