"""What the first pass over a table asks, in Polars' own words. None of it depends on data, so each is put once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from overseas_stations.expressions import nw, written_in
from overseas_stations.keeping import kept
from overseas_stations.rules.core.checks import Token, any_of, contains
from overseas_stations.rules.core.index import index_columns
from overseas_stations.rules.core.registry import Registry

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.rules.core.checks import WrongCells


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
def suspicion(registry: Registry, items: tuple[WrongCells, ...]) -> pl.Expr:
    """Return a condition that holds wherever one of *items* does, which are all of one column.

    Raises:
        Exception: whatever one of the conditions raises.
    """
    with written_in("polars"):
        conditions: list[Any] = [item.where() for item in items if item.screen is None and item.proof is None]
        patterns = [item.screen for item in items if item.screen is not None]
        cell = nw.col(str(items[0].field))
        conditions += [~contains(cell, proof) for proof in sorted({item.proof for item in items if item.proof})]
        if patterns:
            conditions.append(contains(cell, any_of(patterns)))
    suspected: pl.Expr = reduce(or_, conditions)
    return suspected
