"""Croissant 1.1: the tables as record sets with typed fields, keys, references and, for each value, its provenance.

A value's provenance is a question to the table ``evidence``: which rows name this table, this record and this field?
Croissant's annotations say so without words. An annotation's first sub-fields are the join: a constant, or a column,
each with the field of ``evidence`` that it equals in ``references``. The sub-fields after them are what is found there.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from overseas_stations.columns import Column
from overseas_stations.publishing.citing.citations import cite_dataset
from overseas_stations.publishing.citing.edition import Edition
from overseas_stations.publishing.metadata.files import Contents
from overseas_stations.schemas import dataset
from overseas_stations.tables import TABLES, Table
from overseas_stations.version import VERSION_DATE, __version__

Node = dict[str, Any]

VERSION = "http://mlcommons.org/croissant/1.1"
RAI = "http://mlcommons.org/croissant/RAI/1.0"
_CR = (
    *("annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract"),
    *("field", "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath"),
    *("key", "md5", "parentField", "path", "readLines", "recordSet", "references", "regex", "repeated", "replace"),
    *("samplingRate", "sdVersion", "separator", "source", "subField", "transform", "unArchive", "value"),
)
CONTEXT: Node = {
    "@language": dataset.LANGUAGE,
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _CR},
}
"""The context that the specification recommends, with PROV. Tools compare its keys with their own list."""

_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}
_SOURCE_PROPERTIES = {
    "title": "sc:name",
    "publisher": "sc:publisher",
    "published": "sc:datePublished",
    "url": "sc:url",
    "archive_url": "sc:archivedAt",
    "language": "sc:inLanguage",
}
"""Columns of ``sources`` that are properties of a document."""

FOUND = (
    *("source_id", "stance", "asserted_value", "attributed_to", "reason"),
    *("passage_sha256", "passage_characters", "passage_start", "locator"),
)
"""What the evidence of a value says: the columns of ``evidence`` that an annotation carries."""


def croissant(contents: Contents) -> Node:
    """Return the package in Croissant."""
    coverage = dataset.temporal_coverage(contents.rows)
    evidenced = {(row["table"] or "", row["field"] or "") for row in contents.rows["evidence"]}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": dataset.IDENTIFIER,
        "conformsTo": [VERSION, RAI],
        "name": dataset.NAME,
        "alternateName": dataset.TITLE,
        "description": dataset.DESCRIPTION,
        "url": dataset.IDENTIFIER,
        "identifier": dataset.IDENTIFIER,
        "version": __version__,
        "datePublished": VERSION_DATE,
        "license": dataset.LICENSE["path"],
        "creator": {"@type": "sc:Organization", "name": dataset.AUTHORS},
        "publisher": {"@type": "sc:Organization", "name": dataset.AUTHORS},
        "keywords": dataset.KEYWORDS,
        "inLanguage": dataset.languages(contents.rows),
        **({"temporalCoverage": "/".join(coverage)} if coverage else {}),
        "citeAs": cite_dataset("bibtex", Edition()).strip(),
        "isLiveDataset": False,
        "rai:dataCollection": dataset.METHOD,
        "rai:dataLimitations": [" ".join(limitation) for limitation in dataset.LIMITATIONS],
        "rai:personalSensitiveInformation": dataset.PRIVACY,
        "prov:wasDerivedFrom": {"@id": "sources"},
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.path,
                "description": file.title,
                "contentUrl": file.path,
                "contentSize": f"{file.size} B",
                "encodingFormat": file.media_type,
                "sha256": file.sha256,
            }
            for file in contents.data
        ],
        "recordSet": [*_vocabularies(), *(_record_set(table, evidenced) for table in TABLES.values())],
    }


def _vocabularies() -> Iterator[Node]:
    """Yield each vocabulary as an enumeration that fields refer to."""
    columns = [column for table in TABLES.values() for column in table.columns]
    for term in {column.vocabulary.__name__: column.vocabulary for column in columns if column.vocabulary}.values():
        name = term.__name__
        yield {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": " ".join((term.__doc__ or "").split()),
            "dataType": "sc:Enumeration",
            "key": {"@id": f"{name}/name"},
            "field": [
                _field(f"{name}/name", "Value", "The value as it stands in the tables."),
                _field(f"{name}/description", "Definition", "What the value means."),
            ],
            "data": [{f"{name}/name": member.value, f"{name}/description": member.definition} for member in term],
        }


def _field(name: str, title: str, description: str, kind: str | list[str] = "sc:Text") -> Node:
    return {"@type": "cr:Field", "@id": name, "name": title, "description": description, "dataType": kind}


def _record_set(table: Table, evidenced: Set[tuple[str, str]]) -> Node:
    """Return a table; *evidenced* are the tables and columns of whose values a source says something of its own."""
    record_set: Node = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.title,
        "description": table.summary,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [_column(table, column, (table.name, column.name) in evidenced) for column in table.columns],
    }
    if table.name == "sources":
        record_set["dataType"] = ["sc:CreativeWork", "prov:Entity"]
    if table.cited:
        record_set["annotation"] = _evidence(table, None)
    return record_set


def _column(table: Table, column: Column, evidenced: bool) -> Node:
    name = f"{table.name}/{column.name}"
    kind = "sc:URL" if column.scalar.name == "URL" else _TYPES[column.scalar.type]
    field = _field(name, column.title, column.description, kind)
    field["source"] = {"fileObject": {"@id": f"tables/{table.name}.csv"}, "extract": {"column": column.name}}
    if column.name in table.references:
        target = TABLES[table.references[column.name]]
        field["references"] = {"field": {"@id": f"{target.name}/{target.key[0]}"}}
    elif column.vocabulary is not None:
        field["references"] = {"field": {"@id": f"{column.vocabulary.__name__}/name"}}
    if table.cited and column.name == "source_id":
        field["equivalentProperty"] = "prov:wasDerivedFrom"
    if table.name == "sources" and column.name in _SOURCE_PROPERTIES:
        field["equivalentProperty"] = _SOURCE_PROPERTIES[column.name]
    if evidenced:
        field["annotation"] = _evidence(table, column.name)
    return field


def _evidence(table: Table, column: str | None) -> Node:
    """Return the annotation that finds the evidence of a record, or of the value in one of its columns."""
    name = f"{table.name}/{column}/evidence" if column else f"{table.name}/evidence"
    about = (
        "What sources say of this value"
        if column
        else "What sources say of the record, and so of each value that has no evidence of its own"
    )
    columns = {each.name: each for each in TABLES["evidence"].columns}
    found = [
        _field(f"{name}/{each}", columns[each].title, columns[each].description, _TYPES[columns[each].scalar.type])
        | {"source": {"field": {"@id": f"evidence/{each}"}}}
        for each in FOUND
    ]
    return {
        "@type": "cr:Field",
        "@id": name,
        "name": "Evidence",
        "description": f"{about}: the rows of evidence that agree with the references of the sub-fields.",
        "dataType": "prov:Entity",
        "equivalentProperty": "prov:wasDerivedFrom",
        "isArray": True,
        "subField": [*_join(table, column, name), *found],
    }


def _join(table: Table, column: str | None, name: str) -> Iterator[Node]:
    """Yield the sub-fields that say which rows of ``evidence`` are meant."""
    yield _constant(f"{name}/table", "Table", table.name) | _refers("evidence/table")
    # A record's name is the values of its key, joined with "/": each column of the key is one part of it.
    for place, part in enumerate(table.key):
        pattern = "/".join("([^/]*)" if n == place else "[^/]*" for n in range(len(table.key)))
        field = _field(f"{name}/record/{part}", "Record", f"Part {place + 1} of {len(table.key)} of the record's name.")
        source = {"field": {"@id": "evidence/record_id"}, "transform": {"regex": f"^{pattern}$"}}
        yield field | {"source": source} | _refers(f"{table.name}/{part}")
    yield _constant(f"{name}/field", "Field", column or "") | _refers("evidence/field")


def _constant(name: str, title: str, value: str) -> Node:
    return _field(name, title, f"Always “{value}”." if value else "Always empty.") | {"value": value}


def _refers(name: str) -> Node:
    return {"references": {"field": {"@id": name}}}
