"""Code lists that are too long for an enum: countries and bodies, and languages."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

_FACTS = ("code", "name", "iso3", "iso_numeric", "kind", "region", "subregion")


class Box(NamedTuple):
    """A bounding box in degrees."""

    south: float
    west: float
    north: float
    east: float


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def code_list(name: str) -> Mapping[str, str]:
    """Return ``{code: English name}`` of the list *name*, ``countries`` or ``languages``.

    >>> code_list("countries")["EC"], code_list("languages")["es"]
    ('Ecuador', 'Spanish')
    """
    return MappingProxyType({row["code"]: row["name"] for row in _rows(name)})


@cache
def countries() -> frozenset[str]:
    """Return the codes that stand for a country or a territory, and not for a body.

    >>> "XK" in countries(), "EU" in countries()
    (True, False)
    """
    return frozenset(row["code"] for row in _rows("countries") if row["kind"] != "body")


@cache
def country_rows() -> tuple[Mapping[str, str | None], ...]:
    """Return the rows of the table ``countries``, by code; empty cells are None."""
    return tuple({name: row[name] or None for name in _FACTS} for row in _rows("countries"))


@cache
def bodies() -> frozenset[str]:
    """Return the codes that stand for a body, which acts and has no land.

    >>> sorted(bodies())
    ['EU', 'XC', 'XG', 'XP']
    """
    return frozenset(code_list("countries")) - countries()


@cache
def country_boxes() -> Mapping[str, Box]:
    """Return a box around the cities of each country that has any, from GeoNames."""
    return MappingProxyType(
        {row["code"]: Box(*(float(row[side]) for side in Box._fields)) for row in _rows("countries") if row["south"]}
    )
