"""The metadata files say what the package is, each to a program of others that reads it, and all of them the same."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from overseas_stations.forms.scalars import earliest_day, latest_day
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.metadata import METADATA, metadata_files
from overseas_stations.publishing.metadata.croissant import FOUND
from overseas_stations.publishing.published import published_files
from overseas_stations.reading.container import UNNAMED
from overseas_stations.schemas import dataset
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing import packages
from overseas_stations.testing.rows import Package
from overseas_stations.version import VERSION_DATE, __version__
from small_project import contents

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "datapackage"

pytestmark = pytest.mark.xdist_group("metadata")

CROISSANT, SCHEMA_ORG, DCAT, CRATE = METADATA

EMPTY: Package = {name: [] for name in TABLES}

RDFLIB_WARNS = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""rdflib's own reader of JSON-LD uses what rdflib deprecates."""

Node = dict[str, Any]
LONG = pytest.mark.long


@cache
def data() -> Library:
    """Return the data as they are committed."""
    return Library.load(FOLDER)


@cache
def package() -> Mapping[str, bytes]:
    """Return the package as it is published: what a build commits has no such files."""
    return published_files(data().rows)


@cache
def read(name: str) -> Node:
    node: Node = json.loads(package()[name])
    return node


def listed(name: str) -> list[tuple[str, str, str]]:
    """Return path, size and hash of each file that a metadata file lists."""
    if name == "dcat.jsonld":
        files = [file for node in read(DCAT)["@graph"] for file in node.get("dcat:distribution", [])]
        return [
            (
                file["dcat:downloadURL"]["@id"],
                file["dcat:byteSize"]["@value"],
                file["spdx:checksum"]["spdx:checksumValue"]["@value"],
            )
            for file in files
        ]
    if name == "ro-crate-metadata.json":
        files = [node for node in read(CRATE)["@graph"] if node["@type"] == "File"]
        return [(file["@id"], file["contentSize"], file["sha256"]) for file in files]
    files = read(name)["distribution"]
    return [(file["contentUrl"], file["contentSize"].removesuffix(" B"), file["sha256"]) for file in files]


def test_the_metadata_are_files_that_the_descriptor_need_not_name() -> None:
    assert set(METADATA) <= UNNAMED
    assert set(METADATA) <= package().keys()
    assert set(METADATA).isdisjoint(contents(FOLDER))
    assert UNNAMED.isdisjoint(resource["path"] for resource in read("datapackage.json")["resources"])


@pytest.mark.parametrize("name", METADATA)
def test_every_file_is_listed_with_its_size_and_hash(name: str) -> None:
    files = package()
    described = {path for path in files if path.startswith(("tables/", "views/", "json/"))}
    if name == "ro-crate-metadata.json":
        described = files.keys() - {name}
    expected = [(path, str(len(files[path])), hashlib.sha256(files[path]).hexdigest()) for path in described]
    assert sorted(listed(name)) == sorted(expected)


def test_all_of_them_state_the_same_version_and_day() -> None:
    crate = {node["@id"]: node for node in read(CRATE)["@graph"]}
    catalogued = next(node for node in read(DCAT)["@graph"] if node["@id"] == dataset.IDENTIFIER)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    descriptor = read("datapackage.json")
    assert {
        (read(CROISSANT)["version"], read(CROISSANT)["datePublished"]),
        (read(SCHEMA_ORG)["version"], read(SCHEMA_ORG)["datePublished"]),
        (catalogued["dcat:version"], catalogued["dct:issued"]["@value"]),
        (crate["./"]["version"], crate["./"]["datePublished"]),
        (citation["version"], citation["date-released"]),
        (zenodo["version"], zenodo["publication_date"]),
        (descriptor["version"], descriptor["versionDate"]),
    } == {(__version__, VERSION_DATE)}


def strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from strings(value) if key != "@context" else ()
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


STANDARDS = (
    *("http://mlcommons.org/croissant/", "https://creativecommons.org/", "https://w3id.org/ro/crate/"),
    *("http://data.europa.eu/r5r/", "http://publications.europa.eu/resource/authority/", "http://spdx.org/rdf/terms#"),
    "http://www.iana.org/assignments/media-types/",
)


@pytest.mark.parametrize("name", METADATA)
def test_no_address_is_made_up(name: str) -> None:
    addresses = [text for text in strings(read(name)) if re.match("[a-z]+://", text)]
    assert [address for address in addresses if not address.startswith(STANDARDS)] == []


# Croissant ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the published package."""
    folder = tmp_path_factory.mktemp("published")
    for name, data in package().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def croissant_reader(published: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")
    monkeypatch.chdir(published)
    return mlcroissant


@RDFLIB_WARNS
def test_mlcroissant_takes_it_without_a_complaint(croissant_reader: Any) -> None:
    issues = croissant_reader.Dataset("croissant.json").metadata.ctx.issues
    assert (set(issues.errors), set(issues.warnings)) == (set(), set())


def as_cell(value: Any) -> str:
    """Return what mlcroissant reads in a cell as the text of the cell."""
    if value is None or value != value:
        return ""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


@RDFLIB_WARNS
@pytest.mark.parametrize(
    "table",
    [pytest.param(name, marks=LONG if name in ("evidence", "stations") else pytest.mark.verify) for name in TABLES],
)
def test_mlcroissant_reads_the_records_of_the_csv_files(croissant_reader: Any, table: str) -> None:
    # A data set of its own for each table: it gives out the records that another one refers to only once.
    read = [
        {name.partition("/")[2]: as_cell(value) for name, value in record.items()}
        for record in croissant_reader.Dataset("croissant.json").records(table)
    ]
    with (FOLDER / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        assert read == list(csv.DictReader(file))


def nodes(node: object) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            yield from nodes(value) if key != "data" else ()
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_the_record_sets_are_those_of_the_registry() -> None:
    tables = {each["@id"]: each for each in read(CROISSANT)["recordSet"] if "data" not in each}
    assert list(tables) == list(TABLES)
    for table in TABLES.values():
        names = [field["@id"] for field in tables[table.name]["field"]]
        assert names == [f"{table.name}/{column}" for column in table.names]
        assert tables[table.name]["key"] == [{"@id": f"{table.name}/{column}"} for column in table.key]
    ids = [node["@id"] for node in nodes(read(CROISSANT)["recordSet"]) if "@id" in node and "@type" in node]
    assert len(ids) == len(set(ids))
    references = [
        node["references"]["field"]["@id"] for node in nodes(read(CROISSANT)["recordSet"]) if "references" in node
    ]
    assert set(references) <= set(ids)
    referring = {
        field["@id"]: field["references"]["field"]["@id"]
        for table in tables.values()
        for field in table["field"]
        if "references" in field
    }
    for table in TABLES.values():
        for column, target in table.references.items():
            assert referring[f"{table.name}/{column}"] == f"{target}/{TABLES[target].key[0]}"
    assert {to for name, to in referring.items() if name.endswith("/country")} == {"countries/code"}


def test_an_annotation_carries_all_that_evidence_says_of_a_value() -> None:
    """Whose word it is among it: what is left out is the join."""
    assert set(FOUND) == set(TABLES["evidence"].names) - {"table", "record_id", "field"}


def found_by(annotation: Node, row: Mapping[str, str | None]) -> list[tuple[str | None, ...]]:
    """Return the evidence that an annotation of a record, or of its value, names: the join that Croissant states."""
    found = []
    for claim in data().rows["evidence"]:
        for sub in annotation["subField"]:
            source, _, target = sub.get("references", {}).get("field", {}).get("@id", "").rpartition("/")
            if "value" in sub:
                ours = sub["value"]
            elif "source" in sub and source:
                named = claim[sub["source"]["field"]["@id"].removeprefix("evidence/")] or ""
                match = re.fullmatch(sub["source"]["transform"]["regex"], named)
                ours = match and match[1]
            if source and ours != ((claim if source == "evidence" else row)[target] or ""):
                break
        else:
            found.append(tuple(claim[name] for name in FOUND))
    return found


def evidence_by_croissant(table: str, row: Mapping[str, str | None], column: str) -> list[tuple[str | None, ...]]:
    """Return the evidence of a value as one finds it who knows Croissant, and nothing else of this project.

    That of the value itself, or, where it has none, that of the whole record.
    """
    record_set = next(each for each in read(CROISSANT)["recordSet"] if each["@id"] == table)
    field = next(each for each in record_set["field"] if each["@id"] == f"{table}/{column}")
    own = found_by(field["annotation"], row) if "annotation" in field else []
    return own or found_by(record_set["annotation"], row)


@pytest.mark.parametrize(
    ("record", "column"),
    [
        ("es-valencia-1", "stations_claimed"),
        ("es-valencia-1", "country"),
        ("ao-1/cn-police-nantong", "actor_id"),
        ("safeguard-defenders-2022-12-bureaus", "value"),
        ("ie-2022-closure-ordered/ie-dublin-1", "station_id"),
        (("station_statuses", 7), "status"),
        (("source_relations", 7), "relation"),
    ],
)
def test_the_provenance_of_a_value_is_found_by_croissant_alone(record: str | tuple[str, int], column: str) -> None:
    if not isinstance(record, str):
        name, number = record
        record = record_name(TABLES[name], data().rows[name][number])
    found = data().find(record)
    assert found is not None
    evidence = data().evidence(found.table.name, record)
    own = [row for row in evidence if row["field"] == column]
    expected = [tuple(row[name] for name in FOUND) for row in own or evidence if row in own or not row["field"]]
    assert expected
    assert evidence_by_croissant(found.table.name, found.row, column) == expected


def test_every_record_set_of_claims_says_where_its_values_come_from() -> None:
    for table in TABLES.cited:
        annotation = next(each for each in read(CROISSANT)["recordSet"] if each["@id"] == table.name)["annotation"]
        assert annotation["equivalentProperty"] == "prov:wasDerivedFrom"
        name = re.escape(annotation["@id"])
        joined = [sub["@id"] for sub in annotation["subField"] if "references" in sub]
        assert [re.sub(f"^{name}/", "", each) for each in joined] == [
            "table",
            *(f"record/{column}" for column in table.key),
            "field",
        ]


# schema.org -----------------------------------------------------------------------------------------------------------


def test_schema_org_has_what_search_engines_ask_for() -> None:
    required = {"name", "description"}
    recommended = {
        *("alternateName", "citation", "creator", "distribution", "funder", "hasPart", "identifier"),
        *("includedInDataCatalog", "isAccessibleForFree", "keywords", "license", "measurementTechnique", "sameAs"),
        *("spatialCoverage", "temporalCoverage", "url", "variableMeasured", "version"),
    }
    # No home page, copy, catalogue, funder or article about the data is known, and it has no parts but its tables.
    unknown = {"citation", "funder", "hasPart", "includedInDataCatalog", "sameAs", "url"}
    assert (required | recommended) - read(SCHEMA_ORG).keys() == unknown
    assert 50 <= len(read(SCHEMA_ORG)["description"]) <= 5000
    columns = [f"{table.name}.{name}" for table in TABLES.values() for name in table.names]
    assert [each["name"] for each in read(SCHEMA_ORG)["variableMeasured"]] == columns


# DCAT-AP --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue() -> Any:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    graph = rdflib.Graph()
    graph.parse(data=package()["dcat.jsonld"], format="json-ld", publicID="https://example.org/package/dcat.jsonld")
    return graph


@RDFLIB_WARNS
def test_dcat_has_what_the_profile_demands_of_each_class(catalogue: Any) -> None:
    from rdflib import RDF, URIRef

    prefixes = read(DCAT)["@context"]

    def iri(name: str) -> Any:
        prefix, _, local = name.partition(":")
        return URIRef(prefixes[prefix] + local)

    demanded = {
        "dcat:Catalog": ("dct:title", "dct:description", "dct:publisher"),
        "dcat:CatalogRecord": ("dct:modified", "foaf:primaryTopic"),
        "dcat:Dataset": ("dct:title", "dct:description"),
        "dcat:Distribution": ("dcat:accessURL",),
        "foaf:Agent": ("foaf:name",),
        "spdx:Checksum": ("spdx:algorithm", "spdx:checksumValue"),
        "skos:Concept": ("skos:prefLabel",),
    }
    for kind, properties in demanded.items():
        found = list(catalogue.subjects(RDF.type, iri(kind)))
        assert found, kind
        assert [
            (node, name) for node in found for name in properties if not list(catalogue.objects(node, iri(name)))
        ] == []
    downloads = {str(each) for each in catalogue.objects(None, iri("dcat:downloadURL"))}
    assert "https://example.org/package/tables/stations.csv" in downloads


@RDFLIB_WARNS
def test_dcat_passes_the_shapes_of_the_profile(catalogue: Any) -> None:
    shapes = os.environ.get("DCAT_AP_SHAPES")
    if not shapes:
        pytest.skip("DCAT_AP_SHAPES names no file of the profile's SHACL shapes, which are not ours to keep")
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "verify_exports" / "verify_metadata.py", "--only", "dcat"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# The facts ------------------------------------------------------------------------------------------------------------


def test_the_coverage_holds_every_date_of_a_claim_and_no_other() -> None:
    numbers: list[int] = []

    @settings(max_examples=25)
    @given(packages())
    def cover(rows: Package) -> None:
        dates = [
            row[column.name] or ""
            for table in TABLES.cited
            for column in table.columns
            for row in rows[table.name]
            if column.scalar.name == "partial date" and column.name not in table.ours and row[column.name]
        ]
        coverage = dataset.temporal_coverage(rows)
        numbers.append(len(set(dates)))
        if coverage is None:
            assert dates == []
            return
        assert set(coverage) <= set(dates)
        assert min(earliest_day(date) for date in dates) == earliest_day(coverage[0])
        assert max(latest_day(date) for date in dates) == latest_day(coverage[1])

    cover()
    assert sum(number > 1 for number in numbers) > 5, "hardly a package had dates to choose from"


@given(packages())
@settings(max_examples=10)
@pytest.mark.long
def test_the_metadata_are_a_function_of_the_rows_and_files(rows: Package) -> None:
    files = published_files(rows)
    others = {path: data for path, data in files.items() if path not in METADATA}
    assert metadata_files(rows, others) == {path: files[path] for path in METADATA}


def test_a_package_without_rows_is_described() -> None:
    files = published_files(EMPTY)
    assert "temporalCoverage" not in json.loads(files["dataset.jsonld"])
    assert json.loads(files["dataset.jsonld"])["spatialCoverage"] == []
    assert dataset.languages(EMPTY) == ["en"]


def test_the_countries_are_those_of_the_claims() -> None:
    actors = [{"id": "fj-police", "country": "FJ"}]
    rows = {**EMPTY, "stations": [{"country": "NA"}, {"country": "EC"}, {"country": None}], "actors": actors}
    assert dataset.countries({**rows, "countries": data().rows["countries"]}) == {"EC": "Ecuador", "NA": "Namibia"}


def test_all_that_name_countries_name_them_by_code() -> None:
    crate = {node["@id"]: node for node in read(CRATE)["@graph"]}
    places = [crate[place["@id"]] for place in crate["./"]["spatialCoverage"]]
    catalogued = [node["dct:spatial"] for node in read(DCAT)["@graph"] if "dct:spatial" in node]
    assert len(catalogued) == 2
    claimed = {row["country"] for table in TABLES.cited for row in data().rows[table.name] if row.get("country")}
    expected = [(row["code"], row["name"]) for row in data().rows["countries"] if row["code"] in claimed]
    assert [(place["identifier"], place["name"]) for place in read(SCHEMA_ORG)["spatialCoverage"]] == expected
    assert [(place["identifier"], place["name"]) for place in places] == expected
    for listed_there in catalogued:
        named = [(place["dct:identifier"], place["skos:prefLabel"]["@value"]) for place in listed_there]
        assert named == expected


def test_the_day_until_which_we_looked_is_no_date_of_the_claims() -> None:
    responses = [{"date": "2022-10", "looked_until": "2026-11-26"}]
    assert dataset.temporal_coverage({**EMPTY, "responses": responses}) == ("2022-10", "2022-10")


def test_the_datasheet_and_croissant_state_the_same_limits() -> None:
    for page in (package()["README.md"].decode(), (FOLDER / "README.md").read_text(encoding="utf-8")):
        sheet = " ".join(page.replace("**", "").split())
        assert_states_the_limits(sheet)


def assert_states_the_limits(sheet: str) -> None:
    for limitation in read(CROISSANT)["rai:dataLimitations"]:
        assert limitation in sheet
    assert read(CROISSANT)["rai:personalSensitiveInformation"] in sheet
