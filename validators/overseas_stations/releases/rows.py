"""What every comparison asks of rows: which are the same, why one left, which sources are behind one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from overseas_stations.frames import FrameRow
from overseas_stations.releases.changes import LEVELS, Change, ChangeKind
from overseas_stations.schemas.versions import Level
from overseas_stations.tables import Row, Table, row_label

if TYPE_CHECKING:
    from overseas_stations.releases.opening import Release


def moved_rows(table: Table, gone: list[FrameRow], added: list[FrameRow]) -> list[tuple[FrameRow, FrameRow, str]]:
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


def reasons_to_leave(new: Release) -> dict[tuple[str, str], str]:
    """Return table and id -> why it left the data."""
    frame = new.tables.get("retractions")
    rows = [] if frame is None else frame.rows(named=True)
    return {(row["table"], row["record_id"]): _reason(row) for row in rows}


def _reason(row: FrameRow) -> str:
    instead = f" Use {row['successor_id']}." if row["successor_id"] else ""
    return f"{row['reason']}: {row['note']}{instead}"


def named_sources(table: Table, name: str, row: Row) -> tuple[str, ...]:
    """Return the sources of a record that its row itself names: the one that declares it, or that it is."""
    if table.name == "sources":
        return (name,)
    return (source,) if (source := row.get("source_id")) else ()


def with_sources(changes: Iterable[Change], table: Table, old: Release, new: Release) -> list[Change]:
    """Return changes of a table's records, each with all the sources behind its record: those of its evidence as well.

    Of a record that is gone they are those of the old version. They are looked up for all changes at once.
    """
    listed = list(changes)
    if table.name == "sources":
        return listed
    left = (ChangeKind.REMOVED, ChangeKind.RETRACTED)
    gone, there = (
        {change.record_id for change in listed if (change.kind in left) is is_gone} for is_gone in (True, False)
    )
    before, after = _of_evidence(old, table, gone), _of_evidence(new, table, there)
    found = []
    for change in listed:
        known = (before if change.kind in left else after).get(change.record_id, [])
        found.append(replace(change, sources=tuple(sorted({*known, *change.sources}))))
    return found


def _of_evidence(release: Release, table: Table, names: Collection[str]) -> Mapping[str, list[str]]:
    """Return record -> the sources of its evidence, for those of some records of a table that have any."""
    import polars as pl

    frame = release.tables.get("evidence")
    if frame is None or not names:
        return {}
    wanted = pl.DataFrame({"record_id": sorted(names)})
    evidence = frame.lazy().filter(pl.col("table") == table.name).select("record_id", "source_id").drop_nulls()
    of_these = evidence.join(wanted.lazy(), on="record_id", how="semi").collect()
    return dict(of_these.group_by("record_id").agg(pl.col("source_id")).rows())


def whole_change(kind: ChangeKind, table: Table, name: str, row: FrameRow, detail: str = "") -> Change:
    """Return the change of a record that came or left as a whole, with the sources that its row names.

    Args:
        kind: which of the two, and how.
        table, name: the record.
        row: its cells so far as they are known, with ``row`` where it is there now.
        detail: what else there is to say.
    """
    # A row without an id of its own can be put right; an id that is gone breaks whoever refers to it.
    level = Level.PATCH if kind is ChangeKind.REMOVED and len(table.key) > 1 else LEVELS[kind]
    return Change(
        kind,
        table.name,
        name,
        label=row_label(table, row),
        sources=named_sources(table, name, row),
        detail=detail,
        row=row.get("row"),
        level=level,
    )


def untold_retractions(changes: Iterable[Change], told: Iterable[Change]) -> Iterator[Change]:
    """Yield those changes of retractions that are not told already, as changes of what they retract."""
    known = {(change.table, change.record_id) for change in told}
    for change in changes:
        table, _, name = change.record_id.partition("/")
        if change.kind is not ChangeKind.ADDED or (table, name) not in known:
            yield change
