"""What every export is made from: the rows of a valid package, what its descriptor says of it, and its files."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from overseas_stations.canonical.records import Records, typed_records
from overseas_stations.folders.ownership import entries
from overseas_stations.formats import strict_json
from overseas_stations.forms.codes import code_list
from overseas_stations.frames import columns
from overseas_stations.handed_over import InputError
from overseas_stations.labels.labelled import labelled
from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.labels.reading import labels_in
from overseas_stations.ledgers.folder import ledgers_of
from overseas_stations.ledgers.ledger import Ledger
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS, record_versions
from overseas_stations.lookups.coverage import Dispute, disputes
from overseas_stations.lookups.library import FrameRows, Library
from overseas_stations.publishing.citing.edition import Edition, stated_edition
from overseas_stations.reading.container import OpenPackage, open_package
from overseas_stations.reading.contents import DESCRIPTOR, UNNAMED
from overseas_stations.reading.descriptor import read_resources
from overseas_stations.reading.loading import load_frames
from overseas_stations.reading.members import MAX_ENTRIES, MemberFault, Members
from overseas_stations.rules import files
from overseas_stations.schemas.dataset import IDENTIFIER, NAME
from overseas_stations.tables import TABLES, Rows, Table, Tables
from overseas_stations.version import SCHEMA_VERSION, __version__
from overseas_stations.views import VIEWS

if TYPE_CHECKING:
    import polars as pl

OURS = {"name": NAME, "id": IDENTIFIER, "version": __version__, "schemaVersion": SCHEMA_VERSION}
"""What the descriptor of this very version of our data states."""

SHEETS = Tables([*(view.table for view in VIEWS.values()), *TABLES.values(), RECORD_VERSIONS])
"""What is exported as a table: the views, which most readers want, after them the tables, and the releases of records.

The last is no table of the package, because no release can say when a later one will change a row.
"""

_IN_FILE_NAMES = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")

MAX_BYTES = 1 << 29
"""Bytes of all files of a package that is exported: it is held in memory as a whole."""


@dataclass(frozen=True)
class About:
    """What the descriptor says of the package; a text that it does not give is empty."""

    name: str
    title: str
    version: str
    license: str
    license_url: str

    @classmethod
    def read(cls, descriptor: object) -> About:
        """Read a descriptor; what has not the form that the standard gives it counts as not there."""
        found = descriptor if isinstance(descriptor, dict) else {}
        licenses = found.get("licenses")
        first = licenses[0] if isinstance(licenses, list) and licenses and isinstance(licenses[0], dict) else {}
        texts = (found.get("name"), found.get("title"), found.get("version"), first.get("name"), first.get("path"))
        return cls(*(text if isinstance(text, str) and text.isprintable() else "" for text in texts))

    @property
    def stem(self) -> str:
        """What files of the whole package are named after."""
        return self.name if _IN_FILE_NAMES.fullmatch(self.name) else "package"

    @property
    def versioned_stem(self) -> str:
        """The stem with the version."""
        return f"{self.stem}-{self.version}" if _IN_FILE_NAMES.fullmatch(self.version) else self.stem

    def lines(self) -> dict[str, str]:
        """Return label -> text, for formats that have a place for it."""
        return {
            "name": self.name,
            "title": self.title,
            "version": self.version,
            "schema_version": SCHEMA_VERSION,
            "license": self.license,
            "license_url": self.license_url,
        }


@dataclass(frozen=True)
class ExportedPackage:
    """A valid package, to be exported.

    Attributes:
        library: its rows of text.
        about: what its descriptor says of it.
        members: its files: the descriptor, those that it names, and those that it need not name.
        ledgers: those of its releases; None where nothing is known of its history.
        language: that of what views hold in words for codes, and of titles of columns.
    """

    library: Library
    about: About
    members: Mapping[str, bytes]
    ledgers: tuple[Ledger, ...] | None = None
    language: Language = field(default_factory=partial(labels_in, ENGLISH))

    def told_in(self, language: Language) -> ExportedPackage:
        """Return the same with its labels in a language."""
        return replace(self, language=language)

    @property
    def labels(self) -> str:
        """What is said of the labels, empty where they are in English like all else."""
        if self.language.code == ENGLISH:
            return ""
        told = (
            f"Labels are in {code_list('languages')[self.language.code]}: what views hold in words for codes, and "
            "titles of columns. All else stays in its own language, and so does the data package."
        )
        return told if self.language.reviewed else f"{told} They were not reviewed by a native speaker."

    @property
    def edition(self) -> Edition:
        """Which version of which data a citation names."""
        return stated_edition(strict_json.load_json(self.members[DESCRIPTOR]))

    @cached_property
    def published(self) -> Mapping[str, bytes]:
        """The files of the package as it is published: with hashes, and if it is ours with all that describes it."""
        from overseas_stations.publishing.published import published_files, with_hashes

        stated = strict_json.load_json(self.members[DESCRIPTOR])
        # Of another package, or of another version of ours, nothing is known but what its files say.
        ours = isinstance(stated, dict) and all(stated.get(name) == value for name, value in OURS.items())
        return published_files(self.library.rows) if ours else with_hashes(self.members)

    @cached_property
    def frames(self) -> Mapping[str, pl.DataFrame]:
        """The same as :attr:`rows`, as columns of text: for formats that want all rows of a table at once."""
        released = record_versions(self.library.rows, self.ledgers) if self.ledgers is not None else []
        return {**self._views, **self.library.frames, RECORD_VERSIONS.name: columns(RECORD_VERSIONS, released)}

    @cached_property
    def _views(self) -> Mapping[str, pl.DataFrame]:
        views = {name: view.frame(self.library) for name, view in VIEWS.items()}
        if self.language.code == ENGLISH:
            return views
        told = {name: labelled(self.language, SHEETS[name], frame.rows(named=True)) for name, frame in views.items()}
        return {name: columns(SHEETS[name], rows) for name, rows in told.items()}

    @cached_property
    def rows(self) -> Rows:
        """The rows of :data:`SHEETS`, as text."""
        released = {RECORD_VERSIONS.name: record_versions(self.library.rows, self.ledgers)}
        return {**FrameRows(self._views), **self.library.rows, **released}

    @cached_property
    def records(self) -> Records:
        """The same with their values in the types of JSON."""
        return typed_records(self.rows, SHEETS)

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Both sides of every dispute."""
        return list(disputes(self.library))


def typed_frame(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame of text of a checked table with its numbers and truth values as such; dates stay texts."""
    import polars as pl

    kinds = {"integer": pl.Int64, "number": pl.Float64}
    cells = []
    for column in table.columns:
        cell, kind = pl.col(column.name), column.scalar.type
        cells.append(cell == "true" if kind == "boolean" else cell.cast(kinds[kind]) if kind in kinds else cell)
    return frame.select(cells)


def as_it_is(path: Path) -> list[tuple[str, int, int, int]]:
    """Return what tells whether a package was written anew: name, number, size and time of each of its files."""
    folder = path.parent if path.name == DESCRIPTOR else path
    found = []
    # What cannot be looked at is for those to tell who read it.
    with suppress(OSError):
        for name in islice(entries(folder), MAX_ENTRIES):
            told = os.lstat(folder / name)
            found.append((name, told.st_ino, told.st_size, told.st_mtime_ns))
    return found


def read_source(path: Path) -> ExportedPackage:
    """Read a valid package: a folder, its descriptor or a ``.zip``, with its tables in CSV or Parquet.

    Raises:
        InputError: it is no package that can be read whole; `validate` says more.
    """
    with open_package(path) as package:
        return source_of(path, package, load_frames(package.files)[0].scans)


def source_of(path: Path, package: OpenPackage, scans: Mapping[str, pl.LazyFrame]) -> ExportedPackage:
    """Return what exports are made from, of a valid package that is open.

    Args:
        path: the package, as the user named it.
        package: the same, opened.
        scans: table -> what reads it.

    Raises:
        InputError: it cannot be read whole; `validate` says more.
    """
    if package.members is None or not package.complete:
        raise InputError(f"{path} holds no whole package; `overseas validate {path}` says more")
    if missing := [name for name in package.files if name not in scans]:
        raise InputError(f"{path}: the table {missing[0]} cannot be read; `overseas validate {path}` says more")
    frames = {name: scans[name].select(TABLES[name].names).collect() for name in package.files}
    members = _members(package.members)
    about = About.read(strict_json.load_json(members[DESCRIPTOR]))
    return ExportedPackage(Library(FrameRows(frames)), about, members, ledgers_of(path, package.descriptor))


def _members(members: Members) -> dict[str, bytes]:
    resources, _ = read_resources(strict_json.load_json(members.fetch(DESCRIPTOR).read_bytes()))
    named = {PurePosixPath(path).as_posix() for resource in resources for path in resource.paths}
    found, size = {}, 0
    for name in sorted(UNNAMED | named):
        try:
            file = members.fetch(name)
            size += file.stat().st_size
            if size > MAX_BYTES:
                raise InputError(f"{members.shown('')}: only packages of up to {MAX_BYTES} bytes are exported")
            found[name] = file.read_bytes()
        except MemberFault as fault:
            if fault.rule is not files.FILE_MISSING:
                raise InputError(f"{members.shown(name)}: {fault.rule.title}") from None
    return found
