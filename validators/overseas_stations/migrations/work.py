"""The tables of a package while they are carried from one version to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from overseas_stations.findings import Finding
from overseas_stations.rules.migrations import NOT_MIGRATED
from overseas_stations.tables import Table

RowTexts = dict[str, str | None]

EVIDENCE, RETRACTIONS = "evidence", "retractions"
"""The tables whose rows name other tables, records, columns and values. They keep their names and these columns."""


@dataclass
class MigratedRow:
    """A row's cells, and which row of its file it was.

    Attributes:
        cells: its texts by column.
        number: the number of the row that it comes from.
        table: the table of the file that this row is of, where the rest of its table comes from elsewhere or nowhere.
    """

    cells: RowTexts
    number: int
    table: str | None = None


@dataclass(frozen=True)
class Step:
    """One thing that was done.

    Attributes:
        start, end: between which versions.
        table, field: what it was done to, by the name that it has afterwards.
        message: what was done, as a sentence with its counts.
        rows: how many rows it changed.
    """

    start: str
    end: str
    table: str
    field: str | None
    message: str
    rows: int


@dataclass
class Work:
    """Tables on their way.

    Attributes:
        tables: table -> its rows, in the order of its file.
        columns: table -> its columns.
        keys: table -> the columns whose values name a row.
        was_table: table -> the table of the file that its rows come from.
        was_column: table and column -> the column of the file that its values come from.
        findings: what could not be carried over, by table and row of the files.
    """

    tables: dict[str, list[MigratedRow]]
    columns: dict[str, list[str]]
    keys: dict[str, tuple[str, ...]]
    was_table: dict[str, str]
    was_column: dict[tuple[str, str], str]
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Mapping[str, Table], rows: dict[str, list[MigratedRow]]) -> Work:
        """Begin with the rows as they were read."""
        return cls(
            tables=rows,
            columns={name: list(table.names) for name, table in tables.items()},
            keys={name: table.key for name, table in tables.items()},
            was_table={name: name for name in tables},
            was_column={(name, column): column for name, table in tables.items() for column in table.names},
        )

    def add(self, table: str, columns: Iterable[str], key: tuple[str, ...]) -> list[MigratedRow]:
        """Return the rows of a table, which is new and empty where there was none."""
        if table not in self.tables:
            self.tables[table], self.columns[table], self.keys[table] = [], list(columns), key
            self.was_table[table] = table
            self.was_column |= {(table, column): column for column in self.columns[table]}
        return self.tables[table]

    def rename(self, table: str, to: str) -> None:
        """Give a table another name."""
        self.tables[to] = self.tables.pop(table)
        self.columns[to] = self.columns.pop(table)
        self.keys[to] = self.keys.pop(table)
        self.was_table[to] = self.was_table.pop(table)
        for (name, column), was in list(self.was_column.items()):
            if name == table:
                self.was_column[to, column] = was

    def report_loss(self, table: str, row: MigratedRow, column: str | None, value: str, detail: str) -> None:
        """Report that a value cannot be carried over."""
        self.findings.append(
            NOT_MIGRATED.finding(
                table=self.was_table[table],
                row=row.number,
                field=None if column is None else self.was_column.get((table, column), column),
                record_id=self.name(table, row.cells) or None,
                value=value,
                detail=detail,
            )
        )

    def name(self, table: str, cells: RowTexts) -> str:
        """Return how evidence names a row."""
        return "/".join(cells.get(column) or "" for column in self.keys[table])

    def about(self, table: str, column: str | None = None) -> Iterator[MigratedRow]:
        """Yield the rows of evidence about a table, or about one column of it."""
        for row in self.tables.get(EVIDENCE, ()):
            if row.cells.get("table") == table and (column is None or row.cells.get("field") == column):
                yield row

    def naming(self, table: str) -> Iterator[tuple[str, MigratedRow, tuple[str, ...]]]:
        """Yield each row that names records of a table: its table, itself, the columns that hold such names."""
        for row in self.about(table):
            yield EVIDENCE, row, ("record_id",)
        for row in self.tables.get(RETRACTIONS, ()):
            if row.cells.get("table") == table:
                yield RETRACTIONS, row, ("record_id", "successor_id")

    def no_key(self, table: str, columns: tuple[str, ...]) -> None:
        """Refuse a declared change that would rename records.

        Raises:
            ValueError: a column is part of the key.
        """
        if named := {*columns} & {*self.keys[table]}:
            raise ValueError(f"{', '.join(sorted(named))} names the rows of {table}: ids are for good")
