"""A cited dataset on the overseas police service stations reported since 2022, and the tools that check it.

``stations()``, ``responses()``, ``statements()`` and the other tables return the installed package's data offline, as
pandas frames by default; ``validate`` checks any package; ``cite`` gives a citation. All of it loads on first use.
"""

from __future__ import annotations

from typing import Any

from overseas_stations.version import SCHEMA_VERSION, __version__

TABLE_NAMES = (
    *("sources", "source_relations", "stations", "station_statuses", "responses", "response_stations"),
    *("statements", "figures", "incidents", "evidence", "retractions"),
)
"""The tables, each a function of this module. A test holds this list against the registry."""

__all__ = ["SCHEMA_VERSION", "__version__", "cite", "diff", "table", "validate"]


def __getattr__(name: str) -> Any:
    if name in ("cite", "diff", "table", "validate"):
        from overseas_stations import api

        return getattr(api, name)
    if name in TABLE_NAMES:
        from overseas_stations import api

        return api.TABLE_FUNCTIONS[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *TABLE_NAMES])
