"""The files of ``schema/<version>/``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from overseas_stations.keeping import kept
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.json_schema import all_schemas, json_bytes
from overseas_stations.schemas.table_schema import table_schema
from overseas_stations.schemas.versions import is_version
from overseas_stations.version import SCHEMA_VERSION


def schema_files(version: str = SCHEMA_VERSION, registry: Registry = CORE) -> dict[str, bytes]:
    """Return the files of ``schema/<version>/``; with a manifest of their SHA-256 where they are to be frozen."""
    return dict(_schema_files(registry, version))


@kept
def _schema_files(registry: Registry, version: str) -> Mapping[str, bytes]:
    files = {f"{name}.schema.json": json_bytes(schema) for name, schema in all_schemas(version, registry).items()}
    files |= {
        f"{name}.table.json": json_bytes(table_schema(table, registry.tables))
        for name, table in registry.tables.items()
    }
    return files | ({"SHA256SUMS": manifest(files.items())} if is_version(version) else {})


def manifest(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a manifest in the form of ``sha256sum``."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files)).encode()
