"""The default engine: Polars, streaming, with an index of hashes.

Each table is read once. That pass gives its part of the index, in which every name is a hash of 64 bits, and says in
which columns a cell could be wrong; only those are looked at again. Texts are never held, but for the rows that are
shown.

Two names of one hash would make rows look wrong that are not. So where rows are wrong because hashes are equal, their
names are compared as texts before anything is said; should two names share a hash, the index is made anew with another
seed.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import reduce
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
        self._engine: Any = "streaming" if streaming else "in-memory"
        self._scans: dict[str, pl.LazyFrame] = {}
        self._lazy: dict[str, Frame] = {}
        self._suspects: dict[str, set[tuple[str | None, bool]]] = {}
        # Nobody can make names that share a hash without knowing this, and no finding depends on it.
        self._seed = secrets.randbits(32)
        for name, scan in scans.items():
            self.add(name, scan)

    def add(self, table: str, scan: pl.LazyFrame, *, empty: bool = False) -> None:
        """Read a table.

        Args:
            table: its name.
            scan: what reads it.
            empty: it is known to have no rows.

        Raises:
            polars.exceptions.PolarsError: the table cannot be read.
        """
        import polars as pl

        from overseas_stations.engines.first_pass import suspicion

        if empty:
            self._scans[table], self._suspects[table], self.rows[table] = scan, set(), 0
            return
        groups = self._groups(table)
        names = [f"suspect {number}" for number in range(len(groups))]
        try:
            suspects = {
                name: suspicion(self.registry, tuple(items)) for name, items in zip(names, groups.values(), strict=True)
            }
            found = self._pass(table, scan, suspects)
        except Exception:
            # Should a condition be at fault, it is found out when it is tried alone.
            found = self._pass(table, scan, dict.fromkeys(names, pl.lit(True)))
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
        for held in (self._scans, self._lazy, self._suspects, self.rows):
            held.pop(table, None)

    def _groups(self, table: str) -> dict[tuple[str | None, bool], list[WrongCells]]:
        groups: dict[tuple[str | None, bool], list[WrongCells]] = defaultdict(list)
        for item in self.conditions[table]:
            groups[_group(item)].append(item)
        return groups

    def _pass(self, table: str, scan: pl.LazyFrame, suspects: Mapping[str, pl.Expr]) -> pl.DataFrame:
        """Return the index of a table, and beside it some conditions, from one pass over it."""
        import polars as pl

        from overseas_stations.engines.first_pass import index_parts

        columns = {
            name: self._hash(name, column) if isinstance(column, Token) else pl.col(name)
            for name, column in index_columns(self.registry, table).items()
        }
        texts = scan.select("row", **index_parts(self.registry, table), **suspects)
        return texts.select("row", *suspects, **columns).collect(engine=self._engine).rechunk()

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
        scan = _frame(self._scans[table])
        return scan if rows is None else scan.join(rows.select("row"), on="row", how="semi")

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

        chosen = self._scans[table].filter(pl.col("row").is_in(list(rows)))
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
                self._keep(table, self._pass(table, self._scans[table], {}))
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
