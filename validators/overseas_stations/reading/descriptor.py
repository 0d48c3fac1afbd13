"""What a descriptor says: its resources, and which of them are tables of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from overseas_stations.reading.members import path_fault
from overseas_stations.schemas.versions import is_version
from overseas_stations.tables import TABLES, Table

MAX_RESOURCES = 1000
"""So many resources of a descriptor are read."""

_HASH = re.compile(r"(?:(md5|sha1|sha256|sha512):)?([0-9A-Fa-f]+)")
_HASH_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}


class Resource(NamedTuple):
    """One resource.

    Attributes:
        name: its name.
        path: its path as written, not yet known to be safe.
        table: the table that it holds, None for any other file.
        expected_hash: ``algorithm:hex digits`` in lower case, None where none is stated.
        expected_bytes: its size, None where none is stated.
        states_hash: a hash is stated, of a known form or not.
    """

    name: str
    path: str
    table: Table | None = None
    expected_hash: str | None = None
    expected_bytes: int | None = None
    states_hash: bool = False


PLAIN: Mapping[str, Any] = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "escapeChar": None,
    "nullSequence": None,
    "header": True,
    "headerRows": [1],
    "commentChar": None,
    "commentRows": None,
    "skipInitialSpace": False,
    "lineTerminator": "\n",
}
"""The dialect that is read; each property that a descriptor states has this value, or is left out."""


def other_than_plain(dialect: Mapping[str, object]) -> list[str]:
    """Return the properties of a dialect by which a file would not be plain CSV; how its lines end is no matter."""
    other = sorted(name for name, value in PLAIN.items() if dialect.get(name, value) != value)
    if "lineTerminator" in other and dialect["lineTerminator"] == "\r\n":
        other.remove("lineTerminator")
    return other


class ShapeFault(NamedTuple):
    """What is wrong with a descriptor, as a sentence, the table that it concerns, and whether that is not there."""

    message: str
    table: str | None = None
    absent: bool = False


def read_resources(
    descriptor: object, tables: Mapping[str, Table] = TABLES, *, refers: bool = False
) -> tuple[list[Resource], list[ShapeFault]]:
    """Return the resources that have a name and a path, and everything that is wrong with the descriptor.

    The ``schema`` of a table is not read: the registry knows better.

    Args:
        descriptor: the JSON value.
        tables: the tables that the package should hold, by name.
        refers: other tables of the package refer to these data, so that it need not hold ours. If it holds one, it is
            meant to be one of ours all the same.
    """
    if not isinstance(descriptor, dict):
        return [], [ShapeFault("the descriptor is not an object")]
    listed = descriptor.get("resources")
    if not isinstance(listed, list):
        return [], [ShapeFault("the descriptor has no list of resources")]
    resources: list[Resource] = []
    faults: list[ShapeFault] = []
    stated = descriptor.get("version")
    # Another project may count its versions as it likes.
    if "version" in descriptor and not refers and not is_version(stated):
        faults.append(ShapeFault(f"the version {stated} is none: three numbers, such as 1.0.0"))
    names: set[str] = set()
    if len(listed) > MAX_RESOURCES:
        faults.append(ShapeFault(f"it has {len(listed)} resources, and {MAX_RESOURCES} at most are read"))
    for number, entry in enumerate(listed[:MAX_RESOURCES], 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(name, str) or not name:
            faults.append(ShapeFault(f"resource {number} is not an object with a name"))
            continue
        table = tables.get(name)
        found = list(_read(name, table, entry))
        if name in names:
            # Its file is named all the same, but it is not the table: the first one is.
            faults.append(ShapeFault(f"the resource {name} stands twice", table.name if table else None))
            found = [part._replace(table=None) for part in found if isinstance(part, Resource)]
        names.add(name)
        resources += (part for part in found if isinstance(part, Resource))
        faults += (part for part in found if isinstance(part, ShapeFault))
    if not refers or not names.isdisjoint(tables):
        faults += (ShapeFault(f"no resource named {name}", name, True) for name in tables if name not in names)
    return resources, faults


def _read(name: str, table: Table | None, entry: dict[str, object]) -> Iterator[Resource | ShapeFault]:
    def fault(message: str) -> ShapeFault:
        return ShapeFault(f"the resource {name} {message}", table.name if table else None)

    if "data" in entry:
        yield fault("holds its data itself, where a path should be")
        return
    path = entry.get("path")
    if isinstance(path, list) and len(path) == 1:
        path = path[0]
    if not isinstance(path, str):
        yield fault("has no path to one file")
        return
    if table is not None and not path.endswith((".csv", ".parquet")) and path_fault(path) is None:
        yield fault("is neither a .csv nor a .parquet file")
        table = None
    encoding = entry.get("encoding", "utf-8")
    if not isinstance(encoding, str) or encoding.lower() not in ("utf-8", "utf8"):
        yield fault(f"states the encoding {encoding}, where only utf-8 is read")
    dialect = entry.get("dialect", {})
    if table is not None:
        if not isinstance(dialect, dict):
            yield fault("states its dialect elsewhere, where only plain CSV is read")
        elif other := other_than_plain(dialect):
            yield fault(f"states a dialect other than plain CSV: {', '.join(other)}")
    stated, size = entry.get("hash"), entry.get("bytes")
    digest = _digest(stated)
    if stated is not None and digest is None:
        yield fault("states a hash of no known form, such as sha256: and 64 hexadecimal digits")
    if size is not None and (not isinstance(size, int) or isinstance(size, bool) or size < 0):
        yield fault("states bytes that are not a whole number from 0")
        size = None
    yield Resource(name, path, table, digest, size, stated is not None)


def _digest(stated: object) -> str | None:
    match = _HASH.fullmatch(stated) if isinstance(stated, str) else None
    if match is None:
        return None
    algorithm, digits = match[1] or "md5", match[2].lower()  # the standard's default
    return f"{algorithm}:{digits}" if len(digits) == _HASH_DIGITS[algorithm] else None
