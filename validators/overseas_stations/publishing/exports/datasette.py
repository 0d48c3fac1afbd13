"""What Datasette shows with the database: titles, labels, what to filter by, and what each column holds."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage
from overseas_stations.publishing.exports.sql_views import SqlView, views
from overseas_stations.tables import Table

LABELS = {"sources": "label", "countries": "name", "actors": "name"}
"""Table -> the column that stands for a row where another table refers to it; elsewhere the id says enough."""

COUNTED = ("country", "country_name", "table", "status", "stance")
"""Columns without a vocabulary of their own, or of views, by which readers filter."""

MOST_FACETS = 4
"""Datasette counts each of them anew for each page."""

_BESIDE = ("_precision", "_bound")
"""How the names of columns end that say something of the one beside them: nobody filters by these first."""


def datasette_metadata(source: ExportedPackage, database: str) -> dict[str, object]:
    """Return the metadata: title and licence, and of each table and view its title, facets and columns.

    Args:
        source: what is exported.
        database: the name of the database, which is that of its file.
    """
    about = source.about
    tables = {name: _table(table) for name, table in SHEETS.items()}
    return {
        "title": f"{about.title}, version {about.version}",
        "license": about.license,
        "license_url": about.license_url,
        "databases": {database: {"tables": tables | {view.name: _view(view) for view in views()}}},
    }


def _table(table: Table) -> dict[str, object]:
    label = LABELS.get(table.name, "id")
    return {
        "title": table.title,
        "description": table.summary,
        "facets": list(_facets(table))[:MOST_FACETS],
        **({"label_column": label} if label in table.names or table.name in LABELS else {}),
        "columns": {column.name: column.description for column in table.columns},
    }


def _facets(table: Table) -> Iterator[str]:
    for column in table.columns:
        if column.name in COUNTED or (column.vocabulary is not None and not column.name.endswith(_BESIDE)):
            yield column.name


def _view(view: SqlView) -> dict[str, object]:
    return {"title": view.title, "description": view.summary, "facets": list(view.facets)}
