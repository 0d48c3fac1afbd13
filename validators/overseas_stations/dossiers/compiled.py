"""What dossiers compile to: the rows of tables, each cell with its place in a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from overseas_stations.dossiers.reading import Place
from overseas_stations.findings import Finding
from overseas_stations.tables import Table, Tables, record_name

if TYPE_CHECKING:
    import polars as pl


@dataclass
class CompiledRow:
    """A row of a table, with the place of each cell."""

    table: Table
    cells: dict[str, str | None]
    place: Place
    places: dict[str, Place] = field(default_factory=dict)

    def key(self) -> tuple[object, ...]:
        """Sort rows by their key; rows that share one, by their place."""
        return (*(self.cells.get(name) or "" for name in self.table.key), self.place)


@dataclass
class Compiled:
    """The tables that dossiers compile to.

    Attributes:
        tables: which tables these are.
        rows: table -> its rows, sorted by key.
        findings: what is wrong with the dossiers themselves; the checks of the tables come on top.
        dossiers: how many were read.
    """

    tables: Tables
    rows: dict[str, list[CompiledRow]]
    findings: list[Finding]
    dossiers: int

    def scans(self) -> dict[str, pl.LazyFrame]:
        """Return the tables as lazy frames of text, for the engine."""
        from overseas_stations.frames import text_frame

        return {name: text_frame(self.tables[name], (row.cells for row in rows)) for name, rows in self.rows.items()}

    def locate(self, finding: Finding) -> Finding:
        """Return a finding about a table with the place in the dossier that the cell came from."""
        if finding.table is None or finding.row is None or finding.line is not None:
            return finding
        row = self.rows[finding.table][finding.row - 1]
        place = row.places.get(finding.field or "", row.place)
        return finding.at(*place)


def invalid_cells(compiled: Compiled) -> Iterator[Finding]:
    """Yield what pydantic finds in the compiled rows, with the rule that the column checks name for it."""
    from pydantic import ValidationError

    from overseas_stations.rules.fields import finding_of_error

    for name, rows in compiled.rows.items():
        table = compiled.tables[name]
        for number, row in enumerate(rows, start=1):
            try:
                table.model.from_text(row.cells)
            except ValidationError as error:
                for each in error.errors(include_url=False):
                    cell = row.cells.get(str(each["loc"][0]))
                    yield finding_of_error(
                        table, each, cell, row=number, record_id=record_name(table, row.cells) or None
                    )
