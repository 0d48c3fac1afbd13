"""Validates any package: in files, on Spark, or at hand as frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.checking.check import Check, Options, waivers_in
from overseas_stations.engines import run
from overseas_stations.findings import Finding, Report, Severity
from overseas_stations.rules.core.base import Stage
from overseas_stations.rules.files import OTHER_SCHEMAS
from overseas_stations.rules.references import PROFILE_UNUSED
from overseas_stations.suggestions import did_you_mean
from overseas_stations.version import SCHEMA_VERSION

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.engines.base import Engine
    from overseas_stations.publishing.exports.source import ExportedPackage
    from overseas_stations.reading.container import OpenPackage
    from overseas_stations.reading.loading import Loaded
    from overseas_stations.reading.tables.positions import Milestone
    from overseas_stations.reading.tables.scanned import TableFile
    from overseas_stations.rules.core.registry import Registry
    from overseas_stations.tables import Table


def validate(path: str | Path, options: Options = Options(), *, table: str | None = None) -> Report:
    """Check any package: a folder, a ``datapackage.json``, a ``.zip``, or one file with its table's name.

    On Spark: a folder with a descriptor, or the descriptor, at any path that Spark can read.

    Raises:
        InputError: there is nothing at *path* that could be checked.
    """
    from overseas_stations.handed_over import InputError
    from overseas_stations.reading.container import open_package

    if options.against is not None and (table is not None or options.engine == "spark"):
        raise InputError("only a whole package is held against an earlier release, and not on Spark")
    tables: Mapping[str, Table] = options.registry.tables
    if options.only:
        if table is not None or options.against is not None or options.engine == "spark":
            raise InputError("some tables are named of a whole package, on no Spark, and not against a release")
        if unknown := [name for name in options.only if name not in tables]:
            raise InputError(f"no table is named {unknown[0]}; the tables are {', '.join(tables)}")
        tables = {name: tables[name] for name in tables if name in options.only}
    if options.engine == "spark":
        return _validate_on_spark(str(path), options, table)
    with open_package(Path(path), table, lambda _: tables) as package:
        return _validate_opened(str(path), package, options, alone=table is not None or bool(options.only))[0]


def validate_for_export(path: Path) -> tuple[Report, ExportedPackage | None]:
    """Check a package and read it for exports, both from one opening; there is nothing to export where it is not valid.

    Raises:
        InputError: there is nothing at *path* that could be checked, or no whole package.
    """
    from overseas_stations.publishing.exports.source import source_of
    from overseas_stations.reading.container import open_package

    with open_package(path) as package:
        report, scans = _validate_opened(str(path), package, Options(), alone=False)
        return report, source_of(path, package, scans) if report.valid else None


def _validate_opened(
    path: str, package: OpenPackage, options: Options, *, alone: bool
) -> tuple[Report, Mapping[str, pl.LazyFrame]]:
    """Return the report on an opened package, and what reads those of its tables that can be trusted."""
    from overseas_stations.dependents.following import follow_installed
    from overseas_stations.reading.copies import copy_findings
    from overseas_stations.reading.locating import locate_in_files
    from overseas_stations.reading.views import view_findings

    check = Check(options, waivers_in(options))
    check.findings += package.findings
    check.rules_run |= check.registry.of_stage(Stage.READING)
    milestones: Mapping[str, Sequence[Milestone]] = {}
    scans: Mapping[str, pl.LazyFrame] = {}
    if not package.depends:
        engine, loaded = _loaded(package.files, check.registry, options)
        milestones, scans = loaded.milestones, loaded.scans
        check.findings += loaded.findings
        check.findings += copy_findings(
            package.copies, check.registry.tables, loaded.scans, package.descriptor.get("version")
        )
        check.run(engine, alone=alone)
        if options.installed:
            check.add(follow_installed(package.files, check.registry.tables, options.max_findings))
        if not any(found.severity is Severity.ERROR for found in check.findings):
            # Of tables that have errors, views would only say the same again.
            check.findings += view_findings(package.views, loaded.scans)
    _read_descriptor(check, package, options)
    if options.against is not None:
        _hold_against(check, package, options.against)
    check.findings = locate_in_files(check.findings, package.files, milestones)
    return check.report(path, folder_of(path)), scans


def _read_descriptor(check: Check, package: OpenPackage, options: Options) -> None:
    """Add what follows from the descriptor: references to other packages, a profile that is not used, other schemas."""
    from overseas_stations.dependents.following import follow
    from overseas_stations.reading.contents import DESCRIPTOR

    if package.references:
        check.add(follow(package.references, options.max_findings))
    if package.members is None:
        return
    shown = package.members.shown(DESCRIPTOR)
    check.rules_run.add(PROFILE_UNUSED.code)
    if package.profile is not None and (options.profile is None or options.profile.name != package.profile):
        detail = f"with the profile {options.profile.name}" if options.profile else "without it"
        check.findings.append(PROFILE_UNUSED.finding(file=shown, value=package.profile, detail=detail))
    stated = package.descriptor.get("schemaVersion")
    if stated not in (None, SCHEMA_VERSION):
        check.findings.append(OTHER_SCHEMAS.finding(file=shown, value=stated, expected=SCHEMA_VERSION))


def _hold_against(check: Check, package: OpenPackage, earlier: str) -> None:
    """Add what the package does to an earlier release."""
    from overseas_stations.reading.contents import DESCRIPTOR
    from overseas_stations.releases.judging import judge, rules_judged
    from overseas_stations.releases.opening import open_release, read_release

    shown = DESCRIPTOR if package.members is None else package.members.shown(DESCRIPTOR)
    tables = check.registry.tables
    old = open_release(earlier, tables=tables)
    check.changes, found = judge(old, read_release(package, tables), descriptor=shown)
    check.findings += found
    check.rules_run |= rules_judged(old, check.registry)


def folder_of(path: str | Path) -> str:
    """Return what the names of a package's files begin with in findings: its folder or archive, with a slash."""
    name = str(path) if "://" in str(path) else Path(path).as_posix()
    name = name.rpartition("/")[0] if name.endswith((".json", ".csv", ".parquet")) else name.removesuffix("/")
    return "" if name in ("", ".") else f"{name}/"


def _validate_on_spark(path: str, options: Options, table: str | None) -> Report:
    from overseas_stations.engines.found import EngineError
    from overseas_stations.engines.united import SparkEngine
    from overseas_stations.handed_over import InputError
    from overseas_stations.reading.spark_files import RULES, read_package

    if table is not None:
        raise InputError("Spark reads whole packages, no single table")
    check = Check(options, waivers_in(options))
    try:
        package = read_package(path)
        conditions = run.conditions(check.registry, options.today)
        engine = SparkEngine(check.registry, conditions, package.frames, package.rows)
    except ImportError as error:
        raise InputError(f"the engine spark needs {error.name}: pip install 'overseas-stations[spark]'") from None
    except EngineError as error:
        raise InputError(str(error)) from None
    check.run(engine)
    check.findings = [
        finding if finding.file or finding.table is None else finding.at(package.shown.get(finding.table), None, None)
        for finding in [*package.findings, *check.findings]
    ]
    check.rules_run |= set(RULES)
    return check.report(path, folder_of(path))


def _loaded(files: Mapping[str, TableFile], registry: Registry, options: Options) -> tuple[Engine, Loaded]:
    from overseas_stations.engines.found import EngineError
    from overseas_stations.engines.opening import engine_of
    from overseas_stations.engines.streaming import StreamingEngine
    from overseas_stations.handed_over import InputError
    from overseas_stations.reading.loading import are_small, load, load_frames

    conditions = run.conditions(registry, options.today)
    if options.engine in (None, "polars"):
        engine = StreamingEngine(registry, conditions, streaming=not are_small(files))
        return engine, load(files, engine)
    loaded, frames = load_frames(files)
    try:
        return engine_of(options.engine, registry, conditions, frames), loaded
    except EngineError as error:
        raise InputError(str(error)) from None


def validate_frames(frames: Mapping[str, object], options: Options = Options()) -> Report:
    """Check tables that are at hand as frames.

    Raises:
        InputError: a frame is of no known table or kind, or the frames are in several libraries that do not share data.
    """
    from overseas_stations.engines.found import EngineError
    from overseas_stations.engines.opening import engine_of
    from overseas_stations.frames import as_text
    from overseas_stations.handed_over import InputError
    from overseas_stations.rules.files import COLUMN_MISSING, OPTIONAL_MISSING, missing_column

    if options.against is not None:
        raise InputError("only a package with a descriptor is held against an earlier release, no frames")
    if options.only or options.installed:
        raise InputError("of frames those are checked that are given, and nothing else is looked up")
    registry, usable = options.registry, {}
    tables = registry.tables
    findings: list[Finding] = []
    for name, frame in frames.items():
        if name not in tables:
            raise InputError(
                f"there is no table {name}{did_you_mean(name, tables)}; the tables are {', '.join(tables)}"
            )
        try:
            text = as_text(tables[name], frame)
        except TypeError as error:
            raise InputError(f"{name}: {error}") from None
        findings += [
            missing_column(tables[name].column(column)).finding(table=name, field=column) for column in text.missing
        ]
        if text.frame is not None:
            usable[name] = text
    libraries = sorted({text.library for text in usable.values()})
    if len(libraries) > 1:
        raise InputError(f"the frames are in {' and '.join(libraries)}; give all of them in one")
    library = options.engine or (libraries[0] if libraries else "polars")
    try:
        engine = engine_of(library, registry, run.conditions(registry, options.today), usable)
    except EngineError as error:
        raise InputError(str(error)) from None
    check = Check(options, waivers_in(options))
    check.findings += findings
    check.rules_run |= {COLUMN_MISSING.code, OPTIONAL_MISSING.code}
    check.run(engine, alone=len(frames) < len(tables))
    return check.report("frames")
