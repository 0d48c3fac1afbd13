"""Compares two versions of the data: by key and cell by cell, as columns; only what differs becomes a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from overseas_stations.frames import FrameRow
from overseas_stations.releases.changes import LEVELS, Change, ChangeKind, Changes
from overseas_stations.releases.claims import evidence_changes
from overseas_stations.releases.structure import structure_changes
from overseas_stations.schemas.versions import Level
from overseas_stations.tables import Table, record_name, row_label

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.releases.opening import Release


STATUS_COLUMNS = frozenset({"status", "status_as_of"})
OLD = " old"
"""What the old version's columns are called beside the new one's: no column of the registry ends so."""

NAMED = "record name"
"""The column of the names by which rows of two versions are the same. No column of the registry is called so."""

ORDER = {kind: number for number, kind in enumerate(ChangeKind)}


def compare(old: Release, new: Release) -> Changes:
    """Return all differences between two versions; tables that one of them lacks count as empty."""
    sources = _Sources(old, new)
    found: list[Change] = []
    for table in new.known.values():
        if table.name not in ("evidence", "retractions"):
            found += _records(table, old, new, sources)
    found += evidence_changes(old, new, {(change.table, change.record_id): change.kind for change in found})
    found += _retractions(old, new, sources, {(change.table, change.record_id) for change in found})
    tables = {name: number for number, name in enumerate(new.known)}
    found.sort(
        key=lambda c: (tables[c.table], c.record_id, ORDER[c.kind], c.field or "", c.old or "", c.new or "", c.sources)
    )
    structure = tuple(structure_changes(old.descriptor, new.descriptor))
    return Changes(old.side, new.side, tuple(found), structure, tables=new.known)


# Records


def _records(table: Table, old: Release, new: Release, sources: _Sources) -> Iterator[Change]:
    import polars as pl

    joined = _joined(table, old, new)
    there, before = pl.col("row").is_not_null(), pl.col("row" + OLD).is_not_null()
    added = joined.filter(there & ~before).rows(named=True)
    gone = [_old(table, row) for row in joined.filter(before & ~there).rows(named=True)]
    moved: set[int] = set()
    for lost, row, column in _moved(table, gone, added):
        yield _cell(table, row, column, lost[column], row[column], sources)
        moved |= {id(lost), id(row)}
    gone, added = ([row for row in rows if id(row) not in moved] for rows in (gone, added))
    for row in added:
        yield _whole(ChangeKind.ADDED, table, row, sources, row["row"])
    reasons = _reasons(new)
    for row in gone:
        reason = reasons.get((table.name, record_name(table, row)))
        kind = ChangeKind.REMOVED if reason is None else ChangeKind.RETRACTED
        yield _whole(kind, table, row, sources, None, reason or "")
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


def _moved(table: Table, gone: list[FrameRow], added: list[FrameRow]) -> list[tuple[FrameRow, FrameRow, str]]:
    """Return the pairs of rows that differ in one part of their key, and no other row comes into question.

    Only for keys of several columns, which are no ids, and only parts that refer to nothing: a status whose date was
    corrected is the same report, a relation with another source is another relation.
    """
    pairs: list[tuple[FrameRow, FrameRow, str]] = []
    taken: set[int] = set()
    free = [name for name in table.key if name not in table.references] if len(table.key) > 1 else []
    for column in free:
        rest = [name for name in table.key if name != column]
        sides: dict[tuple[Any, ...], tuple[list[FrameRow], list[FrameRow]]] = defaultdict(lambda: ([], []))
        for number, rows in enumerate((gone, added)):
            for row in rows:
                if id(row) not in taken:
                    sides[tuple(row[name] for name in rest)][number].append(row)
        found = [(one[0], other[0], column) for one, other in sides.values() if len(one) == len(other) == 1]
        taken.update(id(row) for pair in found for row in pair[:2])
        pairs += found
    return pairs


def _whole(
    kind: ChangeKind, table: Table, row: FrameRow, sources: _Sources, number: int | None, detail: str = ""
) -> Change:
    name = record_name(table, row)
    # A row without an id of its own can be put right; an id that is gone breaks whoever refers to it.
    level = Level.PATCH if kind is ChangeKind.REMOVED and len(table.key) > 1 else LEVELS[kind]
    return Change(
        kind,
        table.name,
        name,
        label=row_label(table, row),
        sources=sources.of(table, name, row, gone=number is None),
        detail=detail,
        row=number,
        level=level,
    )


def _cell(table: Table, row: FrameRow, column: str, old: str | None, new: str | None, sources: _Sources) -> Change:
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


def _reasons(new: Release) -> dict[tuple[str, str], str]:
    """Return table and id -> why it left the data."""
    frame = new.tables.get("retractions")
    rows = [] if frame is None else frame.rows(named=True)
    return {(row["table"], row["record_id"]): _reason(row) for row in rows}


def _reason(row: FrameRow) -> str:
    instead = f" Use {row['successor_id']}." if row["successor_id"] else ""
    return f"{row['reason']}: {row['note']}{instead}"


class _Sources:
    """The sources behind the records of both versions, looked up once."""

    def __init__(self, old: Release, new: Release) -> None:
        self._old, self._new = (self._of(release) for release in (old, new))

    @staticmethod
    def _of(release: Release) -> Mapping[tuple[str, str], list[str]]:
        frame = release.tables.get("evidence")
        if frame is None:
            return {}
        import polars as pl

        named = frame.drop_nulls(["table", "record_id", "source_id"])
        grouped = named.group_by("table", "record_id").agg(pl.col("source_id").unique().sort())
        return {(table, record): names for table, record, names in grouped.rows()}

    def of(self, table: Table, name: str, row: FrameRow, *, gone: bool) -> tuple[str, ...]:
        """Return the sources behind a record: those of its evidence and the one that declares it."""
        if table.name == "sources":
            return (name,)
        known = (self._old if gone else self._new).get((table.name, name), [])
        declaring = [row["source_id"]] if row.get("source_id") else []
        return tuple(sorted({*known, *declaring}))


# Retractions of ids that neither version has, and retractions that are gone


def _retractions(old: Release, new: Release, sources: _Sources, told: set[tuple[str, str]]) -> Iterator[Change]:
    for change in _records(new.known["retractions"], old, new, sources):
        table, _, name = change.record_id.partition("/")
        if change.kind is not ChangeKind.ADDED or (table, name) not in told:
            yield change
