"""Records with their evidence and the releases of both, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from overseas_stations.canonical.records import typed
from overseas_stations.ledgers.record_versions import VERSION_COLUMNS
from overseas_stations.lookups.library import Found, Library
from overseas_stations.tables import TABLES, Row


def record_json(library: Library, found: Found, versions: Row | None) -> str:
    """Return one object: ``table``, ``record_id``, the ``record`` in the types of JSON, its ``evidence``, ``versions``.

    ``passage_checks`` says when each of its passages was last seen, and ``source_checks`` of a source each look at it;
    both are empty where nobody looked.

    Args:
        library: the package.
        found: the record.
        versions: since when it is there and when it last changed; None where nothing is known of that, which is null.
    """
    return as_json(record_object(library, found, versions))


def records_json(library: Library, found: Iterable[Found], versions: Mapping[tuple[str, str], Row]) -> str:
    """Return a list of the objects of :func:`record_json`.

    Args:
        library: the package.
        found: the records.
        versions: table and name -> since when it is there and when it last changed.
    """
    return as_json([record_object(library, each, versions.get((each.table.name, each.name))) for each in found])


def record_object(library: Library, found: Found, versions: Row | None) -> dict[str, Any]:
    """Return the object of :func:`record_json`."""
    evidence = library.evidence(found.table.name, found.name)
    looked = (library.looked_for(*each) for each in library.passages_of(found))
    looks = library.checks_of(found.name) if found.table.name == "sources" else []
    return {
        "table": found.table.name,
        "record_id": found.name,
        "record": typed(found.table, found.row),
        "evidence": [typed(TABLES["evidence"], row) for row in evidence],
        "passage_checks": [typed(TABLES["passage_checks"], row) for row in looked if row is not None],
        "source_checks": [typed(TABLES["source_checks"], row) for row in looks],
        "versions": versions and {column.name: versions[column.name] for column in VERSION_COLUMNS},
    }


def as_json(value: object) -> str:
    """Return a value as JSON for people and programs, with a line at its end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
