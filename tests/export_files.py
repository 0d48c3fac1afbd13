"""What the files of an export must hold, and the programs that open them: for ``verify_exports/`` and the tests."""

from __future__ import annotations

import csv
import importlib.util
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from overseas_stations.publishing.exports.source import SHEETS
from processes import printed
from repository import ROOT

Cells = list[list[str]]


def cells(path: Path) -> Cells:
    """Return the cells of a CSV file, the header first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def expected(folder: Path) -> dict[str, Cells]:
    """Return view or table -> the canonical cells, the header first."""
    return {name: cells(folder / "csv" / f"{name}.csv") for name in SHEETS}


def listed(header: Sequence[str]) -> str:
    """Return the columns of a table for a query: the database has one more in that of sources."""
    return ", ".join(f'"{name}"' for name in header)


def typed(table: str, rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Return rows with their values in the types of the registry, whether they were text, numbers or missing."""
    return [
        [_value(column.scalar.type, cell) for column, cell in zip(SHEETS[table].columns, row, strict=True)]
        for row in rows
    ]


def _value(kind: str, cell: object) -> object:
    if cell is None or cell == "" or cell != cell or str(cell) in ("nan", "<NA>"):
        return None
    if kind == "date":
        return str(cell)
    if kind == "string":
        assert isinstance(cell, str), f"{cell!r} is no text"
        return cell
    if kind == "boolean":
        return {"true": True, "false": False, "1": True, "0": False}[str(cell).lower()]
    return int(float(str(cell))) if kind == "integer" else float(str(cell))


def same(what: str, found: object, wanted: object) -> None:
    """Raise where two values differ, and show the first difference of two lists."""
    if found == wanted:
        return
    if isinstance(found, list) and isinstance(wanted, list):
        assert len(found) == len(wanted), f"{what}: {len(found)} and not {len(wanted)}"
        for number, (one, other) in enumerate(zip(found, wanted, strict=True)):
            assert one == other, f"{what}, at {number}: {one!r} and not {other!r}"
    raise AssertionError(f"{what}: {found!r} and not {wanted!r}")


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run a program and return what it printed; raise where it is not installed or fails."""
    program = shutil.which(str(command[0]))
    assert program is not None, f"{command[0]} is not installed, so nothing was opened with it"
    return printed(program, *command[1:], cwd=cwd, env=env)


def verifier(name: str) -> Any:
    """Return the module of ``verify_exports/`` that opens an export in a program."""
    spec = importlib.util.spec_from_file_location("verifier", ROOT / "tests" / "verify_exports" / f"with_{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def counted(tables: Mapping[str, Sequence[object]]) -> str:
    """Return how much was compared, the headers left out."""
    return f"{len(tables)} tables, {sum(len(rows) - 1 for rows in tables.values())} rows, every cell compared"
