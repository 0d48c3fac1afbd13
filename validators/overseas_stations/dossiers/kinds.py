"""What a contributor calls a record. The command offers these words before it loads anything else of dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal["station", "status", "bureau", "listing", "response", "link", "statement", "figure", "incident"]

KINDS: Mapping[Kind, str] = {
    "station": "stations",
    "status": "station_statuses",
    "bureau": "station_bureaus",
    "listing": "listings",
    "response": "responses",
    "link": "response_links",
    "statement": "statements",
    "figure": "figures",
    "incident": "incidents",
}
"""A kind -> the section of its records under ``declares``."""
