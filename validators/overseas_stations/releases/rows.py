"""What every comparison asks of rows: which are the same, why one left, which sources are behind one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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


class Sources:
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

    def of(self, table: Table, name: str, row: Row, *, gone: bool) -> tuple[str, ...]:
        """Return the sources behind a record: those of its evidence and the one that declares it."""
        if table.name == "sources":
            return (name,)
        known = (self._old if gone else self._new).get((table.name, name), [])
        declaring = [source] if (source := row.get("source_id")) else []
        return tuple(sorted({*known, *declaring}))


def whole_change(
    kind: ChangeKind, table: Table, name: str, row: FrameRow, sources: Sources, detail: str = ""
) -> Change:
    """Return the change of a record that came or left as a whole.

    Args:
        kind: which of the two, and how.
        table, name: the record.
        row: its cells so far as they are known, with ``row`` where it is there now.
        sources: those behind the records of both versions.
        detail: what else there is to say.
    """
    # A row without an id of its own can be put right; an id that is gone breaks whoever refers to it.
    level = Level.PATCH if kind is ChangeKind.REMOVED and len(table.key) > 1 else LEVELS[kind]
    return Change(
        kind,
        table.name,
        name,
        label=row_label(table, row),
        sources=sources.of(table, name, row, gone=kind is not ChangeKind.ADDED),
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
