"""SQLite 3.31.1, the oldest that is promised: built from the source that the npm package `sqlite3` 4.2.0 carries.

Every table is read, the views and the full-text search answer, and the file is found sound.
"""

from __future__ import annotations

import csv
import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from export_files import counted, expected, listed, run, same, typed

CARRIER, SOURCE = "sqlite3@4.2.0", "sqlite-autoconf-3310100"
OPTIONS = ("-O1", "-DSQLITE_ENABLE_FTS5", "-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION")


def built(scratch: Path) -> Path:
    """Download the source, and return the command line that was built of it."""
    scratch.mkdir()
    run("npm", "pack", "--silent", CARRIER, cwd=scratch, env=dict(os.environ))
    (archive,) = scratch.glob("*.tgz")
    for packed in (archive, scratch / "package" / "deps" / f"{SOURCE}.tar.gz"):
        with tarfile.open(packed) as members:
            members.extractall(scratch, filter="data")
    run("cc", *OPTIONS, "shell.c", "sqlite3.c", "-lm", "-o", scratch / "sqlite3", cwd=scratch / SOURCE)
    return scratch / "sqlite3"


def verify(folder: Path) -> Iterator[str]:
    program = built(folder.parent / "sqlite-3.31")
    version = run(program, "--version", cwd=folder).split()[0]
    same("version", version, "3.31.1")

    def ask(query: str) -> list[list[str]]:
        printed = run(program, "-readonly", "-csv", "-header", "overseas-stations.sqlite", query, cwd=folder)
        return list(csv.reader(io.StringIO(printed, newline=""), strict=True))

    tables = expected(folder)
    for name, (header, *rows) in tables.items():
        found = ask(f"SELECT {listed(header)} FROM {name} ORDER BY rowid")
        same(name, typed(name, found[1:]), typed(name, rows))
    yield f"{version}: {counted(tables)}"
    same("integrity", ask("PRAGMA integrity_check")[1:], [["ok"]])
    same("foreign keys", ask("PRAGMA foreign_key_check"), [])
    (count,) = ask("SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'police'")[1]
    assert int(count) > 0
    views = [row[0] for row in ask("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")[1:]]
    counts = {view: int(ask(f"SELECT count(*) FROM {view}")[1][0]) for view in views}
    assert all(counts.values()), counts
    yield f"{version}: sound; {count} statements with the word police; {counts}"
