"""Cells in words, for those who have no codebook at hand; and disputes in sentences."""

from __future__ import annotations

from collections.abc import Container, Iterator

from overseas_stations.columns import Column
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.citing.items import PARTS
from overseas_stations.tables import Row, Table, record_name

DISPUTED = "disputed"
"""What a thing or a link is called that a source disputes, or a part of it."""

VOICES = "On the word of"
"""What stands before the names of the voices that support a record."""


def plain(term: str) -> str:
    """Return a term of a vocabulary without its underscores.

    >>> plain("closure_ordered")
    'closure ordered'
    """
    return term.replace("_", " ")


def named(library: Library, name: str) -> str:
    """Return the name of an actor, or of a source's publisher, with its id; any other id as it is."""
    found = library.find(name)
    known = found and (found.row.get("name") or found.row.get("publisher"))
    return f"{known} ({name})" if known else name


def short(library: Library, column: Column, cell: str) -> str:
    """Return a cell as it may stand in a name: a term or a code in words, an id by what it names."""
    if column.vocabulary is not None:
        return plain(cell)
    if column.terms:
        return column.terms.get(cell, cell)
    found = library.find(cell) if column.scalar.name == "id" else None
    return (found.row.get("name") if found else None) or cell


def said(library: Library, column: Column, cell: str) -> str:
    """Return a cell with what it means: a term with its definition, a code or an id with its name."""
    if column.vocabulary is not None:
        return f"{plain(cell)} ({column.terms[cell].removesuffix('.')})"
    if column.terms:
        return f"{column.terms.get(cell, cell)} ({cell})"
    return named(library, cell) if column.scalar.name == "id" else cell


def told(library: Library, table: Table, row: Row, left_out: Container[str]) -> Iterator[str]:
    """Yield the filled cells of a row with their columns' titles. Of what is true or false, what is true is told."""
    for column in table.columns:
        cell = row[column.name]
        if cell and column.name not in left_out:
            if column.scalar.type != "boolean":
                yield f"{column.title}: {said(library, column, cell)}"
            elif cell == "true":
                yield f"{column.title}: {column.description}"


def what_of(library: Library, table: Table, record: str, field: str | None) -> str:
    """Return what a row of evidence is about, beside the thing that it is linked with; empty for that as a whole."""
    of = []
    if table.name in PARTS:
        key = {name: short(library, table.column(name), cell) for name, cell in key_of(table, record).items()}
        of = [PARTS[table.name].format_map(key)]
    return ", ".join([*of, *([table.column(field).title.lower()] if field else [])])


def key_of(table: Table, record: str) -> dict[str, str]:
    """Return the cells of a record's key, by its name.

    >>> from overseas_stations.tables import TABLES
    >>> key_of(TABLES["station_bureaus"], "ec-quito-1/cn-police-fuzhou")
    {'station_id': 'ec-quito-1', 'actor_id': 'cn-police-fuzhou'}
    """
    return dict(zip(table.key, record.split("/"), strict=True))


def disputes(library: Library, table: Table, row: Row) -> Iterator[str]:
    """Yield, for each dispute of a record or of what is said of it, why and by whom it is disputed, and where."""
    against = [(row, table, each) for each in library.disputes_of(table.name, record_name(table, row))]
    if table.key == ("id",):
        parts = library.parts(row["id"] or "")
        against += [(part.row, part.table, each) for part in parts for each in part.disputes]
    for disputed, of, each in against:
        field = each["field"]
        what = what_of(library, of, each["record_id"] or "", field) or "the record as a whole"
        here = said(library, of.column(field), cell) if field and (cell := disputed[field]) else ""
        there = said(library, of.column(field), each["asserted_value"]) if field and each["asserted_value"] else ""
        sides = [f"Here: {here}."] if here else []
        sides += [f"There: {there}."] if there else []
        reason = [each["reason"] if each["reason"].endswith(".") else f"{each['reason']}."] if each["reason"] else []
        by = f"Disputed by {library.voice(each)}, in {each['source_id']}: {what}."
        yield " ".join([by, *reason, *sides])
