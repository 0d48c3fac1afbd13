"""What every engine does: the contract between the checks and whatever holds the tables.

An engine says how tables, their index and the results of queries are had. What is asked of them, and in which order, is
here, so that all engines find the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from overseas_stations.engines.confirming import by_table, confirmed, suspects
from overseas_stations.engines.found import Failure, WrongRow
from overseas_stations.expressions import nw
from overseas_stations.frames import FrameRow
from overseas_stations.rules.core.checks import WrongCells, WrongRows
from overseas_stations.rules.core.index import names
from overseas_stations.tables import record_name

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Exact, Frame
    from overseas_stations.rules.core.registry import Registry

ROWS_HELD = 10_000
"""So many suspects are held at once while they are confirmed."""


class Engine(ABC):
    """A package's tables as text, and their index.

    Attributes:
        registry: the tables that the package should hold, and the rules for them.
        rows: table -> number of rows.
        conditions: table -> the conditions on its single rows.
        ordered: rows have an order, so that their numbers mean something.
        rows_at_once: up to so many rows in all, everything that is asked of the index is asked in one query.
        frames_at_once: so many frames are asked for in such a query at most; 0 for no limit.
        tables_at_once: what is asked of single rows is asked of all tables at once.
        answers_two: one thread may ask of single rows while another asks of the index.
    """

    rows: Mapping[str, int]
    ordered = True
    rows_at_once = 500_000
    frames_at_once = 0
    tables_at_once = False
    answers_two = False

    def __init__(self, registry: Registry, conditions: Mapping[str, Sequence[WrongCells]]) -> None:
        self.registry, self.conditions = registry, conditions
        self._repeated: list[Frame | None] = []  # found when it is first asked for

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The tables that are there, in the registry's order; they may be without rows."""

    @property
    @abstractmethod
    def index(self) -> Mapping[str, Frame]:
        """Table -> its part of the index; only tables that are there and have rows."""

    def expressions(self) -> AbstractContextManager[None]:
        """Return the context in which expressions are those that the engine's frames understand."""
        return nullcontext()

    @abstractmethod
    def text(self, table: str, rows: Frame | None = None) -> Frame:
        """Return a table as text: ``row`` and its columns, empty cells null; of *rows* alone where given."""

    def texts(self, table: str, parts: Sequence[Frame]) -> list[Frame]:
        """Return the texts of some rows of a table, for each of several parts of it."""
        return [self.text(table, part) for part in parts]

    @abstractmethod
    def collect(self, frames: Sequence[Frame]) -> list[list[FrameRow]]:
        """Return the rows of each of some frames, which are small."""

    @abstractmethod
    def batches(self, frame: Frame) -> Iterator[Sequence[FrameRow]]:
        """Yield the rows of a frame, which may be large, so many at once as can be held; in any order."""

    @abstractmethod
    def texts_of(self, table: str, rows: Sequence[int]) -> Mapping[int, FrameRow]:
        """Return number -> a row of a table as text, for a few rows."""

    @abstractmethod
    def keep(self, frame: Frame) -> Frame:
        """Return a frame whose rows are made once and kept."""

    def piled(self, frames: Sequence[Frame]) -> Frame:
        """Return frames of the same columns one below the other, of which only few rows are asked for."""
        return nw.concat(list(frames))

    @property
    def repeated(self) -> Frame | None:
        """The names of records that stand more than once, in the column ``name``; None where none does."""
        if not self._repeated:
            self._repeated.append(self._find_repeated())
        return self._repeated[0]

    def _find_repeated(self) -> Frame | None:
        named = names(self, self.registry.tables.values())
        if named is None:
            return None
        counted = named.drop_nulls("name").group_by("name").agg(times=nw.len())
        kept = self.keep(counted.filter(nw.col("times") > 1).select("name"))
        return kept if self.collect([kept.head(1)])[0] else None

    def is_suspect(self, condition: WrongCells) -> bool:
        """Say whether a condition can hold anywhere."""
        return True

    def suspect_text(self, table: str) -> Frame:
        """Return a table as text, of which rows may be missing for which no condition holds."""
        return self.text(table)

    def have_collided(self, frames: Sequence[Frame]) -> bool:
        """Say whether one of the names in frames of the index stands for two, so that the index was made anew."""
        return False

    def failing_cells(self, conditions: Sequence[WrongCells], examples: int) -> Iterator[Failure]:
        """Yield those of some conditions that hold anywhere, with up to so many examples.

        Args:
            conditions: all of one table, or of several where *tables_at_once*; the tables have rows.
            examples: so many are given of each condition.

        Raises:
            Exception: whatever one of the conditions makes the library raise.
        """
        tried = [item for item in conditions if self.is_suspect(item)]
        yield from self._confirmed([item for item in tried if item.confirm is not None], examples)
        yield from self._holding([item for item in tried if item.confirm is None], examples)

    def _holding(self, conditions: Sequence[WrongCells], examples: int) -> Iterator[Failure]:
        """Yield those conditions that hold anywhere, which are counted in one pass over each table."""
        if not conditions:
            return
        tables, per_table = self.registry.tables, by_table(conditions)
        texts = {table: self.suspect_text(table) for table in per_table}
        counting = [
            texts[table].select(
                **{f"c{number}": item.where().cast(nw.Int64).sum() for number, item in enumerate(items)}
            )
            for table, items in per_table.items()
        ]
        failing = [
            (item, int(counts[f"c{number}"] or 0))
            for items, (counts,) in zip(per_table.values(), self.collect(counting), strict=True)
            for number, item in enumerate(items)
        ]
        failing = [(item, count) for item, count in failing if count]
        shown = []
        for item, _ in failing:
            detail = nw.col(item.detail) if item.detail else nw.lit(None, dtype=nw.String)
            cells = {"value": nw.col(item.shown(tables)), "detail": detail}
            found = self.first(texts[item.table].filter(item.where()), examples)
            shown.append(found.select("row", **self._key(item.table), **cells))
        for (item, count), rows in zip(failing, self.collect(shown), strict=True):
            named = [self._example(row, _key_name(row), row["value"], row["detail"]) for row in rows]
            yield Failure(item, item.table, item.field, count, named)

    def _key(self, table: str) -> dict[str, Any]:
        return {f"key {number}": nw.col(name) for number, name in enumerate(self.registry.tables[table].key)}

    def _confirmed(self, conditions: Sequence[WrongCells], examples: int) -> Iterator[Failure]:
        """Yield those conditions that hold of suspects, which are confirmed one by one in one pass over each table."""
        if not conditions:
            return
        tables, per_table = self.registry.tables, by_table(conditions)
        held = [table for table in per_table if self.rows[table] <= ROWS_HELD]
        asked = {
            table: suspects(tables, self.suspect_text(table), items, self._key(table), few=table in held)
            for table, items in per_table.items()
        }
        collected = dict(zip(held, self.collect([asked[table] for table in held]), strict=True))
        for table, items in per_table.items():
            batches = [collected[table]] if table in collected else self.batches(asked[table])
            for item, count, head in confirmed(items, batches, examples):
                shown = f"cell {item.shown(tables)}"
                named = [self._example(row, _key_name(row), row[shown], None) for row in head]
                yield Failure(item, table, item.field, count, named)

    def first(self, frame: Frame, rows: int) -> Frame:
        """Return the first rows of a frame."""
        # No more than there are, because some libraries make room for as many as they are asked for.
        return frame.sort("row").head(min(rows, sum(self.rows.values())))

    def failing_rows(self, build: Callable[[], Sequence[WrongRows]], examples: int) -> Iterator[Failure]:
        """Yield what is wrong of the frames that *build* makes from the index, place by place.

        Args:
            build: returns the frames; it is called again where the index had to be made anew.
            examples: so many are given of each place.

        Raises:
            Exception: whatever one of the frames makes the library raise.
        """
        while True:
            items = build()
            counts = self._counts(items)
            failing = [items[number] for number in sorted({number for number, _ in counts})]
            if not self.have_collided([item.frame for item in failing if item.matched]):
                break
        found = [(items[number], place, count) for (number, place), count in counts.items()]
        yield from self._told_by_index([each for each in found if each[0].exact is None], examples)
        suspects = [(item, place, item.exact) for item, place, _ in found if item.exact is not None]
        yield from self._told_by_text(suspects, examples)

    def _counts(self, items: Sequence[WrongRows]) -> dict[tuple[int, int], int]:
        """Return (number of the frame, place) -> number of rows."""
        numbered = []
        for number, item in enumerate(items):
            at = nw.col("place") if item.at is None else nw.lit(self.registry.tables.place(*item.at), dtype=nw.Int64)
            numbered.append(item.frame.select("row", frame=nw.lit(number, dtype=nw.Int64), place=at))
        # One query is the quickest, and holds the most.
        at_once = self.frames_at_once or len(numbered)
        at_once = at_once if sum(self.rows.values()) <= self.rows_at_once else 1
        counts: dict[tuple[int, int], int] = {}
        for start in range(0, len(numbered), at_once or 1):
            some = numbered[start : start + at_once]
            counted = self.piled(some).group_by("frame", "place").agg(n=nw.len())
            for row in self.collect([counted])[0]:
                counts[int(row["frame"]), int(row["place"])] = int(row["n"])
        return dict(sorted(counts.items()))

    def _told_by_index(self, failing: Sequence[tuple[WrongRows, int, int]], examples: int) -> Iterator[Failure]:
        items = list({id(item): item for item, _, _ in failing}.values())
        heads: dict[tuple[int, int], list[FrameRow]] = defaultdict(list)
        for item, head in zip(items, self.collect([self._heads(item, examples) for item in items]), strict=True):
            for row in head:
                heads[id(item), self.registry.tables.place(*item.at) if item.at else row["place"]].append(row)
        texts = self._texts([(place, heads[id(item), place]) for item, place, _ in failing])
        for item, place, count in failing:
            table, field = self.registry.tables.places[place]
            shown = item.value or field or self.registry.tables[table].key[0]
            named = []
            for row in heads[id(item), place]:
                own = texts[table][row["row"]]
                value = row["value"] if "value" in item.texts else own[shown]
                detail = row["detail"] if "detail" in item.texts else own[item.detail] if item.detail else None
                detail = item.details.get(row["row"], detail)
                named.append(self._example(row, record_name(self.registry.tables[table], own), value, detail))
            yield Failure(item, table, field, count, named)

    def _heads(self, item: WrongRows, examples: int) -> Frame:
        """Return the first rows of each place."""
        columns = ["row", *item.texts] if item.at else ["row", "place", *item.texts]
        frame = item.frame.select(*columns)
        if item.at:
            return self.first(frame, examples)
        return frame.filter(nw.col("row").rank("ordinal").over("place") <= examples).sort("row")

    def _told_by_text(self, suspects: Sequence[tuple[WrongRows, int, Exact]], examples: int) -> Iterator[Failure]:
        parts: dict[str, list[Frame]] = defaultdict(list)
        for item, place, _ in suspects:
            parts[self.registry.tables.places[place][0]].append(_at(item, place))
        spelt = {table: iter(self.texts(table, some)) for table, some in parts.items()}
        wrong = []
        for item, place, exact in suspects:
            table, field = self.registry.tables.places[place]
            wrong.append((item, place, exact(next(spelt[table]), table, field)))
        counts = self.collect([frame.select(n=nw.len()) for _, _, frame in wrong])
        failing = [
            (item, place, int(counted["n"]), frame)
            for (item, place, frame), (counted,) in zip(wrong, counts, strict=True)
            if counted["n"]
        ]
        heads = self.collect([self.first(frame, examples) for _, _, _, frame in failing])
        texts = self._texts([(place, head) for (_, place, _, _), head in zip(failing, heads, strict=True)])
        for (item, place, count, _), head in zip(failing, heads, strict=True):
            table, field = self.registry.tables.places[place]
            named = []
            for row in head:
                record = record_name(self.registry.tables[table], texts[table][row["row"]])
                named.append(self._example(row, record, row["value"], row["detail"]))
            yield Failure(item, table, field, count, named)

    def _texts(self, heads: Sequence[tuple[int, list[FrameRow]]]) -> dict[str, Mapping[int, FrameRow]]:
        """Return table -> the rows of it that are shown, as text, by number."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for place, head in heads:
            wanted[self.registry.tables.places[place][0]].update(row["row"] for row in head)
        return {table: self.texts_of(table, sorted(rows)) for table, rows in wanted.items()}

    def _example(self, row: FrameRow, record: str, value: str | None, detail: str | None) -> WrongRow:
        return WrongRow(int(row["row"]) if self.ordered else None, record or None, value, detail)


def _at(item: WrongRows, place: int) -> Frame:
    return item.frame if item.at is not None else item.frame.filter(nw.col("place") == place)


def _key_name(row: FrameRow) -> str:
    return "/".join(part or "" for name, part in row.items() if name.startswith("key "))
