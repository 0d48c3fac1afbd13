"""What a run of files asks for, as columns: small enough to be held of all, and handed over."""

from __future__ import annotations

import marshal
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from overseas_stations.dossiers.compilation.filing import Filed, filed
from overseas_stations.dossiers.compilation.rows import MAX_ROWS
from overseas_stations.findings import Finding
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    import polars as pl

OF_CLAIMS = "evidence of claims"
"""What the rows are called that are evidence for records of other dossiers, among the tables of a part."""

ORIGIN = (" file", " line", " column", " number", " part")
"""Of each row: the number of its file, the line and column where it is asked for, its number among the file's rows,
and which part of a claim it is evidence for. No column of a table is called like these.
"""


class PackedClaim(NamedTuple):
    """What a dossier says of a record of another dossier, sorted by source and place.

    Attributes:
        source_id, file, line, column: who says so, and where; the file is a number.
        stance, record: whether it supports or disputes it, and which it is.
        number: its number among the claims of its file.
        first: the number of its first part.
        adds: the fields that it adds with their values, each of which is a further part; None where it adds none.
    """

    source_id: str
    file: int
    line: int
    column: int
    stance: str
    record: str | None
    number: int
    first: int
    adds: tuple[tuple[str, str | None], ...] | None


@dataclass
class PackedFiles:
    """What some files ask for.

    Attributes:
        dossiers: how many dossiers they are.
        own: how many rows of their own they have.
        is_full: there would be more than are made.
        is_whole: all of them could be read.
        columns: table -> its columns; with what claims bring under a name of its own.
        origins: table -> for each row the numbers of ``ORIGIN``.
        claims: what they say of records of other dossiers.
        sizes, fields: of each part of a claim how many rows of evidence it has, and the field that it is about.
        findings: what is wrong with them.
    """

    dossiers: int = 0
    own: int = 0
    is_full: bool = False
    is_whole: bool = True
    columns: dict[str, list[list[str | None]]] = field(default_factory=dict)
    origins: dict[str, array[int]] = field(default_factory=dict)
    claims: list[PackedClaim] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    fields: list[str | None] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """Return the part as bytes for another process of this program."""
        import pickle

        origins = {name: numbers.tobytes() for name, numbers in self.origins.items()}
        claims = [tuple(claim) for claim in self.claims]
        numbers = (self.dossiers, self.own, self.is_full, self.is_whole)
        return marshal.dumps(
            (numbers, self.columns, origins, claims, self.sizes, self.fields, pickle.dumps(self.findings))
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> PackedFiles:
        """Return the part that :meth:`to_bytes` wrote."""
        import pickle

        numbers, columns, origins, claims, sizes, fields, findings = marshal.loads(data)
        dossiers, own, is_full, is_whole = numbers
        unpacked = {name: array("I", each) for name, each in origins.items()}
        packed_claims = [PackedClaim(*each) for each in claims]
        return cls(
            dossiers, own, is_full, is_whole, columns, unpacked, packed_claims, sizes, fields, pickle.loads(findings)
        )

    def frames(self, tables: Tables) -> dict[str, pl.DataFrame]:
        """Return the tables as frames of text, with the numbers of ``ORIGIN``."""
        import polars as pl

        found = {}
        for name, columns in self.columns.items():
            names, numbers = tables[_table(name)].names, self.origins[name]
            texts = [pl.Series(each, cells, dtype=pl.String) for each, cells in zip(names, columns, strict=True)]
            found[name] = pl.DataFrame(
                texts + [pl.Series(each, numbers[at :: len(ORIGIN)], pl.UInt32) for at, each in enumerate(ORIGIN)]
            )
        return found


def _table(name: str) -> str:
    return "evidence" if name == OF_CLAIMS else name


def part_of(files: Iterable[tuple[int, str, bytes]], tables: Tables, room: int = MAX_ROWS) -> PackedFiles:
    """Return what some files ask for.

    Args:
        files: number, name and bytes of each.
        tables: the tables that they compile to.
        room: how many rows of their own are made; what comes after them is not read.
    """
    part, rows = PackedFiles(), _Rows()
    for number, name, data in files:
        found = filed(name, data, tables, room - part.own)
        _add(part, rows, number, found)
        if found.is_full:
            break
    part.columns = {name: _columns(cells, tables[_table(name)].names) for name, cells in rows.cells.items()}
    part.origins = dict(rows.origins)
    return part


class _Rows:
    """Rows by table before they become columns, and the numbers of ``ORIGIN`` for each."""

    def __init__(self) -> None:
        self.cells: dict[str, list[Mapping[str, str | None]]] = defaultdict(list)
        self.origins: dict[str, array[int]] = defaultdict(lambda: array("I"))


def _add(part: PackedFiles, rows: _Rows, file: int, found: Filed) -> None:
    part.dossiers += found.dossiers
    part.own += found.own
    part.is_full = found.is_full
    part.is_whole &= found.is_whole
    part.findings += found.findings
    before = len(part.sizes)
    for number, row in enumerate(found.rows):
        name, of = (row.table, 0) if row.part is None else (OF_CLAIMS, before + row.part)
        rows.cells[name].append(row.cells)
        rows.origins[name].extend((file, row.place.line, row.place.column, number, of))
    for number, claim in enumerate(found.claims):
        entry, place = claim.entry, claim.entry.place
        record, first = entry.cells.get("record_id"), before + claim.first
        adds = None if entry.values is None else tuple(entry.values.cells.items())
        part.claims.append(
            PackedClaim(claim.source_id, file, place.line, place.column, claim.stance, record, number, first, adds)
        )
    part.sizes += [size for size, _ in found.parts]
    part.fields += [about for _, about in found.parts]


def _columns(rows: Sequence[Mapping[str, str | None]], names: Sequence[str]) -> list[list[str | None]]:
    return [[row.get(name) for row in rows] for name in names]
