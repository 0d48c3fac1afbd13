"""JSON, JSON Lines and GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from overseas_stations.canonical.records import json_files, json_rows, nested
from overseas_stations.lookups.library import Part
from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage
from overseas_stations.tables import TABLES

PRECISION = (
    "A point is the place of a city, never of a building. Stations that are reported for a region or a country have "
    "no geometry; `precision` says which."
)


BUREAUS = "station_bureaus"
"""The table that says who is said to run a station: a map without it would lose them."""


def json_documents(source: ExportedPackage) -> dict[str, bytes]:
    """Return the views and tables as JSON, and ``records.json`` with each record's evidence and sources inside it."""
    derived = (name for name in SHEETS if name not in TABLES)
    files = {f"json/{name}.json": f"{json_rows(source.records[name])}\n".encode() for name in derived}
    return files | json_files(source.records, source.about.version)


def json_lines(source: ExportedPackage) -> dict[str, bytes]:
    """Return each view and table with one object a line."""
    return {f"jsonl/{name}.jsonl": _lines(source.records[name]) for name in SHEETS}


def _lines(records: list[dict[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False, allow_nan=False)}\n" for row in records).encode()


def geojson(source: ExportedPackage) -> dict[str, bytes]:
    """Return the stations as a FeatureCollection of RFC 7946, each with its bureaus, sources, evidence and disputes."""
    head: dict[str, Any] = {"type": "FeatureCollection"} | source.about.lines()
    head |= {
        "precision": PRECISION,
        "retractions": [row for row in source.records["retractions"] if row["table"] == "stations"],
    }
    opened = json.dumps(head, ensure_ascii=False, allow_nan=False).removesuffix("}")
    text = f'{opened}, "features": {json_rows(_feature(source, row) for row in nested(source.records)["stations"])}}}\n'
    return {"stations.geojson": text.encode()}


def _bureau(source: ExportedPackage, part: Part) -> dict[str, Any]:
    """Return a police authority that is said to run a station, where that stands, and who disputes it."""
    actor = source.library.find(part.row["actor_id"] or "")
    disputes = [{"reason": row["reason"], "source_id": row["source_id"]} for row in part.disputes]
    name = actor.row["name"] if actor else None
    return {"id": part.row["actor_id"], "name": name, "source_id": part.row["source_id"], "disputes": disputes}


def _feature(source: ExportedPackage, station: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: value for name, value in station.items() if name not in ("latitude", "longitude")}
    name, evidence = properties["id"], properties.pop("evidence")
    longitude, latitude = station["longitude"], station["latitude"]
    known = longitude is not None and latitude is not None
    properties["bureaus"] = [_bureau(source, part) for part in source.library.parts(name) if part.table.name == BUREAUS]
    properties["independent_voices"] = len(source.library.voices_for("stations", name))
    properties["disputes"] = [
        {"field": found.field or None, "value": found.value or None, "asserted_value": found.other or None}
        | {"reason": found.reason or None, "source_id": found.source}
        for found in source.disputes
        if found.record == name
    ]
    properties["sources"] = list({row["source"]["id"]: row["source"] for row in evidence}.values())
    properties["evidence"] = [{key: value for key, value in row.items() if key != "source"} for row in evidence]
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if known else None,
        "properties": properties,
    }
