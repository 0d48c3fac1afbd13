"""The files of a package that a build commits: its tables, a row a line, and what says how to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from overseas_stations.canonical.records import table_files
from overseas_stations.canonical.tabular import frame_csv
from overseas_stations.keeping import kept
from overseas_stations.publishing.datasheet import datasheet
from overseas_stations.reading.contents import CODEBOOK, DESCRIPTOR, README, RULES
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.codebook import codebook, rules_document
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.schemas.table_schema import descriptor
from overseas_stations.tables import Rows

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.profiles import Profile
    from overseas_stations.rules.core.registry import Registry


def package_files(rows: Rows, registry: Registry = CORE, profile: Profile | None = None) -> dict[str, bytes]:
    """Return every file of the package that a build commits, by its path in it.

    A change of the rows changes lines of tables, and nothing else: no totals, no hashes, no second copy.
    :mod:`overseas_stations.publishing.published` adds what a reader of the data alone wants besides.

    Args:
        rows: the package's rows.
        registry: the tables of the package, and the rules for them.
        profile: whose package it is, if it is another project's.
    """
    tables = registry.tables
    data = table_files(rows, tables)
    return {DESCRIPTOR: json_bytes(descriptor(data, tables, profile)), **_documents(registry)} | data


class Files(Mapping[str, bytes]):
    """Files by their paths, of which each is made when it is asked for, and not held."""

    def __init__(self, made: Mapping[str, Callable[[], bytes]]) -> None:
        self._made = made

    def __getitem__(self, path: str) -> bytes:
        return self._made[path]()

    def __contains__(self, path: object) -> bool:
        # As a mapping has it, a file would be made to see that it is there.
        return path in self._made

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def below(self, folder: str) -> Files:
        """Return the same files by their paths from further up."""
        return Files({f"{folder}/{path}": made for path, made in self._made.items()})

    def __or__(self, other: Mapping[str, bytes]) -> Files:
        return Files({**self._made, **{path: partial(other.__getitem__, path) for path in other}})


def package_of_frames(
    frames: Mapping[str, pl.DataFrame], registry: Registry = CORE, profile: Profile | None = None
) -> Files:
    """Return every file of the package that a build commits, by its path in it, of tables as frames of text."""
    tables = registry.tables
    texts = {name: frames[name].select(table.names) for name, table in tables.items()}
    data = Files({f"tables/{name}.csv": partial(frame_csv, frame) for name, frame in texts.items()})
    return data | {DESCRIPTOR: json_bytes(descriptor(data, tables, profile)), **_documents(registry)}


@kept
def _documents(registry: Registry) -> Mapping[str, bytes]:
    """Return what is told of every package with these tables and rules alike."""
    return {
        README: datasheet(tables=registry.tables).encode(),
        CODEBOOK: codebook(tables=registry.tables).encode(),
        RULES: rules_document(registry).encode(),
    }
