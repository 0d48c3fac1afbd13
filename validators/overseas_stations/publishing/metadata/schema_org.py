"""schema.org/Dataset, for search engines: what the dataset is, what it measures, and where its files are."""

from __future__ import annotations

from typing import Any

from overseas_stations.publishing.metadata.files import Contents
from overseas_stations.schemas import dataset
from overseas_stations.schemas.json_schema import schema_id
from overseas_stations.tables import TABLES
from overseas_stations.version import VERSION_DATE, __version__

Node = dict[str, Any]


def schema_org(contents: Contents) -> Node:
    """Return the package as a schema.org/Dataset.

    Addresses are relative: they hold wherever the file stands beside the others. There is no ``url``, since the
    dataset has no home page.
    """
    coverage = dataset.temporal_coverage(contents.rows)
    author = {"@type": "Organization", "name": dataset.AUTHORS}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dataset.IDENTIFIER,
        "identifier": dataset.IDENTIFIER,
        "name": dataset.TITLE,
        "alternateName": dataset.NAME,
        "description": dataset.DESCRIPTION,
        "version": __version__,
        "datePublished": VERSION_DATE,
        "license": dataset.LICENSE["path"],
        "isAccessibleForFree": True,
        "creator": author,
        "publisher": author,
        "keywords": dataset.KEYWORDS,
        "inLanguage": dataset.languages(contents.rows),
        **({"temporalCoverage": "/".join(coverage)} if coverage else {}),
        "spatialCoverage": [
            {"@type": "Place", "name": name, "identifier": code}
            for code, name in dataset.countries(contents.rows).items()
        ],
        "measurementTechnique": dataset.METHOD,
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "propertyID": f"{schema_id(table.name)}#/properties/{column.name}",
                "name": f"{table.name}.{column.name}",
                "description": f"{column.title}. {column.description}",
            }
            for table in TABLES.values()
            for column in table.columns
        ],
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": f"{len(contents.rows['sources'])} documents",
            "description": "Each document that the data rest on is a row of tables/sources.csv, with its address.",
            "url": "tables/sources.csv",
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": file.path,
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in contents.data
        ],
    }
