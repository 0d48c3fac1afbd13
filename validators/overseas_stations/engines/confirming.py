"""Conditions that can only tell suspects: the rows that are looked at in Python, on every engine by the same code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.frames import FrameRow
from overseas_stations.rules.core.checks import WrongCells, any_of, contains, either

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.tables import Tables


def suspects(tables: Tables, text: Frame, items: Sequence[WrongCells], key: Mapping[str, nw.Expr]) -> Frame:
    """Return the rows of a table that are suspects of some conditions, with what tells whether they are wrong."""
    read = sorted({name for item in items for name in (item.field, item.given, item.shown(tables)) if name})
    cells = {f"cell {name}": nw.col(name) for name in read}
    # One pattern for each column: few rows are suspects, and of what they are is soon told.
    screens: dict[str, list[str]] = defaultdict(list)
    for item in items:
        screens[str(item.field)].append(str(item.screen))
    screened = [contains(nw.col(name), any_of(patterns)) for name, patterns in screens.items()]
    return text.filter(either(screened)).select("row", **key, **cells)


def confirmed(
    items: Sequence[WrongCells], batches: Iterable[Sequence[FrameRow]], examples: int
) -> Iterator[tuple[WrongCells, int, list[FrameRow]]]:
    """Yield those conditions that some suspects are wrong by, with how many are and the first of them."""
    counts = [0] * len(items)
    heads: list[list[FrameRow]] = [[] for _ in items]
    for rows in batches:
        for number, item in enumerate(items):
            wrong = [row for row in rows if _is_confirmed(item, row)]
            counts[number] += len(wrong)
            heads[number] = sorted((*heads[number], *wrong), key=itemgetter("row"))[:examples]
    for item, count, head in zip(items, counts, heads, strict=True):
        if count:
            yield item, count, head


def _is_confirmed(item: WrongCells, row: FrameRow) -> bool:
    """Say whether a condition that can only tell suspects holds of a row with one."""
    text = row[f"cell {item.field}"]
    return (
        bool(text)
        and item.confirm is not None
        and item.confirm(text, row[f"cell {item.given}"] if item.given else None)
    )
