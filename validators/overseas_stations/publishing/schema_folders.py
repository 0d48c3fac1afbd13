"""The schemas of a version as they are on disk, and what a new version of them may be called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overseas_stations.folders.ownership import Owner, nothing
from overseas_stations.formats import strict_json
from overseas_stations.handed_over import InputError, read_regular
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.schemas.comparing import compare, compare_documents
from overseas_stations.schemas.compatibility import SchemaChange, level_of
from overseas_stations.schemas.json_schema import all_schemas
from overseas_stations.schemas.table_schema import table_schema, table_schemas
from overseas_stations.schemas.versions import (
    DEV,
    base_version,
    fitting_versions,
    is_development,
    is_version,
    version_order,
)
from overseas_stations.tables import TABLES
from overseas_stations.version import SCHEMA_VERSION

EXAMPLES = "examples"
"""The folder in ``schema/`` that holds the example set of each frozen version."""

TABLE, DOCUMENT, MANIFEST = ".table.json", ".schema.json", "SHA256SUMS"
MAX_FILES = 1000
MAX_MANIFEST = 1 << 20

FROZEN = Owner("freeze", nothing, "what is frozen stays as it is: move it elsewhere")
"""Who may replace the schemas of a frozen version: nobody."""

Schemas = Mapping[str, Any]


@dataclass(frozen=True)
class SchemaSet:
    """The schemas of one version.

    Attributes:
        name: how the user names them.
        version: their number; None where they state none.
        tables: table -> its Table Schema.
        documents: the JSON Schemas by name; None where only Table Schemas are at hand.
    """

    name: str
    version: str | None
    tables: Schemas
    documents: Schemas | None


def frozen_versions(folder: Path) -> list[str]:
    """Return the versions that are frozen in ``schema/``, the earliest first."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted(filter(is_version, names), key=version_order)


def current_schemas() -> SchemaSet:
    """Return the schemas of the models as they are now."""
    tables = {name: table_schema(table) for name, table in TABLES.items()}
    # By way of text, so that both sides of a comparison are what a file holds.
    plain = json.loads(json.dumps({"tables": tables, "documents": all_schemas(DEV)}))
    return SchemaSet(DEV, SCHEMA_VERSION, plain["tables"], plain["documents"])


def read_schemas(folder: Path, name: str | None = None) -> SchemaSet:
    """Read a folder such as ``schema/1.0.0/``, or the Table Schemas that the ``datapackage.json`` in a folder holds.

    Raises:
        InputError: it holds no schemas, or not those that its manifest lists.
    """
    name = name or str(folder)
    if not folder.is_dir():
        raise InputError(f"{name} is not a folder with schemas")
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.endswith((TABLE, DOCUMENT)))[:MAX_FILES]
        if not paths:
            if (folder / DESCRIPTOR).is_file():
                return _of_descriptor(folder / DESCRIPTOR, name)
            raise InputError(f"{name} holds no schemas (*{TABLE})")
        files = {path.name: read_regular(path.resolve(), strict_json.MAX_BYTES) for path in paths}
        _verify(folder / MANIFEST, files, name)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    found = {file: _load(data, f"{name}/{file}") for file, data in files.items()}
    tables, documents = (
        _in_order({file.removesuffix(kind): schema for file, schema in found.items() if file.endswith(kind)})
        for kind in (TABLE, DOCUMENT)
    )
    return SchemaSet(name, _stated_version(documents), tables, documents or None)


def _in_order(schemas: Schemas) -> Schemas:
    """Return schemas in the order of the registry, those that it does not have last."""
    names = [name for name in TABLES if name in schemas]
    return {name: schemas[name] for name in (*names, *sorted(set(schemas) - set(names)))}


def _of_descriptor(path: Path, name: str) -> SchemaSet:
    descriptor = _load(read_regular(path.resolve(), strict_json.MAX_BYTES), str(path))
    tables = table_schemas(descriptor)
    if not tables:
        raise InputError(f"{name} holds no schemas")
    stated = descriptor.get("schemaVersion") if isinstance(descriptor, dict) else None
    return SchemaSet(name, _version(stated), tables, None)


def _load(data: bytes, shown: str) -> Any:
    try:
        return strict_json.load_json(data)
    except strict_json.JsonFault as fault:
        raise InputError(f"{shown}: {fault}") from None


def _verify(manifest: Path, files: Mapping[str, bytes], name: str) -> None:
    """Refuse schemas that are not those of their manifest: what is frozen may not be edited."""
    if not manifest.is_file():
        return
    lines = read_regular(manifest.resolve(), MAX_MANIFEST).decode("utf-8", "replace").splitlines()
    listed = {file: digest for digest, _, file in (line.partition("  ") for line in lines)}
    for file in sorted({*listed, *files}):
        if file not in files or hashlib.sha256(files[file]).hexdigest() != listed.get(file):
            raise InputError(f"{name}/{file} is not the file that {MANIFEST} lists: it was changed after it was frozen")


def _stated_version(documents: Schemas) -> str | None:
    """Return the one version that the schemas' ids carry."""
    ids = [schema.get("$id") if isinstance(schema, dict) else None for schema in documents.values()]
    stated = {part.split(":")[3] if isinstance(part, str) and part.count(":") == 4 else None for part in ids}
    return _version(stated.pop()) if len(stated) == 1 else None


def _version(stated: object) -> str | None:
    if stated == DEV:
        return SCHEMA_VERSION
    return stated if isinstance(stated, str) and is_version(base_version(stated)) else None


def changes_between(old: SchemaSet, new: SchemaSet) -> list[SchemaChange]:
    """Return every change from one version to another; JSON Schemas are compared where both sides have them."""
    changes = compare(old.tables, new.tables)
    if old.documents is not None and new.documents is not None:
        changes += compare_documents(old.documents, new.documents)
    return changes


def refusal_to_freeze(folder: Path) -> str | None:
    """Return why the schemas as they are now may not be frozen under their version; None where they may.

    Raises:
        InputError: the last frozen version cannot be read.
    """
    versions = frozen_versions(folder)
    if is_development(SCHEMA_VERSION):
        return (
            f"SCHEMA_VERSION is {SCHEMA_VERSION}, a development version: once everything is ready, take `.dev` off in "
            "version.py, run `overseas build`, and freeze"
        )
    if SCHEMA_VERSION in versions:
        return f"{folder / SCHEMA_VERSION} is frozen: raise SCHEMA_VERSION in version.py first"
    if not versions:
        return None
    last = versions[-1]
    level = level_of(changes_between(read_schemas(folder / last), current_schemas()))
    if level is None:
        return f"the schemas are those of {last}: there is nothing to freeze"
    fitting = fitting_versions(last, level)
    if SCHEMA_VERSION in fitting:
        return None
    or_more = f" (or {' or '.join(fitting[1:])}, if it means more than it shows)" if len(fitting) > 1 else ""
    return (
        f"SCHEMA_VERSION is {SCHEMA_VERSION}; after {last} this change ({level.value}) needs {fitting[0]}{or_more}: "
        f"`overseas schema diff` shows it"
    )
