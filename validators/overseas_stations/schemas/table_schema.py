"""Table Schemas and the Data Package descriptor, version 2."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from overseas_stations.columns import Column
from overseas_stations.schemas import dataset
from overseas_stations.schemas.json_schema import schema_id
from overseas_stations.schemas.versions import id_version
from overseas_stations.tables import TABLES, Table, Tables
from overseas_stations.version import SCHEMA_VERSION, VERSION_DATE, __version__
from overseas_stations.views import VIEWS, view_path

if TYPE_CHECKING:
    from overseas_stations.profiles import Profile

PROFILE_PROPERTY = "overseasProfile"
"""The property of a descriptor that names the profile of :mod:`overseas_stations.profiles` that a package follows."""
VIEW_PROPERTY = "overseasView"
"""The property of a resource that says that it is a view."""
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FILE_KINDS = {".csv": ("csv", "text/csv"), ".json": ("json", "application/json")}


def field_schema(column: Column) -> dict[str, Any]:
    """Return the Table Schema field of a column, its vocabulary as ``categories``."""
    scalar = column.scalar
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "description": column.description,
        "type": scalar.type,
        "example": column.example,
    }
    if scalar.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.terms:
        field["categories"] = [{"value": value, "label": label} for value, label in column.terms.items()]
        constraints["enum"] = list(column.terms)
    elif scalar.type == "string":
        constraints["pattern"] = scalar.pattern
        if scalar.max_length is not None:
            constraints["maxLength"] = scalar.max_length
    for bound in ("minimum", "maximum"):
        if getattr(scalar, bound) is not None:
            constraints[bound] = getattr(scalar, bound)
    return field | ({"constraints": constraints} if constraints else {})


def table_schema(table: Table, tables: Tables = TABLES) -> dict[str, Any]:
    """Return the Table Schema of one of some tables, with its keys and references."""
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": table.name,
        "title": table.title,
        "description": table.summary,
        "fields": [field_schema(column) for column in table.columns],
        "fieldsMatch": "exact",
        "missingValues": [""],
    }
    schema["primaryKey" if table.primary else "uniqueKeys"] = list(table.key) if table.primary else [list(table.key)]
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": target, "fields": list(tables[target].key)}}
            for column, target in table.references.items()
        ]
    return schema


def copy_name(table: str) -> str:
    """Return the name of the resource that holds a table's copy in JSON.

    >>> copy_name("source_relations")
    'source-relations-json'
    """
    return f"{table.replace('_', '-')}-json"


def descriptor(paths: Iterable[str], tables: Tables = TABLES, profile: Profile | None = None) -> dict[str, Any]:
    """Return ``datapackage.json`` as a build commits it: nothing in it changes with the rows.

    Args:
        paths: the data files of the package; a CSV file named like a table is its resource.
        tables: the tables of the package.
        profile: whose package it is, if it is another project's: name, id and version of our data are not theirs.
    """
    resources = []
    for path in paths:
        stem, _, suffix = path.rpartition("/")[2].rpartition(".")
        kind, media_type = FILE_KINDS["." + suffix]
        table = tables.get(stem) if suffix == "csv" else None
        if path == view_path(stem) and stem in VIEWS:
            resources.append(view_resource(VIEWS[stem].table))
            continue
        resource: dict[str, Any] = {"name": stem if table else copy_name(stem)}
        if table:
            resource |= {"type": "table", "title": table.title, "description": table.summary}
        resource |= {"path": path, "format": kind, "mediatype": media_type, "encoding": "utf-8"}
        resources.append(resource | ({"schema": table_schema(table, tables)} if table else {}))
    if profile is not None:
        return {
            "$schema": PROFILE,
            "name": profile.name,
            "title": profile.title,
            PROFILE_PROPERTY: profile.name,
            "schemaVersion": SCHEMA_VERSION,
            "recordSchemas": [schema_id(name, f"{id_version(SCHEMA_VERSION)}+{profile.name}") for name in tables],
            "resources": resources,
        }
    return {
        "$schema": PROFILE,
        "name": dataset.NAME,
        "id": dataset.IDENTIFIER,
        "title": dataset.TITLE,
        "description": dataset.DESCRIPTION,
        "version": __version__,
        "versionDate": VERSION_DATE,
        "schemaVersion": SCHEMA_VERSION,
        "recordSchemas": [schema_id(name) for name in tables],
        "keywords": dataset.KEYWORDS,
        "licenses": [dataset.LICENSE],
        "contributors": dataset.CONTRIBUTORS,
        "resources": resources,
    }


def table_schemas(descriptor: object) -> dict[str, Any]:
    """Return table -> the Table Schema that a descriptor states; views follow from them, and are none of the schemas.

    What has not the shape of a descriptor is left out.
    """
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    return {
        str(each.get("name")): each["schema"]
        for each in (resources if isinstance(resources, list) else ())
        if isinstance(each, dict) and isinstance(each.get("schema"), dict) and VIEW_PROPERTY not in each
    }


def view_resource(view: Table) -> dict[str, Any]:
    """Return the resource of a view, which says that it is one."""
    return {
        "name": view.name,
        "type": "table",
        "title": view.title,
        "description": view.summary,
        VIEW_PROPERTY: "Follows from the tables. A cell may hold several values.",
        "path": view_path(view.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(view),
    }


def sized(descriptor: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return a descriptor that states size and SHA-256 of each resource's file, and is otherwise the same.

    Args:
        descriptor: the descriptor.
        files: path in the package -> bytes; a resource whose file is not among them stays as it is.
    """

    def stated(resource: Any) -> Any:
        path = resource.get("path") if isinstance(resource, dict) else None
        data = files.get(path) if isinstance(path, str) else None
        if data is None:
            return resource
        size = {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        # Before the schema, which is long: a reader of the file finds them beside the path.
        schema = {"schema": resource["schema"]} if "schema" in resource else {}
        return {key: value for key, value in resource.items() if key not in schema} | size | schema

    return {**descriptor, "resources": [stated(resource) for resource in descriptor["resources"]]}
