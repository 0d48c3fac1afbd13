"""Packages in which every rule has something to find, and what an engine finds in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
from hypothesis import given, settings

from draws import STEADY
from overseas_stations.findings import Report
from overseas_stations.publishing.building import package_files
from overseas_stations.schemas.table_schema import sized
from overseas_stations.tables import TABLES, Table, record_name
from overseas_stations.testing import MUTATIONS, Package, packages
from special_cells import SPECIAL, example_row

TODAY = "2030-01-01"
TYPES = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
"""Types of cells that are no text, as Polars has them."""

Found = Counter[tuple[str, str | None, str | None, str | None]]
"""(code, table, record, field) -> how many times."""


def found(report: Report) -> Found:
    """Return what a report says, without the order and the places of rows."""
    counted: Found = Counter()
    for finding in report.findings:
        counted[finding.code, finding.table, finding.record_id, finding.field] += finding.count
    return counted


def polars_frames(rows: Package) -> dict[str, pl.DataFrame]:
    """Return a package as frames of text."""
    return {name: pl.DataFrame(rows[name], schema=dict.fromkeys(TABLES[name].names, pl.String)) for name in TABLES}


@cache
def full_packages() -> tuple[Package, ...]:
    """Return some valid packages with rows in every table, the same in each run."""
    drawn: list[Package] = []

    # Derandomised, so that the packages are the same whichever test asks for them first.
    @settings(STEADY, max_examples=8)
    @given(packages(full=True))
    def draw(rows: Package) -> None:
        drawn.append(rows)

    draw()
    return tuple(drawn)


def mutated(code: str, random: Random) -> Package:
    """Return a package with the fault of a rule."""
    for rows in full_packages():
        changed = MUTATIONS[code](rows, random)
        if changed is not None:
            return changed
    raise AssertionError(f"no package has a place for the fault of {code}")


def renamed(rows: Package, suffix: str) -> Package:
    """Return a package with *suffix* at the end of every id in it."""
    ids = {row["id"]: f"{row['id']}{suffix}" for table in TABLES.with_ids for row in rows[table.name] if row["id"]}
    names = dict(ids)
    changed: Package = {name: [] for name in TABLES}
    for name, table in TABLES.items():
        own = {"id", "attributed_to", *table.references} & set(table.names)
        for row in rows[name]:
            new = row | {column: ids.get(row[column], row[column]) for column in own}
            names[record_name(table, row)] = record_name(table, new)
            changed[name].append(new)
    for row in (*changed["evidence"], *changed["retractions"]):
        for column in {"record_id", "successor_id"} & row.keys():
            row[column] = names.get(row[column], row[column])
    return changed


def pile(rows: Package, more: Package) -> None:
    """Add the rows of another package; the same country stands in both, and is added once."""
    known = list(rows["countries"])
    for name, added in more.items():
        rows[name] += [row for row in added if name != "countries" or row not in known]


@cache
def everything_wrong() -> dict[str, pl.DataFrame]:
    """Return one package that holds the fault of every rule, and every special cell in every column."""
    return polars_frames(_wrong([(table, column.name) for table in TABLES.values() for column in table.columns]))


@cache
def every_kind_wrong() -> dict[str, pl.DataFrame]:
    """Return one package that holds the fault of every rule, and every special cell in a column of every form."""
    columns = {
        column.scalar.name: (table, column.name) for table in TABLES.values() for column in reversed(table.columns)
    }
    return polars_frames(_wrong(columns.values()))


def _wrong(columns: Iterable[tuple[Table, str]]) -> Package:
    random = Random(7)
    piled: Package = {name: [] for name in TABLES}
    for number, code in enumerate(sorted(MUTATIONS)):
        pile(piled, renamed(mutated(code, random), f"-x{number}"))
    for table, column in columns:
        piled[table.name] += [example_row(table) | {column: cell} for cell in (None, *SPECIAL)]
    return piled


@cache
def some_wrong() -> dict[str, pl.DataFrame]:
    """Return a package with the faults of a few rules of every kind."""
    wrong = renamed(mutated("OS405", Random(1)), "-a")
    for code in ("OS204", "OS301", "OS303", "OS409", "OS604"):
        pile(wrong, renamed(mutated(code, Random(2)), f"-{code.lower()}"))
    return polars_frames(wrong)


def write_package(folder: Path, frames: dict[str, pl.DataFrame], suffix: str) -> Path:
    """Write a package of CSV or Parquet files."""
    (folder / "tables").mkdir(parents=True)
    described = json.loads(package_files({name: [] for name in TABLES})["datapackage.json"])
    described["resources"] = [{"name": name, "path": f"tables/{name}{suffix}"} for name in TABLES]
    files = {}
    for name, frame in frames.items():
        path = folder / "tables" / f"{name}{suffix}"
        frame.write_parquet(path) if suffix == ".parquet" else frame.write_csv(path)
        files[f"tables/{name}{suffix}"] = path.read_bytes()
    (folder / "datapackage.json").write_text(json.dumps(sized(described, files)), encoding="utf-8")
    return folder
