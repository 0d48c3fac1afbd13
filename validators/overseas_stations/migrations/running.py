"""Upgrades a package: reads it by the schemas of its version, carries its rows over, checks what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from overseas_stations.checking import Options, validate_frames
from overseas_stations.findings import Finding, Severity, in_order
from overseas_stations.handed_over import InputError
from overseas_stations.migrations.history import History, history
from overseas_stations.migrations.work import MigratedRow, Step, Work
from overseas_stations.migrations.writing import migrated_files
from overseas_stations.reading.container import OpenPackage, open_package
from overseas_stations.reading.locating import locate_in_files
from overseas_stations.reading.tables.csv_tables import read_csv
from overseas_stations.rules.files import COLUMN_UNKNOWN, NO_HASHES
from overseas_stations.rules.migrations import NOT_MIGRATED
from overseas_stations.schemas.versions import is_development, version_order
from overseas_stations.tables import TABLES, Table

MAX_BYTES = 1 << 29
"""So many bytes of a package's files are carried over; it is held in memory as a whole."""


@dataclass(frozen=True)
class Migrated:
    """What became of a package.

    Attributes:
        package: the package as the user named it.
        start, end: the versions of the schemas, before and after.
        steps: what was done.
        findings: what keeps it from being upgraded, and what was seen on the way; sorted, the gravest first.
        files: the new package, path -> bytes; empty where nothing is to be written.
        rows: table -> rows afterwards.
    """

    package: str
    start: str
    end: str
    steps: Sequence[Step] = ()
    findings: Sequence[Finding] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def up_to_date(self) -> bool:
        """True where there was nothing to do."""
        return self.start == self.end


def migrate(
    path: Path, *, start: str | None = None, past: History | None = None, options: Options = Options()
) -> Migrated:
    """Upgrade a package to the schemas of today; nothing is written.

    Args:
        path: a folder, a ``datapackage.json`` or a ``.zip``.
        start: the version that the package follows, where its descriptor does not say.
        past: the versions there were; by default those of this installation.
        options: how many places of a finding are shown.

    Raises:
        InputError: there is no package at *path*; its version is unknown or later than ours; it cannot be carried over
            in the form that it has.
    """
    known = past or history()
    versions: list[str] = []

    def tables_of(descriptor: Mapping[str, Any]) -> Mapping[str, Table]:
        versions.append(_version(str(path), descriptor, start, known))
        return known.tables(versions[0])

    with open_package(path, tables_of=tables_of) as package:
        if not versions:  # the descriptor could not be read
            return Migrated(package.name, "", known.today, findings=in_order(package.findings))
        if versions[0] == known.today:
            return Migrated(package.name, versions[0], known.today)
        return _carried(package, versions[0], known, options)


def _version(name: str, descriptor: Mapping[str, Any], given: str | None, known: History) -> str:
    stated = descriptor.get("schemaVersion")
    # A development version has no schemas of its own: who has such a package knows which ones it was made with.
    if stated is not None and given is not None and is_development(str(stated)):
        stated = given
    if stated is not None and given is not None and stated != given:
        raise InputError(f"{name} says that it follows the record schemas {stated}, not {given}")
    version = stated if stated is not None else given
    if version is None:
        raise InputError(f"{name} does not say which record schemas it follows: give their version with --from X.Y.Z")
    version = str(version)
    try:
        order = version_order(version)
    except ValueError as error:
        raise InputError(f"{name}: schemaVersion: {error}") from None
    if version in known.versions:
        return version
    if is_development(version):
        raise InputError(
            f"{name} follows the record schemas {version}: of a development version nothing is kept. Give the version "
            "that it was made with after --from: 0.1.0 for packages of the data 0.1.0"
        )
    if order > version_order(known.today):
        raise InputError(
            f"{name} follows the record schemas {version}, and this version knows those up to {known.today}: "
            "update overseas-stations"
        )
    raise InputError(f"there are no record schemas {version}; there are {', '.join(known.versions)}")


def _carried(package: OpenPackage, start: str, known: History, options: Options) -> Migrated:
    _refuse_what_is_too_large(package)
    work, findings = _read(package, known.tables(start))
    steps: list[Step] = []
    if not _errors(findings):
        for old, new, migration in known.hops(start):
            for change in migration.changes if migration else ():
                steps.append(Step(old, new, *change.apply(work)))
            steps += _additions(work, old, new, known.versions[new])
        findings += work.findings or _faults_afterwards(work, options)
    located = in_order(locate_in_files(findings, package.files))
    if _errors(located):
        return Migrated(package.name, start, known.today, steps, located)
    rows = {name: [row.cells for row in work.tables[name]] for name in TABLES}
    for name, table in TABLES.items():
        rows[name].sort(key=lambda cells, key=table.key: tuple(cells[column] or "" for column in key))  # type: ignore[misc]
    files = migrated_files(package, rows, work.was_table, known.today)
    return Migrated(package.name, start, known.today, steps, located, files, {n: len(r) for n, r in rows.items()})


def _errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _refuse_what_is_too_large(package: OpenPackage) -> None:
    size = 0
    for file in package.files.values():
        if not file.is_csv:
            raise InputError(f"{file.shown} is Parquet: only tables in CSV are carried over")
        size += file.path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(f"{package.name} has tables of {size} bytes: up to {MAX_BYTES} are carried over")


def _read(package: OpenPackage, tables: Mapping[str, Table]) -> tuple[Work, list[Finding]]:
    """Read the tables by the schemas of their version; a column that these do not know would be lost."""
    # An upgrade leaves integrity as it found it: that nothing vouches for the files is for `validate` to say.
    findings = [finding for finding in package.findings if finding.code != NO_HASHES.code]
    rows: dict[str, list[MigratedRow]] = {}
    for name, file in package.files.items():
        read = read_csv(file)
        for finding in read.findings:
            if finding.code == COLUMN_UNKNOWN.code:
                finding = NOT_MIGRATED.finding(
                    file=finding.file,
                    line=finding.line,
                    column=finding.column,
                    table=name,
                    value=f"the column {finding.value}",
                    detail="the record schemas that the package follows do not have it",
                )
            findings.append(finding)
        if read.scan is not None:
            frame = read.scan.select(*tables[name].names).collect()
            rows[name] = [MigratedRow(cells, number) for number, cells in enumerate(frame.iter_rows(named=True), 1)]
    return Work.of({name: tables[name] for name in rows}, rows), findings


def _additions(work: Work, old: str, new: str, schemas: Mapping[str, Any]) -> list[Step]:
    """Add the tables and columns that the newer schemas have and the rows lack; they are empty."""
    steps = []
    for name, schema in schemas.items():
        columns = [column["name"] for column in schema["fields"]]
        if name not in work.tables:
            work.tables[name], work.columns[name] = [], columns
            work.keys[name] = tuple(schema.get("primaryKey") or schema["uniqueKeys"][0])
            work.was_table[name] = name
            steps.append(Step(old, new, name, None, f"the table {name} is new and empty", 0))
        for column in [column for column in columns if column not in work.columns[name]]:
            for row in work.tables[name]:
                row.cells[column] = None
            work.was_column[name, column] = column
            count = len(work.tables[name])
            steps.append(Step(old, new, name, column, f"the column {column} of {name} is new and empty", count))
        _order(work, name, columns)
    return steps


def _order(work: Work, table: str, columns: list[str]) -> None:
    if unknown := set(work.columns[table]) - set(columns):
        raise ValueError(f"no declared change says what becomes of {table}: {', '.join(sorted(unknown))}")
    work.columns[table] = columns
    for row in work.tables[table]:
        row.cells = {name: row.cells[name] for name in columns}


def _faults_afterwards(work: Work, options: Options) -> list[Finding]:
    """Return the errors that the package would have, at the places in the older one that they come from."""
    import polars as pl

    frames = {
        name: pl.DataFrame(
            [list(row.cells.values()) for row in work.tables[name]],
            schema=dict.fromkeys(table.names, pl.String),
            orient="row",
        )
        for name, table in TABLES.items()
    }
    found = validate_frames(frames, options).findings
    return [_as_before(work, finding) for finding in found if finding.severity is Severity.ERROR]


def _as_before(work: Work, finding: Finding) -> Finding:
    """Name a finding's place as the older package does."""
    table, row, column = finding.table, finding.row, finding.field
    if table is None:
        return finding
    came_from: MigratedRow | None = None if row is None else work.tables[table][row - 1]
    return replace(
        finding,
        table=(came_from and came_from.table) or work.was_table[table],
        row=None if came_from is None else came_from.number,
        field=None if column is None else work.was_column.get((table, column), column),
    )
