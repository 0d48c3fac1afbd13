"""What a profile may do to the tables: add columns and tables; take away or loosen nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from overseas_stations.columns import Column
from overseas_stations.forms.scalars import is_match
from overseas_stations.models import Record
from overseas_stations.tables import TABLES, Table


def extended(
    name: str, model: type[Record], *, references: Mapping[str, str] = MappingProxyType({}), title: str | None = None
) -> Table:
    """Return a table of ours with further columns.

    Args:
        name: the table's name.
        model: a subclass of its model; the fields that it adds are the columns.
        references: column -> table, for added columns that refer to a table's key.
        title: another heading.
    """
    core = TABLES[name]
    return replace(core, model=model, references={**core.references, **references}, title=title or core.title)


def in_order(tables: Mapping[str, Table]) -> tuple[Table, ...]:
    """Return tables each after those that it refers to, otherwise as they are given."""
    for table in tables.values():
        if table is not TABLES.get(table.name):
            _check(table, tables)
    placed: dict[str, Table] = {}
    while len(placed) < len(tables):
        free = (
            table
            for name, table in tables.items()
            if name not in placed and set(table.references.values()) <= {*placed, name}
        )
        following = next(free, None)
        if following is None:
            circle = ", ".join(sorted(tables.keys() - placed.keys()))
            raise ValueError(f"the tables {circle} refer to one another in a circle")
        placed[following.name] = following
    return tuple(placed.values())


def _check(table: Table, tables: Mapping[str, Table]) -> None:
    """Refuse a table that is not whole, or that is less than the one of ours that it extends."""

    def refuse(reason: str) -> ValueError:
        return ValueError(f"the table {table.name}: {reason}")

    if re.fullmatch(r"[a-z][a-z0-9_]{0,39}", table.name) is None:
        raise refuse("a name is lower-case letters, digits and underscores, 40 at most")
    if not issubclass(table.model, Record) or table.model.model_config.get("extra") != "forbid":
        raise refuse("its model is a subclass of Record that forbids other fields")
    core = TABLES.get(table.name)
    if core is not None and not issubclass(table.model, core.model):
        raise refuse(f"it extends ours only as a subclass of {core.model.__name__}")
    try:
        names = table.names
    except (AssertionError, TypeError, StopIteration) as error:
        raise refuse(f"every field is declared with required() or optional() and a type of ours ({error})") from None
    if unknown := {*table.key, *table.references} - set(names):
        raise refuse(f"there is no column {', '.join(sorted(unknown))}")
    for column, target in table.references.items():
        if target not in tables or len(tables[target].key) != 1:
            raise refuse(f"{column} refers to {target}, which is no table with a key of one column")
    if table.cited and table.references.get("source_id") != "sources":
        raise refuse("rows that are cited have a source_id that refers to sources")
    if core is None:
        return
    same = (core.key, core.cited, core.primary) == (table.key, table.cited, table.primary)
    if names[: len(core.names)] != core.names or not same:
        raise refuse("it has our columns first and our key")
    if not core.references.items() <= table.references.items():
        raise refuse("a reference of ours is gone")
    for ours in core.columns:
        if reason := _loosened(ours, table.column(ours.name)):
            raise refuse(f"{ours.name} is looser than ours: {reason}")


def _loosened(ours: Column, own: Column) -> str | None:
    """Return in which way a column admits what ours does not."""
    form, theirs = ours.scalar, own.scalar
    if ours.required and not own.required:
        return "it may be empty"
    if own.terms and all(value in ours.terms if ours.terms else _fits(ours, value) for value in own.terms):
        return None
    if ours.terms or (form.pattern, form.type) != (theirs.pattern, theirs.type):
        return "it has other values"
    for name in ("max_length", "minimum", "maximum"):
        bound, other = getattr(form, name), getattr(theirs, name)
        if bound is not None and (other is None or (other < bound if name == "minimum" else other > bound)):
            return f"its {name} is {other}"
    return None


def _fits(column: Column, value: str) -> bool:
    limit = column.scalar.max_length
    return is_match(column.scalar.pattern, value) and (limit is None or len(value) <= limit)
