"""Marks that would lie on one another are moved apart, no further than it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import cos, hypot, sin

_ROUNDS = 200


def apart(points: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Return the points moved so that they are *least* from one another, or nearly so where they are many.

    >>> [tuple(round(value, 2) for value in point) for point in apart([(0, 0), (1, 0), (9, 9)], 2)]
    [(-0.5, 0.0), (1.5, 0.0), (9, 9)]
    """
    moved = list(points)
    for _ in range(_ROUNDS):
        still = True
        for i, j in _neighbours(moved, least):
            (x, y), (u, v) = moved[i], moved[j]
            between = hypot(u - x, v - y)
            if between >= least * 0.999:
                continue
            still = False
            # Two in one point part into a direction of their own.
            right, down = ((u - x) / between, (v - y) / between) if between > 1e-9 else (cos(j), sin(j))
            step = (least - between) / 2
            moved[i] = x - right * step, y - down * step
            moved[j] = u + right * step, v + down * step
        if still:
            break
    return moved


def _neighbours(points: Sequence[tuple[float, float]], least: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be too near: those in one square of a grid, or in squares that touch."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(points):
        squares[int(x // least), int(y // least)].append(i)
    for i, (x, y) in enumerate(points):
        column, row = int(x // least), int(y // least)
        for near in ((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)):
            yield from ((i, j) for j in squares.get(near, ()) if i < j)
