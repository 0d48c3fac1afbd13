"""From one file of the seeds to the rows that it asks for, and its claims on records of other dossiers.

A file in the house's style is read the quick way. Where that leaves a doubt, or something is wrong, it is read by the
strict reader, which knows the place of each cell; the rows are the same, in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from overseas_stations.dossiers.compilation.rows import MAX_ROWS, MadeRow, RowMaker, TooMany, whole
from overseas_stations.dossiers.quick import QuickReader
from overseas_stations.dossiers.reading import Dossier, Entry, Place, Reader
from overseas_stations.dossiers.shape import ATTRIBUTED, EVENT, shapes
from overseas_stations.formats import house_yaml
from overseas_stations.formats.strict_yaml import YamlFault, parse
from overseas_stations.forms.scalars import DATE, is_match
from overseas_stations.forms.vocabulary import UNIT_OF_METRIC
from overseas_stations.rules.citations.cited import COUNT_UNEXPECTED
from overseas_stations.rules.dossiers import DOSSIER_PLACE
from overseas_stations.tables import Tables

RETRACTIONS = "retractions.yaml"
"""The one file of the seeds that is no dossier, nor an actor: the ids that left the data."""

ACTORS = "actors"
"""The folder of the seeds that holds a file for each actor."""

CLAIMED = ("field", "asserted_value", "reason")
"""What a claim may say of a record, besides that it supports or disputes it."""

_UNITS = {metric.value: unit.value for metric, unit in UNIT_OF_METRIC.items()}


@dataclass(slots=True)
class MadeClaim:
    """What a dossier says of a record of another dossier.

    Attributes:
        stance, source_id: who supports or disputes it.
        entry: what states it.
        first: the number of its first part among the file's: the claim itself; one for each field that it adds follows.
    """

    stance: str
    source_id: str
    entry: Entry
    first: int


class Filed(RowMaker):
    """What one file asks for.

    Attributes:
        file: how findings name it.
        dossiers: 1 for a dossier, 0 for another file.
        claims: its claims on records of other dossiers.
        parts: of each part of a claim how many rows of evidence it has, and the field that it is about.
        is_full: it asks for more rows than are made.
        is_whole: it could be read.
    """

    def __init__(self, file: str, tables: Tables, room: int) -> None:
        super().__init__(tables, room)
        self.file, self.dossiers, self.is_full, self.is_whole = file, 0, False, True
        self.claims: list[MadeClaim] = []
        self.parts: list[tuple[int, str | None]] = []

    def quickly(self, data: bytes) -> None:
        """Take what a file in the house's style holds.

        Raises:
            Doubt: it may not be one, or something is wrong with it.
            TooMany: it asks for more rows than are made.
        """
        reader = QuickReader(self.file, shapes(self.tables))
        root = house_yaml.read(data)
        if self._is_retractions:
            self._retracted(reader.retractions(root))
        elif self._is_actor:
            self._actor(reader.actor(root))
        else:
            self._dossier(reader.dossier(root))

    def strictly(self, data: bytes) -> None:
        """Take what a file holds, and what is wrong with it.

        Raises:
            TooMany: it asks for more rows than are made.
        """
        reader = Reader(self.file, shapes(self.tables))
        try:
            root = parse(data, self.file, self.findings)
        except YamlFault as fault:
            self.findings.append(fault.finding)
            self.is_whole = False
            return
        if self._is_retractions:
            self._retracted(reader.retractions(root))
        elif self._is_actor:
            actor = reader.actor(root)
            if actor is not None:
                self._actor(actor)
        else:
            dossier = reader.dossier(root)
            self.is_whole = dossier is not None
            if dossier is not None:
                self._dossier(dossier)
        self.findings.extend(reader.findings)

    @property
    def own(self) -> int:
        """How many rows it has besides those of claims."""
        return len(self.rows) - sum(size for size, _ in self.parts)

    @property
    def _is_retractions(self) -> bool:
        return self.file.rsplit("/", 1)[-1] == RETRACTIONS

    @property
    def _is_actor(self) -> bool:
        return self.file.rsplit("/", 2)[-2:-1] == [ACTORS]

    def _own(self, table: str, entry: Entry) -> None:
        self.row(table, entry.cells, entry.place, entry.places)

    def _retracted(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._own("retractions", entry)

    def _actor(self, actor: Entry) -> None:
        self._own("actors", actor)
        name = actor.cells.get("id")
        expected = f"seeds/{ACTORS}/{name}.yaml"
        self._check_place(actor, expected, expected)

    def _check_place(self, entry: Entry, ends: str, expected: str) -> None:
        name = entry.cells.get("id")
        if name and not f"/{self.file}".endswith(f"/{ends}"):
            place = entry.places["id"]
            self.findings.append(DOSSIER_PLACE.finding(value=name, expected=expected, **place._asdict()))

    def _dossier(self, dossier: Dossier) -> None:
        self.dossiers = 1
        source = dossier.source
        source.cells.setdefault("background", "false")
        self._own("sources", source)
        published = source.cells.get("published") or ""
        year = published[:4] if is_match(DATE, published) else "undated"
        ends = f"{year}/{source.cells.get('id') or ''}.yaml"
        self._check_place(source, ends, f"seeds/{ends}")
        self._check_counts(dossier)
        source_id = source.cells.get("id")
        # A source says what it says as of the day it appeared; if that is unknown, as of the day it was read.
        as_of = source.cells.get("published") or source.cells.get("accessed")
        for entry in dossier.relations:
            self.cited("source_relations", entry, source_id)
        for table, entries in dossier.declares.items():
            for entry in entries:
                self._declared(table, entry, source_id, as_of)
        self._room = len(self.rows) + MAX_ROWS
        for stance, entries in (("supports", dossier.supports), ("disputes", dossier.disputes)):
            for entry in entries:
                self._claim(stance, source_id or "", entry)

    def _declared(self, table: str, entry: Entry, source_id: str | None, as_of: str | None) -> None:
        if table == "station_statuses":
            entry.cells.setdefault("as_of", as_of)
        row = self.cited(table, entry, source_id)
        if table == "figures":
            row.cells["unit"] = _UNITS.get(entry.cells.get("metric") or "")
        elif table == "stations":
            status = Entry(
                entry.place,
                {
                    "station_id": entry.cells.get("id"),
                    "status": entry.cells.get("status"),
                    "as_of": entry.cells.get("status_as_of") or as_of,
                    **{name: entry.cells[name] for name in EVENT if name in entry.cells},
                },
                {
                    "status": entry.places.get("status", entry.place),
                    "as_of": entry.places.get("status_as_of", entry.place),
                    **{name: entry.places[name] for name in EVENT if name in entry.places},
                },
                [p for p in entry.passages if p.cells.get("field") == "status"] or whole(entry.passages),
            )
            _attribute(status, entry)
            self.cited("station_statuses", status, source_id)
        elif table == "responses":
            for link in entry.ids:
                cells: dict[str, str | None] = {"response_id": entry.cells.get("id"), "station_id": link.cells["id"]}
                places = {"station_id": link.places.get("id", link.place)}
                about = Entry(link.place, cells, places, whole(entry.passages))
                _attribute(about, entry)
                self.cited("response_stations", about, source_id)

    def _check_counts(self, dossier: Dossier) -> None:
        if dossier.expects is None:
            return
        for table in shapes(self.tables).declares:
            found, expected = len(dossier.declares.get(table, [])), dossier.expects.cells.get(table)
            if expected != str(found) and (expected is not None or found):
                place = dossier.expects.places.get(table, dossier.expects.place)
                self.findings.append(
                    COUNT_UNEXPECTED.finding(field=table, value=found, expected=expected or "no", **place._asdict())
                )

    def _claim(self, stance: str, source_id: str, entry: Entry) -> None:
        """Add a claim with the evidence for it, which has no table before it is known whose record it is about."""
        self.claims.append(MadeClaim(stance, source_id, entry, len(self.parts)))
        about: dict[str, str | None] = {"record_id": entry.cells.get("record_id"), "source_id": source_id or None}
        if not about["record_id"]:
            return
        adds = entry.values or Entry(entry.place)
        passages = [passage for passage in entry.passages if passage.cells.get("field") not in adds.cells]
        claimed = {column: entry.cells.get(column) for column in CLAIMED}
        self._part(about | {"stance": stance} | claimed, entry, passages)
        for column, value in adds.cells.items():
            place = adds.places.get(column, adds.place)
            passages = [p for p in entry.passages if p.cells.get("field") == column] or whole(entry.passages)
            placed = [replace(p, places={**p.places, "asserted_value": place}) for p in passages]
            adding = replace(entry, places={**entry.places, "asserted_value": place})
            self._part(about | {"stance": "supports", "field": column, "asserted_value": value}, adding, placed)

    def _part(self, about: dict[str, str | None], entry: Entry, passages: list[Entry]) -> None:
        before = len(self.rows)
        claimed = [column for column in CLAIMED if column in about]
        self.evidence(about, entry, passages, claim=claimed, part=len(self.parts))
        self.parts.append((len(self.rows) - before, about["field"]))


def _attribute(entry: Entry, whole: Entry) -> None:
    """Let a row that follows from an entry be said on the same word."""
    if ATTRIBUTED in whole.cells:
        entry.cells[ATTRIBUTED] = whole.cells[ATTRIBUTED]
        if ATTRIBUTED in whole.places:
            entry.places[ATTRIBUTED] = whole.places[ATTRIBUTED]


def filed(file: str, data: bytes, tables: Tables, room: int) -> Filed:
    """Return what one file asks for.

    Args:
        file: how findings name it (``seeds/2022/x.yaml``).
        data: its bytes.
        tables: the tables that it compiles to.
        room: how many rows of its own are made.
    """
    found = Filed(file, tables, room)
    try:
        found.quickly(data)
    except (house_yaml.Doubt, TooMany):
        pass
    else:
        if not found.findings:
            return found
    return strictly_filed(file, data, tables, room)


def strictly_filed(file: str, data: bytes, tables: Tables, room: int = MAX_ROWS) -> Filed:
    """Return what one file asks for, each cell with its place."""
    found = Filed(file, tables, room)
    try:
        found.strictly(data)
    except TooMany as beyond:
        found.findings.append(beyond.finding)
        found.is_full = True
    return found


def place_of(row: MadeRow, field: str | None) -> Place:
    """Return where a cell of a row comes from, or the row itself."""
    return row.places.get(field or "", row.place)
