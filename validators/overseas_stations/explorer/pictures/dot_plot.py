"""Responses by month, a mark for each, which leads to its page: what stands above the list of responses."""

from __future__ import annotations

from dataclasses import dataclass

from overseas_stations.explorer.context import Context
from overseas_stations.explorer.overviews.overview import Overview

STEP, RADIUS, LEFT, TOP = 13, 5, 8, 12
"""Pixels: from month to month and from mark to mark, of a mark, left of the first month, above the highest mark."""


@dataclass(frozen=True)
class PlotMark:
    """A response: where its mark stands, where it leads, what it is; ``row`` is its row in the list below."""

    x: int
    y: int
    row: int
    href: str
    title: str


@dataclass(frozen=True)
class DotPlot:
    """The marks by month, and the years with the place of their January.

    Attributes:
        width, height: of the whole, in pixels.
        base: the height of the axis.
        undated: how many rows have no month, and so no mark.
    """

    width: int
    height: int
    base: int
    marks: tuple[PlotMark, ...]
    years: tuple[tuple[int, str], ...]
    undated: int


def dot_plot(context: Context, listed: Overview) -> DotPlot | None:
    """Return the rows of an overview as marks by month, the first column being the date and the fourth what was done.

    Rows that are dated to a year alone have no mark; None where no row has a month.
    """
    dated = [(index, row.marks["date"][:7]) for index, row in enumerate(listed.rows) if len(row.marks["date"]) >= 7]
    if not dated:
        return None
    first, last = int(min(month for _, month in dated)[:4]), int(max(month for _, month in dated)[:4])
    stacks: dict[str, int] = {}
    placed = []
    for index, month in sorted(dated, key=lambda pair: (pair[1], listed.rows[pair[0]].marks["date"], pair[0])):
        column = (int(month[:4]) - first) * 12 + int(month[5:7]) - 1
        placed.append((column, stacks.get(month, 0), index))
        stacks[month] = stacks.get(month, 0) + 1
    base = TOP + STEP * max(stacks.values())
    marks = []
    for column, level, index in placed:
        row = listed.rows[index]
        country, kind = row.cells[1][0], row.cells[3][0]
        title = context.listed(row.marks["date"], country.text, kind.text)
        marks.append(
            PlotMark(LEFT + STEP * column + STEP // 2, base - STEP * level - STEP // 2, index, kind.href, title)
        )
    years = tuple((LEFT + STEP * 12 * (year - first), str(year)) for year in range(first, last + 1))
    width = 2 * LEFT + STEP * 12 * (last - first + 1)
    return DotPlot(width, base + 24, base, tuple(marks), years, len(listed.rows) - len(dated))
