"""The export for FollowTheMoney: every record and row of evidence is there, and no allegation has become a fact.

``verify_exports/with_ftm.py`` gives it to FollowTheMoney itself.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from export_files import verifier
from ftm_model import LONGEST, SCHEMATA
from hostile_data import HOSTILE
from overseas_stations.forms.scalars import DATE, is_match
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.exports.folder import export
from overseas_stations.publishing.exports.ftm import ftm_files
from overseas_stations.publishing.exports.source import About, ExportedPackage, read_source
from overseas_stations.publishing.ftm import codes
from overseas_stations.publishing.ftm.forms import FORMS, LINKS, PLACE
from overseas_stations.publishing.ftm.naming import PARTS_OF, PLACES, Naming
from overseas_stations.publishing.ftm.words import key_of, plain
from overseas_stations.tables import TABLES, Row, record_name
from overseas_stations.testing import Package, packages
from repository import ROOT

OURS = About("overseas-stations", "Ours", "1.0.0", "CC-BY-4.0", "https://example.org/license")
OVS = Naming.of(OURS.name)

Entity = dict[str, Any]
Entities = Mapping[str, Entity]


def made(rows: Package, about: About = OURS) -> dict[str, Entity]:
    """Return id -> entity, as they are read from the lines of the file; no id comes twice."""
    data = ftm_files(ExportedPackage(Library(rows), about, {}))["ftm/entities.ftm.json"]
    read = [json.loads(line) for line in data.split(b"\n")[:-1]]
    found = {entity["id"]: entity for entity in read}
    assert len(found) == len(read)
    return found


@pytest.fixture(scope="module")
def dataset() -> dict[str, Entity]:
    return made(read_source(ROOT / "datapackage").library.rows)


def texts(entity: Entity) -> list[str]:
    return [value for values in entity["properties"].values() for value in values]


# The model


def faults(found: Entities) -> Iterator[str]:
    """Yield what FollowTheMoney would refuse or drop, as far as the small table of its model knows."""
    for name, entity in found.items():
        schema = SCHEMATA[entity["schema"]]
        if not re.fullmatch("[0-9a-z](?:[0-9a-z-]*[0-9a-z])?", name) or len(name) > 200:
            yield f"{name} is no id"
        yield from (f"{name} has no {each}" for each in schema.required if each not in entity["properties"])
        for key, values in entity["properties"].items():
            kind = schema.properties.get(key)
            if kind is None or not values or len(set(values)) < len(values):
                yield f"{name}: {key} is no property of {entity['schema']}, or has no value, or one twice"
            yield from (f"{name}: {key} is not to be {value!r}" for value in values if not fits(kind, value, found))


def fits(kind: str | None, value: str, found: Entities) -> bool:
    if kind in SCHEMATA or kind == "Thing":
        return value in found and kind in SCHEMATA[found[value]["schema"]].is_a
    if kind == "date":
        return is_match(DATE, value)
    if kind == "language":
        return value in codes.LANGUAGES.values()
    if kind == "country":
        return re.fullmatch("[a-z]{2}", value) is not None and value not in ("xc", "xg", "xp")
    if kind == "number":
        return re.fullmatch(r"-?\d+(?:\.\d+)?", value) is not None
    return kind is not None and 0 < len(value) <= LONGEST[kind]


def test_the_dataset_has_only_what_the_model_knows(dataset: Entities) -> None:
    assert list(faults(dataset)) == []
    assert {entity["schema"] for entity in dataset.values()} >= {"Project", "Address", "Event", "Note", *LINKS}


def test_each_fault_is_seen(dataset: Entities) -> None:
    entity = dataset["ovs-stations-ec-quito-1"]
    for change in (
        {"schema": "Event", "properties": {}},
        {"properties": {"owner": ["a"]}},
        {"properties": {"name": []}},
        {"properties": {"name": ["a", "a"]}},
        {"properties": {"country": ["xg"]}},
        {"properties": {"proof": ["ovs-stations-ec-quito-1"]}},
        {"properties": {"proof": ["ovs-sources-nowhere"]}},
        {"properties": {"status": ["a" * 1025]}},
    ):
        assert list(faults({**dataset, entity["id"]: {**entity, **change}})), change
    assert list(faults({"ovs_1": entity}))


def test_every_table_has_a_form_and_every_form_columns_that_are_there() -> None:
    assert TABLES.keys() - FORMS.keys() == {"countries", *(name for name, table in TABLES.items() if table.observed)}
    for name, form in (*FORMS.items(), ("stations", PLACE)):
        assert {*form.properties, *form.named, *form.elsewhere} <= set(TABLES[name].names), name
        schemata = [form.schema] if isinstance(form.schema, str) else form.schema.values()
        assert all(set(form.properties.values()) <= SCHEMATA[schema].properties.keys() for schema in schemata), name
        kinds = () if isinstance(form.schema, str) else TABLES[name].column("kind").terms
        assert all(form.schema_of(kind) in SCHEMATA for kind in kinds)
    assert {PLACES, PARTS_OF}.isdisjoint(name.replace("_", "-") for name in TABLES)


def test_what_programs_match_is_an_actor_or_a_place_and_never_what_is_alleged(dataset: Entities) -> None:
    found = {name.split("-")[1] for name, each in dataset.items() if SCHEMATA[each["schema"]].matchable}
    assert found == {"actors", "places"}
    assert {each["schema"] for each in dataset.values()}.isdisjoint({"Person", "Ownership", "Directorship", "Sanction"})
    assert not any("topics" in each["properties"] for each in dataset.values())


# Every record, every row of evidence


def wanted(rows: Package, table: str, row: Row) -> str:
    return OVS.record(table, record_name(TABLES[table], row))


@settings(max_examples=12)
@given(packages(full=True))
def test_every_record_and_every_filled_cell_is_there(rows: Package) -> None:
    found = made(rows)
    assert list(faults(found)) == []
    names = {row["id"]: row["name"] for row in rows["actors"]}
    for table in (TABLES[name] for name in FORMS):
        for row in rows[table.name]:
            name = wanted(rows, table.name, row)
            entity = found[name]
            assert entity["schema"] == FORMS[table.name].schema_of(row.get("kind"))
            said = [name, *texts(entity)]
            place = found.get(OVS.record(PLACES, row.get("id") or "")) if table.name == "stations" else None
            part_of = found.get(OVS.record(PARTS_OF, row.get("id") or "")) if table.name == "actors" else None
            said += [text for other in (place, part_of) if other for text in texts(other)]
            for column in table.columns:
                cell = row[column.name]
                if not cell or cell == "false":
                    continue
                target = TABLES[column_target] if (column_target := table.references.get(column.name)) else None
                ways = {cell, plain(cell)}
                if target is not None and target.name != "countries":
                    ways |= {OVS.record(target.name, cell), names.get(cell) or cell}
                if column.scalar.name in ("country", "language"):
                    ways |= {codes.country(cell) or column.terms[cell], codes.language(cell) or column.terms[cell]}
                if column.scalar.name == "URL":
                    ways |= {codes.address(cell) or cell}
                if cell == "true":
                    ways |= {column.description}
                assert any(way in text for way in ways for text in said), (table.name, column.name, cell)


@settings(max_examples=12)
@given(packages(full=True))
def test_every_row_of_evidence_ties_its_document_to_what_it_is_about(rows: Package) -> None:
    found, library = made(rows), Library(rows)
    names = {row["id"]: row["name"] for row in rows["actors"]}
    for row in rows["evidence"]:
        link = found[wanted(rows, "evidence", row)]
        properties = link["properties"]
        assert properties["document"] == [OVS.record("sources", row["source_id"] or "")]
        assert properties["recordId"] == [row["record_id"]]
        table = TABLES[row["table"] or ""]
        role = properties["role"][0]
        if table.key == ("id",):
            assert properties["entity"] == [OVS.record(table.name, row["record_id"] or "")]
            assert role == (
                f"{row['stance']}: {table.column(row['field']).title.lower()}" if row["field"] else row["stance"]
            )
        else:
            assert role.startswith(f"{row['stance']}: ")
            ends = {
                OVS.record(table.references[name], cell)
                for name, cell in key_of(table, row["record_id"] or "").items()
                if name in table.references
            }
            assert set(properties["entity"]) <= ends
            assert properties["entity"] != properties["document"]
        for column in ("reason", "asserted_value", "passage_sha256", "locator"):
            assert not row[column] or any(row[column] in text for text in properties["description"])
        if row["attributed_to"]:
            assert f"Attributed to: {names[row['attributed_to']]} ({row['attributed_to']})" in properties["description"]
        record = found[OVS.record(table.name, row["record_id"] or "")]
        proof = properties["document"][0] in record["properties"]["proof"]
        if row["stance"] == "supports":
            assert proof
            voices = sorted(library.voices_for(table.name, row["record_id"] or ""))
            assert f"On the word of: {'; '.join(voices)}" in texts(record)
        else:
            in_sight = [text for text in texts(record) if text.startswith("Disputed by ")]
            assert any(library.voice(row) in text and (row["source_id"] or "") in text for text in in_sight)
            assert any((row["reason"] or "") in text for text in in_sight)
            assert "disputed" in texts(record)


@settings(max_examples=12)
@given(packages(full=True))
def test_what_nobody_disputes_is_not_called_disputed(rows: Package) -> None:
    found, library = made(rows), Library(rows)
    for table in TABLES.cited:
        for row in rows[table.name]:
            name = record_name(table, row)
            parts = library.parts(name) if table.key == ("id",) else []
            disputed = bool(library.disputes_of(table.name, name)) or any(part.disputes for part in parts)
            properties = found[wanted(rows, table.name, row)]["properties"]
            marks = [*properties.get("status", []), *properties.get("keywords", [])]
            assert ("disputed" in marks) is disputed


@settings(max_examples=8)
@given(packages(full=True))
def test_the_same_rows_are_the_same_bytes_however_they_are_held(rows: Package) -> None:
    again = {name: [dict(reversed(row.items())) for row in rows[name]] for name in reversed(rows)}
    first, second = (ftm_files(ExportedPackage(Library(each), OURS, {})) for each in (rows, again))
    assert first == second


# One station, to the letter


SMALL = """
actors:
- {id: cn-embassy-ec, name: Embassy of China in Ecuador, kind: mission, country: CN}
- {id: cn-police-fuzhou, name: Police of Fuzhou, kind: police, country: CN}
sources:
- {id: list-2022-09, kind: ngo_report, title: A list, publisher: An organisation, published: 2022-09, language: en,
   url: 'https://example.org', extent_read: whole, background: false}
- {id: paper-2022-11, kind: news, publisher: A paper, language: kw, extent_read: opening, background: true}
stations:
- {id: ec-quito-1, country: EC, city: Quito, precision: city, geonames_id: 3652462, latitude: -0.23, longitude: -78.52,
   status: reported, status_as_of: 2022-11, first_reported: 2022-09, source_id: list-2022-09}
station_statuses:
- {station_id: ec-quito-1, as_of: 2022-11, status: reported, source_id: list-2022-09}
station_bureaus:
- {station_id: ec-quito-1, actor_id: cn-police-fuzhou, source_id: list-2022-09}
evidence:
- {table: stations, record_id: ec-quito-1, source_id: list-2022-09, stance: supports}
- {table: station_statuses, record_id: ec-quito-1/2022-11/reported/list-2022-09, source_id: list-2022-09,
   stance: supports}
- {table: station_bureaus, record_id: ec-quito-1/cn-police-fuzhou, source_id: list-2022-09, stance: supports,
   locator: p. 12}
- {table: station_bureaus, record_id: ec-quito-1/cn-police-fuzhou, source_id: paper-2022-11, stance: disputes,
   attributed_to: cn-embassy-ec, reason: Volunteers run it}
- {table: stations, record_id: ec-quito-1, field: city, source_id: paper-2022-11, stance: disputes,
   asserted_value: Guayaquil, reason: It names another city.}
retractions:
- {table: stations, record_id: ec-1, date: 2026-11-23, reason: merged, note: The two are one., successor_id: ec-quito-1}
"""
"""A package of one station. An authority is said to run it, which an embassy disputes in a newspaper."""


def small() -> dict[str, list[dict[str, str | None]]]:
    """Return that package; each value is text, as it stands there."""
    read = yaml.load(SMALL, yaml.BaseLoader)
    return {name: [dict.fromkeys(table.names) | row for row in read.get(name, [])] for name, table in TABLES.items()}


BY_EMBASSY = "Disputed by Embassy of China in Ecuador, in paper-2022-11: run by Police of Fuzhou. Volunteers run it."


def test_a_disputed_station_to_the_letter() -> None:
    found = made(small())
    assert list(faults(found)) == []
    assert found["ovs-stations-ec-quito-1"] == {
        "id": "ovs-stations-ec-quito-1",
        "schema": "Project",
        "properties": {
            "name": ["Reported station: Quito, Ecuador (ec-quito-1)"],
            "country": ["ec"],
            "status": ["reported", "disputed"],
            "proof": ["ovs-sources-list-2022-09"],
            "addressEntity": ["ovs-places-ec-quito-1"],
            "summary": ["A station that a source reports. That it is reported says nothing about whether it exists."],
            "notes": [
                "Disputed by A paper, in paper-2022-11: city. It names another city. Here: Quito. There: Guayaquil.",
                BY_EMBASSY,
                "On the word of: An organisation",
                "Precision: city (A city or town is named)",
                f"Status: reported ({StationStatus.REPORTED.definition.removesuffix('.')})",
                "Status as of: 2022-11",
                "First reported: 2022-09",
            ],
            "recordId": ["ec-quito-1"],
        },
        "datasets": ["overseas_stations"],
        "referents": ["ovs-stations-ec-1"],
    }
    assert found["ovs-places-ec-quito-1"]["properties"] == {
        "full": ["Quito, Ecuador"],
        "country": ["ec"],
        "city": ["Quito"],
        "latitude": ["-0.23"],
        "longitude": ["-78.52"],
        "summary": [
            "Degrees north of the city, never of a building.",
            "Degrees east of the city, never of a building.",
        ],
        "notes": ["GeoNames id: 3652462"],
    }
    assert found[OVS.record("station_bureaus", "ec-quito-1/cn-police-fuzhou")]["properties"] == {
        "role": ["is said to run it or to have set it up"],
        "subject": ["ovs-actors-cn-police-fuzhou"],
        "object": ["ovs-stations-ec-quito-1"],
        "proof": ["ovs-sources-list-2022-09"],
        "summary": ["A Chinese police authority is said to run, or to have set up, a station."],
        "status": ["disputed"],
        "description": [BY_EMBASSY, "On the word of: An organisation"],
        "recordId": ["ec-quito-1/cn-police-fuzhou"],
    }
    assert [
        entity["properties"]
        for name, entity in found.items()
        if name.startswith("ovs-evidence-") and entity["properties"]["role"][0].startswith("disputes")
    ] == [
        {
            "document": ["ovs-sources-paper-2022-11"],
            "recordId": ["ec-quito-1/cn-police-fuzhou"],
            "entity": ["ovs-stations-ec-quito-1"],
            "role": ["disputes: run by Police of Fuzhou"],
            "description": [
                "Table: station_bureaus",
                "Attributed to: Embassy of China in Ecuador (cn-embassy-ec)",
                "Reason: Volunteers run it",
            ],
        },
        {
            "document": ["ovs-sources-paper-2022-11"],
            "recordId": ["ec-quito-1"],
            "entity": ["ovs-stations-ec-quito-1"],
            "role": ["disputes: city"],
            "description": [
                "Table: stations",
                "Field: city",
                "Asserted value: Guayaquil",
                "Reason: It names another city.",
            ],
        },
    ]


def test_documents_actors_and_retractions_to_the_letter() -> None:
    found = made(small())
    report, paper = found["ovs-sources-list-2022-09"], found["ovs-sources-paper-2022-11"]
    assert (report["schema"], paper["schema"]) == ("Document", "Article")
    assert report["properties"]["sourceUrl"] == ["https://example.org/"]
    assert (report["properties"]["fileName"], report["properties"]["language"]) == (["A list"], ["eng"])
    # FollowTheMoney does not know the language, and no title was seen.
    assert paper["properties"] == {
        "keywords": ["news"],
        "publisher": ["A paper"],
        "fileName": ["paper-2022-11"],
        "notes": [
            "Kind: news (An article, broadcast or agency text of a news medium, whether it reports or comments)",
            "Language: Cornish (kw)",
            "Extent read: opening (Only the opening part was at hand; the rest may qualify it)",
            "Background: True for a document that was read or is named, and that no record rests on.",
        ],
    }
    (retracted,) = (each for name, each in found.items() if name.startswith("ovs-retractions-"))
    assert retracted["properties"]["name"] == ["Retracted id: ec-1"]
    assert retracted["properties"]["entity"] == ["ovs-stations-ec-quito-1"]
    assert retracted["properties"]["description"] == [
        "ec-1 was retracted on 2026-11-23 (merged): The two are one. See ec-quito-1."
    ]
    assert found["ovs-actors-cn-police-fuzhou"]["schema"] == "PublicBody"


def test_a_name_in_quotation_marks_is_written_as_it_is_kept_and_told_as_it_is() -> None:
    rows = small()
    rows["actors"][0] |= {"name": '"The  Courier"', "name_local": "L'Heure"}
    rows["actors"][1] |= {"name": '""'}
    found = made(rows)
    courier, nameless = (found[f"ovs-actors-{name}"]["properties"] for name in ("cn-embassy-ec", "cn-police-fuzhou"))
    assert (courier["name"], courier["alias"]) == (["The Courier"], ["L'Heure"])
    assert 'Name: "The  Courier"' in courier["notes"]
    assert (nameless["name"], nameless["notes"][0]) == (["cn-police-fuzhou"], 'Name: ""')


def test_an_id_that_is_part_of_another_record_is_not_taken_for_the_same() -> None:
    rows = small()
    rows["retractions"][0] |= {"reason": "split"}
    assert "referents" not in made(rows)["ovs-stations-ec-quito-1"]


def test_a_station_without_a_place_has_none() -> None:
    rows = small()
    rows["stations"][0] |= dict.fromkeys(("city", "latitude", "longitude", "geonames_id"))
    found = made(rows)
    assert not [name for name in found if name.startswith("ovs-places-")]
    assert "addressEntity" not in found["ovs-stations-ec-quito-1"]["properties"]


def test_a_body_that_has_no_code_there_is_named() -> None:
    rows = small()
    rows["actors"][0] |= {"country": "XG"}
    properties = made(rows)["ovs-actors-cn-embassy-ec"]["properties"]
    assert "country" not in properties
    assert "Country: G7 (XG)" in properties["notes"]


# The dataset


def test_the_index_says_what_the_entities_are_of(dataset: Entities) -> None:
    files = export(read_source(ROOT / "datapackage"), ["ftm"])
    facts, data = json.loads(files["ftm/index.json"]), files["ftm/entities.ftm.json"]
    assert {entity["datasets"][0] for entity in dataset.values()} == {facts["name"]} == {"overseas_stations"}
    assert facts["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert facts["entity_count"] == len(dataset) == data.count(b"\n")
    assert facts["thing_count"] == sum("Thing" in SCHEMATA[each["schema"]].is_a for each in dataset.values())
    assert facts["resources"][0]["size"] == len(data)
    assert {"ec", "eu"} <= set(facts["coverage"]["countries"])
    assert all(len(code) == 2 and code not in ("xc", "xg", "xp") for code in facts["coverage"]["countries"])


@pytest.mark.parametrize("name", ["peer", "A Peer's: data", "", "ovs", *HOSTILE])
def test_another_package_has_ids_and_a_dataset_of_its_own(name: str) -> None:
    about = About(name, "", "", "", "")
    found = made(small(), about)
    assert list(faults(found)) == []
    if name != "ovs":
        assert found.keys().isdisjoint(made(small()))
    facts = json.loads(ftm_files(ExportedPackage(Library(small()), about, {}))["ftm/index.json"])
    assert facts.keys() == {"name", "title", "coverage", "entity_count", "thing_count", "resources"}
    assert re.fullmatch("[a-z0-9]+(?:_[a-z0-9]+)*", facts["name"])


# Hostile texts


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip() and "\ud800" not in text])
def test_hostile_texts_are_values_as_they_are_and_never_lines_or_entities(text: str) -> None:
    rows = small()
    rows["stations"][0] |= {"city": text, "note": text, "name_as_reported": text}
    rows["sources"][0] |= {"title": text, "publisher": text, "note": text}
    rows["actors"][0] |= {"name": text}
    rows["evidence"][3] |= {"reason": text, "locator": text}
    found = made(rows)
    assert found.keys() == made(small()).keys()
    station, report = (found[name]["properties"] for name in ("ovs-stations-ec-quito-1", "ovs-sources-list-2022-09"))
    assert {f"Note: {text}", f"Name as reported: {text}"} <= set(station["notes"])
    assert report["title"] == [text]
    assert report["publisher"] == [text]
    assert found["ovs-places-ec-quito-1"]["properties"]["city"] == [text]
    assert len(station["name"][0]) < 384
    # A name is told on one line, and shows what does not show by itself.
    assert station["name"][0].isprintable()


@settings(max_examples=200)
@given(
    st.sampled_from(sorted(FORMS)), st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?", fullmatch=True)
)
def test_ids_are_such_that_aleph_signs(table: str, name: str) -> None:
    """A full stop would part the id from its signature."""
    assert re.fullmatch("ovs-[a-z0-9-]*[a-z0-9]", OVS.record(table, name))


# The page


def test_the_page_about_exports_has_the_mapping_of_the_code() -> None:
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    rows = {cells[0].strip(" `"): cells for line in page.splitlines() if (cells := line.strip("|").split(" | "))}
    for name, form in FORMS.items():
        _, becomes, columns, why = rows[name]
        schemata = {form.schema} if isinstance(form.schema, str) else set(form.schema.values())
        assert set(re.findall("`([A-Z][A-Za-z]+)`", becomes)) >= schemata, name
        pairs = dict(re.findall("`([a-z_]+)` → `([A-Za-z]+)`", columns))
        assert pairs == dict(form.properties), name
        assert why.strip(), name


# FollowTheMoney itself


@pytest.mark.verify
def test_followthemoney_reads_it_and_sees_a_fault(tmp_path: Path) -> None:
    verify = verifier("ftm").verify
    for name, data in export(read_source(ROOT / "datapackage"), ["ftm"]).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert len(list(verify(tmp_path))) == 3
    path = tmp_path / "ftm" / "entities.ftm.json"
    text = path.read_text("utf-8")
    for good, bad in (('"country": ["ec"]', '"country": ["nowhere"]'), ('["ovs-stations-ec-quito-1"]', '["ovs-gone"]')):
        path.write_text(text.replace(good, bad, 1), encoding="utf-8")
        with pytest.raises(AssertionError, match=r"nowhere|ovs-gone"):
            list(verify(tmp_path))


@pytest.mark.verify
@settings(max_examples=8, phases=(Phase.reuse, Phase.generate))  # to make a fault smaller would take many processes
@given(packages(full=True))
def test_followthemoney_reads_any_package(rows: Package) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for name, data in ftm_files(ExportedPackage(Library(rows), OURS, {})).items():
            (Path(scratch) / name).parent.mkdir(exist_ok=True)
            (Path(scratch) / name).write_bytes(data)
        told = verifier("ftm").told_of(Path(scratch) / "ftm")
        assert not told["faults"], told["faults"][:10]
