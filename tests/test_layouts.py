"""Packages of others: the same rows laid out another way have the same verdict, and findings at their own places."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from casework import package_files, write
from draws import STEADY
from overseas_stations.checking import Options, validate
from overseas_stations.checking.lookups import look_up
from overseas_stations.dependents.lock import installed_lock
from overseas_stations.findings import Report
from overseas_stations.handed_over import InputError
from overseas_stations.reading.contents import LOCK
from overseas_stations.reading.layouts import copying
from overseas_stations.tables import TABLES

FAULTS = {
    "none": ("stations", "", ""),
    "a city that is empty": ("stations", "Quito", ""),
    "a term of no vocabulary": ("stations", ",city,", ",here; and there,"),
    "a source that is not there": ("statements", "example-diario-2023-03-05", 'no "such" source'),
}
"""Table, text, and what takes its place wherever it stands."""

Rows = list[list[str]]


def tables_of(fault: str) -> dict[str, Rows]:
    """Return table -> the records of its file, the header first, with a fault."""
    table, old, new = FAULTS[fault]
    found = {}
    for name in TABLES:
        text = package_files()[f"tables/{name}.csv"].decode()
        if old and name == table:
            assert old in text
            text = text.replace(old, '"' + new.replace('"', '""') + '"' if '"' in new else new)
        found[name] = list(csv.reader(io.StringIO(text, newline="")))
    return found


def laid_out(
    folder: Path,
    tables: Mapping[str, Rows],
    dialect: Mapping[str, Any],
    *,
    missing: str = "",
    of_field: bool = False,
    parts: int = 1,
    packed: bool = False,
) -> Path:
    """Write a package whose tables are laid out otherwise, and return its folder."""
    resources, files = [], {}
    for name, (header, *rows) in tables.items():
        schema: dict[str, Any] = {"fields": [{"name": column} for column in header]}
        if missing and of_field:
            schema |= {"fields": [{"name": column, "missingValues": [missing, ""]} for column in header]}
            schema["missingValues"] = [*header]  # which each field has another list for
        elif missing:
            schema["missingValues"] = [{"value": missing, "label": "not known"}]
        size = -(-len(rows) // parts) or 1
        paths = []
        for part in range(parts):
            data = written(header, rows[part * size : (part + 1) * size], dialect, missing).encode()
            paths.append(f"tables/{name}-{part}.csv{'.gz' if packed else ''}")
            files[paths[-1]] = gzip.compress(data, mtime=0) if packed else data
        entry = {"name": name, "path": paths if parts > 1 else paths[0], "schema": schema}
        resources.append(entry | ({"dialect": dict(dialect)} if dialect else {}))
    write(folder, files | {"datapackage.json": json.dumps({"name": "other", "resources": resources}).encode()})
    return folder


def written(header: list[str], rows: Rows, dialect: Mapping[str, Any], missing: str) -> str:
    """Return a text in a dialect, with comments and a title where it has such."""
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=dialect.get("delimiter", ","),
        quotechar=dialect.get("quoteChar", '"'),
        doublequote=dialect.get("doubleQuote", True),
        escapechar=dialect.get("escapeChar"),
        lineterminator=dialect.get("lineTerminator", "\n"),
    )
    above = dialect.get("headerRows", [1])[0] - 1
    writer.writerows([["A title", "of the table"]] * above)
    mark = dialect.get("commentChar", "")
    out.write(f"{mark} a remark\n" if mark else "")
    if dialect.get("header", True):
        writer.writerow(header)
    writer.writerows([[cell or missing for cell in row] for row in rows])
    return out.getvalue()


def verdict(report: Report) -> tuple[Any, ...]:
    """Return what a verdict says of the rows, whatever their files."""
    of_rows = (f for f in report.findings if f.code not in ("OS107", "OS127"))
    told = {(f.code, f.table, f.row, f.field, f.record_id, f.value) for f in of_rows}
    return report.valid, report.rows, report.rules_run, told


DIALECTS = st.fixed_dictionaries(
    {},
    optional={
        "delimiter": st.sampled_from([";", "\t", "|", "~"]),
        "quoteChar": st.sampled_from(["'", "`"]),
        "commentChar": st.just("#"),
        "headerRows": st.sampled_from([[1], [3]]),
        "header": st.booleans(),
        "lineTerminator": st.sampled_from(["\n", "\r\n"]),
        "skipInitialSpace": st.just(False),
    },
) | st.just({"doubleQuote": False, "escapeChar": "\\"})


@pytest.mark.parametrize(
    "examples", [4, pytest.param(15, marks=pytest.mark.long), pytest.param(40, marks=pytest.mark.verify)]
)
def test_the_same_rows_laid_out_another_way_have_the_same_verdict(
    tmp_path_factory: pytest.TempPathFactory, examples: int
) -> None:
    @settings(STEADY, max_examples=examples)
    @given(
        st.sampled_from(sorted(FAULTS)),
        DIALECTS,
        st.sampled_from(["", "-", "n/a; none"]),
        st.booleans(),
        st.integers(1, 3),
        st.booleans(),
    )
    def check(fault: str, dialect: dict[str, Any], missing: str, of_field: bool, parts: int, packed: bool) -> None:
        if dialect.get("header") is False:
            dialect = dialect | {"headerRows": [1]}
        tables = tables_of(fault)
        plain = laid_out(tmp_path_factory.mktemp("plain"), tables, {})
        other = laid_out(
            tmp_path_factory.mktemp("other"),
            tables,
            dialect,
            missing=missing,
            of_field=of_field,
            parts=parts,
            packed=packed,
        )
        expected, report = validate(plain), validate(other)
        assert verdict(report) == verdict(expected)
        assert expected.valid == (fault == "none")
        if fault == "none":
            assert look_up(other).library.rows == look_up(plain).library.rows
        for finding in report.findings:
            if finding.row is not None and finding.field is not None:
                assert begins_there(finding.file, finding.line, finding.column, finding.value, missing, dialect)

    check()


def begins_there(
    file: str | None, line: int | None, column: int | None, value: str | None, missing: str, dialect: Mapping[str, Any]
) -> bool:
    """Say whether a value is what stands at a place of a file."""
    assert file is not None
    assert line is not None
    assert column is not None
    data = Path(file).read_bytes()
    text = (gzip.decompress(data) if file.endswith(".gz") else data).decode().split("\n")[line - 1][column - 1 :]
    quote = dialect.get("quoteChar", '"')
    cell = value or missing or dialect.get("delimiter", ",")
    escaped = cell.replace('"', '\\"') if "escapeChar" in dialect else cell.replace(quote, quote * 2)
    return text.startswith((cell, quote + escaped, escaped))


def resource(folder: Path, **changes: Any) -> Path:
    """Write the plain package of the base project, with the resource of its stations changed."""
    files = package_files()
    descriptor = json.loads(files["datapackage.json"])
    entry = next(entry for entry in descriptor["resources"] if entry["name"] == "stations")
    entry.update(changes)
    write(folder, files | {"datapackage.json": json.dumps(descriptor).encode()})
    return folder


def found(folder: Path, **options: Any) -> list[tuple[str, str | None, int | None, int | None]]:
    """Return code and place of what is found but hints at hashes and rules that did not run."""
    return [
        (f.code, f.file and Path(f.file).relative_to(folder).as_posix(), f.line, f.column)
        for f in validate(folder, Options(**options)).findings
        if f.code not in ("OS127", "OS198")
    ]


STATIONS = "tables/stations.csv"


@pytest.mark.parametrize(
    ("data", "dialect", "expected"),
    [
        (b"# a\xff\nid\n", {"commentChar": "#"}, ("OS104", STATIONS, 1, 4)),
        (b"id;a\nx;b\0\n", {"delimiter": ";"}, ("OS106", STATIONS, 2, 4)),
        (b'id;a\nx;"b\n', {"delimiter": ";"}, ("OS113", STATIONS, 2, 1)),
        (b'id;a\nx;"b"c\n', {"delimiter": ";"}, ("OS113", STATIONS, 2, 1)),
        (b"id;a\nx;b\rc\n", {"delimiter": ";"}, ("OS124", STATIONS, 2, 1)),
        (b"id;a\nx;" + b"y" * 200_000 + b"\n", {"delimiter": ";"}, ("OS114", STATIONS, 2, 1)),
        (b'id;a\nx;"' + b"y" * 5_000_000, {"delimiter": ";"}, ("OS114", STATIONS, 2, 1)),
        (b"# nothing but this\n", {"commentChar": "#"}, ("OS102", STATIONS, 1, 1)),
        (b"id,country\n", {"delimiter": ";"}, ("OS146", STATIONS, 1, 1)),
        (b"# a remark\nid|country\n", {"commentChar": "#"}, ("OS146", STATIONS, 2, 1)),
        (b"id\tcountry\n", {}, ("OS146", STATIONS, 1, 1)),
        (b'"id";"country"\r\n', {}, ("OS146", STATIONS, 1, 1)),
    ],
    ids=range(12),
)
def test_what_keeps_a_text_from_being_read_is_one_finding_at_its_place(
    tmp_path: Path, data: bytes, dialect: dict[str, str], expected: tuple[str, str, int, int]
) -> None:
    folder = resource(tmp_path, dialect=dialect)
    (folder / STATIONS).write_bytes(data)
    assert found(folder) == [expected]


def test_a_header_has_the_place_of_the_original(tmp_path: Path) -> None:
    folder = resource(tmp_path, dialect={"delimiter": ";", "commentChar": "#"})
    header, *rows = (folder / STATIONS).read_text("utf-8").splitlines()
    cells = header.split(",")
    text = "\n".join(["\ufeff# a remark", ";".join([*cells, "more"]), *(row.replace(",", ";") + ";" for row in rows)])
    (folder / STATIONS).write_text(text, encoding="utf-8")
    assert found(folder) == [("OS105", STATIONS, 1, 1), ("OS109", STATIONS, 2, len(header) + 2)]
    (folder / STATIONS).write_text(text + "\n\nx;y\n", encoding="utf-8")
    line = len(rows) + 3
    assert [f for f in found(folder) if f[0] == "OS112"] == [
        ("OS112", STATIONS, line, 1),
        ("OS112", STATIONS, line + 1, 1),
    ]


def test_packed_files_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = resource(tmp_path, path=f"{STATIONS}.gz")
    data = (folder / STATIONS).read_bytes()
    (folder / STATIONS).unlink()
    path = folder / f"{STATIONS}.gz"
    good = gzip.compress(data, mtime=0)
    for bad in (b"", b"no gzip", good[:-9], good[:20], gzip.compress(bytes(30_000_000)), good + b"x"):
        path.write_bytes(bad)
        told = found(folder)
        assert [code for code, _, _, _ in told] == (["OS102"] if bad == b"" else ["OS119"]), (bad[:10], told)
    path.write_bytes(good)
    assert found(folder) == []
    assert validate(path, table="stations").rows == {"stations": len(ovs.stations("records")) and data.count(b"\n") - 1}
    monkeypatch.setattr(copying, "MAX_COPIED", len(data) - 1)
    assert [code for code, _, _, _ in found(folder)] == ["OS119"]


def test_copies_are_gone_when_the_package_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    folder = laid_out(tmp_path / "p", tables_of("none"), {"delimiter": ";"}, parts=2, packed=True)
    assert validate(folder).valid
    assert list(scratch.iterdir()) == []


def test_what_others_keep_beside_our_tables_is_their_own_affair(tmp_path: Path) -> None:
    """Data in the descriptor, other encodings, dialects, several files: read by nobody here, and no fault."""
    folder = resource(tmp_path)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    descriptor["resources"] += [
        {"name": "inline", "data": [{"a": 1}]},
        {"name": "latin", "path": "more/latin.csv", "encoding": "latin-1", "dialect": {"delimiter": "::"}},
        {"name": "parts", "path": ["more/1.parquet", "more/2.csv"]},
    ]
    (folder / "more").mkdir()
    for name in ("latin.csv", "1.parquet", "2.csv"):
        (folder / "more" / name).write_bytes(b"\xff")
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert found(folder) == []
    (folder / "more" / "2.csv").unlink()
    assert found(folder) == [("OS101", "datapackage.json", None, None)]


def test_line_ends_of_a_package_without_hashes_are_one_finding(tmp_path: Path) -> None:
    folder = resource(tmp_path)
    for path in folder.glob("tables/*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (finding,) = [f for f in validate(folder).findings if f.code != "OS127"]
    assert (finding.code, finding.file) == ("OS107", (folder / "tables/actors.csv").as_posix())
    assert f"and so have {len(TABLES) - 1} more tables" in finding.message


# Some of our tables


def some(folder: Path, *names: str, edit: Callable[[str], str] = lambda text: text) -> Path:
    """Write a package that holds some of the tables of the installed data."""
    files = {}
    for name in names:
        frame = getattr(ovs, name)("polars")
        files[f"{name}.csv"] = edit(frame.write_csv()).encode()
    descriptor = {"name": "some", "resources": [{"name": name, "path": f"{name}.csv"} for name in names]}
    write(folder, files | {"datapackage.json": json.dumps(descriptor).encode()})
    return folder


def codes(report: Report) -> list[str]:
    """Return the codes of errors."""
    return [f.code for f in report.findings if f.severity == "error"]


def test_some_tables_are_checked_alone_or_with_the_installed_data(tmp_path: Path) -> None:
    folder = some(tmp_path / "p", "stations", "countries")
    assert set(codes(validate(folder))) == {"OS116"}
    alone = validate(folder, Options(only=("stations", "countries")))
    assert (alone.valid, set(alone.rows)) == (True, {"stations", "countries"})
    assert "OS303" in alone.rules_run, "stations refer to countries, which are there"
    assert "OS911" not in alone.rules_run
    beside = ovs.validate(folder, tables=["stations"], installed=True)
    assert (beside.valid, set(beside.rows)) == (True, {"stations"})
    assert {"OS911", "OS912"} <= set(beside.rules_run)


def test_references_into_the_installed_data_are_followed_when_asked(tmp_path: Path) -> None:
    first = ovs.stations("records")[0].source_id
    folder = some(tmp_path, "stations", edit=lambda text: text.replace(f"{first}\n", "no-such-source\n", 1))
    assert codes(validate(folder, Options(only=("stations",)))) == []
    (finding,) = [
        f for f in validate(folder, Options(only=("stations",), installed=True)).findings if f.code == "OS911"
    ]
    assert (finding.table, finding.row, finding.field, finding.value) == ("stations", 1, "source_id", "no-such-source")
    assert finding.line == 2


@pytest.mark.parametrize("options", [{"against": "x"}, {"engine": "spark"}])
def test_some_tables_are_no_release(tmp_path: Path, options: dict[str, Any]) -> None:
    folder = some(tmp_path, "stations")
    with pytest.raises(InputError):
        validate(folder, Options(only=("stations",), **options))
    with pytest.raises(InputError, match="no table is named station; the tables are "):
        validate(folder, Options(only=("station",)))
    with pytest.raises(InputError, match="nothing else is looked up"):
        ovs.validate({"stations": ovs.stations()}, installed=True)


# Tables of others that refer to us

KEY = {"fields": "station", "reference": {"package": "overseas-stations", "resource": "stations", "fields": "id"}}


def depending(folder: Path, files: Mapping[str, bytes], key: Any = KEY, **changes: Any) -> Path:
    """Write a package whose table visits refers to our stations."""
    schema = {"fields": [{"name": "visit"}, {"name": "station"}], "foreignKeys": [key], **changes.pop("schema", {})}
    entry = {"name": "visits", "path": "visits.csv", "schema": schema, **changes}
    descriptor = json.dumps({"name": "visits", "resources": [entry]}).encode()
    write(folder, {"datapackage.json": descriptor, LOCK: installed_lock().to_bytes(), **files})
    return folder


def test_references_are_followed_however_the_table_is_laid_out(tmp_path: Path) -> None:
    dialect = {"delimiter": ";", "header": False}
    parts = {"1.csv.gz": gzip.compress(b"v;-\nv;ie-dublin-1\n"), "2.csv": b"v;'de-1'\n;xx-1\n"}
    station = {"name": "station", "missingValues": ["-"]}
    folder = depending(
        tmp_path,
        parts,
        path=["1.csv.gz", "2.csv"],
        dialect={**dialect, "quoteChar": "'"},
        schema={"fields": [{"name": "visit"}, station]},
    )
    assert found(folder) == [("OS911", "2.csv", 2, 2)]
    assert validate(folder).rows == {"visits": 4}


@pytest.mark.parametrize(
    "address",
    ["https://example.org/overseas-stations/datapackage.json", "https://example.org/x?package=overseas-stations"],
)
def test_a_package_that_is_named_by_an_address_is_one_clear_finding(tmp_path: Path, address: str) -> None:
    key = {**KEY, "reference": {**KEY["reference"], "package": address}}  # type: ignore[dict-item]
    (finding,) = validate(depending(tmp_path, {"visits.csv": b"visit,station\nv,de-1\n"}, key)).findings
    assert finding.code == "OS914"
    assert f"by an address, {address}: nothing is fetched, name overseas-stations" in finding.message
