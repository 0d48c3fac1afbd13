"""FollowTheMoney: the entities, one a line, and what they are a dataset of."""

from __future__ import annotations

import json

from overseas_stations.publishing.exports.source import ExportedPackage
from overseas_stations.publishing.ftm.entities import entities
from overseas_stations.publishing.ftm.forms import LINKS
from overseas_stations.publishing.ftm.index import index
from overseas_stations.publishing.ftm.naming import Naming
from overseas_stations.schemas.json_schema import json_bytes

ENTITIES, INDEX = "entities.ftm.json", "index.json"
"""The names that tools which load such data expect."""


def ftm_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return the entities of all rows, and the facts about their dataset."""
    naming = Naming.of(source.about.name)
    lines, things = [], 0
    for entity in entities(source.library, naming):
        lines.append(f"{json.dumps(entity, ensure_ascii=False, allow_nan=False)}\n")
        things += entity["schema"] not in LINKS
    data = "".join(lines).encode()
    facts = index(source.library.rows, source.about.lines(), naming.dataset, (len(lines), things), ENTITIES, data)
    return {f"ftm/{ENTITIES}": data, f"ftm/{INDEX}": json_bytes(facts)}
