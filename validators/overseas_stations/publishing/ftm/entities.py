"""The rows of a package as entities: one for each row, one for a station's place, one for each ``part_of``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from overseas_stations.forms.vocabulary import Bound, RetractionReason, Stance
from overseas_stations.lookups.coverage import claimant
from overseas_stations.lookups.library import Library
from overseas_stations.printable import shorten
from overseas_stations.publishing.citing.items import notice
from overseas_stations.publishing.ftm import codes
from overseas_stations.publishing.ftm.forms import DATED, FORMS, LINKS, PLACE, ROOMS, WITH_STATUS, Form
from overseas_stations.publishing.ftm.naming import PARTS_OF, PLACES, Naming
from overseas_stations.publishing.ftm.words import DISPUTED, VOICES, disputes, key_of, plain, short, told, what_of
from overseas_stations.tables import TABLES, Row, Table, record_name

Entity = dict[str, Any]
"""An entity as FollowTheMoney reads it: every value of a property is a text in a list."""

Values = Iterator[tuple[str, str | None]]
"""Properties with a value each; one that comes several times has several, and None is no value."""

NAMES = frozenset({"name", "alias"})
"""The properties whose values FollowTheMoney changes, where they are not as it keeps names."""

LONGEST = 250
"""The most characters of an address, and of what stands in a name beside the id."""

SAME = (RetractionReason.MERGED, RetractionReason.RENAMED)
"""Why an id left the data where its successor is the same thing."""


def entities(library: Library, naming: Naming) -> Iterator[Entity]:
    """Yield the entities of a valid package, in the order of the tables and their rows.

    Args:
        library: its rows.
        naming: how they are called.
    """
    making = _Making(library, naming)
    for name, form in FORMS.items():
        for row in library.rows[name]:
            yield from making.made(TABLES[name], form, row)


@dataclass(frozen=True)
class _Making:
    """Makes entities of rows."""

    library: Library
    naming: Naming

    def made(self, table: Table, form: Form, row: Row) -> Iterator[Entity]:
        """Yield what a row becomes."""
        schema, name = form.schema_of(row.get("kind")), record_name(table, row)
        values = [*self._head(table, form, row), *self._placed(table, form, row), *self._own(table, row, schema)]
        if table.cited:
            values += self._claimed(table, row, schema)
        values += [(ROOMS[schema in LINKS], text) for text in self._rest(table, form, row)]
        yield self._entity(self.naming.record(table.name, name), schema, values, self._former[table.name, name])
        if table.name == "stations" and _is_placed(row):
            yield self._place(table, row)
        if table.name == "actors" and row["part_of"]:
            ends = [("subject", self.naming.record("actors", name)), ("object", self._value(table, row, "part_of"))]
            role = ("role", table.column("part_of").title.lower())
            yield self._entity(self.naming.record(PARTS_OF, name), "UnknownLink", [*ends, role])

    def _entity(
        self, name: str, schema: str, values: Iterable[tuple[str, str | None]], former: Iterable[str] = ()
    ) -> Entity:
        properties: dict[str, dict[str, None]] = {}
        for key, value in values:
            value = codes.name(value) if value and key in NAMES else value
            if value:
                properties.setdefault(key, {})[value] = None
        made: Entity = {"id": name, "schema": schema, "properties": {key: [*each] for key, each in properties.items()}}
        made["datasets"] = [self.naming.dataset]
        return made | ({"referents": [*former]} if former else {})

    def _head(self, table: Table, form: Form, row: Row) -> Values:
        """Yield the name of a thing that has none of its own, or the role of a link."""
        if form.called:
            words = ", ".join(
                short(self.library, table.column(name), cell) for name in form.named if (cell := row[name])
            )
            words = f": {shorten(words, LONGEST)}" if words else ""
            yield "name", f"{form.called}{words} ({row['id']})" if "id" in row else f"{form.called}{words}"
        yield "role", form.role

    def _placed(self, table: Table, form: Form, row: Row) -> Values:
        """Yield the cells that have properties."""
        return ((key, self._value(table, row, column)) for column, key in form.properties.items())

    def _own(self, table: Table, row: Row, schema: str) -> Values:
        """Yield what only the rows of one table have."""
        match table.name:
            case "actors" if codes.name(row["name"] or "") is None:
                yield "name", row["id"]
            case "sources" if schema == "Document" or not row["title"]:
                # A document must have it, and programs show it where there is no title. There is no file.
                yield "fileName", row["title"] or row["id"]
            case "stations" if _is_placed(row):
                yield "addressEntity", self.naming.record(PLACES, row["id"] or "")
            case "figures":
                cells = (row[name] for name in ("bound", "value", "metric"))
                figure = " ".join(plain(cell) for cell in cells if cell and cell != Bound.EXACT)
                sentence = f"{claimant(self.library, row)}: {figure}"
                yield "name", f"Claimed figure: {shorten(sentence, LONGEST)} ({row['id']})"
                yield "description", sentence
            case "evidence":
                record, document = row["record_id"] or "", self.naming.record("sources", row["source_id"] or "")
                about = TABLES[row["table"] or ""]
                what = what_of(self.library, about, record, row["field"])
                yield "entity", self._thing(about, record, document)
                yield "role", f"{row['stance']}: {what}" if what else row["stance"]
            case "retractions":
                yield "description", notice(row)
                successor = self.library.find(row["successor_id"] or "")
                if successor is not None and successor.table.name in FORMS:
                    yield "entity", self._thing(successor.table, successor.name)

    def _claimed(self, table: Table, row: Row, schema: str) -> Values:
        """Yield what every record has that sources support or dispute: what it is, both sides, and who is behind it."""
        name = record_name(table, row)
        yield "summary", table.summary
        for sentence in disputes(self.library, table, row):
            yield "status" if schema in WITH_STATUS else "keywords", DISPUTED
            yield ROOMS[schema in LINKS], sentence
        # Who counts documents takes echoes for sources.
        if voices := sorted(self.library.voices_for(table.name, name)):
            yield ROOMS[schema in LINKS], f"{VOICES}: {'; '.join(voices)}"
        for each in self.library.evidence(table.name, name):
            if each["stance"] == Stance.SUPPORTS:
                yield "proof", self.naming.record("sources", each["source_id"] or "")
        yield "recordId", name if schema in DATED else None

    def _rest(self, table: Table, form: Form, row: Row) -> Iterator[str]:
        """Yield in words what no property holds whole: a term has a definition, some codes and names have no place."""
        held = {
            column
            for column, key in form.properties.items()
            if (value := self._value(table, row, column)) and table.column(column).vocabulary is None
            if key not in NAMES or codes.name(value) == value
        }
        own = {"id"} if table.key == ("id",) else set()
        return told(self.library, table, row, {*held, *own, *form.elsewhere})

    def _value(self, table: Table, row: Row, name: str) -> str | None:
        """Return a cell as FollowTheMoney writes it, None where it is empty or FollowTheMoney has no code for it."""
        cell, column = row[name], table.column(name)
        if not cell:
            return None
        match column.scalar.name:
            case "country":
                return codes.country(cell)
            case "language":
                return codes.language(cell)
            case "URL":
                return codes.address(cell)
        if name in table.references:
            return self.naming.record(table.references[name], cell)
        return plain(cell) if column.vocabulary is not None else cell

    def _thing(self, table: Table, name: str, other_than: str | None = None) -> str:
        """Return the id of the thing that a record is; where it is a link, of what it says something of.

        That is the first end that sources support or dispute; else the first end that is not *other_than*.
        """
        if table.key == ("id",):
            return self.naming.record(table.name, name)
        ends = [
            (table.references[column], cell)
            for column, cell in key_of(table, name).items()
            if column in table.references
        ]
        ends.sort(key=lambda end: not TABLES[end[0]].cited)
        found = [self.naming.record(*end) for end in ends]
        return next((each for each in found if each != other_than), found[0])

    @cached_property
    def _former(self) -> Mapping[tuple[str, str], list[str]]:
        """Table and name of a record -> the ids of the entities that stood for it before."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.library.rows["retractions"]:
            if row["reason"] in SAME:
                table = row["table"] or ""
                found[table, row["successor_id"] or ""].append(self.naming.record(table, row["record_id"] or ""))
        return found

    def _place(self, table: Table, row: Row) -> Entity:
        """Return the place of a station, which is a city or a region."""
        columns = ("city", "region", "country")
        full = ", ".join(short(self.library, table.column(name), cell) for name in columns if (cell := row[name]))
        values = [("full", shorten(full, LONGEST)), *self._placed(table, PLACE, row)]
        values += [("summary", table.column(name).description) for name in ("latitude", "longitude") if row[name]]
        kept = set(table.names) - {*PLACE.elsewhere}
        values += [("notes", text) for text in told(self.library, table, row, kept)]
        return self._entity(self.naming.record(PLACES, row["id"] or ""), PLACE.schema_of(None), values)


def _is_placed(station: Row) -> bool:
    """Say whether more is known of a station's place than its country."""
    return any(station[name] for name in PLACE.properties if name != "country")
