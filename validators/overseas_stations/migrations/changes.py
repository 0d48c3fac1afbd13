"""What can be declared of a breaking change: how the rows of the older version become those of the newer one.

Each change takes the evidence along: rows of ``evidence`` name tables, columns, records and asserted values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from overseas_stations.migrations.work import EVIDENCE, MigratedRow, RowTexts, Work
from overseas_stations.schemas.compatibility import SchemaChange

Done = tuple[str, str | None, str, int]
"""Table, column, what was done as a sentence, how many rows it changed."""


class CannotMap(ValueError):
    """A conversion does not know what becomes of a value; its text says why."""


class MigrationStep(Protocol):
    """One declared change of the rows."""

    def apply(self, work: Work) -> Done:
        """Make the change; what cannot be carried over becomes a finding of *work*."""

    def covers(self, change: SchemaChange) -> bool:
        """Say whether this change of the rows answers a change of the schema. Renamed things go by the new name."""


@dataclass(frozen=True)
class RenameTable:
    """A table has another name; evidence and retractions name it by that."""

    table: str
    to: str

    def apply(self, work: Work) -> Done:
        """Make the change."""
        for _, row, _ in work.naming(self.table):
            row.cells["table"] = self.to
        work.rename(self.table, self.to)
        return self.to, None, f"the table {self.table} is now {self.to}", len(work.tables[self.to])

    def covers(self, change: SchemaChange) -> bool:
        """A table under its new name has not changed."""
        return False


@dataclass(frozen=True)
class RenameColumn:
    """A column has another name; evidence about it follows."""

    table: str
    column: str
    to: str

    def apply(self, work: Work) -> Done:
        """Make the change."""
        for row in work.tables[self.table]:
            row.cells[self.to] = row.cells.pop(self.column)
        about = list(work.about(self.table, self.column))
        for row in about:
            row.cells["field"] = self.to
        renamed = {self.column: self.to}
        work.columns[self.table] = [renamed.get(name, name) for name in work.columns[self.table]]
        work.keys[self.table] = tuple(renamed.get(name, name) for name in work.keys[self.table])
        work.was_column[self.table, self.to] = work.was_column[self.table, self.column]
        said = (
            f"the column {self.column} of {self.table} is now {self.to}, {rows_in_words(len(about))} of evidence follow"
        )
        return self.table, self.to, said, len(work.tables[self.table])

    def covers(self, change: SchemaChange) -> bool:
        """A column under its new name has not changed."""
        return False


@dataclass(frozen=True)
class MapTerms:
    """Terms of a column have other names; what is not listed stays. Asserted values and names of records follow."""

    table: str
    column: str
    terms: Mapping[str, str]

    def apply(self, work: Work) -> Done:
        """Make the change."""
        if self.column in work.keys[self.table]:
            self._rename_records(work)
        about = [(EVIDENCE, row, "asserted_value") for row in work.about(self.table, self.column)]
        count = 0
        for _, row, column in [*((self.table, row, self.column) for row in work.tables[self.table]), *about]:
            value = row.cells[column]
            if value is not None and value in self.terms:
                row.cells[column] = self.terms[value]
                count += 1
        pairs = ", ".join(f"{old} is now {new}" for old, new in self.terms.items())
        return self.table, self.column, f"of the terms of {self.table}.{self.column}, {pairs}", count

    def _rename_records(self, work: Work) -> None:
        """Follow the term where it is a part of a record's name."""
        key = work.keys[self.table]
        place = key.index(self.column)
        for table, row, columns in work.naming(self.table):
            for column in columns:
                name = row.cells.get(column)
                parts = [] if name is None else name.split("/")
                if name is not None and len(parts) != len(key):
                    work.report_loss(table, row, column, name, f"it is no name of a row of {self.table}")
                elif name is not None:
                    parts[place] = self.terms.get(parts[place], parts[place])
                    row.cells[column] = "/".join(parts)

    def covers(self, change: SchemaChange) -> bool:
        """It answers that its terms are gone."""
        place = (change.table, change.field) == (self.table, self.column)
        return place and change.rule == "term-removed" and change.before in self.terms


@dataclass(frozen=True)
class Convert:
    """Columns become other columns, row by row: split, joined, written in another form.

    Attributes:
        table: the table.
        columns: the columns that are taken.
        into: the columns that they become; they may have the same names.
        by: cells of ``columns`` -> cells of ``into``; :class:`CannotMap` where a value does not fit.
        says: what it does, as a sentence.
    """

    table: str
    columns: tuple[str, ...]
    into: tuple[str, ...]
    by: Callable[[Mapping[str, str | None]], Mapping[str, str | None]]
    says: str

    def apply(self, work: Work) -> Done:
        """Make the change."""
        work.no_key(self.table, (*self.columns, *self.into))
        before: dict[str, tuple[RowTexts, RowTexts]] = {}
        for row in work.tables[self.table]:
            old = {name: row.cells.pop(name) for name in self.columns}
            new = self._converted(work, self.table, row, self.columns[0], old)
            row.cells |= new
            before[work.name(self.table, row.cells)] = (old, new)
        became = self._convert_evidence(work, before)
        kept = [name for name in work.columns[self.table] if name not in self.columns]
        work.columns[self.table] = [*kept, *self.into]
        for name in self.into:
            work.was_column[self.table, name] = work.was_column[self.table, self.columns[0]]
        return self.table, self.into[0], f"{self.says}; {became}", len(before)

    def _converted(self, work: Work, table: str, row: MigratedRow, column: str, old: RowTexts) -> RowTexts:
        try:
            new = dict(self.by(old))
        except CannotMap as reason:
            value = ", ".join(text for text in old.values() if text)
            work.report_loss(table, row, column, value or "an empty cell", str(reason))
            return dict.fromkeys(self.into)
        if set(new) != set(self.into):
            raise ValueError(f"the conversion of {self.table} gives {sorted(new)}, not {sorted(self.into)}")
        return {name: text or None for name, text in new.items()}

    def _convert_evidence(self, work: Work, before: Mapping[str, tuple[RowTexts, RowTexts]]) -> str:
        """Let evidence about a column that was taken be about the columns that its value went to.

        What a source asserts is converted as the record's own value was. A source that disputes the old column
        disputes those of the new ones in which its value differs.
        """
        evidence: list[MigratedRow] = []
        taken = made = 0
        for row in work.tables.get(EVIDENCE, ()):
            cells = row.cells
            if cells.get("table") == self.table and cells.get("field") in self.columns:
                parts = self._about_parts(work, row, before.get(cells.get("record_id") or ""))
                evidence += parts
                taken, made = taken + 1, made + len(parts)
            else:
                evidence.append(row)
        if EVIDENCE in work.tables:
            work.tables[EVIDENCE] = evidence
        return f"{rows_in_words(taken)} of evidence about {' and '.join(self.columns)} became {made}"

    def _about_parts(self, work: Work, row: MigratedRow, record: tuple[RowTexts, RowTexts] | None) -> list[MigratedRow]:
        column, asserted = row.cells["field"] or "", row.cells.get("asserted_value")
        if record is None:
            work.report_loss(EVIDENCE, row, "record_id", row.cells.get("record_id") or "", "there is no such record")
            return []
        old, new = record
        if asserted is None:
            return [MigratedRow(row.cells | {"field": name}, row.number) for name in self.into]
        said = self._converted(work, EVIDENCE, row, "asserted_value", old | {column: asserted})
        disputes = row.cells.get("stance") == "disputes"
        parts = [name for name, text in said.items() if text is not None and not (disputes and text == new[name])]
        if not parts:
            work.report_loss(
                EVIDENCE, row, "asserted_value", asserted, f"no column that {column} became says what it says"
            )
        return [MigratedRow(row.cells | {"field": name, "asserted_value": said[name]}, row.number) for name in parts]

    def covers(self, change: SchemaChange) -> bool:
        """It answers every change of its columns: that they went, that they came, that they take another form."""
        return change.table == self.table and change.field in {*self.columns, *self.into}


@dataclass(frozen=True)
class DropColumn:
    """A column goes for good, and evidence about it with it.

    Attributes:
        table, column: which.
        goes_to: where what it said is to be found now, as a sentence.
    """

    table: str
    column: str
    goes_to: str

    def apply(self, work: Work) -> Done:
        """Make the change."""
        work.no_key(self.table, (self.column,))
        filled = sum(row.cells.pop(self.column) is not None for row in work.tables[self.table])
        gone = {id(row) for row in work.about(self.table, self.column)}
        if gone:
            work.tables[EVIDENCE] = [row for row in work.tables[EVIDENCE] if id(row) not in gone]
        work.columns[self.table].remove(self.column)
        said = (
            f"the column {self.column} of {self.table} goes, with {filled} cells that were filled and "
            f"{rows_in_words(len(gone))} of evidence about it. {self.goes_to}"
        )
        return self.table, self.column, said, len(work.tables[self.table])

    def covers(self, change: SchemaChange) -> bool:
        """It answers that its column is gone."""
        return change.rule == "column-removed" and (change.table, change.field) == (self.table, self.column)


@dataclass(frozen=True)
class Accept:
    """A breaking change of the schema that asks for no change of the rows.

    Attributes:
        rule, table, field: which change.
        because: why the rows may stay as they are, as a sentence.
    """

    rule: str
    table: str
    field: str | None
    because: str

    def apply(self, work: Work) -> Done:
        """Change nothing."""
        return self.table, self.field, self.because, 0

    def covers(self, change: SchemaChange) -> bool:
        """It answers the change that it names."""
        return (change.rule, change.table, change.field) == (self.rule, self.table, self.field)


@dataclass(frozen=True)
class Migration:
    """All that is declared between two versions that follow each other, in the order in which it is done."""

    start: str
    end: str
    changes: tuple[MigrationStep, ...]


def rows_in_words(count: int) -> str:
    """Return a number of rows with its noun."""
    return "1 row" if count == 1 else f"{count} rows"
