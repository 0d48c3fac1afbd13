"""Opens a version of the data, wherever it is: a package, a project's folder, a git revision, a release's ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overseas_stations.findings import Finding, Severity, in_a_line
from overseas_stations.handed_over import InputError, read_regular
from overseas_stations.ledgers.folder import FOLDER, SUFFIX, is_ledger_name, read_ledger_file
from overseas_stations.ledgers.ledger import Hashes, Ledger, LedgerFault, RecordKey, hashes_of
from overseas_stations.paths import data_root, find_project
from overseas_stations.reading.container import OpenPackage, open_members, open_package
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.reading.nearby import beside
from overseas_stations.releases.changes import ComparedVersion
from overseas_stations.releases.revisions import MANIFEST, PACKAGE, SCHEMAS, RevisionError, is_revision, open_revision
from overseas_stations.rules.releases import LEDGER_UNREADABLE
from overseas_stations.schemas.versions import is_version
from overseas_stations.tables import TABLES, Tables, record_name
from overseas_stations.version import SCHEMA_VERSION, __version__

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.dossiers.compiled import Compiled

MAX_MANIFEST = 1 << 20
"""Bytes of the manifest of frozen schemas."""


@dataclass(frozen=True)
class Release:
    """One version of the data, in memory.

    Attributes:
        side: what it is called, and its version numbers.
        tables: table -> its rows as text, with ``row``; empty cells are null. Tables that are not there are left out.
        descriptor: its descriptor; empty where it has none.
        faults: what keeps it from being compared.
        manifests: version -> the manifest of the frozen schemas, where the project is at hand.
        known: the tables that a version should hold.
        ledger: what alone is known of it, where its rows are not at hand.
    """

    side: ComparedVersion
    tables: Mapping[str, pl.DataFrame]
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()
    manifests: Mapping[str, bytes] = field(default_factory=dict)
    known: Tables = TABLES
    ledger: Ledger | None = None

    @cached_property
    def hashes(self) -> Mapping[RecordKey, Hashes]:
        """Each record with its hashes, as a ledger has them."""
        if self.ledger is not None:
            return self.ledger.records
        rows = {table: frame.iter_rows(named=True) for table, frame in self.tables.items()}
        return hashes_of(rows, self.known)


@contextmanager
def _opened(place: str, cwd: Path, tables: Tables) -> Iterator[tuple[OpenPackage, Mapping[str, bytes]]]:
    """Open the package of *place*; give it, and the manifests of the frozen schemas where a project is at hand."""
    path = Path(place)
    if place and _is_there(path):
        project = path.is_dir() and not (path / DESCRIPTOR).exists() and (path / PACKAGE / DESCRIPTOR).exists()
        with open_package(path / PACKAGE if project else path, tables_of=lambda _: tables) as package:
            yield package, frozen_manifests(path / SCHEMAS) if project else {}
        return
    try:
        with open_revision(place, cwd) as revision, ExitStack() as held:
            yield open_members(place, revision.package, held, lambda _: tables), revision.manifests
    except RevisionError as error:
        known = _ledger_named(place.removeprefix("v"), cwd)
        instead = f"; {known.stem} names the ledger of that release" if known else beside(place)
        raise InputError(
            f"{place or 'an empty name'} is neither a file or folder that is there, nor a revision that git can read: "
            f"{error}{instead}"
        ) from None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long for a name, for example
        return False


def open_release(place: str, cwd: Path | None = None, tables: Tables = TABLES) -> Release:
    """Read a version of the data.

    Args:
        place: a package's folder, its descriptor or its zip; a project's folder; a git revision, or one with a folder
            of the repository (``v0.1.0:data``); the ledger of a release, or, where there is neither a file nor a
            revision of that name, its version (``0.1.0``).
        cwd: where git is asked, and the project whose ledgers are meant; by default the project in or above the
            folder that this runs in, else that folder.
        tables: the tables that it should hold.

    Raises:
        InputError: there is nothing of the kind at *place*.
    """
    asked = cwd or find_project(Path()) or Path()
    ledger = _ledger_at(place, asked)
    if ledger is not None:
        return _known_by_ledger(ledger, place, tables)
    with _opened(place, asked, tables) as (package, manifests):
        release = read_release(package, tables)
    return replace(release, side=replace(release.side, name=place), manifests=manifests)


def _ledger_at(place: str, cwd: Path) -> Path | None:
    """Return the ledger that *place* means, None where it means something else."""
    path = Path(place)
    if place and _is_there(path):
        return path if is_ledger_name(path) and path.is_file() else None
    return None if is_version(place) and is_revision(place, cwd) else _ledger_named(place, cwd)


def _ledger_named(version: str, cwd: Path) -> Path | None:
    """Return the ledger of a version: that of the project at hand, or the one that the installation carries."""
    if not is_version(version):
        return None
    path = (find_project(cwd) or data_root()) / FOLDER / f"{version}{SUFFIX}"
    return path if path.is_file() else None


def _known_by_ledger(path: Path, place: str, tables: Tables) -> Release:
    try:
        ledger = read_ledger_file(path)
    except LedgerFault as fault:
        shown = place if Path(place) == path else f"{FOLDER}/{path.name}"
        found = ledger_finding(shown, fault)
        return Release(ComparedVersion(place, None, None), {}, faults=(found,), known=tables)
    side = ComparedVersion(place, ledger.version, ledger.schema_version)
    return Release(side, {}, {"name": ledger.name}, known=tables, ledger=ledger)


def ledger_finding(shown: str, fault: LedgerFault) -> Finding:
    """Return the finding that a file is no ledger.

    Args:
        shown: how findings name it.
        fault: why.
    """
    return LEDGER_UNREADABLE.finding(
        file=shown, line=fault.line, column=fault.column, value=shown, detail=fault.message
    )


def ledger_of(release: Release) -> Ledger:
    """Return the ledger of a version.

    Raises:
        ValueError: it bears no version x.y.z, or no name.
    """
    name, date = (_text(release.descriptor.get(key)) for key in ("name", "versionDate"))
    version = release.side.version
    if name is None or version is None or not is_version(version):
        raise ValueError("it states no name, or no version x.y.z")
    return Ledger(name, version, date, release.side.schema_version, release.hashes)


def open_sound_release(place: str, cwd: Path | None = None, tables: Tables = TABLES) -> Release:
    """Read a version of the data that can be compared; see :func:`open_release`.

    Raises:
        InputError: there is nothing of the kind at *place*, or it has faults of its own.
    """
    release = open_release(place, cwd, tables)
    if release.faults:
        raise InputError(f"{place} cannot be compared: {in_a_line(release.faults)}")
    return release


def read_release(package: OpenPackage, tables: Tables = TABLES) -> Release:
    """Read the version that an opened package is, which should hold some tables."""
    from overseas_stations.reading.copies import copy_findings
    from overseas_stations.reading.loading import load_tables
    from overseas_stations.reading.locating import locate_in_files

    loaded, rows = load_tables(package.files)
    found = (
        *package.findings,
        *loaded.findings,
        *copy_findings(package.copies, tables, loaded.scans, package.descriptor.get("version")),
    )
    faults = [finding for finding in found if finding.severity is Severity.ERROR]
    release = release_of(rows, package.descriptor, tuple(faults), package.name, tables)
    twice = locate_in_files(_keys_twice(release), package.files, loaded.milestones)
    return replace(release, faults=(*faults, *twice))


def _keys_twice(release: Release) -> Iterator[Finding]:
    """Yield the first row of each table whose key stands in an earlier one: of two such rows one would not be told."""
    import polars as pl

    from overseas_stations.rules.keys import DUPLICATE_KEY

    for name, frame in release.tables.items():
        if name == "evidence":
            continue  # of claims that stand twice, each is told once
        key = release.known[name].key
        one = pl.col(key[0]) if len(key) == 1 else pl.struct(key)
        later = frame.filter(one.is_first_distinct().not_(), *(pl.col(part).is_not_null() for part in key))
        if later.height:
            row = later.row(0, named=True)
            record = record_name(release.known[name], row)
            yield DUPLICATE_KEY.finding(table=name, record_id=record, row=row["row"], field=key[0], count=later.height)


def release_of(
    tables: Mapping[str, pl.DataFrame],
    descriptor: Mapping[str, Any],
    faults: tuple[Finding, ...],
    name: str,
    known: Tables = TABLES,
) -> Release:
    """Return the release that tables as frames of text are."""
    tables = {table: tables[table] for table in known if table in tables}
    version, schema = (_text(descriptor.get(key)) for key in ("version", "schemaVersion"))
    return Release(ComparedVersion(name, version, schema), tables, descriptor, faults, known=known)


def compiled_release(compiled: Compiled, root: Path) -> Release:
    """Return the release that a project's dossiers compile to, with today's version numbers."""
    from overseas_stations.schemas.table_schema import descriptor

    tables = {name: scan.collect() for name, scan in compiled.scans().items()}
    known, side = compiled.tables, ComparedVersion(str(root), __version__, SCHEMA_VERSION)
    stated = descriptor((f"tables/{name}.csv" for name in known), known)
    return Release(side, tables, stated, (), frozen_manifests(root / SCHEMAS), known)


def frozen_manifests(folder: Path) -> dict[str, bytes]:
    """Return version -> manifest of the frozen schemas in *folder*; empty for a version that has none."""
    versions = sorted(path for path in folder.glob("*") if path.is_dir() and is_version(path.name))
    manifests = {path.name: path / MANIFEST for path in versions}
    return {name: read_regular(path, MAX_MANIFEST) if path.is_file() else b"" for name, path in manifests.items()}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
