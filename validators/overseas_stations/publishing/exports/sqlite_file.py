"""One SQLite file: tables with keys, indexes, views, and full-text search over statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from overseas_stations.columns import Column
from overseas_stations.handed_over import InputError
from overseas_stations.publishing.exports.datasette import LABELS, datasette_metadata
from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage, typed_frame
from overseas_stations.publishing.exports.sql_views import view_statements
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.tables import TABLES, Table

if TYPE_CHECKING:
    import polars as pl

ROWS = 1 << 14
"""So many rows become Python's at once."""

OLDEST = (3, 31, 0)
"""The oldest version of SQLite that opens the file: strict tables, which ask for a later one, are spelt as checks."""

LABEL = LABELS["sources"]
"""A column that the table of sources has besides: what stands for a source where a program shows one column of it."""

SEARCHED = ("text", "speaker", "speaker_role", "venue")
"""The columns of ``statements`` that full-text search looks at."""

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}

# Places in the file's header, by https://www.sqlite.org/fileformat.html: counters, and the library that wrote it last.
_CHANGES, _CHANGES_SEEN, _WRITER = 24, 92, 96
_NEUTRAL = {_CHANGES: 1, _CHANGES_SEEN: 1, _WRITER: OLDEST[0] * 1_000_000 + OLDEST[1] * 1_000}

_LAYOUT = ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = 0")
# Nobody reads the file before it is whole. Pages that do not fit into so many KiB are on the disk, and not in memory.
_IN_PASSING = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536")


def sqlite_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return the database, and what Datasette reads beside it.

    Raises:
        InputError: the SQLite of this Python is too old.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        needed = ".".join(map(str, OLDEST[:2]))
        raise InputError(f"the format sqlite needs SQLite {needed}, and this Python has {sqlite3.sqlite_version}")
    stem = source.about.stem
    return {f"{stem}.sqlite": _database(source), "datasette.json": json_bytes(datasette_metadata(source, stem))}


def _database(source: ExportedPackage) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.sqlite"
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as database:
                _fill(database, source)
        except sqlite3.OperationalError as error:
            raise InputError(f"the database cannot be written in {folder}: {error}") from None
        with path.open("r+b") as file:
            for place, number in (
                (_CHANGES, 1),
                (_CHANGES_SEEN, 1),
                (_WRITER, OLDEST[0] * 1_000_000 + OLDEST[1] * 1_000),
            ):
                file.seek(place)
                file.write(number.to_bytes(4, "big"))
        return path.read_bytes()


def _fill(database: sqlite3.Connection, source: ExportedPackage) -> None:
    for pragma in (*_LAYOUT, *_IN_PASSING, "foreign_keys = ON"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    # A row may refer to one of its own table that comes after it: an actor to that of which it is a part.
    database.execute("PRAGMA defer_foreign_keys = ON")
    database.execute('CREATE TABLE about (\n  "name" TEXT NOT NULL PRIMARY KEY,\n  "value" TEXT NOT NULL\n)')
    database.executemany("INSERT INTO about VALUES (?, ?)", source.about.lines().items())
    for name, table in SHEETS.items():
        database.execute(_create(table))
        frame = typed_frame(table, source.frames[name])
        if name == "sources":
            frame = frame.with_columns(_label().alias(LABEL))
        marks = ", ".join("?" * frame.width)
        database.executemany(f"INSERT INTO {name} VALUES ({marks})", frame.iter_rows(buffer_size=ROWS))
        for statement in _indexes(table):
            database.execute(statement)
    for statement in (*view_statements(), *_search()):
        database.execute(statement)
    database.execute("COMMIT")
    database.execute("VACUUM")


def _create(table: Table) -> str:
    """Return the statement that creates a table; SQLite keeps its comments."""
    parts = [f"  -- {column.title}: {column.description}\n  {_column(column)}" for column in table.columns]
    if table.name == "sources":
        parts.append(f'  -- Label: The title, or else publisher and date.\n  "{LABEL}" TEXT NOT NULL')
    if table.primary:
        parts.append(f"  PRIMARY KEY ({_names(table.key)})")
    parts += (
        f'  FOREIGN KEY ("{column}") REFERENCES {target} ({_names(TABLES[target].key)})'
        for column, target in table.references.items()
    )
    listed = ",\n".join(parts)
    return f"CREATE TABLE {table.name} (\n  -- {table.summary}\n{listed}\n)"


def _column(column: Column) -> str:
    kind, checks = _TYPES[column.scalar.type], []
    if kind != "TEXT":
        # What is no number stays a text in such a column, unless it is refused.
        checks.append(f"typeof(\"{column.name}\") IN ('{kind.lower()}', 'null')")
    if column.scalar.type == "boolean":
        checks.append(f'"{column.name}" IN (0, 1)')
    checked = f" CHECK ({' AND '.join(checks)})" if checks else ""
    return f'"{column.name}" {kind}{" NOT NULL" if column.required else ""}{checked}'


def _label() -> pl.Expr:
    """Return what stands for a source: its title, or else its publisher and date."""
    import polars as pl

    instead = pl.concat_str("publisher", "published", separator=", ", ignore_nulls=True)
    return pl.coalesce("title", instead)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _indexes(table: Table) -> Iterator[str]:
    if not table.primary:
        # An empty cell is a part of the key like any other: SQLite would take two of them for different.
        parts = (f'"{name}"' if table.column(name).required else f"""coalesce("{name}", '')""" for name in table.key)
        yield f"CREATE UNIQUE INDEX {table.name}_key ON {table.name} ({', '.join(parts)})"
    if table.name == "evidence":
        yield 'CREATE INDEX evidence_record ON evidence ("table", record_id)'
    for column in table.references:
        if column != table.key[0]:
            yield f'CREATE INDEX {table.name}_{column} ON {table.name} ("{column}")'


def _search() -> Iterator[str]:
    options = "content=\"statements\", tokenize='unicode61 remove_diacritics 2'"
    yield f"CREATE VIRTUAL TABLE statements_fts USING fts5({_names(SEARCHED)}, {options})"
    yield "INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')"
    yield "INSERT INTO statements_fts (statements_fts) VALUES ('optimize')"
