"""RO-Crate 1.1: every file of the package, for archives and workflow systems."""

from __future__ import annotations

from typing import Any

from overseas_stations.publishing.metadata.files import Contents
from overseas_stations.schemas import dataset
from overseas_stations.version import VERSION_DATE, __version__

Node = dict[str, Any]

AUTHORS = "#authors"


def ro_crate(contents: Contents) -> Node:
    """Return the package as a crate: its root, each file, and the author, licence and places that these name."""
    coverage = dataset.temporal_coverage(contents.rows)
    places = [
        {"@id": f"#{code.lower()}", "@type": "Place", "name": name, "identifier": code}
        for code, name in dataset.countries(contents.rows).items()
    ]
    languages = dataset.languages(contents.rows)
    license_ = {"@id": dataset.LICENSE["path"]}
    return {
        # The crate's context is of a schema.org that had no sha256 yet.
        "@context": ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}],
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
                "license": license_,
            },
            {
                "@id": "./",
                "@type": "Dataset",
                "identifier": dataset.IDENTIFIER,
                "name": dataset.TITLE,
                "description": dataset.DESCRIPTION,
                "version": __version__,
                "datePublished": VERSION_DATE,
                "license": license_,
                "author": {"@id": AUTHORS},
                "publisher": {"@id": AUTHORS},
                "keywords": dataset.KEYWORDS,
                "inLanguage": languages[0] if len(languages) == 1 else languages,
                **({"temporalCoverage": "/".join(coverage)} if coverage else {}),
                "spatialCoverage": [{"@id": place["@id"]} for place in places],
                "isBasedOn": {"@id": "tables/sources.csv"},
                "hasPart": [{"@id": file.path} for file in contents.files],
            },
            *(
                {
                    "@id": file.path,
                    "@type": "File",
                    "name": file.title,
                    "description": file.description,
                    "encodingFormat": file.media_type,
                    "contentSize": str(file.size),
                    "sha256": file.sha256,
                }
                for file in contents.files
            ),
            {"@id": AUTHORS, "@type": "Organization", "name": dataset.AUTHORS},
            {
                **license_,
                "@type": "CreativeWork",
                "name": dataset.LICENSE["title"],
                "identifier": dataset.LICENSE["name"],
                "description": "Share and adapt, with attribution.",
            },
            *places,
        ],
    }
