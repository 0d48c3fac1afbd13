"""What holds for every package: generated ones, broken ones, and those that are compiled and written."""

from __future__ import annotations

import calendar
import json
import os
import re
import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draws import STEADY
from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.engines import run
from overseas_stations.engines.streaming import StreamingEngine
from overseas_stations.findings import Finding
from overseas_stations.forms.scalars import DATE, NO_TEXT, TEXT, is_match
from overseas_stations.frames import text_frame
from overseas_stations.publishing.building import package_files
from overseas_stations.reading.tables.csv_tables import read_csv
from overseas_stations.reading.tables.scanned import TableFile
from overseas_stations.rules.citations.dates import FUTURE
from overseas_stations.rules.evidence import QUOTATION
from overseas_stations.rules.files import TABLE_EMPTY
from overseas_stations.rules.harm import RUNS
from overseas_stations.rules.registry import CORE
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing import MUTATIONS, Package, cells, in_key_order, packages
from overseas_stations.texts.checking import check_passages
from processes import printed

TODAY = "2030-01-01"


def findings_of(rows: Package) -> list[Finding]:
    scans = {name: text_frame(TABLES[name], rows[name]) for name in TABLES}
    engine = StreamingEngine(CORE, run.conditions(CORE, TODAY), scans, streaming=False)
    return [*run.run(engine).findings, *check_passages(engine, None).findings]


def codes_of(rows: Package) -> set[str]:
    return {finding.code for finding in findings_of(rows)}


def test_valid_packages_have_no_finding() -> None:
    filled: set[str] = set()

    @settings(STEADY, max_examples=10)
    @given(packages())
    def check(rows: Package) -> None:
        assert findings_of(rows) == []
        assert rows == in_key_order(rows)
        filled.update(name for name in rows if rows[name])

    check()
    assert len(filled) > len(TABLES) // 2


@settings(max_examples=4)
@given(packages(full=True))
def test_full_packages_fill_every_table(rows: Package) -> None:
    assert findings_of(rows) == []
    assert all(rows[name] for name in TABLES)


def test_what_is_no_text_contains_the_pattern_that_screens_for_it() -> None:
    seen: Counter[bool] = Counter()

    @settings(STEADY, max_examples=300)
    @given(st.text("ab \t\n\r\u00a0", min_size=1, max_size=6))
    def screen(text: str) -> None:
        is_text = is_match(TEXT, text)
        assert is_text == (re.search(NO_TEXT, text) is None)
        seen[is_text] += 1

    screen()
    assert min(seen[True], seen[False]) > 10


def test_generated_rows_are_what_the_models_write() -> None:
    filled: set[str] = set()

    @settings(STEADY, max_examples=20)
    @given(packages())
    def write(rows: Package) -> None:
        for name, table in TABLES.items():
            for row in rows[name]:
                assert table.model.from_text(row).to_text() == row
                filled.add(name)

    write()
    assert len(filled) > len(TABLES) // 2


def test_every_column_has_a_strategy() -> None:
    for table in TABLES.values():
        for column in table.columns:
            cells(column)


# Mutations

NOT_PLANTED: dict[str, str] = {}
"""Rules on tables that no mutation plants, with the reason."""


def table_rules() -> set[str]:
    """Return the codes of what is found in tables alone, without files, dossiers or texts."""
    return {check.rule.code for check in (*CORE.cell_checks, *CORE.row_checks)} | {
        FUTURE.code,
        TABLE_EMPTY.code,
        QUOTATION.code,
    }


def test_mutations_cover_the_rules_on_tables() -> None:
    assert set(MUTATIONS) == table_rules() - set(NOT_PLANTED)
    assert set(NOT_PLANTED) <= table_rules()


@cache
def pool() -> list[Package]:
    """Return some full packages, the same in each run."""
    found: list[Package] = []

    # Derandomised, so that each rule has the same package in each run.
    @settings(STEADY, max_examples=8)
    @given(packages(full=True))
    def collect(rows: Package) -> None:
        found.append(rows)

    collect()
    return found[1:]


# That each is found is a quick test of test_engines.py, and that each rule finds its own alone one of test_cases.py.
@pytest.mark.parametrize(
    "code",
    [pytest.param(code, marks=[pytest.mark.long] if number % 3 else []) for number, code in enumerate(MUTATIONS)],
)
def test_mutation_yields_its_code_alone(code: str) -> None:
    number = int(code[2:])
    rows = pool()[number % len(pool())]
    before = repr(rows)
    mutated = MUTATIONS[code](rows, Random(number))
    assert mutated is not None, "a full package has a place for every fault"
    assert repr(rows) == before, "a mutation changes a copy"
    assert codes_of(mutated) == {code}


@settings(max_examples=12)
@given(packages(full=True), st.sampled_from(sorted(MUTATIONS)), st.integers(0, 10**6))
def test_any_mutation_of_any_package(rows: Package, code: str, seed: int) -> None:
    mutated = MUTATIONS[code](rows, Random(seed))
    assert mutated is not None
    assert codes_of(mutated) == {code}


@settings(max_examples=6)
@given(packages(), st.data())
def test_a_record_without_its_last_evidence_is_invalid(rows: Package, data: st.DataObject) -> None:
    table, row = data.draw(st.sampled_from([(table, row) for table in TABLES.cited for row in rows[table.name]]))
    name = record_name(table, row)
    rows["evidence"] = [each for each in rows["evidence"] if (each["table"], each["record_id"]) != (table.name, name)]
    uncited = [finding for finding in findings_of(rows) if finding.code == "OS401"]
    assert [(finding.table, finding.record_id) for finding in uncited] == [(table.name, name)]


@settings(max_examples=6)
@given(packages(), st.data())
def test_a_package_without_a_cited_source_is_invalid(rows: Package, data: st.DataObject) -> None:
    cited = data.draw(st.sampled_from(sorted({row["source_id"] or "" for row in rows["evidence"]})))
    rows["sources"] = [row for row in rows["sources"] if row["id"] != cited]
    dangling = [finding for finding in findings_of(rows) if finding.code == "OS303"]
    assert any(finding.table == "evidence" and finding.value == cited for finding in dangling)


@pytest.mark.parametrize(
    ("text", "runs"), [("-0.23", False), ("-78", False), ("-1+2", True), ("-a", True), ("-", True)]
)
def test_a_negative_number_is_no_formula(text: str, runs: bool) -> None:
    assert (re.search(RUNS, text) is not None) is runs


# Compiling

DOSSIERS = {
    "seeds/2022/paper-2022-10-01.yaml": """\
source:
  id: paper-2022-10-01
  kind: news
  title: A report
  publisher: A paper
  published: 2022-10-01
  accessed: 2023-01
  url: https://example.org/a
  language: en
  extent_read: whole
declares:
  stations:
    - id: ec-quito-1
      country: EC
      city: Quito
      precision: city
      status: reported
  figures:
    - id: body-2022-stations
      metric: stations
      value: 12
      bound: exact
      as_of: 2022
      claimant: A body
""",
    "seeds/2022/radio-2022-11-02.yaml": """\
source:
  id: radio-2022-11-02
  kind: news
  title: Größe, "and" more
  publisher: A radio
  published: 2022-11-02
  accessed: 2023-01
  language: de
  extent_read: opening
relations:
  - relation: cites
    target_id: paper-2022-10-01
declares:
  station_statuses:
    - station_id: ec-quito-1
      status: under_investigation
  responses:
    - id: ec-2022-inquiry
      country: EC
      date: 2022-11
      kind: investigation_opened
      summary: Opened an inquiry.
      state: unknown
      looked_until: 2023-01
      stations: [ec-quito-1]
disputes:
  - record: body-2022-stations
    field: value
    value: 13
""",
    "seeds/undated/blog.yaml": """\
source:
  id: blog
  kind: other_web
  title: A page
  publisher: A blog
  accessed: 2023-01
  language: en
  extent_read: whole
supports:
  - record: ec-quito-1
    adds:
      name_as_reported: Somewhere
      first_reported: 2022-09
    attributed_to: cn-police-somewhere
""",
    "seeds/actors/cn-police-somewhere.yaml": """\
id: cn-police-somewhere
name: Police of somewhere
kind: police
country: CN
""",
    "seeds/retractions.yaml": """\
retractions:
  - table: stations
    record_id: ec-quito-9
    date: 2023-01
    reason: merged
    note: The two were one.
    successor_id: ec-quito-1
""",
}


def built(files: dict[str, bytes]) -> dict[str, bytes]:
    compiled = compile_dossiers(files)
    assert compiled.findings == []
    return package_files({name: [row.cells for row in rows] for name, rows in compiled.rows.items()})


@settings(max_examples=10)
@given(st.permutations(sorted(DOSSIERS)))
def test_compiling_does_not_depend_on_the_order_of_files(order: list[str]) -> None:
    expected = built({name: DOSSIERS[name].encode() for name in sorted(DOSSIERS)})
    assert built({name: DOSSIERS[name].encode() for name in order}) == expected


def test_compiled_dossiers_are_valid_and_compile_twice_to_the_same() -> None:
    files = {name: text.encode() for name, text in DOSSIERS.items()}
    compiled = compile_dossiers(files)
    rows: Package = {name: [row.cells for row in found] for name, found in compiled.rows.items()}
    assert findings_of(rows) == []
    assert rows == in_key_order(rows)
    first = built(files)
    assert built(files) == first
    assert files == {name: text.encode() for name, text in DOSSIERS.items()}


PRINT_DIGESTS = """
import hashlib, json, sys
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.engines import run
from overseas_stations.engines.streaming import StreamingEngine
from overseas_stations.publishing.building import package_files
from overseas_stations.publishing.published import published_files
files = {name: text.encode() for name, text in json.loads(sys.argv[1]).items()}
rows = {name: [row.cells for row in rows] for name, rows in compile_dossiers(files).rows.items()}
for path, data in sorted([*package_files(rows).items(), *published_files(rows).items()]):
    print(path, hashlib.sha256(data).hexdigest())
"""


@pytest.mark.long
def test_compiling_does_not_depend_on_the_environment() -> None:
    outputs = []
    for seed, zone, locale in (("0", "UTC", "C"), ("1", "Pacific/Auckland", "tr_TR.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        outputs.append(printed(sys.executable, "-c", PRINT_DIGESTS, json.dumps(DOSSIERS), env=environment))
    assert outputs[0] == outputs[1]
    assert outputs[0].count("\n") > 3 * len(TABLES)


# Writing and reading

SIGNS = "\",;'\n\t |=-#\\éß中\u00a0\u2028\u0085\U0001f600"
NASTY = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
RELATIONS = st.fixed_dictionaries(dict.fromkeys(TABLES["source_relations"].names, NASTY))


def test_read_gives_back_what_was_written() -> None:
    table = TABLES["source_relations"]
    seen: set[str] = set()

    @settings(max_examples=60)
    @given(st.lists(RELATIONS, min_size=1, max_size=4))
    def read_back(rows: list[dict[str, str]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "source_relations.csv"
            path.write_bytes(csv_bytes(table, rows))
            found = read_csv(TableFile(table, path, path.name))
            assert found.findings == []
            assert found.scan is not None
            frame = found.scan.collect()
        expected = [{name: row[name] or None for name in table.names} for row in rows]
        assert frame.drop("row").rows(named=True) == expected
        assert frame["row"].to_list() == list(range(1, len(rows) + 1))
        seen.update(sign for row in rows for cell in row.values() for sign in cell)

    read_back()
    assert len(seen & set(SIGNS)) > len(SIGNS) // 2


@settings(max_examples=5)
@given(packages(full=True))
def test_packages_survive_writing_and_reading(rows: Package) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, table in TABLES.items():
            path = Path(folder) / f"{name}.csv"
            path.write_bytes(csv_bytes(table, rows[name]))
            found = read_csv(TableFile(table, path, path.name))
            assert found.findings == []
            assert found.scan is not None
            assert found.scan.collect().drop("row").rows(named=True) == rows[name] != []


# Dates


def test_every_day_of_five_centuries_fits_and_no_other() -> None:
    sample = {1600, 1601, 1700, 1890, 1896, 1900, 1904, 1999, 2000, 2004, 2022, 2023, 2024, 2096, 2099}
    for year in range(1600, 2100):
        for month in range(14):
            length = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
            days = range(33) if year in sample else range(1, length + 1)
            assert is_match(DATE, f"{year}-{month:02}") is bool(length)
            for day in days:
                assert is_match(DATE, f"{year}-{month:02}-{day:02}") is (1 <= day <= length), (year, month, day)
    for text in (
        "1599",
        "2100",
        "1599-12-31",
        "1600-02-30",
        "2100-01-01",
        "2022-1-01",
        "2022-01-1",
        "22-01-01",
        "2022-01-01 ",
        "",
    ):
        assert not is_match(DATE, text)
