"""A version 0.9.0 that never was: other names for a table, a column and a term, a column in two parts, one that went.

It is made from the schemas of 1.0.0 and from packages of today, so that an upgrade has to give back what went in.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from typing import Any

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
from overseas_stations.migrations.history import MIGRATIONS, History, history
from overseas_stations.packages.writing import csv_bytes
from overseas_stations.schemas.frozen_tables import table_of
from overseas_stations.tables import TABLES

Rows = dict[str, list[dict[str, str | None]]]

AMOUNT = {"exact": "", "at_least": "at least ", "about": "about ", "at_most": "at most "}
"""Bound -> how 0.9.0 began an amount."""

NEW_SINCE = {"figures": "scope", "stations": "stations_claimed"}


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
    "1.0.0",
    (
        RenameTable("police_stations", "stations"),
        RenameColumn("stations", "police_bureau", "bureau"),
        MapTerms("station_statuses", "status", {"alleged": "reported"}),
        MapTerms("stations", "status", {"alleged": "reported"}),
        Convert(
            "figures", ("amount",), ("value", "bound"), parts_of, "an amount of figures is now a value and a bound"
        ),
        DropColumn("statements", "reviewed", "Who reviewed what is in the history of the dossiers."),
        Accept("key-changed", "retractions", None, "A record was retracted once in 0.9.0, whatever its date."),
    ),
)


def schemas() -> dict[str, Any]:
    """Return the Table Schemas of 0.9.0."""
    made = copy.deepcopy(dict(history().versions["1.0.0"]))
    made["police_stations"] = made.pop("stations") | {"name": "police_stations"}
    for schema in made.values():
        for key in schema.get("foreignKeys", ()):
            if key["reference"]["resource"] == "stations":
                key["reference"]["resource"] = "police_stations"
    fields = {name: {field["name"]: field for field in schema["fields"]} for name, schema in made.items()}
    fields["police_stations"]["bureau"]["name"] = "police_bureau"
    for table in ("police_stations", "station_statuses"):
        status = fields[table]["status"]
        status["constraints"]["enum"][0] = status["categories"][0]["value"] = "alleged"
    amount = {**fields["figures"]["bound"], "name": "amount", "constraints": {"required": True, "maxLength": 80}}
    del amount["categories"]
    made["figures"]["fields"] = [f for f in made["figures"]["fields"] if f["name"] not in ("value", "bound")] + [amount]
    made["statements"]["fields"].append(
        {"name": "reviewed", "title": "Reviewed", "description": "X.", "type": "boolean", "example": "true"}
    )
    made["retractions"]["primaryKey"] = ["table", "record_id", "date"]
    return made


PAST = History({"0.9.0": schemas(), **history().versions}, (MADE_UP, *MIGRATIONS))


def rows_of_0_9_0(rows: Mapping[str, list[dict[str, str | None]]]) -> Rows:
    """Return rows of today as 0.9.0 held them."""
    aged = {name: [dict(row) for row in listed] for name, listed in rows.items()}
    for table, column in NEW_SINCE.items():
        for row in aged[table]:
            del row[column]
    bounds = {row["id"]: AMOUNT[row["bound"] or ""] for row in aged["figures"]}
    for row in aged["figures"]:
        row["amount"] = bounds[row["id"]] + (row.pop("value") or "")
        del row["bound"]
    for row in aged["stations"]:
        row["police_bureau"] = row.pop("bureau")
    for row in (*aged["stations"], *aged["station_statuses"]):
        row["status"] = "alleged" if row["status"] == "reported" else row["status"]
    for row in aged["statements"]:
        row["reviewed"] = "true"
    for row in aged["evidence"]:
        match row["table"], row["field"]:
            case "stations", "bureau":
                row["field"] = "police_bureau"
            case "station_statuses", _:
                row["record_id"] = (row["record_id"] or "").replace("/reported/", "/alleged/")
            case "figures", "value":
                row |= {"field": "amount", "asserted_value": bounds[row["record_id"]] + (row["asserted_value"] or "")}
    for row in (*aged["evidence"], *aged["retractions"]):
        row["table"] = "police_stations" if row["table"] == "stations" else row["table"]
    aged["police_stations"] = aged.pop("stations")
    return aged


def package_of_0_9_0(rows: Mapping[str, list[dict[str, str | None]]], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a package of 0.9.0, from the rows and the files of the same package of today."""
    old = {name: table_of(name, schema) for name, schema in PAST.versions["0.9.0"].items()}
    aged = rows_of_0_9_0(rows)
    tables = {f"tables/{name}.csv": csv_bytes(table, aged[name]) for name, table in old.items()}
    renamed = {
        path.replace("stations", "police_stations") if path.rpartition("/")[2].startswith("stations.") else path: data
        for path, data in files.items()
    }
    descriptor = json.loads(files["datapackage.json"])
    descriptor["schemaVersion"] = "0.9.0"
    for resource in descriptor["resources"]:
        if resource["name"] in TABLES:
            resource["schema"] = {}
        if resource["name"] in ("stations", "stations-json"):
            resource["name"] = f"police-{resource['name']}" if "json" in resource["name"] else "police_stations"
            resource["path"] = resource["path"].replace("stations", "police_stations")
    stale = {path: b"[]\n" for path in renamed if path.startswith("json/")} | {"CODEBOOK.md": b"", "RULES.md": b""}
    aged_files = renamed | stale | tables
    for resource in descriptor["resources"]:
        data = aged_files[resource["path"]]
        resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return aged_files | {"datapackage.json": json.dumps(descriptor).encode()}


def unsized(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files whose descriptor states neither hashes nor sizes, so that a test may edit them."""
    descriptor = json.loads(files["datapackage.json"])
    for resource in descriptor["resources"]:
        del resource["bytes"], resource["hash"]
    return {**files, "datapackage.json": json.dumps(descriptor).encode()}
