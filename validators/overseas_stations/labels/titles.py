"""Which tables have labels, and which columns have a title that is made of another one's."""

from __future__ import annotations

from collections.abc import Mapping
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
