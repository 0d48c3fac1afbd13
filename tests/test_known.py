"""What was known on a day is a part of what is known: what the sources of then said, in words that were there."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from casework import base_rows
from invented import source
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.forms.scalars import latest_day
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.lookups.known import known_on
from overseas_stations.lookups.library import Library
from overseas_stations.passages import fingerprint
from overseas_stations.tables import TABLES, Row, Table, record_name
from overseas_stations.testing import Package, packages
from overseas_stations.views import view_rows

DAYS = st.dates(min_value=pd.Timestamp("2016-01-01").date(), max_value=pd.Timestamp("2026-12-31").date()).map(str)


def names(library: Library) -> set[tuple[str, str]]:
    return {(table.name, record_name(table, row)) for table in TABLES.cited for row in library.rows[table.name]}


@settings(max_examples=25)
@given(packages(full=True), DAYS, DAYS)
def test_what_was_known_grows_and_hangs_together(rows: Package, one: str, other: str) -> None:
    library = Library(rows)
    earlier, later = (known_on(library, day) for day in sorted((one, other)))
    assert names(earlier.library) <= names(later.library) <= names(library)
    for known in (earlier, later):
        sources = {row["id"] for row in known.library.rows["sources"]}
        assert len(sources) + known.later + known.undated == len(rows["sources"])
        assert all(latest_day(row["published"] or "") <= known.day for row in known.library.rows["sources"])
        for table in TABLES.values():
            for column, target in table.references.items():
                held = {row[TABLES[target].key[0]] for row in known.library.rows[target]}
                assert {row[column] for row in known.library.rows[table.name] if row[column]} <= held, (
                    table.name,
                    column,
                )
        for table in TABLES.cited:
            for row in known.library.rows[table.name]:
                evidence = known.library.evidence(table.name, record_name(table, row))
                assert any(each["stance"] == Stance.SUPPORTS and not each["field"] for each in evidence)
        view_rows(known.library)


@settings(max_examples=15)
@given(packages(full=True))
def test_at_the_end_all_is_known_that_rests_on_dated_sources(rows: Package) -> None:
    dated = {row["id"] for row in rows["sources"] if row["published"]}
    known = known_on(Library(rows), "2099-12-31")
    assert {row["id"] for row in known.library.rows["sources"]} == dated
    if dated == {row["id"] for row in rows["sources"]}:
        assert {name: list(listed) for name, listed in known.library.rows.items()} == {
            name: [uncurated(TABLES[name], row) for row in listed] for name, listed in rows.items()
        }


def uncurated(table: Table, row: Row) -> Row:
    """Return a row without what the curators wrote in the light of everything; a retraction is theirs as a whole."""
    return row if table.name == "retractions" else row | dict.fromkeys(table.curated)


def test_statuses_are_those_of_then_and_later_values_are_left_out() -> None:
    library = Library(base_rows())
    before = known_on(library, "2023-04-09")
    assert (before.later, before.undated) == (2, 1)
    station = before.library.find("ie-dublin-1")
    assert station is not None
    assert (station.row["status"], station.row["status_as_of"]) == ("reported", "2023-03-01")
    assert before.library.find("ie-2023-closure-ordered") is None
    after = known_on(library, "2023-04-10").library.find("ie-dublin-1")
    assert after is not None
    assert (after.row["status"], after.row["status_as_of"]) == ("closure_ordered", "2023-04-06")
    with pytest.raises(ValueError, match="2022-13 is no date"):
        known_on(library, "2022-13")


def test_a_value_that_a_later_page_added_was_not_known() -> None:
    rows = base_rows()
    added = {"table": "responses", "record_id": "ie-2023-closure-ordered", "field": "outcome", "stance": "supports"}
    rows["evidence"].append(
        {
            **dict.fromkeys(TABLES["evidence"].names),
            **added,
            "source_id": "example-list-2023-05-01",
            "asserted_value": "Shut.",
        }
    )
    for row in rows["responses"]:
        if row["id"] == "ie-2023-closure-ordered":
            row["outcome"] = "Shut."
    outcomes = []
    for day in ("2023-04-30", "2023-05-01"):
        found = known_on(Library(rows), day).library.find("ie-2023-closure-ordered")
        assert found is not None
        outcomes.append(found.row["outcome"])
    assert outcomes == [None, "Shut."]


CURATED = {
    "sources": {"note"},
    "stations": {"basis", "note"},
    "responses": {"looked_until"},
    "figures": {"note"},
}


def test_what_curators_wrote_in_the_light_of_all_sources_was_not_known() -> None:
    """Nothing says on which sources a note rests: it may tell of what came years later."""
    assert {
        name: {*table.curated} for name, table in TABLES.items() if table.curated and table.name != "retractions"
    } == (CURATED)
    rows = base_rows()
    for name, columns in CURATED.items():
        for row in rows[name]:
            row |= dict.fromkeys(columns, "listed" if "basis" in columns else "2026")
    known = known_on(Library(rows), "2023-04-10").library
    for name, columns in CURATED.items():
        assert known.rows[name]
        assert {row[column] for row in known.rows[name] for column in columns} == {None}
    assert [row["record_id"] for row in known.rows["retractions"]] == []
    assert [row["record_id"] for row in known_on(Library(rows), "2099").library.rows["retractions"]] != []


DECLARED_LATER = """
    declares:
      stations: [{id: ec-quito-1, country: EC, city: Quito, precision: city, status: reported, name_as_reported: KITO}]
      responses:
        - {id: ec-2023-inquiry, country: EC, date: '2023-01', kind: investigation_opened, summary: Opened an inquiry.,
            authority_as_reported: The Office, state: concluded, state_as_of: 2023-03-05, outcome: Closed it.}
      statements:
        - {id: a-2023-words, speaker: Ann Speaker, side: host_state, form: verbatim, wording: back_translation,
            language: en, text: There is no such station here, %s}
        - {id: a-2023-account, speaker: Ann Speaker, side: host_state, form: paraphrase, language: en,
            text: There is none.}
"""
BORNE_OUT = """
    supports:
      - {record: ec-quito-1, adds: {country: EC}}
      - {record: ec-2023-inquiry, adds: {date: 2023-01-03}}
      - {record: a-2023-words%s}
      - {record: a-2023-account}
"""


def told_on(day: str, *, early_words: bool = False) -> dict[str, Row]:
    """Return the records that were known on a day, of a page of March that one of January bears out."""
    said = fingerprint("There is no such station here")
    passage = f"passages: [{{characters: {said.characters}, sha256: {said.sha256}}}]"
    files = [
        source("example-march", DECLARED_LATER % passage, published="2023-03-05"),
        source("example-january", BORNE_OUT % (f", {passage}" if early_words else ""), published="2023-01-04"),
    ]
    compiled = compile_dossiers(dict(files))
    assert compiled.findings == []
    whole = Library({table: [row.cells for row in rows] for table, rows in compiled.rows.items()})
    known = known_on(whole, day).library
    return {row["id"] or "": row for name in ("stations", "responses", "statements") for row in known.rows[name]}


def test_words_of_a_page_that_came_later_were_not_known() -> None:
    then, after = told_on("2023-02-01"), told_on("2023-04-01")
    assert {*then} == {*after} - {"a-2023-words"} == {"ec-quito-1", "ec-2023-inquiry", "a-2023-account"}
    assert {name: then["ec-quito-1"][name] for name in ("country", "city", "name_as_reported", "source_id")} == {
        "country": "EC", "city": "Quito", "name_as_reported": None, "source_id": "example-january",
    }  # fmt: skip
    told = ("date", "summary", "authority_as_reported", "state", "state_as_of", "outcome")
    assert [then["ec-2023-inquiry"][name] for name in told] == ["2023-01-03", "Opened an inquiry.", *[None] * 4]
    assert [after["ec-2023-inquiry"][name] for name in told] == [
        "2023-01-03", "Opened an inquiry.", "The Office", "concluded", "2023-03-05", "Closed it.",
    ]  # fmt: skip
    assert told_on("2023-02-01", early_words=True)["a-2023-words"]["text"] == "There is no such station here"


def test_a_date_was_known_as_precisely_as_it_was_told() -> None:
    rows = base_rows()
    added = {"table": "responses", "record_id": "ie-2023-closure-ordered", "field": "date", "stance": "supports"}
    for name, value in (("example-ministry-2023-04-10", "2023-04"), ("example-list-2023-05-01", "2023-04-06")):
        given = added | {"source_id": name, "asserted_value": value}
        rows["evidence"].append(dict.fromkeys(TABLES["evidence"].names) | given)
    dates = []
    for day in ("2023-04-30", "2023-05-01"):
        found = known_on(Library(rows), day).library.find("ie-2023-closure-ordered")
        assert found is not None
        dates.append(found.row["date"])
    assert dates == ["2023-04", "2023-04-06"]
    # Where only the page that declares it can have given the day, it was known with that page.
    rows["evidence"] = [row for row in rows["evidence"] if row["asserted_value"] != "2023-04-06"]
    declared = known_on(Library(rows), "2023-04-30").library.find("ie-2023-closure-ordered")
    assert declared is not None
    assert declared.row["date"] == "2023-04-06"


def test_copies_of_a_page_without_a_date_are_one_voice_on_every_day() -> None:
    """Whom a page copies does not depend on what was there."""
    files = [
        source("example-first", "expects: {}", published="2023-01-05"),
        source(
            "example-copy",
            "declares: {incidents: [{id: ec-2023-threat-1, kind: harassment, country: EC, summary: A threat.}]}",
            relations="{relation: copies, target_id: example-first}",
        ),
        source(
            "example-copy-2",
            "supports: [{record: ec-2023-threat-1}]",
            relations="{relation: copies, target_id: example-first}",
        ),
    ]
    compiled = compile_dossiers(dict(files))
    rows: dict[str, list[Row]] = {table: [row.cells for row in rows] for table, rows in compiled.rows.items()}
    rows["sources"] = [
        row | {"published": None if row["id"] == "example-first" else row["published"]} for row in rows["sources"]
    ]
    known = known_on(Library(rows), "2023-12-31").library
    assert len(known.evidence("incidents", "ec-2023-threat-1")) == 2
    assert known.voices_for("incidents", "ec-2023-threat-1") == {"example-first"}


# In Python


def test_known_on_says_what_it_left_out() -> None:
    then, now = ovs.stations(known_on="2022-12-05"), ovs.stations()
    left = then.attrs["known_on"]
    assert left["day"] == "2022-12-05"
    assert len(ovs.sources(known_on="2022-12-05")) + left["later"] + left["undated"] == len(ovs.sources())
    assert set(then["id"]) < set(now["id"])
    assert (then["status_as_of"] <= "2022-12-05").all()
    assert len(ovs.stations(wide=True, known_on="2022-12-05")) == len(then)


@pytest.mark.parametrize("day", ["2022-10-15", "2023-06-01"])
def test_what_was_known_fits_the_models(day: str) -> None:
    """No field that every record fills is left out, whoever gives it once more later."""
    for name in ("stations", "responses", "statements", "figures", "incidents", "listings", "stations_wide"):
        assert ovs.table(name, "records", known_on=day)
    stations = ovs.stations(known_on=day)
    assert stations["note"].isna().all()
    assert stations["country"].notna().all()
    assert ovs.stations(known_on=day, wide=True)["note"].isna().all()
