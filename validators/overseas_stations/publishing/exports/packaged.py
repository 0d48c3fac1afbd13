"""The package itself, as a folder and as one file."""

from __future__ import annotations

from overseas_stations.publishing.exports.containers import stored
from overseas_stations.publishing.exports.source import ExportedPackage


def package_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return the package as it is published."""
    return {f"datapackage/{path}": data for path, data in source.published.items()}


def zip_file(source: ExportedPackage) -> dict[str, bytes]:
    """Return the same in one archive."""
    return {f"{source.about.versioned_stem}.zip": stored(source.published)}
