"""Compares two versions of the data: by key and cell by cell, as columns; only what differs becomes a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.frames import FrameRow
from overseas_stations.releases.by_ledger import compare_by_ledger
from overseas_stations.releases.changes import LEVELS, Change, ChangeKind, Changes, changes_in_order
from overseas_stations.releases.claims import evidence_changes
from overseas_stations.releases.rows import Sources, moved_rows, reasons_to_leave, untold_retractions, whole_change
from overseas_stations.releases.structure import structure_changes
from overseas_stations.tables import Table, record_name, row_label

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.releases.opening import Release


STATUS_COLUMNS = frozenset({"status", "status_as_of"})
OLD = " old"
"""What the old version's columns are called beside the new one's: no column of the registry ends so."""

NAMED = "record name"
"""The column of the names by which rows of two versions are the same. No column of the registry is called so."""


def compare(old: Release, new: Release) -> Changes:
    """Return all differences between two versions; tables that one of them lacks count as empty.

    Of a version that is known by its ledger alone, only what a ledger tells: ``unseen`` of the answer says what is not.
    """
    if old.ledger is not None or new.ledger is not None:
        return compare_by_ledger(old, new)
    sources = Sources(old, new)
    found: list[Change] = []
    for table in new.known.values():
        if table.name not in ("evidence", "retractions"):
            found += _records(table, old, new, sources)
    found += evidence_changes(old, new, {(change.table, change.record_id): change.kind for change in found})
    found += untold_retractions(_records(new.known["retractions"], old, new, sources), found)
    structure = tuple(structure_changes(old.descriptor, new.descriptor))
    return Changes(old.side, new.side, changes_in_order(found, new.known), structure, tables=new.known)


# Records


def _records(table: Table, old: Release, new: Release, sources: Sources) -> Iterator[Change]:
    import polars as pl

    joined = _joined(table, old, new)
    there, before = pl.col("row").is_not_null(), pl.col("row" + OLD).is_not_null()
    added = joined.filter(there & ~before).rows(named=True)
    gone = [_old(table, row) for row in joined.filter(before & ~there).rows(named=True)]
    moved: set[int] = set()
    for lost, row, column in moved_rows(table, gone, added):
        yield _cell(table, row, column, lost[column], row[column], sources)
        moved |= {id(lost), id(row)}
    gone, added = ([row for row in rows if id(row) not in moved] for rows in (gone, added))
    for row in added:
        yield whole_change(ChangeKind.ADDED, table, record_name(table, row), row, sources)
    reasons = reasons_to_leave(new)
    for row in gone:
        name = record_name(table, row)
        reason = reasons.get((table.name, name))
        kind = ChangeKind.REMOVED if reason is None else ChangeKind.RETRACTED
        yield whole_change(kind, table, name, row, sources, reason or "")
    differs = {name: pl.col(name).ne_missing(pl.col(name + OLD)) for name in table.names}
    changed = joined.filter(there & before & pl.any_horizontal(*differs.values()))
    for row in changed.rows(named=True):
        for name in table.names:
            if row[name] != row[name + OLD]:
                yield _cell(table, row, name, row[name + OLD], row[name], sources)


def _joined(table: Table, old: Release, new: Release) -> pl.DataFrame:
    """Return the rows of both versions side by side, by key; of rows that share a key the first counts."""
    import polars as pl

    empty = pl.DataFrame(schema={"row": pl.UInt32, **dict.fromkeys(table.names, pl.String)})
    key = pl.concat_str([pl.col(name).fill_null("") for name in table.key], separator="/")

    def keyed(release: Release) -> pl.DataFrame:
        frame = release.tables.get(table.name, empty).with_columns(key.alias(NAMED))
        return frame.unique(NAMED, keep="first", maintain_order=True)

    before = keyed(old).rename(lambda name: name if name == NAMED else name + OLD)
    return keyed(new).join(before, on=NAMED, how="full", coalesce=True)


def _old(table: Table, row: FrameRow) -> FrameRow:
    return {name: row[name + OLD] for name in table.names}


def _cell(table: Table, row: FrameRow, column: str, old: str | None, new: str | None, sources: Sources) -> Change:
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
        sources=sources.of(table, name, row, gone=False),
        row=row["row"],
        level=LEVELS[kind],
    )
