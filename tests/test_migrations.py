"""Upgrades: rows are carried over, nothing is lost or invented, and nothing is written that is not valid."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from casework import package_files, write
from made_up_past import MADE_UP, PAST, package_of_0_9_0, parts_of, unsized
from overseas_stations.checking import Options, load_project, validate
from overseas_stations.findings import Severity
from overseas_stations.migrations.changes import Accept, Convert, DropColumn, MapTerms, RenameColumn
from overseas_stations.migrations.history import MIGRATIONS, History, history
from overseas_stations.migrations.running import InputError, Migrated, migrate
from overseas_stations.packages.writing import csv_bytes
from overseas_stations.schemas.compatibility import SchemaChange
from overseas_stations.schemas.table_schema import descriptor
from overseas_stations.tables import TABLES
from overseas_stations.testing import Package, packages
from overseas_stations.version import SCHEMA_VERSION
from overseas_stations.vocabulary import StationStatus
from small_project import contents, overseas

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "schema" / "examples"
BASE = Path(__file__).parent / "base"

Files = dict[str, bytes]


def base_rows() -> dict[str, list[dict[str, str | None]]]:
    rows = load_project(BASE, Options()).compiled.rows
    return {name: [row.cells for row in listed] for name, listed in rows.items()}


@pytest.fixture(scope="module")
def today() -> Files:
    return package_files(keep_hashes=True)


@pytest.fixture
def old(tmp_path: Path, today: Files) -> Path:
    """Return a package of 0.9.0."""
    write(tmp_path / "old", unsized(package_of_0_9_0(base_rows(), today)))
    return tmp_path / "old"


def upgraded(folder: Path, past: History = PAST) -> Migrated:
    return migrate(folder, past=past)


# The made-up 0.9.0, upgraded to today's


def test_a_package_of_0_9_0_becomes_the_package_of_today(tmp_path: Path, today: Files) -> None:
    old = tmp_path / "old"
    write(old, package_of_0_9_0(base_rows(), today))
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
        ("0.9.0", "1.0.0", "stations", None, "the table police_stations is now stations", 2),
        (
            "0.9.0", "1.0.0", "stations", "bureau",
            "the column police_bureau of stations is now bureau, 1 row of evidence follow", 2,
        ),
        ("0.9.0", "1.0.0", "station_statuses", "status", statuses.format("station_statuses"), 2),
        ("0.9.0", "1.0.0", "stations", "status", statuses.format("stations"), 1),
        (
            "0.9.0", "1.0.0", "figures", "value",
            "an amount of figures is now a value and a bound; 1 row of evidence about amount became 1", 1,
        ),
        (
            "0.9.0", "1.0.0", "statements", "reviewed",
            "the column reviewed of statements goes, with 3 cells that were filled and 0 rows of evidence about it. "
            "Who reviewed what is in the history of the dossiers.", 3,
        ),
        (
            "0.9.0", "1.0.0", "retractions", None,
            "A record was retracted once in 0.9.0, whatever its date.", 0,
        ),
        (
            "1.0.0", "1.1.0", "stations", "status",
            "status and status_as_of of stations are those of the last report that says more than reported", 0,
        ),
        (
            "1.0.0", "1.1.0", "stations", "stations_claimed",
            "the column stations_claimed of stations is new and empty", 2,
        ),
        ("1.0.0", "1.1.0", "figures", "scope", "the column scope of figures is new and empty", 1),
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
    row = "statements,embassy-2023-licences,reviewed,example-news-2023-03-01,supports,true,,,,\n"
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
    assert done.findings[0].column == 89


def test_a_term_that_nothing_maps_is_found_where_it_stands(old: Path) -> None:
    edited(old, "tables/police_stations.csv", ",alleged,", ",rumoured,")
    done = upgraded(old)
    assert not done.files
    assert places(done.findings) == [("OS891", "police_stations.csv", 2, "status", "rumoured")]
    assert "by the rule of its version it is reported" in done.findings[0].message


def test_a_term_outside_the_vocabulary_is_found_where_it_stands(old: Path) -> None:
    edited(old, "tables/incidents.csv", ",coerced_return,", ",rumour,")
    done = upgraded(old)
    assert not done.files
    assert places(done.findings) == [("OS204", "incidents.csv", 2, "kind", "rumour")]


def test_the_place_of_an_error_is_that_in_the_older_package(old: Path) -> None:
    """What would not be valid is not written, and is named as the older package names it."""
    edited(old, "tables/police_stations.csv", ",Fuzhou", ", Fuzhou")
    done = upgraded(old)
    assert not done.files
    assert places(done.findings) == [("OS207", "police_stations.csv", 3, "police_bureau", " Fuzhou")]


def test_a_name_that_is_no_name_of_a_row(old: Path) -> None:
    path = old / "tables" / "evidence.csv"
    path.write_text(
        path.read_text("utf-8") + "station_statuses,ec-quito-1,,example-news-2023-03-01,supports,,,,,\n",
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


def test_a_changed_file_is_not_upgraded(tmp_path: Path) -> None:
    write(tmp_path, contents(EXAMPLES / "1.0.0" / "package"))
    edited(tmp_path, "tables/response_stations.csv", "ec-quito-1", "ec-quito-9")
    done = migrate(tmp_path)
    assert not done.files
    assert {finding.code for finding in done.findings} == {"OS120"}


# The register


def test_every_breaking_change_so_far_is_answered() -> None:
    assert history().uncovered() == []
    assert PAST.uncovered() == []
    assert {(each.start, each.end) for each in MIGRATIONS} <= {hop[:2] for hop in history().hops("1.0.0")}


@pytest.mark.parametrize(
    ("without", "unanswered"),
    [
        (0, {("table-removed", "police_stations"), ("reference-changed", "station_statuses"),
             ("reference-changed", "response_stations")}),
        (1, {("column-removed", "stations.police_bureau")}),
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
    past = replace(PAST, migrations=(replace(MADE_UP, changes=tuple(changes)), *MIGRATIONS))
    assert {(change.rule, change.place) for change in past.uncovered()} == unanswered


@pytest.mark.parametrize(
    "change",
    [
        DropColumn("incidents", "id", "Nowhere."),
        Convert("station_statuses", ("as_of",), ("as_of",), lambda cells: cells, "X."),
    ],
)
def test_no_change_may_rename_records_but_by_their_terms(change: Any) -> None:
    """Ids are for good: a declared change of a key is a fault of the tool, not of the data."""
    past = replace(PAST, migrations=(replace(MIGRATIONS[0], changes=(change,)),))
    with pytest.raises(ValueError, match="ids are for good"):
        migrate(EXAMPLES / "1.0.0" / "package", past=past)


def test_a_breaking_change_that_nothing_declares_never_drops_a_column(old: Path) -> None:
    changes = tuple(change for change in MADE_UP.changes if not isinstance(change, DropColumn))
    with pytest.raises(ValueError, match="no declared change says what becomes of statements: reviewed"):
        upgraded(old, replace(PAST, migrations=(replace(MADE_UP, changes=changes), *MIGRATIONS)))


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


@pytest.mark.parametrize(
    ("version", "given_version", "said"),
    [
        (None, None, "give their version with --from"),
        ("1.0.0", "1.1.0", "says that it follows the record schemas 1.0.0, not 1.1.0"),
        ("99.0.0", None, "update overseas-stations"),
        ("1.0.7", None, "there are no record schemas 1.0.7; there are 1.0.0, 1.1.0"),
        ("one", None, "one is not a version"),
        (1, None, "1 is not a version"),
        (None, "0.0.1", "there are no record schemas 0.0.1"),
    ],
)
def test_versions_that_cannot_be_used(tmp_path: Path, version: Any, given_version: str | None, said: str) -> None:
    write(tmp_path, older(version))
    with pytest.raises(InputError, match=said):
        migrate(tmp_path, start=given_version)


def older(version: Any) -> Files:
    files = contents(EXAMPLES / "1.0.0" / "package")
    stated = json.loads(files["datapackage.json"]) | {"schemaVersion": version}
    if version is None:
        del stated["schemaVersion"]
    return files | {"datapackage.json": json.dumps(stated).encode()}


def test_a_package_that_says_nothing_and_is_told_of(tmp_path: Path) -> None:
    write(tmp_path, older(None))
    done = migrate(tmp_path, start="1.0.0")
    assert json.loads(done.files["datapackage.json"])["schemaVersion"] == SCHEMA_VERSION
    told = migrate(EXAMPLES / "1.0.0" / "package", start="1.0.0").files
    assert {**told, "datapackage.json": done.files["datapackage.json"]} == dict(done.files)


def test_only_csv_and_only_so_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overseas_stations.migrations.running.MAX_BYTES", 10)
    with pytest.raises(InputError, match="up to 10 are carried over"):
        migrate(EXAMPLES / "1.0.0" / "package")
    files = older("1.0.0")
    files["tables/incidents.parquet"] = files.pop("tables/incidents.csv")
    stated = json.loads(files["datapackage.json"])
    for resource in stated["resources"]:
        resource["path"] = resource["path"].replace("incidents.csv", "incidents.parquet")
    write(tmp_path, files | {"datapackage.json": json.dumps(stated).encode()})
    with pytest.raises(InputError, match=r"incidents.parquet is Parquet"):
        migrate(tmp_path)


# Laws


def few(examples: int) -> settings:
    return settings(
        max_examples=examples, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


def folder_of(rows: Package, version: str, without: Mapping[str, str], folder: Path) -> Path:
    """Write a package of some rows, without some columns, of a stated version."""
    files = {}
    for name, table in TABLES.items():
        header, *lines = csv_bytes(table, rows[name]).decode().splitlines()
        if name in without:
            listed = [{k: v for k, v in row.items() if k != without[name]} for row in rows[name]]
            kept = replace(table)
            kept.__dict__["names"] = tuple(column for column in table.names if column != without[name])
            header, *lines = csv_bytes(kept, listed).decode().splitlines()
        files[f"tables/{name}.csv"] = "".join(f"{line}\n" for line in (header, *lines)).encode()
    stated = descriptor(files, []) | {"schemaVersion": version}
    write(folder, files | {"datapackage.json": json.dumps(stated).encode()})
    return folder


@few(8)
@given(packages())
def test_a_package_of_1_0_0_keeps_every_row_and_value(tmp_path_factory: pytest.TempPathFactory, rows: Package) -> None:
    folder = tmp_path_factory.mktemp("package")
    new = {"figures": "scope", "stations": "stations_claimed"}
    order = [term.value for term in StationStatus]
    stations = [dict(row) for row in rows["stations"]]
    for station in stations:  # in 1.0.0 the last report counted, bare or not
        reports = [row for row in rows["station_statuses"] if row["station_id"] == station["id"]]
        last = max(reports, key=lambda row: (row["as_of"] or "", order.index(row["status"] or "")))
        station |= {"status": last["status"], "status_as_of": last["as_of"]}
    done = migrate(folder_of({**rows, "stations": stations}, "1.0.0", new, folder / "old"))
    assert done.findings == ()
    assert {name: done.files[f"tables/{name}.csv"] for name in TABLES} == {
        name: csv_bytes(table, rows[name]) for name, table in TABLES.items()
    }
    assert dict(done.rows) == {name: len(listed) for name, listed in rows.items()}
    write(folder / "new", dict(done.files))
    assert migrate(folder / "new").up_to_date
    assert not [f for f in validate(folder / "new").findings if f.severity is Severity.ERROR]


@few(4)
@given(packages())
def test_a_package_of_today_is_left_alone(tmp_path_factory: pytest.TempPathFactory, rows: Package) -> None:
    folder = folder_of(rows, SCHEMA_VERSION, {}, tmp_path_factory.mktemp("package"))
    done = migrate(folder)
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


# The command


def test_the_command_writes_a_new_folder_beside_the_package(tmp_path: Path) -> None:
    write(tmp_path / "old", contents(EXAMPLES / "1.0.0" / "package"))
    done = overseas("migrate", "old", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1.0.0 to 1.1.0\n" in done.stdout
    assert "  the column scope of figures is new and empty (16 rows)\n" in done.stdout
    assert done.stdout.endswith(f"written: old-{SCHEMA_VERSION}\n")
    assert contents(tmp_path / "old") == contents(EXAMPLES / "1.0.0" / "package")
    assert ": 0 errors" in overseas("validate", f"old-{SCHEMA_VERSION}", cwd=tmp_path).stdout
    again = overseas("migrate", f"old-{SCHEMA_VERSION}", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (
        0,
        f"old-{SCHEMA_VERSION} follows the record schemas {SCHEMA_VERSION} already: nothing to do, nothing written\n",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", f"old-{SCHEMA_VERSION}"]


def test_the_command_reads_archives_and_prints_json(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for name, data in contents(EXAMPLES / "1.0.0" / "package").items():
            archive.writestr(f"top/{name}", data)
    done = overseas("migrate", "old.zip", "--out", "new/here", "--format", "json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert (said["from"], said["to"], said["written"], said["up_to_date"]) == (
        "1.0.0",
        SCHEMA_VERSION,
        "new/here",
        False,
    )
    assert said["rows"]["stations"] == 11
    assert {(step["table"], step["field"], step["rows"]) for step in said["steps"]} >= {("figures", "scope", 16)}
    assert said["findings"] == []
    write(tmp_path / "folder", contents(EXAMPLES / "1.0.0" / "package"))
    assert overseas("migrate", "folder/datapackage.json", "--out", "other", cwd=tmp_path).returncode == 0
    assert contents(tmp_path / "new" / "here") == contents(tmp_path / "other")


@pytest.mark.parametrize("out", ["old", "old/new", "full", "file", "old/../old"])
def test_the_command_replaces_nothing(tmp_path: Path, out: str) -> None:
    write(tmp_path / "old", contents(EXAMPLES / "1.0.0" / "package"))
    write(tmp_path, {"full/a.txt": b"a", "file": b"b"})
    before = contents(tmp_path)
    done = overseas("migrate", "old", "--out", out, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "--out" in done.stderr
    assert contents(tmp_path) == before


def test_the_command_writes_nothing_where_something_would_be_lost(tmp_path: Path) -> None:
    write(tmp_path / "old", older("1.0.0"))
    header = "id,kind,country,date,summary,source_id"
    path = tmp_path / "old" / "tables" / "incidents.csv"
    rows = path.read_text("utf-8").splitlines()
    assert rows[0] == header
    path.write_text("".join(f"{row},x\n" for row in rows).replace(f"{header},x", f"{header},remark"), encoding="utf-8")
    stated = json.loads((tmp_path / "old" / "datapackage.json").read_text("utf-8"))
    for resource in stated["resources"]:
        del resource["hash"], resource["bytes"]
    (tmp_path / "old" / "datapackage.json").write_text(json.dumps(stated), encoding="utf-8")
    done = overseas("migrate", "old", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "OS891 old/tables/incidents.csv:1:40 incidents" in done.stdout
    assert done.stdout.endswith("NOT migrated: nothing was written\n")
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("nowhere",), "nowhere cannot be opened"), ((".",), "is no package"), (("a.txt",), "is no package")],
)
def test_what_the_command_cannot_use(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    write(tmp_path, {"a.txt": b"a"})
    done = overseas("migrate", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_descriptor_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, {"datapackage.json": b"{", "tables/a.csv": b"a\n"})
    done = migrate(tmp_path)
    assert [finding.code for finding in done.findings] == ["OS115"]
    assert not done.files


def test_parts_of_an_amount() -> None:
    assert parts_of({"amount": "at least 54"}) == {"value": "54", "bound": "at_least"}
    assert parts_of({"amount": "54"}) == {"value": "54", "bound": "exact"}
