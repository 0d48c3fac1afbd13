"""How a fault is planted into a valid package, and the register of all faults."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import TypeVar

from overseas_stations.forms.codes import country_rows
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing.rows import LATEST_DATE, Package, Row, in_key_order

_T = TypeVar("_T")
Mutation = Callable[[Package, Random], Package | None]
"""Returns a copy of a package with one fault in it, or None where the package has no place for the fault."""

_MUTATIONS: dict[str, Mutation] = {}
MUTATIONS: Mapping[str, Mutation] = MappingProxyType(_MUTATIONS)
"""Rule code -> what plants exactly that rule's fault in a valid package."""


Plant = Callable[[Package, Random], bool | None]
"""Changes a package in place; returns False where it found no place for the fault."""


def plants(code: str) -> Callable[[Plant], Plant]:
    """Register a function as what plants the fault of rule *code*."""

    def register(plant: Plant) -> Plant:
        def mutate(rows: Package, random: Random) -> Package | None:
            changed = copy.deepcopy(rows)
            return None if plant(changed, random) is False else in_key_order(changed)

        _MUTATIONS[code] = mutate
        return plant

    return register


def choose(items: list[_T], random: Random) -> _T | None:
    """Return one of *items*, or None where there is none."""
    return random.choice(items) if items else None


def row_name(table: str, row: Row) -> str:
    """Return how evidence names a row."""
    return record_name(TABLES[table], row)


def evidence_of(rows: Package, table: str, row: Row) -> Iterator[Row]:
    """Return the evidence about a row."""
    name = row_name(table, row)
    return (each for each in rows["evidence"] if each["table"] == table and each["record_id"] == name)


def free_rows(rows: Package, table: str, field: str, *, filled: bool = False) -> list[Row]:
    """Return the rows of which no evidence speaks of *field*, so that a change of it contradicts nobody."""
    return [
        row
        for row in rows[table]
        if all(each["field"] != field for each in evidence_of(rows, table, row)) and (row[field] or not filled)
    ]


def set_cell(rows: Package, random: Random, *changes: tuple[str, str, str | None]) -> bool:
    """Set one cell, of one of the columns given, to its new value."""
    possible = [(row, field, value) for table, field, value in changes for row in free_rows(rows, table, field)]
    chosen = choose(possible, random)
    if chosen is None:
        return False
    row, field, value = chosen
    row[field] = value
    return True


def cited_rows(rows: Package) -> list[Row]:
    """Return the sources that records rest on."""
    return [row for row in rows["sources"] if row["background"] == "false" and row["extent_read"] != "not_read"]


def declaring(rows: Package, row: Row) -> Row:
    """Return the source that declares a row."""
    return next(source for source in rows["sources"] if source["id"] == row["source_id"])


def add_evidence(rows: Package, table: str, name: str, source: str | None, **more: str | None) -> Row:
    """Add evidence; a dispute of the whole record has a reason, if none is given."""
    if more.get("stance") == "disputes" and not more.get("field"):
        more.setdefault("reason", "It says otherwise.")
    row: Row = dict.fromkeys(TABLES["evidence"].names) | {
        "table": table, "record_id": name, "source_id": source, "stance": "supports", **more
    }  # fmt: skip
    rows["evidence"].append(row)
    return row


def add_country(rows: Package, code: str | None) -> None:
    """Add the row of a country, unless it is there."""
    if code not in {row["code"] for row in rows["countries"]}:
        rows["countries"] += [dict(row) for row in country_rows() if row["code"] == code]


def new_record(rows: Package, table: str, source: str | None, **values: str | None) -> Row:
    """Add a row that *source* declares and supports, and the country that it names."""
    add_country(rows, values.get("country"))
    row: Row = {name: values.get(name) for name in TABLES[table].names} | {"source_id": source}
    rows[table].append(row)
    add_evidence(rows, table, row_name(table, row), source)
    return row


def new_source(rows: Package, name: str, **values: str | None) -> Row:
    """Add a source that was read and that no record rests on."""
    given: Row = {
        "id": name, "kind": "news", "publisher": name, "title": name, "accessed": LATEST_DATE, "language": "en",
        "extent_read": "whole", "background": "true",
    }  # fmt: skip
    row: Row = dict.fromkeys(TABLES["sources"].names) | given | values
    rows["sources"].append(row)
    return row


def new_incident(rows: Package, source: str | None, name: str = "xy-case-11", **values: str | None) -> Row:
    """Add an incident with its evidence; for faults that need a record that nothing else mentions."""
    given: Row = {"id": name, "kind": "harassment", "country": "IE", "summary": "Someone said so."}
    return new_record(rows, "incidents", source, **(given | values))


def any_record(rows: Package, random: Random) -> tuple[str, Row]:
    """Return a record of the package, and its table."""
    return random.choice([(table.name, row) for table in TABLES.cited for row in rows[table.name]])
