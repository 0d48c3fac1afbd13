"""A past that never was: two versions of the schemas before today's, and packages that follow them.

0.9.0 had other names for a table, a column and a term, a column that became two, and one that went. 0.10.0 is today's
but for two columns that came later. Both are made from the schemas and packages of today, so that an upgrade has to
give back what went in. They are a history of their own: the 0.1.0 that was frozen is no part of it, though its number
comes before theirs.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.migrations.changes import (
    Accept,
    CannotMap,
    Convert,
    DropColumn,
    MapTerms,
    Migration,
    RenameColumn,
    RenameTable,
)
from overseas_stations.migrations.history import History
from overseas_stations.publishing.example_set import example_set
from overseas_stations.publishing.schema_folders import current_schemas
from overseas_stations.schemas.frozen_tables import table_of
from overseas_stations.schemas.json_schema import all_schemas, json_bytes, record_schema, schema_id
from overseas_stations.schemas.version_folder import manifest
from overseas_stations.tables import TABLES
from overseas_stations.version import SCHEMA_VERSION

Rows = Mapping[str, list[dict[str, str | None]]]
Files = dict[str, bytes]

NEW_SINCE = {"figures": "scope", "stations": "stations_claimed"}
"""Table -> the column that came after 0.10.0."""

AMOUNT = {"exact": "", "at_least": "at least ", "about": "about ", "at_most": "at most "}
"""Bound -> how 0.9.0 began an amount."""


def parts_of(cells: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return value and bound of an amount."""
    amount = cells["amount"] or ""
    for bound, words in reversed(AMOUNT.items()):
        rest = amount.removeprefix(words)
        if amount.startswith(words) and rest.isdigit():
            return {"value": rest, "bound": bound}
    raise CannotMap("an amount is a number, or at least, about or at most one")


MADE_UP = Migration(
    "0.9.0",
    "0.10.0",
    (
        RenameTable("police_stations", "stations"),
        RenameColumn("stations", "district", "region"),
        MapTerms("station_statuses", "status", {"alleged": "reported"}),
        MapTerms("stations", "status", {"alleged": "reported"}),
        Convert(
            "figures", ("amount",), ("value", "bound"), parts_of, "an amount of figures is now a value and a bound"
        ),
        DropColumn("statements", "reviewed", "Who reviewed what is in the history of the dossiers."),
        Accept("key-changed", "retractions", None, "A record was retracted once in 0.9.0, whatever its date."),
    ),
)


def _schemas_of_0_10_0() -> dict[str, Any]:
    made = copy.deepcopy(dict(current_schemas().tables))
    for table, column in NEW_SINCE.items():
        made[table]["fields"] = [field for field in made[table]["fields"] if field["name"] != column]
    return made


def _schemas_of_0_9_0() -> dict[str, Any]:
    made = _schemas_of_0_10_0()
    made["police_stations"] = made.pop("stations") | {"name": "police_stations"}
    for schema in made.values():
        for key in schema.get("foreignKeys", ()):
            if key["reference"]["resource"] == "stations":
                key["reference"]["resource"] = "police_stations"
    fields = {name: {field["name"]: field for field in schema["fields"]} for name, schema in made.items()}
    fields["police_stations"]["region"]["name"] = "district"
    for table in ("police_stations", "station_statuses"):
        status = fields[table]["status"]
        status["constraints"]["enum"][0] = status["categories"][0]["value"] = status["example"] = "alleged"
    amount = {**fields["figures"]["bound"], "name": "amount", "constraints": {"required": True, "maxLength": 80}}
    del amount["categories"]
    made["figures"]["fields"] = [f for f in made["figures"]["fields"] if f["name"] not in ("value", "bound")] + [amount]
    made["statements"]["fields"].append(
        {"name": "reviewed", "title": "Reviewed", "description": "X.", "type": "boolean", "example": "true"}
    )
    made["retractions"]["primaryKey"] = ["table", "record_id", "date"]
    return made


PAST = History(
    {"0.9.0": _schemas_of_0_9_0(), "0.10.0": _schemas_of_0_10_0(), SCHEMA_VERSION: current_schemas().tables}, (MADE_UP,)
)


def _rows_of_0_10_0(rows: Rows) -> Rows:
    return {
        name: [{column: cell for column, cell in row.items() if column != NEW_SINCE.get(name)} for row in listed]
        for name, listed in rows.items()
    }


def _rows_of_0_9_0(rows: Rows) -> Rows:
    aged = {**_rows_of_0_10_0(rows)}
    bounds = {row["id"]: AMOUNT[row["bound"] or ""] for row in aged["figures"]}
    for row in aged["figures"]:
        row["amount"] = bounds[row["id"]] + (row.pop("value") or "")
        del row["bound"]
    for row in aged["stations"]:
        row["district"] = row.pop("region")
    for row in (*aged["stations"], *aged["station_statuses"]):
        row["status"] = "alleged" if row["status"] == "reported" else row["status"]
    for row in aged["statements"]:
        row["reviewed"] = "true"
    for row in aged["evidence"]:
        match row["table"], row["field"]:
            case "stations", "region":
                row["field"] = "district"
            case "station_statuses", _:
                row["record_id"] = (row["record_id"] or "").replace("/reported/", "/alleged/")
            case "figures", "value":
                row |= {"field": "amount", "asserted_value": bounds[row["record_id"]] + (row["asserted_value"] or "")}
    for row in (*aged["evidence"], *aged["retractions"]):
        row["table"] = "police_stations" if row["table"] == "stations" else row["table"]
    aged["police_stations"] = aged.pop("stations")
    return aged


def aged_package(version: str, rows: Rows, files: Mapping[str, bytes]) -> Files:
    """Return the files of a package of 0.9.0 or 0.10.0, from the rows and the files of the same package of today.

    What follows from the tables is stale in it.
    """
    first = version == "0.9.0"
    aged = (_rows_of_0_9_0 if first else _rows_of_0_10_0)(rows)
    tables = {name: table_of(name, schema) for name, schema in PAST.versions[version].items()}
    made = {_older(path) if first else path: b"[]\n" if path.startswith("json/") else files[path] for path in files}
    made |= {name: b"" for name in ("CODEBOOK.md", "RULES.md") if name in files}
    made |= {f"tables/{name}.csv": csv_bytes(table, aged[name]) for name, table in tables.items()}
    descriptor = json.loads(files["datapackage.json"]) | {"schemaVersion": version}
    for resource in descriptor["resources"]:
        if resource["name"] in TABLES and "schema" in resource:
            resource["schema"] = {}
        if first and resource["name"] in ("stations", "stations-json"):
            resource["name"] = f"police-{resource['name']}" if "json" in resource["name"] else "police_stations"
            resource["path"] = _older(resource["path"])
        data = made[resource["path"]]
        resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return made | {"datapackage.json": json.dumps(descriptor).encode()}


def _older(path: str) -> str:
    return re.sub(r"/stations\.", "/police_stations.", path)


def unsized(files: Mapping[str, bytes]) -> Files:
    """Return files whose descriptor states neither hashes nor sizes, so that a test may edit them."""
    descriptor = json.loads(files["datapackage.json"])
    for resource in descriptor["resources"]:
        resource.pop("bytes", None)
        resource.pop("hash", None)
    return {**files, "datapackage.json": (json.dumps(descriptor, indent=2) + "\n").encode()}


def frozen(version: str, form: str) -> Files:
    """Return the files of a ``schema/`` in which a version is frozen, its examples with it.

    Args:
        version: the number that it bears.
        form: whose schemas these are: those of 0.9.0, of 0.10.0 or of today.
    """
    tables = PAST.versions[form]
    schemas = {f"{name}.table.json": json_bytes(schema) for name, schema in tables.items()}
    documents = all_schemas(version)
    if form != SCHEMA_VERSION:
        declared = documents["dossier"]["properties"]["declares"]["properties"]
        for table, column in NEW_SINCE.items():
            del declared[table]["items"]["properties"][column], documents[table]["properties"][column]
    if form == "0.9.0":
        records = {name: record_schema(table_of(name, schema), version) for name, schema in tables.items()}
        documents = records | {name: documents[name] for name in ("dossier", "report")}
    schemas |= {f"{name}.schema.json": json_bytes(schema) for name, schema in documents.items()}
    examples = _examples(form)
    stated = json.loads(examples["package/datapackage.json"])
    stated |= {"schemaVersion": version, "recordSchemas": [schema_id(name, version) for name in tables]}
    examples["package/datapackage.json"] = json_bytes(stated)
    return {
        f"{folder}/{name}": data
        for folder, files in ((version, schemas), (f"examples/{version}", examples))
        for name, data in (files | {"SHA256SUMS": manifest(files.items())}).items()
    }


def _examples(form: str) -> Files:
    """Return the files of today's examples as a version had them; without the manifest."""
    today = example_set()
    del today["SHA256SUMS"]
    if form == SCHEMA_VERSION:
        return today
    later = re.compile(rb"^ +(?:%b): .*\n" % b"|".join(column.encode() for column in NEW_SINCE.values()), re.MULTILINE)
    seeds = {name: later.sub(b"", data) for name, data in today.items() if name.startswith("seeds/")}
    rows = {name: [dict(row.cells) for row in rows] for name, rows in compile_dossiers(seeds).rows.items()}
    package = {name.removeprefix("package/"): data for name, data in today.items() if name.startswith("package/")}
    return seeds | {f"package/{name}": data for name, data in aged_package(form, rows, package).items()}
