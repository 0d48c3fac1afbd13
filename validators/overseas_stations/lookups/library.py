"""The rows of a package in memory, for looking things up: records, their evidence, their sources."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from overseas_stations.forms.vocabulary import DEPENDENT_RELATIONS, Relation, Stance
from overseas_stations.tables import TABLES, Row, Table, record_name


@dataclass(frozen=True)
class Found:
    """A record that was looked up: its table, its name there and its row."""

    table: Table
    name: str
    row: Row


@dataclass(frozen=True)
class Library:
    """The tables of a package as rows of text; empty cells are None."""

    rows: Mapping[str, Sequence[Row]]

    @classmethod
    def load(cls, folder: Path, tables: Mapping[str, Table] = TABLES) -> Library:
        """Read the canonical CSV files of the installed package, or of one that a build wrote and checked.

        Columns that it lacks are empty. Any other package is read by
        :func:`overseas_stations.checking.lookups.look_up`, which trusts nothing.

        Args:
            folder: the package's folder.
            tables: the tables that it holds.

        Raises:
            FileNotFoundError: a table is not there.
        """
        rows = {}
        for name, table in tables.items():
            empty: dict[str, str | None] = dict.fromkeys(table.names)
            with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows[name] = [empty | {k: v or None for k, v in row.items()} for row in csv.DictReader(file)]
        return cls(rows)

    @cached_property
    def _records(self) -> Mapping[str, Found]:
        found: dict[str, Found] = {}
        for table in (*TABLES.with_ids, *TABLES.cited):
            for row in self.rows[table.name]:
                name = record_name(table, row)
                found.setdefault(name, Found(table, name, row))
        return found

    def find(self, name: str) -> Found | None:
        """Return the record with this id (or ``key/parts``), or None."""
        return self._records.get(name)

    def names(self) -> list[str]:
        """Return the names of all records, sorted."""
        return sorted(self._records)

    @cached_property
    def _evidence(self) -> Mapping[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows["evidence"]:
            found.setdefault((row["table"] or "", row["record_id"] or ""), []).append(row)
        for claims in found.values():
            claims.sort(key=lambda row: tuple(row[name] or "" for name in ("field", "source_id", "stance")))
        return found

    def evidence(self, table: str, name: str) -> list[Row]:
        """Return the evidence for a record: for all of it first, then by field and source."""
        return self._evidence.get((table, name), [])

    def disputes_of(self, table: str, name: str) -> list[Row]:
        """Return the evidence that disputes a record or a field of it."""
        return [row for row in self.evidence(table, name) if row["stance"] == Stance.DISPUTES]

    @cached_property
    def _statuses(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows["station_statuses"]:
            found.setdefault(row["station_id"] or "", []).append(row)
        return found

    def statuses(self, station: str) -> list[tuple[Row, list[Row]]]:
        """Return what was said of a station's status, by date, each with the evidence that disputes it."""
        table = TABLES["station_statuses"]
        rows = self._statuses.get(station, [])
        return [(row, self.disputes_of(table.name, record_name(table, row))) for row in rows]

    def retraction(self, name: str) -> Row | None:
        """Return the retraction of an id, if it left the data."""
        return next((row for row in self.rows["retractions"] if row["record_id"] == name), None)

    @cached_property
    def voices(self) -> Mapping[str, str]:
        """Source id -> the voice that it belongs to.

        Sources that translate or copy one another, directly or in a chain, are one voice; it is named after the one
        that the others derive from.
        """
        origin = {
            row["source_id"] or "": row["target_id"] or ""
            for row in self.rows["source_relations"]
            if row["relation"] in [relation.value for relation in DEPENDENT_RELATIONS]
        }
        voices = {}
        for row in self.rows["sources"]:
            name, seen = row["id"] or "", set()
            voice = name
            while voice in origin and voice not in seen:
                seen.add(voice)
                voice = origin[voice]
            voices[name] = voice
        return voices

    def voices_for(self, table: str, name: str) -> set[str]:
        """Return the independent voices that support a record."""
        supports = (row for row in self.evidence(table, name) if row["stance"] == "supports")
        return {self.voices.get(row["source_id"] or "", "") for row in supports}

    @cached_property
    def _origins(self) -> Mapping[str, frozenset[str]]:
        """Source id -> the source and all that it relies on, directly or in a chain."""
        targets: dict[str, set[str]] = {}
        for row in self.rows["source_relations"]:
            if row["relation"] != Relation.CORRECTS:
                targets.setdefault(row["source_id"] or "", set()).add(row["target_id"] or "")
        origins = {}
        for row in self.rows["sources"]:
            name = row["id"] or ""
            reached, ahead = {name}, [name]
            while ahead:
                new = targets.get(ahead.pop(), set()) - reached
                reached |= new
                ahead += new
            origins[name] = frozenset(reached)
        return origins

    def common_origins(self, table: str, name: str) -> list[str]:
        """Return the sources on which every source that supports a record relies, or which it is."""
        supports = [row["source_id"] or "" for row in self.evidence(table, name) if row["stance"] == "supports"]
        shared = [self._origins.get(source, frozenset()) for source in supports]
        return sorted(frozenset.intersection(*shared)) if shared else []
