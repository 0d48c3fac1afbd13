"""Rows as canonical JSON, in which a row is a line; and the data files of a package as a pure function of its rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.columns import Column
from overseas_stations.tables import TABLES, Row, Rows, Table, Tables, record_name
from overseas_stations.version import SCHEMA_VERSION, __version__

Records = Mapping[str, list[dict[str, Any]]]
"""Table -> its rows with their values in the types of JSON."""

NESTED = "records"
"""What the copy of all tables together, each record with its evidence inside it, is called."""


def typed(table: Table, row: Row) -> dict[str, Any]:
    """Return a row with its values in the types of JSON; empty cells are null."""
    return {column.name: _value(column, row.get(column.name)) for column in table.columns}


def _value(column: Column, text: str | None) -> object:
    if not text:
        return None
    return text if column.scalar.type in ("string", "date") else column.scalar.from_text(text)


def json_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return records as a JSON array, each on a line of its own, so that a change shows as the records it changes."""
    return "".join(json_lines(rows)).removesuffix("\n")


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of a JSON array of records, each with its line end.

    >>> "".join(json_lines([{"id": "a"}, {"id": "b"}]))
    '[\\n{"id": "a"},\\n{"id": "b"}\\n]\\n'
    """
    before = None
    for row in rows:
        yield "[\n" if before is None else f"{before},\n"
        before = json.dumps(row, ensure_ascii=False, allow_nan=False)
    yield from ("[]\n",) if before is None else (f"{before}\n", "]\n")


def nested(records: Records, tables: Tables = TABLES) -> Records:
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
    for table in tables.cited:
        result[table.name] = [
            row | {"evidence": evidence[(table.name, record_name(table, row))]} for row in records[table.name]
        ]
    return result | {"retractions": records["retractions"]}


def nested_json(tables: Records, version: object = __version__) -> bytes:
    """Return nested records as one JSON object, with the version of the data."""
    parts = [f'"version": {json.dumps(version)}', f'"schema_version": "{SCHEMA_VERSION}"']
    parts += [f'"{name}": {json_rows(rows)}' for name, rows in tables.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def typed_records(rows: Rows, tables: Tables = TABLES) -> Records:
    """Return all tables with their values in the types of JSON.

    Raises:
        ValueError: a cell does not have its form; check the rows first.
    """
    return {name: [typed(table, row) for row in rows[name]] for name, table in tables.items()}


def json_files(records: Records, version: object) -> dict[str, bytes]:
    """Return the copies in JSON by their paths in the package: each table, and all records with their evidence."""
    copies = {f"json/{name}.json": "".join(json_lines(records[name])).encode() for name in TABLES}
    return copies | {f"json/{NESTED}.json": nested_json(nested(records), version)}


def table_files(rows: Rows, tables: Tables = TABLES) -> dict[str, bytes]:
    """Return the tables as canonical CSV by their paths in the package."""
    return {f"tables/{name}.csv": csv_bytes(table, rows[name]) for name, table in tables.items()}
