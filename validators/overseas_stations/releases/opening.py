"""Opens a version of the data, wherever it is: a package's folder, a zip of it, a project's folder, a git revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overseas_stations.findings import Finding, Severity, in_a_line
from overseas_stations.handed_over import InputError, read_regular
from overseas_stations.paths import find_project
from overseas_stations.reading.container import OpenPackage, open_members, open_package
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.releases.changes import ComparedVersion
from overseas_stations.releases.revisions import MANIFEST, PACKAGE, SCHEMAS, RevisionError, open_revision
from overseas_stations.tables import TABLES, Tables, record_name
from overseas_stations.version import SCHEMA_VERSION, __version__

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.dossiers.compiled import Compiled
    from overseas_stations.frames import TextFrame

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
    """

    side: ComparedVersion
    tables: Mapping[str, pl.DataFrame]
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()
    manifests: Mapping[str, bytes] = field(default_factory=dict)
    known: Tables = TABLES


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
        raise InputError(
            f"{place or 'an empty name'} is neither a file nor a revision that git can read: {error}"
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
            of the repository (``v0.1.0:data``).
        cwd: where git is asked; by default the project in or above the folder that this runs in, else that folder.
        tables: the tables that it should hold.

    Raises:
        InputError: there is nothing of the kind at *place*.
    """
    asked = cwd or find_project(Path()) or Path()
    with _opened(place, asked, tables) as (package, manifests):
        release = read_release(package, tables)
    return replace(release, side=replace(release.side, name=place), manifests=manifests)


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
    from overseas_stations.reading.loading import load_frames
    from overseas_stations.reading.locating import locate_in_files

    loaded, frames = load_frames(package.files)
    found = (
        *package.findings,
        *loaded.findings,
        *copy_findings(package.copies, tables, loaded.scans, package.descriptor.get("version")),
    )
    faults = [finding for finding in found if finding.severity is Severity.ERROR]
    release = release_of(frames, package.descriptor, tuple(faults), package.name, tables)
    twice = locate_in_files(_keys_twice(release), package.files, loaded.milestones)
    return replace(release, faults=(*faults, *twice))


def _keys_twice(release: Release) -> Iterator[Finding]:
    """Yield the first row of each table whose key stands in an earlier one: of two such rows one would not be told."""
    import polars as pl

    from overseas_stations.rules.keys import DUPLICATE_KEY

    for name, frame in release.tables.items():
        key = list(release.known[name].key)
        later = frame.filter(pl.struct(key).is_first_distinct().not_(), *(pl.col(part).is_not_null() for part in key))
        if name != "evidence" and later.height:
            row = later.row(0, named=True)
            record = record_name(release.known[name], row)
            yield DUPLICATE_KEY.finding(table=name, record_id=record, row=row["row"], field=key[0], count=later.height)


def release_of(
    frames: Mapping[str, TextFrame],
    descriptor: Mapping[str, Any],
    faults: tuple[Finding, ...],
    name: str,
    known: Tables = TABLES,
) -> Release:
    """Return the release that tables as frames of text are."""
    from overseas_stations.frames import in_polars

    tables = {table: in_polars(frames[table]).collect() for table in known if table in frames}
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
    from overseas_stations.schemas.versions import is_version

    versions = sorted(path for path in folder.glob("*") if path.is_dir() and is_version(path.name))
    manifests = {path.name: path / MANIFEST for path in versions}
    return {name: read_regular(path, MAX_MANIFEST) if path.is_file() else b"" for name, path in manifests.items()}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
