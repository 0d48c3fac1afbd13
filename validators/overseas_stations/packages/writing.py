"""The files of a package, as a pure function of its rows: canonical CSV, JSON, and the descriptor that names them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from overseas_stations.library import Library
from overseas_stations.packages.datasheet import datasheet, examples
from overseas_stations.packages.pictures import PICTURES
from overseas_stations.schemas.codebook import codebook, rules_document
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.schemas.table_schema import descriptor
from overseas_stations.tables import CITED_TABLES, TABLES, Table, record_name
from overseas_stations.version import SCHEMA_VERSION, __version__

Cells = Mapping[str, str | None]
Rows = Mapping[str, Sequence[Cells]]
"""Table -> the texts of its rows, in the order of the key."""


def csv_bytes(table: Table, rows: Iterable[Cells]) -> bytes:
    """Return a table as canonical CSV: UTF-8, LF, quotation marks only where they must be."""
    lines = [",".join(table.names)]
    lines += [",".join(_csv_cell(row.get(name) or "") for name in table.names) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _csv_cell(text: str) -> str:
    # Not by the csv module: whether it quotes a lone carriage return depends on the version of Python.
    if _QUOTED.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


_QUOTED = re.compile('[,"\n\r]')


def typed(table: Table, row: Cells) -> dict[str, Any]:
    """Return a row with its values in the types of JSON; empty cells are null."""
    return {
        column.name: None
        if not row.get(column.name)
        else column.scalar.from_text(row[column.name] or "")
        if not column.terms
        else row[column.name]
        for column in table.columns
    }


def nested(rows: Rows) -> dict[str, Any]:
    """Return all records with their evidence and the citations of its sources inside them."""
    sources = {row["id"]: typed(TABLES["sources"], row) for row in rows["sources"]}
    evidence: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows["evidence"]:
        known = {name: value for name, value in typed(TABLES["evidence"], row).items() if value is not None}
        source = sources.get(row["source_id"], {})
        citation = ("id", "kind", "title", "publisher", "published", "url", "extent_read")
        known["source"] = {name: source[name] for name in citation if source.get(name) is not None}
        key = (known.pop("table"), known.pop("record_id"))
        evidence[key].append(known)
    result: dict[str, Any] = {
        "version": __version__,
        "schema_version": SCHEMA_VERSION,
        "sources": list(sources.values()),
    }
    for table in CITED_TABLES:
        result[table.name] = [
            typed(table, row) | {"evidence": evidence[(table.name, record_name(table, row))]}
            for row in rows[table.name]
        ]
    return result | {"retractions": [typed(TABLES["retractions"], row) for row in rows["retractions"]]}


def package_files(rows: Rows) -> dict[str, bytes]:
    """Return every file of the package by its path in it.

    Raises:
        ValueError: a cell does not have its form; check the rows first.
    """
    tables = {f"tables/{name}.csv": csv_bytes(table, rows[name]) for name, table in TABLES.items()}
    copies = {
        f"json/{name}.json": json_bytes([typed(table, row) for row in rows[name]]) for name, table in TABLES.items()
    }
    data = tables | copies | {"json/records.json": json_bytes(nested(rows))}
    sources = [_source(typed(TABLES["sources"], row)) for row in rows["sources"]]
    library = Library(rows)
    return {
        "datapackage.json": json_bytes(descriptor(data, sources)),
        "README.md": datasheet(library).encode(),
        "CODEBOOK.md": codebook(examples(library)).encode(),
        "RULES.md": rules_document().encode(),
        **{path: draw(rows).encode() for path, draw in PICTURES.items()},
    } | data


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    title = source["title"] or f"{source['publisher']}, {source['published'] or 'undated'}"
    address = source["url"] or source["archive_url"]
    return {"title": title} | ({"path": address} if address else {})
