"""Measure what turns a package into something else: `diff`, exports, and checks of Parquet, beside the bare work.

``python benchmarks/conversions.py [--rows ROWS] [--package FOLDER] [--rounds N] [WHAT...]``. Each measurement runs in
a process of its own that did the same on a small package before the clock began. Ours and the other take turns, and the
best of the rounds counts, so that the ratios hold on a busy machine too, above all those of processor time.

The bare work leaves out what an export owes: checks, keys, indexes, full-text search, hashes. It is given the views as
files, which an export makes. DuckDB cannot write SQLite without a download, so that Python's module does, from
DuckDB's rows.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from generate import write
from overseas_stations.tables import TABLES

CHANGED = 100
"""One row of so many differs between the two versions; one in ten of these came, and one in ten left."""

Work = Callable[[], object]


def tables(folder: Path, suffix: str = "csv") -> list[Path]:
    """Return the files of a package's tables."""
    return sorted((folder / "tables").glob(f"*.{suffix}"))


def read_both(folder: Path, scratch: Path) -> Work:
    """Polars reads the files of both versions."""
    return lambda: [pl.read_csv(path, infer_schema=False) for name in ("old", "new") for path in tables(folder / name)]


def diff(folder: Path, scratch: Path) -> Work:
    """The differences of two versions, as text."""
    from overseas_stations.releases.comparing import compare
    from overseas_stations.releases.opening import open_release
    from overseas_stations.reports.changes import render_changes

    return lambda: render_changes(compare(*(open_release(str(folder / name)) for name in ("old", "new"))), "text")


def export(form: str, *, checked: bool) -> Callable[[Path, Path], Work]:
    """An export, written to a folder."""

    def of(folder: Path, scratch: Path) -> Work:
        from overseas_stations.checking.validating import validate_for_export
        from overseas_stations.publishing.exports.folder import export
        from overseas_stations.publishing.exports.source import read_source

        def work() -> None:
            source = validate_for_export(folder / "old")[1] if checked else read_source(folder / "old")
            if source is None:
                sys.exit(f"{folder / 'old'} is not valid")
            for name, data in export(source, [form]).items():
                path = scratch / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

        return work

    return of


def duckdb(form: str) -> Callable[[Path, Path], Work]:
    """The files of tables and views, read by DuckDB with their types and written in a form."""

    def of(folder: Path, scratch: Path) -> Work:
        import duckdb

        from overseas_stations.publishing.exports.source import SHEETS

        kinds = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "VARCHAR"}

        def work() -> None:
            scratch.mkdir(exist_ok=True)
            database = duckdb.connect()
            target: Any = sqlite3.connect(scratch / "all.sqlite", isolation_level=None) if form == "sqlite" else None
            if target:
                for pragma in ("journal_mode = OFF", "synchronous = OFF"):
                    target.execute(f"PRAGMA {pragma}")
                target.execute("BEGIN")
            for name, table in SHEETS.items():
                types = ", ".join(f"'{each.name}': '{kinds[each.scalar.type]}'" for each in table.columns)
                said = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
                rows = f"read_csv('{folder}/sheets/{name}.csv', {said}, columns = {{{types}}})"
                if target:
                    columns = ", ".join(f'"{each}"' for each in table.names)
                    target.execute(f"CREATE TABLE {name} ({columns})")
                    found = database.execute(f"SELECT * FROM {rows}")
                    marks = ", ".join("?" * len(table.names))
                    while part := found.fetchmany(20_000):
                        target.executemany(f"INSERT INTO {name} VALUES ({marks})", part)
                else:
                    how = "FORMAT parquet, COMPRESSION zstd" if form == "parquet" else "FORMAT csv, HEADER"
                    database.execute(f"COPY (SELECT * FROM {rows}) TO '{scratch}/{name}.{form}' ({how})")
            if target:
                target.execute("COMMIT")
                target.close()

        return work

    return of


def read_parquet(folder: Path, scratch: Path) -> Work:
    """Polars reads the files."""
    return lambda: [pl.read_parquet(path) for path in tables(folder / "parquet", "parquet")]


def load_parquet(folder: Path, scratch: Path) -> Work:
    """The files judged and read as text, and no rule applied."""
    from overseas_stations.reading.container import open_package
    from overseas_stations.reading.loading import load_tables

    def work() -> None:
        with open_package(folder / "parquet") as package:
            load_tables(package.files)

    return work


def validate_parquet(folder: Path, scratch: Path) -> Work:
    """All rules on all tables."""
    from overseas_stations.checking import validate

    return lambda: validate(folder / "parquet")


CONTESTANTS: dict[str, Callable[[Path, Path], Work]] = {
    "read both": read_both,
    "diff": diff,
    **{f"{form}, bare": duckdb(form) for form in ("csv", "parquet", "sqlite")},
    **{f"{form}, unchecked": export(form, checked=False) for form in ("csv", "parquet", "sqlite")},
    "csv": export("csv", checked=True),
    "parquet": export("parquet", checked=True),
    "sqlite": export("sqlite", checked=True),
    "read Parquet": read_parquet,
    "load Parquet": load_parquet,
    "validate Parquet": validate_parquet,
}
PAIRS = {
    "diff": (("diff", "read both", 4.0),),
    "csv": (("csv, unchecked", "csv, bare", None), ("csv", "csv, bare", 2.0)),
    "parquet": (("parquet, unchecked", "parquet, bare", None), ("parquet", "parquet, bare", 2.0)),
    "sqlite": (("sqlite, unchecked", "sqlite, bare", None), ("sqlite", "sqlite, bare", 2.0)),
    "reading": (("load Parquet", "read Parquet", None), ("validate Parquet", "read Parquet", 4.0)),
}
"""What is asked for -> ours, the bare work, and how often as long ours may take at most."""


def prepare(folder: Path, rows: int, package: Path | None, what: list[str]) -> None:
    """Write the packages that are measured: ``old`` and, where it is asked for, ``new``, ``parquet`` and ``sheets``."""
    if package is None:
        write(folder / "old", rows)
    else:
        shutil.copytree(package, folder / "old")
    if "diff" in what:
        change(folder / "old", folder / "new")
    if "reading" in what:
        as_parquet(folder / "old", folder / "parquet")
    if {"csv", "parquet", "sqlite"} & {*what}:
        export("csv", checked=False)(folder, folder / "exported")()
        (folder / "exported" / "csv").rename(folder / "sheets")


def change(old: Path, new: Path) -> None:
    """Write a later version, in which one row of so many differs."""
    shutil.copytree(old, new)
    for path in tables(new):
        table, rows = TABLES[path.stem], pl.read_csv(path, infer_schema=False)
        kept = [name for name in ("note", "title", "summary", "text", "passage_start") if name in rows.columns]
        number = pl.int_range(pl.len())
        changed = pl.when(number % CHANGED == 7).then(pl.col(kept[-1:]) + "1").otherwise(pl.col(kept[-1:]))
        left = rows.with_columns(changed).filter(number % (10 * CHANGED) != 50)
        came = rows.filter(number % (10 * CHANGED) == 70)
        came = came.with_columns(pl.col(table.key[0]) + "-new") if table.key == ("id",) else came.clear()
        pl.concat([left, came]).write_csv(path)


def as_parquet(csv: Path, folder: Path) -> None:
    """Write a package with its tables as Parquet, with types."""
    (folder / "tables").mkdir(parents=True)
    kinds = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.String}
    descriptor = json.loads((csv / "datapackage.json").read_text(encoding="utf-8"))
    for each in descriptor["resources"]:
        each["path"] = each["path"].replace(".csv", ".parquet")
        for name in ("format", "mediatype", "encoding", "dialect", "hash", "bytes"):
            each.pop(name, None)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for path in tables(csv):
        schema = {column.name: kinds[column.scalar.type] for column in TABLES[path.stem].columns}
        # Generated rows are so much alike that zstd makes of them what a reader must refuse.
        rows = pl.read_csv(path, schema=schema)
        rows.write_parquet(folder / "tables" / f"{path.stem}.parquet", compression="lz4")


def processor() -> float:
    """Return the seconds of processor time that this process has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def run(name: str, small: Path, folder: Path) -> None:
    """Let a contestant do its work, and print seconds, seconds of processor time, and peak MiB."""
    with tempfile.TemporaryDirectory() as scratch:
        CONTESTANTS[name](small, Path(scratch) / "small")()
        work = CONTESTANTS[name](folder, Path(scratch) / "large")
        start, used = time.perf_counter(), processor()
        work()
        taken = time.perf_counter() - start, processor() - used
        print(json.dumps([*taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def measured(name: str, scratch: Path) -> list[float]:
    """Run a contestant in a process of its own and return what it measured."""
    command = [sys.executable, "-W", "ignore", __file__, "--run", name, str(scratch / "small"), str(scratch / "large")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def lines(best: dict[str, list[float]], what: list[str]) -> Iterator[str]:
    """Yield the table of what was measured, as Markdown."""
    yield "| ours | beside | seconds | processor | times | times, processor | wanted | peak MiB |"
    yield "|---|---|---:|---:|---:|---:|---|---:|"
    for ours, other, most in (pair for each in what for pair in PAIRS[each]):
        (taken, used, peak), (bare, bare_used, bare_peak) = best[ours], best[other]
        wanted = "" if most is None else f"at most {most:g}"
        yield (
            f"| {ours} | {other} | {taken:.2f} / {bare:.2f} | {used:.2f} / {bare_used:.2f} | {taken / bare:.1f} "
            f"| {used / bare_used:.1f} | {wanted} | {peak:.0f} / {bare_peak:.0f} |"
        )


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
        return
    if sys.argv[1:2] == ["--prepare"]:
        folder, rows, package, *what = sys.argv[2:]
        prepare(Path(folder), int(rows), Path(package) if package else None, what)
        return
    options = argparse.ArgumentParser(description="Measure diff, exports and Parquet beside the bare work.")
    options.add_argument("what", nargs="*", help=", ".join(PAIRS))
    options.add_argument("--rows", type=float, default=1e6)
    options.add_argument("--package", type=Path, help="a package in CSV, instead of one that is generated")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    what = [each for each in PAIRS if each in chosen.what or not chosen.what]
    best: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as held:
        scratch = Path(held)
        # In a process of its own, for a new one begins with the peak of memory of the one that starts it.
        for name, rows, package in (("small", 100, ""), ("large", int(chosen.rows), chosen.package or "")):
            command = [sys.executable, __file__, "--prepare", str(scratch / name), str(rows), str(package), *what]
            subprocess.run(command, check=True)
        names = dict.fromkeys(name for each in what for pair in PAIRS[each] for name in pair[:2])
        for _ in range(chosen.rounds):
            for name in names:
                found = measured(name, scratch)
                best[name] = [min(pair) for pair in zip(best.get(name, found), found, strict=True)]
                print(f"{name:20} {found[0]:8.2f} s {found[1]:8.2f} s of processor {found[2]:7.0f} MiB", flush=True)
    print("\n" + "\n".join(lines(best, what)))


if __name__ == "__main__":
    main()
