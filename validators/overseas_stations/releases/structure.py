"""What differs between two descriptors: tables, columns, vocabularies and what describes the data as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from overseas_stations.releases.changes import StructureChange
from overseas_stations.schemas.table_schema import table_schemas
from overseas_stations.schemas.versions import Level

METADATA: Mapping[str, Level] = {
    "name": Level.MAJOR,
    "title": Level.PATCH,
    "description": Level.PATCH,
    "keywords": Level.PATCH,
    "licenses": Level.PATCH,
    "contributors": Level.PATCH,
}
"""Properties of the descriptor that describe the data as a whole -> what a change of them demands."""

BY_POSITION = "column-added-optional"
"""The rule for schemas by which readers that find columns by name go on; the recipe for data thinks of others too."""


def structure_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[StructureChange]:
    """Yield what differs in structure; where one side has no descriptor, nothing can be said."""
    if not old or not new:
        return
    yield from metadata_changes(old, new)
    before, after = table_schemas(old), table_schemas(new)
    if before != after:
        from overseas_stations.schemas.comparing import compare

        for change in compare(before, after):
            level = Level.MAJOR if change.rule == BY_POSITION else change.level
            yield StructureChange(level, change.table, change.field, change.message)


def metadata_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str] = METADATA
) -> Iterator[StructureChange]:
    """Yield those of some properties that describe the data as a whole and differ."""
    for name in names:
        if old.get(name) != new.get(name):
            yield StructureChange(METADATA[name], None, name, f"the descriptor's {name} is another")
