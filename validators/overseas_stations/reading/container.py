"""Opening a package: a folder, its descriptor, a zip archive of it, or one table's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from overseas_stations.findings import Finding
from overseas_stations.formats import strict_json
from overseas_stations.handed_over import InputError
from overseas_stations.paths import data_root
from overseas_stations.reading.archive import open_archive
from overseas_stations.reading.contents import DESCRIPTOR, LOCK, MAX_LOCK, UNNAMED
from overseas_stations.reading.descriptor import TABULAR, Resource, ShapeFault, read_resources
from overseas_stations.reading.foreign_keys import References, foreign_keys
from overseas_stations.reading.gathering import CopyFile, gather
from overseas_stations.reading.layouts.copying import Copies, NoCopy
from overseas_stations.reading.layouts.layout import PLAIN_LAYOUT
from overseas_stations.reading.members import Folder, MemberFault, Members
from overseas_stations.reading.nearby import packages_near
from overseas_stations.reading.stated import without_hash
from overseas_stations.reading.tables.scanned import PARQUET, TableFile
from overseas_stations.rules import files
from overseas_stations.rules.core.tally import Tally
from overseas_stations.schemas.table_schema import PROFILE_PROPERTY
from overseas_stations.schemas.versions import is_version
from overseas_stations.suggestions import did_you_mean
from overseas_stations.tables import TABLES, Table

MAX_PARTS = 1 << 24
"""Bytes of all parts of a descriptor, schemas and dialects, that are files of their own."""

MAX_SHOWN = 50
"""So many findings of one rule about the package's files are listed; the rest are counted."""


@dataclass(frozen=True)
class OpenPackage:
    """A package that is ready to be read.

    Attributes:
        name: the package as the user named it.
        files: table name -> its file, in the registry's order; only files that are there and safe to read.
        copies: table name, or ``records`` for all tables together -> the file of its copy in JSON.
        views: view -> its file.
        tables: the tables that it should hold.
        findings: what is wrong with the package as such; its tables have not been read yet.
        references: what of it refers to other packages.
        depends: it is another project's package, which holds none of our tables and refers to them.
        profile: the profile that the descriptor names.
        descriptor: what the descriptor holds; empty where it is no object, and for a single file.
        members: where its files are; None where they cannot be told, and for a single file.
    """

    name: str
    files: Mapping[str, TableFile]
    findings: list[Finding] = field(default_factory=list)
    references: References | None = None
    depends: bool = False
    profile: str | None = None
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    members: Members | None = None
    copies: Mapping[str, CopyFile] = field(default_factory=dict)
    views: Mapping[str, CopyFile] = field(default_factory=dict)
    tables: Mapping[str, Table] = TABLES

    @property
    def complete(self) -> bool:
        """True where every table that it should hold has a file."""
        return self.files.keys() == self.tables.keys()


TablesOf = Callable[[Mapping[str, Any]], Mapping[str, Table]]
"""What a descriptor holds -> the tables that its package should hold, by name."""


def _of_today(descriptor: Mapping[str, Any]) -> Mapping[str, Table]:
    return TABLES


@contextmanager
def open_package(path: Path, table: str | None = None, tables_of: TablesOf = _of_today) -> Iterator[OpenPackage]:
    """Open the package at *path*, or the one CSV or Parquet file at *path* that holds *table*.

    A package is a folder with a ``datapackage.json``, that file, or a ``.zip`` of the folder. Bad data give
    findings; hashes and sizes that the descriptor states are verified. Files of an archive are gone afterwards.

    Args:
        path: the package or the file.
        table: the table that the file holds.
        tables_of: says which tables a package should hold; by default those of today.

    Raises:
        InputError: there is nothing at *path*, or no package; *table* is unknown, missing for a single file, or given
            with a package.
    """
    name = str(path)
    if table is not None and table not in (known := tables_of({})):
        raise InputError(f"no table is named {table}{did_you_mean(table, known)}; the tables are {', '.join(known)}")
    try:
        path.stat()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{name} cannot be opened: {reason}") from None
    packaged = path.is_dir() or path.name == DESCRIPTOR or path.suffix.lower() == ".zip"
    if packaged and table is not None:
        raise InputError(f"{name} is a package: a table is named only for a single file")
    if not path.is_dir() and not path.is_file():
        raise InputError(f"{name} is neither a folder nor a regular file")
    if path.is_dir() and not (path / DESCRIPTOR).exists() and (near := packages_near(path)):
        raise InputError(f"{name} is no package: it holds no {DESCRIPTOR}; {near}")
    with ExitStack() as stack:
        if table is not None:
            opened = _single(name, path, tables_of({})[table], stack)
        elif path.is_dir() or path.name == DESCRIPTOR:
            opened = open_members(name, Folder(path if path.is_dir() else path.parent), stack, tables_of)
        elif path.suffix.lower() == ".zip":
            opened = _read_archive(name, path, stack, tables_of)
        elif path.name.lower().endswith(TABULAR):
            names = ", ".join(tables_of({}))
            raise InputError(
                f"{name} is a single file, and no package: `overseas validate FILE --table NAME` checks one, with the "
                f"name of its table: {names}"
            )
        else:
            raise InputError(f"{name} is no package: expected a folder, a {DESCRIPTOR}, a .zip, or a table's file")
        yield opened


def _single(name: str, path: Path, table: Table, held: ExitStack) -> OpenPackage:
    try:
        plain = (
            path
            if path.suffix == PARQUET
            else Copies(held).plain([(path, path.as_posix())], PLAIN_LAYOUT, table.name, table.names)[0]
        )
    except NoCopy as none:
        return OpenPackage(name, {}, [none.finding])
    return OpenPackage(name, {table.name: TableFile(table, plain, path.as_posix())})


def _read_archive(name: str, path: Path, stack: ExitStack, tables_of: TablesOf) -> OpenPackage:
    try:
        archive = stack.enter_context(open_archive(path))
    except MemberFault as fault:
        return OpenPackage(name, {}, [fault.finding(path.as_posix())])
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}") from None
    opened = open_members(name, archive, stack, tables_of)
    return replace(opened, findings=[*archive.findings, *opened.findings])


def open_members(name: str, members: Members, held: ExitStack, tables_of: TablesOf = _of_today) -> OpenPackage:
    """Return the package that these files are, *name* as the user named it; see :func:`open_package`.

    What is unpacked or written anew to be read is gone when *held* is closed.

    Raises:
        InputError: they are no package.
    """
    shown = members.shown(DESCRIPTOR)
    try:
        content = _read_json(members, DESCRIPTOR)
    except MemberFault as fault:
        if fault.rule is files.FILE_MISSING and not any(member.endswith(TABULAR) for member in members.names()[0]):
            raise InputError(f"{name} is no package: it holds neither {DESCRIPTOR} nor a table") from None
        return OpenPackage(name, {}, [fault.finding(shown)])
    except strict_json.JsonFault as fault:
        syntax = files.DESCRIPTOR_SYNTAX.finding(file=shown, line=fault.line, column=fault.column, value=fault.message)
        return OpenPackage(name, {}, [syntax])
    descriptor = content if isinstance(content, dict) else {}
    tables = tables_of(descriptor)
    parts = _Parts(members)
    keys = foreign_keys(content, parts.load)
    referring = {key.resource for key in keys if key.is_ours}
    refers = bool(referring)
    resources, faults = read_resources(content, tables, refers=refers, referring=referring, load=parts.load)
    faults = [fault for fault in faults if not (fault.absent and _came_later(fault.table, descriptor))]
    findings = _shape_findings(faults, shown)
    gathered = gather(resources, members, tables, keys, shown, held)
    findings += gathered.findings
    if gathered.unsafe:
        return OpenPackage(name, {}, findings)
    depends = refers and not any(resource.table for resource in resources)
    # What else another project keeps beside its tables is its own affair.
    findings += () if depends else (*without_hash(gathered.read, shown), *_extra(members, resources))
    profile = descriptor.get(PROFILE_PROPERTY)
    return OpenPackage(
        name,
        {table: gathered.tables[table] for table in tables if table in gathered.tables},
        findings,
        References(shown, keys, gathered.referring, _lock(members) if refers else None),
        depends,
        profile if isinstance(profile, str) else None,
        descriptor,
        members,
        gathered.copies,
        gathered.views,
        tables,
    )


def _read_json(members: Members, name: str) -> object:
    return strict_json.load_json(_bytes(members, name, strict_json.MAX_BYTES))


def _bytes(members: Members, name: str, most: int) -> bytes:
    """Return a small file; of a larger one so much that it shows as larger."""
    try:
        with members.fetch(name).open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise MemberFault(files.FILE_UNREADABLE, f"{name} cannot be read: {error.strerror}") from None


class _Parts:
    """The parts of a descriptor that are files of their own; each is read once, and no more than MAX_PARTS of all."""

    def __init__(self, members: Members) -> None:
        self._members, self._left = members, MAX_PARTS
        self._read: dict[str, object] = {}

    def load(self, name: str) -> object:
        """Return a part, None where it cannot be had."""
        if name not in self._read:
            self._read[name] = self._load(name)
        return self._read[name]

    def _load(self, name: str) -> object:
        try:
            data = _bytes(self._members, name, self._left)
            self._left -= len(data)
            return strict_json.load_json(data) if self._left >= 0 else None
        except (MemberFault, strict_json.JsonFault):
            return None


def _lock(members: Members) -> bytes | None:
    """Return the lock beside the descriptor; one that cannot be read is no lock, and as such a finding."""
    try:
        return _bytes(members, LOCK, MAX_LOCK)
    except MemberFault as fault:
        return None if fault.rule is files.FILE_MISSING else b""


def _came_later(table: str | None, descriptor: Mapping[str, Any]) -> bool:
    """Say whether the frozen schemas that a package follows have no such table, so that it need not be there."""
    stated = descriptor.get("schemaVersion")
    folder = data_root() / "schema" / str(stated)
    return is_version(stated) and folder.is_dir() and not (folder / f"{table}.table.json").exists()


def _shape_findings(faults: Iterable[ShapeFault], shown: str) -> list[Finding]:
    tally = Tally(files.DESCRIPTOR_SHAPE, MAX_SHOWN, file=shown)
    for message, table, _ in faults:
        tally.add(value=message, table=table)
    return tally.findings()


def _extra(members: Members, resources: Iterable[Resource]) -> list[Finding]:
    """Return findings for the files that the descriptor does not name."""
    named = UNNAMED | {PurePosixPath(path).as_posix() for resource in resources for path in resource.paths}
    names, whole = members.names()
    tally = Tally(files.FILE_EXTRA, MAX_SHOWN)
    for name in names:
        if name not in named:
            tally.add(value=name, file=members.shown(name))
    findings = tally.findings()
    if not whole:
        findings.append(files.FILE_EXTRA.finding(value="an unknown number of further files", file=members.shown("")))
    return findings
