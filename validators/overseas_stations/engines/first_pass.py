"""What the first pass over a table asks, in Polars' own terms.

To put an expression of Narwhals into the terms of a library takes longer than Polars takes to evaluate it on a small
table. None of these depends on data, so each is put into them once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from overseas_stations.rules.checks import any_of, contains
from overseas_stations.rules.index import Token, index_columns
from overseas_stations.tables import follows

if TYPE_CHECKING:
    from overseas_stations.rules.checks import Cells


@follows
def index_parts(table: str) -> Mapping[str, pl.Expr]:
    """Return what the index of a table is made of: its columns that are no names, and the parts of those that are."""
    parts: dict[str, nw.Expr] = {}
    for name, column in index_columns(table).items():
        parts |= token_parts(name, column) if isinstance(column, Token) else {name: column}
    return _in_polars(parts)


def token_parts(name: str, token: Token) -> dict[str, nw.Expr]:
    """Return those parts of a column of names that are expressions, as they are called among :func:`index_parts`."""
    return {f"{name} {number}": part for number, part in enumerate(token.parts) if not isinstance(part, str)}


@follows
def suspicion(items: tuple[Cells, ...]) -> pl.Expr:
    """Return a condition that holds wherever one of *items* does, which are all of one column.

    Raises:
        Exception: whatever one of the conditions raises.
    """
    conditions = [item.where() for item in items if item.screen is None and item.proof is None]
    patterns = [item.screen for item in items if item.screen is not None]
    cell = nw.col(str(items[0].field))
    conditions += [~contains(cell, proof) for proof in sorted({item.proof for item in items if item.proof})]
    if patterns:
        conditions.append(contains(cell, any_of(patterns)))
    return _in_polars({"suspect": reduce(lambda a, b: a | b, conditions)})["suspect"]


class _Asked(pl.LazyFrame):
    """A frame that keeps what is selected from it."""

    expressions: Sequence[pl.Expr] = ()

    def select(self, *expressions: Any, **named: Any) -> pl.LazyFrame:
        self.expressions = expressions
        assert not named
        return self


def _in_polars(expressions: Mapping[str, nw.Expr]) -> dict[str, pl.Expr]:
    """Return expressions as Narwhals gives them to Polars."""
    asked = _Asked()
    nw.from_native(asked).select(**expressions)
    return dict(zip(expressions, asked.expressions, strict=True))
