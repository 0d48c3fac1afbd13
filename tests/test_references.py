"""References of other packages to these data: every value that is not there is found, and nothing else is."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from casework import hashed, package_files, write
from overseas_stations.checking import Options, validate
from overseas_stations.dependents import lock as locks
from overseas_stations.dependents.following import MAX_KEYS
from overseas_stations.dependents.installed import Installed
from overseas_stations.dependents.lock import Lock, LockFault, difference, installed_lock, read_lock
from overseas_stations.findings import Finding
from overseas_stations.reading.contents import LOCK
from overseas_stations.tables import TABLES
from overseas_stations.version import __version__
from small_project import Overseas, Unusable, contents

RETRACTED = ["ie-1", "nl-1"]
STATIONS = sorted(record.id for record in ovs.stations(as_="records"))
KEY = {"fields": ["station"], "reference": {"package": "overseas-stations", "resource": "stations", "fields": ["id"]}}


def depending(folder: Path, rows: list[list[str]], *keys: Any, resource: Any = None, schema: Any = None) -> Path:
    """Write a package whose table ``visits`` has the columns visit and station, and a lock of the installed data."""
    entry = {"name": "visits", "path": "visits.csv", "schema": {"foreignKeys": list(keys or [KEY]), **(schema or {})}}
    descriptor = {"name": "visits", "resources": [{**entry, **(resource or {})}]}
    lines = ["visit,station", *(",".join(row) for row in rows)]
    write(
        folder,
        {
            "datapackage.json": json.dumps(descriptor).encode(),
            "visits.csv": ("\n".join(lines) + "\n").encode(),
            LOCK: installed_lock().to_bytes(),
        },
    )
    return folder


def found(folder: Path, **options: Any) -> list[tuple[str, int | None, str | None]]:
    findings = validate(folder, Options(**options)).findings
    return [(finding.code, finding.line, finding.value) for finding in findings]


def test_values_that_are_there_are_no_findings(tmp_path: Path) -> None:
    report = validate(depending(tmp_path, [["v", name] for name in STATIONS]))
    assert (report.findings, report.rows) == ((), {"visits": len(STATIONS)})


cells = st.one_of(
    st.sampled_from(STATIONS),
    st.sampled_from(RETRACTED),
    st.sampled_from(["", " de-1", "DE-1", "de-1 ", "null", "NA", "0"]),
    st.from_regex(r"[a-z]{2}-[a-z]{1,6}-[0-9]", fullmatch=True),
)


def test_exactly_those_values_are_found_that_are_not_there(tmp_path: Path) -> None:
    """Whatever the cells and the lines that they take: each is known, empty, retracted or unknown."""
    seen: Counter[str] = Counter()

    @settings(max_examples=30)
    @given(st.lists(st.tuples(cells, st.booleans()), min_size=1, max_size=30))
    def follow(rows: list[tuple[str, bool]]) -> None:
        written, expected, line = [], set(), 2
        for cell, tall in rows:
            written.append(['"a\nb"' if tall else "ab", cell])
            line += tall
            if cell in RETRACTED:
                expected.add(("OS912", line, cell))
            elif cell and cell not in STATIONS:
                expected.add(("OS911", line, cell))
            line += 1
        told = found(depending(tmp_path, written), max_findings=100)
        assert len(told) == len(set(told))
        assert set(told) == expected
        seen.update(code for code, _, _ in expected)
        seen["known"] += sum(cell in STATIONS for cell, _ in rows)

    follow()
    assert min(seen[kind] for kind in ("OS911", "OS912", "known")) > 5


def test_repeats_are_counted_and_shown_up_to_the_cap(tmp_path: Path) -> None:
    folder = depending(tmp_path, [["v", "xx-nowhere-1"]] * 30 + [["v", "ie-1"]] * 7)
    report = validate(folder, Options(max_findings=5))
    shown: dict[str, list[Finding]] = {}
    for finding in report.findings:
        shown.setdefault(finding.code, []).append(finding)
    assert {code: (len(list_), sum(f.count for f in list_)) for code, list_ in shown.items()} == {
        "OS911": (5, 30),
        "OS912": (5, 7),
    }
    assert [finding.line for finding in shown["OS911"]] == [2, 3, 4, 5, 6]


def test_what_is_said_of_a_retracted_id_and_of_a_slip(tmp_path: Path) -> None:
    unknown, retracted = validate(depending(tmp_path, [["v", "ie-dublin-11"], ["v", "ie-1"]])).findings
    row = next(row for row in Installed().library.rows["retractions"] if row["record_id"] == "ie-1")
    assert unknown.message.endswith(
        "is ie-dublin-11, and stations of overseas-stations has no such id; did you mean ie-dublin-1?"
    )
    assert row["note"] is not None
    assert f"retracted on {row['date']} ({row['reason']}: {row['note']})" in retracted.message
    assert retracted.hint.endswith(f"the successor is {row['successor_id']}")


def test_a_chain_of_retractions_is_followed_to_its_end() -> None:
    installed = Installed()
    gone = {"date": "2026", "reason": "merged", "note": "n"}
    rows = [{"table": "stations", "record_id": a, "successor_id": b, **gone} for a, b in [("a", "b"), ("b", "c")]]
    rows += [{"table": "stations", "record_id": a, "successor_id": b, **gone} for a, b in [("x", "y"), ("y", "x")]]
    installed.library = type(installed.library)({**installed.library.rows, "retractions": rows})
    target = installed.target("stations", ("id",))
    assert target is not None
    assert target.of_retracted("a")["next"] == "the successor is c"
    assert target.of_retracted("x")["next"].startswith("the successor is")


# Where a reference stands, and in what


def test_parquet_is_followed_as_well(tmp_path: Path) -> None:
    folder = depending(tmp_path, [], resource={"path": "visits.parquet"})
    (folder / "visits.csv").unlink()
    frame = pl.DataFrame({"visit": [1, 2, 3], "station": ["de-1", "xx-nowhere-1", None]})
    frame.with_columns(pl.col("station").cast(pl.Categorical)).write_parquet(folder / "visits.parquet")
    report = validate(folder)
    assert [(f.code, f.row, f.line, f.value) for f in report.findings] == [("OS911", 2, None, "xx-nowhere-1")]
    assert report.rows == {"visits": 3}
    (folder / "visits.parquet").write_bytes(b"no Parquet")
    assert [code for code, _, _ in found(folder)] == ["OS123"]
    pl.DataFrame({"station": [["de-1"]]}).write_parquet(folder / "visits.parquet")
    assert [code for code, _, _ in found(folder)] == ["OS123"]


def test_an_archive_is_followed_as_well(tmp_path: Path) -> None:
    folder = depending(tmp_path / "folder", [["v", "xx-nowhere-1"]])
    with zipfile.ZipFile(tmp_path / "visits.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    assert found(tmp_path / "visits.zip") == [("OS911", 2, "xx-nowhere-1")]


def test_keys_of_several_columns(tmp_path: Path) -> None:
    row = Installed().library.rows["response_stations"][0]
    reference = {
        "package": "overseas-stations",
        "resource": "response_stations",
        "fields": ["response_id", "station_id"],
    }
    key = {"fields": ["visit", "station"], "reference": reference}
    good = [str(row["response_id"]), str(row["station_id"])]
    folder = depending(tmp_path, [good, [good[0], "xx-1"], ["", "xx-1"], good[::-1]], key)
    assert found(folder) == [("OS911", 3, f"{good[0]}/xx-1"), ("OS911", 5, "/".join(good[::-1]))]


def test_missing_values_are_those_of_the_schema(tmp_path: Path) -> None:
    rows = [["v", "-"], ["v", "NA"], ["v", "xx-1"]]
    assert [value for _, _, value in found(depending(tmp_path, rows))] == ["-", "NA", "xx-1"]
    for stated in (["-", "NA"], [{"value": "-"}, {"value": "NA", "label": "none"}]):
        assert found(depending(tmp_path, rows, schema={"missingValues": stated})) == [("OS911", 4, "xx-1")]


def test_a_schema_in_a_file_of_its_own(tmp_path: Path) -> None:
    folder = depending(tmp_path, [["v", "xx-1"]], resource={"schema": "schema.json"})
    assert "OS116" in {code for code, _, _ in found(folder)}  # as long as no reference is known
    (folder / "schema.json").write_text(json.dumps({"foreignKeys": [KEY]}), encoding="utf-8")
    assert found(folder) == [("OS911", 2, "xx-1")]


def test_a_version_may_be_pinned_by_the_id(tmp_path: Path) -> None:
    key = {**KEY, "reference": {**KEY["reference"], "package": f"urn:overseas-stations:data:{__version__}"}}
    assert found(depending(tmp_path, [["v", "de-1"]], key)) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"resource": {"path": ["visits.csv", "visits.csv"]}}, "has no .csv or .parquet file"),
        ({"resource": {"path": None, "data": [{"station": "de-1"}]}}, "has no .csv or .parquet file"),
        ({"resource": {"path": "visits.txt"}}, "has no .csv or .parquet file"),
        ({"resource": {"dialect": {"header": False}}}, "has no header, and its schema names no fields"),
        ({"resource": {"dialect": {"delimiter": "::"}}}, "a dialect of which this cannot be read: delimiter"),
        ({"resource": {"dialect": "dialect.json"}}, "the resource visits has a dialect that cannot be read"),
        ({"schema": {"missingValues": "NA"}}, "missingValues that are no list of texts"),
        ({"schema": {"foreignKeys": [{**KEY, "fields": ["station", "visit"]}]}}, "does not name as many fields"),
        ({"schema": {"foreignKeys": [{**KEY, "fields": "city"}]}}, "has no column city"),
        (
            {"schema": {"foreignKeys": [{**KEY, "reference": {**KEY["reference"], "resource": "places"}}]}},
            "refers to places with id, and these data have no such thing",
        ),
    ],
)
def test_what_cannot_be_followed_is_an_error(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    folder = depending(tmp_path, [["v", "de-1"]], **change)
    (folder / "visits.txt").write_text("visit,station\n", encoding="utf-8")
    (folder / "more.csv").write_text("visit,station\n", encoding="utf-8")
    findings = [f for f in validate(folder).findings if f.code == "OS914"]
    assert [says in finding.message for finding in findings] == [True], findings


def test_plain_dialects_are_read(tmp_path: Path) -> None:
    for dialect in ({}, {"delimiter": ",", "header": True}, {"lineTerminator": "\r\n"}):
        assert found(depending(tmp_path, [["v", "de-1"]], resource={"dialect": dialect})) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"visit,station\n1,de-1,x\n", "OS112"),
        (b'visit,station\n1,"de-1\n', "OS113"),
        (b"visit,station\n1,\xff\n", "OS104"),
        (b"station,station\nde-1,de-1\n", "OS110"),
        (b"visit,station\n", "OS121"),
        (b"", "OS102"),
    ],
)
def test_cells_that_cannot_be_trusted_are_not_followed(tmp_path: Path, data: bytes, code: str) -> None:
    folder = depending(tmp_path, [])
    (folder / "visits.csv").write_bytes(data)
    assert [found_code for found_code, _, _ in found(folder)] == [code]


def test_line_ends_of_others_are_their_own_affair(tmp_path: Path) -> None:
    folder = depending(tmp_path, [])
    (folder / "visits.csv").write_bytes(b"visit,station\r\n1,de-1\r\n2,xx-1\r\n")
    assert found(folder) == [("OS911", 3, "xx-1")]


# Which packages must hold our tables


def test_a_package_with_a_table_of_ours_must_have_all_of_them(tmp_path: Path) -> None:
    folder = depending(tmp_path, [["v", "xx-1"]])
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    descriptor["resources"].append({"name": "stations", "path": "stations.csv"})
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert [code for code, _, _ in found(folder)].count("OS116") == len(TABLES) - 1


def test_a_package_that_refers_to_nothing_of_ours_must_have_all_tables(tmp_path: Path) -> None:
    key = {**KEY, "reference": {**KEY["reference"], "package": "another"}}
    codes = [code for code, _, _ in found(depending(tmp_path, [["v", "x"]], key))]
    assert (codes.count("OS116"), codes.count("OS913")) == (len(TABLES), 1)


def test_a_whole_package_may_refer_to_the_installed_one(tmp_path: Path) -> None:
    files = package_files()
    descriptor = json.loads(files["datapackage.json"])
    descriptor["resources"].append({"name": "visits", "path": "visits.csv", "schema": {"foreignKeys": [KEY]}})
    files |= {
        "datapackage.json": json.dumps(descriptor).encode(),
        "visits.csv": b"station\nxx-1\n",
        LOCK: installed_lock().to_bytes(),
    }
    write(tmp_path, hashed(files))
    assert found(tmp_path) == [("OS911", 2, "xx-1")]


odd = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


def object_of(**parts: Any) -> Any:
    """An object with these keys; now and then some of them are odd or missing, or something odd is in its place."""
    with_odd_parts = {name: odd | value for name, value in parts.items()}
    forms = {"odd": odd, "odd parts": st.fixed_dictionaries({}, optional=with_odd_parts)}
    # Mostly as it should be: else hardly a whole reference would be left five levels down.
    return st.sampled_from([*forms, *["whole"] * 4]).flatmap((forms | {"whole": st.fixed_dictionaries(parts)}).get)


names = st.sampled_from(["id", ["id"], ["id", "city"]])
reference = object_of(package=st.just("overseas-stations"), resource=st.just("stations"), fields=names)
keys = st.lists(object_of(fields=names, reference=reference), min_size=1)
schema = object_of(foreignKeys=keys, missingValues=st.just(["", "-"]))
resource = object_of(name=st.just("a"), path=st.just("a.csv"), schema=schema, dialect=object_of(delimiter=st.just(";")))


@pytest.mark.long
def test_no_descriptor_is_too_odd(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()

    @given(object_of(resources=st.lists(resource, max_size=3)))
    def follow(descriptor: Any) -> None:
        write(tmp_path, {"datapackage.json": json.dumps(descriptor).encode(), "a.csv": b"id,city\nde-1,\n"})
        seen.update({finding.code for finding in validate(tmp_path).findings})

    follow()
    assert seen["OS199"] == 0
    assert seen["OS917"] > 5, "hardly a descriptor had a reference to follow, for which a lock is missing"


def test_so_many_foreign_keys_are_followed_and_no_more(tmp_path: Path) -> None:
    assert found(depending(tmp_path, [["v", "de-1"]], *[KEY] * MAX_KEYS)) == []
    (finding,) = validate(depending(tmp_path, [["v", "xx-1"]], *[KEY] * (MAX_KEYS + 1))).findings
    assert finding.code == "OS914"


def test_a_package_that_is_no_name_is_named_all_the_same(tmp_path: Path) -> None:
    odd_key = {**KEY, "reference": {**KEY["reference"], "package": ["overseas-stations"]}}
    (finding,) = validate(depending(tmp_path, [["v", "de-1"]], KEY, odd_key)).findings
    assert (finding.code, finding.value) == ("OS913", "['overseas-stations']")


# The lock


def test_a_lock_is_read_as_it_was_written() -> None:
    lock = installed_lock()
    assert read_lock(lock.to_bytes()) == lock
    assert lock.to_bytes() == installed_lock().to_bytes()
    assert (lock.version, list(lock.tables)) == (__version__, list(TABLES))


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd_for_a_lock(data: bytes) -> None:
    with pytest.raises(LockFault):
        read_lock(data)


@pytest.mark.parametrize(
    "change",
    [{"lock": 2}, {"name": "x"}, {"version": 1}, {"schema_version": None}, {"sha256": []}, {"sha256": {"a": "b"}}],
)
def test_a_lock_of_another_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(LockFault):
        read_lock(json.dumps(json.loads(installed_lock().to_bytes()) | change).encode())
    with pytest.raises(LockFault, match="more than"):
        read_lock(b" " * (locks.MAX_LOCK + 1))


def test_the_difference_names_what_differs() -> None:
    now = installed_lock()
    assert difference(now, now) is None
    assert difference(Lock("0.0.1", now.schema_version, now.tables), now) == str(now)
    other = Lock(now.version, now.schema_version, now.tables | {"stations": "0" * 64})
    assert difference(other, now) == "others of the same version: stations"


def test_the_command(overseas: Overseas, unusable: Unusable, tmp_path: Path) -> None:
    done = overseas("lock", "--out", "pinned.lock", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    path = tmp_path / "pinned.lock"
    assert path.read_bytes() == installed_lock().to_bytes()
    assert overseas("lock", "--check", "pinned.lock", cwd=tmp_path).returncode == 0
    path.write_bytes(path.read_bytes().replace(__version__.encode(), b"0.0.1"))
    done = overseas("lock", "--check", "pinned.lock", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "pins overseas-stations 0.0.1" in done.stdout
    assert not (tmp_path / LOCK).exists(), "a check writes nothing"
    for content in (b"{}", None):
        path.unlink() if content is None else path.write_bytes(content)
        unusable("lock", "--check", "pinned.lock", cwd=tmp_path)
    unusable("lock", "--out", "no/such/folder", cwd=tmp_path)
    assert "cannot be read" in unusable("lock", "--check", "/dev/zero", cwd=tmp_path)


def test_a_lock_replaces_a_lock_alone(overseas: Overseas, unusable: Unusable, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    (tmp_path / "link").symlink_to("thesis.txt")
    (tmp_path / "folder").mkdir()
    before = contents(tmp_path)
    for out in ("thesis.txt", "link", "folder"):
        assert "name another file with --out" in unusable("lock", "--out", out, cwd=tmp_path)
    assert contents(tmp_path) == before
    older = Lock("0.0.1", "1.0.0", {"stations": "0" * 64})
    (tmp_path / "pinned.lock").write_bytes(older.to_bytes())
    assert overseas("lock", "--out", "pinned.lock", cwd=tmp_path).returncode == 0
    assert (tmp_path / "pinned.lock").read_bytes() == installed_lock().to_bytes()
