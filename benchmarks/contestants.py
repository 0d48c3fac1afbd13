"""What is measured: each contestant does its work on a package, in a process of its own.

``python benchmarks/contestants.py NAME FOLDER`` prints the seconds of the work and the peak MiB of the process. What is
imported, and what a library does when it is first used, comes before the clock starts: each has done its work on a
small package by then.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from generate import write
from overseas_stations.columns import Column
from overseas_stations.tables import TABLES, Table


def read(folder: Path) -> Callable[[], object]:
    """Polars reads the files: the floor."""
    return lambda: [pl.read_csv(path, infer_schema=False) for path in sorted((folder / "tables").glob("*.csv"))]


def ours(folder: Path) -> Callable[[], object]:
    """All rules on all tables."""
    from overseas_stations.checking import validate

    return lambda: validate(folder)


def frictionless(folder: Path) -> Callable[[], object]:
    """Types, constraints and keys, as the package's own descriptor states them."""
    from frictionless import Package

    return lambda: Package(str(folder / "datapackage.json")).validate()


def pandera(folder: Path) -> Callable[[], object]:
    """Types, patterns, vocabularies and unique keys; it knows no other table."""
    import pandera.polars as pa

    def column(found: Column) -> Any:
        checks = []
        if found.terms:
            checks.append(pa.Check.isin(list(found.terms)))
        else:
            checks.append(pa.Check.str_matches(found.scalar.pattern))
            if found.scalar.max_length is not None:
                checks.append(pa.Check.str_length(max_value=found.scalar.max_length))
        return pa.Column(pl.String, checks, nullable=not found.required)

    schemas = {
        name: pa.DataFrameSchema(
            {c.name: column(c) for c in table.columns}, unique=list(table.key) if table.primary else None
        )
        for name, table in TABLES.items()
    }

    def work() -> None:
        for name, schema in schemas.items():
            frame = pl.read_csv(folder / "tables" / f"{name}.csv", infer_schema=False)
            try:
                schema.validate(frame, lazy=True)
            except pa.errors.SchemaErrors:
                pass

    return work


def pointblank(folder: Path) -> Callable[[], object]:
    """Types, patterns, vocabularies and unique keys; it knows no other table."""
    import pointblank as pb

    def plan(table: Table) -> Any:
        check = pb.Validate(pl.read_csv(folder / "tables" / f"{table.name}.csv", infer_schema=False))
        for column in table.columns:
            if column.required:
                check = check.col_vals_not_null(column.name)
            if column.terms:
                check = check.col_vals_in_set(column.name, [*column.terms, None])
            else:
                check = check.col_vals_regex(column.name, column.scalar.pattern, na_pass=True)
        return check.rows_distinct(list(table.key)) if table.primary else check

    def work() -> None:
        for table in TABLES.values():
            plan(table).interrogate(collect_extracts=False)

    return work


def jsonschema_rs(folder: Path) -> Callable[[], object]:
    """Every row against the JSON Schema of its record; no keys."""
    import jsonschema_rs

    from overseas_stations.schemas.json_schema import record_schema

    kinds = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "string": pl.String}
    validators = {name: jsonschema_rs.Draft202012Validator(record_schema(table)) for name, table in TABLES.items()}

    def work() -> int:
        wrong = 0
        for name, table in TABLES.items():
            schema = {column.name: kinds[column.scalar.type] for column in table.columns}
            is_valid = validators[name].is_valid
            for part in pl.read_csv(folder / "tables" / f"{name}.csv", schema=schema).iter_slices(10_000):
                wrong += sum(not is_valid(row) for row in part.iter_rows(named=True))
        return wrong

    return work


CONTESTANTS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "plain read": read,
    "ours": ours,
    "frictionless": frictionless,
    "pandera": pandera,
    "pointblank": pointblank,
    "jsonschema-rs": jsonschema_rs,
}


def main(name: str, folder: Path) -> None:
    """Let a contestant do its work, and print what that took."""
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch) / "small", 100)
        CONTESTANTS[name](Path(scratch) / "small")()
    work = CONTESTANTS[name](folder)
    start = time.perf_counter()
    work()
    taken = time.perf_counter() - start
    print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
