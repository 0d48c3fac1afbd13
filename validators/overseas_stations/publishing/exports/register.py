"""The formats by name, and what an export writes: the one list that the command and its documentation go by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from overseas_stations.publishing.citing import Style
from overseas_stations.publishing.exports import containers, delimited, documents, parquet, sqlite_file, workbook
from overseas_stations.publishing.exports.source import Source
from overseas_stations.schemas.version_folder import manifest
from overseas_stations.templates import fill

ALL = "all"
MANIFEST, PAGE = "SHA256SUMS", "README.md"

MARK = f"""\
Disputes and evidence are rows of `evidence`, retracted ids rows of `retractions`. That something is reported says
nothing about whether it is so.

`sha256sum -c {MANIFEST}` says whether a file has changed.
"""
"""The end of the page about an export, by which a later one knows it."""


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        name: how the command names it.
        description: what it is, and where it is written.
        files: what it writes: path in the export's folder -> bytes, the same for the same source.
        module: the library that it needs beside the core.
        extra: what installs that library.
    """

    name: str
    description: str
    files: Callable[[Source], Mapping[str, bytes]]
    module: str | None = None
    extra: str | None = None

    def missing(self) -> str | None:
        """Return what to install before the format can be written, None where all is there."""
        if self.module is None or find_spec(self.module) is not None:
            return None
        return f"the format {self.name} needs {self.module}: pip install 'overseas-stations[{self.extra}]'"


def _package(source: Source) -> dict[str, bytes]:
    return {f"datapackage/{path}": data for path, data in source.published.items()}


def _zipped(source: Source) -> dict[str, bytes]:
    return {f"{source.about.versioned_stem}.zip": containers.stored(source.published)}


def _bibliography(style: Style, suffix: str, source: Source) -> dict[str, bytes]:
    from overseas_stations.publishing.citing import bibliography

    text = bibliography(source.library, style, source.edition)
    return {f"citations/{source.about.stem}.{suffix}": text.encode()}


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            "package",
            "the data package with hashes, sizes, counts, pictures and catalogue metadata, in datapackage/",
            _package,
        ),
        Format("csv", "the tables as canonical CSV, in csv/", delimited.canonical_files),
        Format("csv-safe", "twins of them for spreadsheets, in csv-safe/", delimited.safe_files),
        Format("xlsx", "one workbook whose cells are all text", workbook.workbook_files, "xlsxwriter", "excel"),
        Format("json", "the tables as JSON, and all records with their evidence, in json/", documents.json_documents),
        Format("jsonl", "the tables with one JSON object a line, in jsonl/", documents.json_lines),
        Format("parquet", "the tables with typed columns, in parquet/", parquet.parquet_files),
        Format("sqlite", "one database with keys, views and full-text search", sqlite_file.sqlite_files),
        Format("duckdb", "views.sql over the Parquet files, which it writes too", parquet.duckdb_files),
        Format("geojson", "the stations on the map, with sources and disputes", documents.geojson),
        Format("bibtex", "sources and records as BibTeX, in citations/", partial(_bibliography, "bibtex", "bib")),
        Format("csl", "the same as CSL-JSON, in citations/", partial(_bibliography, "csl", "json")),
        Format("ris", "the same as RIS, in citations/", partial(_bibliography, "ris", "ris")),
        Format("zip", "the same package in one file", _zipped),
    )
}


def export(source: Source, names: Iterable[str]) -> dict[str, bytes]:
    """Return what an export writes: path in its folder -> bytes, with a page about it and a manifest of all.

    Args:
        source: the package.
        names: formats by name, or ``all``.

    Raises:
        KeyError: there is no such format.
        InputError: a format cannot be written here.
    """
    wanted = chosen(names)
    files: dict[str, bytes] = {}
    for each in wanted:
        files |= each.files(source)
    files[PAGE] = _page(source, wanted).encode()
    return files | {MANIFEST: manifest(files.items())}


def chosen(names: Iterable[str]) -> list[Format]:
    """Return the formats that are named, in their order; KeyError where there is no such format."""
    named = set(names)
    for name in sorted(named - {ALL}):
        if name not in FORMATS:
            raise KeyError(name)
    return [each for each in FORMATS.values() if ALL in named or each.name in named]


def _page(source: Source, formats: Iterable[Format]) -> str:
    about = source.about
    told = [f"Version {about.version}."] if about.version else []
    told += [f"Licence: {about.license} {about.license_url}".rstrip()] if about.license else []
    return fill(
        "publishing/exports/README.md.jinja",
        title=about.title or about.stem,
        facts=" ".join(told),
        formats=formats,
        mark=MARK,
    )
