"""The default engine: Polars, streaming, with an index of hashes.

Each table is read once, a batch of rows after the other. That pass gives its part of the index, in which every name is
a hash of 64 bits, and the texts of those rows that could be wrong, or that a rule reads as text. Of other rows no texts
are held. Only where there are too many, or others are asked for, the table is read again.

Two names of one hash would make rows look wrong that are not. So where rows are wrong because hashes are equal, their
names are compared as texts before anything is said; should two names share a hash, the index is made anew with another
seed.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial, reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from overseas_stations.engines.base import ROWS_HELD, Engine
from overseas_stations.expressions import written_in
from overseas_stations.frames import FrameRow
from overseas_stations.rules.core.checks import Token
from overseas_stations.rules.core.index import index_columns, kinds

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.rules.core.checks import Frame, WrongCells
    from overseas_stations.rules.core.registry import Registry

TEXTS_HELD = 1 << 20
"""So many rows of a table are held as text at most, all in all those that questions may be asked about."""

TOKENS_AT_ONCE = 1 << 21
"""So many names are compared as texts in one pass over the tables; more take further passes, not more memory."""


class StreamingEngine(Engine):
    """Tables that Polars can scan.

    Args:
        registry: the tables that the package should hold, and the rules for them.
        conditions: table -> the conditions on its single rows.
        scans: table -> lazy frame of text with the column ``row`` (an unsigned number of 32 bits, from 1), empty cells
            null; every column of the table.
        streaming: False for small tables in memory, which Polars' other engine is through with earlier.
    """

    answers_two = True

    def __init__(
        self,
        registry: Registry,
        conditions: Mapping[str, Sequence[WrongCells]],
        scans: Mapping[str, pl.LazyFrame] = MappingProxyType({}),
        *,
        streaming: bool = True,
    ) -> None:
        super().__init__(registry, conditions)
        self.rows: dict[str, int] = {}
        self._few = not streaming
        self._engine: Any = "streaming" if streaming else "in-memory"
        self._scans: dict[str, pl.LazyFrame] = {}
        self._lazy: dict[str, Frame] = {}
        self._suspects: dict[str, set[tuple[str | None, bool]]] = {}
        self._held: dict[str, pl.DataFrame] = {}
        # Nobody can make names that share a hash without knowing this, and no finding depends on it.
        self._seed = secrets.randbits(32)
        for name, scan in scans.items():
            self.add(name, scan)

    def add(self, table: str, scan: pl.LazyFrame, batches: Callable[[], Iterable[pl.DataFrame]] | None = None) -> None:
        """Read a table.

        Args:
            table: its name.
            scan: what reads it.
            batches: returns its rows, some at once, where they are had sooner than from *scan*.

        Raises:
            polars.exceptions.PolarsError: the table cannot be read.
        """
        import polars as pl

        from overseas_stations.engines.first_pass import slices, suspicion

        batches = batches or partial(slices, scan)
        groups = self._groups(table)
        names = [f"suspect {number}" for number in range(len(groups))]
        try:
            suspects = {
                name: suspicion(self.registry, tuple(items), self._few)
                for name, items in zip(names, groups.values(), strict=True)
            }
            found, texts = self._read(table, batches(), suspects)
        except Exception:
            # Should a condition be at fault, it is found out when it is tried alone.
            found, texts = self._read(table, batches(), dict.fromkeys(names, pl.lit(True)))
        if texts is not None:
            self._held[table] = texts
        held = found.select(pl.col(*names).any()).row(0)
        self._scans[table] = scan
        self._keep(table, found.drop(names))
        self._suspects[table] = {group for group, suspected in zip(groups, held, strict=True) if suspected}
        self.rows[table] = found.height

    def expressions(self) -> AbstractContextManager[None]:
        """Return the context in which expressions are Polars' own, which spares their translation."""
        return written_in("polars")

    def _keep(self, table: str, index: pl.DataFrame) -> None:
        if index.height:
            self._lazy[table] = _frame(index.lazy())

    def remove(self, table: str) -> None:
        """Forget a table."""
        for held in (self._scans, self._lazy, self._suspects, self._held, self.rows):
            held.pop(table, None)

    def _groups(self, table: str) -> dict[tuple[str | None, bool], list[WrongCells]]:
        groups: dict[tuple[str | None, bool], list[WrongCells]] = defaultdict(list)
        for item in self.conditions[table]:
            groups[_group(item)].append(item)
        return groups

    def _read(
        self, table: str, batches: Iterable[pl.DataFrame], suspects: Mapping[str, pl.Expr]
    ) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        """Return the index of a table with some conditions beside it, and the rows to hold as text if not too many."""
        from overseas_stations.engines.first_pass import read, texts_wanted

        wanted = texts_wanted(self.registry, table)
        return read(batches, partial(self._indexed, table), suspects, wanted, TEXTS_HELD)

    def _indexed(self, table: str, texts: pl.LazyFrame, beside: Iterable[str] = ()) -> pl.LazyFrame:
        """Return what makes the index of a table, with further columns of its text."""
        import polars as pl

        from overseas_stations.engines.first_pass import index_parts

        with self.expressions():
            known = index_columns(self.registry, table)
        columns = {
            name: self._hash(name, column) if isinstance(column, Token) else pl.col(name)
            for name, column in known.items()
        }
        return texts.select("row", *beside, **index_parts(self.registry, table)).select("row", *beside, **columns)

    def _hash(self, name: str, token: Token) -> pl.Expr:
        """Return the hash of a token of which the parts that are expressions are at hand."""
        import polars as pl

        hashes, known = [], []
        for number, part in enumerate(token.parts):
            seed = self._seed + number
            if isinstance(part, str):
                hashes.append(pl.lit(pl.Series([part]).hash(seed)[0], dtype=pl.UInt64))
            else:
                hashes.append(pl.col(f"{name} {number}").hash(seed))
                known.append(pl.col(f"{name} {number}").is_not_null())
        # The sum of a few hashes is a hash as good as each; it wraps around.
        return pl.when(*known).then(reduce(lambda a, b: a + b, hashes))

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that were added, in the registry's order."""
        return tuple(name for name in self.registry.tables if name in self._scans)

    @property
    def index(self) -> Mapping[str, Frame]:
        """Table -> its part of the index; only tables with rows."""
        return self._lazy

    def text(self, table: str, rows: Frame | None = None) -> Frame:
        """Return a table as text, of *rows* alone where given."""
        if rows is None:
            return _frame(self._scans[table])
        return self.texts(table, [rows])[0]

    def texts(self, table: str, parts: Sequence[Frame]) -> list[Frame]:
        """Return the texts of some rows of a table, for each of several parts of it, from one pass over it at most."""
        import polars as pl

        wanted = pl.collect_all([_native(part).select("row") for part in parts], engine=self._engine)
        every = pl.concat(wanted).unique()
        source = self._held.get(table)
        if source is None or every.join(source, on="row", how="anti").height:
            scan = self._scans[table]
            if every.height > TEXTS_HELD:
                return [_frame(scan.join(part.lazy(), on="row", how="semi")) for part in wanted]
            source = scan.join(every.lazy(), on="row", how="semi").collect(engine=self._engine)
        return [_frame(source.join(part, on="row", how="semi").lazy()) for part in wanted]

    def suspect_text(self, table: str) -> Frame:
        """Return those rows of a table as text for which a condition could hold, or all."""
        held = self._held.get(table)
        return self.text(table) if held is None else _frame(held.lazy())

    def keep(self, frame: Frame) -> Frame:
        """Return a frame whose rows are in memory."""
        return _frame(_native(frame).collect(engine=self._engine).lazy())

    def is_suspect(self, condition: WrongCells) -> bool:
        """Say whether the first pass saw a cell that a condition could hold of."""
        return _group(condition) in self._suspects[condition.table]

    def collect(self, frames: Sequence[Frame]) -> list[list[FrameRow]]:
        """Return the rows of each of some frames, from as few passes as there are tables."""
        import polars as pl

        collected = pl.collect_all(map(_native, frames), engine=self._engine)
        return [found.rows(named=True) for found in collected]

    def batches(self, frame: Frame) -> Iterator[Sequence[FrameRow]]:
        """Yield the rows of a frame, some thousands at once."""
        for some in _native(frame).collect_batches(chunk_size=ROWS_HELD, engine=self._engine):
            yield some.rows(named=True)

    def texts_of(self, table: str, rows: Sequence[int]) -> Mapping[int, FrameRow]:
        """Return number -> a row of a table as text."""
        import polars as pl

        numbers = pl.LazyFrame({"row": pl.Series(list(rows), dtype=pl.UInt32)})
        chosen = _native(self.text(table, _frame(numbers)))
        return {found["row"]: found for found in chosen.collect(engine=self._engine).iter_rows(named=True)}

    # Hashes

    def have_collided(self, frames: Sequence[Frame]) -> bool:
        """Say whether one of the hashes by which rows are wrong stands for two names; if so, take another seed."""
        import polars as pl

        hashes: dict[str, list[pl.LazyFrame]] = defaultdict(list)
        for frame in frames:
            native = _native(frame)
            for name, kind in native.collect_schema().items():
                if kind == pl.UInt64:
                    hashes[kinds(self.registry)[name]].append(native.select(token=pl.col(name)))
        confused = any(self._confuse(kind, pl.concat(found)) for kind, found in hashes.items())
        if confused:
            self._seed = secrets.randbits(32)
            self._repeated.clear()
            for table in self._lazy:
                self._keep(table, self._indexed(table, self._scans[table]).collect(engine=self._engine).rechunk())
        return confused

    def _confuse(self, kind: str, tokens: pl.LazyFrame) -> bool:
        """Say whether one of some hashes stands for two names of a kind in the tables."""
        import polars as pl

        suspects = tokens.unique().drop_nulls().collect(engine=self._engine)["token"]
        return any(
            self._stand_for_two(kind, pl.LazyFrame({"token": suspects[start : start + TOKENS_AT_ONCE]}))
            for start in range(0, suspects.len(), TOKENS_AT_ONCE)
        )

    def _stand_for_two(self, kind: str, tokens: pl.LazyFrame) -> bool:
        import polars as pl

        from overseas_stations.engines.first_pass import index_parts, token_parts

        named = []
        for table in self._lazy:
            for name, column in index_columns(self.registry, table).items():
                if not isinstance(column, Token) or column.kind != kind:
                    continue
                parts = {part: index_parts(self.registry, table)[part] for part in token_parts(name, column)}
                texts = self._scans[table].select(**parts).with_columns(token=self._hash(name, column))
                # Each part with its length, so that the whole says where one ends.
                spelt = [
                    pl.lit(part) if isinstance(part, str) else pl.col(f"{name} {number}")
                    for number, part in enumerate(column.parts)
                ]
                text = pl.concat_str([pl.format("{}:{}", part.str.len_bytes(), part) for part in spelt])
                named.append(texts.join(tokens, on="token", how="semi").select("token", text=text))
        names = pl.concat(named).unique().group_by("token").agg(names=pl.len())
        return bool(names.filter(pl.col("names") > 1).select(pl.len()).collect(engine=self._engine).item())


def _frame(native: pl.LazyFrame) -> Frame:
    """Return a frame of Polars as what rules take it for: it understands what they write (see ``expressions``)."""
    return cast("Frame", native)


def _native(frame: Frame) -> pl.LazyFrame:
    return cast("pl.LazyFrame", frame)


def _group(item: WrongCells) -> tuple[str | None, bool]:
    """Return what a condition is looked for with: those of its column that need to be confirmed, or the others."""
    return item.field, item.confirm is not None
