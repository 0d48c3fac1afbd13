"""Makes the rows that a dossier asks for, with the evidence of its source, and counts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from overseas_stations.dossiers.reading import Entry, Place
from overseas_stations.dossiers.shape import ATTRIBUTED
from overseas_stations.findings import Finding
from overseas_stations.rules.dossiers import DOSSIER_LIMIT
from overseas_stations.tables import Tables, record_name

MAX_ROWS = 250_000
"""So many rows are made of all dossiers: a few bytes can ask for a row, and two lists for their product."""


@dataclass(slots=True)
class MadeRow:
    """A row that a dossier asks for.

    Attributes:
        table: its table's name.
        cells: its texts by column, and texts that are no columns of its table.
        place: where it is asked for.
        places: where its cells come from, as far as that is known.
        part: which part of a claim on another dossier's record it is evidence for, from 0; None for a row of its own.
    """

    table: str
    cells: dict[str, str | None]
    place: Place
    places: dict[str, Place]
    part: int | None = None


class TooMany(Exception):
    """The dossiers ask for more rows than are made; carries the finding."""

    def __init__(self, place: Place) -> None:
        self.finding = beyond(place)
        super().__init__(self.finding.message)


def beyond(place: Place) -> Finding:
    """Return the finding that up to a place all rows were made that are made."""
    value = f"up to here the dossiers give more than {MAX_ROWS} rows; the rest of them is not read"
    return DOSSIER_LIMIT.finding(value=value, **place._asdict())


class RowMaker:
    """The rows of one file that were made so far.

    Attributes:
        tables: the tables.
        rows: the rows, in the order that they were asked for.
        findings: what is wrong with the file.
    """

    def __init__(self, tables: Tables, room: int) -> None:
        self.tables, self._room = tables, room
        self.rows: list[MadeRow] = []
        self.findings: list[Finding] = []

    def row(
        self,
        table: str,
        cells: dict[str, str | None],
        place: Place,
        places: dict[str, Place],
        part: int | None = None,
    ) -> MadeRow:
        """Return a new row of a table; it takes those of the cells that are the table's.

        Raises:
            TooMany: there are as many as are made.
        """
        if len(self.rows) >= self._room:
            raise TooMany(place)
        row = MadeRow(table, cells, place, places, part)
        self.rows.append(row)
        return row

    def cited(self, table: str, entry: Entry, source_id: str | None) -> MadeRow:
        """Add a row and the evidence of its own source for it."""
        row = self.row(table, entry.cells | {"source_id": source_id}, entry.place, entry.places)
        passages = entry.passages
        if table == "stations":
            passages = [p for p in passages if p.cells.get("field") != "status"] or whole(passages)
        about = {
            "table": table,
            "record_id": record_name(self.tables[table], row.cells),
            "source_id": source_id,
            "stance": "supports",
        }
        self.evidence(about, entry, passages)
        return row

    def evidence(
        self,
        about: dict[str, str | None],
        entry: Entry,
        passages: list[Entry],
        claim: Iterable[str] = (),
        part: int | None = None,
    ) -> None:
        """Add the evidence of a source for a record, a row for each passage.

        Args:
            about: the record, the source and what it claims.
            entry: what states it.
            passages: the passages.
            claim: the columns of what is claimed.
            part: which part of a claim on another dossier's record it is.
        """
        own = {ATTRIBUTED: entry.cells.get(ATTRIBUTED)} | about
        common: dict[str, Place] = {}
        if entry.places:
            stated = [column for column in (ATTRIBUTED, *claim) if column in entry.places]
            common = {"stance": entry.place, "reason": entry.place} | {name: entry.places[name] for name in stated}
        for passage in passages or [Entry(entry.place, {}, entry.places)]:
            cells = own | passage.cells
            if about.get("table") == "station_statuses" and passage.cells.get("field") == "status":
                # A report of a status is about that, which is no field of it.
                cells["field"] = about.get("field")
            self.row("evidence", cells, passage.place, common | passage.places if common else common, part)


def whole(passages: Iterable[Entry]) -> list[Entry]:
    """Return the passages that support the record as a whole."""
    return [passage for passage in passages if not passage.cells.get("field")]
