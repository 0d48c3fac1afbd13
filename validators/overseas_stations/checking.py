"""The main jobs: check a project's dossiers, build its package, validate any package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.dossiers.compiling import Compiled, compile_dossiers, invalid_cells
from overseas_stations.dossiers.files import dossier_files
from overseas_stations.engines import run
from overseas_stations.findings import Finding, Report, in_order
from overseas_stations.rules import all_rules
from overseas_stations.rules.files import BUILD_STALE, OTHER_SCHEMAS
from overseas_stations.texts import Texts, check_passages
from overseas_stations.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from overseas_stations.engines.base import Engine
    from overseas_stations.frames import Library
    from overseas_stations.packages.container import OpenPackage, TableFile
    from overseas_stations.packages.loading import Loaded


@dataclass(frozen=True)
class Options:
    """How to check.

    Attributes:
        texts: the texts at hand, by source id.
        today: the date against which dates count as future; without it that rule does not run.
        max_findings: places shown for each rule and column.
        engine: who evaluates the rules; by default Polars, or the library that holds the frames.
    """

    texts: Texts | None = None
    today: str | None = None
    max_findings: int = run.MAX_FINDINGS
    engine: Library | None = None


@dataclass(frozen=True)
class Project:
    """A project's dossiers, compiled and checked.

    Attributes:
        root: the project's folder.
        compiled: its tables.
        report: what was found, the comparison with the built files left out.
    """

    root: Path
    compiled: Compiled
    report: Report

    def built_files(self) -> dict[str, dict[str, bytes]]:
        """Return what a build writes: folder -> path in it -> bytes. Only for a valid project."""
        from overseas_stations.packages.writing import package_files
        from overseas_stations.schemas.json_schema import schema_files

        rows = {name: [row.cells for row in rows] for name, rows in self.compiled.rows.items()}
        return {"datapackage": package_files(rows), "schema/dev": schema_files("dev")}


def load_project(root: Path, options: Options = Options()) -> Project:
    """Compile and check the dossiers of the project at *root*."""
    files, findings = dossier_files(root)
    compiled = compile_dossiers(files)
    findings += compiled.findings
    from overseas_stations.engines.streaming import StreamingEngine

    engine = StreamingEngine(run.conditions(options.today), compiled.scans(), streaming=False)
    outcome = _checked(engine, options)
    found = [*findings, *outcome.findings]
    if not any(finding.code.startswith("OS2") for finding in found):
        # The columns' verdict and pydantic's are the same; should they ever differ, the stricter one counts.
        found += list(invalid_cells(compiled))
    located = run.capped((compiled.locate(finding) for finding in found), options.max_findings)
    return Project(root, compiled, _report(str(root), located, outcome, _dossier_rules()))


def check_project(root: Path, options: Options = Options()) -> tuple[Project, Report]:
    """Check a project's dossiers, and that the built files are what they compile to."""
    project = load_project(root, options)
    if not project.report.valid:
        return project, project.report
    stale = [
        finding for folder, files in project.built_files().items() for finding in _stale(root / folder, folder, files)
    ]
    report = project.report
    findings = in_order([*report.findings, *run.capped(stale, options.max_findings)])
    rules = tuple(sorted({*report.rules_run, BUILD_STALE.code}))
    return project, Report(report.package, findings, report.rows, rules, report.evidence)


def _stale(folder: Path, shown: str, files: Mapping[str, bytes]) -> list[Finding]:
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    findings = []
    for name in sorted(present | files.keys()):
        file = f"{shown}/{name}"
        if name not in files:
            findings.append(BUILD_STALE.finding(value=file, detail=": the build does not write it", file=file))
        elif name not in present:
            findings.append(BUILD_STALE.finding(value=file, detail=": it is missing", file=file))
        elif (built := (folder / name).read_bytes()) != files[name]:
            line = _first_difference(built, files[name])
            findings.append(BUILD_STALE.finding(value=file, detail=f": line {line} differs", file=file, line=line))
    return findings


def _first_difference(one: bytes, other: bytes) -> int:
    lines = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return next((n for n, (a, b) in enumerate(lines, 1) if a != b), min(one.count(b"\n"), other.count(b"\n")) + 1)


@dataclass
class _Checked:
    findings: list[Finding]
    rows: dict[str, int]
    rules_run: set[str]
    evidence: dict[str, int]


def _checked(engine: Engine, options: Options, *, alone: bool = False) -> _Checked:
    outcome = run.run(engine, max_findings=options.max_findings, alone=alone)
    passages = check_passages(engine, options.texts)
    findings = [*outcome.findings, *run.capped(passages.findings, options.max_findings)]
    return _Checked(findings, outcome.rows, outcome.rules_run | passages.rules_run, passages.verdicts)


def _reader_rules() -> set[str]:
    """Return the codes that reading a package applies: all of files and tables but the comparison with dossiers."""
    return {code for code in all_rules() if "OS101" <= code < "OS131"} - {BUILD_STALE.code}


def _dossier_rules() -> set[str]:
    return {code for code in all_rules() if "OS131" <= code <= "OS137"} | {
        "OS104",
        "OS105",
        "OS106",
        "OS123",
        "OS412",
        "OS414",
    }


def _report(package: str, findings: list[Finding], checked: _Checked, more_rules: set[str]) -> Report:
    rules = tuple(sorted(checked.rules_run | more_rules))
    return Report(package, in_order(findings), checked.rows, rules, checked.evidence)


def validate(path: str | Path, options: Options = Options(), *, table: str | None = None) -> Report:
    """Check any package: a folder, a ``datapackage.json``, a ``.zip``, or one file with its table's name.

    On Spark: a folder with a descriptor, or the descriptor, at any path that Spark can read.

    Raises:
        InputError: there is nothing at *path* that could be checked.
    """
    from overseas_stations.packages.container import open_package
    from overseas_stations.packages.locating import locate_in_files

    if options.engine == "spark":
        return _validate_on_spark(str(path), options, table)
    with open_package(Path(path), table) as package:
        engine, loaded = _loaded(package.files, options)
        checked = _checked(engine, options, alone=table is not None)
        found = [*package.findings, *_other_schemas(package), *loaded.findings, *checked.findings]
        located = locate_in_files(found, package.files, loaded.milestones)
    capped = run.capped(located, options.max_findings)
    return _report(str(path), capped, checked, _reader_rules())


def _other_schemas(package: OpenPackage) -> Iterator[Finding]:
    """Yield a finding where a package says that it follows other record schemas than those that it is held against."""
    from overseas_stations.packages.members import DESCRIPTOR

    stated = package.descriptor.get("schemaVersion")
    if stated not in (None, SCHEMA_VERSION) and package.members is not None:
        yield OTHER_SCHEMAS.finding(file=package.members.shown(DESCRIPTOR), value=stated, expected=SCHEMA_VERSION)


def _validate_on_spark(path: str, options: Options, table: str | None) -> Report:
    from overseas_stations.engines import spark
    from overseas_stations.engines.opening import EngineError
    from overseas_stations.packages.container import InputError
    from overseas_stations.packages.spark_files import RULES, read_package

    if table is not None:
        raise InputError("Spark reads whole packages, no single table")
    try:
        package = read_package(path)
        engine = spark.engine(run.conditions(options.today), package.frames)
    except ImportError as error:
        raise InputError(f"the engine spark needs {error.name}: pip install 'overseas-stations[spark]'") from None
    except EngineError as error:
        raise InputError(str(error)) from None
    checked = _checked(engine, options)
    located = [
        finding if finding.file or finding.table is None else finding.at(package.shown.get(finding.table), None, None)
        for finding in [*package.findings, *checked.findings]
    ]
    return _report(path, run.capped(located, options.max_findings), checked, set(RULES))


def _loaded(files: Mapping[str, TableFile], options: Options) -> tuple[Engine, Loaded]:
    from overseas_stations.engines.opening import EngineError, engine_of
    from overseas_stations.engines.streaming import StreamingEngine
    from overseas_stations.packages.container import InputError
    from overseas_stations.packages.loading import load, load_frames

    conditions = run.conditions(options.today)
    if options.engine in (None, "polars"):
        streaming = StreamingEngine(conditions)
        return streaming, load(files, streaming)
    loaded, frames = load_frames(files)
    try:
        return engine_of(options.engine, conditions, frames), loaded
    except EngineError as error:
        raise InputError(str(error)) from None


def validate_frames(frames: Mapping[str, object], options: Options = Options()) -> Report:
    """Check tables that are at hand as frames.

    Raises:
        InputError: a frame is of no known table or kind, or the frames are in several libraries that do not share data.
    """
    from overseas_stations.engines.opening import EngineError, engine_of
    from overseas_stations.frames import as_text
    from overseas_stations.packages.container import InputError
    from overseas_stations.rules.files import COLUMN_MISSING, OPTIONAL_MISSING, missing_column
    from overseas_stations.tables import TABLES

    usable, findings = {}, []
    for name, frame in frames.items():
        if name not in TABLES:
            raise InputError(f"there is no table {name}; the tables are {', '.join(TABLES)}")
        try:
            text = as_text(TABLES[name], frame)
        except TypeError as error:
            raise InputError(f"{name}: {error}") from None
        findings += [
            missing_column(TABLES[name].column(column)).finding(table=name, field=column) for column in text.missing
        ]
        if text.frame is not None:
            usable[name] = text
    libraries = sorted({text.library for text in usable.values()})
    if len(libraries) > 1:
        raise InputError(f"the frames are in {' and '.join(libraries)}; give all of them in one")
    library = options.engine or (libraries[0] if libraries else "polars")
    try:
        engine = engine_of(library, run.conditions(options.today), usable)
    except EngineError as error:
        raise InputError(str(error)) from None
    checked = _checked(engine, options, alone=len(frames) < len(TABLES))
    return _report("frames", [*findings, *checked.findings], checked, {COLUMN_MISSING.code, OPTIONAL_MISSING.code})
