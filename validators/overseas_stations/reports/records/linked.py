"""What hangs on a record: statuses, responses, bureaus, lists; what an actor or a country did, what a source says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.lookups.library import Found, Library, Part
from overseas_stations.reports.pages import Item, Section
from overseas_stations.reports.records.naming import from_to, label, name_of, named, published, source, term
from overseas_stations.reports.records.voices import claim
from overseas_stations.tables import TABLES, Row, record_name

MAX_LISTED = 12
"""Records that a source speaks of, of each table; the others are counted."""


def sections(library: Library, found: Found, language: Language) -> Iterator[Section]:
    """Yield what hangs on a record, as its table has it."""
    of_table = _OF_TABLE.get(found.table.name)
    if of_table is not None:
        yield from of_table(library, found, language)


def sources_of(library: Library, found: Found) -> set[str]:
    """Return the ids of the sources that these sections rest on."""
    rows = [each for part in library.parts(found.name) for each in (part.row, *part.disputes)]
    return {row["source_id"] or "" for row in rows}


def _of_station(library: Library, found: Found, language: Language) -> Iterator[Section]:
    yield Section(language.word("show.statuses"), list(_statuses(library, found.name, language)))
    responses = _linked(library, "station_id", "response_id", found.name)
    yield Section(language.word("nav.responses"), [_response(library, each, language) for each in responses])
    parts = library.parts(found.name)
    for table, heading in (("station_bureaus", "record.run_by"), ("listings", "record.lists")):
        yield Section(
            language.word(heading), [_told(library, part, language) for part in parts if part.table.name == table]
        )


def _of_response(library: Library, found: Found, language: Language) -> Iterator[Section]:
    links = [part for part in library.parts(found.name) if part.table.name == "response_links"]
    links.sort(key=lambda part: part.row["from_id"] != found.name)
    yield Section(language.word("record.chain"), [_link(library, part, found.name, language) for part in links])
    stations = _linked(library, "response_id", "station_id", found.name)
    yield Section(
        language.word("show.about"), [Item(f"{each.name}: {label(library, each, language)}") for each in stations]
    )


def _of_name(library: Library, found: Found, language: Language) -> Iterator[Section]:
    """Yield what an actor did and said, and what others say on its word; of a country what was done and reported."""
    for table in ("stations", "responses", "statements"):
        rows = [row for row in library.rows[table] if found.name in (row.get("actor_id"), row["country"])]
        rows.sort(key=lambda row: (row.get("date") or "~", row["id"] or ""))
        items = [
            Item(f"{row['id']}: {label(library, Found(TABLES[table], row['id'] or '', row), language)}") for row in rows
        ]
        yield Section(language.table(table), items)
    told = sorted({row["record_id"] or "" for row in library.rows["evidence"] if row["attributed_to"] == found.name})
    yield Section(language.word("show.on_its_word"), [Item(record) for record in told])


def _of_source(library: Library, found: Found, language: Language) -> Iterator[Section]:
    rows = library.rows["source_relations"]
    relies = [
        Item(f"{_relation(row, language)} {source(library, row['target_id'])}")
        for row in rows
        if row["source_id"] == found.name
    ]
    relied = [
        Item(f"{source(library, row['source_id'])} {_relation(row, language)} {language.word('show.it')}")
        for row in rows
        if row["target_id"] == found.name
    ]
    said: dict[tuple[str, str], set[str]] = {}
    for row in library.rows["evidence"]:
        if row["source_id"] == found.name and row["table"] != "source_relations":
            said.setdefault((row["stance"] or "", row["table"] or ""), set()).add(row["record_id"] or "")
    yield Section(language.word("show.relations"), [*relies, *relied])
    items = [
        Item(f"{_about(stance, table, language)}: {_listed(sorted(names))}")
        for (stance, table), names in sorted(said.items())
    ]
    yield Section(language.word("show.says"), items)


def _about(stance: str, table: str, language: Language) -> str:
    told = term(TABLES["evidence"], "stance", stance, language)
    return f"{told} {table if language.code == ENGLISH else language.table(table)}"


_OF_TABLE: dict[str, Callable[[Library, Found, Language], Iterator[Section]]] = {
    "stations": _of_station,
    "responses": _of_response,
    "actors": _of_name,
    "countries": _of_name,
    "sources": _of_source,
}


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MAX_LISTED
    return ", ".join(names[:MAX_LISTED]) + (f" and {more} more" if more > 0 else "")


def _linked(library: Library, here: str, there: str, name: str) -> list[Found]:
    """Return the records at the other end of the links of responses and stations, by date."""
    names = [row[there] or "" for row in library.rows["response_stations"] if row[here] == name]
    found = [each for each in map(library.find, names) if each is not None]
    return sorted(found, key=lambda each: (each.row.get("date") or "~", each.name))


def _relation(row: Row, language: Language) -> str:
    return term(TABLES["source_relations"], "relation", row["relation"] or "", language)


def _statuses(library: Library, station: str, language: Language) -> Iterator[Item]:
    """Yield each status that was reported, the earliest first, with when it came about and who disputes it."""
    reports: dict[str, list[tuple[Row, list[Row]]]] = {}
    for row, against in library.statuses(station):
        reports.setdefault(row["status"] or "", []).append((row, against))
    for status, said in reports.items():
        rows = sorted((row for row, _ in said), key=lambda row: published(library, row))
        sources = {row["source_id"] for row in rows}
        where = source(library, rows[0]["source_id"])
        told = where if len(sources) == 1 else f"{len(sources)} sources, such as {where}"
        events = sorted(filter(None, {event(row, language) for row in rows}), key=lambda text: (text.split()[-1], text))
        under = [f"came about: {', '.join(events)}"] if events else []
        table = TABLES["station_statuses"]
        for row, against in said:
            record = Found(table, record_name(table, row), row)
            under += [_disputed(library, record, other) for other in against]
        yield Item(
            f"{term(table, 'status', status, language)}, {from_to(row['as_of'] for row in rows)}: {told}",
            list(dict.fromkeys(under)),
        )


def event(status: Row, language: Language) -> str:
    """Return when a status came about, empty where that is not said."""
    bound = status["event_date_bound"]
    table = TABLES["station_statuses"]
    told = "" if bound in ("on", None) else f"{term(table, 'event_date_bound', bound, language)} "
    return f"{told}{status['event_date']}" if status["event_date"] else ""


def _disputed(library: Library, found: Found, row: Row) -> str:
    why = claim(found, row)
    return f"disputed by {library.voice(row)}, {source(library, row['source_id'])}{f': {why}' if why else ''}"


def _against(library: Library, part: Part) -> list[str]:
    """Return what disputes a row that has no id of its own."""
    found = Found(part.table, record_name(part.table, part.row), part.row)
    return [_disputed(library, found, other) for other in part.disputes]


def _response(library: Library, found: Found, language: Language) -> Item:
    row = found.row
    who = name_of(library, "actor_id", row["actor_id"], language) or row["authority_as_reported"]
    country = name_of(library, "country", row["country"], language)
    kind, *how = (term(found.table, name, row[name] or "", language) for name in ("kind", "state", "result"))
    by = ", ".join(filter(None, (who, country if country not in (who or "") else "")))
    went = ", ".join(filter(None, how))
    about = f"{row['date'] or language.word('undated')}  {kind}{f' ({went})' if went else ''}, {by} [{found.name}]"
    return Item(about, [text for text in (row["summary"], row["outcome"]) if text])


def _told(library: Library, part: Part, language: Language) -> Item:
    row = part.row
    parts = [source(library, row["list_id"])] if "list_id" in row else []
    parts += [named(library, "actor_id", row["actor_id"], language)] if row["actor_id"] else []
    parts += [f"as {row['place']}"] if row.get("place") else []
    read = "" if row.get("list_id") == row["source_id"] else f" (read in {source(library, row['source_id'])})"
    return Item(f"{', '.join(parts)}{read}", _against(library, part))


def _link(library: Library, part: Part, name: str, language: Language) -> Item:
    """Return how a response hangs together with another, where that stands, and what disputes it."""
    row = part.row
    it, relation = language.word("show.it"), term(part.table, "relation", row["relation"] or "", language)
    here, there = (f"{row[column]}" if row[column] != name else it for column in ("from_id", "to_id"))
    return Item(f"{here} {relation} {there}, {source(library, row['source_id'])}", _against(library, part))
