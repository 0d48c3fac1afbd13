"""Changes that fill tables which the older version did not have: countries, actors, and what links to them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import count, islice

from overseas_stations.forms.codes import country_rows
from overseas_stations.migrations.changes import Done, rows_in_words
from overseas_stations.migrations.work import EVIDENCE, MigratedRow, RowTexts, Work
from overseas_stations.schemas.compatibility import SchemaChange

ACTOR = ("id", "name", "name_local", "kind", "country", "part_of")


@dataclass(frozen=True)
class AddCountries:
    """The table of countries comes filled: its rows are no claims, and the same in every package.

    Attributes:
        named_by: tables whose column ``country`` refers to it from now on.
    """

    named_by: tuple[str, ...]

    def apply(self, work: Work) -> Done:
        """Make the change."""
        rows = country_rows()
        work.add("countries", tuple(rows[0]), ("code",)).extend(
            MigratedRow(dict(row), number) for number, row in enumerate(rows, start=1)
        )
        return "countries", None, "the table countries is new, and holds the list that comes with the tool", len(rows)

    def covers(self, change: SchemaChange) -> bool:
        """It answers that a column of codes refers to it: every code of the older version is in the list."""
        refers = change.rule == "reference-added" and change.after == "countries (by country)"
        return refers and change.table in self.named_by


@dataclass(frozen=True)
class DrawOut:
    """A column of names becomes a table of links to actors: a name is an actor once, and each row a link.

    The sources that are said to give the name support the link, and the first of them declares it: the one that
    declares the row where it is among them. Where there is none, the name is of the source that declares the row, with
    what it says of the row as a whole. A source that disputes the name disputes the link.

    Attributes:
        table, column: which; the table has an ``id``.
        links: the table of links, of which a row has ``into``, ``actor_id`` and ``source_id``.
        into: the column of the link that names the row.
        kind: the kind of the actors.
    """

    table: str
    column: str
    links: str
    into: str
    kind: str

    def apply(self, work: Work) -> Done:
        """Make the change."""
        work.no_key(self.table, (self.column,))
        was = work.was_table[self.table]
        actors = {row.cells["name"]: row.cells["id"] for row in work.add("actors", ACTOR, ("id",))}
        taken = {name for name in actors.values() if name}
        links = work.add(self.links, (self.into, "actor_id", "source_id"), (self.into, "actor_id"))
        work.was_column |= {("actors", name): self.column for name in ("id", "name")}
        work.was_column |= {(self.links, self.into): "id", (self.links, "actor_id"): self.column}
        about: dict[str, list[MigratedRow]] = {}
        for row in work.about(self.table):
            about.setdefault(row.cells["record_id"] or "", []).append(row)
        moved: list[MigratedRow] = []
        for row in work.tables[self.table]:
            name, record, source = row.cells.pop(self.column), row.cells["id"] or "", row.cells["source_id"]
            evidence = about.pop(record, [])
            if name is None:
                self._report(work, evidence, "the cell that it is about is empty")
                continue
            if name not in actors:
                actors[name] = _free_slug(name, self.kind, taken)
                cells = dict.fromkeys(ACTOR) | {"id": actors[name], "name": name, "kind": self.kind}
                work.tables["actors"].append(MigratedRow(cells, row.number, was))
            actor = actors[name] or ""
            for_it, against = self._sides(work, evidence, name, source)
            givers = sorted({each.cells["source_id"] or "" for each in for_it})
            giver = givers[0] if givers and source not in givers else source
            links.append(MigratedRow({self.into: record, "actor_id": actor, "source_id": giver}, row.number, was))
            here = {"table": self.links, "record_id": f"{record}/{actor}", "field": None, "asserted_value": None}
            moved += [MigratedRow(each.cells | here, each.number) for each in for_it]
            moved += [
                MigratedRow(each.cells | here | {"reason": _instead(each.cells)}, each.number) for each in against
            ]
        for left in about.values():
            self._report(work, left, "there is no such record")
        gone = {id(row) for row in work.about(self.table, self.column)}
        kept = [row for row in work.tables.get(EVIDENCE, ()) if id(row) not in gone]
        if EVIDENCE in work.tables:
            work.tables[EVIDENCE] = [*kept, *moved]
        work.columns[self.table].remove(self.column)
        said = (
            f"the column {self.column} of {self.table} became {rows_in_words(len(links))} of {self.links}, and actors"
        )
        return self.links, "actor_id", said, len(links)

    def _named(self, about: list[MigratedRow]) -> list[MigratedRow]:
        return [row for row in about if row.cells.get("field") == self.column]

    def _sides(
        self, work: Work, about: list[MigratedRow], name: str, source: str | None
    ) -> tuple[list[MigratedRow], list[MigratedRow]]:
        """Return the evidence for a link and that against it; what is said for another name fits neither."""
        named = self._named(about)
        against = [row for row in named if row.cells["stance"] == "disputes"]
        supports = [row for row in named if row.cells["stance"] != "disputes"]
        other = [row for row in supports if row.cells.get("asserted_value") not in (None, name)]
        self._report(work, other, f"it is said to support {name}")
        if supports:
            return [row for row in supports if row not in other], against
        own = [row for row in about if row.cells["source_id"] == source and row.cells["stance"] == "supports"]
        return [row for row in own if not row.cells.get("field")], against

    def _report(self, work: Work, about: list[MigratedRow], detail: str) -> None:
        for row in self._named(about):
            value = row.cells.get("asserted_value") or row.cells["record_id"] or ""
            work.report_loss(EVIDENCE, row, "asserted_value", value, detail)

    def covers(self, change: SchemaChange) -> bool:
        """It answers that its column is gone."""
        return change.rule == "column-removed" and (change.table, change.field) == (self.table, self.column)


def _instead(cells: RowTexts) -> str | None:
    """Return the reason of a dispute of a name that now disputes a whole record, with the name that it gives."""
    given = cells.get("asserted_value")
    said = [cells.get("reason"), None if given is None else f"It names {given} instead."]
    return " ".join(text for text in said if text) or None


def _free_slug(name: str, kind: str, taken: set[str]) -> str:
    """Return an id made of a name that no other has, and remember it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub("[^a-z0-9]+", "-", f"{kind}-{plain}").strip("-")[:70].rstrip("-")
    numbered = (f"{stem}-{number}" for number in count(2))
    free = next(each for each in (stem, *islice(numbered, len(taken) + 1)) if each not in taken)
    taken.add(free)
    return free


@dataclass(frozen=True)
class SayNoReason:
    """Disputes of whole records have a reason from now on; of those that have none it is said that none was given.

    Attributes:
        says: what stands under ``reason``, a full sentence.
    """

    says: str

    def apply(self, work: Work) -> Done:
        """Make the change."""
        silent = [
            row
            for row in work.tables.get(EVIDENCE, ())
            if row.cells["stance"] == "disputes" and not row.cells.get("field") and not row.cells.get("reason")
        ]
        for row in silent:
            row.cells["reason"] = self.says
        return EVIDENCE, "reason", f"disputes of whole records without a reason now say: {self.says}", len(silent)

    def covers(self, change: SchemaChange) -> bool:
        """It answers no change of a schema: that a reason is needed is a rule's."""
        return False
