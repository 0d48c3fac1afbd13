"""Reads a package to look things up in it: by the readers of a check, and only where what they give can be trusted.

What a row says and what it is called must be right, so the rules on cells and keys are applied. Whether it is cited as
it should be, and whether the files are those that the descriptor describes, is for a check to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overseas_stations.engines import run
from overseas_stations.findings import Finding, Severity, in_a_line
from overseas_stations.lookups.library import Library

if TYPE_CHECKING:
    from overseas_stations.reading.container import OpenPackage

FAMILIES = ("OS2", "OS3")
"""The rules on cells and on keys."""


@dataclass(frozen=True)
class LookedUp:
    """A package that can be looked up: its rows, and what its descriptor holds."""

    library: Library
    descriptor: Mapping[str, Any]


def look_up(path: Path) -> LookedUp:
    """Read a package: a folder, its ``datapackage.json`` or a ``.zip``.

    Tables and columns that came after the schemas that it follows are empty.

    Raises:
        InputError: there is no package at *path*, or it has a fault that keeps it from being looked up: the message
            says which, and where.
    """
    from overseas_stations.handed_over import InputError
    from overseas_stations.reading.container import open_package

    with open_package(path) as package:
        if package.depends:
            raise InputError(f"{path} holds none of these tables")
        rows, faults = _read(package)
        if faults:
            raise InputError(f"{in_a_line(faults)}; before that is mended, nothing can be looked up")
        return LookedUp(Library(rows), package.descriptor)


def _read(package: OpenPackage) -> tuple[dict[str, Sequence[dict[str, str | None]]], list[Finding]]:
    """Return the rows of a package, and what keeps them from being used."""
    from overseas_stations.engines.streaming import StreamingEngine
    from overseas_stations.reading.loading import are_small, load
    from overseas_stations.reading.locating import locate_in_files
    from overseas_stations.rules.registry import CORE

    engine = StreamingEngine(CORE, run.conditions(CORE, families=FAMILIES), streaming=not are_small(package.files))
    loaded = load(package.files, engine)
    errors = [each for each in (*package.findings, *loaded.findings) if each.severity is Severity.ERROR]
    if missing := [name for name in CORE.tables if name not in engine.names]:
        # What is wrong with other files than the tables keeps nothing from being read, unless no table can be had.
        keeping = [each for each in errors if each.table in missing] or [each for each in errors if each.table is None]
        if keeping:
            return {}, sorted(keeping, key=Finding.sort_key)
    found = run.run(engine, families=FAMILIES, alone=bool(missing)).findings
    located = locate_in_files(found, package.files, loaded.milestones)
    faults = sorted((each for each in located if each.severity is Severity.ERROR), key=Finding.sort_key)
    if faults:
        return {}, faults
    scans = {name: loaded.scans[name] for name in engine.names}
    rows = {name: scan.drop("row").collect().rows(named=True) for name, scan in scans.items()}
    return {name: rows.get(name, []) for name in CORE.tables}, []
