"""Which tables have labels, and which columns have a title that is made of another one's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from overseas_stations.ledgers.record_versions import RECORD_VERSIONS
from overseas_stations.tables import TABLES, Table
from overseas_stations.views import VIEWS

ALL_TABLES: Mapping[str, Table] = MappingProxyType(
    {**TABLES, **{name: view.table for name, view in VIEWS.items()}, RECORD_VERSIONS.name: RECORD_VERSIONS}
)
"""All that readers are shown as a table, by name."""

MADE = ("_count", "_earliest", "_latest", "_precision", "_label")
"""How columns of views end that stand beside another one and have a title made of its title."""


def made_title(table: Table, column: str) -> tuple[str, str] | None:
    """Return the column whose title another column's is made of, and the key of how; None where it has a title alone.

    >>> made_title(ALL_TABLES["stations_wide"], "status_label")
    ('status', '*_label')
    """
    for ending in MADE:
        base = column.removesuffix(ending)
        if base != column and base in table.names:
            return base, f"*{ending}"
    return None


@cache
def column_keys() -> Mapping[tuple[str, str], str]:
    """Return by what the files of labels have the title of a column: (table, column) -> key.

    Columns of one name have one label, unless their English titles differ: then that of the first table that has such
    a title stands before the name. ``*_count`` and the like say how a title is made of another column's.

    >>> [column_keys()[table, "id"] for table in ("stations", "stations_wide", "inquiries")]
    ['stations.id', 'stations.id', 'responses.id']
    >>> column_keys()["stations_wide", "city"], column_keys()["stations_wide", "lists_count"]
    ('city', '*_count')
    """
    found: dict[tuple[str, str], str] = {}
    first: dict[str, dict[str, str]] = {}
    for table in ALL_TABLES.values():
        for column in table.columns:
            made = made_title(table, column.name)
            if made is not None:
                found[table.name, column.name] = made[1]
            else:
                first.setdefault(column.name, {}).setdefault(column.title, table.name)
    for table in ALL_TABLES.values():
        for column in table.columns:
            titles = first.get(column.name, {})
            key = f"{titles[column.title]}.{column.name}" if len(titles) > 1 else column.name
            found.setdefault((table.name, column.name), key)
    return MappingProxyType(found)
