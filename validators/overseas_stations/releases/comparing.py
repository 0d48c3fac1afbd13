"""Compares two versions of the data: by key and cell by cell, as columns; only what differs becomes a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from overseas_stations.frames import FrameRow
from overseas_stations.releases.by_ledger import compare_by_ledger
from overseas_stations.releases.changes import LEVELS, Change, ChangeKind, Changes, changes_in_order
from overseas_stations.releases.claims import evidence_changes
from overseas_stations.releases.rows import (
    moved_rows,
    named_sources,
    reasons_to_leave,
    untold_retractions,
    whole_change,
    with_sources,
)
from overseas_stations.releases.sides import NEW, OLD, BothSides
from overseas_stations.releases.structure import structure_changes
from overseas_stations.tables import Table, record_name, row_label

if TYPE_CHECKING:
    from overseas_stations.releases.opening import Release


STATUS_COLUMNS = frozenset({"status", "status_as_of"})


def compare(old: Release, new: Release) -> Changes:
    """Return all differences between two versions; tables that one of them lacks count as empty.

    Of a version that is known by its ledger alone, only what a ledger tells: ``unseen`` of the answer says what is not.
    """
    if old.ledger is not None or new.ledger is not None:
        return compare_by_ledger(old, new)
    reasons = reasons_to_leave(new)
    found: list[Change] = []
    for table in new.known.values():
        if table.name not in ("evidence", "retractions"):
            found += with_sources(_records(table, old, new, reasons), table, old, new)
    found += evidence_changes(old, new, {(change.table, change.record_id): change.kind for change in found})
    retractions = new.known["retractions"]
    found += untold_retractions(with_sources(_records(retractions, old, new, reasons), retractions, old, new), found)
    structure = tuple(structure_changes(old.descriptor, new.descriptor))
    return Changes(old.side, new.side, changes_in_order(found, new.known), structure, tables=new.known)


# Records


def _records(table: Table, old: Release, new: Release, reasons: Mapping[tuple[str, str], str]) -> Iterator[Change]:
    """Yield the changes of a table's records, with no sources but those that the rows themselves name."""
    sides = BothSides(table, *(release.tables.get(table.name) for release in (old, new)))
    gone = sides.alone(OLD).drop("row").rows(named=True)
    added = sides.alone(NEW).rows(named=True)
    moved: set[int] = set()
    for lost, row, column in moved_rows(table, gone, added):
        yield _cell(table, row, column, lost[column], row[column])
        moved |= {id(lost), id(row)}
    gone, added = ([row for row in rows if id(row) not in moved] for rows in (gone, added))
    for row in added:
        yield whole_change(ChangeKind.ADDED, table, record_name(table, row), row)
    for row in gone:
        name = record_name(table, row)
        reason = reasons.get((table.name, name))
        kind = ChangeKind.REMOVED if reason is None else ChangeKind.RETRACTED
        yield whole_change(kind, table, name, row, reason or "")
    before_and_after = (rows.rows(named=True) for rows in sides.changed())
    for before, row in zip(*before_and_after, strict=True):
        for name in table.names:
            if row[name] != before[name]:
                yield _cell(table, row, name, before[name], row[name])


def _cell(table: Table, row: FrameRow, column: str, old: str | None, new: str | None) -> Change:
    if column == "source_id":
        kind = ChangeKind.RESOURCED
    elif table.name == "stations" and column in STATUS_COLUMNS:
        kind = ChangeKind.STATUS_CHANGED
    else:
        kind = ChangeKind.CORRECTED
    name = record_name(table, row)
    return Change(
        kind,
        table.name,
        name,
        column,
        old,
        new,
        label=row_label(table, row),
        sources=named_sources(table, name, row),
        row=row["row"],
        level=LEVELS[kind],
    )
