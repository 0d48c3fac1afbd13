"""What others made and the package carries: the shapes of the world and the search of the site.

`make vendor` writes the files from the versions that `tools/vendor/` pins; `VENDOR.json` says of each what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent
SEARCH = "minisearch.js"
WORLD = "world.json"


def data(name: str) -> bytes:
    """Return the bytes of a vendored file.

    >>> data(SEARCH)[:20]
    b'(function (global, f'
    """
    return (FOLDER / name).read_bytes()


def facts() -> Mapping[str, Mapping[str, Any]]:
    """Return what each file is: package, version, integrity and file that it is from, licence, SHA-256.

    >>> facts()[SEARCH]["version"], facts()[SEARCH]["license"]
    ('7.2.0', 'MIT')
    """
    stated: dict[str, dict[str, Any]] = json.loads(data("VENDOR.json"))
    return stated


@dataclass(frozen=True)
class World:
    """The land and the countries as SVG paths, and how they are projected: Equal Earth, turned by *rotate* degrees."""

    width: int
    height: int
    rotate: float
    scale: float
    translate: tuple[float, float]
    land: str
    countries: Mapping[str, str]


@cache
def world() -> World:
    """Return the shapes of the world; a code without a shape is too small, or is no land."""
    stated = json.loads(data(WORLD))
    projection = stated["projection"]
    x, y = projection["translate"]
    return World(
        width=stated["width"],
        height=stated["height"],
        rotate=projection["rotate"],
        scale=projection["scale"],
        translate=(x, y),
        land=stated["land"],
        countries=MappingProxyType(stated["countries"]),
    )
