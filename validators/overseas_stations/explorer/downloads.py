"""The data in other formats, beside the pages: what an export writes, in one folder."""

from __future__ import annotations

from overseas_stations.publishing.exports.folder import export
from overseas_stations.publishing.exports.register import FORMATS
from overseas_stations.publishing.exports.source import ExportedPackage

FOLDER = "downloads"


def downloads(source: ExportedPackage) -> dict[str, bytes]:
    """Return the files of every export that can be written here, by path below the folder of the site."""
    names = [each.name for each in FORMATS.values() if each.missing() is None]
    return {f"{FOLDER}/{path}": content for path, content in export(source, names).items()}
