"""One record with its evidence and the releases of both, as JSON for programs."""

from __future__ import annotations

import json

from overseas_stations.canonical import typed
from overseas_stations.ledgers.record_versions import VERSION_COLUMNS
from overseas_stations.lookups.library import Found, Library
from overseas_stations.tables import TABLES, Row


def render_record_json(library: Library, found: Found, versions: Row | None) -> str:
    """Return one object: ``table``, ``record_id``, the ``record`` in the types of JSON, its ``evidence``, ``versions``.

    Args:
        library: the package.
        found: the record.
        versions: since when it is there and when it last changed; None where nothing is known of that, which is null.
    """
    evidence = library.evidence(found.table.name, found.name)
    shown = {
        "table": found.table.name,
        "record_id": found.name,
        "record": typed(found.table, found.row),
        "evidence": [typed(TABLES["evidence"], row) for row in evidence],
        "versions": versions and {column.name: versions[column.name] for column in VERSION_COLUMNS},
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
