"""The data files of a package, as a pure function of its rows: canonical CSV and JSON, in which a row is a line."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from overseas_stations.columns import Column
from overseas_stations.tables import TABLES, Row, Rows, Table, Tables, record_name
from overseas_stations.version import SCHEMA_VERSION, __version__

if TYPE_CHECKING:
    import polars as pl

Records = Mapping[str, list[dict[str, Any]]]
"""Table -> its rows with their values in the types of JSON."""

ROWS_AT_ONCE = 10_000
"""So many rows of a frame are texts of Python at once."""

NESTED = "records"
"""What the copy of all tables together, each record with its evidence inside it, is called."""


def csv_bytes(table: Table, rows: Iterable[Row]) -> bytes:
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


def frame_csv(frame: pl.DataFrame) -> bytes:
    """Return a Polars frame of text as canonical CSV, the same bytes as :func:`csv_bytes` makes of its rows."""
    # Not by Polars' own writer, whose bytes its versions may change.
    parts = (_lines(part) for part in frame.iter_slices(CSV_ROWS) if part.height)
    return b"\n".join((",".join(frame.columns).encode(), *parts, b""))


def _lines(frame: pl.DataFrame) -> bytes:
    """Return the rows of a frame that has some as lines of canonical CSV, without the last line end."""
    import polars as pl

    marked = frame.select(pl.all().str.contains(_QUOTED.pattern).fill_null(False))
    cells = [_quoted(cell, marks) if marks.any() else cell for cell, marks in zip(frame, marked, strict=True)]
    line = pl.concat_str(pl.all().fill_null(""), separator=",")
    lines: bytes = pl.DataFrame(cells).select(line.str.join("\n").cast(pl.Binary)).item()
    return lines


def _quoted(cells: pl.Series, marks: pl.Series) -> pl.Series:
    """Return cells with those that are marked in quotation marks: they are few."""
    quoted = '"' + cells.filter(marks).str.replace_all('"', '""', literal=True) + '"'
    return cells.scatter(marks.arg_true(), quoted)


CSV_ROWS = 1 << 16
"""So many rows of a frame are made into text at once."""

_QUOTED = re.compile('[,"\n\r]')


def csv_of_frame(table: Table, frame: pl.DataFrame) -> bytes:
    """Return a frame of text as :func:`csv_bytes` would return its rows."""
    import polars as pl

    to_quote = frame.select(pl.col(table.names).str.contains(_QUOTED.pattern).any()).row(0)
    cells = []
    for name, quoted in zip(table.names, to_quote, strict=True):
        text = pl.col(name).fill_null("")
        if quoted:
            doubled = pl.format('"{}"', text.str.replace_all('"', '""', literal=True))
            text = pl.when(text.str.contains(_QUOTED.pattern)).then(doubled).otherwise(text)
        cells.append(text)
    lines = pl.concat_str(cells, separator=",").str.join("\n")
    written = BytesIO()  # which is never there twice
    written.write(csv_text([table.names]).encode())
    for some in frame.iter_slices(ROWS_AT_ONCE) if frame.height else ():
        written.write(some.select(lines).item().encode())
        written.write(b"\n")
    return written.getvalue()


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
