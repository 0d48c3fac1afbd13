"""A cited dataset on the overseas police service stations reported since 2022, and the tools that check it.

``stations()``, ``responses()``, ``statements()`` and the other tables return the installed package's data offline, as
pandas frames by default; ``validate`` checks any package; ``cite`` gives a citation. All of it loads on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.version import SCHEMA_VERSION, __version__

TABLE_NAMES = (
    *("countries", "actors", "sources", "source_relations", "stations", "station_statuses", "station_bureaus"),
    *("listings", "responses", "response_stations", "response_links", "statements", "figures", "incidents"),
    *("evidence", "retractions", "source_checks", "passage_checks"),
)
"""The tables, each a function of this module. A test holds this list against the registry."""

VIEW_NAMES = ("stations_wide", "responses_wide", "statements_wide", "inquiries", "claims")
"""The views, which :func:`table` returns like tables: ``stations(wide=True)`` is short for the first."""

__all__ = [
    "SCHEMA_VERSION",
    "TABLE_NAMES",
    "VIEW_NAMES",
    "__version__",
    "actors",
    "cite",
    "claims",
    "countries",
    "diff",
    "evidence",
    "figures",
    "incidents",
    "inquiries",
    "listings",
    "passage_checks",
    "response_links",
    "response_stations",
    "responses",
    "retractions",
    "source_checks",
    "source_relations",
    "sources",
    "statements",
    "station_bureaus",
    "station_statuses",
    "stations",
    "table",
    "validate",
    "versions",
]

if TYPE_CHECKING:
    from overseas_stations.api import (
        actors,
        cite,
        claims,
        countries,
        diff,
        evidence,
        figures,
        incidents,
        inquiries,
        listings,
        passage_checks,
        response_links,
        response_stations,
        responses,
        retractions,
        source_checks,
        source_relations,
        sources,
        statements,
        station_bureaus,
        station_statuses,
        stations,
        table,
        validate,
        versions,
    )
else:
    # Not for type checkers: to them a module with this function has every name, and no misspelt one is found.
    def __getattr__(name: str) -> object:
        if name in __all__:
            from overseas_stations import api

            return getattr(api, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
