"""Compares two versions of which one is known by its ledger alone: which records came, left or differ, and no cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from overseas_stations.frames import FrameRow
from overseas_stations.ledgers.ledger import Hashes
from overseas_stations.releases.changes import LEVELS, Change, ChangeKind, Changes, StructureChange, changes_in_order
from overseas_stations.releases.rows import (
    moved_rows,
    named_sources,
    reasons_to_leave,
    untold_retractions,
    whole_change,
    with_sources,
)
from overseas_stations.releases.structure import metadata_changes
from overseas_stations.schemas.versions import Level
from overseas_stations.tables import Table, record_name, row_label

if TYPE_CHECKING:
    from overseas_stations.releases.opening import Release

UNSEEN = "of {name} only the ledger is at hand: cells, columns and metadata were not compared"
ROW_DIFFERS = "its row is another; a ledger does not say in which cells"
EVIDENCE_DIFFERS = "its evidence is another; a ledger does not say which"

ByTable = Mapping[str, Mapping[str, Hashes]]
"""Table -> record -> its hashes."""


def compare_by_ledger(old: Release, new: Release) -> Changes:
    """Return the differences between two versions so far as the ledger of one of them, or of both, tells."""
    before, after = _records_of(old), _records_of(new)
    sides = _Sides(old, new)
    found: list[Change] = []
    for table in new.known.values():
        if table.name not in ("evidence", "retractions") and not table.observed:
            found += with_sources(_changes(table, before, after, sides), table, old, new)
    retractions = new.known["retractions"]
    of_retractions = with_sources(_changes(retractions, before, after, sides), retractions, old, new)
    found += untold_retractions(of_retractions, found)
    names = dict.fromkeys(release.side.name for release in (old, new) if release.ledger is not None)
    return Changes(
        old.side,
        new.side,
        changes_in_order(found, new.known),
        tuple(_structure(old, new, before)),
        tables=new.known,
        unseen=UNSEEN.format(name=" and ".join(names)),
    )


def _structure(old: Release, new: Release, before: ByTable) -> Iterator[StructureChange]:
    if old.descriptor and new.descriptor:
        yield from metadata_changes(old.descriptor, new.descriptor, ["name"])
    for name in sorted(before.keys() - set(new.known)):
        yield StructureChange(Level.MAJOR, name, None, f"the table {name} is gone")


def _records_of(release: Release) -> ByTable:
    found: dict[str, dict[str, Hashes]] = {}
    for (table, name), hashes in release.hashes.items():
        found.setdefault(table, {})[name] = hashes
    return found


class _Sides:
    """The rows of those versions that have some, and what is known besides."""

    def __init__(self, old: Release, new: Release) -> None:
        self.reasons = reasons_to_leave(new)
        self._tables = {"old": old.tables, "new": new.tables}
        self._rows: dict[tuple[str, str], dict[str, FrameRow]] = {}

    def row(self, side: str, table: Table, name: str) -> FrameRow:
        """Return the cells of a record in a version; of one that is known by its ledger those of the key."""
        if (side, table.name) not in self._rows:
            frame = self._tables[side].get(table.name)
            rows = [] if frame is None else frame.rows(named=True)
            self._rows[side, table.name] = {record_name(table, row): row for row in rows}
        known = self._rows[side, table.name].get(name)
        return _key_cells(table, name) if known is None else known


def _key_cells(table: Table, name: str) -> FrameRow:
    # Of the parts of a key the last alone may hold a slash: the record that a retraction names.
    return dict(zip(table.key, name.split("/", len(table.key) - 1), strict=False))


def _changes(table: Table, before: ByTable, after: ByTable, sides: _Sides) -> Iterator[Change]:
    was, now = before.get(table.name, {}), after.get(table.name, {})
    gone, added = was.keys() - now.keys(), now.keys() - was.keys()
    for lost, name, column in _moved(table, gone, added):
        cells = _key_cells(table, lost)[column], _key_cells(table, name)[column]
        yield _change(ChangeKind.CORRECTED, table, name, sides, "", (column, *cells))
        gone, added = gone - {lost}, added - {name}
    for name in added:
        yield whole_change(ChangeKind.ADDED, table, name, sides.row("new", table, name))
    retracted = after.get("retractions", {})
    for name in gone:
        # Where the later version is a ledger, it names what was retracted and not why.
        kind = ChangeKind.RETRACTED if f"{table.name}/{name}" in retracted else ChangeKind.REMOVED
        row = {column: cell for column, cell in sides.row("old", table, name).items() if column != "row"}
        yield whole_change(kind, table, name, row, sides.reasons.get((table.name, name), ""))
    for name in was.keys() & now.keys():
        if was[name][0] != now[name][0]:
            yield _change(ChangeKind.CORRECTED, table, name, sides, ROW_DIFFERS)
        if was[name][1] != now[name][1]:
            yield _change(ChangeKind.RESOURCED, table, name, sides, EVIDENCE_DIFFERS)


def _moved(table: Table, gone: Iterable[str], added: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return the old name, the new one and the part of the key that differs, of rows that are the same all the same."""
    old, new = ([_key_cells(table, name) for name in sorted(names)] for names in (gone, added))
    if any(len(row) < len(table.key) for row in (*old, *new)):
        return []  # names that no row of this table has: somebody made them up
    pairs = moved_rows(table, old, new)
    return [(record_name(table, lost), record_name(table, row), column) for lost, row, column in pairs]


def _change(
    kind: ChangeKind,
    table: Table,
    name: str,
    sides: _Sides,
    detail: str,
    cell: tuple[str | None, str | None, str | None] = (None, None, None),
) -> Change:
    row = sides.row("new", table, name)
    return Change(
        kind,
        table.name,
        name,
        *cell,
        label=row_label(table, row),
        sources=named_sources(table, name, row),
        detail=detail,
        row=row.get("row"),
        level=LEVELS[kind],
    )
