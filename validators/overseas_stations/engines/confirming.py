"""Conditions that can only tell suspects: the rows that are looked at in Python, on every engine by the same code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.frames import FrameRow
from overseas_stations.rules.core.checks import WrongCells, contains, contains_one, either

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.tables import Tables

JUDGED = 10_000
"""So many texts are remembered with what was said of them."""


def by_table(items: Iterable[WrongCells]) -> dict[str, list[WrongCells]]:
    """Return table -> those of some conditions that are its."""
    found: dict[str, list[WrongCells]] = {}
    for item in items:
        found.setdefault(item.table, []).append(item)
    return found


def suspects(tables: Tables, text: Frame, items: Sequence[WrongCells], key: Mapping[str, nw.Expr], few: bool) -> Frame:
    """Return the rows of a table that are suspects of some conditions, with what tells whether they are wrong."""
    read = sorted({name for item in items for name in (item.field, item.given, item.shown(tables)) if name})
    cells = {f"cell {name}": nw.col(name) for name in read}
    # One condition for each column: few rows are suspects, and of those is asked what they are suspects of.
    screens: dict[str, list[str]] = defaultdict(list)
    for item in items:
        screens[f"cell {item.field}"].append(item.screen or "")
    found = text.select("row", **key, **cells)
    found = found.filter(either([contains_one(nw.col(cell), some, few=few) for cell, some in screens.items()]))
    screened = ((f"is {number}", f"cell {item.field}", item.screen or "") for number, item in enumerate(items))
    return found.with_columns(**{name: contains(nw.col(cell), screen) for name, cell, screen in screened})


def confirmed(
    items: Sequence[WrongCells], batches: Iterable[Sequence[FrameRow]], examples: int
) -> Iterator[tuple[WrongCells, int, list[FrameRow]]]:
    """Yield those conditions that some suspects are wrong by, with how many are and the first of them."""
    counts = [0] * len(items)
    heads: list[list[FrameRow]] = [[] for _ in items]
    judges = [_Judge(item, f"is {number}") for number, item in enumerate(items)]
    for rows in batches:
        for number, is_wrong in enumerate(judges):
            if wrong := list(filter(is_wrong, rows)):
                counts[number] += len(wrong)
                heads[number] = sorted((*heads[number], *wrong), key=itemgetter("row"))[:examples]
    for item, count, head in zip(items, counts, heads, strict=True):
        if count:
            yield item, count, head


class _Judge:
    """Says whether a condition that can only tell suspects holds of a row with one; a text is judged once."""

    def __init__(self, item: WrongCells, screened: str) -> None:
        self._confirm = item.confirm
        self._cell, self._screened = f"cell {item.field}", screened
        self._given = f"cell {item.given}" if item.given else None
        self._judged: dict[tuple[str, str | None], bool] = {}

    def __call__(self, row: FrameRow) -> bool:
        if not row[self._screened]:
            return False
        asked = (row[self._cell], row[self._given] if self._given else None)
        judged = self._judged.get(asked)
        if judged is None:
            if len(self._judged) >= JUDGED:
                self._judged.clear()
            judged = self._judged[asked] = self._confirm is not None and self._confirm(*asked)
        return judged
