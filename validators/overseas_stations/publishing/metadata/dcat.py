"""DCAT-AP 3.0: a catalogue of one dataset, for the portals of public authorities."""

from __future__ import annotations

from typing import Any

from overseas_stations.publishing.metadata.files import Contents, File
from overseas_stations.schemas import dataset
from overseas_stations.schemas.json_schema import schema_id
from overseas_stations.schemas.versions import id_version
from overseas_stations.version import SCHEMA_VERSION, VERSION_DATE, __version__

Node = dict[str, Any]

PROFILE = "http://data.europa.eu/r5r/"
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_MEDIA_TYPES = "http://www.iana.org/assignments/media-types"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_FORMATS = {"text/csv": "CSV", "application/json": "JSON"}
_LANGUAGES = {"en": "ENG"}
"""ISO 639-1 -> the code of the European list of languages."""

_THEMES = {"INTR": "International issues", "JUST": "Justice, legal system and public safety"}
_PRECISION = {4: "gYear", 7: "gYearMonth", 10: "date"}
"""Characters of a partial date -> its type in XML Schema."""

CONTEXT: Node = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dcat(contents: Contents) -> Node:
    """Return the package as a catalogue that holds one dataset, whose distributions are the data files.

    Addresses are relative: they hold wherever the file stands beside the others. Nodes that the profile wants to be of
    a class carry it, so that the file is valid without any other file.
    """
    catalogue, record = f"{dataset.IDENTIFIER}#catalogue", f"{dataset.IDENTIFIER}#record"
    publisher = {"@id": f"{dataset.IDENTIFIER}#authors", "@type": "foaf:Agent", "foaf:name": dataset.AUTHORS}
    language = [_language(code) for code in dataset.languages(contents.rows)]
    profile = {"@id": PROFILE, "@type": "dct:Standard"}
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": catalogue,
                "@type": "dcat:Catalog",
                "dct:title": _text(dataset.TITLE),
                "dct:description": _text("A catalogue of one dataset."),
                "dct:publisher": publisher,
                "dct:language": language,
                "dct:license": _license(),
                "dct:issued": _date(VERSION_DATE),
                "dct:modified": _date(VERSION_DATE),
                "dct:spatial": _places(contents),
                "dcat:themeTaxonomy": {
                    "@id": f"{_AUTHORITY}/data-theme",
                    "@type": "skos:ConceptScheme",
                    "dct:title": _text("Data theme"),
                },
                "dcat:dataset": {"@id": dataset.IDENTIFIER},
                "dcat:record": {"@id": record},
            },
            {
                "@id": record,
                "@type": "dcat:CatalogRecord",
                "dct:issued": _date(VERSION_DATE),
                "dct:modified": _date(VERSION_DATE),
                "dct:conformsTo": profile,
                "foaf:primaryTopic": {"@id": dataset.IDENTIFIER},
            },
            _dataset(contents, publisher, language),
        ],
    }


def _dataset(contents: Contents, publisher: Node, language: list[Node]) -> Node:
    coverage = dataset.temporal_coverage(contents.rows)
    node: Node = {
        "@id": dataset.IDENTIFIER,
        "@type": ["dcat:Dataset", "dcat:Resource"],
        "dct:title": _text(dataset.TITLE),
        "dct:description": _text(dataset.DESCRIPTION),
        "dct:identifier": dataset.IDENTIFIER,
        "dcat:version": __version__,
        "dct:issued": _date(VERSION_DATE),
        "dct:modified": _date(VERSION_DATE),
        "dct:publisher": publisher,
        "dct:creator": publisher,
        "dct:language": language,
        "dcat:keyword": [_text(keyword) for keyword in dataset.KEYWORDS],
        "dcat:theme": [
            _listed("data-theme", code, "skos:Concept") | {"skos:prefLabel": _text(label)}
            for code, label in _THEMES.items()
        ],
        "dct:accessRights": _listed("access-right", "PUBLIC", "dct:RightsStatement"),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _text(dataset.METHOD)},
        "dct:spatial": _places(contents),
        "dcat:distribution": [_distribution(file) for file in contents.data],
    }
    if coverage:
        period = {"dcat:startDate": _date(coverage[0]), "dcat:endDate": _date(coverage[1])}
        node["dct:temporal"] = {"@type": "dct:PeriodOfTime", **period}
    return node


def _distribution(file: File) -> Node:
    of_all = f"urn:{dataset.NAME}:schema:{id_version(SCHEMA_VERSION)}"
    standard = of_all if file.table is None else schema_id(file.table.name)
    return {
        "@id": f"{dataset.IDENTIFIER}#{file.path}",
        "@type": "dcat:Distribution",
        "dct:title": _text(file.title),
        "dct:description": _text(file.description),
        "dcat:accessURL": {"@id": file.path},
        "dcat:downloadURL": {"@id": file.path},
        "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}/{file.media_type}", "@type": "dct:MediaType"},
        "dct:format": _listed("file-type", _FORMATS[file.media_type], "dct:MediaTypeOrExtent"),
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "dct:license": _license(),
        "dct:conformsTo": {"@id": standard, "@type": "dct:Standard"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256, "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _text(text: str) -> Node:
    return {"@value": text, "@language": dataset.LANGUAGE}


def _date(date: str) -> Node:
    return {"@value": date, "@type": f"xsd:{_PRECISION[len(date)]}"}


def _license() -> Node:
    return {"@id": dataset.LICENSE["path"], "@type": "dct:LicenseDocument"}


def _language(code: str) -> Node:
    kind = "dct:LinguisticSystem"
    return (
        _listed("language", _LANGUAGES[code], kind)
        if code in _LANGUAGES
        else {"@id": f"urn:ietf:bcp:47:{code}", "@type": kind}
    )


def _places(contents: Contents) -> list[Node]:
    return [
        {"@type": "dct:Location", "dct:identifier": code, "skos:prefLabel": _text(name)}
        for code, name in dataset.countries(contents.rows).items()
    ]


def _listed(scheme: str, code: str, kind: str) -> Node:
    """Return a term of one of the European Union's authority lists."""
    scheme = f"{_AUTHORITY}/{scheme}"
    return {"@id": f"{scheme}/{code}", "@type": kind, "skos:inScheme": {"@id": scheme}}
