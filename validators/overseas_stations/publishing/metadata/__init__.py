"""What tells others about the package as a whole: Croissant, schema.org, DCAT-AP and RO-Crate.

Each is a pure function of the registry, the rows and the bytes of the files, and a plain dict: nothing of RDF is needed
to write it. The Data Package descriptor stays the one that our own checks read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from overseas_stations.publishing.metadata.croissant import croissant
from overseas_stations.publishing.metadata.dcat import dcat
from overseas_stations.publishing.metadata.files import Contents
from overseas_stations.publishing.metadata.ro_crate import ro_crate
from overseas_stations.publishing.metadata.schema_org import schema_org
from overseas_stations.reading.contents import CROISSANT, DCAT, RO_CRATE, SCHEMA_ORG
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.tables import Rows

METADATA: Mapping[str, Callable[[Contents], dict[str, Any]]] = {
    CROISSANT: croissant,
    SCHEMA_ORG: schema_org,
    DCAT: dcat,
    RO_CRATE: ro_crate,
}
"""Path in the package -> the function that describes the package. Each sees the files of those before it."""


def metadata_files(rows: Rows, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the metadata files of a package by their paths in it.

    Args:
        rows: the texts of the package's rows.
        files: all its other files by their paths in it.
    """
    written: dict[str, bytes] = {}
    for path, describe in METADATA.items():
        written[path] = json_bytes(describe(Contents(rows, {**files, **written})))
    return written
