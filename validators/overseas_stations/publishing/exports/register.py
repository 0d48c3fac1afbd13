"""The formats by name: the one list that the command, its help and the documentation go by.

It is read at each start of the command: what writes a format is imported when it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from overseas_stations.suggestions import UnknownName, did_you_mean

if TYPE_CHECKING:
    from overseas_stations.publishing.exports.source import ExportedPackage

ALL = "all"


@dataclass(frozen=True)
class ExportFormat:
    """A format.

    Attributes:
        name: how the command names it.
        writer: module in this folder and function, which returns path in the export's folder -> bytes, the same for
            the same source.
        description: what it is, and where it is written: for the page about an export.
        paths, use: the files, and whom they are for: for the documentation.
        module: the library that it needs beside the core.
        extra: what installs that library.
    """

    name: str
    writer: str
    description: str
    paths: str
    use: str
    module: str | None = None
    extra: str | None = None

    def files(self, source: ExportedPackage) -> Mapping[str, bytes]:
        """Return what the format writes: path in the export's folder -> bytes.

        Raises:
            InputError: it cannot be written here.
        """
        write: Callable[[ExportedPackage], Mapping[str, bytes]] = resolve_name(f"{__package__}.{self.writer}")
        return write(source)

    def missing(self) -> str | None:
        """Return what to install before the format can be written, None where all is there."""
        if self.module is None or find_spec(self.module) is not None:
            return None
        return f"the format {self.name} needs {self.module}: pip install 'overseas-stations[{self.extra}]'"


FORMATS: Mapping[str, ExportFormat] = {
    each.name: each
    for each in (
        ExportFormat(
            "package",
            "packaged:package_files",
            "the data package with hashes, sizes, counts, pictures and catalogue metadata, in datapackage/",
            "`datapackage/`",
            "everybody: the data package with hashes and sizes, JSON, counts, pictures, catalogue metadata",
        ),
        ExportFormat(
            "csv",
            "delimited:canonical_files",
            "the tables as canonical CSV, in csv/",
            "`csv/<table>.csv`",
            "any program; the canonical files, the same bytes as in the package",
        ),
        ExportFormat(
            "csv-safe",
            "delimited:safe_files",
            "twins of them for spreadsheets, in csv-safe/",
            "`csv-safe/<table>.csv`",
            "spreadsheets: nothing in them turns into a date, a number or a formula",
        ),
        ExportFormat(
            "xlsx",
            "workbook:workbook_files",
            "one workbook, numbers as numbers and dates as text, with the codebook",
            "`overseas-stations.xlsx`",
            "spreadsheets: a sheet a table, and the codebook; needs `overseas-stations[excel]`",
            "xlsxwriter",
            "excel",
        ),
        ExportFormat(
            "json",
            "documents:json_documents",
            "the tables as JSON, and all records with their evidence, in json/",
            "`json/<table>.json`, `json/records.json`",
            "programs; `records.json` has each record's evidence and sources inside it",
        ),
        ExportFormat(
            "jsonl",
            "documents:json_lines",
            "the tables with one JSON object a line, in jsonl/",
            "`jsonl/<table>.jsonl`",
            "programs that read line by line",
        ),
        ExportFormat(
            "parquet",
            "parquet:parquet_files",
            "the tables with typed columns, in parquet/",
            "`parquet/<table>.parquet`",
            "data frames: typed columns; version and licence in the files' metadata",
        ),
        ExportFormat(
            "sqlite",
            "sqlite_file:sqlite_files",
            "one database with keys, views and full-text search",
            "`overseas-stations.sqlite`, `datasette.json`",
            "SQL: keys, indexes, views, full-text search",
        ),
        ExportFormat(
            "duckdb",
            "parquet:duckdb_files",
            "views.sql over the Parquet files, which it writes too",
            "`views.sql`, `parquet/`",
            "SQL over the Parquet files, with the same views",
        ),
        ExportFormat(
            "geojson",
            "documents:geojson",
            "the stations on the map, with sources and disputes",
            "`stations.geojson`",
            "maps (RFC 7946)",
        ),
        ExportFormat(
            "ftm",
            "ftm:ftm_files",
            "all records and evidence as entities of FollowTheMoney, in ftm/",
            "`ftm/entities.ftm.json`, `ftm/index.json`",
            "newsrooms: entities of FollowTheMoney, for Aleph and the tools of OpenSanctions",
        ),
        ExportFormat(
            "bibtex",
            "bibliographies:bibtex_file",
            "sources and records as BibTeX, in the forms of biblatex, in citations/",
            "`citations/overseas-stations.bib`",
            "reference managers: the dataset, every source, every record with an id, retracted ids",
        ),
        ExportFormat(
            "csl",
            "bibliographies:csl_file",
            "the same as CSL-JSON, in citations/",
            "`citations/overseas-stations.json`",
            "the same, as CSL-JSON",
        ),
        ExportFormat(
            "ris",
            "bibliographies:ris_file",
            "the same as RIS, in citations/",
            "`citations/overseas-stations.ris`",
            "the same, as RIS",
        ),
        ExportFormat(
            "zip",
            "packaged:zip_file",
            "the same package in one file",
            "`overseas-stations-<version>.zip`",
            "the same package in one file, for `overseas validate` and frictionless",
        ),
    )
}


ELSEWHERE = {
    **dict.fromkeys(("excel", "xls", "spreadsheet", "calc", "ods"), "xlsx"),
    **dict.fromkeys(("sql", "db", "database", "datasette"), "sqlite"),
    **dict.fromkeys(("bib", "biblatex"), "bibtex"),
    **dict.fromkeys(("ndjson", "json-lines"), "jsonl"),
    "map": "geojson",
}
"""What a format is called elsewhere -> its name here."""


def chosen(names: Iterable[str]) -> list[ExportFormat]:
    """Return the formats that are named, in their order; UnknownName where there is no such format."""
    named = set(names)
    for name in sorted(named - {ALL}):
        if name not in FORMATS:
            instead = ELSEWHERE.get(name.lower())
            meant = f"; did you mean {instead}?" if instead else did_you_mean(name, [*FORMATS, ALL])
            raise UnknownName(f"no format {name}{meant}; the formats are {', '.join(FORMATS)}, and {ALL}")
    return [each for each in FORMATS.values() if ALL in named or each.name in named]
