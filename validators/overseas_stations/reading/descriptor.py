"""What a descriptor says: its resources, and which of them are tables of the registry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from overseas_stations.reading.layouts.copying import GZ
from overseas_stations.reading.layouts.layout import PLAIN_LAYOUT, Layout, Load, read_layout
from overseas_stations.reading.members import path_fault
from overseas_stations.schemas.versions import is_version
from overseas_stations.tables import TABLES, Table

MAX_RESOURCES = 1000
"""So many resources of a descriptor are read."""
MAX_PATHS = 1000
"""So many files of one resource are read."""

TABULAR = (".csv", f".csv{GZ}", ".parquet")
"""What the names of tables' files end with."""

_HASH = re.compile(r"(?:(md5|sha1|sha256|sha512):)?([0-9A-Fa-f]+)")
_HASH_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}


class Resource(NamedTuple):
    """One resource.

    Attributes:
        name: its name.
        path: its path as written, not yet known to be safe; the first of several.
        table: the table that it holds, None for any other file.
        expected_hash: ``algorithm:hex digits`` in lower case, None where none is stated.
        expected_bytes: its size, None where none is stated.
        states_hash: a hash is stated, of a known form or not.
        more: the other paths of a resource in several files.
        layout: how a table is laid out in its files.
    """

    name: str
    path: str
    table: Table | None = None
    expected_hash: str | None = None
    expected_bytes: int | None = None
    states_hash: bool = False
    more: tuple[str, ...] = ()
    layout: Layout = PLAIN_LAYOUT

    @property
    def paths(self) -> tuple[str, ...]:
        """All its paths in their order."""
        return (self.path, *self.more)

    @property
    def is_plain(self) -> bool:
        """True where it is one file that can be read as it is."""
        return not self.more and not self.path.endswith(GZ) and self.layout.is_plain


class ShapeFault(NamedTuple):
    """What is wrong with a descriptor, as a sentence, the table that it concerns, and whether that is not there."""

    message: str
    table: str | None = None
    absent: bool = False


def read_resources(
    descriptor: object,
    tables: Mapping[str, Table] = TABLES,
    *,
    refers: bool = False,
    referring: Collection[str] = (),
    load: Load = lambda _: None,
) -> tuple[list[Resource], list[ShapeFault]]:
    """Return the resources that have a name and a path, and everything that is wrong with the descriptor.

    Of the ``schema`` of a table only what stands for empty cells is read: the registry knows better.

    Args:
        descriptor: the JSON value.
        tables: the tables that the package should hold, by name.
        refers: other tables of the package refer to these data, so that it need not hold ours. If it holds one, it is
            meant to be one of ours all the same.
        referring: the resources that refer to these data, so that they are read as tables are.
        load: returns the JSON value of a file of the package, for schemas and dialects that are files of their own.
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
        found = list(_read(name, table, entry, load, read=table is not None or name in referring))
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


def _read(
    name: str, table: Table | None, entry: dict[str, object], load: Load, *, read: bool
) -> Iterator[Resource | ShapeFault]:
    """Yield a resource and what is wrong with it; how files are laid out that are not *read* is their own affair."""

    def fault(message: str) -> ShapeFault:
        return ShapeFault(f"the resource {name} {message}", table.name if table else None)

    if "data" in entry:
        if table is not None:
            yield fault("holds its data itself, where a path should be")
        return
    path = entry.get("path")
    listed = path if isinstance(path, list) else [path]
    paths = [each for each in listed if isinstance(each, str)]
    if not paths or len(paths) < len(listed):
        yield fault("has no path to a file")
        return
    if len(paths) > MAX_PATHS or len(set(paths)) < len(paths):
        yield fault(f"names a file twice, or more than {MAX_PATHS} files")
        return
    layout = PLAIN_LAYOUT
    if table is not None and not all(each.endswith(TABULAR) or path_fault(each) for each in paths):
        yield fault("is neither a .csv nor a .parquet file")
        table, read = None, False
    elif read and len(paths) > 1 and any(each.endswith(".parquet") for each in paths):
        yield fault("is several Parquet files, where one is read")
        return
    if read:
        encoding, compression = entry.get("encoding", "utf-8"), entry.get("compression")
        if not isinstance(encoding, str) or encoding.lower() not in ("utf-8", "utf8"):
            yield fault(f"states the encoding {encoding}, where only utf-8 is read")
        if compression not in (None, "no", "") and not (
            compression == "gz" and all(each.endswith(GZ) for each in paths)
        ):
            yield fault(f"states the compression {compression}, where only .csv{GZ} is read")
        layout, wrong = read_layout(entry, load)
        # Of a referring table that is told where its references are not followed.
        yield from (fault(message) for message in wrong if table is not None)
        if wrong:
            table = None
    stated, size = entry.get("hash"), entry.get("bytes")
    digest = _digest(stated)
    if stated is not None and digest is None:
        yield fault("states a hash of no known form, such as sha256: and 64 hexadecimal digits")
    if size is not None and (not isinstance(size, int) or isinstance(size, bool) or size < 0):
        yield fault("states bytes that are not a whole number from 0")
        size = None
    if len(paths) > 1:
        # The standard does not say of what bytes: that nothing was checked is told.
        digest, size, stated = None, None, None
    yield Resource(name, paths[0], table, digest, size, stated is not None, tuple(paths[1:]), layout)


def _digest(stated: object) -> str | None:
    match = _HASH.fullmatch(stated) if isinstance(stated, str) else None
    if match is None:
        return None
    algorithm, digits = match[1] or "md5", match[2].lower()  # the standard's default
    return f"{algorithm}:{digits}" if len(digits) == _HASH_DIGITS[algorithm] else None
