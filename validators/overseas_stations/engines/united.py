"""The rules on Spark, for which each query is a job, and each shuffle a stage of one: few queries, and few shuffles.

Nothing about a rule is here. The index of each table is kept (in memory, else on disk), because all checks of rows
begin with it; what reaches the driver are counts and the examples that are shown. What is small is kept in one
partition, in which nothing needs to move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from overseas_stations.engines.lazy import LazyEngine, rows_of
from overseas_stations.engines.spark import ALWAYS, OF_SMALL, count_rows, settings
from overseas_stations.frames import FrameRow

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from overseas_stations.rules.core.checks import Frame, WrongCells
    from overseas_stations.rules.core.registry import Registry

SMALL = 300_000
"""Up to so many rows in all, a package is kept in one partition for each table: to plan a shuffle takes longer."""


class SparkEngine(LazyEngine):
    """Tables that Spark holds.

    Their rows have no order. To tell them apart each gets a number that stays the same only where the frame gives the
    same rows in the same partitions whenever it is asked, as files do; keep other frames first (``DataFrame.persist``).

    Args:
        registry: the tables that the package should hold, and the rules for them.
        conditions: table -> the conditions on its single rows.
        frames: table -> its text.
        rows: table -> number of rows; they are counted where it is not given.
    """

    tables_at_once = True

    def __init__(
        self,
        registry: Registry,
        conditions: Mapping[str, Sequence[WrongCells]],
        frames: Mapping[str, DataFrame],
        rows: Mapping[str, int] | None = None,
    ) -> None:
        import narwhals as nw
        from pyspark.sql import functions

        rows = count_rows(frames) if rows is None else rows
        self._small = sum(rows.values()) <= SMALL
        self._settings = ALWAYS | OF_SMALL if self._small else ALWAYS
        numbered: dict[str, Frame] = {}
        for name, frame in frames.items():
            with_numbers = frame.withColumn("row", functions.monotonically_increasing_id())
            numbered[name] = nw.from_native(with_numbers)
            if self._small:
                numbered[name] = self._kept_by_spark(numbered[name])
        super().__init__(registry, conditions, numbered, ordered=False, keep=self._kept_by_spark, rows=rows)

    def _kept_by_spark(self, frame: Frame) -> Frame:
        import narwhals as nw
        from pyspark import StorageLevel

        native: DataFrame = frame.to_native()
        with settings(native.sparkSession, self._settings):
            if self._small:
                # Without what it is made of, which each further query would be planned from. Where an executor may be
                # lost, another one has the same.
                alone = str(native.sparkSession.sparkContext.master).startswith("local[")
                level = StorageLevel.MEMORY_AND_DISK if alone else StorageLevel.MEMORY_AND_DISK_2
                kept = native.coalesce(1).localCheckpoint(eager=False, storageLevel=level)
            else:
                kept = native.persist(StorageLevel.MEMORY_AND_DISK)
        found: Frame = nw.from_native(kept)
        return found

    def piled(self, frames: Sequence[Frame]) -> Frame:
        """Return frames of the same columns one below the other."""
        import narwhals as nw

        native: Any = super().piled(frames).to_native()
        found: Frame = nw.from_native(native.coalesce(1) if self._small else native)
        return found

    def collect(self, frames: Sequence[Frame]) -> list[list[FrameRow]]:
        """Return the rows of each of some frames, all from one query."""
        import narwhals as nw

        if not frames:
            return []
        natives: list[DataFrame] = [frame.to_native() for frame in frames]
        with settings(natives[0].sparkSession, self._settings):
            if len(natives) == 1:
                found = [rows_of(frames[0])]
            else:
                found = _sorted_out(rows_of(nw.from_native(self._one_below_another(natives))), natives)
        for rows in found:
            rows.sort(key=lambda row: row.get("row", 0))
        return found

    def _one_below_another(self, frames: Sequence[DataFrame]) -> DataFrame:
        """Return one frame of all columns that some frames have, by type and name, and the number of the frame."""
        from pyspark.sql import DataFrame, functions

        columns = list(dict.fromkeys(column for frame in frames for column in frame.dtypes))
        padded = []
        for number, frame in enumerate(frames):
            own = set(frame.dtypes)
            cells = [
                (functions.col(f"`{name}`") if (name, kind) in own else functions.lit(None).cast(kind)).alias(
                    f"{kind} {name}"
                )
                for name, kind in columns
            ]
            padded.append(frame.select(functions.lit(number).alias("frame"), *cells))
        piled = reduce(DataFrame.unionAll, padded)
        return piled.coalesce(1) if self._small else piled

    def batches(self, frame: Frame) -> Iterator[Sequence[FrameRow]]:
        """Yield the rows of a frame, some thousands at once."""
        with settings(frame.to_native().sparkSession, self._settings):
            yield from super().batches(frame)

    def _texts(self, heads: Sequence[tuple[int, list[FrameRow]]]) -> dict[str, Mapping[int, FrameRow]]:
        """Return table -> the rows of it that are shown, as text, by number, from one query."""
        import narwhals as nw

        wanted: dict[str, set[int]] = {}
        for place, head in heads:
            wanted.setdefault(self.registry.tables.places[place][0], set()).update(row["row"] for row in head)
        chosen = [self.text(table).filter(nw.col("row").is_in(sorted(rows))) for table, rows in wanted.items()]
        found = zip(wanted, self.collect(chosen), strict=True)
        return {table: {row["row"]: row for row in rows} for table, rows in found}


def _sorted_out(rows: Sequence[FrameRow], frames: Sequence[DataFrame]) -> list[list[FrameRow]]:
    found: list[list[FrameRow]] = [[] for _ in frames]
    columns = [[(name, f"{kind} {name}") for name, kind in frame.dtypes] for frame in frames]
    for row in rows:
        number = row["frame"]
        found[number].append({name: row[column] for name, column in columns[number]})
    return found
