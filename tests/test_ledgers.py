"""Ledgers of releases: what is hashed, since when a record is there, and what is told of a release without its rows."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from draws import STEADY
from overseas_stations.formats.strict_json import MAX_BYTES
from overseas_stations.forms.scalars import Text
from overseas_stations.frames import text_frame
from overseas_stations.ledgers.folder import ledger_paths
from overseas_stations.ledgers.ledger import DIGITS, Hashes, Ledger, LedgerFault, RecordKey, hashes_of, read_ledger
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS, UNRELEASED, record_versions
from overseas_stations.models import Station
from overseas_stations.models.base import optional
from overseas_stations.releases.changes import ChangeKind, Changes, ComparedVersion
from overseas_stations.releases.comparing import compare
from overseas_stations.releases.opening import Release
from overseas_stations.tables import TABLES, Tables, record_name
from overseas_stations.testing import Package, in_key_order, packages
from overseas_stations.version import __version__
from processes import Completed, completed
from repository import ROOT, git
from small_project import STATION, Overseas, Unusable, write_built_project
from small_project import overseas as run_overseas


def ledger(records: Mapping[RecordKey, Hashes], version: str = "0.1.0") -> Ledger:
    return Ledger("overseas-stations", version, "2026-12-01", "1.0.0", records)


# What is hashed


def short(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


@settings(max_examples=25)
@given(packages())
def test_a_hash_is_what_the_page_says_it_is(rows: Package) -> None:
    """By the words of docs/releases.md, and none of the code."""
    wanted = {}
    filled = {table: [{k: v for k, v in row.items() if v} for row in listed] for table, listed in rows.items()}
    for table in (table for table in TABLES.values() if table.name != "evidence" and not table.observed):
        for row in filled[table.name]:
            name = "/".join(row.get(column, "") for column in table.key)
            claims = [e for e in filled["evidence"] if (e["table"], e["record_id"]) == (table.name, name)]
            claims.sort(key=lambda e: json.dumps(e, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
            wanted[table.name, name] = (short(row), short(claims) if claims else None)
    assert hashes_of(rows, TABLES) == wanted


def test_no_order_counts_and_no_empty_cell() -> None:
    reordered: Counter[str] = Counter()

    @settings(STEADY, max_examples=25)
    @given(packages(), st.randoms(use_true_random=False))
    def shuffle(rows: Package, random: Random) -> None:
        shuffled = {
            table: [_shuffled(row, random) for row in random.sample(listed, len(listed))]
            for table, listed in rows.items()
        }
        assert ledger(hashes_of(shuffled, TABLES)).to_bytes() == ledger(hashes_of(rows, TABLES)).to_bytes()
        reordered.update(name for name in rows if rows[name] != shuffled[name])

    shuffle()
    assert reordered["evidence"] > 10
    assert len(reordered) > len(TABLES) // 2


def _shuffled(row: Mapping[str, str | None], random: Random) -> dict[str, str | None]:
    """Return a row in another order of columns, whose empty cells are missing, None or an empty text."""
    kept = [(name, cell) for name, cell in row.items() if cell or random.random() < 0.7]
    return {name: cell or random.choice([None, ""]) for name, cell in random.sample(kept, len(kept))}


class LaterStation(Station):
    """A station as a later schema has it."""

    floor: Text | None = optional("Floor", "A column that came later.", "third")


LATER = Tables(replace(table, model=LaterStation) if table.name == "stations" else table for table in TABLES.values())


@settings(max_examples=15)
@given(packages(full=True), st.data())
def test_a_column_that_came_later_changes_the_rows_that_have_a_value_in_it(rows: Package, data: st.DataObject) -> None:
    before, number = hashes_of(rows, TABLES), data.draw(st.integers(0, len(rows["stations"]) - 1))
    assert hashes_of(rows, LATER) == before
    rows["stations"][number]["floor"] = "third"
    after = hashes_of(rows, LATER)
    name = ("stations", rows["stations"][number]["id"])
    assert {key for key in before if before[key] != after[key]} == {name}
    assert hashes_of(rows, TABLES) == before


@settings(max_examples=25)
@given(packages(), st.data())
def test_what_changed_is_told_row_and_evidence_apart(rows: Package, data: st.DataObject) -> None:
    records = [table for table in TABLES.values() if not table.observed]
    table = data.draw(st.sampled_from([t for t in records if rows[t.name] and set(t.names) - set(t.key)]))
    row = data.draw(st.sampled_from(rows[table.name]))
    column = data.draw(st.sampled_from([c for c in table.names if c not in table.key]))
    before = hashes_of(rows, TABLES)
    row[column] = f"{row[column] or ''}0"
    after = hashes_of(rows, TABLES)
    changed = {key: [one != other for one, other in zip(before[key], after[key], strict=True)] for key in before}
    told = {key: parts for key, parts in changed.items() if any(parts)}
    if table.name == "evidence":
        assert told == {(row["table"], row["record_id"]): [False, True]}
    else:
        assert told == {(table.name, record_name(table, row)): [True, False]}


# The file

HASHES = st.text("0123456789abcdef", min_size=DIGITS, max_size=DIGITS)
NAMES = st.tuples(st.sampled_from([*TABLES, "peers"]), st.text(min_size=1, max_size=8))
RECORDS = st.dictionaries(NAMES, st.tuples(HASHES, st.none() | HASHES), max_size=12)


@given(RECORDS)
def test_a_ledger_comes_back_and_has_a_record_a_line(records: Mapping[RecordKey, Hashes]) -> None:
    data = ledger(records).to_bytes()
    assert read_ledger(data) == ledger(records)
    lines = [line for line in data.decode().split("\n") if "/" in line]
    assert len(lines) == len(records)
    keys = [json.loads(f"{{{line.removesuffix(',')}}}") for line in lines]
    assert [key for each in keys for key in each] == sorted(f"{table}/{name}" for table, name in records)


@given(RECORDS, st.randoms(use_true_random=False))
def test_equal_records_are_equal_bytes(records: dict[RecordKey, Hashes], random: Random) -> None:
    other = dict(random.sample(list(records.items()), len(records)))
    assert ledger(other).to_bytes() == ledger(records).to_bytes()


GOOD = json.loads(ledger({("stations", STATION): ("0" * DIGITS, None)}).to_bytes())
BROKEN: Mapping[str, tuple[bytes, str]] = {
    "empty": (b"", "Expecting value"),
    "no JSON": (b"{", "Expecting property name"),
    "not UTF-8": (b'{"ledger": "\xff"}', "byte 0xff is not valid UTF-8"),
    "a list": (b"[]", "it is no ledger of form 1"),
    "nested deep": (b"[" * 100_000, "nested more than"),
    "a key twice": (json.dumps(GOOD).encode().replace(b"{", b'{"ledger": 1, ', 1), "a key stands twice"),
    "another form": (json.dumps(GOOD | {"ledger": 2}).encode(), "it is no ledger of form 1"),
    "a key more": (json.dumps(GOOD | {"more": 1}).encode(), "it is no ledger of form 1"),
    "a name that is none": (json.dumps(GOOD | {"name": 1}).encode(), "its name is no text"),
    "a version that is none": (json.dumps(GOOD | {"version": "0.1"}).encode(), "or its version not x.y.z"),
    "another version": (json.dumps(GOOD | {"version": "0.2.0"}).encode(), "it is of the version 0.2.0"),
    "a date that is none": (json.dumps(GOOD | {"date": "2026-02-30"}).encode(), "its date is no date"),
    "a schema that is none": (json.dumps(GOOD | {"schema_version": 1}).encode(), "or its schema_version no text"),
    "records that are a list": (json.dumps(GOOD | {"records": []}).encode(), "its records are no object"),
    **{
        f"the record {name!r} of {hashes!r}": (json.dumps(GOOD | {"records": {name: hashes}}).encode(), said)
        for name, hashes, said in (
            ("stations", ["0" * 12, None], "stations is no table/record"),
            ("/a", ["0" * 12, None], "/a is no table/record"),
            ("stations/", ["0" * 12, None], "stations/ is no table/record"),
            ("stations/a", ["0" * 12], "stations/a is no table/record"),
            ("stations/a", {"row": "0"}, "stations/a is no table/record"),
            ("stations/a", ["0" * 11, None], "the hashes of stations/a are not of 12"),
            ("stations/a", ["0" * 12 + "\n", None], "the hashes of stations/a are not of 12"),
            ("stations/a", ["A" * 12, None], "the hashes of stations/a are not of 12"),
            ("stations/a", [None, None], "the hashes of stations/a are not of 12"),
            ("stations/a", ["0" * 12, 0], "the hashes of stations/a are not of 12"),
        )
    },
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_no_ledger_is_told(overseas: Overseas, built: Path, fault: str) -> None:
    data, said = BROKEN[fault]
    path = built / "releases" / "0.1.0.json"
    path.parent.mkdir()
    path.write_bytes(data)
    report = json.loads(overseas("check", "--format", "json", cwd=built).stdout)
    assert [(f["code"], f["file"]) for f in report["findings"]] == [("OS808", "releases/0.1.0.json")]
    assert said in report["findings"][0]["message"]


OF_EACH_KIND = ("not UTF-8", "a key twice", "a name that is none", "another version", "records that are a list")


@pytest.mark.parametrize(
    "fault",
    [*OF_EACH_KIND, *(pytest.param(each, marks=pytest.mark.long) for each in BROKEN if each not in OF_EACH_KIND)],
)
def test_every_command_that_reads_ledgers_tells_what_is_none(
    overseas: Overseas, unusable: Unusable, built: Path, fault: str
) -> None:
    data, said = BROKEN[fault]
    path = built / "releases" / "0.1.0.json"
    path.parent.mkdir()
    path.write_bytes(data)
    for command in (("show", STATION), ("export", "csv")):
        line = unusable(*command, cwd=built)
        assert "0.1.0.json is no ledger: " in line
        assert said in line
    against = json.loads(overseas("check", "--against", "0.1.0", "--format", "json", cwd=built).stdout)
    assert {f["code"] for f in against["findings"]} == {"OS807", "OS808"}
    done = overseas("diff", "0.1.0", ".", cwd=built)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "overseas: 0.1.0 cannot be compared before it is mended"


def test_a_fault_of_the_text_has_its_line_and_column(overseas: Overseas, built: Path) -> None:
    path = built / "releases" / "0.1.0.json"
    path.parent.mkdir()
    path.write_text('{\n"ledger": 1,\n"ledger": 1\n}\n', encoding="utf-8")
    report = json.loads(overseas("check", "--format", "json", cwd=built).stdout)
    assert [(f["line"], f["column"]) for f in report["findings"]] == [(3, 1)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
@pytest.mark.parametrize("kind", ["folder", "link", "pipe", "large"])
def test_what_is_no_regular_file_or_too_large_is_told(
    overseas: Overseas, unusable: Unusable, built: Path, kind: str
) -> None:
    path = built / "releases" / "0.1.0.json"
    path.parent.mkdir()
    match kind:
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(built / "pyproject.toml")
        case "pipe":
            os.mkfifo(path)
        case "large":
            path.touch()
            os.truncate(path, MAX_BYTES + 1)
    assert "0.1.0.json is no ledger: " in unusable("show", STATION, cwd=built)
    found = json.loads(overseas("check", "--format", "json", cwd=built).stdout)["findings"]
    assert [(f["code"], f["file"]) for f in found] == [("OS808", "releases/0.1.0.json")]


def test_all_ledgers_together_have_a_bound(unusable: Unusable, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from overseas_stations.ledgers import folder

    (built / "releases").mkdir()
    (built / "releases" / "0.1.0.json").write_bytes(ledger({}).to_bytes())
    monkeypatch.setattr(folder, "MAX_IN_ALL", 10)
    assert "have more than 10 bytes" in unusable("show", STATION, cwd=built)


def test_a_file_that_nothing_reads_is_told(overseas: Overseas, built: Path) -> None:
    (built / "releases").mkdir()
    for name in ("README.md", ".DS_Store", "0.1.0.json~", "latest.json", "0.1.json"):
        (built / "releases" / name).write_text("{}", encoding="utf-8")
    found = json.loads(overseas("check", "--format", "json", cwd=built).stdout)["findings"]
    assert {(f["code"], f["file"]) for f in found} == {
        ("OS808", "releases/latest.json"),
        ("OS808", "releases/0.1.json"),
    }


# Since when a record is there

STATES = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.tuples(st.sampled_from("01"), st.none() | st.sampled_from("01"))),
    min_size=1,
    max_size=7,
)


def stations(held: Mapping[str, Hashes]) -> Package:
    """Return the rows of stations, each with a word in its row and one in its evidence, if any."""
    claims = [(name, word) for name, (_, word) in held.items() if word]
    return {name: [] for name in TABLES} | {
        "stations": [{"id": name, "city": word} for name, (word, _) in held.items()],
        "evidence": [{"table": "stations", "record_id": name, "source_id": word} for name, word in claims],
    }


def by_the_words(history: Sequence[Hashes | None], versions: Sequence[str]) -> tuple[str, str, str | None]:
    """Return what docs/releases.md says of a record, looking back from the last of its states."""
    last_absent = max((number for number, state in enumerate(history) if state is None), default=-1)
    here = range(last_absent + 1, len(history))
    states = [history[number] or ("", None) for number in here]

    def last_change(part: int) -> int:
        return max((n for n in range(1, len(states)) if states[n][part] != states[n - 1][part]), default=0)

    named = [versions[number] for number in here]
    evidence = named[last_change(1)] if any(state[1] for state in states) else None
    return named[0], named[last_change(0)], evidence


def test_the_versions_of_any_history_are_what_the_page_says() -> None:
    seen: Counter[str] = Counter()

    @settings(STEADY, max_examples=400)
    @given(STATES)
    def follow(states: list[dict[str, Hashes]]) -> None:
        versions = [f"0.{number}.0" for number in range(len(states) - 1)]
        ledgers = [
            ledger(hashes_of(stations(held), TABLES), version) for version, held in zip(versions, states, strict=False)
        ]
        found = {row["record_id"]: tuple(row.values())[2:] for row in record_versions(stations(states[-1]), ledgers)}
        wanted = {
            name: by_the_words([held.get(name) for held in states], [*versions, UNRELEASED]) for name in states[-1]
        }
        assert found == wanted
        for added, changed, evidence in wanted.values():
            seen["unreleased"] += added == UNRELEASED
            seen["changed"] += added != changed
            seen["evidence alone"] += evidence not in (None, changed)
            seen["came back"] += added not in ("0.0.0", UNRELEASED)

    follow()
    assert min(seen[name] for name in ("unreleased", "changed", "evidence alone", "came back")) > 20


def test_nothing_is_said_where_nothing_is_known() -> None:
    rows: Package = {name: [] for name in TABLES}
    rows["stations"] = [{"id": "a"}]
    assert record_versions(rows, None) == []
    assert [row["added_in"] for row in record_versions(rows, [])] == [UNRELEASED]


def write_history(root: Path) -> None:
    """Write a project with two stations, of which 0.0.1 had the first alone, with another hash and other evidence."""
    write_built_project(root, 2)
    (root / "releases").mkdir(exist_ok=True)
    old = {("stations", STATION): ("0" * DIGITS, "0" * DIGITS), ("stations", "gone"): ("1" * DIGITS, None)}
    (root / "releases" / "0.0.1.json").write_bytes(ledger(old, "0.0.1").to_bytes())
    others = {"0.3.0": ledger(old, "0.3.0"), "0.0.2": replace(ledger({}, "0.0.2"), name="another")}
    for version, other in others.items():
        (root / "releases" / f"{version}.json").write_bytes(other.to_bytes())


def test_show_says_it_as_text_and_as_json(overseas: Overseas, project: Path) -> None:
    """Ledgers of other data, and of versions after that of the package, say nothing of it."""
    write_history(project)
    assert overseas("ledger", cwd=project).returncode == 0
    shown = overseas("show", STATION, cwd=project).stdout.splitlines()
    since = [line.strip() for line in shown if " in " in line and line.startswith("  ") and "0." in line]
    assert since == [
        "Added in               0.0.1",
        f"Changed in             {__version__}",
        f"Evidence changed in    {__version__}",
    ]
    found = json.loads(overseas("show", "ec-quito-2", "--format", "json", cwd=project).stdout)
    assert found["versions"] == {
        "added_in": __version__,
        "changed_in": __version__,
        "evidence_changed_in": __version__,
    }
    assert (found["table"], found["record_id"], found["record"]["city"]) == ("stations", "ec-quito-2", "Quito")
    assert {e["record_id"] for e in found["evidence"]} == {"ec-quito-2"}


def test_show_of_what_no_release_has(overseas: Overseas, built: Path) -> None:
    def versions() -> Any:
        return json.loads(overseas("show", STATION, "--format", "json", cwd=built).stdout)["versions"]

    assert versions() is None
    assert "Added in" not in overseas("show", STATION, cwd=built).stdout
    (built / "releases").mkdir()
    assert set(versions().values()) == {UNRELEASED}
    country = json.loads(overseas("show", "EC", "--format", "json", cwd=built).stdout)["versions"]
    assert country == {"added_in": UNRELEASED, "changed_in": UNRELEASED, "evidence_changed_in": None}


def test_exports_have_a_table_of_it(overseas: Overseas, project: Path) -> None:
    write_history(project)
    assert overseas("export", "csv", "jsonl", "sqlite", cwd=project).returncode == 0
    listed = (project / "export" / "jsonl" / "record_versions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in listed]
    wanted = {"added_in": "0.0.1", "changed_in": UNRELEASED, "evidence_changed_in": UNRELEASED}
    assert {"table": "stations", "record_id": STATION, **wanted} in rows
    lines = (project / "export" / "csv" / "record_versions.csv").read_text("utf-8").splitlines()
    assert lines[0] == "table,record_id,added_in,changed_in,evidence_changed_in"
    assert lines[1:] == [",".join(cell or "" for cell in row.values()) for row in rows]
    with closing(sqlite3.connect(project / "export" / "overseas-stations.sqlite")) as database:
        database.row_factory = sqlite3.Row
        held = [dict(row) for row in database.execute('SELECT * FROM record_versions ORDER BY "table", record_id')]
        (sql,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'record_versions'").fetchone()
    assert held == rows
    assert all(f"-- {column.title}: {column.description}\n" in sql for column in RECORD_VERSIONS.columns)


def test_the_installed_data_have_a_frame_of_it() -> None:
    frame, in_polars = ovs.versions(), ovs.versions("polars")
    assert list(frame.columns) == in_polars.columns == list(RECORD_VERSIONS.names)
    records = [name for name, table in TABLES.items() if name != "evidence" and not table.observed]
    known = {name: len(ovs.table(name)) for name in records}
    assert Counter(frame["table"]) == known
    cells = [tuple(cell or None for cell in row) for row in frame.fillna("").itertuples(index=False, name=None)]
    assert in_polars.rows() == cells
    assert {str(dtype) for dtype in frame.dtypes} == {"string"}
    assert set(frame["added_in"]) <= {UNRELEASED, *(path.stem for path in ledger_paths(ROOT / "releases"))}
    with pytest.raises(ValueError, match="pandas or polars"):
        ovs.versions("records")  # type: ignore[call-overload]


# The command


def test_a_ledger_is_written_once(overseas: Overseas, unusable: Unusable, built: Path) -> None:
    path = built / "releases" / f"{__version__}.json"
    assert overseas("ledger", "--check", cwd=built).returncode == 1
    assert not path.exists()
    done = overseas("ledger", cwd=built / "seeds")
    assert (done.returncode, done.stderr) == (0, "")
    written = path.read_bytes()
    assert read_ledger(written).records == _of_package(built)
    for arguments in (("ledger",), ("ledger", "--check")):
        assert overseas(*arguments, cwd=built).returncode == 0
    write_built_project(built, 2)
    assert overseas("ledger", "--check", cwd=built).returncode == 1
    assert f"raise the version, or delete it if {__version__} was never released" in unusable("ledger", cwd=built)
    assert path.read_bytes() == written


def _of_package(root: Path) -> dict[RecordKey, Hashes]:
    from overseas_stations.lookups.library import Library

    return hashes_of(Library.load(root / "datapackage").rows, TABLES)


def test_a_package_without_a_version_has_no_ledger(unusable: Unusable, built: Path) -> None:
    path = built / "datapackage" / "datapackage.json"
    stated = json.loads(path.read_text("utf-8"))
    del stated["version"]
    path.write_text(json.dumps(stated), encoding="utf-8")
    assert "it states no name, or no version x.y.z" in unusable("ledger", cwd=built)


# Against a ledger


def release(rows: Package, version: str = "1.0.0") -> Release:
    tables = {name: text_frame(TABLES[name], rows[name]).collect() for name in TABLES}
    return Release(ComparedVersion("invented", version, "1.1.0"), tables)


def known_by_ledger(rows: Package) -> Release:
    return Release(ComparedVersion("1.0.0", "1.0.0", "1.1.0"), {}, ledger=ledger(hashes_of(rows, TABLES), "1.0.0"))


WHOLE = {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RETRACTED}


def told(changes: Changes) -> set[tuple[str, str, str]]:
    """Return what both ways to compare must tell alike: what came and left, and what differs."""
    return {
        (c.kind.value if c.kind in WHOLE else "differs", c.table, c.record_id)
        for c in changes.records
        # The full comparison tells of disputes of what is new as well.
        if c.kind is not ChangeKind.DISPUTED or (c.table, c.record_id) not in _new(changes)
    }


def _new(changes: Changes) -> set[tuple[str, str]]:
    return {(c.table, c.record_id) for c in changes.of_kind(ChangeKind.ADDED)}


def edited(rows: Package, data: st.DataObject) -> Package:
    """Return a package in which a few cells were changed and a few rows left, with or without a retraction."""
    changed = copy.deepcopy(rows)
    for what in data.draw(st.lists(st.sampled_from(["change", "leave", "retract"]), min_size=1, max_size=4)):
        tables = TABLES.with_ids if what == "retract" else TABLES.values()
        table = data.draw(st.sampled_from([t for t in tables if changed[t.name]]))
        listed = changed[table.name]
        number = data.draw(st.integers(0, len(listed) - 1))
        if what == "change":
            fixed = {*table.key, *table.references, *(table.names if table.name == "evidence" else ())}
            if columns := [name for name in table.names if name not in fixed]:
                listed[number][data.draw(st.sampled_from(columns))] = data.draw(st.sampled_from(["another", None]))
            continue
        name = record_name(table, listed.pop(number))
        changed["evidence"] = [e for e in changed["evidence"] if (e["table"], e["record_id"]) != (table.name, name)]
        if what == "retract":
            retraction = {"table": table.name, "record_id": name, "date": "2026", "reason": "harm", "note": "Gone."}
            changed["retractions"].append({**retraction, "successor_id": None})
    return in_key_order(changed)


def test_a_ledger_tells_of_records_what_the_whole_comparison_tells() -> None:
    seen: Counter[str] = Counter()

    def agree(old: Package, new: Package) -> None:
        whole, by_ledger = compare(release(old), release(new)), compare(known_by_ledger(old), release(new))
        assert told(by_ledger) == told(whole)
        assert (by_ledger.level, by_ledger.demanded) == (whole.level, whole.demanded)
        assert (bool(by_ledger.unseen), whole.unseen) == (True, "")
        # What is said of records is what the rows at hand say; of those that are gone there is none.
        here, shown = (
            {(c.table, c.record_id): (c.row, c.label, c.sources) for c in changes.records if c.row is not None}
            for changes in (whole, by_ledger)
        )
        assert {key: here.get(key, shown[key]) for key in shown} == shown
        both = compare(known_by_ledger(old), known_by_ledger(new))
        assert told(both) == told(whole)
        seen.update(kind for kind, *_ in told(whole))

    @settings(STEADY, max_examples=25)
    @given(packages(full=True), st.data())
    def compare_both(drawn: Package, data: st.DataObject) -> None:
        # What was observed is in no ledger.
        rows: Package = {name: [] if TABLES[name].observed else listed for name, listed in drawn.items()}
        changed = edited(rows, data)
        agree(rows, changed)
        agree(changed, rows)

    compare_both()
    assert min(seen[kind] for kind in ("added", "removed", "retracted", "differs")) > 5


def test_a_status_report_whose_date_was_corrected_is_the_same_report_by_a_ledger_too() -> None:
    key = ("station_id", "as_of", "status", "source_id")
    old: Package = {name: [] for name in TABLES}
    new: Package = {name: [] for name in TABLES}
    for rows, as_of in ((old, "2022"), (new, "2023")):
        rows["station_statuses"] = [dict(zip(key, ("a", as_of, "reported", "s"), strict=True))]
    found = compare(known_by_ledger(old), release(new)).records
    assert [(c.kind.value, c.record_id, c.field, c.old, c.new) for c in found] == [
        ("corrected", "a/2023/reported/s", "as_of", "2022", "2023")
    ]


def test_a_table_that_is_gone_is_a_change_of_structure() -> None:
    rows: Package = {name: [] for name in TABLES}
    old = known_by_ledger(rows)
    lost = replace(old, ledger=ledger({("rumours", "a/b/c"): ("0" * DIGITS, None)}))
    assert [(c.table, c.sentence) for c in compare(lost, release(rows)).structure] == [
        ("rumours", "the table rumours is gone")
    ]


def test_a_ledger_of_other_data_is_told(overseas: Overseas, released: Path) -> None:
    path = released / "releases" / "0.1.0.json"
    path.write_bytes(replace(read_ledger(path.read_bytes()), name="peers").to_bytes())
    found = json.loads(overseas("diff", "0.1.0", ".", "--format", "json", cwd=released).stdout)
    assert [(c["level"], c["field"]) for c in found["structure"]] == [("major", "name")]
    assert found["changes"] == []


def test_names_that_no_row_can_have_are_compared_all_the_same() -> None:
    rows: Package = {name: [] for name in TABLES}
    made_up = {("station_statuses", "a"): ("0" * DIGITS, None), ("stations", "a/b"): ("0" * DIGITS, None)}
    old = replace(known_by_ledger(rows), ledger=ledger(made_up))
    assert told(compare(old, release(rows))) == {
        ("removed", "station_statuses", "a"),
        ("removed", "stations", "a/b"),
    }


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """Return a project of two stations that was released, and has no git."""
    root = write_built_project(tmp_path / "project", 2)
    assert run_overseas("ledger", cwd=root).returncode == 0
    return root


def report(done: Completed) -> Any:
    return json.loads(done.stdout)


def test_a_project_is_held_against_a_ledger_without_git(overseas: Overseas, released: Path) -> None:
    def found() -> set[tuple[str, str | None]]:
        done = overseas("check", "--against", "0.1.0", "--format", "json", cwd=released)
        return {(f["code"], f["record_id"]) for f in report(done)["findings"]}

    ran = report(overseas("check", "--against", "0.1.0", "--format", "json", cwd=released))
    assert (ran["valid"], found()) == (True, {("OS809", None)})
    assert {"OS801", "OS802", "OS803", "OS805", "OS807", "OS808", "OS809"} <= set(ran["rules_run"])
    assert "OS804" not in ran["rules_run"]
    assert "OS804" in ran["findings"][0]["message"]
    write_built_project(released, 1)
    assert found() == {("OS801", "ec-quito-2"), ("OS805", None), ("OS809", None)}
    write_built_project(released, 3)
    assert found() == {("OS805", None), ("OS809", None)}


def test_a_package_is_held_against_a_ledger(overseas: Overseas, released: Path, tmp_path: Path) -> None:
    """By its version in the project, and by its path anywhere."""
    path = released / "releases" / "0.1.0.json"
    old = read_ledger(path.read_bytes())
    more = {
        ("stations", "fr-1"): ("0" * DIGITS, None),
        ("incidents", STATION): ("0" * DIGITS, None),
        ("retractions", "stations/de-1"): ("0" * DIGITS, None),
    }
    path.write_bytes(replace(old, records={**old.records, **more}).to_bytes())
    wanted = {
        ("OS801", "stations", "fr-1"),
        ("OS802", "retractions", "stations/de-1"),
        ("OS803", "stations", STATION),
        ("OS805", None, None),
        ("OS809", None, None),
        ("OS127", None, None),
    }
    for against, cwd in (("0.1.0", released), (path, tmp_path)):
        done = overseas("validate", released / "datapackage", "--against", against, "--format", "json", cwd=cwd)
        assert done.returncode == 1
        assert {(f["code"], f["table"], f["record_id"]) for f in report(done)["findings"]} == wanted


def test_diff_by_a_ledger_says_what_it_does_not_compare(overseas: Overseas, released: Path) -> None:
    write_built_project(released, 3)
    said = "of 0.1.0 only the ledger is at hand: cells, columns and metadata were not compared"
    for form in ("text", "json", "markdown", "html", "changelog"):
        done = overseas("diff", "0.1.0", "datapackage", "--format", form, cwd=released)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout, form
        assert "ec-quito-3" in done.stdout or form == "changelog"
    found = json.loads(overseas("diff", "0.1.0", "datapackage", "--format", "json", cwd=released).stdout)
    assert {(c["kind"], c["table"], c["record_id"]) for c in found["changes"] if c["table"] == "stations"} == {
        ("added", "stations", "ec-quito-3")
    }
    assert (found["unseen"], found["level"], found["demanded"]) == (said, "minor", "0.2.0")
    same = json.loads(overseas("diff", "datapackage", "datapackage", "--format", "json", cwd=released).stdout)
    assert same["unseen"] is None
    since = overseas("validate", "datapackage", "--since", "0.1.0", "--format", "markdown", cwd=released)
    assert said in since.stdout


def test_a_revision_or_a_folder_of_that_name_comes_first(
    overseas: Overseas, unusable: Unusable, released: Path
) -> None:
    git(released, "init", "--quiet")
    git(released, "add", "--all")
    git(released, "commit", "--quiet", "--message", "one")

    def unseen() -> Any:
        return report(overseas("diff", "0.1.0", ".", "--format", "json", cwd=released))["unseen"]

    assert unseen()
    line = unusable("diff", "v0.1.0", ".", cwd=released)
    assert line.rstrip().endswith("; 0.1.0 names the ledger of that release")
    assert "ledger" not in unusable("diff", "v0.2.0", ".", cwd=released)
    git(released, "tag", "0.1.0")
    assert unseen() is None
    git(released, "tag", "--delete", "0.1.0")
    (released / "0.1.0").mkdir()
    assert "0.1.0" in overseas("diff", "0.1.0", ".", cwd=released).stderr


def test_outside_a_project_the_installed_ledgers_count(
    overseas: Overseas, unusable: Unusable, released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from overseas_stations.releases import opening

    monkeypatch.setattr(opening, "data_root", lambda: released)
    done = overseas("validate", released / "datapackage", "--against", "0.1.0", "--format", "json", cwd=tmp_path)
    assert {f["code"] for f in report(done)["findings"]} == {"OS127", "OS809"}
    unusable("validate", released / "datapackage", "--against", "0.2.0", cwd=tmp_path)


# The repository


def test_a_ledger_that_changed_after_its_release_stops_ci(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    (folder / ".ci").mkdir(parents=True)
    (folder / ".ci" / "run").write_bytes((ROOT / ".ci" / "run").read_bytes())
    path = folder / "releases" / "0.1.0.json"
    path.parent.mkdir()
    path.write_bytes(ledger({}).to_bytes())
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "one")

    def run() -> Completed:
        return completed("bash", ".ci/run", "keeps_the_ledgers", cwd=folder)

    assert "no release yet" in run().stdout
    git(folder, "tag", "v0.1.0")
    (folder / "releases" / "0.2.0.json").write_bytes(ledger({}, "0.2.0").to_bytes())
    git(folder, "add", "--all")
    assert run().returncode == 0
    path.write_bytes(ledger({}).to_bytes() + b"\n")
    done = run()
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "releases/0.1.0.json")
    path.unlink()
    assert run().returncode == 1


def test_a_fault_of_a_ledger_reads_well() -> None:
    with pytest.raises(LedgerFault, match=r"^Expecting value \(line 1, column 1\)$"):
        read_ledger(b"")
