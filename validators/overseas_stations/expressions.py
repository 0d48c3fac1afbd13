"""What questions to tables are written with: Narwhals, by which every library can be asked, or Polars itself.

Rules write ``nw.col("date")`` as Narwhals has it. Polars has all that they use under the same names and with the same
meaning, so that its own engine is asked without a translation: for a small table that takes longer than the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

__all__ = ["in_polars", "nw", "written_for", "written_in"]

_WRITTEN: ContextVar[Literal["narwhals", "polars"]] = ContextVar("written", default="narwhals")


class _Words:
    """The words of the library that questions are written for, which is imported with the first of them."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_module(_WRITTEN.get()), name)


_module = cache(import_module)

if not TYPE_CHECKING:
    nw = _Words()


@contextmanager
def written_in(library: Literal["narwhals", "polars"]) -> Iterator[None]:
    """Write expressions for another library, in this thread and as long as this context lasts.

    >>> with written_in("polars"):
    ...     type(nw.col("date")).__module__.partition(".")[0]
    'polars'
    """
    before = _WRITTEN.set(library)
    try:
        yield
    finally:
        _WRITTEN.reset(before)


def written_for() -> Literal["narwhals", "polars"]:
    """Return the library that expressions are written for, by which those that are kept must be kept apart."""
    return _WRITTEN.get()


def in_polars(expression: nw.Expr) -> pl.Expr:
    """Return an expression of Narwhals as one of Polars."""
    import narwhals
    import polars as pl

    class Asked(pl.LazyFrame):
        """A frame that keeps what it is asked for."""

        def select(self, *expressions: Any, **named: Any) -> pl.LazyFrame:
            asked.extend(expressions)
            return self

    asked: list[pl.Expr] = []
    narwhals.from_native(Asked()).select(expression)
    (native,) = asked
    return native
