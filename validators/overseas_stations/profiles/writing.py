"""What authors of profiles write with Narwhals, put into the words of the engine that runs it (see ``expressions``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from overseas_stations.expressions import in_polars, written_for, written_in
from overseas_stations.rules.core.checks import IndexColumns, Token

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.core.checks import Exact, Frame, WrongCells, WrongRows
    from overseas_stations.rules.core.registry import PackageView, Registry
    from overseas_stations.tables import Tables


def conditions(find: Callable[[], Iterator[WrongCells]]) -> Callable[[Tables], Iterator[WrongCells]]:
    """Return a function that yields what *find* does, conditions in the words of the engine."""

    def found(_: Tables) -> Iterator[WrongCells]:
        # They are asked for before there is an engine, so that only what is written later needs its words.
        for item in find():
            yield replace(item, where=lambda where=item.where: _expression(where))  # type: ignore[misc]

    return found


def columns(of: Callable[[], IndexColumns]) -> Callable[[Tables], IndexColumns]:
    """Return a function that returns what *of* does, expressions in the words of the engine."""

    def found(_: Tables) -> IndexColumns:
        with written_in("narwhals"):
            written = of()
        return {name: _column(column) for name, column in written.items()}

    return found


def wrong_rows(find: Callable[[PackageView], Iterator[WrongRows]]) -> Callable[[PackageView], Iterator[WrongRows]]:
    """Return a function that yields what *find* does, frames in the words of the engine."""

    def found(package: PackageView) -> Iterator[WrongRows]:
        if written_for() == "narwhals":
            yield from find(package)
            return
        with written_in("narwhals"):
            items = list(find(_InNarwhals(package)))
        for item in items:
            exact = None if item.exact is None else _exact(item.exact)
            yield replace(item, frame=item.frame.to_native(), exact=exact)

    return found


def _expression(write: Callable[[], nw.Expr]) -> Any:
    with written_in("narwhals"):
        written = write()
    return written if written_for() == "narwhals" else in_polars(written)


def _column(column: nw.Expr | Token) -> Any:
    if isinstance(column, Token):
        parts = [part if isinstance(part, str) else _expression(lambda part=part: part) for part in column.parts]  # type: ignore[misc]
        return replace(column, parts=tuple(parts))
    return _expression(lambda: column)


def _exact(exact: Exact) -> Exact:
    def confirmed(rows: Frame, table: str, field: str | None) -> Frame:
        with written_in("narwhals"):
            frame: Frame = exact(_wrapped(rows), table, field).to_native()
        return frame

    return confirmed


def _wrapped(frame: Any) -> Frame:
    import narwhals as nw

    wrapped: Frame = nw.from_native(frame)
    return wrapped


@dataclass(frozen=True)
class _InNarwhals:
    """What a check of rows sees of a package, as frames of Narwhals."""

    package: PackageView

    @property
    def registry(self) -> Registry:
        return self.package.registry

    @property
    def names(self) -> tuple[str, ...]:
        return self.package.names

    @property
    def index(self) -> Mapping[str, Frame]:
        return {name: _wrapped(frame) for name, frame in self.package.index.items()}

    @property
    def repeated(self) -> Frame | None:
        with written_in("polars"):
            repeated = self.package.repeated
        return None if repeated is None else _wrapped(repeated)

    def text(self, table: str, rows: Frame | None = None) -> Frame:
        with written_in("polars"):
            return _wrapped(self.package.text(table, None if rows is None else rows.to_native()))

    def collect(self, frames: Sequence[Frame]) -> list[list[dict[str, Any]]]:
        with written_in("polars"):
            return self.package.collect([frame.to_native() for frame in frames])
