"""Holds the copies of tables in JSON against the tables: who reads the one must not see other data than in the other.

A copy that is as a build writes it is compared line by line and costs little; any other is read as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from overseas_stations.canonical.records import NESTED, json_lines, nested, typed
from overseas_stations.findings import Finding
from overseas_stations.formats import strict_json
from overseas_stations.handed_over import read_regular
from overseas_stations.rules import files
from overseas_stations.rules.core.tally import Tally
from overseas_stations.tables import Table, Tables, record_name

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.reading.gathering import CopyFile

MAX_SHOWN = 20
"""So many differences of one copy are listed; the rest are counted."""

Record = dict[str, Any]

_ABSENT = object()
"""Stands for the value of a field that a table has not, which is no empty one."""


def copy_findings(
    copies: Mapping[str, CopyFile], tables: Tables, scans: Mapping[str, pl.LazyFrame], version: object
) -> Iterator[Finding]:
    """Yield where copies say otherwise than their tables.

    Args:
        copies: table, or ``records`` for all of them together -> the file of its copy.
        tables: the tables that the package should hold.
        scans: table -> what reads it, for those that can be trusted; the faults of the others are told elsewhere.
        version: of the data, as the descriptor states it; None where it states none.
    """
    for name, copy in copies.items():
        if name == NESTED:
            if scans.keys() >= tables.keys():
                records = {name: list(_records(table, scans[name])) for name, table in tables.items()}
                yield from _of_nested(copy, tables, nested(records, tables), version)
        elif name in scans:
            yield from _of_table(copy, tables[name], scans[name])


def _records(table: Table, scan: pl.LazyFrame) -> Iterator[Record]:
    for row in scan.select(table.names).collect().iter_rows(named=True):
        try:
            yield typed(table, row)
        except ValueError:  # a cell has not its form, which is a finding of its own
            yield dict(row)


def _of_table(copy: CopyFile, table: Table, scan: pl.LazyFrame) -> Iterator[Finding]:
    try:
        with copy.path.open(encoding="utf-8", newline="") as stream:
            if _is_written(stream, json_lines(_records(table, scan))):
                return
        found = _load(copy.path)
    except (OSError, ValueError) as error:
        yield _unreadable(copy, error)
        return
    tally = Tally(files.COPY_DIFFERS, MAX_SHOWN, file=copy.shown, table=table.name)
    _compare(tally, table, list(_records(table, scan)), found, first_line=2)
    yield from tally.findings()


def _is_written(stream: IO[str], lines: Iterable[str]) -> bool:
    """Say whether a stream holds these lines and nothing else, without a look at more of it than they take."""
    return all(stream.readline(len(line) + 1) == line for line in lines) and not stream.read(1)


def _load(path: Path) -> object:
    return strict_json.load_json(read_regular(path, strict_json.MAX_BYTES))


def _of_nested(
    copy: CopyFile, tables: Tables, expected: Mapping[str, list[Record]], version: object
) -> Iterator[Finding]:
    try:
        found = _load(copy.path)
    except (OSError, ValueError) as error:
        yield _unreadable(copy, error)
        return
    if isinstance(found, dict):
        tally = Tally(files.COPY_DIFFERS, MAX_SHOWN, file=copy.shown)
        for name in sorted(found.keys() - expected.keys() - {"version", "schema_version"}):
            tally.add(line=1, column=1, detail=f"it has {name}, which is no table")
        stated = found.get("version")
        if stated != version and None not in (stated, version):
            tally.add(line=1, column=1, detail=f"it is of version {stated}, and datapackage.json of {version}")
        yield from tally.findings()
    for name, records in expected.items():
        tally = Tally(files.COPY_DIFFERS, MAX_SHOWN, file=copy.shown, table=name)
        _compare(tally, tables[name], records, found.get(name) if isinstance(found, dict) else None)
        yield from tally.findings()


def _unreadable(copy: CopyFile, error: Exception) -> Finding:
    place: dict[str, Any] = {}
    if isinstance(error, strict_json.JsonFault):
        place = {"line": error.line, "column": error.column}
        reason = error.message
    elif isinstance(error, OSError):
        reason = error.strerror or str(error)
    else:
        reason = "it is not UTF-8"
    value = f"{copy.shown} cannot be read: {reason}"
    return files.FILE_UNREADABLE.finding(file=copy.shown, table=copy.table, value=value, **place)


def _compare(
    tally: Tally, table: Table, expected: Sequence[Record], found: object, first_line: int | None = None
) -> None:
    """Add where a list of records differs from the table's, whatever the order of either.

    Args:
        tally: where differences go.
        table: the table.
        expected: its records.
        found: what the copy holds.
        first_line: the line of the first record, where the copy has each on a line of its own.
    """
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        tally.add(line=1, column=1, detail=f"it does not hold {table.name} as a list of objects")
        return
    named = {record_name(table, _texts(record)): record for record in expected}
    seen: set[str] = set()
    for number, record in enumerate(found):
        name = record_name(table, _texts(record))
        place = {"record_id": name or None}
        if first_line is not None:
            place |= {"line": number + first_line, "column": 1}  # type: ignore[dict-item]
        if name in seen:
            tally.add(**place, detail=f"{name} stands twice in the copy of {table.name}")
        elif name not in named:
            tally.add(
                **place, detail=f"the copy has {name or 'a record without a name'}, and the table {table.name} has not"
            )
        else:
            _compare_record(tally, table, named[name], record, place)
        seen.add(name)
    for name in named:
        if name not in seen:
            tally.add(record_id=name, detail=f"the table {table.name} has {name}, and the copy has not")


def _compare_record(tally: Tally, table: Table, expected: Record, found: Record, place: Mapping[str, Any]) -> None:
    for field in [*expected, *(field for field in found if field not in expected)]:
        # A copy may leave out what is empty, as one of an older schema does; it may hold no more than its table.
        here, there = found.get(field), expected.get(field, _ABSENT)
        if here != there or isinstance(here, bool) != isinstance(there, bool):
            said = f"{field} is {_shown(here)} in the copy, and {_shown(there)} in the table {table.name}"
            tally.add(**place, field=field, value=None if here is None else str(here), detail=said)


def _texts(record: Mapping[str, Any]) -> dict[str, str | None]:
    return {field: None if value is None else str(value) for field, value in record.items()}


def _shown(value: object) -> str:
    if value is _ABSENT:
        return "not there"
    # As JSON, so that "7" is told from 7, and an empty text from none.
    return "empty" if value is None else "another list" if isinstance(value, list) else json.dumps(value)
