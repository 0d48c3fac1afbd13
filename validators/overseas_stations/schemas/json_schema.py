"""JSON Schemas (2020-12) of the records, of a dossier and of the JSON report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema

from overseas_stations.columns import Column
from overseas_stations.dossiers import shape
from overseas_stations.findings import FINDING_FIELDS, ReportObject
from overseas_stations.forms.scalars import DATE, TEXT
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.versions import id_version
from overseas_stations.tables import TABLES, Table, Tables
from overseas_stations.version import SCHEMA_VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"

SCHEMA_IDS = "urn:overseas-stations:schema:"
"""How the ids of all record schemas begin, those of profiles too."""

Schema = dict[str, Any]


def schema_id(name: str, version: str = SCHEMA_VERSION) -> str:
    """Return the id of a schema, which is permanent for a frozen version.

    >>> schema_id("stations", "1.0.0"), schema_id("stations", "1.1.0.dev")
    ('urn:overseas-stations:schema:1.0.0:stations', 'urn:overseas-stations:schema:dev:stations')
    """
    return f"{SCHEMA_IDS}{id_version(version)}:{name}"


def property_schema(column: Column, *, as_text: bool = False) -> Schema:
    """Return the schema of one value.

    Args:
        column: the column.
        as_text: the value stands in a dossier, where a number may be written with or without quotation marks.
    """
    scalar = column.scalar
    schema: Schema = {"title": column.title, "description": column.description}
    if column.terms:
        schema |= {"type": "string", "enum": list(column.terms)}
        if column.vocabulary is not None:
            # What a term means, in words of the standard: strict validators refuse a keyword that is an editor's own.
            schema["anyOf"] = [_term(term, text) for term, text in column.terms.items()]
    else:
        schema["type"] = scalar.type
        if scalar.type == "string":
            schema["pattern"] = scalar.pattern
            if scalar.max_length is not None:
                schema["maxLength"] = scalar.max_length
        for bound in ("minimum", "maximum"):
            if getattr(scalar, bound) is not None:
                schema[bound] = getattr(scalar, bound)
    if as_text and scalar.pattern in (DATE, TEXT) and not column.terms:
        schema["type"] = ["string", "number"]  # a bare year, or a number that a source gives, is a number to an editor
    return schema if column.required else _or_null(schema)


def _or_null(schema: Schema) -> Schema:
    """Return a schema that also takes null, which stands for an empty cell."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    schema = schema | {"type": [*kinds, "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    if "anyOf" in schema:
        schema["anyOf"] = [*schema["anyOf"], _term(None, "The sources do not say.")]
    return schema


def _term(term: str | None, text: str) -> Schema:
    return {"const": term, "description": text}


def record_schema(table: Table, version: str = SCHEMA_VERSION) -> Schema:
    """Return the schema of one record of a table, as the JSON files hold it."""
    return {
        "$schema": DIALECT,
        "$id": schema_id(table.name, version),
        "title": table.title,
        "description": table.summary,
        "type": "object",
        "properties": {column.name: property_schema(column) | _example(column) for column in table.columns},
        "required": [column.name for column in table.columns if column.required],
        "additionalProperties": False,
    }


def _example(column: Column) -> Schema:
    return {"examples": [column.scalar.from_text(column.example) if not column.terms else column.example]}


def dossier_schema(version: str = SCHEMA_VERSION, tables: Tables = TABLES) -> Schema:
    """Return the schema of a dossier, for completion in an editor and for reading by others."""
    shapes = shape.shapes(tables)
    declares = {name: _list(keys, tables[name].summary) for name, keys in shapes.declares.items()}
    sections: dict[str, Schema] = {
        "source": _object(shapes.source),
        "relations": _list(shapes.relation),
        "expects": _or_null(_object(shapes.expects)),
        "declares": {"type": ["object", "null"], "properties": declares, "additionalProperties": False},
        "supports": _list(shapes.supports),
        "disputes": _list(shapes.disputes),
    }
    return {
        "$schema": DIALECT,
        "$id": schema_id("dossier", version),
        "title": "Dossier",
        "description": "One source document, and what it declares, supports and disputes.",
        "type": "object",
        "properties": {name: {"description": text} | sections[name] for name, text in shape.SECTIONS.items()},
        "required": ["source"],
        "additionalProperties": False,
        "$defs": {"passages": _list(shapes.passage, shape.PASSAGES.description)},
    }


def _object(keys: shape.Shape) -> Schema:
    return {
        "type": "object",
        "properties": {name: _key(key) for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required],
        "additionalProperties": False,
    }


def _list(keys: shape.Shape, description: str | None = None) -> Schema:
    schema: Schema = {"type": ["array", "null"], "items": _object(keys)}
    return schema if description is None else {"description": description} | schema


def _key(key: shape.Key) -> Schema:
    if key.column is not None:
        return property_schema(key.column, as_text=True)
    if key.holds == "passages":
        return {"$ref": "#/$defs/passages"}
    if key.holds == "ids":
        return {"description": key.description, "type": ["array", "null"], "items": {"type": "string"}}
    return {"description": key.description, "type": ["object", "null"]}


class _WithoutTitles(GenerateJsonSchema):
    """As the other schemas are written: names in their order and no titles that repeat them, null as one type more."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False

    def nullable_schema(self, schema: NullableSchema) -> Schema:
        return _or_null(self.generate_inner(schema["schema"]))

    def default_schema(self, schema: WithDefaultSchema) -> Schema:
        return self.generate_inner(schema["schema"])

    def sort(self, value: Schema, parent_key: str | None = None) -> Schema:
        return value


def report_schema(version: str = SCHEMA_VERSION, registry: Registry = CORE) -> Schema:
    """Return the schema of the object that ``--format json`` prints: what its types say, and the codes of the rules."""
    schema = TypeAdapter(ReportObject).json_schema(schema_generator=_WithoutTitles)
    finding = schema["$defs"]["Finding"]
    finding["properties"] = {name: finding["properties"][name] for name in FINDING_FIELDS}
    finding["required"] = list(FINDING_FIELDS)
    finding["properties"]["code"]["pattern"] = f"^{_letters(registry)}[0-9]{{3}}$"
    schema["properties"]["rules_run"]["uniqueItems"] = True
    parts = schema.pop("$defs")
    whole: Schema = _with_parts(schema, parts)
    return {"$schema": DIALECT, "$id": schema_id("report", version)} | whole | {"title": "Report"}


def _with_parts(schema: Any, parts: Mapping[str, Schema]) -> Any:
    """Return a schema with its parts in place: each stands in one place, and a change of it is told by that place."""
    if isinstance(schema, list):
        return [_with_parts(each, parts) for each in schema]
    if not isinstance(schema, dict):
        return schema
    part = parts[schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else {}
    own = {name: value for name, value in schema.items() if name != "$ref"}
    return {name: _with_parts(value, parts) for name, value in (part | own).items() if name != "title"}


def _letters(registry: Registry) -> str:
    """Return a pattern of the letters that codes of rules begin with: ours, and those of a profile."""
    letters = sorted({code[:2] for code in registry.rules})
    return letters[0] if len(letters) == 1 else f"(?:{'|'.join(letters)})"


def all_schemas(version: str = SCHEMA_VERSION, registry: Registry = CORE) -> dict[str, Schema]:
    """Return every schema by its name."""
    schemas = {name: record_schema(table, version) for name, table in registry.tables.items()}
    dossier, report = dossier_schema(version, registry.tables), report_schema(version, registry)
    return schemas | {"dossier": dossier, "report": report}


def json_bytes(value: object) -> bytes:
    """Return canonical JSON: UTF-8, two blanks of indent, keys as given, a final line end."""
    return (_laid_out(value, "\n") + "\n").encode()


def _laid_out(value: object, line: str) -> str:
    # As the library lays it out by an indent, many times as fast: there it goes through a generator for each container.
    if isinstance(value, str):
        return encode_basestring(value)
    deeper = line + "  "
    if isinstance(value, dict) and value:
        inner = [f"{encode_basestring(name)}: {_laid_out(each, deeper)}" for name, each in value.items()]
        return f"{{{deeper}{f',{deeper}'.join(inner)}{line}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{deeper}{f',{deeper}'.join([_laid_out(each, deeper) for each in value])}{line}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
