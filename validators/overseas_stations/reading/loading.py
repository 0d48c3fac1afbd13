"""Reads the tables of an opened package: into an engine, or as frames of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from overseas_stations.findings import Finding
from overseas_stations.reading.stated import line_ends_once
from overseas_stations.reading.tables.csv_tables import read_csv
from overseas_stations.reading.tables.parquet_tables import read_parquet
from overseas_stations.reading.tables.scanned import unreadable

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.engines.streaming import StreamingEngine
    from overseas_stations.frames import TextFrame
    from overseas_stations.reading.tables.positions import Milestone
    from overseas_stations.reading.tables.scanned import ScannedTable, TableFile

SMALL = 1 << 24
"""Bytes of all tables up to which Polars' engine for what is in memory is through earlier than the one that streams."""


@dataclass
class Loaded:
    """What reading the files gave.

    Attributes:
        findings: what is wrong with the files.
        milestones: table -> places in its file from which rows can be counted.
        scans: table -> what reads its file, where its columns can be trusted.
    """

    findings: list[Finding] = field(default_factory=list)
    milestones: dict[str, Sequence[Milestone]] = field(default_factory=dict)
    scans: dict[str, pl.LazyFrame] = field(default_factory=dict)


def load(files: Mapping[str, TableFile], engine: StreamingEngine) -> Loaded:
    """Read every table that can be trusted into *engine*."""
    loaded = Loaded()
    # Two at once leave no core idle at the end of each.
    with _swept(files, loaded) as swept, ThreadPoolExecutor(2) as readers:
        pending = [readers.submit(_add, engine, file, table) for file, table in swept]
        for each in pending:
            loaded.findings += each.result()
    loaded.findings = line_ends_once(loaded.findings)
    return loaded


def load_frames(files: Mapping[str, TableFile]) -> tuple[Loaded, dict[str, TextFrame]]:
    """Return every table that can be trusted as a frame of text."""
    import narwhals as nw

    from overseas_stations.frames import TextFrame

    loaded, frames = Loaded(), {}
    with _swept(files, loaded) as swept:
        for file, table in swept:
            frames[file.table.name] = TextFrame(nw.from_native(table.scan), "polars", [])
    loaded.findings = line_ends_once(loaded.findings)
    return loaded, frames


def load_tables(files: Mapping[str, TableFile]) -> tuple[Loaded, dict[str, pl.DataFrame]]:
    """Return the rows of every table that can be trusted, as text; each is read while the next is judged."""
    loaded, rows = Loaded(), {}
    with _swept(files, loaded) as swept:
        for file, table in swept:
            assert table.scan is not None
            rows[file.table.name] = table.scan.collect()
    loaded.findings = line_ends_once(loaded.findings)
    return loaded, rows


@contextmanager
def _swept(files: Mapping[str, TableFile], loaded: Loaded) -> Iterator[Iterator[tuple[TableFile, ScannedTable]]]:
    """Judge the files, each while the one before it is read; give those that can be trusted."""
    # The small ones first, so that the first read begins soon. The sweep works on one core, Polars on all.
    in_order = sorted(files.values(), key=lambda file: (_size(file), file.table.name))

    def trusted(tables: Iterator[ScannedTable]) -> Iterator[tuple[TableFile, ScannedTable]]:
        for file, table in zip(in_order, tables, strict=True):
            loaded.findings += table.findings
            loaded.milestones[file.table.name] = table.milestones
            if table.scan is not None:
                loaded.scans[file.table.name] = table.scan
                yield file, table

    with ThreadPoolExecutor(1) as sweeper:
        yield trusted(sweeper.map(_read, in_order))


def are_small(files: Mapping[str, TableFile]) -> bool:
    """Say whether files are known to fit into memory, of which Parquet may take a thousand times its size."""
    return all(file.is_csv for file in files.values()) and sum(map(_size, files.values())) <= SMALL


def _size(file: TableFile) -> int:
    return file.path.stat().st_size if file.path.exists() else 0


def _read(file: TableFile) -> ScannedTable:
    read: Callable[[TableFile], ScannedTable] = read_csv if file.is_csv else read_parquet
    return read(file)


def _add(engine: StreamingEngine, file: TableFile, table: ScannedTable) -> list[Finding]:
    """Let the engine read a table; return what keeps it from being used, if anything does."""
    import polars as pl

    assert table.scan is not None
    name, disagree = file.table.name, [unreadable(file, "two readers of it disagree on its rows")]
    try:
        engine.add(name, table.scan, table.batches)
    except (pl.exceptions.PolarsError, OSError):
        return disagree
    if engine.rows[name] == table.rows:
        return []
    engine.remove(name)
    return disagree
