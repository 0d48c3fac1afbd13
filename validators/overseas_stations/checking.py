"""The main jobs: check a project's dossiers, build its package, validate any package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.dossiers.compiling import Compiled, compile_dossiers, invalid_cells
from overseas_stations.dossiers.files import dossier_files
from overseas_stations.engines import run
<<<<<<< HEAD
from overseas_stations.findings import VERDICTS, Finding, Report, in_order
from overseas_stations.profiles import Profile, activated
from overseas_stations.rules import all_rules
from overseas_stations.rules.files import BUILD_STALE
from overseas_stations.rules.references import PROFILE_UNUSED
=======
from overseas_stations.findings import Finding, Report, Severity, Waiver, in_order
from overseas_stations.rules import all_rules
from overseas_stations.rules.files import BUILD_STALE, NOT_CHECKED
>>>>>>> reports
from overseas_stations.texts import Texts, check_passages
from overseas_stations.waivers.applying import WAIVABLE, settle
from overseas_stations.waivers.reading import Waivers, find_waivers, read_waivers

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
<<<<<<< HEAD
        profile: whose columns, tables and rules are checked as well.
=======
        waivers: a file of waivers; a project has its own by default (``waivers.yaml``).
>>>>>>> reports
    """

    texts: Texts | None = None
    today: str | None = None
    max_findings: int = run.MAX_FINDINGS
    engine: Library | None = None
<<<<<<< HEAD
    profile: Profile | None = None
=======
    waivers: Path | None = None
>>>>>>> reports


@dataclass(frozen=True)
class Project:
    """A project's dossiers, compiled and checked.

    Attributes:
        root: the project's folder.
        compiled: its tables.
        report: what was found, the comparison with the built files left out.
<<<<<<< HEAD
        profile: whose columns and tables it has besides ours.
=======
        check: the check behind the report, to which more can be added.
>>>>>>> reports
    """

    root: Path
    compiled: Compiled
    report: Report
<<<<<<< HEAD
    profile: Profile | None = None
=======
    check: Check

    @property
    def unbuildable(self) -> tuple[str, ...]:
        """The codes of waived errors that keep the package from being written: dossiers, cells, keys."""
        errors = (item.finding for item in self.report.waived if item.finding.severity is Severity.ERROR)
        unfit = {finding.code for finding in errors if finding.code < "OS4" or finding.code in _dossier_rules()}
        return tuple(sorted(unfit))
>>>>>>> reports

    def built_files(self) -> dict[str, dict[str, bytes]]:
        """Return what a build writes: folder -> path in it -> bytes. Only for a valid project."""
        from overseas_stations.packages.writing import package_files
        from overseas_stations.schemas.json_schema import schema_files

        rows = {name: [row.cells for row in rows] for name, rows in self.compiled.rows.items()}
        with activated(self.profile):
            version = "dev" if self.profile is None else f"dev+{self.profile.name}"
            return {"datapackage": package_files(rows, self.profile), "schema/dev": schema_files(version)}


def load_project(root: Path, options: Options = Options()) -> Project:
    """Compile and check the dossiers of the project at *root*."""
    with activated(options.profile):
        return _load_project(root, options)


def _load_project(root: Path, options: Options) -> Project:
    files, findings = dossier_files(root)
    compiled = compile_dossiers(files)
    findings += compiled.findings
    from overseas_stations.engines.streaming import StreamingEngine

    check = Check(options, find_waivers(root) if options.waivers is None else _waivers(options.waivers))
    engine = StreamingEngine(run.conditions(options.today), compiled.scans(), streaming=False)
    check.run(engine)
    found = [*findings, *check.findings]
    if not any(finding.code.startswith("OS2") for finding in found):
        # The columns' verdict and pydantic's are the same; should they ever differ, the stricter one counts.
        found += list(invalid_cells(compiled))
<<<<<<< HEAD
    located = run.capped((compiled.locate(finding) for finding in found), options.max_findings)
    return Project(root, compiled, _report(str(root), located, outcome, _dossier_rules()), options.profile)
=======
    check.findings = [compiled.locate(finding) for finding in found]
    check.rules_run |= _dossier_rules()
    return Project(root, compiled, check.report(str(root)), check)
>>>>>>> reports


def check_project(root: Path, options: Options = Options()) -> tuple[Project, Report]:
    """Check a project's dossiers, and that the built files are what they compile to."""
    project = load_project(root, options)
    check = project.check
    if not project.report.valid:
        return project, project.report
    if project.unbuildable:
        why = f"{', '.join(project.unbuildable)} is waived, and keeps the package from being written"
        check.findings.append(NOT_CHECKED.finding(value=BUILD_STALE.code, detail=why))
    else:
        from overseas_stations.packages.staleness import stale_files

        for folder, files in project.built_files().items():
            check.findings += stale_files(root / folder, folder, files)
        check.rules_run.add(BUILD_STALE.code)
    return project, check.report(str(root))


class Check:
    """One check as it goes on: what was found, which rules ran, and the report of it all.

    Attributes:
        findings: what was found; with waivers, more of it than is shown.
        rules_run: the codes of the rules that ran.
    """

    def __init__(self, options: Options, waivers: Waivers) -> None:
        self._options, self._waivers = options, waivers
        self.findings: list[Finding] = []
        self.rules_run: set[str] = set()
        self._alone = False
        self._rows: dict[str, int] = {}
        self._evidence: dict[str, int] = {}

    def run(self, engine: Engine, *, alone: bool = False) -> None:
        """Apply the rules on tables and passages."""
        places = self._options.max_findings
        if self._waivers.file is not None:
            places = max(places, WAIVABLE)
        outcome = run.run(engine, max_findings=places, alone=alone)
        passages = check_passages(engine, self._options.texts)
        self.findings += [*outcome.findings, *run.capped(passages.findings, places)]
        self.rules_run |= outcome.rules_run | passages.rules_run
        self._rows, self._evidence, self._alone = outcome.rows, passages.verdicts, alone

    def _ran(self, waiver: Waiver) -> bool:
        """Say whether the rule of a waiver ran on the table that it names, or on all there is."""
        seen = waiver.table in self._rows if waiver.table else not self._alone
        return seen and waiver.code in self.rules_run

    def report(self, package: str, base: str = "") -> Report:
        """Return the report: waivers applied, findings capped and in order.

        Args:
            package: what was checked, as the user named it.
            base: what the names of the package's files begin with.
        """
        today = self._options.today
        settled = settle(self._waivers, self.findings, today=today, ran=self._ran, base=base)
        findings = in_order(run.capped(settled.findings, self._options.max_findings))
        rules = tuple(sorted(self.rules_run | settled.rules_run))
        return Report(package, findings, self._rows, rules, self._evidence, waived=settled.waived)


def _waivers(path: Path | None) -> Waivers:
    """Return the waivers in a file that was named, none without one."""
    from overseas_stations.packages.container import InputError

    if path is None:
        return Waivers()
    if not path.is_file():
        raise InputError(f"{path} is not a file of waivers")
    return read_waivers(path)


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


def validate(path: str | Path, options: Options = Options(), *, table: str | None = None) -> Report:
    """Check any package: a folder, a ``datapackage.json``, a ``.zip``, or one file with its table's name.

    On Spark: a folder with a descriptor, or the descriptor, at any path that Spark can read.

    Raises:
        InputError: there is nothing at *path* that could be checked.
    """
    from overseas_stations.packages.container import open_package

    with activated(options.profile):
        if options.engine == "spark":
            return _validate_on_spark(str(path), options, table)
        with open_package(Path(path), table) as package:
            return _validate_opened(str(path), package, options, alone=table is not None)


def _validate_opened(path: str, package: OpenPackage, options: Options, *, alone: bool) -> Report:
    from overseas_stations.packages.following import Followed, follow
    from overseas_stations.packages.loading import Loaded
    from overseas_stations.packages.locating import locate_in_files

<<<<<<< HEAD
    followed = follow(package.references, options.max_findings) if package.references else Followed()
    if package.depends:
        checked, loaded = _Checked([], {}, set(), dict.fromkeys(VERDICTS, 0)), Loaded()
    else:
        engine, loaded = _loaded(package.files, options)
        checked = _checked(engine, options, alone=alone)
    unused = []
    if package.profile is not None and (options.profile is None or options.profile.name != package.profile):
        detail = f"with the profile {options.profile.name}" if options.profile else "without it"
        unused = [PROFILE_UNUSED.finding(file=package.descriptor, value=package.profile, detail=detail)]
    found = [*package.findings, *loaded.findings, *checked.findings, *followed.findings, *unused]
    capped = run.capped(locate_in_files(found, package.files, loaded.milestones), options.max_findings)
    checked.rows |= followed.rows
    described = {PROFILE_UNUSED.code} if package.descriptor else set()
    return _report(path, capped, checked, _reader_rules() | followed.rules_run | described)
=======
    if options.engine == "spark":
        return _validate_on_spark(str(path), options, table)
    check = Check(options, _waivers(options.waivers))
    with open_package(Path(path), table) as package:
        engine, loaded = _loaded(package.files, options)
        check.run(engine, alone=table is not None)
        found = [*package.findings, *loaded.findings, *check.findings]
        check.findings = locate_in_files(found, package.files, loaded.milestones)
    check.rules_run |= _reader_rules()
    return check.report(str(path), folder_of(path))


def folder_of(path: str | Path) -> str:
    """Return what the names of a package's files begin with in findings: its folder or archive, with a slash."""
    name = str(path) if "://" in str(path) else Path(path).as_posix()
    name = name.rpartition("/")[0] if name.endswith((".json", ".csv", ".parquet")) else name.removesuffix("/")
    return "" if name in ("", ".") else f"{name}/"
>>>>>>> reports


def _validate_on_spark(path: str, options: Options, table: str | None) -> Report:
    from overseas_stations.engines import spark
    from overseas_stations.engines.opening import EngineError
    from overseas_stations.packages.container import InputError
    from overseas_stations.packages.spark_files import RULES, read_package

    if table is not None:
        raise InputError("Spark reads whole packages, no single table")
    check = Check(options, _waivers(options.waivers))
    try:
        package = read_package(path)
        engine = spark.engine(run.conditions(options.today), package.frames)
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
    with activated(options.profile):
        return _validate_frames(frames, options)


def _validate_frames(frames: Mapping[str, object], options: Options) -> Report:
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
    check = Check(options, _waivers(options.waivers))
    check.findings += findings
    check.rules_run |= {COLUMN_MISSING.code, OPTIONAL_MISSING.code}
    check.run(engine, alone=len(frames) < len(TABLES))
    return check.report("frames")
