"""Upgrades: rows are carried over, nothing is lost or invented, and nothing is written that is not valid."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from casework import base_rows, published_package, write
from made_up_past import MADE_UP, NEW_SINCE, PAST, aged_package, frozen, parts_of, unsized
from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.checking import validate
from overseas_stations.findings import Severity
from overseas_stations.forms.codes import country_rows
from overseas_stations.forms.vocabulary import CLOSED, LASTING_RESPONSES
from overseas_stations.migrations import history as frozen_history
from overseas_stations.migrations.changes import Accept, Convert, DropColumn, MapTerms, RenameColumn
from overseas_stations.migrations.history import MIGRATIONS, History, history
from overseas_stations.migrations.running import InputError, Migrated, migrate
from overseas_stations.schemas.compatibility import SchemaChange
from overseas_stations.schemas.table_schema import descriptor, sized
from overseas_stations.schemas.version_folder import schema_files
from overseas_stations.schemas.versions import is_development
from overseas_stations.tables import TABLES
from overseas_stations.testing import Package, packages
from overseas_stations.version import SCHEMA_VERSION
from processes import Completed
from small_project import Unusable, contents, overseas_as

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def today() -> Files:
    return published_package()


@pytest.fixture
def old(tmp_path: Path, today: Files) -> Path:
    """Return a package of 0.9.0."""
    write(tmp_path / "old", unsized(aged_package("0.9.0", base_rows(), today)))
    return tmp_path / "old"


def upgraded(folder: Path, past: History = PAST) -> Migrated:
    return migrate(folder, past=past)


# The made-up 0.9.0, upgraded to today's


@pytest.mark.parametrize("version", ["0.9.0", "0.10.0"])
def test_an_older_package_becomes_the_package_of_today(tmp_path: Path, today: Files, version: str) -> None:
    old = tmp_path / "old"
    write(old, aged_package(version, base_rows(), today))
    before = contents(old)
    done = upgraded(old)
    assert done.findings == ()
    assert dict(done.files) == today, [name for name in today if done.files.get(name) != today[name]]
    assert contents(old) == before


def test_the_upgraded_package_is_valid_and_is_not_upgraded_again(old: Path, tmp_path: Path) -> None:
    write(tmp_path / "new", dict(upgraded(old).files))
    assert validate(tmp_path / "new").findings == ()
    again = upgraded(tmp_path / "new")
    assert (again.up_to_date, again.files, again.steps) == (True, {}, ())


def test_every_step_says_what_it_did(old: Path) -> None:
    statuses = "of the terms of {}.status, alleged is now reported"
    steps = upgraded(old).steps
    assert [(step.start, step.end, step.table, step.field, step.message, step.rows) for step in steps] == [
        ("0.9.0", "0.10.0", "stations", None, "the table police_stations is now stations", 2),
        (
            "0.9.0", "0.10.0", "stations", "region",
            "the column district of stations is now region, 1 row of evidence follow", 2,
        ),
        ("0.9.0", "0.10.0", "station_statuses", "status", statuses.format("station_statuses"), 2),
        ("0.9.0", "0.10.0", "stations", "status", statuses.format("stations"), 1),
        (
            "0.9.0", "0.10.0", "figures", "value",
            "an amount of figures is now a value and a bound; 1 row of evidence about amount became 1", 1,
        ),
        (
            "0.9.0", "0.10.0", "statements", "reviewed",
            "the column reviewed of statements goes, with 3 cells that were filled and 0 rows of evidence about it. "
            "Who reviewed what is in the history of the dossiers.", 3,
        ),
        (
            "0.9.0", "0.10.0", "retractions", None,
            "A record was retracted once in 0.9.0, whatever its date.", 0,
        ),
        (
            "0.10.0", SCHEMA_VERSION, "stations", "stations_claimed",
            "the column stations_claimed of stations is new and empty", 2,
        ),
        ("0.10.0", SCHEMA_VERSION, "figures", "scope", "the column scope of figures is new and empty", 1),
    ]  # fmt: skip


def edited(folder: Path, name: str, find: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert text.count(find) == 1, text
    path.write_text(text.replace(find, new), encoding="utf-8")


def places(findings: Any) -> list[tuple[str, str | None, int | None, str | None, str | None]]:
    return [(f.code, Path(f.file or "").name, f.line, f.field, f.value) for f in findings]


def test_evidence_about_the_parts_of_a_column_that_was_split(old: Path) -> None:
    """A source that disputes the old column disputes those of the new ones in which its value differs."""
    edited(old, "tables/evidence.csv", ",disputes,52,", ",disputes,about 52,")
    done = upgraded(old)
    assert done.findings == ()
    rows = done.files["tables/evidence.csv"].decode()
    assert "figures,group-2023-stations,value,example-diario-2023-03-05,disputes,52," in rows
    assert "figures,group-2023-stations,bound,example-diario-2023-03-05,disputes,about," in rows
    assert any("1 row of evidence about amount became 2" in step.message for step in done.steps)


def test_a_dispute_without_a_difference_is_not_lost_silently(old: Path) -> None:
    edited(old, "tables/evidence.csv", ",disputes,52,", ",disputes,54,")
    done = upgraded(old)
    assert not done.files
    assert [finding[:2] for finding in places(done.findings)] == [("OS891", "evidence.csv")]
    assert "no column that amount became" in done.findings[0].message


def test_evidence_about_a_column_that_goes_goes_with_it(old: Path) -> None:
    path = old / "tables" / "evidence.csv"
    row = "statements,embassy-2023-licences,reviewed,example-news-2023-03-01,supports,true,,,,,,\n"
    path.write_text(path.read_text("utf-8") + row, encoding="utf-8")
    done = upgraded(old)
    assert done.findings == ()
    assert b"reviewed" not in done.files["tables/evidence.csv"]
    assert any("and 1 row of evidence about it" in step.message for step in done.steps)


def test_what_cannot_be_converted_is_found_at_its_place(old: Path) -> None:
    edited(old, "tables/figures.csv", ",54\n", ",some 54\n")
    done = upgraded(old)
    assert not done.files
    assert places(done.findings) == [("OS891", "figures.csv", 2, "amount", "some 54")]
    assert done.findings[0].column == 90


@pytest.mark.parametrize(
    ("table", "term", "column"), [("police_stations", "alleged", "status"), ("incidents", "coerced_return", "kind")]
)
def test_a_term_that_nothing_maps_is_found_where_it_stands(old: Path, table: str, term: str, column: str) -> None:
    edited(old, f"tables/{table}.csv", f",{term},", ",rumour,")
    done = upgraded(old)
    assert not done.files
    assert places(done.findings) == [("OS204", f"{table}.csv", 2, column, "rumour")]


def test_the_place_of_an_error_is_that_in_the_older_package(old: Path) -> None:
    """What would not be valid is not written, and is named as the older package names it."""
    edited(old, "tables/police_stations.csv", ",Leinster", ", Leinster")
    done = upgraded(old)
    assert not done.files
    assert places(done.findings) == [("OS207", "police_stations.csv", 3, "district", " Leinster")]


def test_a_name_that_is_no_name_of_a_row(old: Path) -> None:
    path = old / "tables" / "evidence.csv"
    path.write_text(
        path.read_text("utf-8") + "station_statuses,ec-quito-1,,example-news-2023-03-01,supports,,,,,,,\n",
        encoding="utf-8",
    )
    done = upgraded(old)
    assert not done.files
    assert [found[:2] for found in places(done.findings)] == [("OS891", "evidence.csv")]


@pytest.mark.parametrize(
    ("name", "find", "new", "code"),
    [
        ("tables/incidents.csv", "id,kind", "id,sort", "OS108"),
        ("tables/incidents.csv", "return.", "return.,x", "OS112"),
        ("tables/incidents.csv", "return.", 'ret"urn.', "OS113"),
        ("datapackage.json", '"tables/incidents.csv"', '"/etc/passwd"', "OS117"),
        ("datapackage.json", '"tables/incidents.csv"', '"tables/accidents.csv"', "OS101"),
    ],
)
def test_a_package_that_cannot_be_read_is_not_upgraded(old: Path, name: str, find: str, new: str, code: str) -> None:
    edited(old, name, find, new)
    done = upgraded(old)
    assert not done.files
    assert code in {finding.code for finding in done.findings if finding.severity is Severity.ERROR}


def test_a_changed_file_is_not_upgraded(tmp_path: Path, today: Files) -> None:
    write(tmp_path, aged_package("0.9.0", base_rows(), today))
    edited(tmp_path, "tables/incidents.csv", "FR", "DE")
    done = upgraded(tmp_path)
    assert not done.files
    assert {finding.code for finding in done.findings} == {"OS120"}


# The real 0.1.0, upgraded to today's

FROZEN = Path(__file__).parents[1] / "schema" / "examples" / "0.1.0" / "package"
FIRST, SECOND = "example-news-2023-01-10", "example-news-2023-02-01"
NO_REASON = "No reason was given before version 1.0.0 of the record schemas."
RENAMED = {"authority_as_reported": "authority"}


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Return the frozen examples of 0.1.0, without hashes."""
    write(tmp_path / "first", unsized(contents(FROZEN)))
    return tmp_path / "first"


def rows_in(data: bytes) -> list[dict[str, str | None]]:
    return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(io.StringIO(data.decode()))]


def of(done: Migrated, table: str) -> list[dict[str, str | None]]:
    return rows_in(done.files[f"tables/{table}.csv"])


def said_of(done: Migrated, table: str) -> list[tuple[str | None, ...]]:
    columns = ("record_id", "field", "source_id", "stance", "asserted_value", "reason", "locator")
    return [tuple(row[name] for name in columns) for row in of(done, "evidence") if row["table"] == table]


def with_evidence(folder: Path, *rows: str) -> None:
    path = folder / "tables" / "evidence.csv"
    path.write_text(path.read_text("utf-8") + "".join(f"stations,{row}\n" for row in rows), encoding="utf-8")


def test_the_first_version_becomes_a_package_of_today(first: Path) -> None:
    done = migrate(first)
    assert (done.start, done.end, done.findings) == ("0.1.0", SCHEMA_VERSION, ())
    assert of(done, "countries") == [dict(row) for row in country_rows()]
    nothing = {"name_local": None, "country": None, "part_of": None}
    assert of(done, "actors") == [
        {"id": "police-a-bureau", "name": "A bureau", "kind": "police", **nothing},
        {"id": "police-fuzhou", "name": "Fuzhou", "kind": "police", **nothing},
    ]
    # The second source adds the bureau that the first leaves empty: it is that source which gives it.
    assert of(done, "station_bureaus") == [
        {"station_id": "ec-quito-1", "actor_id": "police-a-bureau", "source_id": FIRST},
        {"station_id": "ec-stations-2", "actor_id": "police-fuzhou", "source_id": SECOND},
    ]
    assert said_of(done, "station_bureaus") == [
        ("ec-quito-1/police-a-bureau", None, FIRST, "supports", None, None, "p. 12"),
        ("ec-stations-2/police-fuzhou", None, SECOND, "supports", None, None, "p. 12"),
    ]
    assert not [row for row in said_of(done, "stations") if row[1] == "bureau"]


def test_all_else_of_the_first_version_stays(first: Path) -> None:
    done = migrate(first)
    for path in sorted((first / "tables").glob("*.csv")):
        before, after = rows_in(path.read_bytes()), of(done, path.stem)
        new = set(TABLES[path.stem].names) - {*before[0], *RENAMED}
        gone = set(before[0]) - {*TABLES[path.stem].names, *RENAMED.values()}
        assert gone == ({"bureau"} if path.stem == "stations" else set())
        if path.stem == "evidence":
            before = [row for row in before if row["field"] != "bureau"]
            after = [row for row in after if row["table"] != "station_bureaus"]
        expected = [
            {name: None if name in new else row[RENAMED.get(name, name)] for name in TABLES[path.stem].names}
            for row in before
        ]
        assert after == expected, path.stem
    assert [done.rows[name] for name in ("listings", "response_links")] == [0, 0]


def test_the_first_version_is_valid_afterwards_and_asks_for_what_it_could_not_say(first: Path, tmp_path: Path) -> None:
    done = migrate(first)
    write(tmp_path / "new", dict(done.files))
    lasting = {row["id"] for row in of(done, "responses") if row["kind"] in LASTING_RESPONSES}
    assert len(lasting) == len(LASTING_RESPONSES)
    # Hashes and sizes are made anew. Of closures each rests on one page, in a package that shows every term once.
    ended = {row["id"] for row in of(done, "stations") if row["status"] in set(CLOSED)}
    assert ended
    found = validate(tmp_path / "new").findings
    assert {(finding.code, finding.severity, finding.record_id) for finding in found} == {
        *(("OS623", Severity.WARNING, name) for name in lasting),
        *(("OS635", Severity.WARNING, name) for name in ended),
    }


@pytest.mark.parametrize(
    ("rows", "source", "evidence"),
    [
        ((f"{FIRST},supports,A bureau,,,,,p. 1",), FIRST, [(FIRST, "supports", None, "p. 1")]),
        ((f"{FIRST},supports,,,,,,p. 1",), FIRST, [(FIRST, "supports", None, "p. 1")]),
        ((f"{SECOND},supports,A bureau,,,,,p. 2",), SECOND, [(SECOND, "supports", None, "p. 2")]),
        (
            (f"{SECOND},supports,A bureau,,,,,p. 2", f"{FIRST},supports,A bureau,,,,,p. 1"),
            FIRST,
            [(FIRST, "supports", None, "p. 1"), (SECOND, "supports", None, "p. 2")],
        ),
        (
            (f"{SECOND},disputes,Another,,,,,p. 2",),
            FIRST,
            [(FIRST, "supports", None, "p. 12"), (SECOND, "disputes", "It names Another instead.", "p. 2")],
        ),
        (
            (f"{SECOND},disputes,Another,They differ.,,,,p. 2", f"{FIRST},supports,,,,,,p. 1"),
            FIRST,
            [
                (FIRST, "supports", None, "p. 1"),
                (SECOND, "disputes", "They differ. It names Another instead.", "p. 2"),
            ],
        ),
    ],
)
def test_evidence_about_a_bureau_is_evidence_of_the_link(
    first: Path, rows: tuple[str, ...], source: str, evidence: list[tuple[str | None, ...]]
) -> None:
    with_evidence(first, *(f"ec-quito-1,bureau,{row}" for row in rows))
    done = migrate(first)
    assert done.findings == ()
    assert of(done, "station_bureaus")[0]["source_id"] == source
    name = "ec-quito-1/police-a-bureau"
    found = [(said[2], said[3], said[5], said[6]) for said in said_of(done, "station_bureaus") if said[0] == name]
    assert found == evidence
    assert {said[1] for said in said_of(done, "stations")} == {None, "city", "country"}


def test_one_bureau_of_two_stations_is_one_actor_and_two_of_one_name_in_letters_are_two(first: Path) -> None:
    edited(first, "tables/stations.csv", ",Fuzhou,", ",A bureau,")
    edited(first, "tables/evidence.csv", ",supports,Fuzhou,", ",supports,A bureau,")
    edited(
        first,
        "tables/stations.csv",
        "ec-stations-3,EC,Madeira,,,region,,,,,,",
        "ec-stations-3,EC,Madeira,,,region,,,,,A-bureau,",
    )
    done = migrate(first)
    assert [(row["id"], row["name"]) for row in of(done, "actors")] == [
        ("police-a-bureau", "A bureau"),
        ("police-a-bureau-2", "A-bureau"),
    ]
    assert [(row["station_id"], row["actor_id"]) for row in of(done, "station_bureaus")] == [
        ("ec-quito-1", "police-a-bureau"),
        ("ec-stations-2", "police-a-bureau"),
        ("ec-stations-3", "police-a-bureau-2"),
    ]


@pytest.mark.parametrize(
    ("row", "value", "said"),
    [
        (f"ec-quito-1,bureau,{SECOND},supports,Another,,,,,", "Another", "it is said to support A bureau"),
        (f"ec-stations-3,bureau,{SECOND},disputes,Another,,,,,", "Another", "the cell that it is about is empty"),
        (f"ec-stations-3,bureau,{FIRST},supports,,,,,,", "ec-stations-3", "the cell that it is about is empty"),
        (f"ec-nowhere-1,bureau,{SECOND},disputes,Another,,,,,", "Another", "there is no such record"),
    ],
)
def test_what_is_said_of_a_bureau_is_not_lost_silently(first: Path, row: str, value: str, said: str) -> None:
    with_evidence(first, row)
    done = migrate(first)
    line = (first / "tables" / "evidence.csv").read_bytes().count(b"\n")
    assert not done.files
    assert places(done.findings) == [("OS891", "evidence.csv", line, "asserted_value", value)]
    assert said in done.findings[0].message


def test_a_fault_of_an_actor_stands_where_the_bureau_stood(first: Path) -> None:
    edited(first, "tables/stations.csv", ",A bureau,", ", A bureau,")
    done = migrate(first)
    assert not done.files
    assert places(done.findings) == [("OS207", "stations.csv", 2, "bureau", " A bureau")]
    assert done.findings[0].table == "stations"


def test_a_whole_dispute_without_a_reason_says_that_none_was_given(first: Path) -> None:
    edited(first, "tables/evidence.csv", "It says that nothing was there.", "")
    done = migrate(first)
    assert done.findings == ()
    disputes = [said[:2] + said[5:6] for said in said_of(done, "stations") if said[3] == "disputes"]
    assert disputes == [("ec-quito-1", "city", None), ("ec-stations-3", None, NO_REASON)]
    (step,) = (step for step in done.steps if step.field == "reason")
    assert (step.message, step.rows) == (f"disputes of whole records without a reason now say: {NO_REASON}", 1)


def test_data_of_the_first_version_that_state_a_development_version(first: Path, tmp_path: Path) -> None:
    """So the data 0.1.0 do: their schemas were frozen after them."""
    expected = migrate(first).files
    stated = json.loads((first / "datapackage.json").read_text("utf-8")) | {"schemaVersion": "1.0.0.dev"}
    (first / "datapackage.json").write_text(json.dumps(stated), encoding="utf-8")
    assert migrate(first, start="0.1.0").files == expected
    done = overseas_as(SCHEMA_VERSION, "migrate", "first", "--out", "new", "--from", "0.1.0", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"first: record schemas 0.1.0 to {SCHEMA_VERSION}\n" in done.stdout
    assert contents(tmp_path / "new") == expected
    # What was upgraded is not taken for what it was; unless its version is one under way, which says little.
    if not is_development(SCHEMA_VERSION):
        with pytest.raises(InputError, match=f"follows the record schemas {re.escape(SCHEMA_VERSION)}, not 0.1.0"):
            migrate(tmp_path / "new", start="0.1.0")


# The register


def test_every_breaking_change_so_far_is_answered() -> None:
    assert history().uncovered() == []
    assert PAST.uncovered() == []
    used = {id(migration) for _, _, migration in history().hops(next(iter(history().versions)))}
    assert {id(migration) for migration in MIGRATIONS} <= used


@pytest.mark.parametrize(
    ("without", "unanswered"),
    [
        (0, {("table-removed", "police_stations"), ("reference-changed", "station_statuses"),
             ("reference-changed", "response_stations"), ("reference-changed", "station_bureaus"),
             ("reference-changed", "listings")}),
        (1, {("column-removed", "stations.district")}),
        (2, {("term-removed", "station_statuses.status")}),
        (3, {("term-removed", "stations.status")}),
        (4, {("column-removed", "figures.amount"), ("column-added-required", "figures.value"),
             ("column-added-required", "figures.bound")}),
        (5, {("column-removed", "statements.reviewed")}),
        (6, {("key-changed", "retractions")}),
    ],
)  # fmt: skip
def test_a_breaking_change_without_an_answer_is_told(without: int, unanswered: set[tuple[str, str]]) -> None:
    changes = [change for number, change in enumerate(MADE_UP.changes) if number != without]
    if without == 0:  # the table still has its older name
        changes = [c for c in changes if not isinstance(c, RenameColumn) and getattr(c, "table", "") != "stations"]
    past = replace(PAST, migrations=(replace(MADE_UP, changes=tuple(changes)),))
    assert {(change.rule, change.place) for change in past.uncovered()} == unanswered


@pytest.mark.parametrize(
    ("without", "unanswered"),
    [
        (0, {("reference-added", table) for table in ("stations", "responses", "statements", "figures", "incidents")}),
        (1, {("column-removed", "responses.authority")}),
        (2, {("column-removed", "stations.bureau")}),
        (3, set()),
    ],
)
def test_a_breaking_change_after_the_first_version_without_an_answer_is_told(
    without: int, unanswered: set[tuple[str, str]]
) -> None:
    (real,) = MIGRATIONS
    changes = tuple(change for number, change in enumerate(real.changes) if number != without)
    past = replace(history(), migrations=(replace(real, changes=changes),))
    assert {(change.rule, change.place) for change in past.uncovered()} == unanswered


@pytest.mark.parametrize(
    "change",
    [
        DropColumn("incidents", "id", "Nowhere."),
        Convert("station_statuses", ("as_of",), ("as_of",), lambda cells: cells, "X."),
    ],
)
def test_no_change_may_rename_records_but_by_their_terms(old: Path, change: Any) -> None:
    """Ids are for good: a declared change of a key is a fault of the tool, not of the data."""
    with pytest.raises(ValueError, match="ids are for good"):
        upgraded(old, replace(PAST, migrations=(replace(MADE_UP, changes=(change,)),)))


def test_a_breaking_change_that_nothing_declares_never_drops_a_column(old: Path) -> None:
    changes = tuple(change for change in MADE_UP.changes if not isinstance(change, DropColumn))
    with pytest.raises(ValueError, match="no declared change says what becomes of statements: reviewed"):
        upgraded(old, replace(PAST, migrations=(replace(MADE_UP, changes=changes),)))


def test_a_change_answers_for_its_own_place_alone() -> None:
    gone = SchemaChange("term-removed", "table", "incidents", "kind", before="harassment")
    answers = [
        MapTerms("incidents", "kind", {"harassment": "other"}),
        Accept("term-removed", "incidents", "kind", "X."),
        Convert("incidents", ("kind",), ("kind",), dict, "X."),
    ]
    others = [
        MapTerms("incidents", "kind", {"surveillance": "other"}),
        MapTerms("figures", "kind", {"harassment": "other"}),
        Accept("term-removed", "incidents", None, "X."),
        Convert("figures", ("kind",), ("kind",), dict, "X."),
        DropColumn("incidents", "kind", "X."),
        RenameColumn("incidents", "kind", "sort"),
    ]
    assert [change.covers(gone) for change in (*answers, *others)] == [True] * 3 + [False] * 6


# Versions


def stating(version: Any, today: Files) -> Files:
    """Return a package of 0.10.0 that states a version, or none."""
    files = aged_package("0.10.0", base_rows(), today)
    stated = json.loads(files["datapackage.json"]) | {"schemaVersion": version}
    if version is None:
        del stated["schemaVersion"]
    return files | {"datapackage.json": json.dumps(stated).encode()}


@pytest.mark.parametrize(
    ("version", "given_version", "said"),
    [
        (None, None, "give their version with --from"),
        ("0.9.0", "0.10.0", "says that it follows the record schemas 0.9.0, not 0.10.0"),
        ("99.0.0", None, "update overseas-stations"),
        ("0.9.7", None, "there are no record schemas 0.9.7; there are 0.9.0, 0.10.0"),
        ("one", None, "one is not a version"),
        (1, None, "1 is not a version"),
        (["0.9.0"], None, "is not a version"),
        (None, "0.0.1", "there are no record schemas 0.0.1"),
        ("0.9.0.dev", None, "follows the record schemas 0.9.0.dev: of a development version nothing is kept"),
        ("0.10.0.dev", None, "Give the version that it was made with after --from"),
        ("99.0.0.dev", None, "of a development version nothing is kept"),
        (None, "0.9.0.dev", "follows the record schemas 0.9.0.dev: of a development version nothing is kept"),
        ("0.9.0.dev", "0.10.0.dev", "follows the record schemas 0.10.0.dev: of a development version nothing is kept"),
        ("0.10.0.dev", "0.9.7", "there are no record schemas 0.9.7; there are 0.9.0, 0.10.0"),
        ("dev", None, "dev is not a version"),
        ("dev", "0.10.0", "says that it follows the record schemas dev, not 0.10.0"),
    ],
)
def test_versions_that_cannot_be_used(
    tmp_path: Path, today: Files, version: Any, given_version: str | None, said: str
) -> None:
    write(tmp_path, stating(version, today))
    with pytest.raises(InputError, match=said) as refused:
        migrate(tmp_path, start=given_version, past=PAST)
    assert len(str(refused.value).splitlines()) == 1


def test_a_package_that_says_nothing_and_is_told_of(tmp_path: Path, today: Files) -> None:
    write(tmp_path / "silent", stating(None, today))
    write(tmp_path / "stating", stating("0.10.0", today))
    write(tmp_path / "developing", stating("0.10.1.dev", today))
    names = ("silent", "stating", "developing")
    made = [migrate(tmp_path / name, start="0.10.0", past=PAST).files for name in names]
    stated = [json.loads(files["datapackage.json"]) for files in made]
    assert stated == stated[:1] * len(names)
    assert stated[0]["schemaVersion"] == SCHEMA_VERSION
    others = [{**files, "datapackage.json": b""} for files in made]
    assert others == others[:1] * len(names)


def test_a_migration_is_declared_to_the_version_that_a_development_version_becomes(tmp_path: Path) -> None:
    versions = dict(zip(("1.0.0", "2.0.0.dev"), list(PAST.versions.values())[:2], strict=True))
    past = History(versions, (replace(MADE_UP, start="1.0.0", end="2.0.0"),))
    assert past.hops("1.0.0") == [("1.0.0", "2.0.0.dev", past.migrations[0])]
    assert past.uncovered() == []
    assert replace(past, migrations=(MADE_UP,)).uncovered() != []


def test_the_history_holds_what_is_frozen_before_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("0.10.0", "0.9.0", "1.0.0"):
        write(tmp_path, {f"schema/{name}": data for name, data in frozen(version, SCHEMA_VERSION).items()})
    monkeypatch.setattr("overseas_stations.paths.data_root", lambda: tmp_path)
    for today, expected in (
        ("0.10.1.dev", ["0.9.0", "0.10.0", "0.10.1.dev"]),
        ("1.0.0.dev", ["0.9.0", "0.10.0", "1.0.0.dev"]),
        ("1.0.0", ["0.9.0", "0.10.0", "1.0.0"]),
        ("1.0.1.dev", ["0.9.0", "0.10.0", "1.0.0", "1.0.1.dev"]),
    ):
        monkeypatch.setattr(frozen_history, "SCHEMA_VERSION", today)
        assert list(history.__wrapped__().versions) == expected


def test_only_csv_and_only_so_much(tmp_path: Path, today: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files = stating("0.10.0", today)
    write(tmp_path / "large", files)
    monkeypatch.setattr("overseas_stations.migrations.running.MAX_BYTES", 10)
    with pytest.raises(InputError, match="up to 10 are carried over"):
        upgraded(tmp_path / "large")
    files["tables/incidents.parquet"] = files.pop("tables/incidents.csv")
    text = files["datapackage.json"].replace(b"incidents.csv", b"incidents.parquet")
    write(tmp_path / "parquet", files | {"datapackage.json": text})
    with pytest.raises(InputError, match=r"incidents.parquet is Parquet"):
        upgraded(tmp_path / "parquet")


# Laws


def files_of(rows: Package) -> Files:
    """Return a package of some rows: its descriptor and its tables."""
    files = {f"tables/{name}.csv": csv_bytes(table, rows[name]) for name, table in TABLES.items()}
    return files | {"datapackage.json": json.dumps(sized(descriptor(files), files)).encode()}


@settings(max_examples=2)
@given(packages())
def test_a_package_of_0_10_0_keeps_every_row_and_value(tmp_path_factory: pytest.TempPathFactory, rows: Package) -> None:
    folder = tmp_path_factory.mktemp("package")
    known: Any = {
        name: [row | ({NEW_SINCE[name]: None} if name in NEW_SINCE else {}) for row in listed]
        for name, listed in rows.items()
    }
    write(folder / "old", aged_package("0.10.0", known, files_of(known)))
    done = upgraded(folder / "old")
    assert done.findings == ()
    assert {name: done.files[f"tables/{name}.csv"] for name in TABLES} == {
        name: csv_bytes(table, known[name]) for name, table in TABLES.items()
    }
    assert dict(done.rows) == {name: len(listed) for name, listed in rows.items()}
    write(folder / "new", dict(done.files))
    assert upgraded(folder / "new").up_to_date
    assert not [f for f in validate(folder / "new").findings if f.severity is Severity.ERROR]


@settings(max_examples=4)
@given(packages())
def test_a_package_of_today_is_left_alone(tmp_path_factory: pytest.TempPathFactory, rows: Package) -> None:
    folder = tmp_path_factory.mktemp("package")
    write(folder, files_of(rows))
    for past in (None, PAST):
        done = migrate(folder, past=past)
        assert (done.up_to_date, done.files, done.findings) == (True, {}, ())


def test_what_is_not_a_table_stays(old: Path) -> None:
    write(old, {"notes/a.txt": b"\xff\x00", "pictures/map.svg": b"<svg/>"})
    done = upgraded(old)
    assert (done.files["notes/a.txt"], done.files["pictures/map.svg"]) == (b"\xff\x00", b"<svg/>")
    assert {finding.code for finding in done.findings} == {"OS103"}


def test_what_the_descriptor_says_of_the_data_stays(old: Path) -> None:
    stated = json.loads((old / "datapackage.json").read_text("utf-8"))
    stated |= {"name": "peer", "title": "Of a peer", "version": "7.8.9", "homepage": "https://example.org/"}
    (old / "datapackage.json").write_text(json.dumps(stated), encoding="utf-8")
    done = upgraded(old)
    new = json.loads(done.files["datapackage.json"])
    assert {name: new[name] for name in ("name", "title", "version", "homepage")} == {
        name: stated[name] for name in ("name", "title", "version", "homepage")
    }
    assert json.loads(done.files["json/records.json"])["version"] == "7.8.9"


# The command, at 1.1.0.dev, where what is 0.10.0 elsewhere is frozen as 1.0.0


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the ``schema/`` of that installation."""
    folder = tmp_path_factory.mktemp("installed")
    write(folder, {f"schema/{name}": data for name, data in frozen("1.0.0", "0.10.0").items()})
    return folder


@pytest.fixture(scope="module")
def examples(installed: Path) -> Files:
    return contents(installed / "schema" / "examples" / "1.0.0" / "package")


def overseas(*arguments: str, cwd: Path, installed: Path | None = None) -> Completed:
    return overseas_as("1.1.0.dev", *arguments, cwd=cwd, installed=installed)


def test_the_command_writes_a_new_folder_beside_the_package(tmp_path: Path, installed: Path, examples: Files) -> None:
    write(tmp_path / "old", examples)
    done = overseas("migrate", "old", cwd=tmp_path, installed=installed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1.0.0 to 1.1.0.dev\n" in done.stdout
    figures = examples["tables/figures.csv"].count(b"\n") - 1
    assert f"  the column scope of figures is new and empty ({figures} rows)\n" in done.stdout
    assert done.stdout.endswith("written: old-1.1.0.dev\n")
    assert contents(tmp_path / "old") == examples
    assert ": 0 errors, 3 warnings, 0 for information" in overseas("validate", "old-1.1.0.dev", cwd=tmp_path).stdout
    again = overseas("migrate", "old-1.1.0.dev", cwd=tmp_path, installed=installed)
    assert (again.returncode, again.stdout) == (
        0,
        "old-1.1.0.dev follows the record schemas 1.1.0.dev already: nothing to do, nothing written\n",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "old-1.1.0.dev"]


def test_an_upgraded_package_names_schemas_that_exist(tmp_path: Path, installed: Path, examples: Files) -> None:
    write(tmp_path / "old", examples)
    assert overseas("migrate", "old", "--out", "new", cwd=tmp_path, installed=installed).returncode == 0
    stated = json.loads((tmp_path / "new" / "datapackage.json").read_text("utf-8"))
    ids = [json.loads(data)["$id"] for name, data in schema_files("dev").items() if name.endswith(".schema.json")]
    assert set(stated["recordSchemas"]) == {name for name in ids if name.rpartition(":")[2] in TABLES}


@pytest.mark.long
def test_the_command_reads_archives_and_prints_json(tmp_path: Path, installed: Path, examples: Files) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for name, data in examples.items():
            archive.writestr(f"top/{name}", data)
    arguments = ("migrate", "old.zip", "--out", "new/here", "--format", "json")
    done = overseas(*arguments, cwd=tmp_path, installed=installed)
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    written = "new/here"
    assert (said["from"], said["to"], said["written"], said["up_to_date"]) == ("1.0.0", "1.1.0.dev", written, False)
    counts = {name: examples[f"tables/{name}.csv"].count(b"\n") - 1 for name in TABLES}
    assert said["rows"] == counts
    assert {(step["table"], step["field"], step["rows"]) for step in said["steps"]} == {
        (table, column, counts[table]) for table, column in NEW_SINCE.items()
    }
    assert said["findings"] == []
    write(tmp_path / "folder", examples)
    other = overseas("migrate", "folder/datapackage.json", "--out", "other", cwd=tmp_path, installed=installed)
    assert other.returncode == 0
    assert contents(tmp_path / "new" / "here") == contents(tmp_path / "other")


@pytest.mark.parametrize(
    "out", ["old/new", *(pytest.param(out, marks=pytest.mark.long) for out in ("old", "full", "file", "old/../old"))]
)
def test_the_command_replaces_nothing(tmp_path: Path, installed: Path, examples: Files, out: str) -> None:
    write(tmp_path / "old", examples)
    write(tmp_path, {"full/a.txt": b"a", "file": b"b"})
    before = contents(tmp_path)
    done = overseas("migrate", "old", "--out", out, cwd=tmp_path, installed=installed)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "--out" in done.stderr
    assert contents(tmp_path) == before


def test_the_command_writes_nothing_where_something_would_be_lost(
    tmp_path: Path, installed: Path, examples: Files
) -> None:
    rows = examples["tables/incidents.csv"].decode().splitlines()
    header = "id,kind,country,date,summary,source_id"
    assert rows[0] == header
    lines = "".join(f"{row},x\n" for row in rows).replace(f"{header},x", f"{header},remark")
    write(tmp_path / "old", unsized(examples) | {"tables/incidents.csv": lines.encode()})
    done = overseas("migrate", "old", cwd=tmp_path, installed=installed)
    assert (done.returncode, done.stderr) == (1, "")
    assert "OS891 old/tables/incidents.csv:1:40 incidents" in done.stdout
    assert done.stdout.endswith("NOT migrated: nothing was written\n")
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere cannot be opened"),
        ((".",), "is no package"),
        (("a.txt",), "is no package"),
        (("of-another",), "of-another follows the record schemas 0.3.0.dev: of a development version nothing is kept"),
    ],
)
def test_what_the_command_cannot_use(unusable: Unusable, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    write(tmp_path, {"a.txt": b"a", "of-another/datapackage.json": b'{"schemaVersion": "0.3.0.dev", "resources": []}'})
    assert said in unusable("migrate", *arguments, cwd=tmp_path)


def test_a_descriptor_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, {"datapackage.json": b"{", "tables/a.csv": b"a\n"})
    done = migrate(tmp_path)
    assert [finding.code for finding in done.findings] == ["OS115"]
    assert not done.files


def test_parts_of_an_amount() -> None:
    assert parts_of({"amount": "at least 54"}) == {"value": "54", "bound": "at_least"}
    assert parts_of({"amount": "54"}) == {"value": "54", "bound": "exact"}
