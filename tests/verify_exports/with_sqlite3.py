"""The command line of SQLite: every table, the checks that SQLite has, the views and the full-text search."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from export_files import counted, expected, listed, run, same, typed


def verify(folder: Path) -> Iterator[str]:
    tables = expected(folder)

    def ask(query: str) -> list[list[str]]:
        printed = run("sqlite3", "-readonly", "-csv", "-header", "overseas-stations.sqlite", query, cwd=folder)
        return list(csv.reader(io.StringIO(printed, newline=""), strict=True))

    version = run("sqlite3", "--version", cwd=folder).split()[0]
    for name, (header, *rows) in tables.items():
        found = ask(f"SELECT {listed(header)} FROM {name} ORDER BY rowid")
        same(name, found[0], header)
        same(name, typed(name, found[1:]), typed(name, rows))
    yield f"{version}: {counted(tables)}"
    same("integrity", ask("PRAGMA integrity_check")[1:], [["ok"]])
    same("foreign keys", ask("PRAGMA foreign_key_check"), [])
    check = "INSERT INTO statements_fts (statements_fts, rank) VALUES ('integrity-check', 1)"
    copy = folder.parent / "copy.sqlite"
    copy.write_bytes((folder / "overseas-stations.sqlite").read_bytes())
    run("sqlite3", copy, check, cwd=folder)
    found = ask("SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'police'")
    views = [row[0] for row in ask("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")[1:]]
    counts = ", ".join(f"{view} {ask(f'SELECT count(*) FROM {view}')[1][0]}" for view in views)
    assert int(found[1][0]) > 0
    yield f"{version}: integrity and foreign keys sound; {found[1][0]} statements with the word police; {counts}"
