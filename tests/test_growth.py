"""No input makes the tool hang or fill the memory: what is done and held grows in step with what is handed over.

Work is counted, not timed: calls, rows of frames, characters that are hashed. Where the input doubles, the work may
grow by GROWTH at most; where a reader has a limit, the memory does not grow at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import runpy
import struct
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from engines_at_hand import mutated, renamed
from overseas_stations import passages
from overseas_stations.dossiers import reading
from overseas_stations.dossiers.compilation import rows
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.engines import run
from overseas_stations.engines.streaming import StreamingEngine
from overseas_stations.expressions import nw
from overseas_stations.findings import Finding, Report, Waiver
from overseas_stations.formats import csv_records as records
from overseas_stations.formats import strict_json
from overseas_stations.formats.strict_yaml import YamlFault, parse
from overseas_stations.forms.codes import country_rows
from overseas_stations.frames import text_frame
from overseas_stations.passages import Fingerprint, Text, Verdict, normal_form
from overseas_stations.reading import archive, copies, stated
from overseas_stations.reading.container import open_package
from overseas_stations.reading.descriptor import MAX_RESOURCES, read_resources
from overseas_stations.reading.gathering import CopyFile
from overseas_stations.reading.tables import parquet_pages, structure
from overseas_stations.reading.tables.csv_tables import read_csv
from overseas_stations.reading.tables.parquet_tables import read_parquet
from overseas_stations.reading.tables.scanned import TableFile
from overseas_stations.releases.changes import Changes, ComparedVersion
from overseas_stations.releases.comparing import compare
from overseas_stations.releases.opening import Release
from overseas_stations.reports import Format, render
from overseas_stations.rules.citations.cited import MAX_NAMES, circles
from overseas_stations.rules.core.registry import RowCheck
from overseas_stations.rules.files import HASH_WRONG
from overseas_stations.rules.registry import CORE
from overseas_stations.tables import TABLES
from overseas_stations.testing import MUTATIONS, Package
from overseas_stations.texts.at_hand import Texts
from overseas_stations.waivers.applying import apply_waivers
from overseas_stations.waivers.reading import Waivers

GROWTH = 2.3
"""By so much the work may grow where the input doubles: n log n grows by less."""

RELATIONS = TABLES["source_relations"]
HEADER = b"source_id,relation,target_id\n"


def some(every: Iterable[str], *quick: str) -> list[Any]:
    """Return parameters of which all but a few are long."""
    return [name if name in quick else pytest.param(name, marks=pytest.mark.verify) for name in every]


def calls(job: Callable[[], object]) -> int:
    """Return how many functions a job calls, in Python and out of it."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        job()
    finally:
        sys.setprofile(before)
    return counted


def peak(job: Callable[[], object]) -> int:
    """Return how many bytes a job holds at most, of those that Python counts."""
    tracemalloc.start()
    try:
        job()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def assert_in_step(work: Callable[[int], int], first: int) -> None:
    """The work grows no faster than the input, which doubles three times."""
    done = [work(first << times) for times in range(4)]
    assert all(after <= GROWTH * before for before, after in pairwise(done)), done


# Rules: n times the fault of a rule, in records of their own or all in the same ones.


def piled(code: str, times: int, *, alike: bool) -> Package:
    one = mutated(code, Random(1))
    rows: Package = {name: [] for name in TABLES}
    for number in range(times):
        for name, more in (one if alike else renamed(one, f"-x{number}")).items():
            rows[name] += more
    return rows


def work_of(checks: list[RowCheck], rows: Package) -> tuple[int, int]:
    """Return how many calls some checks take, with the rows that they give, and how many frames they ask for."""
    scans = {name: text_frame(TABLES[name], rows[name]) for name in TABLES}
    engine = StreamingEngine(CORE, run.conditions(CORE, "2030-01-01"), scans, streaming=False)
    given: list[int] = []

    def look() -> None:
        items = [item for check in checks for item in check.find(engine)]
        counted = engine.collect([_counted(item.frame) for item in items])
        given.extend((len(items), sum(frame[0]["n"] for frame in counted)))
        list(engine.failing_rows(lambda: items, 20))

    with engine.expressions():
        return calls(look) + given[1], given[0]


def _counted(frame: Any) -> Any:
    return frame.select(n=nw.len())


CHECKED = sorted(MUTATIONS.keys() & {check.rule.code for check in CORE.row_checks})


@pytest.mark.parametrize("alike", [False, pytest.param(True, marks=pytest.mark.verify)])
@pytest.mark.parametrize("code", some(CHECKED, "OS410"))
def test_rules_work_in_step_with_rows(code: str, alike: bool) -> None:
    """Joins give no products, and a fault more is no query more."""
    checks = [check for check in CORE.row_checks if check.rule.code == code]
    frames = set()

    def work(times: int) -> int:
        done, asked = work_of(checks, piled(code, times, alike=alike))
        frames.add(asked)
        return done

    assert_in_step(work, 2)
    assert len(frames) == 1


def test_every_rule_that_looks_at_other_rows_is_tried() -> None:
    assert {check.rule.code for check in CORE.row_checks} == set(CHECKED)


GRAPHS: dict[str, Callable[[int], list[tuple[str, str]]]] = {
    "pairs": lambda n: [pair for i in range(n) for pair in ((f"a{i:05}", f"b{i:05}"), (f"b{i:05}", f"a{i:05}"))],
    "ring": lambda n: [(f"a{i:05}", f"a{(i + 1) % n:05}") for i in range(n)],
    "chain": lambda n: [(f"a{i:05}", f"a{i + 1:05}") for i in range(n)],
    "hub": lambda n: [pair for i in range(n) for pair in ((f"a{i:05}", "a"), ("a", f"a{i:05}"))],
    "ladder": lambda n: [
        pair for i in range(n) for pair in ((f"a{i:05}", f"a{i + 1:05}"), (f"a{i + 1:05}", f"a{i:05}"))
    ],
}


@pytest.mark.parametrize("graph", some(GRAPHS, "pairs", "ring"))
def test_circles_are_found_in_one_walk(graph: str) -> None:
    assert_in_step(lambda n: calls(lambda: list(circles(GRAPHS[graph](n)))), 200)
    assert_in_step(lambda n: sum(len(names) for names, _ in circles(GRAPHS[graph](n))) + MAX_NAMES, 200)


def test_circles_are_circles_and_nothing_is_left_of_any() -> None:
    seen = 0

    @settings(max_examples=50)
    @given(st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))), st.randoms())
    def look(pairs: set[tuple[str, str]], random: Random) -> None:
        nonlocal seen
        found = list(circles(sorted(pairs, key=lambda pair: random.random())))
        assert found == list(circles(sorted(pairs)))
        for names, size in found:
            assert size == len(names)
            assert set(zip(names, [*names[1:], names[0]], strict=True)) <= pairs
        taken = {(names[0], names[1 % len(names)]) for names, _ in found}
        graph: dict[str, list[str]] = {}
        for source, target in pairs - taken:
            graph.setdefault(source, []).append(target)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            raise AssertionError(f"left: {error.args}") from error
        seen += bool(found)

    look()
    assert seen > 10


# Readers: so much is held, however long the file.


def csv_with(folder: Path, parts: Iterator[bytes] | list[bytes]) -> TableFile:
    path = folder / "t.csv"
    with path.open("wb") as stream:
        stream.writelines(parts)
    return TableFile(RELATIONS, path, "t.csv")


CSV: dict[str, tuple[Callable[[int], list[bytes]], set[tuple[str, int | None, int | None]]]] = {
    "a mark that is never closed": (lambda n: [HEADER, b'a,"b,c\n', b"d,e,f\n" * n], {("OS114", 2, 3)}),
    "a mark closed by the next": (lambda n: [HEADER, b'a,"b,c\n', b'"d",e,f\n' * n], {("OS113", 2, 3)}),
    "one row of commas": (lambda n: [HEADER, b"a,b,c\n", b"," * 8 * n, b"\n"], {("OS114", 3, 1)}),
    "no line ends": (lambda n: [HEADER, b"a" * 8 * n], {("OS114", 2, 1)}),
    "a header without an end": (lambda n: [b"a," * 4 * n], {("OS114", 1, 1)}),
    "many columns": (lambda n: [b"a," * 5000, b"\n", b"a," * 4 * n], {("OS114", 1, 1)}),
    "no text": (lambda n: [HEADER, b"\xff\xfe" * 4 * n], {("OS104", 2, 1)}),
}


@pytest.mark.parametrize("kind", some(CSV, "a mark that is never closed", "a mark closed by the next"))
def test_csv_holds_a_record_of_bounded_length(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, limits in ((records, ("BLOCK", "MAX_RECORD")), (structure, ("MAX_RECORD",))):
        for name in limits:
            monkeypatch.setattr(module, name, 1 << (12 if name == "BLOCK" else 15))
    monkeypatch.setattr(structure, "MAX_CELL", 1 << 13)
    monkeypatch.setattr(structure, "MAX_COLUMNS", 1000)
    make, expected = CSV[kind]
    held = []
    for n in (1 << 14, 1 << 17):
        file = csv_with(tmp_path, make(n))
        found: list[Finding] = []
        held.append(peak(lambda file=file, found=found: found.extend(read_csv(file).findings)))
        assert {(f.code, f.line, f.column) for f in found} == expected
    assert held[1] < 1.5 * held[0], held


def test_rows_at_fault_are_counted_by_the_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And exactly."""

    def work(n: int) -> int:
        file = csv_with(tmp_path, [HEADER, b"a,b\n" * n, b"a,b,c\n" * n])
        found: list[Finding] = []
        done = calls(lambda: found.extend(read_csv(file).findings))
        assert sum(finding.count for finding in found) == n
        return done

    monkeypatch.setattr(records, "BLOCK", 1 << 10)
    assert work(8000) < 8000


@settings(max_examples=50)
@given(st.lists(st.sampled_from(['a,"b', '"', "\n", "a,b,c\n", '""', ","])).map("".join), st.integers(1, 9))
def test_blocks_are_whole_records(text: str, block: int) -> None:
    """Wherever they are cut, and nothing is lost between them."""
    before, records.BLOCK = records.BLOCK, block
    try:
        found = list(records.blocks(io.BytesIO(text.encode())))
    finally:
        records.BLOCK = before
    data = text.encode()
    whole = data if not data or data.endswith(b"\n") else data + b"\n"
    assert b"".join(found) == whole
    assert all(part.count(b'"') % 2 == 0 and part.endswith(b"\n") for part in found[:-1])


def test_blocks_end_with_the_last_record_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where wherever a block may end, a cell is open."""
    monkeypatch.setattr(records, "BLOCK", 64)
    data = (b'"' + b"a\n" * 40 + b'"\n') * 100
    assert max(map(len, records.blocks(io.BytesIO(data)))) < 300


def test_json_has_a_limit_of_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_VALUES", 100)
    assert strict_json.load_json(b"[" + b"1," * 98 + b"1]") == [1] * 99
    for text in (b"[" + b"1," * 100 + b"1]", b"[" + b"[]," * 60 + b"1]", b"[" + b'{"a":1},' * 40 + b"1]"):
        with pytest.raises(strict_json.JsonFault, match="more than 100 values"):
            strict_json.load_json(text)


def test_copies_are_read_no_further_than_shows_that_they_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_json, "MAX_BYTES", 1 << 16)
    scans = {name: text_frame(TABLES[name], []) for name in TABLES}
    held = []
    for size in (1 << 20, 1 << 24):
        path = tmp_path / "copy.json"
        with path.open("wb") as stream:
            stream.truncate(size)
        for name in ("sources", "records"):
            copy = CopyFile(None if name == "records" else name, path, "copy.json")
            found: list[Finding] = []
            look = partial(
                lambda name, copy, found: found.extend(copies.copy_findings({name: copy}, TABLES, scans, None)), name
            )
            held.append(peak(partial(look, copy, found)))
            assert {finding.code for finding in found} == {"OS123"}
    assert max(held[2:]) < 1.5 * max(held[:2]), held


def test_resources_of_a_descriptor_have_a_limit() -> None:
    many = [{"name": f"r{number}", "path": "a.bin"} for number in range(MAX_RESOURCES + 5)]
    resources, faults = read_resources({"resources": many})
    assert len(resources) == MAX_RESOURCES
    assert "resources, and 1000 at most" in faults[0].message


def test_a_file_that_many_resources_name_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.bin").write_bytes(b"a")
    many = [{"name": f"r{n}", "path": "a.bin", "hash": "sha256:" + "0" * 64} for n in range(30)]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": many}), encoding="utf-8")
    hashed: list[object] = []
    real = hashlib.file_digest
    monkeypatch.setattr(stated.hashlib, "file_digest", lambda *given: hashed.append(given) or real(*given))
    with open_package(tmp_path) as package:
        assert sum(finding.code == HASH_WRONG.code for finding in package.findings) == 30
    assert len(hashed) == 1


def overlapping(entries: int, size: int) -> bytes:
    """Return an archive whose entries all unpack the same bytes."""
    raw = bytes(size)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(raw) + packer.flush()
    names = [f"f{number}" for number in range(entries)]
    descriptor = ('{"resources": [' + ", ".join(f'{{"name": "{n}", "path": "{n}"}}' for n in names) + "]}").encode()
    out, directory = b"", b""
    for name, data, method, whole in (
        ("datapackage.json", descriptor, 0, descriptor),
        *((n, packed, 8, raw) for n in names),
    ):
        about = struct.pack("<LLLHH", zlib.crc32(whole), len(data), len(whole), len(name), 0)
        offset = len(out)
        out += struct.pack("<4s5H", b"PK\3\4", 20, 0, method, 0, 0) + about + name.encode() + data
        directory += struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, method, 0, 0) + about
        directory += struct.pack("<3H2L", 0, 0, 0, 0, offset) + name.encode()
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries + 1, entries + 1, len(directory), len(out), 0)
    return out + directory + end


def test_archives_unpack_to_a_multiple_of_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where no entry alone is beyond a limit."""
    monkeypatch.setattr(archive, "RATIO_FREE", 50_000)
    (tmp_path / "p.zip").write_bytes(overlapping(100, 40_000))
    with open_package(tmp_path / "p.zip") as package:
        assert "OS119" in {finding.code for finding in package.findings}
        assert any("times its size" in finding.message for finding in package.findings)


PARQUET: dict[str, Callable[[], dict[str, pl.Series]]] = {
    "a long text in all rows": lambda: {"source_id": pl.Series(["x" * 100_000] * 2000)},
    "a long category in all rows": lambda: {"source_id": pl.Series(["x" * 100_000] * 2000, dtype=pl.Categorical)},
    "many empty rows": lambda: {"source_id": pl.Series([None] * 2_000_000, dtype=pl.String)},
}


@pytest.mark.parametrize("kind", some(PARQUET, "a long category in all rows"))
def test_parquet_is_measured_before_it_is_decoded(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pl.DataFrame(PARQUET[kind]()).with_columns(relation=pl.lit("cites"), target_id=pl.lit("a"))
    frame.write_parquet(path, row_group_size=10_000_000)
    table = read_parquet(TableFile(RELATIONS, path, "t.parquet"))
    assert table.scan is None
    (finding,) = table.findings
    assert finding.code == "OS123"
    assert "times its size" in finding.message


@pytest.mark.parametrize("compression", ["uncompressed", "snappy", "gzip", "zstd", "lz4"])
def test_plain_parquet_is_measured_right(compression: Any, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    texts = [f"{number}" * 20 for number in range(5000)]
    pl.DataFrame({"a": texts, "b": [None] * 5000}).write_parquet(path, compression=compression, row_group_size=1000)
    pages = parquet_pages.measure(path)
    values = 2 * 5000 * parquet_pages.VALUE
    assert sum(map(len, texts)) + values <= pages.decoded <= 2 * sum(map(len, texts)) + values + 100_000


def test_damaged_parquet_is_none(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"a": ["b"] * 100}).write_parquet(path)
    data, seen = path.read_bytes(), 0
    for at in range(0, len(data), 3):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        try:
            parquet_pages.measure(path)
        except (ValueError, parquet_pages.TooLarge):
            seen += 1
    assert seen > 10


# Dossiers


def stations(entries: str, n: int) -> dict[str, bytes]:
    head = "source:\n  id: x-2023-01-05\n  published: 2023-01-05\ndeclares:\n  stations:\n"
    return {"seeds/2023/x-2023-01-05.yaml": (head + "".join(entries.format(i) for i in range(n))).encode()}


@pytest.mark.parametrize(
    "entries",
    some(
        [
            "    - id: a-{0}\n",
            "    - id: a\n      status: reported\n",
            "    - {{}}\n",
            "    - id: a\n      key{0}: b\n",
        ],
        "    - id: a-{0}\n",
    ),
)
def test_dossiers_compile_in_step(entries: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_GUESSED", 1)
    assert_in_step(lambda n: calls(lambda: compile_dossiers(stations(entries, n))), 20)


def test_dossiers_have_a_limit_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stations and passages of one response are multiplied with each other."""
    monkeypatch.setattr(rows, "MAX_ROWS", 500)
    text = "source:\n  id: x\ndeclares:\n  responses:\n    - id: r\n      stations: [{}]\n      passages:\n{}"
    held = []
    for n in (100, 200):
        data = text.format("a," * n, "        - {}\n" * n).encode()
        compiled = compile_dossiers({"seeds/undated/x.yaml": data})
        assert sum(finding.code == "OS134" for finding in compiled.findings) == 1
        assert len(compiled.rows["countries"]) == len(country_rows())
        held.append(sum(len(found) for table, found in compiled.rows.items() if table != "countries"))
    assert held == [500, 500]


@pytest.mark.parametrize("data", ["%TAG !a! b\n" * 200 + "---\na: b\n", "a: b\n...\n" + "%TAG !a! b\n" * 200])
def test_directives_have_a_limit(data: str) -> None:
    with pytest.raises(YamlFault, match="begin with %") as caught:
        parse(data.encode(), "a.yaml", [])
    assert caught.value.finding.code == "OS133"


# Texts


class Counting(str):
    """A text that counts the characters that are looked at in it."""

    __slots__ = ("looked",)
    looked: int

    def find(self, *given: Any) -> int:
        found = super().find(*given)
        start = given[1] if len(given) > 1 else 0
        self.looked += len(given[0]) + (found if found >= 0 else len(self)) - start
        return found

    def startswith(self, *given: Any) -> bool:
        self.looked += len(given[0])
        return super().startswith(*given)


def test_words_that_overlap_themselves_are_found_in_one_walk() -> None:
    def work(n: int) -> int:
        text = Text("")
        text.normal = Counting("ab " * n)
        text.normal.looked = 0
        assert len(text.find("ab " * (n // 2))) == n - n // 2 + (n % 2 == 0)
        return text.normal.looked

    assert_in_step(work, 100)


@given(st.text("ab ", max_size=40), st.text("ab ", min_size=1, max_size=8))
def test_every_place_of_words_is_found(raw: str, words: str) -> None:
    text, wanted = Text(raw), normal_form(words)
    starts = list(text._word_starts)
    assert Text("a a b a a a b a a").find("a a b a a") == [0, 8]
    assert text.find(words) == [at for at in starts if wanted and text.normal.startswith(wanted, at)]


@given(st.text(st.sampled_from("ab \t\n\u00a0\u0301é\ufdfa\u200b"), max_size=30))
def test_a_text_is_the_same_cut_or_whole(raw: str) -> None:
    whole, before = normal_form(raw), passages.PIECE
    passages.PIECE = 2
    try:
        assert normal_form(raw) == whole
    finally:
        passages.PIECE = before


def test_a_search_is_bounded_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages.text, "MAX_HASHED", 2_000_000)
    hashed = 0

    def counted(data: bytes) -> Any:
        nonlocal hashed
        hashed += len(data)
        return hashlib.sha256(data)

    monkeypatch.setattr(passages.fingerprints, "sha256", counted)
    text = Text("ab " * 1000)
    verdicts = [text.verify(Fingerprint(f"{n:064}", 300 + n, None)).verdict for n in range(5)]
    assert verdicts == [Verdict.ABSENT] + [Verdict.NOT_CHECKED] * 4
    assert hashed <= passages.MAX_HASHED
    whole = text.normal[30:330]
    assert text.verify(Fingerprint(hashlib.sha256(whole.encode()).hexdigest(), 300, 30)).verdict == Verdict.EXACT


def test_the_nearest_passage_is_looked_for_where_it_is_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    fuzz = pytest.importorskip("rapidfuzz").fuzz
    aligned: list[int] = []
    real = fuzz.partial_ratio_alignment
    monkeypatch.setattr(
        fuzz, "partial_ratio_alignment", lambda a, b: aligned.append(len(a) ** 2 * len(b)) or real(a, b)
    )
    monkeypatch.setattr(passages.text, "MAX_ALIGNED", 1 << 22)
    filler = "the words of a text that goes on and on; "
    text = Text(filler * 400 + "A harbour office opened quietly in March. " + filler * 400)
    near = text.nearest("A harbour office closed quietly in March.")
    assert near is not None
    assert near.differences == ("'closed' stands where the text has 'opened'",)
    assert aligned == [pytest.approx(1 << 22, rel=0.1)]


def test_texts_have_a_limit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overseas_stations.texts.at_hand.MAX_HELD", 25)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("ten letter", encoding="utf-8")
    texts = Texts(tmp_path)
    assert [texts.get(name) is not None for name in "abc"] == [True, True, False]
    assert [finding.code for finding in texts.findings] == ["OS123"]


# Findings, waivers, releases


def found_in(n: int) -> list[Finding]:
    place: dict[str, Any] = {"table": "sources", "field": "id", "file": "tables/sources.csv"}
    return [
        HASH_WRONG.finding(value=f"v{number}", record_id=f"r{number}", line=number + 1, column=1, row=number, **place)
        for number in range(n)
    ]


@pytest.mark.parametrize("form", some(Format, Format.TEXT))
def test_reports_are_written_in_step(form: Format) -> None:
    assert_in_step(lambda n: calls(partial(render, Report("p", tuple(found_in(n)), {}, ("OS120",)), form)), 50)


def test_waivers_are_applied_in_step() -> None:
    def work(n: int) -> int:
        entries = tuple(
            Waiver("OS120", "a", "b", "2030-01-01", record_id=f"r{number}", place=("w.yaml", number, 1))
            for number in range(0, 2 * n, 2)
        )
        return calls(lambda: apply_waivers(Waivers("w.yaml", entries), found_in(n), today="2026-01-01"))

    assert_in_step(work, 25)


def test_releases_are_compared_in_step() -> None:
    """Every row of one version stands with another date in the other."""

    def release(n: int, day: str) -> Release:
        rows = [{"station_id": f"de-{i}", "as_of": day, "status": "reported", "source_id": "s"} for i in range(n)]
        table = TABLES["station_statuses"]
        return Release(ComparedVersion("a", None, None), {table.name: text_frame(table, rows).collect()})

    def work(n: int) -> int:
        old, new = release(n, "2022-01-01"), release(n, "2022-01-02")
        found: list[Changes] = []
        done = calls(lambda: found.append(compare(old, new)))
        assert len(found[0].records) == n
        return done

    assert_in_step(work, 50)


def test_the_clean_packages_of_the_benchmark_are_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise it measures how findings are told. Copies say of status again that one voice says it."""
    scripts = Path(__file__).parents[1] / "benchmarks"
    monkeypatch.syspath_prepend(str(scripts))
    runpy.run_path(str(scripts / "generate.py"))["write"](tmp_path / "clean", 220)
    runpy.run_path(str(scripts / "multiply.py"))["write"](tmp_path / "real mix", 30_000)
    for kind, codes in (("clean", {"OS127"}), ("real mix", {"OS127", "OS635"})):
        report = ovs.validate(tmp_path / kind)
        assert {each.code for each in report.findings} == codes, report.findings
    assert report.rows["evidence"] >= 2 * 8_000
