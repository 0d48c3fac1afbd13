"""The files of an upgraded package: its tables and all that follows from them anew, everything else as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from overseas_stations.canonical.records import NESTED, json_rows, nested, nested_json, typed
from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.handed_over import InputError
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.datasheet import examples
from overseas_stations.reading.container import OpenPackage
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.reading.members import MemberFault
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.codebook import codebook, rules_document
from overseas_stations.schemas.json_schema import json_bytes, schema_id
from overseas_stations.schemas.table_schema import table_schema, view_resource
from overseas_stations.tables import TABLES, Rows, Table
from overseas_stations.views import VIEWS, view_files, view_path, view_rows

COPIES = {f"json/{name}.json": name for name in TABLES}
"""Where a package has its tables as JSON."""

RECORDS, CODEBOOK, RULES = f"json/{NESTED}.json", "CODEBOOK.md", "RULES.md"

MAX_BYTES = 1 << 29
"""So many bytes of files that are no tables are carried over."""


def migrated_files(package: OpenPackage, rows: Rows, was_table: Mapping[str, str], version: str) -> dict[str, bytes]:
    """Return the files of the upgraded package.

    Tables keep their paths, but for a path that bears a table's older name. JSON copies, views, the codebook and the
    list of rules are made anew where the package has them; whatever else it has stays byte for byte.

    Raises:
        InputError: a file cannot be read, or the files are too large.
    """
    resources = {each["name"]: each for each in package.descriptor["resources"]}
    old_names = {name: was for name, was in was_table.items() if was in resources}
    tables = {name: _path(resources.get(old_names.get(name, "")), name, old_names) for name in TABLES}
    fresh = {tables[name]: csv_bytes(table, rows[name]) for name, table in TABLES.items()}
    old_copies = {f"json/{old_names.get(name, name)}.json": path for path, name in COPIES.items()}
    replaced = {_plain(resources[was]["path"]) for was in old_names.values()} | {DESCRIPTOR}
    kept = _kept(package, replaced)
    derived = _derived(rows, package.descriptor.get("version"), {old_copies.get(path, path) for path in kept})
    others = {path: data for path, data in kept.items() if old_copies.get(path, path) not in derived}
    files = others | fresh | derived
    descriptor = _descriptor(package.descriptor, files, tables, old_names, old_copies, version)
    return {DESCRIPTOR: json_bytes(descriptor)} | files


def _path(resource: Mapping[str, Any] | None, name: str, old_names: Mapping[str, str]) -> str:
    if resource is None:
        return f"tables/{name}.csv"
    path = PurePosixPath(_plain(resource["path"]))
    return (path.with_name(f"{name}.csv") if path.name == f"{old_names[name]}.csv" else path).as_posix()


def _plain(path: Any) -> str:
    return PurePosixPath(path[0] if isinstance(path, list) else path).as_posix()


def _kept(package: OpenPackage, replaced: set[str]) -> dict[str, bytes]:
    assert package.members is not None
    names, whole = package.members.names()
    files: dict[str, bytes] = {}
    size = 0
    for name in names:
        if name in replaced:
            continue
        try:
            path = package.members.fetch(name)
            size += path.stat().st_size
            if size > MAX_BYTES or not whole:
                raise InputError(f"{package.name} has more or larger files beside its tables than are carried over")
            files[name] = path.read_bytes()
        except (MemberFault, OSError) as error:
            raise InputError(f"{name} of {package.name} cannot be carried over: {error}") from None
    return files


def _derived(rows: Rows, version: object, present: set[str]) -> dict[str, bytes]:
    """Return those of the files that follow from the tables which the package has."""
    records = {name: [typed(table, row) for row in rows[name]] for name, table in TABLES.items()}
    made = {path: f"{json_rows(records[name])}\n".encode() for path, name in COPIES.items() if path in present}
    if RECORDS in present:
        made[RECORDS] = nested_json(nested(records), version)
    if CODEBOOK in present:
        # A published package, which has all records in one file, shows a worked example of each term.
        made[CODEBOOK] = codebook(examples(Library(rows)) if RECORDS in present else None).encode()
    made |= {path: data for path, data in view_files(view_rows(Library(rows))).items() if path in present}
    if RULES in present:
        made[RULES] = rules_document(CORE).encode()
    return made


def _descriptor(
    old: Mapping[str, Any],
    files: Mapping[str, bytes],
    tables: Mapping[str, str],
    old_names: Mapping[str, str],
    old_copies: Mapping[str, str],
    version: str,
) -> dict[str, Any]:
    """Return the descriptor: what it says of the data stays, what it says of their form is of today."""
    new_names = {was: name for name, was in old_names.items()}
    resources = []
    for resource in old["resources"]:
        name = new_names.get(resource["name"])
        path = _plain(resource["path"])
        if name is not None:
            resources.append(_table_resource(resource, TABLES[name], tables[name], files))
        elif path in old_copies and old_copies[path] in files:
            stem = PurePosixPath(old_copies[path]).stem
            renamed = {"name": f"{stem.replace('_', '-')}-json"} if old_copies[path] != path else {}
            resources.append(_sized(resource | renamed | {"path": old_copies[path]}, files))
        elif resource["name"] in VIEWS and path == view_path(resource["name"]):
            view = view_resource(VIEWS[resource["name"]].table)
            schema = view.pop("schema")
            resources.append(_sized(view, files) | {"schema": schema})
        else:
            resources.append(_sized(resource, files))
    for name in [name for name in TABLES if name not in old_names]:
        resources.append(_table_resource({"name": name, "type": "table"}, TABLES[name], tables[name], files))
    today = {"schemaVersion": version, "recordSchemas": [schema_id(name, version) for name in TABLES]}
    return {**old, **today, "resources": resources}


def _table_resource(old: Mapping[str, Any], table: Table, path: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return a table's resource; what is written has the default dialect of CSV."""
    words = {key: text for key, text in (("title", table.title), ("description", table.summary)) if key in old}
    form = {"path": path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    kept = {key: part for key, part in old.items() if key != "dialect"}
    new = kept | {"name": table.name} | words | form
    return _sized(new, files) | ({"schema": table_schema(table)} if "schema" in old or len(old) <= 2 else {})


def _sized(resource: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    data = files[_plain(resource["path"])]
    return {**resource, "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
