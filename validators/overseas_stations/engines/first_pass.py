"""The first pass over a table, in Polars' own words.

What it asks depends on no data, so each question is put once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from overseas_stations.expressions import nw, written_in
from overseas_stations.keeping import kept
from overseas_stations.rules.core.checks import Token, contains, contains_one
from overseas_stations.rules.core.index import index_columns
from overseas_stations.rules.core.registry import Registry

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.rules.core.checks import WrongCells


SLICE = 1 << 18
"""So many rows of a frame are read at once."""


@kept
def index_parts(registry: Registry, table: str) -> Mapping[str, pl.Expr]:
    """Return what the index of a table is made of: its columns that are no names, and the parts of those that are."""
    parts: dict[str, Any] = {}
    with written_in("polars"):
        for name, column in index_columns(registry, table).items():
            parts |= token_parts(name, column) if isinstance(column, Token) else {name: column}
    return parts


def token_parts(name: str, token: Token) -> dict[str, nw.Expr]:
    """Return those parts of a column of names that are expressions, as they are called among :func:`index_parts`."""
    return {f"{name} {number}": part for number, part in enumerate(token.parts) if not isinstance(part, str)}


@kept
def texts_wanted(registry: Registry, table: str) -> tuple[pl.Expr, ...]:
    """Return what holds of the rows of a table that checks ask for as text whatever the data."""
    with written_in("polars"):
        columns: Mapping[str, Any] = index_columns(registry, table)
        return tuple(columns[name] for name in registry.read.get(table, ()))


@kept
def suspicion(registry: Registry, items: tuple[WrongCells, ...], few: bool) -> pl.Expr:
    """Return a condition that holds wherever one of *items* does, which are all of one column; for *few* rows or many.

    Raises:
        Exception: whatever one of the conditions raises.
    """
    with written_in("polars"):
        conditions: list[Any] = [item.where() for item in items if item.screen is None and item.proof is None]
        patterns = [item.screen for item in items if item.screen is not None]
        cell = nw.col(str(items[0].field))
        conditions += [~contains(cell, proof) for proof in sorted({item.proof for item in items if item.proof})]
        if patterns:
            conditions.append(contains_one(cell, patterns, few=few))
    suspected: pl.Expr = reduce(or_, conditions)
    return suspected


def read(
    batches: Iterable[pl.DataFrame],
    indexed: Callable[[pl.LazyFrame, Iterable[str]], pl.LazyFrame],
    suspects: Mapping[str, pl.Expr],
    wanted: Iterable[pl.Expr],
    most: int,
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Return the index of a table with some conditions beside it, and its rows that are asked for as text.

    Args:
        batches: the rows of the table, some at once.
        indexed: returns what makes the index of rows, with further columns of theirs.
        suspects: the conditions.
        wanted: further conditions by which rows are asked for as text, as they are by each of *suspects*.
        most: where there are more such rows, there is None instead.
    """
    import polars as pl

    asked = pl.any_horizontal(*suspects, *wanted, pl.lit(False)).alias("asked")
    found, texts, held = [], [], 0
    for batch in batches:
        marked = batch.lazy().with_columns(**suspects).with_columns(asked)
        index = indexed(marked, (*suspects, "asked")).collect()
        found.append(index.drop("asked"))
        held += int(index["asked"].sum())
        if held <= most:
            texts.append(_compact(batch.filter(index["asked"])))
        # The next is read when this one is gone, and what they gave is put together when all are.
        del batch, marked, index
    return _joined(found), _joined(texts) if held <= most else None


def _joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Return some frames as one, each column in one piece; takes the columns away from them, one after the other."""
    import polars as pl

    columns = []
    for name in frames[0].columns:
        columns.append(pl.concat([frame.drop_in_place(name) for frame in frames], rechunk=True))
    return pl.DataFrame(columns)


def _compact(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame that holds no more than its own texts: as it is, it may hold those of what it was taken from."""
    import polars as pl

    return frame.with_columns(pl.concat_str(name, pl.lit("")).alias(name) for name in frame.columns if name != "row")


def slices(scan: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Yield the rows of a frame, so many at once as can be held; one without rows where it has none."""
    start, read = 0, SLICE
    while read == SLICE:
        some = scan.slice(start, SLICE).collect(engine="streaming")
        if some.height or start == 0:
            yield some
        start, read = start + SLICE, some.height
