"""The files of a package, as a pure function of its rows: canonical CSV, JSON, and what describes them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from overseas_stations.library import Library
from overseas_stations.packages.datasheet import datasheet, examples
from overseas_stations.packages.metadata import metadata_files
from overseas_stations.packages.pictures import PICTURES
from overseas_stations.schemas.codebook import codebook, rules_document
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.schemas.table_schema import descriptor
from overseas_stations.tables import CITED_TABLES, TABLES, Column, Table, record_name
from overseas_stations.version import SCHEMA_VERSION, __version__

if TYPE_CHECKING:
    from overseas_stations.profiles import Profile

Cells = Mapping[str, str | None]
Rows = Mapping[str, Sequence[Cells]]
"""Table -> the texts of its rows, in the order of the key."""

Records = Mapping[str, list[dict[str, Any]]]
"""Table -> its rows with their values in the types of JSON."""


def csv_bytes(table: Table, rows: Iterable[Cells]) -> bytes:
    """Return a table as canonical CSV: UTF-8, LF, quotation marks only where they must be."""
    return csv_text([table.names, *([row.get(name) or "" for name in table.names] for row in rows)]).encode()


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as canonical CSV.

    >>> csv_text([["id", "note"], ["a", 'so "they" say']])
    'id,note\\na,"so ""they"" say"\\n'
    """
    return "".join(",".join(map(_csv_cell, row)) + "\n" for row in rows)


def _csv_cell(text: str) -> str:
    # Not by the csv module: whether it quotes a lone carriage return depends on the version of Python.
    if _QUOTED.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


_QUOTED = re.compile('[,"\n\r]')


def typed(table: Table, row: Cells) -> dict[str, Any]:
    """Return a row with its values in the types of JSON; empty cells are null."""
    return {column.name: _value(column, row.get(column.name)) for column in table.columns}


def _value(column: Column, text: str | None) -> object:
    if not text:
        return None
    return text if column.scalar.type == "string" else column.scalar.from_text(text)


def json_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return records as a JSON array, each on a line of its own, so that a change shows as the records it changes."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return f"[\n{lines}\n]" if lines else "[]"


def nested(records: Records) -> Records:
    """Return all records with their evidence, and the citations of its sources, inside them."""
    sources = {row["id"]: row for row in records["sources"]}
    citation = ("id", "kind", "title", "publisher", "published", "url", "extent_read")
    cited = {name: {key: row[key] for key in citation if row[key] is not None} for name, row in sources.items()}
    evidence: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in records["evidence"]:
        known = {name: value for name, value in row.items() if value is not None}
        known["source"] = cited.get(row["source_id"], {})
        evidence[(known.pop("table"), known.pop("record_id"))].append(known)
    result = {"sources": records["sources"]}
    for table in CITED_TABLES:
        result[table.name] = [
            row | {"evidence": evidence[(table.name, record_name(table, row))]} for row in records[table.name]
        ]
    return result | {"retractions": records["retractions"]}


def nested_json(tables: Records, version: object = __version__) -> bytes:
    """Return nested records as one JSON object, with the version of the data."""
    parts = [f'"version": {json.dumps(version)}', f'"schema_version": "{SCHEMA_VERSION}"']
    parts += [f'"{name}": {json_rows(rows)}' for name, rows in tables.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def typed_records(rows: Rows) -> Records:
    """Return all tables with their values in the types of JSON.

    Raises:
        ValueError: a cell does not have its form; check the rows first.
    """
    return {name: [typed(table, row) for row in rows[name]] for name, table in TABLES.items()}


def json_files(records: Records, version: str) -> dict[str, bytes]:
    """Return the copies in JSON: one file a table, and all records with their evidence inside them."""
    copies = {f"json/{name}.json": f"{json_rows(records[name])}\n".encode() for name in TABLES}
    return copies | {"json/records.json": nested_json(nested(records), version)}


def package_files(rows: Rows, profile: Profile | None = None) -> dict[str, bytes]:
    """Return every file of the package by its path in it.

    Args:
        rows: the package's rows.
        profile: whose package it is, if it is another project's.

    Raises:
        ValueError: a cell does not have its form; check the rows first.
    """
    tables = {f"tables/{name}.csv": csv_bytes(table, rows[name]) for name, table in TABLES.items()}
    records = typed_records(rows)
    data = tables | json_files(records, __version__)
    sources = [_source(row) for row in records["sources"]]
    library = Library(rows)
    files = {
        "datapackage.json": json_bytes(descriptor(data, sources, profile)),
        "README.md": datasheet(library).encode(),
        "CODEBOOK.md": codebook(examples(library)).encode(),
        "RULES.md": rules_document().encode(),
        **{path: draw(rows).encode() for path, draw in PICTURES.items()},
    } | data
    # They say whose dataset this is: a package of another project has its own to write.
    return files if profile is not None else files | metadata_files(rows, files)


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    title = source["title"] or f"{source['publisher']}, {source['published'] or 'undated'}"
    address = source["url"] or source["archive_url"]
    return {"title": title} | ({"path": address} if address else {})
