"""A project whose dossiers are ahead of its build, and copies of tables that say otherwise than the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from casework import hashed, package_files, unsized, write
from overseas_stations.canonical.records import json_lines
from overseas_stations.checking import validate
from overseas_stations.findings import Severity
from overseas_stations.publishing.published import published_files
from overseas_stations.reading.container import open_package
from overseas_stations.reading.copies import copy_findings
from overseas_stations.reading.gathering import CopyFile
from overseas_stations.reading.loading import load_frames
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing import Package, packages
from small_project import SOURCE, Overseas, dossier, write_project

Found = set[tuple[str, str | None, int | None]]


def found(overseas: Overseas, root: Path, *options: str) -> Found:
    done = overseas("check", *options, "--format", "json", cwd=root)
    report = json.loads(done.stdout)
    assert done.returncode == (0 if report["valid"] else 1)
    return {(each["code"], each["file"], each["line"]) for each in report["findings"]}


def add_stations(root: Path) -> None:
    """Let the one dossier declare three stations where the build knows one."""
    write_project(root, stations=3)


def test_where_nothing_differs_nothing_is_pending(overseas: Overseas, built: Path) -> None:
    assert found(overseas, built, "--pending") == set()


def test_a_build_that_is_behind_is_information_and_its_rows_are_listed(overseas: Overseas, built: Path) -> None:
    add_stations(built)
    assert found(overseas, built) == {("OS122", "datapackage/tables/evidence.csv", 4)}
    assert found(overseas, built, "--pending") == {("OS129", "datapackage/tables/evidence.csv", 4)}
    done = overseas("check", "--pending", cwd=built)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    for station in ("ec-quito-2", "ec-quito-3"):
        assert f"  added  {station}  EC, Quito, reported [sources of the record: {SOURCE}]" in lines
    assert lines[-1] == "valid: 0 errors, 0 warnings, 1 for information"


def test_all_else_is_checked_on_the_build_in_memory(overseas: Overseas, built: Path) -> None:
    text = dossier(3).replace("      country: EC\n", "      country: XQ\n", 1)
    (built / "seeds" / "2023" / f"{SOURCE}.yaml").write_text(text, encoding="utf-8")
    line = text.splitlines().index("      country: XQ") + 1
    assert found(overseas, built, "--pending") == {("OS204", f"seeds/2023/{SOURCE}.yaml", line)}


def test_where_nothing_is_built_yet_all_of_it_is_pending(overseas: Overseas, project: Path) -> None:
    assert found(overseas, project, "--pending") == {("OS129", None, None)}


@pytest.mark.parametrize(
    ("file", "spoil", "expected"),
    [
        ("schema/dev/stations.table.json", b"{}\n", ("OS122", "schema/dev/stations.table.json", 1)),
        ("datapackage/RULES.md", None, ("OS122", "datapackage/RULES.md", None)),
        ("datapackage/tables/stations.csv", None, ("OS122", "datapackage/tables/stations.csv", None)),
        ("datapackage/tables/more.csv", b"id\n", ("OS122", "datapackage/tables/more.csv", None)),
        ("datapackage/tables/stations.csv", b"id\n", ("OS108", "datapackage/tables/stations.csv", 1)),
        ("datapackage/tables/stations.csv", b"\xff\n", ("OS104", "datapackage/tables/stations.csv", 1)),
    ],
)
def test_what_no_dossier_explains_stays_an_error(
    overseas: Overseas, built: Path, file: str, spoil: bytes | None, expected: tuple[str, str, int | None]
) -> None:
    add_stations(built)
    if spoil is None:
        (built / file).unlink()
    else:
        (built / file).write_bytes(spoil)
    codes = found(overseas, built, "--pending")
    assert expected in codes
    assert {code for code, *_ in codes} == {expected[0]}


def test_a_stale_build_is_one_finding_with_all_its_files(overseas: Overseas, built: Path) -> None:
    add_stations(built)
    (built / "datapackage" / "RULES.md").unlink()
    done = overseas("check", "--format", "json", cwd=built)
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["code"], finding["file"], finding["count"]) == ("OS122", "datapackage/RULES.md", 1)
    assert finding["message"] == (
        "the built files are out of date: 4 files: datapackage/RULES.md (it is missing), "
        "datapackage/tables/evidence.csv (line 4 differs), datapackage/tables/station_statuses.csv (line 3 differs), "
        "datapackage/tables/stations.csv (line 3 differs)"
    )
    assert finding["hint"].startswith("run `overseas build`")


# Copies in JSON


def codes(folder: Path) -> set[tuple[str, str | None, str | None, str | None]]:
    found = (each for each in validate(folder).findings if each.severity is Severity.ERROR)
    return {(each.code, each.table, each.record_id, each.field) for each in found}


def spelt_otherwise(records: list[Any]) -> bytes:
    """Return records as another program may write them: in another order and on one line."""
    return json.dumps([dict(reversed(record.items())) for record in reversed(records)]).encode()


@settings(max_examples=5)
@given(rows=packages())
def test_copies_agree_with_their_tables_however_they_are_spelt(
    tmp_path_factory: pytest.TempPathFactory, rows: Package
) -> None:
    files = unsized(published_files(rows))
    for name in TABLES:
        path = f"json/{name}.json"
        files |= {path: spelt_otherwise(json.loads(files[path]))}
    folder = tmp_path_factory.mktemp("package")
    write(folder, files)
    assert not [each for each in codes(folder) if each[0] in ("OS123", "OS128")]


def test_every_cell_of_every_copy_is_compared(tmp_path: Path) -> None:
    """One value after the other is replaced in the last record of a copy."""
    files = package_files(copies=True)
    write(tmp_path, files)
    with open_package(tmp_path) as package:
        loaded, _ = load_frames(package.files)
    judged = 0
    for name, table in TABLES.items():
        records = json.loads(files[f"json/{name}.json"])
        assert records
        for column in table.names:
            changed = [dict(record) for record in records]
            changed[-1][column] = None if changed[-1][column] is not None else "x"
            copy = CopyFile(name, tmp_path / "copy.json", "copy.json")
            copy.path.write_text("".join(json_lines(changed)), encoding="utf-8", newline="")
            here = {(each.code, each.table, each.record_id, each.field) for each in
                    copy_findings({name: copy}, TABLES, loaded.scans, None)}  # fmt: skip
            if column in table.key:
                assert {code for code, *_ in here} == {"OS128"}
            else:
                record = record_name(table, {k: None if v is None else str(v) for k, v in records[-1].items()})
                assert here == {("OS128", name, record, column)}
            judged += 1
    assert judged == sum(len(table.names) for table in TABLES.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"{}\n", {("OS128", "stations", None, None)}),
        (b"[1]\n", {("OS128", "stations", None, None)}),
        (b"[\n", {("OS123", "stations", None, None)}),
        (b"\xff\n", {("OS123", "stations", None, None)}),
        (b'[{"id": "a", "id": "b"}]', {("OS123", "stations", None, None)}),
        (b"[]\n", {("OS128", "stations", "ec-quito-1", None), ("OS128", "stations", "ie-dublin-1", None)}),
    ],
    ids=["an object", "a number", "cut", "not UTF-8", "a key twice", "empty"],
)
def test_a_copy_that_is_no_copy(tmp_path: Path, text: bytes, expected: set[Any]) -> None:
    write(tmp_path, hashed(package_files(copies=True) | {"json/stations.json": text}))
    assert codes(tmp_path) == expected


def test_a_record_that_stands_twice_in_a_copy(tmp_path: Path) -> None:
    files = package_files(copies=True)
    records = json.loads(files["json/incidents.json"])
    write(tmp_path, hashed(files | {"json/incidents.json": "".join(json_lines(records * 2)).encode()}))
    assert codes(tmp_path) == {("OS128", "incidents", "fr-2022-coerced-return", None)}


def test_a_table_that_cannot_be_read_is_told_of_once(tmp_path: Path) -> None:
    files = package_files(copies=True)
    write(tmp_path, hashed(files | {"tables/incidents.csv": files["tables/incidents.csv"] + b"a,b\n"}))
    assert {code for code, *_ in codes(tmp_path)} == {"OS112"}
