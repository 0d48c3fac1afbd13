"""What FollowTheMoney's tools read about a dataset: its name, version, licence, extent, and its file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from overseas_stations.forms.scalars import URL, is_match
from overseas_stations.publishing.ftm import codes
from overseas_stations.schemas import dataset
from overseas_stations.tables import Rows


def index(
    rows: Rows, stated: Mapping[str, str], name: str, counts: tuple[int, int], file: str, data: bytes
) -> dict[str, Any]:
    """Return the facts about a dataset of entities.

    Args:
        rows: the rows of the package.
        stated: what its descriptor says: its name, title, version and the address of its licence.
        name: what its entities call the dataset.
        counts: its entities, and those among them that are things.
        file: the name of their file.
        data: the bytes of that.
    """
    found: dict[str, Any] = {"name": name, "title": stated["title"] or name}
    if stated["name"] == dataset.NAME:
        found |= {"summary": dataset.DESCRIPTION, "publisher": {"name": dataset.AUTHORS}}
        found["description"] = " ".join(part for limitation in dataset.LIMITATIONS for part in limitation)
    if stated["version"]:
        found["version"] = stated["version"]
    if is_match(URL, stated["license_url"]):
        found["license"] = stated["license_url"]
    span = dataset.temporal_coverage(rows)
    covered = {"countries": [code for each in dataset.countries(rows) if (code := codes.country(each))]}
    found["coverage"] = (dict(zip(("start", "end"), span, strict=True)) if span else {}) | covered
    found |= dict(zip(("entity_count", "thing_count"), counts, strict=True))
    # SHA-1 because that is what these tools compare; SHA256SUMS beside the folder is what tells of a change.
    checksum = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    found["resources"] = [{"name": file, "mime_type": "application/json", "size": len(data), "checksum": checksum}]
    return found
