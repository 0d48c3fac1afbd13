"""What comes of what dossiers say of records of other dossiers. Nothing is picked silently.

A claim on a record that is not there, or a value beside another one, is a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from overseas_stations.dossiers.compilation.filing import Filed
from overseas_stations.dossiers.compilation.parts import ORIGIN, PackedClaim
from overseas_stations.dossiers.reading import Place
from overseas_stations.dossiers.shape import shapes
from overseas_stations.findings import Finding
from overseas_stations.forms.scalars import DATE
from overseas_stations.rules.citations.asserted import ADDED_TWICE, CONTRADICTION
from overseas_stations.rules.dossiers import KEY_UNKNOWN
from overseas_stations.rules.fields import REQUIRED, params_of
from overseas_stations.rules.keys import DUPLICATE_EVIDENCE, EVIDENCE_RECORD
from overseas_stations.tables import Table, Tables

if TYPE_CHECKING:
    import polars as pl

Added = dict[tuple[str, int], dict[str, tuple[str, int]]]
"""File and number of a row -> column -> the file and the number of the claim that filled it."""


class Claiming:
    """Decides on claims, one after the other.

    Args:
        tables: the tables.
        names: the files' names by their numbers.
        frames: table -> its rows as text, with ``ORIGIN``.
        strictly: returns what a file asks for, with the place of each cell.

    Attributes:
        findings: what is wrong with claims.
        filled: table -> column -> number of a row -> the text that a claim fills in.
        added: the same, by where it comes from.
    """

    def __init__(
        self,
        tables: Tables,
        names: Sequence[str],
        frames: Mapping[str, pl.DataFrame],
        strictly: Callable[[str], Filed],
    ) -> None:
        self.tables, self._names, self._frames, self._strictly = tables, names, frames, strictly
        self.findings: list[Finding] = []
        self.filled: dict[str, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
        self.added: Added = {}
        self._columns: dict[tuple[str, str], list[str | None]] = {}
        self._values: dict[tuple[str, str], tuple[str, PackedClaim]] = {}
        self._named = self._records()

    def _records(self) -> Mapping[str, tuple[Table, int]]:
        """Return name -> the table of the record and the number of its row; of several, the first."""
        named: dict[str, tuple[Table, int]] = {}
        for table in reversed(self.tables.cited):
            found = names_in(table, self._frames[table.name])
            numbers = range(len(found) - 1, -1, -1)
            named.update(zip(reversed(found), zip(repeat(table), numbers, strict=False), strict=True))
        return named

    def accepted(self, claims: Iterable[PackedClaim]) -> Iterator[tuple[int, str]]:
        """Yield the parts of claims for which there is evidence, with the table of the record.

        By source, so that the outcome does not depend on the order of files.
        """
        for claim in sorted(claims, key=lambda claim: claim[:4]):
            name = claim.record
            if not name:
                column = self.tables["evidence"].column("record_id")
                place = Place(self._names[claim.file], claim.line, claim.column)._asdict()
                self.findings.append(
                    REQUIRED.finding(field="record", table=claim.stance, **params_of(column, REQUIRED), **place)
                )
                continue
            if name not in self._named:
                place = self._cell(claim, "record_id")._asdict()
                self.findings.append(EVIDENCE_RECORD.finding(value=name, detail="the data", **place))
                continue
            table, row = self._named[name]
            supports = claim.stance == "supports" and claim.adds is None
            if supports and self._text(table, row, "source_id") == claim.source_id:
                # Its passages belong to the declaration.
                place = self._cell(claim, "record_id")._asdict()
                self.findings.append(DUPLICATE_EVIDENCE.finding(value=name, **place))
                continue
            yield claim.first, table.name
            for part, (column_name, value) in enumerate(claim.adds or (), start=claim.first + 1):
                if self._add(claim, table, row, column_name, value or ""):
                    yield part, table.name

    def _add(self, claim: PackedClaim, table: Table, row: int, column: str, value: str) -> bool:
        """Fill a field that the declaring source leaves empty, or make its date more precise; never replace a value."""
        authored = shapes(self.tables).declares.get(table.name, {})
        addable = [name for name, key in authored.items() if key.column is not None and name in table.claimed]
        if column not in addable:
            names = ", ".join(addable)
            place = self._cell(claim, column)
            self.findings.append(
                KEY_UNKNOWN.finding(value=column, expected=f"fields that can be added: {names}", **place._asdict())
            )
            return False
        name = str(claim.record)
        known, is_date = self._text(table, row, column), table.column(column).scalar.pattern == DATE
        if known is None or (is_date and value.startswith(known)):
            self.filled[table.name][column][row] = value
            self._values[name, column] = value, claim
            self.added.setdefault(self._origin(table, row), {})[column] = self._names[claim.file], claim.number
        elif value != known and not (is_date and known.startswith(value)):
            # Without evidence for this value, which would contradict the record once more.
            self._clash(claim, table, name, known, column, value, self._values.get((name, column)))
            return False
        return True

    def _clash(
        self,
        claim: PackedClaim,
        table: Table,
        name: str,
        known: str,
        column: str,
        value: str,
        added: tuple[str, PackedClaim] | None,
    ) -> None:
        """Report a value that is not the record's: against another source that added it, or against the record."""
        place = self._cell(claim, column)
        where: dict[str, Any] = {"table": table.name, "record_id": name, "field": column, **place._asdict()}
        if added is not None:
            detail = f"{added[0]} in {self._names[added[1].file]}"
            self.findings.append(ADDED_TWICE.finding(value=value, detail=detail, **where))
            return
        detail = f"{value} where the record has {known}"
        self.findings.append(CONTRADICTION.finding(value=claim.source_id, detail=detail, field_name=column, **where))

    def _text(self, table: Table, row: int, column: str) -> str | None:
        filled = self.filled[table.name][column]
        if row in filled:
            return filled[row]
        if (table.name, column) not in self._columns:
            self._columns[table.name, column] = self._frames[table.name][column].to_list()
        return self._columns[table.name, column][row]

    def _origin(self, table: Table, row: int) -> tuple[str, int]:
        frame = self._frames[table.name]
        return self._names[frame[ORIGIN[0]][row]], frame[ORIGIN[3]][row]

    def _cell(self, claim: PackedClaim, column: str) -> Place:
        """Return the place of a text of a claim, or of a value that it adds."""
        entry = self._strictly(self._names[claim.file]).claims[claim.number].entry
        places = entry.values.places if entry.values is not None and column != "record_id" else entry.places
        return places[column]


def names_in(table: Table, frame: pl.DataFrame) -> list[str]:
    """Return how evidence names each row of a table."""
    columns = [frame[name].fill_null("").to_list() for name in table.key]
    return columns[0] if len(columns) == 1 else ["/".join(parts) for parts in zip(*columns, strict=True)]
