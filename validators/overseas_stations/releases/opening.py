"""Opens a version of the data, wherever it is: a package's folder, a zip of it, a project's folder, a git revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overseas_stations.findings import Finding, Severity
from overseas_stations.packages.container import InputError, OpenPackage, open_package
from overseas_stations.packages.members import DESCRIPTOR
from overseas_stations.paths import find_project
from overseas_stations.releases.changes import Side
from overseas_stations.releases.revisions import RevisionError, checked_out
from overseas_stations.tables import TABLES
from overseas_stations.version import SCHEMA_VERSION, __version__

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.dossiers.compiling import Compiled
    from overseas_stations.frames import TextFrame

SCHEMAS = "schema"
"""The folder beside a project's package that holds the schemas."""


@dataclass(frozen=True)
class Release:
    """One version of the data, in memory.

    Attributes:
        side: what it is called, and its version numbers.
        tables: table -> its rows as text, with ``row``; empty cells are null. Tables that are not there are left out.
        descriptor: its descriptor; empty where it has none.
        faults: what keeps it from being compared.
        manifests: version -> the manifest of the frozen schemas, where the project is at hand.
    """

    side: Side
    tables: Mapping[str, pl.DataFrame]
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()
    manifests: Mapping[str, bytes] = field(default_factory=dict)


@contextmanager
def _located(place: str, cwd: Path) -> Iterator[tuple[Path, Path | None]]:
    """Give where the package of *place* is, and the folder of its project, None where there is only a package."""
    path = Path(place)
    if place and path.exists():
        project = path.is_dir() and not (path / DESCRIPTOR).exists() and (path / "datapackage" / DESCRIPTOR).exists()
        yield (path / "datapackage", path) if project else (path, None)
        return
    try:
        with checked_out(place, cwd) as found:
            yield found
    except RevisionError as error:
        raise InputError(
            f"{place or 'an empty name'} is neither a file nor a revision that git can read: {error}"
        ) from None


def open_release(place: str, cwd: Path | None = None) -> Release:
    """Read a version of the data.

    Args:
        place: a package's folder, its descriptor or its zip; a project's folder; a git revision, or one with a folder
            of the repository (``v0.1.0:data``).
        cwd: where git is asked; by default the project in or above the folder that this runs in, else that folder.

    Raises:
        InputError: there is nothing of the kind at *place*.
    """
    asked = cwd or find_project(Path()) or Path()
    with _located(place, asked) as (path, project), open_package(path) as package:
        release = read_release(package)
        manifests = {} if project is None else frozen_manifests(project / SCHEMAS)
    return replace(release, side=replace(release.side, name=place), manifests=manifests)


def open_sound_release(place: str, cwd: Path | None = None) -> Release:
    """Read a version of the data that can be compared; see :func:`open_release`.

    Raises:
        InputError: there is nothing of the kind at *place*, or it has faults of its own.
    """
    release = open_release(place, cwd)
    if release.faults:
        raise InputError(f"{place} cannot be compared: {release.faults[0].message}")
    return release


def read_release(package: OpenPackage) -> Release:
    """Read the version that an opened package is."""
    from overseas_stations.packages.copies import copy_findings
    from overseas_stations.packages.loading import load_frames

    loaded, frames = load_frames(package.files)
    found = (
        *package.findings,
        *loaded.findings,
        *copy_findings(package.copies, loaded.scans, package.descriptor.get("version")),
    )
    faults = [finding for finding in found if finding.severity is Severity.ERROR]
    return release_of(frames, package.descriptor, tuple(faults), package.name)


def release_of(
    frames: Mapping[str, TextFrame], descriptor: Mapping[str, Any], faults: tuple[Finding, ...], name: str
) -> Release:
    """Return the release that tables as frames of text are."""
    from overseas_stations.frames import in_polars

    tables = {table: in_polars(frames[table]).collect() for table in TABLES if table in frames}
    version, schema = (_text(descriptor.get(key)) for key in ("version", "schemaVersion"))
    return Release(Side(name, version, schema), tables, descriptor, faults)


def compiled_release(compiled: Compiled, root: Path) -> Release:
    """Return the release that a project's dossiers compile to, with today's version numbers."""
    from overseas_stations.schemas.table_schema import descriptor

    tables = {name: scan.collect() for name, scan in compiled.scans().items()}
    stated = descriptor(f"tables/{name}.csv" for name in TABLES)
    return Release(Side(str(root), __version__, SCHEMA_VERSION), tables, stated, (), frozen_manifests(root / SCHEMAS))


def frozen_manifests(folder: Path) -> dict[str, bytes]:
    """Return version -> manifest of the frozen schemas in *folder*; empty for a version that has none."""
    from overseas_stations.schemas.versions import is_version

    versions = sorted(path for path in folder.glob("*") if path.is_dir() and is_version(path.name))
    manifests = {path.name: path / "SHA256SUMS" for path in versions}
    return {name: path.read_bytes() if path.is_file() else b"" for name, path in manifests.items()}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
