"""The files of a package as its metadata describe them: what each is, its type, size and hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from overseas_stations.tables import TABLES, Rows, Table
from overseas_stations.views import VIEWS

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
}
TITLES = {
    "json/records.json": "All records with their evidence and its sources",
    "datapackage.json": "Data Package descriptor",
    "README.md": "Datasheet",
    "CODEBOOK.md": "Codebook",
    "RULES.md": "Rules that the data were checked with",
    "pictures/map.svg": "World map of the reported stations",
    "pictures/timeline.svg": "Stations first reported, and responses, by month",
    "croissant.json": "Metadata in Croissant",
    "dataset.jsonld": "Metadata in schema.org",
    "dcat.jsonld": "Metadata in DCAT-AP",
}
"""Path in the package -> what the file is; the files of tables are called after them."""


@dataclass(frozen=True)
class File:
    """One file.

    Attributes:
        path: its path in the package.
        title: what it is.
        media_type: its type.
        size: its bytes.
        sha256: their hash.
        table: the table that it holds, None for any other file.
    """

    path: str
    title: str
    media_type: str
    size: int
    sha256: str
    table: Table | None

    @property
    def description(self) -> str:
        """What one row is, where the file holds a table; else what the file is."""
        return self.table.summary if self.table else self.title


@dataclass(frozen=True)
class Contents:
    """A package as its metadata describe it: the rows of its tables, and the bytes of its files by their paths."""

    rows: Rows
    bytes_of: Mapping[str, bytes]

    @cached_property
    def files(self) -> list[File]:
        """All files, in the order in which they were given."""
        return [_file(path, data) for path, data in self.bytes_of.items()]

    @property
    def data(self) -> Iterator[File]:
        """The files that hold data: tables, views, copies of tables, and the records with their evidence."""
        return (file for file in self.files if file.path.startswith(("tables/", "views/", "json/")))


def _file(path: str, data: bytes) -> File:
    name = PurePosixPath(path)
    view = VIEWS.get(name.stem)
    table = None if path in TITLES else view.table if view is not None else TABLES.get(name.stem)
    title = TITLES[path] if table is None else table.title + ("" if name.suffix == ".csv" else ", as JSON")
    return File(path, title, MEDIA_TYPES[name.suffix], len(data), hashlib.sha256(data).hexdigest(), table)
