"""Makes the rows that a dossier asks for, with the evidence of its source, and counts them."""

from __future__ import annotations

from collections.abc import Iterable

from overseas_stations.dossiers.compiled import CompiledRow
from overseas_stations.dossiers.reading import Entry, Place
from overseas_stations.dossiers.shape import ATTRIBUTED, shapes
from overseas_stations.findings import Finding
from overseas_stations.rules.dossiers import DOSSIER_LIMIT
from overseas_stations.tables import Table, Tables, record_name

MAX_ROWS = 250_000
"""So many rows are made of all dossiers: a few bytes can ask for a row, and two lists for their product."""


class TooMany(Exception):
    """The dossiers ask for more rows than are made; carries the finding."""

    def __init__(self, place: Place) -> None:
        value = f"up to here the dossiers give more than {MAX_ROWS} rows; the rest of them is not read"
        self.finding = DOSSIER_LIMIT.finding(value=value, **place._asdict())
        super().__init__(value)


class RowMaker:
    """The rows that were made so far, by table.

    Attributes:
        tables, shapes: the tables, and what a dossier may hold that compiles to them.
        rows: table -> its rows, in the order that they were asked for.
        findings: what is wrong with the dossiers.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables, self.shapes = tables, shapes(tables)
        self.rows: dict[str, list[CompiledRow]] = {name: [] for name in tables}
        self.findings: list[Finding] = []
        self._made = 0

    @property
    def is_full(self) -> bool:
        """True where more rows were asked for than are made."""
        return self._made > MAX_ROWS

    def row(self, table: str, entry: Entry, /, **more: str | None) -> CompiledRow:
        """Return a new row of a table.

        Raises:
            TooMany: there are as many as are made.
        """
        self._made += 1
        if self.is_full:
            raise TooMany(entry.place)
        cells = {name: entry.cells.get(name) for name in self.tables[table].names} | more
        row = CompiledRow(self.tables[table], cells, entry.place, dict(entry.places))
        self.rows[table].append(row)
        return row

    def cited(self, table: str, entry: Entry, source_id: str | None) -> CompiledRow:
        """Add a row and the evidence of its own source for it."""
        row = self.row(table, entry, source_id=source_id)
        passages = entry.passages
        if table == "stations":
            passages = [p for p in passages if p.cells.get("field") != "status"] or whole(passages)
        self.evidence(row.table, record_name(row.table, row.cells), source_id, "supports", entry, passages)
        return row

    def evidence(
        self,
        table: Table,
        name: str,
        source_id: str | None,
        stance: str,
        entry: Entry,
        passages: list[Entry],
        **claim: str | None,
    ) -> None:
        """Add the evidence of a source for a record, a row for each passage."""
        about: dict[str, str | None] = {
            "table": table.name, "record_id": name, "source_id": source_id, "stance": stance,
            ATTRIBUTED: entry.cells.get(ATTRIBUTED), **claim
        }  # fmt: skip
        for passage in passages or [Entry(entry.place, {}, dict(entry.places))]:
            given = {k: v for k, v in passage.cells.items() if v is not None}
            if table.name == "station_statuses" and given.get("field") == "status":
                del given["field"]
            own = {**about, **given}
            stated = [column for column in (ATTRIBUTED, *claim) if column in entry.places]
            places = {column: entry.places[column] for column in stated} | passage.places
            self.row(
                "evidence", Entry(passage.place, {}, {"stance": entry.place, "reason": entry.place, **places}), **own
            )


def whole(passages: Iterable[Entry]) -> list[Entry]:
    """Return the passages that support the record as a whole."""
    return [passage for passage in passages if not passage.cells.get("field")]
