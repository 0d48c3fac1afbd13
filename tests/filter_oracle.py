"""Which rows of an overview its filters leave, in Python: what the explorer's scripts are held against."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from overseas_stations.explorer.overviews.overview import Overview, OverviewRow
from overseas_stations.forms.scalars import earliest_day, latest_day


@cache
def fold(text: str) -> str:
    """Return a text without marks, in lower case."""
    bare = "".join(
        each for each in unicodedata.normalize("NFD", text) if not unicodedata.category(each).startswith("M")
    )
    return unicodedata.normalize("NFC", bare).lower()


def cells(row: OverviewRow) -> list[str]:
    """Return the texts of a row, a text for each column."""
    return [" ".join(" ".join(link.text for link in cell).split()) for cell in row.cells]


PLAIN = ("q", "from", "to", "at", "mode", "sort", "view")
"""Parameters that hold one text, and are no choice of values."""


def matches(row: OverviewRow, params: Mapping[str, str]) -> bool:
    """Say whether a row is shown."""
    text, date = fold(" ".join([*cells(row), row.marks.get("id", "")])), row.marks.get("date", "")
    start, end = params.get("from"), params.get("to")
    if (start or end) and not date:
        return False
    if (start and latest_day(date) < earliest_day(start)) or (end and earliest_day(date) > latest_day(end)):
        return False
    ticked = [(name, value.split(",")) for name, value in params.items() if name not in PLAIN]
    if any(not set(row.marks.get(name, "").split()) & set(values) for name, values in ticked):
        return False
    return all(word in text for word in fold(params.get("q", "")).split())


def counts(listed: Overview, params: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Return how many rows each choice would have beside what else is chosen: parameter and value -> rows."""
    found = {}
    for facet in listed.facets:
        others = {name: value for name, value in params.items() if name != facet.parameter}
        left = [row.marks.get(facet.parameter, "").split() for row in listed.rows if matches(row, others)]
        found |= {(facet.parameter, value): sum(value in marks for marks in left) for value, _, _ in facet.options}
    return found


def rows(listed: Overview, params: Mapping[str, str]) -> tuple[list[int], bool]:
    """Return the numbers of the rows shown, and whether their order is certain: that of words is the browser's."""
    shown = [row for row in listed.rows if matches(row, params)]
    sort = params.get("sort") or listed.order
    if not sort:
        return [row.number for row in shown], True
    name, down = sort.removeprefix("-"), sort.startswith("-")
    column = [*listed.headings].index(name)
    texts = {row.number: row.sorted_by.get(name, cells(row)[column]) for row in listed.rows}
    filled = [text for text in texts.values() if text]
    dated = all(re.fullmatch(r"\d{4}(?:-\d\d){0,2}", text) for text in filled)
    counted = all(re.fullmatch(r"(?:\D+ )?\d+", text) for text in filled)
    keys = {
        number: (int(re.findall(r"\d+", text)[-1]) if counted else 0, text) for number, text in texts.items() if text
    }
    numbers = [row.number for row in shown]
    first = [number for number in numbers if number in keys]
    first.sort(key=lambda number: keys[number][:1] if counted else keys[number], reverse=down)
    return [*first, *(number for number in numbers if number not in keys)], counted or dated
