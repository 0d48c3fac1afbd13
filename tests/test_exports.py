"""Exports: what each format holds, that its bytes stay the same, and what the commands refuse."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from typer.testing import CliRunner

import list_dated_words
from export_files import cells, expected, verifier
from hostile_data import HOSTILE
from overseas_stations import checking
from overseas_stations.canonical.tabular import csv_text, frame_csv
from overseas_stations.cli.app import app
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.handed_over import InputError
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS
from overseas_stations.lookups.coverage import disputes
from overseas_stations.lookups.library import FrameRows, Library
from overseas_stations.publishing.exports import register, sql_views, workbook
from overseas_stations.publishing.exports.delimited import NoTwin, restore, safe_bytes
from overseas_stations.publishing.exports.escaping import FORMULA, SKIPPED, escape, unescape
from overseas_stations.publishing.exports.folder import MANIFEST, MARK, export
from overseas_stations.publishing.exports.source import SHEETS, About, ExportedPackage, read_source
from overseas_stations.publishing.exports.sqlite_file import sqlite_files
from overseas_stations.publishing.metadata import METADATA
from overseas_stations.publishing.pictures import PICTURES
from overseas_stations.schemas.version_folder import manifest
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing import Package, packages
from overseas_stations.version import SCHEMA_VERSION, __version__
from overseas_stations.views import VIEWS
from small_project import COMMAND, contents, overseas, overseas_process

# One worker makes the export of the whole dataset, and not each.
pytestmark = pytest.mark.xdist_group("exports")

ROOT = Path(__file__).parents[1]
DATA = ROOT / "datapackage"
WARNED = {"OS635"}
"""The warnings that the data may have, since the views carry them."""
ABOUT = About("made-up", "Made up", "1.0.0", "CC-BY-4.0", "https://example.org/license")


@pytest.fixture(scope="module")
def source() -> ExportedPackage:
    return read_source(DATA)


@given(st.lists(st.tuples(*[st.none() | st.text(st.sampled_from('ab ,"\n\r;#é\u2028'), min_size=1)] * 2)))
def test_columns_give_the_canonical_csv_of_their_rows(rows: list[tuple[str | None, str | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    assert frame_csv(frame) == csv_text([("a", "b"), *((a or "", b or "") for a, b in rows)]).encode()


def test_in_how_many_pieces_a_table_was_read_does_not_show(source: ExportedPackage) -> None:
    pieces = {name: pl.concat([frame[:7], frame[7:]], rechunk=False) for name, frame in source.library.frames.items()}
    for form in ("csv", "parquet", "sqlite"):
        again = replace(source, library=Library(FrameRows(pieces)))
        assert export(again, [form]) == export(source, [form])


@pytest.fixture(scope="module")
def folder(source: ExportedPackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the dataset in every format."""
    folder = tmp_path_factory.mktemp("dataset") / "export"
    for name, data in export(source, [register.ALL]).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


# Spreadsheets

ROWS = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.text(), min_size=n, max_size=n), min_size=1))
RISKY = st.text(st.sampled_from("=+-@'\"\t\r\n;, a1\u00a0\ufeff\u200b＝＋－＠−"), max_size=12)
RISKY_ROWS = st.lists(st.lists(RISKY, min_size=2, max_size=2), min_size=1, max_size=4)


@settings(max_examples=300)
@given(ROWS | RISKY_ROWS)
def test_what_is_made_safe_is_restored_byte_for_byte(rows: list[list[str]]) -> None:
    last = max(number for number, row in enumerate(rows) if number == 0 or any(row)) + 1
    assert restore(safe_bytes(rows)) == (csv_text(rows[:last]).encode(), len(rows) - last)


@settings(max_examples=500)
@given(RISKY | st.text())
def test_escaping_is_undone(text: str) -> None:
    assert unescape(escape(text)) == text


@settings(max_examples=300)
@given(RISKY_ROWS)
def test_no_piece_of_a_safe_file_begins_like_a_formula(rows: list[list[str]]) -> None:
    """However a spreadsheet splits it, heeding quotation marks or not."""
    text = safe_bytes(rows).decode("utf-8-sig")
    assert re.search(rf"(?:\A|[,;\t\r\n])[{SKIPPED}]*[{FORMULA}]", text) is None
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            for cell in row:
                assert re.match(rf"[{SKIPPED}]*[{FORMULA}]", cell) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Quito",
            "ec-1",
            "cnn-2022-12-04",
            "20minutes-2022-10-28",
            "ec-quito-1",
            "ec-quito-1/2022-12/reported/cnn-2022-12-04",
            "reported",
            "中文",
            "Hai'an",
            "f" * 64,
        ),
        *(
            "https://example.org/2022/12",
            "NA",
            "well-known",
            "Said that; it is so",
            "The 54 stations that were named in that report",
        ),
        "A note of 2022 that goes on for so long that nobody could ever take it for the date of a day",
    ],
)
def test_plain_texts_stay_as_they_are(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("=1", "+1", "-1", "@a", "'a", "1", "0012", "1e5", "2022-12", "1/2", " a", "\ta", "(5)", "“a”", "#N/A", "１"),
        *(
            "true",
            "FALSE",
            "Wahr",
            "Sep 2022",
            "mar-1",
            "sabado-2022-10-27",
            "kr-1",
            "sun-mar-5",
            "444-2022-12-04",
            "0x1f",
            "March 5, 2022",
            "June 2018.",
            "kr 1",
            "R4.5.1",
            "de-1",
        ),
        *("令和4年5月3日", "Dienstag, 5. März 2022", "domingo, 5 de marzo de 2022", "ก.ค. 2022", "मार्च 2022", "½"),
    ],
)
def test_what_a_spreadsheet_may_take_for_something_else_is_escaped(text: str) -> None:
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a;=b", "a;'=b"),
        ("a\t +b", "a\t '+b"),
        ('a, "@b"', 'a, "\'@b"'),
        ("a\n-b", "a\n'-b"),
        ("a; 'b'", "a; ''b'"),
        ("a;;\u00a0＝b", "a;;\u00a0'＝b"),
        (";=b", "';'=b"),
        ("a =b", "a =b"),
        ("a;b=c", "a;b=c"),
    ],
)
def test_what_follows_a_separator_is_guarded(text: str, safe: str) -> None:
    assert escape(text) == safe


@pytest.mark.parametrize("cell", ["2022-12", "=1", "true", "a;=1", "'Quito"])
def test_cells_that_escaping_does_not_make_are_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="would be"):
        unescape(cell)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id,note\na,2022-12\n", "line 2: '2022-12' would be \"'2022-12\" in a file for spreadsheets"),
        (b"id,note\na\n", "line 2 has 1 cells, and the header 2"),
        (b'id,note\na,"b"c\n', "line 2: ',' expected after '\"'"),
        (b"id,note\n\na,b\n", "line 3 has 1 cells, and the header 2"),
        (
            b"id;note\r\na;b\r\n",
            "its cells are separated by semicolons, and not by commas: save it with the separator comma (LibreOffice: "
            "Save As, CSV, “Edit filter settings”; Excel takes the list separator of the system)",
        ),
        (
            b"id\tnote\na\tb\n",
            "its cells are separated by tabs, and not by commas: save it with the separator comma (LibreOffice: "
            "Save As, CSV, “Edit filter settings”; Excel takes the list separator of the system)",
        ),
        (b"id,note\na,\xff\n", "byte 11 is not valid UTF-8"),
    ],
)
def test_what_is_no_twin_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(NoTwin) as caught:
        restore(data)
    assert str(caught.value) == said


def test_a_twin_that_a_spreadsheet_saved_is_restored() -> None:
    rows = [["id", "note"], ["a", "=1"], ["b", 'so "they" say, in\ntwo lines']]
    saved = '"id","note"\r\n"a","\'=1"\r\n"b","so ""they"" say, in\ntwo lines"\r\n'
    assert restore(saved.encode()) == (csv_text(rows).encode(), 0)
    for blank in (",\r\n", "\r\n\r\n", '"",""\n,,,\n'):
        assert restore((saved + blank).encode()) == (csv_text(rows).encode(), blank.count("\n"))


def test_words_of_dates_and_amounts_are_those_of_every_language_that_is_tried() -> None:
    listed = set(list_dated_words.PATH.read_text("utf-8").split())
    assert {"mar", "sabado", "kr", "usd", "sunnuntai", "hetfo"} <= listed
    # CLDR changes a few of them each year; whoever renews the list runs tests/list_dated_words.py.
    assert len(list_dated_words.words() - listed) <= 100


def test_ids_need_no_apostrophe_unless_a_spreadsheet_may_change_them(folder: Path) -> None:
    marked = {
        name: [row[0] for row in cells(folder / "csv-safe" / f"{name}.csv")[1:] if row[0].startswith("'")]
        for name in ("stations", "responses", "sources")
    }
    assert marked["stations"] == [f"'{code}-1" for code in ("bn", "br", "de", "fr", "kr", "pa", "pe", "rs", "za")]
    assert marked["responses"] == []
    assert len(marked["sources"]) < 20


@pytest.mark.parametrize("table", TABLES)
def test_the_twins_of_the_dataset_are_restored(folder: Path, table: str) -> None:
    twin = (folder / "csv-safe" / f"{table}.csv").read_bytes()
    assert twin.startswith(b"\xef\xbb\xbf")
    assert restore(twin) == ((DATA / "tables" / f"{table}.csv").read_bytes(), 0)


def test_a_workbook_never_loses_a_row_or_a_cell(monkeypatch: pytest.MonkeyPatch, source: ExportedPackage) -> None:
    rows = {**source.library.rows, "stations": [{**source.library.rows["stations"][0], "note": "a" * 32_768}]}
    with pytest.raises(InputError, match="row 2 of the sheet stations"):
        workbook.workbook_files(ExportedPackage(Library(rows), ABOUT, {}))


def test_the_first_sheet_says_what_the_workbook_is(folder: Path, source: ExportedPackage) -> None:
    import openpyxl

    book = openpyxl.load_workbook(folder / "overseas-stations.xlsx")
    rows = [[cell or "" for cell in row] for row in book["about"].iter_rows(values_only=True)]
    told = [tuple(cell for cell in row if cell) for row in rows]
    assert ("version", __version__) in told
    assert any(row[:2] == ("licence", "CC-BY-4.0") for row in told)
    found = [(d.record, d.field, d.value, d.other, d.source) for d in source.disputes]
    at = told.index(("record", "field", "value here", "value of the source", "source")) + 1
    assert [tuple(row[:5]) for row in rows[at : at + len(found)]] == found
    assert {row["record_id"] for row in source.library.rows["retractions"]} <= {row[0] for row in rows}
    assert (book.properties.created.year, book.properties.modified.year) == (1980, 1980)
    assert all(sheet.freeze_panes == "B2" and sheet.auto_filter.ref for sheet in book.worksheets[1:])
    assert all(cell.font.bold for cell in book["stations"][1])


# Formats


def test_canonical_csv_and_json_are_those_of_the_package(folder: Path) -> None:
    tables, found = contents(folder / "csv"), contents(folder / "json")
    del tables[f"{RECORD_VERSIONS.name}.csv"], found[f"{RECORD_VERSIONS.name}.json"]
    assert tables == contents(DATA / "tables") | contents(folder / "datapackage" / "views")
    views = {f"{name}.json" for name in VIEWS}
    assert found.keys() >= views
    copies = {name: data for name, data in found.items() if name not in views}
    assert copies == contents(folder / "datapackage" / "json")


def test_json_lines_hold_the_json(folder: Path) -> None:
    for name in SHEETS:
        lines = (folder / "jsonl" / f"{name}.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line) for line in lines] == json.loads((folder / "json" / f"{name}.json").read_text("utf-8"))


def test_the_published_package_has_what_a_checkout_leaves_out(folder: Path) -> None:
    published, committed = contents(folder / "datapackage"), contents(DATA)
    assert committed.keys() < published.keys()
    added = published.keys() - committed.keys()
    views = {f"views/{name}.csv" for name in VIEWS}
    assert added == {f"json/{name}.json" for name in (*TABLES, "records")} | set(METADATA) | set(PICTURES) | views
    assert {name for name in committed if committed[name] != published[name]} == {
        *("README.md", "CODEBOOK.md", "datapackage.json")
    }
    resources = json.loads(published["datapackage.json"])["resources"]
    stated = {each["path"]: (each["bytes"], each["hash"]) for each in resources}
    assert stated == {
        name: (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        for name, data in published.items()
        if name.startswith(("tables/", "views/", "json/"))
    }
    assert {finding.code for finding in checking.validate(folder / "datapackage").findings} <= WARNED
    assert {finding.code for finding in checking.validate(DATA).findings} <= {"OS127"} | WARNED


def test_publishing_what_is_published_changes_nothing(folder: Path) -> None:
    again = export(read_source(folder / "datapackage"), ["package"])
    assert {name: again[f"datapackage/{name}"] for name in contents(folder / "datapackage")} == contents(
        folder / "datapackage"
    )


def test_the_zip_is_the_published_package_and_valid(folder: Path) -> None:
    path = folder / f"overseas-stations-{__version__}.zip"
    with zipfile.ZipFile(path) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents(folder / "datapackage")
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    report = checking.validate(path)
    assert report.valid
    assert {finding.code for finding in report.findings} <= WARNED


def test_of_another_package_the_files_stay_and_hashes_are_stated(tmp_path: Path) -> None:
    """Whose package it is, and of which version, nobody may make up."""
    other = tmp_path / "other"
    shutil.copytree(DATA, other)
    stated = json.loads((other / "datapackage.json").read_text("utf-8")) | {"name": "peer", "version": "7.0.0"}
    (other / "datapackage.json").write_text(json.dumps(stated), encoding="utf-8")
    made = export(read_source(other), ["package"])
    published = {name.removeprefix("datapackage/"): data for name, data in made.items() if name.startswith("datap")}
    assert {name: data for name, data in published.items() if name != "datapackage.json"} == {
        name: data for name, data in contents(other).items() if name != "datapackage.json"
    }
    descriptor = json.loads(published["datapackage.json"])
    assert (descriptor["name"], descriptor["version"]) == ("peer", "7.0.0")
    assert all(each["hash"].startswith("sha256:") for each in descriptor["resources"])


def test_parquet_is_typed_and_says_what_it_is(folder: Path, source: ExportedPackage) -> None:
    import polars as pl

    kinds = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
    for name, table in TABLES.items():
        path = folder / "parquet" / f"{name}.parquet"
        frame = pl.read_parquet(path)
        assert dict(frame.schema) == {column.name: kinds[column.scalar.type] for column in table.columns}
        assert frame.rows(named=True) == source.records[name]
        told = pl.read_parquet_metadata(path)
        assert (told["version"], told["license"], told["table"]) == (__version__, "CC-BY-4.0", name)


def test_a_package_of_parquet_files_is_exported_alike(folder: Path, tmp_path: Path) -> None:
    descriptor = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    resources = [{"name": name, "path": f"parquet/{name}.parquet"} for name in TABLES]
    shutil.copytree(folder / "parquet", tmp_path / "parquet")
    (tmp_path / "datapackage.json").write_text(json.dumps({**descriptor, "resources": resources}), encoding="utf-8")
    files = export(read_source(tmp_path), ["csv"])
    found = {name: data for name, data in files.items() if name.startswith("csv/")}
    wanted = {f"csv/{name}": data for name, data in contents(folder / "csv").items()}
    # Of its releases nothing is known.
    made, there = (each.pop(f"csv/{RECORD_VERSIONS.name}.csv") for each in (found, wanted))
    assert (made.count(b"\n"), there.startswith(made)) == (1, True)
    assert found == wanted


def test_geojson_has_both_sides_of_disputes_and_every_source(folder: Path, source: ExportedPackage) -> None:
    data = json.loads((folder / "stations.geojson").read_text("utf-8"))
    library = source.library
    assert [row["record_id"] for row in data["retractions"]] == ["ie-1", "nl-1"]
    assert (data["version"], data["license"]) == (__version__, "CC-BY-4.0")
    told, run_by, told_of_bureaus = [], [], []
    ids = [row["id"] for row in library.rows["actors"]]
    for feature in data["features"]:
        name, properties = feature["id"], feature["properties"]
        evidence = library.evidence("stations", name)
        assert {found["id"] for found in properties["sources"]} == {row["source_id"] for row in evidence}
        assert len(properties["evidence"]) == len(evidence)
        assert properties["independent_voices"] == len(library.voices_for("stations", name))
        assert properties["precision"] in ("city", "region", "country")
        run_by += [(name, each["id"], each["source_id"]) for each in properties["bureaus"]]
        assert all(
            library.rows["actors"][ids.index(each["id"])]["name"] == each["name"] for each in properties["bureaus"]
        )
        told_of_bureaus += [
            (f"{name}/{each['id']}", against["reason"], against["source_id"])
            for each in properties["bureaus"]
            for against in each["disputes"]
        ]
        told += [
            (name, found["field"], found["asserted_value"], found["source_id"]) for found in properties["disputes"]
        ]
    assert told
    assert sorted(map(str, told)) == sorted(
        str(each)
        for each in [
            (found.record, found.field or None, found.other or None, found.source)
            for found in disputes(library)
            if library.find(found.record) and found.record in {row["id"] for row in library.rows["stations"]}
        ]
    )

    bureaus = library.rows["station_bureaus"]
    assert sorted(run_by) == [(row["station_id"], row["actor_id"], row["source_id"]) for row in bureaus]
    assert told_of_bureaus
    assert sorted(told_of_bureaus) == sorted(
        (found.record, found.reason, found.source)
        for found in disputes(library)
        if (at := library.find(found.record)) and at.table.name == "station_bureaus"
    )


# SQL


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{folder / 'overseas-stations.sqlite'}?mode=ro", uri=True)) as opened:
        yield opened


def test_sqlite_has_the_keys_of_the_registry(database: sqlite3.Connection) -> None:
    for name, table in SHEETS.items():
        columns = database.execute(f"PRAGMA table_info({name})").fetchall()
        labelled = ["label"] if name == "sources" else []
        assert [column[1] for column in columns] == [*table.names, *labelled]
        required = {column.name for column in table.columns if column.required}
        assert {column[1] for column in columns if column[3]} == {*required, *labelled}
        key = [column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5]]
        assert key == (list(table.key) if table.primary else [])
        foreign = {row[3]: row[2] for row in database.execute(f"PRAGMA foreign_key_list({name})")}
        assert foreign == table.references
        (sql,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        assert not sql.endswith("STRICT"), "that opens in SQLite 3.37 and later alone"
        assert all(f"-- {column.title}: {column.description}\n" in sql for column in table.columns)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("sources", "text_characters = 'many'"),
        ("sources", "background = 2"),
        ("sources", "background = 'true'"),
        ("stations", "latitude = 'north'"),
        ("stations", "stations_claimed = 1.5"),
        ("stations", "country = NULL"),
    ],
)
def test_sqlite_refuses_a_value_of_another_type(folder: Path, tmp_path: Path, table: str, change: str) -> None:
    shutil.copy(folder / "overseas-stations.sqlite", tmp_path / "copy.sqlite")
    with (
        closing(sqlite3.connect(tmp_path / "copy.sqlite")) as opened,
        pytest.raises(sqlite3.IntegrityError, match="constraint failed"),
    ):
        opened.execute(f"UPDATE {table} SET {change}")


def test_a_source_is_labelled_by_its_title_or_else_by_publisher_and_date(database: sqlite3.Connection) -> None:
    found = database.execute("SELECT label, title, publisher, published FROM sources").fetchall()
    assert {bool(title) for _, title, _, _ in found} == {True, False}
    for label, title, publisher, published in found:
        assert label == (title or (f"{publisher}, {published}" if published else publisher))


def test_datasette_is_told_of_every_table_and_view(folder: Path, database: sqlite3.Connection) -> None:
    (told,) = json.loads((folder / "datasette.json").read_text("utf-8"))["databases"].values()
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND sql NOT LIKE '%statements_fts%'"
    assert set(told["tables"]) == {name for (name,) in database.execute(query)} - {"about"}
    for name, about in told["tables"].items():
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
        assert {*about["facets"], *about.get("columns", ()), about.get("label_column", columns[0])} <= {*columns}
        assert about["title"]
        assert about["description"]
    assert told["tables"]["sources"]["label_column"] == "label"
    assert told["tables"]["stations"]["facets"] == ["country", "precision", "status", "basis"]
    assert told["tables"]["response_sources"]["title"] == "Responses and their sources"


def test_a_long_note_stands_last(database: sqlite3.Connection) -> None:
    last = {
        name: database.execute(f"SELECT * FROM {name}").description[-1][0]
        for name in ("station_overview", "station_sources", "response_sources")
    }
    assert last == {"station_overview": "note", "station_sources": "reason", "response_sources": "reason"}


def plan(database: sqlite3.Connection, query: str) -> str:
    return " ".join(row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}"))


def test_what_is_looked_up_has_an_index(database: sqlite3.Connection) -> None:
    assert "SEARCH" in plan(database, """SELECT * FROM evidence WHERE "table" = 'a' AND record_id = 'b'""")
    for name, table in TABLES.items():
        for column in table.references:
            assert "SEARCH" in plan(database, f"SELECT * FROM {name} WHERE {column} = 'a'"), (name, column)


def test_the_header_of_the_database_does_not_tell_which_library_wrote_it(folder: Path) -> None:
    data = (folder / "overseas-stations.sqlite").read_bytes()
    assert [int.from_bytes(data[at : at + 4], "big") for at in (24, 92, 96)] == [1, 1, 3_031_000]


def test_two_rows_of_evidence_that_differ_in_nothing_are_refused(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copy(folder / "overseas-stations.sqlite", copy)
    with closing(sqlite3.connect(copy)) as opened:
        with pytest.raises(sqlite3.IntegrityError, match="evidence_key"):
            opened.execute("INSERT INTO evidence SELECT * FROM evidence WHERE field IS NULL LIMIT 1")
        opened.execute("UPDATE about SET value = 'changed'")
        opened.commit()
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_statements_are_searched_whatever_the_accents(database: sqlite3.Connection) -> None:
    accented = {
        (row[0], word.lower())
        for row in database.execute("SELECT id, speaker FROM statements WHERE speaker IS NOT NULL")
        for word in re.findall(r"\w+", row[1])
        if re.search("[áéíóúüçãñ]", word)
    }
    assert accented
    for name, word in accented:
        plain = word.translate(str.maketrans("áéíóúüçãñ", "aeiouucan"))
        query = """SELECT id FROM statements WHERE rowid IN
                   (SELECT rowid FROM statements_fts WHERE statements_fts MATCH ?)"""
        assert name in {row[0] for row in database.execute(query, (f'"{plain}"',))}


def derived(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the views must say, by the code that does not use them."""
    rows = library.rows
    names = [(t.name, record_name(t, row), row["source_id"]) for t in TABLES.cited for row in rows[t.name]]

    def sources(table: str, name: str, stance: Stance) -> set[str | None]:
        return {row["source_id"] for row in library.evidence(table, name) if row["stance"] == stance}

    support = [
        (
            *(table, name, len(sources(table, name, Stance.SUPPORTS))),
            *(len(library.voices_for(table, name)), len(sources(table, name, Stance.DISPUTES))),
        )
        for table, name, _ in names
    ]
    publishers = {row["id"] or "": row["publisher"] or "" for row in rows["sources"]}
    documents = library.documents.items()
    return {
        "records": sorted(names),
        "source_documents": sorted((source, document, publishers[document]) for source, document in documents),
        "evidence_voices": sorted(
            (row["table"], row["record_id"], row["field"] or "", row["stance"], row["source_id"], library.voice(row))
            for row in rows["evidence"]
        ),
        "record_support": sorted(support),
        "disputes": sorted((d.record, d.field, d.value, d.other, d.source) for d in disputes(library)),
    }


QUERIES = {
    "records": 'SELECT "table", record_id, source_id FROM records',
    "source_documents": "SELECT source_id, document, publisher FROM source_documents",
    "evidence_voices": """SELECT "table", record_id, coalesce(field, ''), stance, source_id, voice
                          FROM evidence_voices""",
    "record_support": """SELECT "table", record_id, supporting_sources, supporting_voices, disputing_sources
                         FROM record_support""",
    "disputes": """SELECT record_id, coalesce(field, ''), coalesce(value, ''), coalesce(asserted_value, ''), source_id
                   FROM disputes""",
}


@settings(max_examples=15)
@given(packages(full=True))
def test_the_views_of_sqlite_say_what_the_library_says(rows: Package) -> None:
    source = ExportedPackage(Library(rows), ABOUT, {})
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(sqlite_files(source)["made-up.sqlite"])
        assert {name: sorted(opened.execute(query)) for name, query in QUERIES.items()} == derived(source.library)
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_views_of_both_databases_say_what_the_library_says(
    folder: Path, database: sqlite3.Connection, source: ExportedPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    wanted = derived(source.library)
    assert wanted["disputes"]
    assert {name: sorted(database.execute(query)) for name, query in QUERIES.items()} == wanted
    monkeypatch.chdir(folder)
    with closing(duckdb.connect()) as opened:
        opened.execute((folder / "views.sql").read_text("utf-8"))
        assert {name: sorted(opened.execute(query).fetchall()) for name, query in QUERIES.items()} == wanted
        for view in sql_views.views():
            both = [one.execute(f"SELECT * FROM {view.name}").fetchall() for one in (opened, database)]
            first, second = (sorted(tuple(map(str, row)) for row in rows) for rows in both)
            assert first == second, view.name


def test_a_row_may_refer_to_one_of_its_table_that_comes_after_it_and_to_none_that_is_not_there() -> None:
    def made(part_of: str) -> dict[str, bytes]:
        actors = [
            {**dict.fromkeys(TABLES["actors"].names), "id": name, "name": name, "kind": "police", "part_of": whole}
            for name, whole in (("a", part_of), ("b", None))
        ]
        return sqlite_files(ExportedPackage(Library({**dict.fromkeys(TABLES, ()), "actors": actors}), ABOUT, {}))

    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(made("b")["made-up.sqlite"])
        assert opened.execute("SELECT id, part_of FROM actors ORDER BY id").fetchall() == [("a", "b"), ("b", None)]
        opened.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            opened.execute("UPDATE actors SET part_of = 'c' WHERE id = 'a'")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        made("c")


def test_retractions_are_shown_with_their_successors(database: sqlite3.Connection, source: ExportedPackage) -> None:
    query = "SELECT record_id, successor_id, successor_source_id IS NOT NULL FROM retracted_records ORDER BY record_id"
    shown = database.execute(query).fetchall()
    assert {("ie-1", "ie-dublin-1", 1), ("nl-1", "nl-amsterdam-1", 1)} <= set(shown)
    declared = {row["id"] for table in TABLES.cited for row in source.library.rows[table.name] if "id" in row}
    assert shown == [
        (row["record_id"], row["successor_id"], int(row["successor_id"] in declared))
        for row in sorted(source.library.rows["retractions"], key=lambda row: row["record_id"] or "")
    ]


# Programs that are not ours

CHEAP = ("datasette", "duckdb", "frictionless", "jsonschema", "openpyxl", "pandas")


@pytest.mark.filterwarnings("default::DeprecationWarning")
@pytest.mark.parametrize(
    "program",
    [
        pytest.param(name, marks=[pytest.mark.long] if name in ("datasette", "frictionless", "pandas") else [])
        for name in CHEAP
    ],
)
def test_a_program_opens_what_is_exported(program: str, folder: Path) -> None:
    assert list(verifier(program).verify(folder))


@pytest.mark.parametrize(
    "program", ["duckdb", *(pytest.param(each, marks=pytest.mark.long) for each in ("openpyxl", "pandas"))]
)
def test_a_verifier_sees_a_changed_cell(program: str, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "export")
    path = tmp_path / "export" / "csv" / "stations.csv"
    path.write_text(path.read_text("utf-8").replace(",Quito,", ",Quitu,", 1), encoding="utf-8")
    assert "Quitu" in {cell for row in expected(tmp_path / "export")["stations"] for cell in row}
    with pytest.raises(AssertionError, match="Quitu"):
        list(verifier(program).verify(tmp_path / "export"))


# The whole


def test_the_manifest_lists_every_file(folder: Path) -> None:
    files = contents(folder)
    listed = files.pop(MANIFEST)
    assert listed == manifest(files.items())
    page = files["README.md"].decode()
    assert f"Version {__version__}. Licence: CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/" in page
    assert [each.name for each in register.FORMATS.values()] == re.findall("^- (.*?):", page, re.MULTILINE)


@pytest.mark.long
def test_every_format_writes_the_same_alone_and_with_the_others(folder: Path, source: ExportedPackage) -> None:
    together, alone = contents(folder), {}
    for each in register.FORMATS.values():
        files = dict(each.files(source))
        assert files
        assert files.items() <= together.items(), each.name
        alone |= files
    assert alone.keys() | {"README.md", MANIFEST} == together.keys()


def test_disputes_retractions_and_evidence_travel_with_every_format(folder: Path, source: ExportedPackage) -> None:
    """Each format names every source that disputes a station, and every retracted id; GeoJSON those of stations."""
    stations = {row["id"] for row in source.library.rows["stations"]}
    disputing = {found.source for found in source.disputes if found.record in stations}
    retractions = source.library.rows["retractions"]
    assert disputing
    for each in register.FORMATS.values():
        if each.name in ("parquet", "duckdb"):
            continue  # compressed; the programs that open them compare every cell of every table
        written = re.findall(r"`([^`]+)`", each.paths.replace("<version>", __version__).replace("<table>", "*"))
        paths = [path for pattern in written for path in sorted(folder.glob(pattern.removesuffix("/")))]
        files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()]
        assert files, each.name
        data = b"".join(_unzipped(file) if file.suffix == ".xlsx" else file.read_bytes() for file in files)
        told = ("stations",) if each.name == "geojson" else TABLES
        retracted = {row["record_id"] for row in retractions if row["table"] in told}
        assert retracted
        # LaTeX has its own way of writing the sign between the words of a term.
        data = data.replace(b"\\_", b"_")
        missing = {name for name in disputing | retracted if (name or "").encode() not in data}
        assert missing == set(), each.name


def _unzipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


ELSEWHERE = (
    {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1"},
    {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77", "POLARS_MAX_THREADS": "2"},
)


@pytest.mark.parametrize(
    "env",
    [pytest.param(ELSEWHERE[0], marks=pytest.mark.long), pytest.param(ELSEWHERE[1], marks=pytest.mark.verify)],
    ids=lambda env: env["TZ"],
)
def test_the_bytes_are_the_same_anywhere(folder: Path, tmp_path: Path, env: dict[str, str]) -> None:
    done = overseas_process("export", "all", "--package", DATA, "--out", "out", cwd=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert contents(tmp_path / "out") == contents(folder)


# The commands


def test_export_of_a_project(built: Path) -> None:
    done = overseas("export", "csv", "sqlite", cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"exported csv, sqlite to export: {len(SHEETS) + 4} files, ")
    found = contents(built / "export")
    assert {name.split("/")[0] for name in found} == {
        *("csv", "overseas-stations.sqlite", "datasette.json", "README.md", "SHA256SUMS"),
    }
    again = overseas("export", "jsonl", cwd=built)
    assert again.returncode == 0
    assert again.stdout.endswith(" bytes; of the earlier export there: csv, sqlite removed\n")
    both = overseas("export", "jsonl", "json", cwd=built)
    assert both.stdout.endswith(" bytes; of the earlier export there: jsonl replaced\n")
    assert overseas("export", "jsonl", cwd=built).stdout.endswith("there: jsonl replaced, json removed\n")
    assert {name.split("/")[0] for name in contents(built / "export")} == {"jsonl", "README.md", "SHA256SUMS"}
    assert not list(built.glob(".overseas-build-*"))


def test_a_package_may_be_a_zip_or_a_descriptor(built: Path) -> None:
    assert overseas("export", "zip", cwd=built).returncode == 0
    (built / "export" / f"overseas-stations-{__version__}.zip").rename(built / "package.zip")
    shutil.rmtree(built / "export")
    for package in ("package.zip", "datapackage/datapackage.json"):
        assert overseas("export", "csv", "--package", package, cwd=built).returncode == 0
        assert contents(built / "export" / "csv").items() >= contents(built / "datapackage" / "tables").items()


def test_what_is_not_valid_is_not_exported(built: Path) -> None:
    stations = built / "datapackage" / "tables" / "stations.csv"
    stations.write_text(stations.read_text("utf-8").replace("EC", "XQ"), encoding="utf-8")
    done = overseas("export", "csv", cwd=built)
    assert done.returncode == 1
    assert "OS2" in done.stdout
    assert not (built / "export").exists()


def refused(*arguments: str | Path, cwd: Path) -> str:
    """Return the one line that a command which cannot be used ends with; it leaves everything as it was."""
    before = contents(cwd)
    done = overseas(*arguments, cwd=cwd)
    assert (done.returncode, done.stdout) == (2, ""), done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert contents(cwd) == before
    return done.stderr


def test_a_folder_that_no_export_wrote_is_left_alone(built: Path) -> None:
    assert "datapackage holds what no export wrote, or what was changed since (CODEBOOK.md)" in refused(
        "export", "csv", "--out", "datapackage", cwd=built
    )
    assert "is not a folder" in refused("export", "csv", "--out", "pyproject.toml", cwd=built)
    assert "holds the folder that you are in" in refused("export", "csv", "--out", ".", cwd=built)
    assert overseas("export", "csv", cwd=built).returncode == 0
    (built / "export" / "mine.txt").write_text("mine", encoding="utf-8")
    assert "(mine.txt)" in refused("export", "csv", cwd=built)
    (built / "export" / "mine.txt").unlink()
    edited = built / "export" / "csv" / "stations.csv"
    edited.write_text("edited", encoding="utf-8")
    assert "(csv/stations.csv)" in refused("export", "csv", cwd=built)
    edited.unlink()
    # What is gone, nobody loses.
    assert overseas("export", "csv", cwd=built).returncode == 0
    shutil.rmtree(built / "export")
    (built / "export").mkdir()
    assert overseas("export", "csv", cwd=built).returncode == 0


def test_what_cannot_be_used_is_one_line_and_2(built: Path) -> None:
    said = refused("export", "docx", cwd=built)
    assert said == f"overseas: no format docx; the formats are {', '.join(register.FORMATS)}, and all\n"
    assert "nowhere" in refused("export", "csv", "--package", "nowhere", cwd=built)
    assert "nowhere cannot be read" in refused("restore", "nowhere", cwd=built)
    assert "is no twin for spreadsheets: line 2: " in refused("restore", "datapackage/tables/sources.csv", cwd=built)


@pytest.mark.parametrize("name", ["xlsx", register.ALL])
def test_a_missing_library_is_one_line_and_2(name: str, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "find_spec", lambda module: None)
    assert (
        refused("export", name, cwd=built)
        == "overseas: the format xlsx needs xlsxwriter: pip install 'overseas-stations[excel]'\n"
    )
    assert not (built / "export").exists()


def test_an_old_sqlite_is_one_line_and_2(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30, 1))
    said = refused("export", "sqlite", cwd=built)
    assert said.startswith("overseas: the format sqlite needs SQLite 3.31, and this Python has ")


def test_restore_prints_the_canonical_file(built: Path) -> None:
    assert overseas("export", "csv-safe", cwd=built).returncode == 0
    done = subprocess.run(
        [*COMMAND, "restore", "export/csv-safe/sources.csv"], cwd=built, capture_output=True, check=True
    )
    assert done.stdout == (built / "datapackage" / "tables" / "sources.csv").read_bytes()


def test_restore_leaves_out_blank_rows_at_the_end_and_says_so(built: Path) -> None:
    assert overseas("export", "csv-safe", cwd=built).returncode == 0
    path = built / "export" / "csv-safe" / "stations.csv"
    path.write_bytes(path.read_bytes() + b",,,\r\n\r\n")
    done = overseas("restore", path, cwd=built)
    assert (done.returncode, done.stderr) == (0, f"overseas: 2 blank rows at the end of {path} left out\n")
    assert done.stdout.encode() == (built / "datapackage" / "tables" / "stations.csv").read_bytes()


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_restore_names_another_separator(built: Path, separator: str, name: str) -> None:
    (built / "saved.csv").write_text(separator.join(TABLES["stations"].names) + "\r\n", "utf-8")
    said = refused("restore", "saved.csv", cwd=built)
    assert said.startswith(
        f"overseas: saved.csv is no twin for spreadsheets: its cells are separated by {name}, and not"
    )


def test_the_help_names_every_format() -> None:
    shown = CliRunner().invoke(app, ["export", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    assert f"{', '.join(register.FORMATS)}, or all." in re.sub(r"[\s│]+", " ", shown)


# What descriptors say


@pytest.mark.parametrize(
    ("descriptor", "stem", "versioned"),
    [
        ({"name": "other", "version": "2.0.0"}, "other", "other-2.0.0"),
        ({"name": "../../other", "version": "1/2"}, "package", "package"),
        ({"name": ["other"], "version": 2, "licenses": "mine"}, "package", "package"),
        ("no object", "package", "package"),
        ({"name": "other", "version": ".."}, "other", "other"),
    ],
)
def test_no_descriptor_names_a_file_outside_the_folder(descriptor: object, stem: str, versioned: str) -> None:
    about = About.read(descriptor)
    assert (about.stem, about.versioned_stem) == (stem, versioned)


def test_another_package_is_not_given_our_name_version_or_licence(built: Path) -> None:
    path = built / "datapackage" / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor |= {"name": "other", "version": "7.1.0", "title": "Other", "licenses": [{"name": "CC0-1.0"}]}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    files = export(read_source(path), [register.ALL])
    assert {"other-7.1.0.zip", "other.xlsx", "other.sqlite"} <= files.keys()
    assert json.loads(files["json/records.json"])["version"] == "7.1.0"
    told = json.loads(files["stations.geojson"])
    assert {name: told[name] for name in ABOUT.lines()} == {
        "name": "other",
        "title": "Other",
        "version": "7.1.0",
        "schema_version": SCHEMA_VERSION,
        "license": "CC0-1.0",
        "license_url": "",
    }
    assert files["README.md"].startswith(b"# Other\n\nVersion 7.1.0. Licence: CC0-1.0\n")


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable() and text.strip()])
def test_what_a_package_is_called_is_no_markup(source: ExportedPackage, text: str) -> None:
    about = About("other", f"x {text}", text, text, text)
    page = export(replace(source, about=about), [])["README.md"].decode().removesuffix(MARK)
    tokens = [each for token in MarkdownIt("commonmark").parse(page) for each in (token, *(token.children or ()))]
    assert {token.type for token in tokens} <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    }
    assert tokens[1].type == "inline"
    assert "".join(child.content for child in tokens[1].children or ()) == f"x {text}".rstrip()


def test_every_verifier_has_a_name_and_a_reason() -> None:
    found = sorted((ROOT / "tests" / "verify_exports").glob("with_*.py"))
    assert {path.stem.removeprefix("with_") for path in found} >= {*CHEAP, "libreoffice", "r", "sqlite3"}
    assert all(path.read_text("utf-8").startswith('"""') for path in found)
