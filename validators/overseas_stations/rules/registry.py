"""The registry of this project: its tables, and the rules of all families."""

from __future__ import annotations

from types import ModuleType

from overseas_stations.rules import (
    building,
    dossiers,
    evidence,
    fields,
    files,
    harm,
    keys,
    layouts,
    looking,
    migrations,
    references,
    releases,
    running,
    waivers,
)
from overseas_stations.rules.citations import asserted, attributed, cited, dates, disputes, duplicates, times
from overseas_stations.rules.core.base import FAMILIES
from overseas_stations.rules.core.declaring import OURS
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.domain import (
    actors,
    claims,
    closures,
    contradictions,
    listings,
    places,
    responses,
    statuses,
)
from overseas_stations.tables import TABLES

MODULES: tuple[ModuleType, ...] = (
    *(files, layouts, building, dossiers, running, fields, keys, evidence, looking, harm),
    *(cited, dates, disputes, asserted, attributed, duplicates, times),
    *(actors, places, listings, claims, statuses, closures, responses, contradictions),
    *(migrations, references, releases, waivers),
)
"""The modules that declare rules, which they do when they are imported."""

CORE = Registry(TABLES, {}, FAMILIES, (), (), {}, {}).extended(TABLES, {}, OURS)
"""The tables of this project and its rules."""
