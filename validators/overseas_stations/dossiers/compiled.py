"""What dossiers compile to: the tables, and for each row the dossier that it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from overseas_stations.dossiers.check_log import is_log
from overseas_stations.dossiers.compilation.claiming import Added
from overseas_stations.dossiers.compilation.filing import Filed, place_of
from overseas_stations.dossiers.compilation.joining import COUNTRIES
from overseas_stations.dossiers.compilation.parts import ORIGIN
from overseas_stations.dossiers.reading import Place
from overseas_stations.findings import Finding
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class CompiledRow:
    """A row of a table."""

    cells: dict[str, str | None]


@dataclass
class Compiled:
    """The tables that dossiers compile to.

    Attributes:
        tables: which tables these are.
        frames: table -> its rows as text, sorted by key.
        findings: what is wrong with the dossiers themselves; the checks of the tables come on top.
        dossiers: how many were read.
        names: the files' names by their numbers.
        origins: table -> for each row the numbers of its file, its line and column, and its number in the file.
        added: which cells were filled by which claims of other dossiers.
        strictly: returns what a file asks for, with the place of each cell.
    """

    tables: Tables
    frames: Mapping[str, pl.DataFrame]
    findings: list[Finding]
    dossiers: int
    names: Sequence[str]
    origins: Mapping[str, pl.DataFrame]
    added: Added
    strictly: Callable[[str], Filed]

    def scans(self) -> dict[str, pl.LazyFrame]:
        """Return the tables as lazy frames of text, for the engine."""
        from overseas_stations.frames import numbered

        return {name: numbered(frame.lazy()) for name, frame in self.frames.items()}

    @cached_property
    def rows(self) -> Mapping[str, list[CompiledRow]]:
        """Table -> its rows, in the order of their key."""
        return {name: [CompiledRow(row) for row in frame.rows(named=True)] for name, frame in self.frames.items()}

    def files_of(self, table: str) -> list[str]:
        """Return the file that each row of a table comes from."""
        return [self.names[file] for file in self.origins[table][ORIGIN[0]]]

    def locate(self, finding: Finding) -> Finding:
        """Return a finding about a table with the place in the dossier that the cell came from."""
        if finding.table is None or finding.row is None or finding.line is not None:
            return finding
        return finding.at(*self._place(finding.table, finding.row - 1, finding.field))

    def _place(self, table: str, row: int, field: str | None) -> Place:
        file, line, column, number = self.origins[table].row(row)
        if file == len(self.names):
            return Place(COUNTRIES, line, column)
        # Where cells stand is looked up when it is asked for: few rows are wrong, and all have cells.
        name = self.names[file]
        if is_log(name):
            return Place(name, line, column)
        filled = self.added.get((name, number), {}).get(field or "")
        if filled is not None:
            adding, claim = filled
            values = self.strictly(adding).claims[claim].entry.values
            assert values is not None
            return values.places[field or ""]
        rows = self.strictly(name).rows
        return place_of(rows[number], field) if number < len(rows) else Place(name, line, column)
