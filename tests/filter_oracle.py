"""Which rows of an overview its filters leave, in Python: what the explorer's scripts are held against."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from overseas_stations.explorer.overviews.overview import OverviewRow
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


def matches(row: OverviewRow, params: Mapping[str, str]) -> bool:
    """Say whether a row is shown."""
    text, date = fold(" ".join([*cells(row), row.marks.get("id", "")])), row.marks.get("date", "")
    start, end = params.get("from"), params.get("to")
    if (start or end) and not date:
        return False
    if (start and latest_day(date) < earliest_day(start)) or (end and earliest_day(date) > latest_day(end)):
        return False
    ticked = [(name, value.split(",")) for name, value in params.items() if name not in ("q", "from", "to", "sort")]
    if any(not set(row.marks.get(name, "").split()) & set(values) for name, values in ticked):
        return False
    return all(word in text for word in fold(params.get("q", "")).split())


def rows(listed: Sequence[OverviewRow], params: Mapping[str, str]) -> tuple[list[int], bool]:
    """Return the numbers of the rows shown, and whether their order is certain: that of words is the browser's."""
    shown = [row for row in listed if matches(row, params)]
    sort = params.get("sort")
    if not sort:
        return [row.number for row in shown], True
    column, down = abs(int(sort)) - 1, sort.startswith("-")
    texts = {row.number: cells(row)[column] for row in listed}
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
