"""The rows of a package in memory, for looking things up: records, their evidence, their sources."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.forms.vocabulary import DEPENDENT_RELATIONS, Stance
from overseas_stations.frames import columns
from overseas_stations.tables import TABLES, Row, Table, record_name

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Found:
    """A record that was looked up: its table, its name there and its row."""

    table: Table
    name: str
    row: Row


@dataclass(frozen=True)
class Part:
    """A row without an id of its own, which says something of the records in its key, and what disputes it."""

    table: Table
    row: Row
    disputes: Sequence[Row]


class FrameRows(Mapping[str, Sequence[Row]]):
    """The rows of frames of text, by table; they become Python's when they are asked for."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self.frames = frames
        self._rows: dict[str, Sequence[Row]] = {}

    def __getitem__(self, table: str) -> Sequence[Row]:
        if table not in self._rows:
            self._rows[table] = self.frames[table].rows(named=True)
        return self._rows[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


@dataclass(frozen=True)
class Library:
    """The tables of a package, or a part of them.

    Attributes:
        rows: the rows of text by table; empty cells are None.
        whole: of a part, the library that it is a part of. It is asked whose voice a source is: whom a page copies, and
            what somebody is called, does not depend on what else is looked at.
    """

    rows: Mapping[str, Sequence[Row]]
    whole: Library | None = None

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
    def frames(self) -> Mapping[str, pl.DataFrame]:
        """The same tables as columns of text: what asks all rows at once asks these."""
        if isinstance(self.rows, FrameRows):
            return self.rows.frames
        return {name: columns(TABLES[name], rows) for name, rows in self.rows.items() if name in TABLES}

    @cached_property
    def _records(self) -> Mapping[str, Found]:
        found: dict[str, Found] = {}
        for table in (table for table in TABLES.values() if table.cited or len(table.key) == 1):
            for row in self.rows[table.name]:
                name = record_name(table, row)
                found.setdefault(name, Found(table, name, row))
        return found

    def find(self, name: str) -> Found | None:
        """Return the record with this id (or ``key/parts``), or None."""
        return self._records.get(name)

    def ids(self) -> list[str]:
        """Return the ids of all records that have one of their own, sorted."""
        return sorted(name for name, found in self._records.items() if len(found.table.key) == 1)

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

    @cached_property
    def _parts(self) -> Mapping[str, list[tuple[Table, Row]]]:
        found: dict[str, list[tuple[Table, Row]]] = {}
        for table in (table for table in TABLES.cited if table.key != ("id",)):
            for row in self.rows[table.name]:
                for name in {row[column] or "" for column in table.key if column in table.references}:
                    found.setdefault(name, []).append((table, row))
        return found

    def parts(self, name: str) -> list[Part]:
        """Return the rows without an id of their own that name a record in their key, each with what disputes it."""
        return [
            Part(table, row, self.disputes_of(table.name, record_name(table, row)))
            for table, row in self._parts.get(name, [])
        ]

    @cached_property
    def _looked(self) -> Mapping[tuple[str, str], Row]:
        rows = self.rows.get("passage_checks", ())
        return {(row["source_id"] or "", row["passage_sha256"] or ""): row for row in rows}

    def looked_for(self, source: str | None, passage: str | None) -> Row | None:
        """Return what came of looking for a passage of a source again; None where nobody has."""
        return self._looked.get((source or "", passage or ""))

    @cached_property
    def _checks(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in sorted(self.rows.get("source_checks", ()), key=lambda row: row["checked"] or ""):
            found.setdefault(row["source_id"] or "", []).append(row)
        return found

    def checks_of(self, source: str) -> Sequence[Row]:
        """Return the looks at the page of a source, the earliest first."""
        return self._checks.get(source, ())

    @cached_property
    def _passages(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows["evidence"]:
            found.setdefault(row["source_id"] or "", []).append(row)
        return found

    def passages_of(self, found: Found) -> list[tuple[str, str]]:
        """Return the different passages that a record rests on, or that a source has: source and fingerprint."""
        if found.table.name == "sources":
            rows = self._passages.get(found.name, [])
        else:
            rows = self.evidence(found.table.name, found.name)
        return sorted({(row["source_id"] or "", row["passage_sha256"]) for row in rows if row["passage_sha256"]})

    def retraction(self, name: str) -> Row | None:
        """Return the retraction of an id, if it left the data."""
        return next((row for row in self.rows["retractions"] if row["record_id"] == name), None)

    @cached_property
    def documents(self) -> Mapping[str, str]:
        """Source id -> the document whose text it has: its own, or that of the source which it copies or translates.

        Chains are followed to their end.
        """
        if self.whole is not None:
            return self.whole.documents
        origin = {
            row["source_id"] or "": row["target_id"] or ""
            for row in self.rows["source_relations"]
            if row["relation"] in [relation.value for relation in DEPENDENT_RELATIONS]
        }
        documents = {}
        for row in self.rows["sources"]:
            name, seen = row["id"] or "", set()
            document = name
            while document in origin and document not in seen:
                seen.add(document)
                document = origin[document]
            documents[name] = document
        return documents

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Id of an actor or of a source -> the name of the actor, or of the document's publisher."""
        if self.whole is not None:
            return self.whole.names
        publishers = {row["id"] or "": row["publisher"] or "" for row in self.rows["sources"]}
        actors = {row["id"] or "": row["name"] or "" for row in self.rows["actors"]}
        return {name: publishers.get(document, document) for name, document in self.documents.items()} | actors

    def name_of(self, name: str | None) -> str:
        """Return the name of an actor, or of a document's publisher; the id where there is none."""
        return self.names.get(name or "", name or "")

    def voice(self, evidence: Row) -> str:
        """Return the name of whose claim a row of evidence is.

        It is that of the actor on whose word the source says so; else that of the publisher of the document whose
        text the source, or the source on whose word it says so, has. So two articles of one newspaper are one voice,
        and all that pass on one organisation's word are that organisation's.
        """
        return self.name_of(evidence["attributed_to"] or evidence["source_id"])

    @cached_property
    def claims(self) -> pl.DataFrame:
        """The evidence as columns; ``voice`` is whose claim each row is (:meth:`voice`), ``record`` its record."""
        import polars as pl

        schema = dict.fromkeys(("said_by", "voice"), pl.String)
        names = pl.DataFrame([list(self.names), list(self.names.values())], schema=schema, orient="col")
        said_by = pl.coalesce("attributed_to", "source_id").fill_null("")
        evidence = self.frames["evidence"].with_columns(said_by=said_by, record=pl.col("record_id").fill_null(""))
        voiced = evidence.join(names, on="said_by", how="left", maintain_order="left")
        return voiced.with_columns(voice=pl.coalesce("voice", "said_by"))

    def publisher_of(self, source: str | None) -> str:
        """Return who published a source itself, also where its text is another's; the id where there is none."""
        found = self.find(source or "")
        return (found and found.row.get("publisher")) or source or ""

    def voices_for(self, table: str, name: str) -> set[str]:
        """Return the names of the voices that support a record."""
        return {self.voice(row) for row in self.evidence(table, name) if row["stance"] == Stance.SUPPORTS}
