"""The rows of a table in two versions, side by side by name, as columns: what is the same costs no Python object.

Names alone are joined. The other columns are compared one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from overseas_stations.tables import Table

if TYPE_CHECKING:
    import polars as pl

OLD, NEW = "old row", "new row"
"""The two versions, and the columns of where rows of one name stand in them."""

NAMED = "record name"
"""The column of names."""


def named(table: Table) -> pl.Expr:
    """Return the names of a table's rows, as :func:`~overseas_stations.tables.record_name` gives them."""
    import polars as pl

    parts = [pl.col(name).fill_null("") for name in table.key]
    return pl.concat_str(parts, separator="/") if len(parts) > 1 else parts[0]


class BothSides:
    """The rows of a table in both versions, and which are the same by name; of rows that share a name the first counts.

    Args:
        table: the table.
        old, new: its rows, with ``row``; None where a version lacks the table, which then counts as empty.
    """

    def __init__(self, table: Table, old: pl.DataFrame | None, new: pl.DataFrame | None) -> None:
        import polars as pl

        empty = pl.DataFrame(schema={"row": pl.UInt32, **dict.fromkeys(table.names, pl.String)})
        self._table = table
        self._frames = {side: empty if frame is None else frame for side, frame in ((OLD, old), (NEW, new))}
        self._first = {side: _first_of_name(table, frame, side) for side, frame in self._frames.items()}
        # A full join would take twice as long.
        joined = self._first[NEW].join(self._first[OLD], on=NAMED, how="left", maintain_order="left")
        self._pairs = joined.select(OLD, NEW)

    def alone(self, side: str) -> pl.DataFrame:
        """Return the rows whose name one version alone has."""
        import polars as pl

        if side == NEW:
            return self._frames[NEW][self._pairs.filter(pl.col(OLD).is_null())[NEW]]
        first = self._first[OLD][OLD]
        there = _mask(self._pairs[OLD].drop_nulls(), self._frames[OLD].height)
        return self._frames[OLD][first.filter(~there.gather(first))]

    def changed(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the rows that both versions have and that differ in a cell: as they were, and as they are."""
        import polars as pl

        pairs = self._pairs.drop_nulls()
        sides = [(frame, _taking(pairs[side], frame.height)) for side, frame in self._frames.items()]
        differs = pl.repeat(False, pairs.height, eager=True)
        for name in self._table.names:
            columns = [(frame[name], take) for frame, take in sides]
            if any(column.null_count() < column.len() for column, _ in columns):
                was, now = (take(column) for column, take in columns)
                differs |= now.ne_missing(was)
        pairs = pairs.filter(differs)
        before, after = (frame[pairs[side]] for side, frame in self._frames.items())
        return before, after

    def repeated(self, side: str) -> pl.DataFrame:
        """Return the rows whose name an earlier row of the same version has."""
        frame, first = self._frames[side], self._first[side][side]
        return frame.filter(~_mask(first, frame.height)) if first.len() < frame.height else frame.clear()


def _first_of_name(table: Table, frame: pl.DataFrame, side: str) -> pl.DataFrame:
    """Return the names of a table's rows, each once, and where the first row of that name stands."""
    names = frame.select(named(table).alias(NAMED)).with_row_index(side)
    alike = names[NAMED].n_unique() < names.height
    return names.unique(NAMED, keep="first", maintain_order=True) if alike else names


def _taking(rows: pl.Series, height: int) -> Callable[[pl.Series], pl.Series]:
    """Return what takes the cells of some rows from a column of so many; in their order it costs a fifth."""
    if not rows.is_sorted():
        return lambda column: column.gather(rows)
    mask = _mask(rows, height)
    return lambda column: column.filter(mask)


def _mask(rows: pl.Series, height: int) -> pl.Series:
    import polars as pl

    return pl.repeat(False, height, eager=True).scatter(rows, True)
