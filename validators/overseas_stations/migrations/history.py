"""The versions of the schemas, and what was declared of the breaking changes between them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from overseas_stations.migrations.changes import Migration, RenameColumn, RenameTable
from overseas_stations.migrations.register import MIGRATIONS
from overseas_stations.publishing.schema_folders import current_schemas, frozen_versions, read_schemas
from overseas_stations.schemas.comparing import compare
from overseas_stations.schemas.compatibility import SchemaChange
from overseas_stations.schemas.frozen_tables import table_of
from overseas_stations.schemas.versions import Level, base_version, version_order
from overseas_stations.tables import TABLES, Table
from overseas_stations.version import SCHEMA_VERSION

Schemas = Mapping[str, Any]


@dataclass(frozen=True)
class History:
    """The versions of the schemas, the earliest first.

    Attributes:
        versions: version -> table -> its Table Schema. The last one is the version of today.
        migrations: what was declared of the breaking changes.
    """

    versions: Mapping[str, Schemas]
    migrations: Sequence[Migration] = ()

    @property
    def today(self) -> str:
        """The last version."""
        return list(self.versions)[-1]

    def tables(self, version: str) -> Mapping[str, Table]:
        """Return the tables of a version, in the registry's form."""
        return TABLES if version == self.today else {n: table_of(n, s) for n, s in self.versions[version].items()}

    def hops(self, start: str) -> list[tuple[str, str, Migration | None]]:
        """Return the steps from a version to today: from, to, and what is declared between the two."""
        ahead = [version for version in self.versions if version_order(version) >= version_order(start)]
        declared = {(each.start, each.end): each for each in self.migrations}
        return [(old, new, declared.get((old, base_version(new)))) for old, new in pairwise(ahead)]

    def uncovered(self) -> list[SchemaChange]:
        """Return the breaking changes between versions that no declared change of the rows answers."""
        found: list[SchemaChange] = []
        for first in list(self.versions)[:1]:
            for old, new, migration in self.hops(first):
                found += uncovered(self.versions[old], self.versions[new], migration)
        return found


def uncovered(old: Schemas, new: Schemas, migration: Migration | None) -> list[SchemaChange]:
    """Return the breaking changes between two versions that nothing declared answers.

    The order of columns needs no answer: they are written in their order.
    """
    declared = () if migration is None else migration.changes
    changes = compare(_renamed(old, declared), new)
    return [
        change
        for change in changes
        if change.level is Level.MAJOR
        and change.rule != "order-changed"
        and not any(each.covers(change) for each in declared)
    ]


def _renamed(schemas: Schemas, changes: Iterable[object]) -> dict[str, Any]:
    """Return schemas with the names that declared changes give."""
    found = copy.deepcopy(dict(schemas))
    for change in changes:
        if isinstance(change, RenameTable):
            found = {(change.to if name == change.table else name): schema for name, schema in found.items()}
            found[change.to]["name"] = change.to
            for schema in found.values():
                for key in schema.get("foreignKeys", ()):
                    if key["reference"]["resource"] == change.table:
                        key["reference"]["resource"] = change.to
        elif isinstance(change, RenameColumn):
            _rename_column(found[change.table], change)
    return found


def _rename_column(schema: dict[str, Any], change: RenameColumn) -> None:
    def renamed(names: list[str]) -> list[str]:
        return [change.to if name == change.column else name for name in names]

    for field in schema["fields"]:
        if field["name"] == change.column:
            field["name"] = change.to
    if "primaryKey" in schema:
        schema["primaryKey"] = renamed(schema["primaryKey"])
    if "uniqueKeys" in schema:
        schema["uniqueKeys"] = [renamed(key) for key in schema["uniqueKeys"]]
    for key in schema.get("foreignKeys", ()):
        key["fields"] = renamed(key["fields"])


@cache
def history() -> History:
    """Return the versions that this installation carries, up to the schemas as they are now.

    Raises:
        InputError: a frozen version is not what was frozen.
        FileNotFoundError: the installation carries no schemas.
    """
    from overseas_stations.paths import data_root

    folder = data_root() / "schema"
    older = [name for name in frozen_versions(folder) if version_order(name) < version_order(SCHEMA_VERSION)]
    versions = {name: read_schemas(folder / name).tables for name in older}
    return History({**versions, SCHEMA_VERSION: current_schemas().tables}, MIGRATIONS)
