"""Packages are opened and their files read strictly: each fault is found, alone, and where it stands."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import os
import stat
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overseas_stations.checking import validate
from overseas_stations.findings import Finding
from overseas_stations.formats import csv_records as records
from overseas_stations.formats import line_ends, strict_json
from overseas_stations.formats.strict_json import JsonFault, load_json
from overseas_stations.handed_over import InputError
from overseas_stations.reading import archive, members
from overseas_stations.reading.container import open_package
from overseas_stations.reading.tables import csv_tables
from overseas_stations.reading.tables.csv_tables import read_csv
from overseas_stations.reading.tables.positions import cell_positions
from overseas_stations.reading.tables.scanned import ScannedTable, TableFile
from overseas_stations.tables import TABLES
from processes import printed

TABLE = TABLES["source_relations"]
HEADER = b"source_id,relation,target_id\n"

Place = tuple[str, int | None, int | None]


def places(findings: Iterable[Finding]) -> set[Place]:
    """Return code, line and column of each finding."""
    return {(finding.code, finding.line, finding.column) for finding in findings}


# Strict JSON


@pytest.mark.parametrize(
    "text", ['{"a": [1, -2.5, "é\\ud83d\\ude00", null, true]}', '{"a": {"b": 1}, "c": {"b": 1}}', "7"]
)
def test_strict_json_reads_what_json_reads(text: str) -> None:
    """Plain JSON means what it means to json, and a key may return in another object."""
    assert load_json(text.encode()) == json.loads(text)


@pytest.mark.parametrize(
    ("data", "message", "line", "column"),
    [
        pytest.param(b"", "Expecting value", 1, 1, id="empty"),
        pytest.param(b'{\n "a": }', "Expecting value", 2, 7, id="syntax"),
        pytest.param(b'{"a": 1} x', "Extra data", 1, 10, id="more after the end"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', "byte order mark", 1, 1, id="mark"),
        pytest.param('{\n"é": "'.encode() + b'\xff"}', "0xff is not valid UTF-8", 2, 7, id="not UTF-8"),
        pytest.param('"a"'.encode("utf-16"), "not valid UTF-8", 1, 1, id="UTF-16"),
        pytest.param(b'{"a": 1,\n "b": {"c": 1}, "a": 2}', "key stands twice", 2, 17, id="key twice"),
        pytest.param(b'[{"a": "x\\"a\\": "}, {"b": 1, "\\u0062" : 2}]', "key stands twice", 1, 30, id="key escaped"),
        pytest.param(b'["NaN",\n NaN]', "NaN is not JSON", 2, 2, id="NaN"),
        pytest.param(b"[-Infinity]", "-Infinity is not JSON", 1, 2, id="infinity"),
        pytest.param(b"[1, 1e999]", "number is too large", 1, 5, id="overflow"),
        pytest.param(b"[123456789012345678, 1234567890123456789]", "more than 18 digits", 1, 22, id="digits"),
        pytest.param(b'["\\ud83d\\ude00", "a\\udc00"]', "surrogate", 1, 20, id="half a pair"),
        pytest.param(b"[" * 100 + b"[" + b"]" * 101, "nested more than 100", 1, 101, id="depth"),
        pytest.param(b'{"a":' * 1_000_000, "nested more than 100", 1, 501, id="depth without end"),
    ],
)
def test_strict_json_refuses(data: bytes, message: str, line: int, column: int) -> None:
    """What is lax or without bounds is refused, with its place."""
    with pytest.raises(JsonFault, match=message) as caught:
        load_json(data)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message


def test_strict_json_admits_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are inclusive, and brackets inside texts do not count."""
    assert load_json(b"[" * 100 + b"]" * 100)
    assert load_json(b'["' + b"[" * 101 + b'\\"[{"]')
    assert load_json(b"-123456789012345678") == -123456789012345678
    monkeypatch.setattr(strict_json, "MAX_BYTES", 4)
    assert load_json(b"[10]") == [10]
    with pytest.raises(JsonFault, match="longer than 4 bytes"):
        load_json(b"[100]")


def test_strict_json_agrees_with_json() -> None:
    """Any text gives json's value or a fault, and what json refuses is refused."""
    seen: Counter[str] = Counter()
    values = st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=5,
    )

    @given(st.text(alphabet='{}[]",:\\ u0aN-1.\n', max_size=40) | values.map(json.dumps))
    def load(text: str) -> None:
        try:
            value = load_json(text.encode())
        except JsonFault as fault:
            kind, agrees = "fault", min(fault.line, fault.column) >= 1
        else:
            kind, agrees = "value", value == json.loads(text)
        assert agrees
        seen[kind] += 1

    load()
    assert min(seen["fault"], seen["value"]) > 10


# CSV


def table_file(folder: Path, data: bytes) -> TableFile:
    """Write a file of the table and return it."""
    path = folder / "t.csv"
    path.write_bytes(data)
    return TableFile(TABLE, path, "shown/t.csv")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], ScannedTable]:
    """Return a function that reads bytes as the table's file."""
    return lambda data: read_csv(table_file(tmp_path, data))


def frame_of(table: ScannedTable) -> pl.DataFrame:
    """Return what a table's scan reads."""
    assert table.scan is not None
    return table.scan.collect(engine="streaming")


def test_csv_gives_rows_and_text(read: Callable[[bytes], ScannedTable]) -> None:
    """Numbered rows, all text, empty cells null whether quoted or not."""
    table = read(HEADER + b'a,"b, ""c""",1\nx,,""\n"two\nlines",\xc3\xa9,"\r"\n')
    assert table.findings == []
    assert table.columns == list(TABLE.names)
    assert table.scan is not None
    assert {name: str(kind) for name, kind in frame_of(table).schema.items()} == {
        "row": "UInt32",
        **dict.fromkeys(TABLE.names, "String"),
    }
    assert frame_of(table).rows() == [(1, "a", 'b, "c"', "1"), (2, "x", None, None), (3, "two\nlines", "é", "\r")]


@pytest.mark.parametrize("data", [HEADER, HEADER.rstrip(b"\n")])
def test_csv_without_rows_is_an_empty_frame(read: Callable[[bytes], ScannedTable], data: bytes) -> None:
    """No rows are no fault of the file."""
    table = read(data)
    assert table.findings == []
    assert table.scan is not None
    assert frame_of(table).shape == (0, 4)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(codecs.BOM_UTF8 + HEADER + b"a,b,c\n", {("OS105", 1, 1)}, id="byte order mark"),
        pytest.param(HEADER.replace(b"\n", b"\r\n") + b"a,b,c\r\n", {("OS107", 1, 29)}, id="CRLF"),
        pytest.param(HEADER + b'a,"x\r\ny",c\nd,e,f\r\n', {("OS107", 4, 6)}, id="CRLF once"),
        pytest.param(b"source_id,extra,relation,target_id\na,b,c,d\n", {("OS109", 1, 11)}, id="unknown column"),
        pytest.param(b'source_id,"x\ny",relation,,target_id\n', {("OS109", 1, 11), ("OS109", 2, 13)}, id="unknown two"),
        pytest.param(b"relation,source_id,target_id\na,b,c\n", {("OS111", 1, 1)}, id="order"),
        pytest.param(b"source_id,target_id,x,relation\n", {("OS109", 1, 21), ("OS111", 1, 11)}, id="order and unknown"),
    ],
)
def test_csv_faults_that_leave_a_frame(
    read: Callable[[bytes], ScannedTable], data: bytes, expected: set[Place]
) -> None:
    """These are told, and the columns can be trusted all the same."""
    table = read(data)
    assert places(table.findings) == expected
    assert table.scan is not None
    assert frame_of(table).columns == ["row", *TABLE.names]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", {("OS102", 1, 1)}, id="empty"),
        pytest.param(codecs.BOM_UTF8, {("OS105", 1, 1), ("OS102", 1, 1)}, id="only a mark"),
        pytest.param(b"\r\na,b,c\n", {("OS102", 1, 1)}, id="blank header"),
        pytest.param(HEADER + "é,ü\xff".encode("latin-1") + b",c\n", {("OS104", 2, 1)}, id="latin 1"),
        pytest.param(HEADER + "é,ü".encode() + b"\xff,c\n", {("OS104", 2, 4)}, id="bad byte"),
        pytest.param(HEADER + b"a,b,\xc3", {("OS104", 2, 5)}, id="cut inside a character"),
        pytest.param(HEADER.decode().encode("utf-16"), {("OS104", 1, 1)}, id="UTF-16"),
        pytest.param(HEADER + "é".encode() + b"\0,b,c\n", {("OS106", 2, 2)}, id="NUL"),
        pytest.param(HEADER + b'"\n\0",b,c\n', {("OS106", 3, 1)}, id="NUL in quotes"),
        pytest.param(b"source_id,target_id\na,b\n", {("OS108", 1, 1)}, id="missing column"),
        pytest.param(b"source_id,relation,target_id,relation\n", {("OS110", 1, 30)}, id="column twice"),
        pytest.param(b"source_id,relation,target_id,x,x\n", {("OS109", 1, 30), ("OS110", 1, 32)}, id="unknown twice"),
        pytest.param(HEADER + b'a,"\n",c\nd,e\nf,g,h,i\n', {("OS112", 4, 1), ("OS112", 5, 1)}, id="ragged"),
        pytest.param(HEADER + b"a,b,c,d\ne,f\n", {("OS112", 2, 1), ("OS112", 3, 1)}, id="ragged, equal in sum"),
        pytest.param(HEADER + b"a,b,c\n\nd,e,f\n", {("OS112", 3, 1)}, id="blank line"),
        pytest.param(HEADER + b"a,b,c\n\n", {("OS112", 3, 1)}, id="blank line at the end"),
        pytest.param(HEADER + 'a,é,"c\nd,e,f\n'.encode(), {("OS113", 2, 5)}, id="open quote"),
        pytest.param(HEADER + b'a,b,"c""\n', {("OS113", 2, 5)}, id="open after a doubled quote"),
        pytest.param(HEADER + b'a,"b"x,c\n', {("OS113", 2, 3)}, id="text after the quote"),
        pytest.param(HEADER + b'a,"b\nc,"d",e\n', {("OS113", 2, 3)}, id="quote closed too late"),
        pytest.param(HEADER + b'a,5" by 6",c\n', {("OS113", 2, 4)}, id="quotes in a plain cell"),
        pytest.param(b'source_id,"relation,target_id\na,b,c\n', {("OS113", 1, 11)}, id="open quote in the header"),
        pytest.param(HEADER + b"a,b\r,c\n", {("OS107", 2, 4), ("OS124", 2, 4)}, id="return in a cell"),
        pytest.param(
            b"source_id,relation,target_id\ra,b,c\r",
            {("OS107", 1, 29), ("OS124", 1, 29), ("OS108", 1, 1), *(("OS109", 1, at) for at in (20, 32, 34))},
            id="returns for line ends",
        ),
    ],
)
def test_csv_faults_that_leave_no_frame(
    read: Callable[[bytes], ScannedTable], data: bytes, expected: set[Place]
) -> None:
    """After these no cell can be trusted to stand in its column."""
    table = read(data)
    assert places(table.findings) == expected
    assert table.scan is None
    assert {(finding.file, finding.table) for finding in table.findings} == {("shown/t.csv", TABLE.name)}


def test_csv_findings_say_what_was_found(read: Callable[[bytes], ScannedTable]) -> None:
    """Rows, columns and hints reach the finding."""
    (ragged,) = read(HEADER + b'"a\n",b,c\nd,e\n').findings
    assert (ragged.row, ragged.value, ragged.message) == (2, "2", "the row has 2 cells, the header has 3")
    (missing,) = read(b"source_id,relation\n").findings
    assert missing.field == "target_id"
    (empty,) = read(b"").findings
    assert "source_id,relation,target_id" in empty.hint
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        (utf16,) = read(HEADER.decode().encode(encoding)).findings
        assert utf16.message.endswith("; this looks like UTF-16")


def test_csv_counts_what_it_does_not_list(read: Callable[[bytes], ScannedTable]) -> None:
    """Twenty ragged rows are listed, and the counts add up."""
    findings = read(HEADER + b"a,b\nc,d,e\n" * 50).findings
    assert [finding.row for finding in findings] == list(range(1, 40, 2))
    assert [finding.count for finding in findings] == [1] * 19 + [31]


def test_csv_finds_a_cell_without_bounds(
    read: Callable[[bytes], ScannedTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell of 50 MB is found where it begins; the limit itself is admitted, in characters."""
    table = read(HEADER + b"a,b,c\nd," + b"x" * 50_000_000 + b",f\n")
    assert places(table.findings) == {("OS114", 3, 3)}
    assert (table.findings[0].row, table.findings[0].field, table.scan) == (2, "relation", None)
    monkeypatch.setattr(csv_tables, "MAX_CELL", 3)
    assert read(HEADER + "a,ééé,c\n".encode()).findings == []
    assert places(read(b"x," + HEADER + b'"\n\n\n\n",b,c,dddd\n').findings) == {
        ("OS109", 1, 1),
        ("OS114", 2, 1),
        ("OS114", 6, 7),
    }


@pytest.mark.parametrize("name", ["row", " row", "0", "suspect 0", "name"])
def test_csv_may_have_a_column_of_any_name(read: Callable[[bytes], ScannedTable], name: str) -> None:
    """A column that the table does not have is told of, and takes no place that a reader needs."""
    table = read(f"source_id,relation,target_id,{name}\na,b,c,d\n".encode())
    assert places(table.findings) == {("OS109", 1, 30)}
    assert frame_of(table).rows() == [(1, "a", "b", "c")]


def test_csv_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    """A file that went away is told of."""
    table = read_csv(TableFile(TABLE, tmp_path / "none.csv", "none.csv"))
    assert places(table.findings) == {("OS123", None, None)}


def cells_by_hand(text: str) -> list[list[str]] | None:
    """Read CSV one character after the other; None where a quotation mark or a carriage return is out of place."""
    rows: list[list[str]] = []
    at = 0
    while at < len(text):
        row: list[str] = []
        while True:
            cell = ""
            if quoted := text[at : at + 1] == '"':
                at += 1
                while at < len(text) and (text[at] != '"' or text.startswith('""', at)):
                    cell += text[at]
                    at += 2 if text[at] == '"' else 1
                if at == len(text):
                    return None
                at += 1
            while at < len(text) and text[at] not in ",\n" and not text.startswith("\r\n", at):
                if quoted or text[at] in '"\r':
                    return None
                cell += text[at]
                at += 1
            row.append(cell)
            if text[at : at + 1] != ",":
                break
            at += 1
        at += 2 if text.startswith("\r\n", at) else 1
        rows.append(row)
    return rows


@pytest.mark.parametrize("block", [3, records.BLOCK])
def test_csv_agrees_with_a_reader_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Sound or not, and the same cells, whatever stands in the file and wherever it is cut into blocks."""
    monkeypatch.setattr(records, "BLOCK", block)
    seen: Counter[str] = Counter()
    pieces = st.sampled_from(["a", "é", ",", '"', '""', ',"', '",', "\n", "\r\n", "\r", "a,b,c\n"])
    lines = st.sampled_from(["a,b,c\n", ",,\n", 'a,"b\n""",\r\n', '"é",",",c\n'])

    @given(st.one_of(st.lists(pieces), st.lists(lines)).map("".join))
    def read(text: str) -> None:
        if text.endswith("\r"):
            text += "\n"
        table = read_csv(table_file(tmp_path, HEADER + text.encode()))
        errors = {finding.code for finding in table.findings} - {"OS107"}
        rows = cells_by_hand(text)
        if rows is None:
            assert table.scan is None
            assert errors & {"OS113", "OS124"}
            seen["broken"] += 1
        elif any(len(row) != 3 for row in rows):
            assert table.scan is None
            assert errors == {"OS112"}
            seen["ragged"] += 1
        else:
            assert errors == set()
            assert table.scan is not None
            assert frame_of(table).drop("row").rows() == [tuple(cell or None for cell in row) for row in rows]
            seen["sound"] += len(rows) > 0

    read()
    assert min(seen["broken"], seen["ragged"], seen["sound"]) > 2


def test_csv_of_many_blocks_keeps_its_rows(read: Callable[[bytes], ScannedTable]) -> None:
    """Cells of several lines survive both readers' cutting, and a late fault has its place."""
    rows = b'a,"x\n, ""y""",c\n' * 200_000
    table = read(HEADER + rows)
    assert table.findings == []
    assert table.scan is not None
    assert frame_of(table).height == 200_000
    assert frame_of(table)["relation"].unique().to_list() == ['x\n, "y"']
    (ragged,) = read(HEADER + rows + b"a,b\n").findings
    assert (ragged.code, ragged.line, ragged.row) == ("OS112", 400_002, 200_001)


def test_large_texts_are_cut_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way that saves memory gives what the quick way gives."""
    text = b'a,"b,""c""\n",""\n"d"x,e"f,g\n'
    quick = records.outside_quotes(text)
    monkeypatch.setattr(records, "LARGE", 0)
    assert records.outside_quotes(text) == quick == b'a,,\n"d"x,e"f,g\n'


# Positions


def test_positions_by_hand(tmp_path: Path) -> None:
    """Lines of cells, doubled quotes, CRLF, other Unicode line breaks and the mark, in characters."""
    path = tmp_path / "t.csv"
    path.write_bytes(codecs.BOM_UTF8 + 'a,"b\nb",c\r\n"é""\n,",\u2028\x0b\x85,z\r\n\nü,2\n'.encode())
    wanted = [(row, column) for row in (0, 1, 2, 3, 4) for column in (None, "a", "b\nb", "c", "x")]
    assert cell_positions(path, wanted) == {
        (1, None): (3, 1),
        (1, "a"): (3, 1),
        (1, "b\nb"): (4, 4),
        (1, "c"): (4, 8),
        (2, None): (5, 1),
        (2, "a"): (5, 1),
        (3, None): (6, 1),
        (3, "a"): (6, 1),
        (3, "b\nb"): (6, 3),
    }
    assert cell_positions(path, []) == {}


NASTY = st.lists(
    st.sampled_from(["", "a", "é", "\U0001f600", ",", '"', "\n", "\r\n", "\u2028", "\x85", "\x0b", " "])
).map("".join)


@given(
    rows=st.lists(st.tuples(NASTY, NASTY, NASTY), min_size=1, max_size=6),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_csv_writes_is_read_back_and_found(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], quoting: Any
) -> None:
    """The same cells come back, and each position is where the cell's text begins."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n", quoting=quoting).writerows([TABLE.names, *rows])
    text = written.getvalue()
    file = table_file(tmp_path_factory.getbasetemp(), text.encode())
    table = read_csv(file)
    assert table.findings == []
    assert table.scan is not None
    assert frame_of(table).drop("row").rows() == [tuple(cell or None for cell in row) for row in rows]
    wanted = {(number, name) for number in range(1, len(rows) + 1) for name in TABLE.names}
    found = cell_positions(file.path, wanted)
    assert found.keys() == wanted
    lines = text.split("\n")
    for (number, name), (line, column) in found.items():
        cell = rows[number - 1][TABLE.names.index(name)]
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        quoted = '"' + cell.replace('"', '""') + '"'
        assert rest.startswith((f"{quoted},", f"{quoted}\n", f"{cell},", f"{cell}\n"))


# Packages


def write_package(folder: Path) -> dict[str, Any]:
    """Write a whole package of headers, and return its descriptor to change and write again."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for table in TABLES.values():
        data = (",".join(table.names) + "\n").encode()
        (folder / f"{table.name}.csv").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        resources.append(
            {"name": table.name, "path": f"{table.name}.csv", "hash": f"sha256:{digest}", "bytes": len(data)}
        )
    descriptor = {"name": "p", "resources": resources}
    describe(folder, descriptor)
    return descriptor


def describe(folder: Path, descriptor: object) -> None:
    """Write the descriptor."""
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def opened(path: Path, table: str | None = None) -> tuple[list[str], list[Finding], bool]:
    """Return the tables that have a file, the findings, and whether the package is complete."""
    with open_package(path, table) as package:
        assert package.name == str(path)
        assert all(file.path.is_file() for file in package.files.values())
        return list(package.files), package.findings, package.complete


def summary(path: Path) -> set[tuple[str, str | None, str | None]]:
    """Return code, table and value of the findings on opening."""
    return {(finding.code, finding.table, finding.value) for finding in opened(path)[1]}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of a whole package."""
    write_package(tmp_path / "p")
    return tmp_path / "p"


def change(folder: Path, **changes: Any) -> None:
    """Change the resource of the stations in the descriptor; None takes a property out."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (stations,) = (resource for resource in descriptor["resources"] if resource["name"] == "stations")
    stations.update(changes)
    for name in [name for name, value in changes.items() if value is None]:
        del stations[name]
    describe(folder, descriptor)


def pack(folder: Path, prefix: str = "") -> Path:
    """Return an archive of a folder."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sorted(folder.iterdir()):
            zipped.write(file, prefix + file.name)
    return path


def append(path: Path, name: str, data: bytes = b"", mode: int = 0) -> None:
    """Append an entry to an archive, of the kind that *mode* says."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr(entry, data)


@pytest.mark.parametrize("form", ["folder", "descriptor", "archive", "archive with a top folder"])
def test_a_whole_package_opens(package: Path, form: str) -> None:
    """Every form of a package gives every table, and what was unpacked is gone afterwards."""
    path = {
        "folder": lambda: package,
        "descriptor": lambda: package / "datapackage.json",
        "archive": lambda: pack(package),
        "archive with a top folder": lambda: pack(package, "top/"),
    }[form]()
    with open_package(path) as found:
        assert found.findings == []
        assert found.complete
        assert list(found.files) == list(TABLES)
        stations = found.files["stations"]
        assert stations.path.read_bytes() == (package / "stations.csv").read_bytes()
        assert stations.shown.endswith("top/stations.csv" if "top" in form else "stations.csv")
        assert stations.shown.startswith(path.parent.as_posix())
        assert stations.expected_hash == f"sha256:{hashlib.sha256(stations.path.read_bytes()).hexdigest()}"
    assert stations.path.exists() == ("archive" not in form)


def test_one_file_opens_as_a_table(package: Path) -> None:
    """One CSV file with its table's name is an incomplete package."""
    assert opened(package / "stations.csv", "stations") == (["stations"], [], False)


def test_what_is_no_package_is_an_input_error(package: Path, tmp_path: Path) -> None:
    """The message says what to do."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe.csv")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    for path, table, message in [
        (tmp_path / "none", None, "none cannot be opened"),
        (tmp_path / "loop", None, "loop cannot be opened"),
        (tmp_path / ("x" * 300), None, "cannot be opened"),
        (tmp_path / "empty", None, "neither datapackage.json nor a table"),
        (tmp_path / "empty.zip", None, "neither datapackage.json nor a table"),
        (tmp_path / "notes.txt", None, "is no package"),
        (tmp_path / "pipe.csv", "stations", "neither a folder nor a regular file"),
        (
            package / "stations.csv",
            None,
            "single file, and no package: `overseas validate FILE --table NAME` .*: countries, actors, ",
        ),
        (
            package / "stations.csv",
            "station",
            "no table is named station; did you mean stations or .*; the tables are countries, actors, sources, ",
        ),
        (package, "stations", "is a package"),
    ]:
        with pytest.raises(InputError, match=message):
            opened(path, table)


def test_a_folder_of_tables_without_a_descriptor_is_a_finding(package: Path) -> None:
    """There is something to check, and nothing that says what."""
    (package / "datapackage.json").unlink()
    assert opened(package)[0] == []
    assert summary(package) == {("OS101", None, "datapackage.json")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(b'{"a": 1, "a": 2}', ("OS115", 1, 10), id="lax"),
        pytest.param(b"[]", ("OS116", None, None), id="no object"),
        pytest.param(b'{"resources": {}}', ("OS116", None, None), id="no list"),
    ],
)
def test_a_descriptor_that_says_nothing_is_one_finding(package: Path, text: bytes, expected: Place) -> None:
    """What follows from a broken descriptor is not told besides."""
    (package / "datapackage.json").write_bytes(text)
    tables, findings, complete = opened(package)
    assert (tables, complete, expected in places(findings)) == ([], False, True)
    assert {finding.code for finding in findings} <= {expected[0], "OS103"}
    assert sum(finding.code == expected[0] for finding in findings) == 1


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        pytest.param({"name": "places"}, "no resource named stations", id="not named"),
        pytest.param({"name": "sources"}, "the resource sources stands twice", id="name twice"),
        pytest.param({"data": []}, "the resource stations holds its data itself, where a path should be", id="inline"),
        pytest.param({"path": None}, "the resource stations has no path to a file", id="no path"),
        pytest.param({"path": []}, "the resource stations has no path to a file", id="no paths"),
        pytest.param({"path": ["a.csv", 7]}, "the resource stations has no path to a file", id="path no text"),
        pytest.param({"path": ["a.csv", "a.csv"]}, "the resource stations names a file twice", id="path twice"),
        pytest.param({"path": ["a.csv", "b.parquet"]}, "stations is several Parquet files", id="Parquet in parts"),
        pytest.param({"compression": "xz"}, "states the compression xz", id="compression"),
        pytest.param({"dialect": {"lineTerminator": "|"}}, "cannot be read: lineTerminator", id="dialect"),
        pytest.param({"dialect": 7}, "has a dialect that cannot be read", id="dialect that is none"),
        pytest.param({"schema": {"missingValues": "NA"}}, "states missingValues that are no list", id="missing values"),
        pytest.param({"dialect": {"header": False}, "schema": {}}, "has no header, and its schema", id="no header"),
        pytest.param({"path": "LICENSE"}, "the resource stations is neither a .csv nor a .parquet file", id="no table"),
        pytest.param({"encoding": "latin-1"}, "states the encoding latin-1", id="encoding"),
        pytest.param({"encoding": None, "hash": "crc:00"}, "states a hash of no known form", id="hash"),
        pytest.param({"hash": "sha256:00"}, "states a hash of no known form", id="short hash"),
        pytest.param({"bytes": True}, "states bytes that are not a whole number", id="bytes"),
        pytest.param({"name": 7}, "is not an object with a name", id="name no text"),
    ],
)
def test_the_descriptor_must_describe_the_tables(package: Path, changes: dict[str, Any], value: str) -> None:
    """Each fault of shape is one finding."""
    (package / "LICENSE").write_bytes((package / "stations.csv").read_bytes())
    if "encoding" in changes:
        change(package, encoding="utf-8")
    change(package, **changes)
    found = summary(package)
    assert {code for code, _, _ in found} <= {"OS116", "OS103"}
    assert any(value in str(shown) for _, _, shown in found)
    assert len({entry for entry in found if entry[0] == "OS116"}) == 1 + (changes.get("name") in ("sources", 7))


def test_what_the_standard_allows_is_no_fault(package: Path) -> None:
    """A list of one path, other resources, MD5 without its name, UTF-8 under its other name."""
    data = (package / "stations.csv").read_bytes()
    (package / "sub").mkdir()
    (package / "sub" / "stations.csv").write_bytes(data)
    (package / "sub" / "stations.json").write_bytes(b"[]")
    (package / "stations.csv").unlink()
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
    change(package, path=["./sub/stations.csv"], hash=md5, encoding="UTF8", dialect={"delimiter": ","}, schema={})
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    other = hashlib.md5(b"[]", usedforsecurity=False).hexdigest()
    descriptor["resources"].append({"name": "stations-json", "path": "sub/stations.json", "bytes": 2, "hash": other})
    describe(package, descriptor)
    for name in ("README.md", "CODEBOOK.md", "RULES.md", "LICENSE", ".hidden"):
        (package / name).touch()
    assert opened(package) == (list(TABLES), [], True)
    descriptor["resources"][-1]["bytes"] = 3
    describe(package, descriptor)
    assert summary(package) == {("OS120", None, "sub/stations.json")}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param(path, code, id=path or "empty")
        for code, paths in {
            "OS117": [
                *(
                    "",
                    "/etc/passwd.csv",
                    "../p/stations.csv",
                    "a/../../x.csv",
                    "a\\b.csv",
                    "C:stations.csv",
                    "C:/x.csv",
                ),
                *("//host/x.csv", "stations\0.csv", "sta\ntions.csv", "\u202estations.csv", "link.csv", "inner/x.csv"),
            ],
            "OS118": [
                "http://x.org/a.csv",
                "HTTPS://x.org/a.csv",
                "ftp://x/a.csv",
                "s3://b/a.csv",
                "file:///a.csv",
                "data:,a.csv",
            ],
            "OS101": ["none.csv", "stations.csv/x.csv", "none/x.csv"],
            "OS123": ["pipe.csv", "folder.csv", "x" * 300 + ".csv"],
        }.items()
        for path in paths
    ],
)
def test_paths_stay_inside_the_package(package: Path, path: str, code: str) -> None:
    """No path makes a reader open anything but a regular file of the package, and none makes it wait."""
    os.mkfifo(package / "pipe.csv")
    (package / "folder.csv").mkdir()
    (package / "link.csv").symlink_to(package / "stations.csv")
    (package / "inner").symlink_to(package, target_is_directory=True)
    change(package, path=path, hash=None, bytes=None)
    tables, findings, complete = opened(package)
    found = [(finding.code, finding.table) for finding in findings if finding.code not in ("OS103", "OS116")]
    assert found == [(code, "stations")]
    assert ("stations" in tables, complete) == (False, False)


def test_a_descriptor_that_is_a_link_is_not_followed(package: Path) -> None:
    """The descriptor is a file of the package like any other."""
    (package / "datapackage.json").rename(package / "other.json")
    (package / "datapackage.json").symlink_to("other.json")
    assert summary(package) == {("OS117", None, "datapackage.json")}


def test_a_changed_file_is_told_of(package: Path) -> None:
    """Of the same size, only the hash is another; else the size is another too."""
    data = (package / "stations.csv").read_bytes()
    (package / "stations.csv").write_bytes(data.replace(b"id", b"xx", 1))
    findings = opened(package)[1]
    assert [(f.code, f.field, f.table, f.value) for f in findings] == [("OS120", "hash", "stations", "stations.csv")]
    (package / "stations.csv").write_bytes(data + b"\n")
    assert {finding.field for finding in opened(package)[1]} == {"bytes", "hash"}
    change(package, hash=None)
    assert {(finding.code, finding.field) for finding in opened(package)[1]} == {("OS120", "bytes"), ("OS127", None)}
    assert opened(package)[2]


def test_line_ends_that_were_changed_on_the_way_are_one_finding(package: Path) -> None:
    """As git changes them with core.autocrlf: no hash and no warning for each file, and what else differs shows."""
    tables = sorted(package.glob("*.csv"))
    for path in tables:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    shown = (package / "datapackage.json").as_posix()
    report = validate(package)
    told = [(f.code, f.file, f.field) for f in report.findings if f.code in ("OS107", "OS120")]
    assert told == [("OS120", shown, "hash")]
    (package / "stations.csv").write_bytes((package / "stations.csv").read_bytes().replace(b"id", b"xx", 1))
    told = [(f.code, f.file, f.field) for f in validate(package).findings if f.code in ("OS107", "OS120")]
    stations = (package / "stations.csv").as_posix()
    assert sorted(told) == sorted(
        [("OS120", shown, "hash"), ("OS107", stations, None), ("OS120", stations, "bytes"), ("OS120", stations, "hash")]
    )


@pytest.mark.parametrize(
    ("data", "normal"),
    [(b"", None), (b"a\nb", None), (b"a\rb\r", None), (b"a\r\nb\r", b"a\nb\r"), (b"\r\r\n\n\r\n", b"\r\n\n\n")],
)
@pytest.mark.parametrize("chunk", [1, 2, 1 << 20])
def test_a_digest_with_lf(
    data: bytes, normal: bytes | None, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_ends, "_CHUNK", chunk)
    (tmp_path / "a").write_bytes(data)
    expected = None if normal is None else (len(normal), hashlib.sha256(normal).hexdigest())
    assert line_ends.with_lf(tmp_path / "a", "sha256") == expected


def test_files_that_nobody_named_are_told_of(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links and pipes among them, none of them opened, fifty listed and all counted, hidden ones left out."""
    (package / "sub" / ".git").mkdir(parents=True)
    (package / "sub" / ".git" / "x").touch()
    (package / "sub" / "README.md").touch()
    (package / "sub" / "up").symlink_to(package, target_is_directory=True)
    os.mkfifo(package / "pipe")
    assert summary(package) == {("OS103", None, name) for name in ("sub/README.md", "sub/up", "pipe")}
    for number in range(60):
        (package / f"x{number:02}").touch()
    findings = opened(package)[1]
    assert [finding.count for finding in findings] == [1] * 49 + [14]
    monkeypatch.setattr(members, "MAX_ENTRIES", 20)
    assert opened(package)[1][-1].value == "an unknown number of further files"


# Archives


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        pytest.param("../evil.csv", 0, id="above"),
        pytest.param("a/../../evil.csv", 0, id="above from inside"),
        pytest.param("/etc/evil.csv", 0, id="absolute"),
        pytest.param("C:/evil.csv", 0, id="drive"),
        pytest.param("..\\evil.csv", 0, id="above with a backslash"),
        pytest.param("link.csv", stat.S_IFLNK | 0o777, id="link"),
        pytest.param("pipe.csv", stat.S_IFIFO | 0o644, id="pipe"),
    ],
)
def test_unsafe_entries_are_never_unpacked(package: Path, name: str, mode: int) -> None:
    """The entry is told of, once, whether the descriptor names it or not; all others can be read."""
    path = pack(package)
    append(path, name, b"/etc/passwd", mode)
    assert summary(path) == {("OS117", None, name)}
    assert opened(path)[2]
    assert not list(package.parent.rglob("*evil.csv"))


def test_a_table_that_is_a_link_in_the_archive_is_not_read(package: Path) -> None:
    """An entry's kind counts, not its name."""
    (package / "stations.csv").unlink()
    path = pack(package)
    append(path, "stations.csv", b"sources.csv", stat.S_IFLNK | 0o777)
    assert {code for code, _, _ in summary(path)} == {"OS117"}
    assert "stations" not in opened(path)[0]


ZIPS: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "a folder": (lambda name: f"top/{name}", ["top/"]),
    "a repository, by its host": (
        lambda name: f"repo-main/data/{name}",
        ["repo-main/", "repo-main/README.md", "repo-main/other.csv", "repo-main/tests/a/b/datapackage.json"],
    ),
    "backslashes": (lambda name: name.replace("/", "\\"), ["sub\\"]),
    "a folder with backslashes": (lambda name: f"top\\{name}".replace("/", "\\"), []),
    "what desktops leave": (
        lambda name: f"top/{name}",
        ["__MACOSX/", "__MACOSX/top/._stations.csv", "top/.DS_Store", "top/sub/Thumbs.db", "top/desktop.ini"],
    ),
}
"""How an archiver names the files, and what it adds."""


@pytest.mark.parametrize("kind", ZIPS)
def test_archives_as_hosts_systems_and_desktops_make_them(package: Path, kind: str) -> None:
    """The package is found and read, and nothing is said of what was added."""
    (package / "sub").mkdir()
    (package / "stations.csv").rename(package / "sub" / "stations.csv")
    change(package, path="sub/stations.csv")
    named, more = ZIPS[kind]
    path = package.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED):
        pass
    for name in more:
        append(path, name)
    for file in sorted(package.rglob("*")):
        if file.is_file():
            append(path, named(file.relative_to(package).as_posix()), file.read_bytes())
    assert opened(path) == (list(TABLES), [], True)
    append(path, named("more.csv"))
    assert [(code, str(value).endswith("more.csv")) for code, _, value in summary(path)] == [("OS103", True)]


def refuse(path: Path, *messages: str) -> None:
    """Assert that an archive is refused as a whole, with one finding that says one of these."""
    tables, findings, complete = opened(path)
    assert (tables, complete) == ([], False)
    assert [finding.code for finding in findings if finding.code != "OS103"] == ["OS119"]
    assert any(message in findings[-1].message for message in messages), findings[-1].message


def test_a_bomb_is_stopped(package: Path) -> None:
    """200 MB of zeros in 200 kB: a real one, against the real limits."""
    (package / "stations.csv").write_bytes(bytes(200_000_000))
    change(package, hash=None, bytes=None)
    refuse(pack(package), "more than 200 times its size")


def test_a_bomb_that_nobody_named_is_not_unpacked(package: Path) -> None:
    """Only what is needed is unpacked."""
    (package / "bomb.bin").write_bytes(bytes(50_000_000))
    assert summary(pack(package)) == {("OS103", None, "bomb.bin")}


def test_archives_have_limits(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries, all bytes together, and the archive's own directory."""
    path = pack(package)
    for name, limit, message in [
        ("MAX_ENTRIES", len(TABLES), f"more than {len(TABLES)} entries"),
        ("MAX_UNPACKED", 1500, "unpacks to more than 1500 bytes"),
        ("MAX_DIRECTORY", 100, "directory takes more than 100 bytes"),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(archive, name, limit)
            refuse(path, message)
    monkeypatch.setattr(archive, "MAX_ENTRIES", len(TABLES) + 1)
    assert opened(path)[2]


def test_sizes_that_the_archive_states_are_not_believed(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header that states a small size and a large packed size changes nothing."""
    (package / "stations.csv").write_bytes(bytes(1_000_000))
    change(package, hash=None, bytes=None)
    path = pack(package)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"stations.csv") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    refuse(path, "stations.csv cannot be unpacked")
    header = int.from_bytes(data[at + 42 : at + 46], "little")
    to_the_end = len(data) - (header + 30 + len("stations.csv"))
    data[at + 20 : at + 28] = to_the_end.to_bytes(4, "little") + (1_000_000).to_bytes(4, "little")
    path.write_bytes(data)
    monkeypatch.setattr(archive, "RATIO_FREE", 100_000)
    monkeypatch.setattr(archive, "MAX_RATIO", 20)
    # From 3.13 on, Python sees by itself that the entry reaches over those behind it.
    refuse(path, "more than 20 times its size", "stations.csv cannot be unpacked: Overlapped entries")


def test_an_encrypted_entry_refuses_the_archive(package: Path) -> None:
    """The flag is enough; no password is asked for."""
    path = pack(package)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    refuse(path, "is encrypted")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_refuses_the_archive(package: Path) -> None:
    """Readers differ on which entry of the two they take."""
    path = pack(package)
    append(path, "stations.csv", b"id\n")
    refuse(path, "holds stations.csv twice")


def test_a_package_is_the_one_that_stands_nearest_to_the_top(package: Path) -> None:
    """Whatever packages stand below it or deeper beside it."""
    path = pack(package, "one/")
    append(path, "two/three/datapackage.json", b"{}")
    append(path, "one/three/datapackage.json", b"{}")
    names = {("OS103", None, name) for name in ("two/three/datapackage.json", "three/datapackage.json")}
    assert summary(path) == names


def test_two_packages_in_one_archive_are_refused(package: Path) -> None:
    """Nothing says which one is meant."""
    path = pack(package, "one/")
    append(path, "two/datapackage.json", b"{}")
    refuse(path, "several packages: one/, two/")


def test_other_compressions_are_refused(package: Path) -> None:
    """Their readers give all at once, however much it is."""
    path = package.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as zipped:
        zipped.write(package / "datapackage.json", "datapackage.json")
    refuse(path, "a method other than deflate")


@pytest.mark.parametrize(
    "data", [b"", b"no archive", b"PK\x05\x06" + b"\xff" * 18], ids=["empty", "text", "end record"]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    """The ending alone makes no archive."""
    (tmp_path / "p.zip").write_bytes(data)
    refuse(tmp_path / "p.zip", "the archive is broken")


def test_damaged_archives_never_raise(package: Path) -> None:
    """Whatever the damage, opening gives findings or says that it is no package."""
    whole = pack(package).read_bytes()
    path = package.with_suffix(".zip")
    seen: Counter[str] = Counter()

    @given(
        edits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
        cut=st.just(0) | st.integers(0, 50),
    )
    def damage(edits: list[tuple[int, int]], cut: int) -> None:
        data = bytearray(whole)
        for at, byte in edits:
            data[-1 - at % len(data)] = byte
        path.write_bytes(data[: len(data) - cut])
        try:
            tables, _, _ = opened(path)
        except InputError:  # the damage took the names away, and with them every sign of a package
            seen["no package"] += 1
        else:
            seen["some tables" if tables else "no table"] += 1

    damage()
    assert min(seen["no table"], seen["some tables"]) > 2


def test_importing_the_readers_is_cheap() -> None:
    """Polars loads on first use."""
    modules = "overseas_stations.reading.container, overseas_stations.reading.tables.csv_tables"
    code = f"import sys, {modules}; print('polars' in sys.modules)"
    assert printed(sys.executable, "-c", code).strip() == "False"
