"""Shapes of the world as points, and the rings around those that are too small to see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def outlines(path: str) -> list[list[Point]]:
    """Return the closed lines of a shape of the world, each as its points.

    >>> outlines("M1 2l.5-.5-1 0z")
    [[(1.0, 2.0), (1.5, 1.5), (0.5, 1.5)]]
    """
    return [list(_points(part)) for part in path.split("M")[1:]]


def _points(part: str) -> Iterator[Point]:
    """Yield the points of one line: the first is where it begins, the others are steps."""
    x = y = 0.0
    steps = map(float, re.findall(r"-?[\d.]+", part))
    for right, down in zip(steps, steps, strict=True):
        x, y = round(x + right, 1), round(y + down, 1)
        yield x, y


def ringed(path: str, small: float) -> tuple[Point, ...]:
    """Return the middle of each group of islands, where no part of a shape is as wide or high as *small*."""
    boxes = [_box(points) for points in outlines(path)]
    if any(max(east - west, south - north) >= small for west, north, east, south in boxes):
        return ()
    groups: list[Box] = []
    for box in sorted(boxes):
        for i, group in enumerate(groups):
            if _between(group, box) < 2 * small:
                groups[i] = _box((group[:2], group[2:], box[:2], box[2:]))
                break
        else:
            groups.append(box)
    return tuple((round((west + east) / 2, 1), round((north + south) / 2, 1)) for west, north, east, south in groups)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _between(one: Box, other: Box) -> float:
    """Return how far two boxes are from one another, sideways or up and down, whichever is more."""
    return max(other[0] - one[2], one[0] - other[2], other[1] - one[3], one[1] - other[3])
