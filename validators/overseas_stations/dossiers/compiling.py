"""From dossiers to tables: every cell keeps the place it came from, and nothing is picked silently.

Compilation is a pure function of the dossiers' bytes: it depends neither on the order of files, nor on the locale, the
time zone or the hash seed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from overseas_stations.dossiers.check_log import Look, is_log, looks_in
from overseas_stations.dossiers.checked_rows import add_checks
from overseas_stations.dossiers.compiled import Compiled, CompiledRow
from overseas_stations.dossiers.reading import Dossier, Entry, Place, Reader
from overseas_stations.dossiers.rows import RowMaker, TooMany, whole
from overseas_stations.dossiers.shape import ATTRIBUTED, EVENT
from overseas_stations.formats.strict_yaml import YamlFault, parse
from overseas_stations.forms.codes import country_rows
from overseas_stations.forms.scalars import DATE, is_match
from overseas_stations.forms.vocabulary import UNIT_OF_METRIC, StationStatus, last_status
from overseas_stations.rules.citations.asserted import ADDED_TWICE, CONTRADICTION
from overseas_stations.rules.citations.cited import COUNT_UNEXPECTED
from overseas_stations.rules.dossiers import DOSSIER_PLACE, KEY_UNKNOWN
from overseas_stations.rules.fields import REQUIRED, params_of
from overseas_stations.rules.keys import DUPLICATE_EVIDENCE, EVIDENCE_RECORD
from overseas_stations.tables import TABLES, Tables, record_name

RETRACTIONS = "retractions.yaml"
"""The one file of the seeds that is no dossier, nor an actor: the ids that left the data."""

ACTORS = "actors"
"""The folder of the seeds that holds a file for each actor."""


def compile_dossiers(files: Mapping[str, bytes], tables: Tables = TABLES) -> Compiled:
    """Compile dossiers.

    Args:
        files: how findings name each file (``seeds/2022/x.yaml``) -> its bytes.
        tables: the tables that they compile to.
    """
    compiler = _Compiler(tables)
    try:
        _compile(files, compiler)
    except TooMany as beyond:
        compiler.findings.append(beyond.finding)
    return compiler.finish()


def _compile(files: Mapping[str, bytes], compiler: _Compiler) -> None:
    for file in sorted(files):
        if is_log(file):
            compiler.looks += looks_in(files[file], file, compiler.findings)
            continue
        reader = Reader(file, compiler.shapes)
        try:
            root = parse(files[file], file, compiler.findings)
        except YamlFault as fault:
            compiler.findings.append(fault.finding)
            compiler.is_whole = False
            continue
        if file.rsplit("/", 1)[-1] == RETRACTIONS:
            for entry in reader.retractions(root):
                compiler.row("retractions", entry)
        elif file.rsplit("/", 2)[-2:-1] == [ACTORS]:
            actor = reader.actor(root)
            if actor is not None:
                compiler.actor(file, actor)
        else:
            dossier = reader.dossier(root)
            if dossier is not None:
                compiler.dossier(dossier)
            compiler.is_whole &= dossier is not None
        compiler.findings.extend(reader.findings)


def _attribute(entry: Entry, whole: Entry) -> None:
    """Let a row that follows from an entry be said on the same word."""
    if ATTRIBUTED in whole.cells:
        entry.cells[ATTRIBUTED], entry.places[ATTRIBUTED] = whole.cells[ATTRIBUTED], whole.places[ATTRIBUTED]


class _Compiler(RowMaker):
    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self.others: list[tuple[str, str, Entry]] = []
        self.looks: list[tuple[Look, Place]] = []
        self.dossiers, self.is_whole = 0, True

    def actor(self, file: str, actor: Entry) -> None:
        self.row("actors", actor)
        name = actor.cells.get("id")
        expected = f"seeds/{ACTORS}/{name}.yaml"
        if name and not f"/{file}".endswith(f"/{expected}"):
            place = actor.places["id"]
            self.findings.append(DOSSIER_PLACE.finding(value=name, expected=expected, **place._asdict()))

    def dossier(self, dossier: Dossier) -> None:
        self.dossiers += 1
        source = dossier.source
        source.cells.setdefault("background", "false")
        self.row("sources", source)
        self._check_place(dossier)
        self._check_counts(dossier)
        source_id = source.cells.get("id")
        # A source says what it says as of the day it appeared; if that is unknown, as of the day it was read.
        as_of = source.cells.get("published") or source.cells.get("accessed")
        for entry in dossier.relations:
            self.cited("source_relations", entry, source_id)
        for table, entries in dossier.declares.items():
            for entry in entries:
                self._declared(table, entry, source_id, as_of)
        for stance, entries in (("supports", dossier.supports), ("disputes", dossier.disputes)):
            self.others.extend((stance, source_id or "", entry) for entry in entries)

    def _declared(self, table: str, entry: Entry, source_id: str | None, as_of: str | None) -> None:
        if table == "station_statuses":
            entry.cells.setdefault("as_of", as_of)
        row = self.cited(table, entry, source_id)
        if table == "figures":
            metric = row.cells["metric"]
            row.cells["unit"] = next((unit.value for m, unit in UNIT_OF_METRIC.items() if m.value == metric), None)
        elif table == "stations":
            status = Entry(
                entry.place,
                {
                    "station_id": row.cells["id"],
                    "status": row.cells["status"],
                    "as_of": row.cells["status_as_of"] or as_of,
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
                cells = {"response_id": row.cells["id"], "station_id": link.cells["id"]}
                about = Entry(link.place, dict(cells), {"station_id": link.places["id"]}, whole(entry.passages))
                _attribute(about, entry)
                self.cited("response_stations", about, source_id)

    def _check_place(self, dossier: Dossier) -> None:
        cells = dossier.source.cells
        name, published = cells.get("id") or "", cells.get("published") or ""
        year = published[:4] if is_match(DATE, published) else "undated"
        expected = f"{year}/{name}.yaml"
        if name and not f"/{dossier.file}".endswith(f"/{expected}"):
            place = dossier.source.places["id"]
            self.findings.append(DOSSIER_PLACE.finding(value=name, expected=f"seeds/{expected}", **place._asdict()))

    def _check_counts(self, dossier: Dossier) -> None:
        if dossier.expects is None:
            return
        for table in self.shapes.declares:
            found, expected = len(dossier.declares.get(table, [])), dossier.expects.cells.get(table)
            if expected != str(found) and (expected is not None or found):
                place = dossier.expects.places.get(table, dossier.expects.place)
                self.findings.append(
                    COUNT_UNEXPECTED.finding(field=table, value=found, expected=expected or "no", **place._asdict())
                )

    def finish(self) -> Compiled:
        named: dict[str, list[CompiledRow]] = defaultdict(list)
        for table in self.tables.cited:
            for row in self.rows[table.name]:
                named[record_name(table, row.cells)].append(row)
        added: dict[tuple[str, str], tuple[str, Place]] = {}
        # By source, so that the outcome does not depend on the order of files.
        if not self.is_full:
            try:
                for stance, source_id, entry in sorted(self.others, key=lambda other: (other[1], other[2].place)):
                    self._about_other(stance, source_id, entry, named, added)
                add_checks(self, self.looks, known=not self.is_whole)
            except TooMany as beyond:
                self.findings.append(beyond.finding)
        self._derive_statuses()
        self._countries()
        for rows in self.rows.values():
            rows.sort(key=CompiledRow.key)
        return Compiled(self.tables, self.rows, self.findings, self.dossiers)

    def _about_other(
        self,
        stance: str,
        source_id: str,
        entry: Entry,
        named: Mapping[str, list[CompiledRow]],
        added: dict[tuple[str, str], tuple[str, Place]],
    ) -> None:
        name = entry.cells.get("record_id")
        if not name:
            column = self.tables["evidence"].column("record_id")
            self.findings.append(
                REQUIRED.finding(field="record", table=stance, **params_of(column, REQUIRED), **entry.place._asdict())
            )
            return
        rows = named.get(name)
        if not rows:
            place = entry.places["record_id"]
            self.findings.append(EVIDENCE_RECORD.finding(value=name, detail="the data", **place._asdict()))
            return
        row, table = rows[0], rows[0].table
        if stance == "supports" and row.cells["source_id"] == source_id and entry.values is None:
            # Its passages belong to the declaration.
            self.findings.append(DUPLICATE_EVIDENCE.finding(value=name, **entry.places["record_id"]._asdict()))
            return
        claim = {column: entry.cells.get(column) for column in ("field", "asserted_value", "reason")}
        adds = entry.values or Entry(entry.place)
        passages = [passage for passage in entry.passages if passage.cells.get("field") not in adds.cells]
        self.evidence(table, name, source_id, stance, entry, passages, **claim)
        for field_name, value in adds.cells.items():
            self._add(row, field_name, value or "", adds.places[field_name], source_id, entry, added)

    def _add(
        self,
        row: CompiledRow,
        column: str,
        value: str,
        place: Place,
        source_id: str,
        entry: Entry,
        added: dict[tuple[str, str], tuple[str, Place]],
    ) -> None:
        """Fill a field that the declaring source leaves empty, or make its date more precise; never replace a value."""
        table = row.table
        authored = self.shapes.declares.get(table.name, {})
        addable = [name for name, key in authored.items() if key.column is not None and name in table.claimed]
        if column not in addable:
            names = ", ".join(addable)
            self.findings.append(
                KEY_UNKNOWN.finding(value=column, expected=f"fields that can be added: {names}", **place._asdict())
            )
            return
        name = record_name(table, row.cells)
        known, is_date = row.cells[column], table.column(column).scalar.pattern == DATE
        if known is None or (is_date and value.startswith(known)):
            row.cells[column], row.places[column] = value, place
            added[(name, column)] = (value, place)
        elif value != known and not (is_date and known.startswith(value)):
            # Without evidence for this value, which would contradict the record once more.
            self._clash(row, column, value, place, source_id, added.get((name, column)))
            return
        passages = [p for p in entry.passages if p.cells.get("field") == column] or whole(entry.passages)
        placed = [replace(p, places={**p.places, "asserted_value": place}) for p in passages]
        entry = replace(entry, places={**entry.places, "asserted_value": place})
        self.evidence(table, name, source_id, "supports", entry, placed, field=column, asserted_value=value)

    def _clash(
        self, row: CompiledRow, column: str, value: str, place: Place, source_id: str, added: tuple[str, Place] | None
    ) -> None:
        """Report a value that is not the record's: against another source that added it, or against the record."""
        where: dict[str, Any] = {
            "table": row.table.name,
            "record_id": record_name(row.table, row.cells),
            "field": column,
            **place._asdict(),
        }
        if added is not None:
            self.findings.append(ADDED_TWICE.finding(value=value, detail=f"{added[0]} in {added[1].file}", **where))
            return
        detail = f"{value} where the record has {row.cells[column]}"
        self.findings.append(CONTRADICTION.finding(value=source_id, detail=detail, field_name=column, **where))

    def _countries(self) -> None:
        """Add the countries, which no file of the seeds names: their list is a part of this package."""
        for number, cells in enumerate(country_rows(), start=2):
            place = Place("countries.csv", number, 1)
            self.rows["countries"].append(CompiledRow(self.tables["countries"], dict(cells), place))

    def _derive_statuses(self) -> None:
        """Set each station's status to the last one that says more than that it was reported, if there is one."""
        reports: defaultdict[str | None, list[tuple[str | None, str | None]]] = defaultdict(list)
        for row in self.rows["station_statuses"]:
            reports[row.cells["station_id"]].append((row.cells["as_of"], row.cells["status"]))
        # By station, because records that share an id share their reports.
        last = {station: last_status(of_it) for station, of_it in reports.items()}
        order = [term.value for term in StationStatus]
        for row in self.rows["stations"]:
            station = row.cells["id"]
            found = last.get(station)
            if found is not None and row.cells["status"] in order:
                row.cells["status_as_of"], row.cells["status"] = found
            elif row.cells["status_as_of"] is None and reports[station]:
                row.cells["status_as_of"] = reports[station][0][0]
