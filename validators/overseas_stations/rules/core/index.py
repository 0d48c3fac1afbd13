"""The index: what checks of rows see of each row, instead of its texts.

A column is an expression (a date, a short word, a truth value), or a :class:`Token`: names that are compared, and never
read. An engine may hold tokens as numbers, so that the index of a table is far smaller than the table. What all tables
have alike is here; a family of rules adds what it needs (``indexed`` of :mod:`overseas_stations.rules.core.declaring`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw, written_for
from overseas_stations.forms.scalars import DATE
from overseas_stations.keeping import kept
from overseas_stations.rules.core.checks import IndexColumns, Token, concatenated, fitting, record
from overseas_stations.rules.core.registry import Registry
from overseas_stations.tables import Table, Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

SEPARATOR = "\x1f"
"""Stands between the parts of a token where an engine holds it as text."""


def once(package: PackageView, frame: Frame, name: str) -> Frame:
    """Return the rows of a frame of the index whose name stands once: what is joined must not multiply.

    That a name stands more often is found by itself.
    """
    repeated = package.repeated
    return frame if repeated is None else frame.join(repeated, left_on=name, right_on="name", how="anti")


def index_columns(registry: Registry, table: str) -> IndexColumns:
    """Return the columns of a table's index, in the words of the library that expressions are written for.

    Every table with a primary key has a ``name`` (table and record), every reference ``ref_<column>`` the name of what
    it refers to, and every partial date ``date_<column>`` itself, null where it does not have its form.

    Raises:
        ValueError: two families of rules use one name.
    """
    return _index_columns(registry, table, written_for())


@kept
def _index_columns(registry: Registry, table: str, library: str) -> IndexColumns:
    tables, further = registry.tables, registry.index_columns
    columns = dict(_common(tables, tables[table]))
    every = further.get(None, ()) if tables[table] in tables.with_ids else ()
    for more in (*every, *further.get(table, ())):
        for name, column in more(tables).items():
            if name in columns:
                raise ValueError(f"the index of {table} has a column {name} already")
            columns[name] = column
    return columns


def _common(tables: Tables, table: Table) -> IndexColumns:
    columns: dict[str, nw.Expr | Token] = {}
    if table.primary:
        whole = nw.col(table.key[0])
        if len(table.key) > 1:
            lacking = reduce(or_, (nw.col(name).is_null() for name in table.key))
            whole = nw.when(~lacking).then(record(table))
        columns["name"] = Token((table.name, whole))
    for name, target in table.references.items():
        columns[f"ref_{name}"] = Token((target, nw.col(name)))
    for name in date_columns(table):
        columns[f"date_{name}"] = fitting(tables, table.name, name)
    if table in tables.with_ids:
        columns["id"] = Token((nw.col("id"),), "id")
    return columns


@kept
def kinds(registry: Registry) -> Mapping[str, str]:
    """Return, for each column of the index that holds tokens, of which kind they are.

    Raises:
        ValueError: one column's name stands for two kinds.
    """
    found: dict[str, str] = {}
    for table in registry.tables:
        for name, column in index_columns(registry, table).items():
            if isinstance(column, Token) and found.setdefault(name, column.kind) != column.kind:
                raise ValueError(f"{name} holds names of two kinds")
    return found


def date_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that hold partial dates."""
    return tuple(column.name for column in table.columns if column.scalar.pattern == DATE)


def index_names(registry: Registry, table: str) -> frozenset[str]:
    """Return the names of a table's columns in the index."""
    return frozenset(index_columns(registry, table))


def stack(package: PackageView, of: Iterable[Table], field: str | None, **columns: str) -> Frame | None:
    """Return ``place``, ``row`` and the index columns named in *columns* of several tables, one below the other.

    Args:
        package: the package.
        of: the tables; those that are not there, have no rows or lack one of the columns are passed over.
        field: the column of the place; ``"key"`` for the first of each table's key.
        columns: name in the result -> name in the index.
    """
    # Narwhals is far sooner through with names alone than with expressions.
    renamed = {column: name for name, column in columns.items() if name != column}
    parts = []
    for table in of:
        part = package.index.get(table.name)
        if part is None or not set(columns.values()) <= index_names(package.registry, table.name):
            continue
        number = package.registry.tables.place(table.name, table.key[0] if field == "key" else field)
        named = part.select("row", *columns.values()).rename(renamed)
        parts.append(named.with_columns(place=nw.lit(number, dtype=nw.Int64)))
    return concatenated(parts)


def names(package: PackageView, of: Iterable[Table], name: str = "name") -> Frame | None:
    """Return the names of the rows of several tables, one below the other, in a column of this *name*."""
    there = [table.name for table in of if table.name in package.index]
    named = [table for table in there if "name" in index_names(package.registry, table)]
    return concatenated([package.index[table].select("name").rename({"name": name}) for table in named])
