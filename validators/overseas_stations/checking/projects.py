"""Checks a project: its dossiers, its built files, its frozen schemas, and what it owes to an earlier release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.checking.check import Check, Options, waivers_in
from overseas_stations.dossiers.cells import invalid_cells
from overseas_stations.dossiers.compiled import Compiled
from overseas_stations.dossiers.compiling import RETRACTIONS, compile_dossiers
from overseas_stations.dossiers.files import Seeds
from overseas_stations.engines import run
from overseas_stations.findings import Finding, Report, Severity
from overseas_stations.handed_over import read_regular
from overseas_stations.profiles import Profile
from overseas_stations.rules.building import BUILD_BEHIND, BUILD_STALE
from overseas_stations.rules.core.base import Stage
from overseas_stations.rules.fields import FIELD_RULES
from overseas_stations.rules.running import NOT_CHECKED
from overseas_stations.waivers.reading import find_waivers

if TYPE_CHECKING:
    from overseas_stations.folders.replacing import Piece
    from overseas_stations.folders.staleness import Stale
    from overseas_stations.publishing.building import Files
    from overseas_stations.releases.changes import Changes

BUILT = ("datapackage", "schema/dev")
"""The folders of a project that only a build may write."""

MAX_PYPROJECT = 1 << 20
"""Bytes of a project's ``pyproject.toml``."""

ROOT_FILES = ("CITATION.cff", ".zenodo.json")
"""The files beside them that a build of this dataset writes."""

OF_FIELDS = frozenset(rule.code for rule in FIELD_RULES)
OF_THE_FORM = ("OS1", "OS2", "OS3")
"""The families of what keeps a package from being written: its files, its cells, its keys."""

DATA = "datapackage/tables/"
"""Where the built files are that change where a dossier does."""


@dataclass(frozen=True)
class Project:
    """A project's dossiers, compiled and checked.

    Attributes:
        root: the project's folder.
        compiled: its tables.
        report: what was found, the comparison with the built files left out.
        check: the check behind the report, to which more can be added.
        profile: whose columns and tables it has besides ours.
    """

    root: Path
    compiled: Compiled
    report: Report
    check: Check
    profile: Profile | None = None

    @property
    def unbuildable(self) -> tuple[str, ...]:
        """The codes of waived errors that keep the package from being written: dossiers, cells, keys."""
        errors = (item.finding for item in self.report.waived if item.finding.severity is Severity.ERROR)
        registry = self.check.registry
        compiling = registry.of_stage(Stage.COMPILING)
        codes = {finding.code for finding in errors}
        unfit = [code for code in codes if code in compiling or registry.rules[code].family in OF_THE_FORM]
        return tuple(sorted(unfit))

    def built_files(self) -> dict[str, Files]:
        """Return the folders that a build replaces: folder -> path in it -> bytes. Only for a valid project."""
        from overseas_stations.publishing.building import Files, package_of_frames
        from overseas_stations.schemas.version_folder import schema_files

        registry = self.check.registry
        version = "dev" if self.profile is None else f"dev+{self.profile.name}"
        package = package_of_frames(self.compiled.frames, registry, self.profile)
        return dict(zip(BUILT, (package, Files({}) | schema_files(version, registry)), strict=True))

    def pieces(self) -> list[Piece]:
        """Return all that a build writes, each with what it may replace. Only for a valid project."""
        from overseas_stations.folders.replacing import Piece
        from overseas_stations.publishing.built import package_owner, root_file_owner, schemas_owner

        folders = self.built_files().items()
        owners = (package_owner, schemas_owner)
        found = [Piece(name, files, owner(files)) for (name, files), owner in zip(folders, owners, strict=True)]
        return found + [Piece(name, data, root_file_owner()) for name, data in self.root_files().items()]

    def root_files(self) -> dict[str, bytes]:
        """Return the files that a build writes beside those folders: name -> bytes.

        They say whose data these are, so only the project that is named like this dataset has them: another project
        that builds a package with these tools keeps a ``CITATION.cff`` of its own.
        """
        from overseas_stations.schemas.dataset import NAME
        from overseas_stations.schemas.project_files import project_files

        return project_files() if self.profile is None and _name_of(self.root) == NAME else {}


def _name_of(root: Path) -> object:
    """Return the name that the project's ``pyproject.toml`` states, None where it states none that can be read."""
    import tomllib

    try:
        data = read_regular((root / "pyproject.toml").resolve(), MAX_PYPROJECT)
        stated = tomllib.loads(data.decode("utf-8")).get("project")
    except (OSError, ValueError):
        return None
    return stated.get("name") if isinstance(stated, dict) else None


def load_project(root: Path, options: Options = Options()) -> Project:
    """Compile and check the dossiers of the project at *root*."""
    files = Seeds(root)
    check = Check(
        options, find_waivers(root, options.registry.rules) if options.waivers is None else waivers_in(options)
    )
    registry = check.registry
    compiled = compile_dossiers(files, registry.tables)
    findings = files.findings + compiled.findings
    from overseas_stations.engines.streaming import StreamingEngine

    conditions = run.conditions(registry, options.today)
    engine = StreamingEngine(registry, conditions, compiled.scans(), streaming=False)
    check.run(engine)
    found = [*findings, *check.findings]
    if not any(finding.code in OF_FIELDS for finding in found):
        # The columns' verdict and pydantic's are the same; should they ever differ, the stricter one counts.
        found += list(invalid_cells(compiled))
    check.findings = [compiled.locate(finding) for finding in found]
    check.rules_run |= registry.of_stage(Stage.COMPILING)
    return Project(root, compiled, check.report(str(root), whole=True), check, options.profile)


def check_project(root: Path, options: Options = Options()) -> tuple[Project, Report]:
    """Check a project's dossiers, that the built files are what they compile to, and what was frozen or released.

    Raises:
        InputError: the release to hold it against is not there.
    """
    project = load_project(root, options)
    check = project.check
    if project.report.valid:
        _compare_with_built_files(project, options)
        _compare_with_releases(project, options.against)
    elif options.against is not None:
        left_out = ", ".join(sorted(check.registry.of_stage(Stage.RELEASES)))
        check.findings.append(NOT_CHECKED.finding(value=left_out, detail="the dossiers have errors"))
    if not project.report.valid and check.report(str(root)).valid:
        why = "rules that were left out find errors in the dossiers"
        check.findings.append(NOT_CHECKED.finding(value=BUILD_STALE.code, detail=why))
    return project, check.report(str(root))


def _compare_with_built_files(project: Project, options: Options) -> None:
    check, root = project.check, project.root
    if project.unbuildable:
        why = f"{', '.join(project.unbuildable)} is waived, and keeps the package from being written"
        check.findings.append(NOT_CHECKED.finding(value=BUILD_STALE.code, detail=why))
        return
    from overseas_stations.folders.ownership import entries
    from overseas_stations.folders.staleness import stale_files, stale_finding
    from overseas_stations.handed_over import is_litter

    ours = project.root_files()
    expected = reduce(or_, (files.below(folder) for folder, files in project.built_files().items())) | ours
    # What programs leave behind stays where it is in a build, and is none of its business here either.
    folders = [root / folder for folder in BUILT]
    held = [folder / name for folder in folders for name in entries(folder) if not is_litter(name.rpartition("/")[2])]
    present = [path for path in held if path.is_file()]
    at_root = [root / name for name in ours if (root / name).is_file()]
    stale = list(stale_files(root, expected, [*present, *at_root]))
    check.rules_run.add(BUILD_STALE.code)
    if options.pending:
        check.rules_run.add(BUILD_BEHIND.code)
    if not stale:
        return
    if not options.pending:
        check.findings.append(stale_finding(BUILD_STALE, stale))
    elif not present:
        check.findings.append(BUILD_BEHIND.finding(detail=": nothing is built yet"))
    else:
        _tell_pending(project, stale, options)


def _tell_pending(project: Project, stale: Sequence[Stale], options: Options) -> None:
    """Add that the build is behind the dossiers, or what else is wrong with it: only rows may differ."""
    from overseas_stations.folders.staleness import stale_finding
    from overseas_stations.releases.comparing import compare
    from overseas_stations.releases.opening import compiled_release, open_release

    check, root = project.check, project.root
    other = [each for each in stale if each.line is None or not each.file.startswith(DATA)]
    if other:
        check.findings.append(stale_finding(BUILD_STALE, other))
        return
    built = open_release(str(root / "datapackage"), tables=project.compiled.tables)
    if built.faults:
        # What was built was changed or damaged since: no change of a dossier explains that.
        check.findings += [_in_project(finding, root) for finding in built.faults]
        return
    check.findings.append(stale_finding(BUILD_BEHIND, stale))
    if options.against is None:
        changes = compare(built, compiled_release(project.compiled, root))
        check.changes = replace(changes, released=False)


def _in_project(finding: Finding, root: Path) -> Finding:
    """Return a finding about a built file, named from the project's folder as the others are."""
    file = finding.file and finding.file.removeprefix(f"{root.as_posix()}/")
    return finding.at(file, finding.line, finding.column)


def _compare_with_releases(project: Project, against: str | None) -> None:
    from overseas_stations.reading.contents import DESCRIPTOR
    from overseas_stations.releases.judging import frozen_findings, judge, ledger_findings, rules_judged
    from overseas_stations.releases.opening import compiled_release, open_release

    check, root = project.check, project.root
    check.findings += ledger_findings(root)
    check.rules_run |= check.registry.of_stage(Stage.FREEZING) | check.registry.of_stage(Stage.LEDGERS)
    if against is None:
        check.findings += frozen_findings(root)
        return
    old = open_release(against, root, project.compiled.tables)
    new = compiled_release(project.compiled, root)
    check.changes, found = judge(old, new, descriptor=f"datapackage/{DESCRIPTOR}", retractions=f"seeds/{RETRACTIONS}")
    check.findings += [*frozen_findings(root, old.manifests), *map(project.compiled.locate, found)]
    check.rules_run |= rules_judged(old, check.registry)


def changes_since(project: Project, place: str) -> Changes:
    """Return what a project's dossiers change in an earlier version of its data, released or not.

    Raises:
        InputError: there is no such version, or it has faults of its own.
    """
    from overseas_stations.releases.comparing import compare
    from overseas_stations.releases.opening import compiled_release, open_sound_release

    earlier = open_sound_release(place, project.root, project.compiled.tables)
    return compare(earlier, compiled_release(project.compiled, project.root))
