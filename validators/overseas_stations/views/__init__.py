"""Views: tables that follow from the others, with names beside codes, for readers who want one file and no joins.

They are read like tables and edited by nobody: a build writes them, and a check holds them against what they follow
from. Nothing depends on them but what is published.
"""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.lookups.library import Library
from overseas_stations.tables import Rows
from overseas_stations.views.claims import CLAIMS
from overseas_stations.views.responses import INQUIRIES_VIEW, RESPONSES_WIDE
from overseas_stations.views.statements import STATEMENTS_WIDE
from overseas_stations.views.stations import STATIONS_WIDE
from overseas_stations.views.view import View

VIEWS: Mapping[str, View] = {
    each.name: each for each in (STATIONS_WIDE, RESPONSES_WIDE, STATEMENTS_WIDE, INQUIRIES_VIEW, CLAIMS)
}
"""The views by name, in the order in which readers are shown them."""


def view_rows(library: Library) -> Rows:
    """Return the rows of all views, by view."""
    return {name: view.rows(library) for name, view in VIEWS.items()}


def view_path(name: str) -> str:
    """Return the path of a view in the package.

    >>> view_path("stations_wide")
    'views/stations_wide.csv'
    """
    return f"views/{name}.csv"


def view_files(rows: Rows) -> dict[str, bytes]:
    """Return views as canonical CSV by their paths in the package."""
    return {view_path(name): csv_bytes(VIEWS[name].table, listed) for name, listed in rows.items()}
