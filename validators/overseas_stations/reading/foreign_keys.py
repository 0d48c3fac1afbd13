"""References to other packages, as a descriptor states them.

They follow the recipe "External Foreign Keys" of the Data Package standard: ``reference.package`` of a foreign key is
the name of a package, or its id. Ours are ``overseas-stations`` and ``urn:overseas-stations:data:<version>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overseas_stations.reading.layouts.copying import Original
from overseas_stations.reading.layouts.layout import Load, read_layout
from overseas_stations.schemas.dataset import DATA_ID, NAME

ADDRESS = "://"
"""What an address has, and neither the name nor the id of a package."""


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key into another package.

    Attributes:
        resource: the name of the referring resource.
        fields: its columns.
        package: the package as the descriptor names it.
        table: the resource that is referred to.
        columns: the columns there, in the order of *fields*.
        missing: for each of *fields* the texts that stand for an empty cell.
        fault: why it cannot be followed, as a sentence; None where it can.
    """

    resource: str
    fields: tuple[str, ...]
    package: str
    table: str
    columns: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...] = ()
    fault: str | None = None

    @property
    def is_ours(self) -> bool:
        """True where it refers to these data, in whatever version, be it by an address, which is not followed."""
        return self.package == NAME or self.version is not None or (ADDRESS in self.package and NAME in self.package)

    @property
    def version(self) -> str | None:
        """The version of these data that it pins; None where it pins none."""
        return self.package.removeprefix(DATA_ID) if self.package.startswith(DATA_ID) else None


@dataclass(frozen=True)
class Referring:
    """A file of another project whose columns refer to other packages. The sweep takes it for a table's file.

    Attributes:
        name: the resource.
        path: where it is on disk.
        shown: how findings name it.
        keys: its foreign keys into other packages.
        original: what it is a plain copy of; None for the file itself.
    """

    name: str
    path: Path
    shown: str
    keys: Sequence[ForeignKey]
    original: Original | None = None

    @property
    def table(self) -> Referring:
        """What a text file should hold: nothing is known of it but its name and the columns that refer."""
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that refer."""
        return tuple(dict.fromkeys(name for key in self.keys for name in key.fields))


@dataclass(frozen=True)
class References:
    """All references of a package to others.

    Attributes:
        shown: how findings name the descriptor.
        keys: the foreign keys.
        files: the referring files that can be had.
        lock: the bytes of the lock beside the descriptor; None where there is none.
    """

    shown: str
    keys: Sequence[ForeignKey] = ()
    files: Sequence[Referring] = ()
    lock: bytes | None = None

    @property
    def to_us(self) -> bool:
        """True where one of them is to these data."""
        return any(key.is_ours for key in self.keys)


def foreign_keys(descriptor: object, load: Load) -> list[ForeignKey]:
    """Return the foreign keys into other packages, those that are not whole included.

    Args:
        descriptor: the JSON value of a descriptor.
        load: returns the JSON value of a file of the package, for schemas and dialects with a path; None where it
            cannot be had.
    """
    listed = descriptor.get("resources") if isinstance(descriptor, dict) else None
    found: list[ForeignKey] = []
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            found += _of_resource(entry, load)
    return found


def _of_resource(entry: dict[str, Any], load: Load) -> Iterator[ForeignKey]:
    name, schema = entry["name"], _resolved(entry.get("schema"), load)
    listed = schema.get("foreignKeys") if isinstance(schema, dict) else None
    for key in listed if isinstance(listed, list) else ():
        reference = key.get("reference") if isinstance(key, dict) else None
        if not isinstance(reference, dict) or reference.get("package") is None:
            continue
        fields, columns, table = _names(key.get("fields")), _names(reference.get("fields")), reference.get("resource")
        layout, wrong = read_layout(entry, load)
        fault = f"the resource {name} {wrong[0]}" if wrong else None
        package = str(reference["package"])
        if not fields or len(fields) != len(columns) or not isinstance(table, str):
            fault = f"a foreign key of the resource {name} does not name as many fields as it refers to, or no resource"
        elif ADDRESS in package and NAME in package:
            fault = (
                f"a foreign key of {name} names its package by an address, {package}: nothing is fetched, name {NAME}"
            )
        missing = tuple(("", *layout.stand_for_nothing(field)) for field in fields)
        yield ForeignKey(name, fields, package, str(table or ""), columns, missing, fault)


def _resolved(stated: object, load: Load) -> object:
    return load(stated) if isinstance(stated, str) else stated


def _names(stated: object) -> tuple[str, ...]:
    listed = [stated] if isinstance(stated, str) else stated
    return tuple(listed) if isinstance(listed, list) and all(isinstance(name, str) for name in listed) else ()
