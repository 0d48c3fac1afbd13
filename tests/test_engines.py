"""One verdict, whoever evaluates the rules and wherever the tables are."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from engines_at_hand import (
    TODAY,
    TYPES,
    Found,
    every_kind_wrong,
    everything_wrong,
    found,
    full_packages,
    mutated,
    pile,
    polars_frames,
    renamed,
    some_wrong,
    write_package,
)
from overseas_stations.engines import first_pass, run, streaming
from overseas_stations.engines.opening import OLDEST_PANDAS
from overseas_stations.engines.streaming import StreamingEngine
from overseas_stations.findings import Report
from overseas_stations.frames import text_frame
from overseas_stations.handed_over import InputError
from overseas_stations.rules.core.checks import Token
from overseas_stations.rules.core.index import index_columns, kinds
from overseas_stations.rules.registry import CORE
from overseas_stations.tables import TABLES
from overseas_stations.testing import MUTATIONS, Package
from repository import ROOT
from small_project import Overseas
from special_cells import example_row

pytestmark = pytest.mark.xdist_group("engines")

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

ENGINES = ("polars", "pandas", "duckdb")
OTHERS = ENGINES[1:]
LONG_OTHERS = ["polars", *(pytest.param(engine, marks=pytest.mark.long) for engine in OTHERS)]
"""All engines, of which the long tests alone try those that take several times as long."""


def verdict(frames: Any, engine: Any = None) -> Found:
    """Return all that is found in frames or a package."""
    report = ovs.validate(frames, engine=engine, today=TODAY, max_findings=10**9)
    assert "OS199" not in {finding.code for finding in report.findings}
    return found(report)


@cache
def every_kind_found() -> Found:
    """Return what Polars finds in the package that has a fault of every kind."""
    return verdict(every_kind_wrong())


def test_every_kind_wrong_has_a_finding_of_every_rule() -> None:
    """A table without rows is the one fault that a package full of faults cannot have."""
    assert set(MUTATIONS) - {code for code, *_ in every_kind_found()} == {"OS121"}


@pytest.mark.parametrize("engine", OTHERS)
@pytest.mark.parametrize(
    "frames",
    [pytest.param(every_kind_wrong, marks=pytest.mark.long), pytest.param(everything_wrong, marks=pytest.mark.verify)],
)
def test_engines_agree_on_every_rule_and_every_special_cell(
    engine: str, frames: Callable[[], dict[str, pl.DataFrame]]
) -> None:
    """The quick sample is: frames of pandas, below; what harms and what is waived on DuckDB."""
    one, other = (ovs.validate(frames(), engine=name, today=TODAY, max_findings=10**9) for name in (None, engine))
    assert "OS199" not in {finding.code for finding in (*one.findings, *other.findings)}
    assert found(other) == found(one)
    assert (other.rows, other.rules_run) == (one.rows, one.rules_run)


def test_a_table_in_memory_and_one_that_streams_give_the_same_findings() -> None:
    scans = {name: text_frame(TABLES[name], frame.rows(named=True)) for name, frame in every_kind_wrong().items()}
    one, other = (
        run.run(StreamingEngine(CORE, run.conditions(CORE, TODAY), scans, streaming=streams), max_findings=7).findings
        for streams in (True, False)
    )
    assert sorted(one, key=str) == sorted(other, key=str)


def test_every_rule_sees_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows are read at once: nothing is fast because a rule did not run on some of them."""
    monkeypatch.setattr(first_pass, "SLICE", 11)
    assert verdict(every_kind_wrong()) == every_kind_found()


@pytest.mark.parametrize("engine", OTHERS)
def test_a_cell_without_a_value_is_the_same_to_all_engines(engine: str) -> None:
    """Some hold that what is missing is not equal to anything, and others that nobody knows."""
    frames = {}
    for name, table in TABLES.items():
        rows = [example_row(table) | {column: None} for column in table.names]
        frames[name] = pl.DataFrame(rows, schema=dict.fromkeys(table.names, pl.String))
    assert verdict(frames, engine) == verdict(frames)


@pytest.mark.verify
@settings(max_examples=3)
@given(
    st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=2, max_size=5, unique=True), st.randoms(use_true_random=False)
)
def test_engines_agree_on_generated_packages(codes: list[str], random: Random) -> None:
    rows = renamed(full_packages()[0], "-a")
    for number, code in enumerate(codes):
        pile(rows, renamed(mutated(code, random), f"-b{number}"))
    verdicts = [verdict(polars_frames(rows), engine) for engine in ENGINES]
    assert verdicts[1:] == verdicts[:-1]
    assert set(codes) - {"OS121"} <= {code for code, *_ in verdicts[0]}


# What messages say


def stations_at_odds() -> dict[str, pl.DataFrame]:
    """Return stations of three GeoNames ids, a figure that two others contradict, and reports of a status."""

    def station(name: str, city: str | None, geonames_id: str, north: str | None = "53.3") -> dict[str, str | None]:
        place = {"country": "IE", "region": None, "city": city, "latitude": north, "longitude": north and "-6.2"}
        status = {"status": "reported", "status_as_of": "2022-11"}
        return example_row(TABLES["stations"]) | {"id": name, "geonames_id": geonames_id} | place | status

    def figure(name: str, value: str) -> dict[str, str | None]:
        return example_row(TABLES["figures"]) | {"id": name, "value": value, "bound": "exact", "as_of": "2023-01"}

    def report(name: str, status: str, as_of: str) -> dict[str, str | None]:
        return example_row(TABLES["station_statuses"]) | {"station_id": name, "status": status, "as_of": as_of}

    rows = {
        "stations": [
            *(station("ie-1", "Cork", "1"), station("ie-2", "Dublin", "1"), station("ie-3", "Dublin", "1")),
            *(station("ie-4", "Cork", "2", None), station("ie-5", "Cork", "2")),
            *(station("ie-6", "Kerry", "3"), station("ie-7", "Sligo", "3")),
        ],
        "figures": [figure("a", "5"), figure("b", "6"), figure("c", "6")],
        "station_statuses": [report("ie-1", "closure_ordered", "2022"), report("ie-1", "reported_closed", "2022-12")],
        "evidence": [],
    }
    return {
        name: pl.DataFrame(listed, schema=dict.fromkeys(TABLES[name].names, pl.String)) for name, listed in rows.items()
    }


@pytest.mark.parametrize("engine", LONG_OTHERS)
def test_what_is_at_odds_is_told_with_its_counterpart_and_in_words(engine: Any) -> None:
    """The row that fewer agree with, or that says less; where nothing tells which of two is wrong, both."""
    report = ovs.validate(stations_at_odds(), engine=engine)
    told = {
        (finding.code, finding.record_id): finding.message
        for finding in report.findings
        if finding.code in ("OS604", "OS605", "OS610") and finding.record_id not in ("ie-2", "ie-3", "ie-5")
    }
    cork, dublin, kerry, sligo = (f"IE, {city}, 53.3, -6.2" for city in ("Cork", "Dublin", "Kerry", "Sligo"))
    at_odds = {
        ("OS604", "ie-1"): f"the GeoNames id 1 stands for {cork} here, and {dublin} in ie-2",
        ("OS604", "ie-4"): f"the GeoNames id 2 stands for IE, Cork here, and {cork} in ie-5",
        ("OS604", "ie-6"): f"the GeoNames id 3 stands for {kerry} here, and {sligo} in ie-7",
        ("OS604", "ie-7"): f"the GeoNames id 3 stands for {sligo} here, and {kerry} in ie-6",
        ("OS610", "a"): "the exact number claimed for the same thing at the same date is 5 here, and 6 in b",
    }
    last = "and the last of its rows in station_statuses says"
    statuses = {
        ("OS605", "ie-1"): f"ie-1 is reported as of 2022-11, {last} reported_closed as of 2022-12",
        **{("OS605", f"ie-{n}"): f"ie-{n} is reported as of 2022-11, {last} nothing" for n in (4, 6, 7)},
    }
    assert told == at_odds | statuses


INTERNAL = re.compile(r"\\x1[ef]|\b[01] \d{4}|\b\d\d [a-z]+_[a-z]|polars|narwhals|/tmp/")


@pytest.mark.verify
def test_no_message_shows_a_key_of_the_index() -> None:
    report = ovs.validate(every_kind_wrong(), today=TODAY)
    said = {text for finding in report.findings for text in (finding.message, finding.hint)}
    assert not [text for text in said if INTERNAL.search(text)]


# Frames that people already have


def in_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.to_dict(as_series=False), dtype="string")


KINDS_OF_FRAMES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars lazy": lambda frame: frame.lazy(),
    "pandas": in_pandas,
    "pandas of objects": lambda frame: in_pandas(frame).astype(object),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


@cache
def found_in_some() -> Report:
    """Return the report of Polars on the package with a few faults."""
    return ovs.validate(some_wrong(), today=TODAY)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.verify if kind == "duckdb" else ()) for kind in KINDS_OF_FRAMES]
)
def test_frames_of_every_library_give_the_same_report(kind: str) -> None:
    held, expected = some_wrong(), found_in_some()
    report = ovs.validate({name: KINDS_OF_FRAMES[kind](frame) for name, frame in held.items()}, today=TODAY)
    assert {"OS204", "OS301", "OS303", "OS405", "OS409", "OS604"} <= {finding.code for finding in report.findings}
    assert report.rows == expected.rows
    assert report.rules_run == expected.rules_run
    if kind == "duckdb":  # a relation has no order, so that its findings name no row
        assert found(report) == found(expected)
        assert {finding.row for finding in report.findings} == {None}
    else:
        assert report.findings == expected.findings


@pytest.mark.parametrize("kind", ["polars", "pyarrow", pytest.param("duckdb", marks=pytest.mark.verify)])
def test_types_of_their_own_are_checked_in_their_canonical_text(kind: str) -> None:
    rows = full_packages()[0]
    frames = {}
    for name, frame in polars_frames(rows).items():
        typed = {
            column.name: [None if cell is None else column.scalar.from_text(cell) for cell in frame[column.name]]
            for column in TABLES[name].columns
            if column.scalar.type != "string"
        }
        kinds_ = {column: TYPES[TABLES[name].column(column).scalar.type] for column in typed}
        frames[name] = frame.with_columns(*(pl.Series(n, cells, dtype=kinds_[n]) for n, cells in typed.items()))
    assert {str(frame.schema[name]) for frame in frames.values() for name in frame.columns} > {"Int64", "Float64"}
    assert verdict({name: KINDS_OF_FRAMES[kind](frame) for name, frame in frames.items()}) == {}


@pytest.mark.verify
def test_relations_of_a_connection_of_their_own_are_checked() -> None:
    frames = some_wrong()
    own = duckdb.connect()
    report = ovs.validate({name: own.from_arrow(frame.to_arrow()) for name, frame in frames.items()}, today=TODAY)
    assert found(report) == verdict(frames)


def test_frames_of_libraries_that_share_no_data_are_refused() -> None:
    held = polars_frames(full_packages()[0])
    mixed: dict[str, Any] = {**held, "stations": duckdb.from_arrow(held["stations"].to_arrow())}
    with pytest.raises(InputError, match="in duckdb and polars; give all of them in one"):
        ovs.validate(mixed)


@pytest.mark.parametrize("wrong", [pd.Series(["a"]), [1], None, pa.array(["a"])])
def test_what_is_no_frame_is_refused(wrong: Any) -> None:
    with pytest.raises(InputError, match=r"^stations: "):
        ovs.validate({"stations": wrong})


@pytest.mark.parametrize(("engine", "library"), [("duckdb", "duckdb"), ("pandas", "pyarrow"), ("spark", "pyspark")])
def test_an_engine_that_is_not_installed_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Any, library: str
) -> None:
    held = polars_frames(full_packages()[0])
    folder = write_package(tmp_path / "p", held, ".csv")
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    told = rf"^the engine {engine} needs {library}.*: pip install 'overseas-stations\[{engine}\]'$"
    for holds in (held, folder):
        with pytest.raises(InputError, match=told):
            ovs.validate(holds, engine=engine)


def test_a_pandas_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pyproject.toml asks for is what the engine asks for."""
    (stated,) = (line for line in PROJECT["optional-dependencies"]["pandas"] if line.startswith("pandas"))
    least = ".".join(map(str, OLDEST_PANDAS))
    assert stated == f"pandas>={least}"
    monkeypatch.setattr(pd, "__version__", "3.0.1")
    with pytest.raises(
        InputError, match=f"needs pandas {least} or later, and 3.0.1 is installed: pip install --upgrade"
    ):
        ovs.validate(polars_frames(full_packages()[0]), engine="pandas")


@pytest.mark.parametrize("engine", [pytest.param(other, marks=pytest.mark.long) for other in OTHERS])
def test_the_command_prints_the_same_with_every_engine(overseas: Overseas, tmp_path: Path, engine: str) -> None:
    write_package(tmp_path / "p", polars_frames(mutated("OS303", Random(5))), ".csv")
    one, other = (overseas("validate", "p", "--engine", name, cwd=tmp_path) for name in ("polars", engine))
    assert (one.returncode, one.stdout) == (other.returncode, other.stdout)
    assert "OS303" in one.stdout


# Hashes


def confused(monkeypatch: pytest.MonkeyPatch, width: int) -> list[int]:
    """Let the first index of an engine be made of hashes of a few values; return the seeds that are taken."""
    seeds = iter([0, *range(1, 100)])
    taken: list[int] = []

    def seed(bits: int) -> int:
        taken.append(next(seeds))
        return 1000 * taken[-1]

    whole = StreamingEngine._hash

    def narrow(self: StreamingEngine, name: str, token: Token) -> pl.Expr:
        hashed = whole(self, name, token)
        return hashed if self._seed else hashed % width

    monkeypatch.setattr(streaming.secrets, "randbits", seed)
    monkeypatch.setattr(StreamingEngine, "_hash", narrow)
    return taken


@pytest.mark.parametrize("width", [1, 2, 7])
def test_names_that_share_a_hash_are_no_duplicates(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """With so few hashes a valid package looks full of faults; nothing is said before the names are compared."""
    rows = full_packages()[0]
    taken = confused(monkeypatch, width)
    assert verdict(polars_frames(rows)) == {}
    assert taken == [0, 1]


def test_a_fault_is_found_whatever_the_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = verdict(polars_frames(mutated("OS301", Random(3))))
    taken = confused(monkeypatch, 3)
    assert verdict(polars_frames(mutated("OS301", Random(3)))) == expected
    assert taken == [0, 1]


@pytest.mark.parametrize("at_once", [pytest.param(1, marks=pytest.mark.long), 5])
def test_many_names_are_compared_in_several_passes(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    expected = every_kind_found()
    monkeypatch.setattr(streaming, "TOKENS_AT_ONCE", at_once * 1000)
    assert verdict(every_kind_wrong()) == expected


@pytest.mark.long
def test_one_question_at_a_time_gives_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of large packages it is asked so, to hold less."""
    expected = every_kind_found()
    monkeypatch.setattr(StreamingEngine, "rows_at_once", 0)
    assert verdict(every_kind_wrong()) == expected


def test_no_column_of_the_index_holds_two_kinds_of_names() -> None:
    tokens = {name for table in TABLES for name, c in index_columns(CORE, table).items() if isinstance(c, Token)}
    assert set(kinds(CORE)) == tokens


# Names that stand often


@pytest.mark.parametrize(
    "engine",
    [
        "polars",
        pytest.param("pandas", marks=pytest.mark.long),
        pytest.param("duckdb", marks=pytest.mark.verify),
    ],
)
def test_rows_of_one_name_do_not_multiply_each_other(engine: Any) -> None:
    """A thousand rows of one id beside a thousand that speak of it: a few thousand findings, and no million of rows."""
    rows = full_packages()[0]
    many: Package = {name: [*rows[name], *(rows[name][:1] * 1000)] for name in TABLES}
    report = ovs.validate(polars_frames(many), engine=engine, max_findings=2)
    assert {finding.code for finding in report.findings} == {"OS301", "OS302"}
    assert report.counts["error"] == 1000 * len(TABLES)


# Files


@cache
def writable() -> tuple[dict[str, pl.DataFrame], Found]:
    """Return what can be written as text of a package with a fault of every kind, and what Polars finds in that."""
    # A file of text with such characters is not read at all.
    odd = pl.any_horizontal(pl.all().str.contains("[\0\r]")).fill_null(False)
    frames = {name: frame.filter(~odd) for name, frame in every_kind_wrong().items()}
    # In a file pandas may have spelt it so, and it is read: in a frame of text it is not what a cell may hold.
    spelt = pl.when(pl.col("background").is_in(["True", "False"])).then(pl.lit("yes")).otherwise("background")
    frames["sources"] = frames["sources"].with_columns(background=spelt)
    return frames, verdict(frames)


@pytest.mark.parametrize(
    ("engine", "suffix"),
    [
        ("polars", ".csv"),
        ("polars", ".parquet"),
        pytest.param("pandas", ".csv", marks=pytest.mark.verify),
        pytest.param("duckdb", ".parquet", marks=pytest.mark.verify),
        pytest.param("pandas", ".parquet", marks=pytest.mark.verify),
        pytest.param("duckdb", ".csv", marks=pytest.mark.verify),
    ],
)
def test_files_give_what_frames_give(tmp_path: Path, suffix: str, engine: Any) -> None:
    frames, expected = writable()
    folder = write_package(tmp_path / "p", frames, suffix)
    report = ovs.validate(folder, engine=engine, today=TODAY, max_findings=10**9)
    assert found(report) == expected
    located = {(finding.line is not None) for finding in report.findings if finding.row is not None}
    assert located == {suffix == ".csv"}
    assert all(finding.row is not None for finding in report.findings if finding.record_id is not None)


def test_parquet_that_cannot_be_used_is_a_finding(tmp_path: Path) -> None:
    frames = polars_frames(full_packages()[0])
    frames["stations"] = frames["stations"].drop("status").with_columns(more=pl.lit("x"))
    frames["figures"] = frames["figures"].drop("country")
    folder = write_package(tmp_path / "p", frames, ".parquet")
    (folder / "tables" / "responses.parquet").write_bytes(b"PAR1 and no more")
    (folder / "tables" / "incidents.parquet").unlink()
    told = {(f.code, f.table, f.field) for f in ovs.validate(folder).findings}
    assert told == {
        ("OS108", "stations", "status"),
        ("OS109", "stations", None),
        ("OS120", "responses", "bytes"),
        ("OS120", "responses", "hash"),
        ("OS123", "responses", None),
        ("OS101", "incidents", None),
        ("OS125", "figures", "country"),
        ("OS198", None, None),
    }


def test_one_parquet_file_is_checked_alone(tmp_path: Path) -> None:
    frames = every_kind_wrong()
    folder = write_package(tmp_path / "p", frames, ".parquet")
    alone = ovs.validate(folder / "tables" / "figures.parquet", table="figures", max_findings=10**9)
    assert found(alone) == found(ovs.validate({"figures": frames["figures"]}, max_findings=10**9))
    assert alone.rows == {"figures": frames["figures"].height}
