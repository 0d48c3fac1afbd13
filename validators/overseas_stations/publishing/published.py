"""The files of a package as it is published: what a build commits, and what describes the data as a whole.

Hashes, sizes, counts, pictures, worked examples and catalogue metadata change with every row, so that two branches
would always meet in them; views and copies of the tables in JSON double what a reviewer is shown, and a row of a view
changes with every page on its record. All of it is made for exports, releases and the wheel, and is never committed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from overseas_stations.canonical.records import Records, json_files, table_files, typed_records
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.building import package_files
from overseas_stations.publishing.datasheet import datasheet, examples
from overseas_stations.publishing.metadata import metadata_files
from overseas_stations.publishing.pictures import PICTURES
from overseas_stations.reading.contents import CODEBOOK, DESCRIPTOR, README
from overseas_stations.schemas.codebook import codebook
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.schemas.table_schema import descriptor, sized
from overseas_stations.tables import Rows
from overseas_stations.version import __version__
from overseas_stations.views import view_files, view_rows


def published_files(rows: Rows) -> dict[str, bytes]:
    """Return every file of this dataset's package as it is published, by its path in it.

    Raises:
        ValueError: a cell does not have its form; check the rows first.
    """
    records, library = typed_records(rows), Library(rows)
    views = view_files(view_rows(library))
    data = table_files(rows) | views | json_files(records, __version__)
    stated = sized(descriptor(data) | {"sources": _sources(records)}, data)
    described = package_files(rows) | {
        DESCRIPTOR: json_bytes(stated),
        README: datasheet(library).encode(),
        CODEBOOK: codebook(examples(library)).encode(),
    }
    files = described | data | {path: draw(rows).encode() for path, draw in PICTURES.items()}
    return files | metadata_files(rows, files)


def with_hashes(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of any package, whose descriptor states size and SHA-256 of each of its resources' files."""
    stated = sized(json.loads(files[DESCRIPTOR]), files)
    return {**files, DESCRIPTOR: json_bytes(stated)}


def _sources(records: Records) -> list[dict[str, Any]]:
    """Return the documents that the data rest on, as the standard's ``sources``."""
    return [_source(row) for row in records["sources"]]


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    title = source["title"] or f"{source['publisher']}, {source['published'] or 'undated'}"
    address = source["url"] or source["archive_url"]
    return {"title": title} | ({"path": address} if address else {})
