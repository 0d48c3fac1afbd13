"""Replays what is frozen: the examples of each version, held against every later version of the same major.

No schema shows everything that may break a promise, such as a rule that came later. What was valid once shows it.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from frictionless import Package
from jsonschema import Draft202012Validator

from overseas_stations.canonical.records import typed
from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.checking import validate
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.findings import Severity
from overseas_stations.migrations.history import History
from overseas_stations.migrations.running import migrate
from overseas_stations.publishing.schema_folders import (
    EXAMPLES,
    SchemaSet,
    current_schemas,
    frozen_versions,
    read_schemas,
)
from overseas_stations.rules.domain.closures import CLOSED_ALONE
from overseas_stations.schemas.frozen_tables import table_of
from overseas_stations.schemas.versions import DEV, base_version, parse_version
from overseas_stations.tables import TABLES, Table
from overseas_stations.version import SCHEMA_VERSION
from small_project import contents

Row = dict[str, str | None]
Rows = Mapping[str, list[Row]]


ON_ONE_PAGE = CLOSED_ALONE.code
"""What is told of a closure that one page tells."""


@dataclass(frozen=True)
class Broken:
    """What a later version makes of examples that were valid.

    Attributes:
        check: who says so: ``examples``, ``json schema``, ``table schema``, ``validate``, ``migrate`` or ``compile``.
        old: the version of the examples.
        new: what they were held against, ``dev`` for today's.
        detail: what is wrong.
    """

    check: str
    old: str
    new: str
    detail: str


def replay(schema: Path, past: History) -> Iterator[Broken]:
    """Yield every promise that is broken to a version that is frozen in *schema*.

    Args:
        schema: a folder like ``schema/``.
        past: the versions that are frozen there, and that of today.
    """
    frozen = [read_schemas(schema / version, version) for version in frozen_versions(schema)]
    for number, old in enumerate(frozen):
        examples = schema / EXAMPLES / old.name
        tables = {name: table_of(name, found) for name, found in old.tables.items()}
        rows, written = rows_of(examples / "package"), _written(examples)
        if not all(rows.get(name) for name in tables):
            yield Broken("examples", old.name, old.name, "a table has no example")
        for new in (*frozen[number:], current_schemas()):
            if _major(old.name) == _major(past.today if new.name == DEV else new.name):
                found = _refused(rows, tables, written, new)
                yield from (Broken(check, old.name, new.name, detail) for check, detail in found)
        promised = _major(old.name) == _major(past.today)
        found = _broken_today(examples, past, promised=promised)
        yield from (Broken(check, old.name, DEV, detail) for check, detail in found)


def _major(version: str) -> int:
    return parse_version(base_version(version))[0]


def rows_of(package: Path) -> dict[str, list[Row]]:
    """Return the rows of a package by table, as its own headers name their cells."""
    found = {}
    for path in sorted((package / "tables").iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]
    return found


def _written(examples: Path) -> dict[str, list[Any]]:
    """Return what people write, by the schema that it follows: dossiers, and the files of actors."""
    paths = sorted((examples / "seeds").glob("*/*.yaml"))
    found: dict[str, list[Any]] = {"dossier": [], "actors": []}
    for path in paths:
        kind = "actors" if path.parent.name == "actors" else "dossier"
        found[kind].append(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
    assert found["dossier"]
    return found


def _refused(
    rows: Rows, tables: Mapping[str, Table], written: Mapping[str, list[Any]], later: SchemaSet
) -> Iterator[tuple[str, str]]:
    """Yield what the schemas of a later version refuse of rows and files; columns that came later are absent."""
    assert later.documents is not None
    held = {name: [_as_json(tables[name], row) for row in listed] for name, listed in rows.items()}
    for name, listed in (*held.items(), *written.items()):
        if not listed:
            continue
        validator = Draft202012Validator(later.documents[name])
        for each in listed:
            yield from (("json schema", f"{name}: {error.message}") for error in validator.iter_errors(each))
    yield from (("table schema", message) for message in _refused_by_frictionless(rows, later.tables))


def _as_json(table: Table, row: Row) -> dict[str, Any]:
    return {name: value for name, value in typed(table, row).items() if name in row}


def _refused_by_frictionless(rows: Rows, tables: Mapping[str, Any]) -> list[str]:
    """Return what frictionless says of rows with all columns of some Table Schemas, absent ones empty."""
    with tempfile.TemporaryDirectory() as folder:
        resources = []
        for name, schema in tables.items():
            header = [field["name"] for field in schema["fields"]]
            cells = [[row.get(column) or "" for column in header] for row in rows.get(name, ())]
            with (Path(folder) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([header, *cells])
            resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
        report = Package.from_descriptor({"name": "examples", "resources": resources}, basepath=folder).validate()
    assert report.stats["tasks"] == len(tables)
    unknown = [f"{name}.{column}" for name, listed in rows.items() for column in _unknown(listed, tables.get(name))]
    return [*unknown, *(str(error.message) for task in report.tasks for error in task.errors)]


def _unknown(rows: list[Row], schema: Any) -> list[str]:
    known = {field["name"] for field in schema["fields"]} if schema else set()
    return sorted({column for row in rows for column in row} - known)


def _broken_today(examples: Path, past: History, *, promised: bool) -> Iterator[tuple[str, str]]:
    """Yield what today's rules, an upgrade and the compiler say against the examples of a version.

    Args:
        examples: its examples.
        past: the versions that it is upgraded through.
        promised: it is of today's major version, so that it is valid without an upgrade.
    """
    package = examples / "package"
    for finding in validate(package).findings if promised else ():
        # That it is older, and which columns and tables it therefore lacks, is no fault, nor that each term stands on
        # one page.
        if finding.code not in ("OS125", "OS126", "OS127", "OS198", ON_ONE_PAGE):
            yield "validate", f"{finding.code} {finding.record_id}: {finding.message}"
    done = migrate(package, past=past)
    yield from (("migrate", f"{finding.code}: {finding.message}") for finding in done.findings)
    if not done.files and not done.up_to_date:
        return
    with tempfile.TemporaryDirectory() as scratch:
        upgraded = write(Path(scratch), done.files or contents(package))
        for finding in validate(upgraded).findings:
            # What a rule of a later major version warns of, such as a column that came empty, is for people to fill.
            if not promised and finding.severity is not Severity.ERROR:
                continue
            if finding.code != ON_ONE_PAGE and (finding.code != "OS126" or past.today == SCHEMA_VERSION):
                yield "migrate", f"{finding.code} {finding.record_id}: {finding.message}"
        rows = rows_of(upgraded)
        tables = {path.stem: path.read_bytes() for path in (upgraded / "tables").iterdir()}
    for check, detail in _refused(rows, TABLES, {}, current_schemas()):
        yield "migrate", f"{check}: {detail}"
    if promised:
        compiled = compile_dossiers({f"seeds/{name}": data for name, data in contents(examples / "seeds").items()})
        yield from (("compile", finding.message) for finding in compiled.findings)
        for name, table in TABLES.items():
            if csv_bytes(table, [row.cells for row in compiled.rows[name]]) != tables[name]:
                yield "compile", f"{name} is not what the upgraded package holds"


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder, and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
