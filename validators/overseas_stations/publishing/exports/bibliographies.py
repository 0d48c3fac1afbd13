"""Files for reference managers: the dataset, every source and every record, cited."""

from __future__ import annotations

from overseas_stations.publishing.citing import Style
from overseas_stations.publishing.citing.citations import bibliography
from overseas_stations.publishing.exports.source import ExportedPackage


def bibtex_file(source: ExportedPackage) -> dict[str, bytes]:
    """Return the bibliography as BibTeX."""
    return _file(source, "bibtex", "bib")


def csl_file(source: ExportedPackage) -> dict[str, bytes]:
    """Return the bibliography as CSL-JSON."""
    return _file(source, "csl", "json")


def ris_file(source: ExportedPackage) -> dict[str, bytes]:
    """Return the bibliography as RIS."""
    return _file(source, "ris", "ris")


def _file(source: ExportedPackage, style: Style, suffix: str) -> dict[str, bytes]:
    text = bibliography(source.library, style, source.edition)
    return {f"citations/{source.about.stem}.{suffix}": text.encode()}
