"""The engine for every frame that Narwhals knows: the checks run where the frames are.

The index holds names as texts. What is asked is asked in as few queries as there are tables, because for some libraries
each query is a job.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from overseas_stations.engines.base import ROWS_HELD, Engine
from overseas_stations.frames import FrameRow
from overseas_stations.rules.core.checks import Token
from overseas_stations.rules.core.index import SEPARATOR, index_columns

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.core.checks import Frame, WrongCells
    from overseas_stations.rules.core.registry import Registry


class LazyEngine(Engine):
    """Tables that a library holds.

    Args:
        registry: the tables that the package should hold, and the rules for them.
        conditions: table -> the conditions on its single rows.
        frames: table -> lazy frame of text with the column ``row``, a number that each row has alone, empty cells null;
            every column of the table.
        ordered: ``row`` is the number of the row, from 1.
        keep: returns a frame whose rows are made once and kept; by default the frame as it is.
        frames_at_once: so many frames are asked for in one query at most; 0 for no limit.
        rows: table -> number of rows; they are counted where it is not given.
    """

    rows_at_once = 10**18

    def __init__(
        self,
        registry: Registry,
        conditions: Mapping[str, Sequence[WrongCells]],
        frames: Mapping[str, Frame],
        *,
        ordered: bool,
        keep: Callable[[Frame], Frame] = lambda frame: frame,
        frames_at_once: int = 0,
        rows: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(registry, conditions)
        self._kept, self.frames_at_once = keep, frames_at_once
        self.ordered = ordered
        self._frames = frames
        self.rows = self._counted() if rows is None else {name: rows[name] for name in self.names}
        self._index = {name: keep(self._indexed(name)) for name in self.names if self.rows[name]}

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that are there, in the registry's order; they may be without rows."""
        return tuple(name for name in self.registry.tables if name in self._frames)

    def _counted(self) -> dict[str, int]:
        import narwhals as nw

        rows = dict.fromkeys(self.names, 0)
        if rows:
            numbered = enumerate(self.names)
            counts = [self._frames[name].select("row", table=nw.lit(at, dtype=nw.Int64)) for at, name in numbered]
            for found in self.collect([nw.concat(counts).group_by("table").agg(n=nw.len())])[0]:
                rows[self.names[int(found["table"])]] = int(found["n"])
        return rows

    def _indexed(self, table: str) -> Frame:
        columns = index_columns(self.registry, table)
        spelt = {name: _spelt(column) if isinstance(column, Token) else column for name, column in columns.items()}
        return self._frames[table].select("row", **spelt)

    @property
    def index(self) -> Mapping[str, Frame]:
        """Table -> its part of the index; only tables with rows."""
        return self._index

    def keep(self, frame: Frame) -> Frame:
        """Return a frame whose rows are made once and kept, where the library does that."""
        return self._kept(frame)

    def text(self, table: str, rows: Frame | None = None) -> Frame:
        """Return a table as text, of *rows* alone where given."""
        frame = self._frames[table]
        return frame if rows is None else frame.join(rows.select("row"), on="row", how="semi")

    def collect(self, frames: Sequence[Frame]) -> list[list[FrameRow]]:
        """Return the rows of each of some frames, those of the same columns from one query."""
        import narwhals as nw

        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, frame in enumerate(frames):
            alike[tuple(frame.collect_schema().names())].append(number)
        found: list[list[FrameRow]] = [[] for _ in frames]
        for numbers in alike.values():
            if len(numbers) == 1:
                found[numbers[0]] = rows_of(frames[numbers[0]])
                continue
            piled = nw.concat([frames[number].with_columns(query=nw.lit(number, dtype=nw.Int64)) for number in numbers])
            for row in rows_of(piled):
                found[row.pop("query")].append(row)
        for rows in found:
            rows.sort(key=lambda row: row.get("row", 0))
        return found

    def batches(self, frame: Frame) -> Iterator[Sequence[FrameRow]]:
        """Yield the rows of a frame, some thousands at once."""
        native = frame.to_native()
        if frame.implementation.is_duckdb():
            import pyarrow

            for batch in pyarrow.RecordBatchReader.from_stream(native):
                for start in range(0, batch.num_rows, ROWS_HELD):
                    yield batch.slice(start, ROWS_HELD).to_pylist()
        elif frame.implementation.is_spark_like():
            rows = (row.asDict() for row in native.toLocalIterator())
            while some := list(islice(rows, ROWS_HELD)):
                yield some
        else:
            held = frame.collect("polars").to_native()
            for start in range(0, held.height, ROWS_HELD):
                yield held[start : start + ROWS_HELD].rows(named=True)

    def texts_of(self, table: str, rows: Sequence[int]) -> Mapping[int, FrameRow]:
        """Return number -> a row of a table as text."""
        import narwhals as nw

        (chosen,) = self.collect([self._frames[table].filter(nw.col("row").is_in(list(rows)))])
        return {found["row"]: found for found in chosen}


def rows_of(frame: Frame) -> list[FrameRow]:
    """Return the rows of a frame as Python has them."""
    # By way of Polars, because nothing is None in it, whatever it is elsewhere.
    rows: list[FrameRow] = frame.collect("polars").to_native().rows(named=True)
    return rows


def _spelt(token: Token) -> nw.Expr:
    import narwhals as nw

    parts: list[Any] = [nw.lit(part) if isinstance(part, str) else part for part in token.parts]
    return parts[0] if len(parts) == 1 else nw.concat_str(parts, separator=SEPARATOR)
