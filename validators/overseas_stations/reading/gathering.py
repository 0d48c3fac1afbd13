"""The files of a package's resources: found, held against what the descriptor states, and made plain to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from overseas_stations.canonical.records import NESTED
from overseas_stations.findings import Finding
from overseas_stations.reading.descriptor import TABULAR, Resource
from overseas_stations.reading.foreign_keys import ForeignKey, Referring
from overseas_stations.reading.layouts.copying import Copies, NoCopy, Original
from overseas_stations.reading.members import MemberFault, Members
from overseas_stations.reading.stated import converted, is_converted, verify
from overseas_stations.reading.tables.scanned import PARQUET, TableFile
from overseas_stations.rules import files
from overseas_stations.schemas.table_schema import copy_name
from overseas_stations.tables import Tables
from overseas_stations.views import VIEWS


@dataclass(frozen=True)
class CopyFile:
    """The file of a copy or a view: of which table (None: of all of them), where on disk, how findings name it."""

    table: str | None
    path: Path
    shown: str


@dataclass
class Gathered:
    """What the files of a package are.

    Attributes:
        tables: table -> its file.
        copies: table, or ``records`` for all tables together -> the file of its copy in JSON.
        views: view -> its file.
        referring: files whose columns refer to other packages.
        read: the resources whose files can be had.
        findings: what is wrong with the files as such.
        unsafe: an archive that is not safe to open; nothing of it is looked at any further.
    """

    tables: dict[str, TableFile] = field(default_factory=dict)
    copies: dict[str, CopyFile] = field(default_factory=dict)
    views: dict[str, CopyFile] = field(default_factory=dict)
    referring: list[Referring] = field(default_factory=list)
    read: list[Resource] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unsafe: bool = False


def gather(
    resources: Iterable[Resource],
    members: Members,
    tables: Mapping[str, object] | Tables,
    keys: Iterable[ForeignKey],
    shown: str,
    held: ExitStack,
) -> Gathered:
    """Return the files of resources.

    Args:
        resources: of which.
        members: where they are.
        tables: the tables that the package should hold, by name.
        keys: foreign keys into other packages.
        shown: how findings name the descriptor.
        held: what the plain copies are gone with.
    """
    gathered, copies = Gathered(), Copies(held)
    copied = {copy_name(name): name for name in (*tables, NESTED)}
    by_resource: dict[str, list[ForeignKey]] = {}
    for key in keys:
        by_resource.setdefault(key.resource, []).append(key)
    digests: dict[tuple[Path, str], str] = {}
    with_crlf: list[str] = []
    for resource in resources:
        table = resource.table.name if resource.table else None
        try:
            paths = [(members.fetch(path), members.shown(path)) for path in resource.paths]
            wrong = verify(resource, *paths[0], digests) if not resource.more else []
        except MemberFault as fault:
            gathered.findings.append(fault.finding(shown, table))
            gathered.unsafe = fault.rule is files.ARCHIVE_UNSAFE
            if gathered.unsafe:
                return gathered
            continue
        gathered.read.append(resource)
        other_ends = bool(wrong) and is_converted(resource, paths[0][0])
        if other_ends:
            with_crlf.append(resource.path)
        else:
            gathered.findings += wrong
        of_file = by_resource.get(resource.name, [])
        if resource.table is not None or (of_file and resource.path.endswith(TABULAR)):
            try:
                path, original = _plain(resource, paths, of_file, copies, gathered.findings)
            except NoCopy as none:
                gathered.findings.append(none.finding)
                continue
            if resource.table is not None:
                stated = resource.expected_hash, resource.expected_bytes, other_ends, resource.layout, original
                gathered.tables[resource.name] = TableFile(resource.table, path, paths[0][1], *stated)
            if of_file:
                gathered.referring.append(Referring(resource.name, path, paths[0][1], of_file, original))
        elif (of := copied.get(resource.name)) is not None:
            gathered.copies[of] = CopyFile(None if of == NESTED else of, *paths[0])
        elif resource.name in VIEWS:
            gathered.views[resource.name] = CopyFile(None, *paths[0])
    gathered.findings += converted(with_crlf, shown)
    return gathered


def _plain(
    resource: Resource,
    paths: Sequence[tuple[Path, str]],
    keys: Sequence[ForeignKey],
    copies: Copies,
    findings: list[Finding],
) -> tuple[Path, Original | None]:
    """Return where the rows of a resource can be read as plain text, and what that was made of."""
    if resource.path.endswith(PARQUET) or not (resource.table or any(key.is_ours and not key.fault for key in keys)):
        return paths[0][0], None
    columns = resource.table.names if resource.table else [name for key in keys for name in key.fields]
    path, original, told = copies.plain(paths, resource.layout, resource.name, columns)
    findings += told
    return path, original
