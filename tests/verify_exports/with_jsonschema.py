"""jsonschema: the points on the map against the rules of RFC 7946, in our wording."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from export_files import expected, same

POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "minItems": 2,
    "maxItems": 2,
}
POINT = {
    "type": "object",
    "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
    "required": ["type", "coordinates"],
    "additionalProperties": False,
}
FEATURE = {
    "type": "object",
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": {"anyOf": [POINT, {"type": "null"}]},
        "properties": {"type": "object"},
    },
    "required": ["type", "geometry", "properties"],
    # What other kinds of GeoJSON objects are made of must not stand here (section 7.1).
    "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometries", "features")]},
}
COLLECTION = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": FEATURE}},
    "required": ["type", "features"],
    "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometries", "geometry", "properties", "crs")]},
}


def verify(folder: Path) -> Iterator[str]:
    from jsonschema import Draft202012Validator

    data: dict[str, Any] = json.loads((folder / "stations.geojson").read_text("utf-8"))
    Draft202012Validator.check_schema(COLLECTION)
    Draft202012Validator(COLLECTION).validate(data)
    header, *rows = expected(folder)["stations"]
    stations = [dict(zip(header, row, strict=True)) for row in rows]
    same("stations", [feature["id"] for feature in data["features"]], [row["id"] for row in stations])
    points = [
        None if feature["geometry"] is None else feature["geometry"]["coordinates"] for feature in data["features"]
    ]
    wanted = [[float(row["longitude"]), float(row["latitude"])] if row["latitude"] else None for row in stations]
    same("places", points, wanted)
    without = sum(point is None for point in points)
    yield f"{version('jsonschema')}: {len(points)} stations, {without} of them without a place"
