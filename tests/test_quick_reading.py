"""Dossiers in the house's style are read the quick way, with what the strict reader finds: values, places, findings."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import base_files
from draws import STEADY
from overseas_stations.canonical.tabular import csv_bytes, frame_csv
from overseas_stations.dossiers import compiling
from overseas_stations.dossiers.compilation import filing, helping, rows
from overseas_stations.dossiers.compilation.parts import PackedFiles, part_of
from overseas_stations.dossiers.compiled import Compiled
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.dossiers.files import dossier_files
from overseas_stations.findings import Finding, Severity
from overseas_stations.formats.house_yaml import Doubt, HouseMapping, read
from overseas_stations.formats.strict_yaml import MappingNode, Node, ScalarNode, SequenceNode, YamlFault, parse
from overseas_stations.tables import TABLES
from repository import ROOT

Files = Mapping[str, bytes]


@cache
def seeds() -> Files:
    return dossier_files(ROOT)[0]


def plain(value: Any) -> Any:
    """Return what the quick reader gives, with the places that it knows."""
    if isinstance(value, HouseMapping):
        return [value.line, value.column, {key: plain(item) for key, item in value.items()}]
    return [plain(item) for item in value] if isinstance(value, list) else value


def strict(node: Node, *, listed: bool = False) -> Any:
    """Return what the strict reader gives, in the same form."""
    if isinstance(node, MappingNode):
        return [node.line, node.column, {key: strict(item) for key, item in node.items.items()}]
    if isinstance(node, SequenceNode):
        return [strict(item, listed=True) for item in node.items]
    assert isinstance(node, ScalarNode)
    return (node.text, node.line, node.column) if listed else node.text


def holds(data: bytes) -> bool:
    """Say whether the quick reader reads some bytes; if so, the strict one gives the same, in the same order."""
    try:
        quick = plain(read(data))
    except Doubt:
        return False
    found: list[Finding] = []
    expected = strict(parse(data, "x.yaml", found))
    assert found == []
    assert json.dumps(quick) == json.dumps(expected), data
    return True


def test_the_dossiers_at_hand_are_read_the_quick_way() -> None:
    read_quickly = sum(map(holds, seeds().values()))
    assert read_quickly >= 0.9 * len(seeds())


SIGNS = [*"ab1-:#'\"{}[],>|&*!%@`?~\\ \n\t", "  ", ": ", "- ", " #", ">-\n", "\n  ", "---"]
SIGNS += ["\r\n", "é", "\x85", "\u2028", "\ufeff"]


def slip(text: str, random: Random) -> str:
    """Return a text with a sign more, less or another, or with a line indented, doubled, gone or gone on with."""
    at, sign = random.randrange(len(text)), random.choice(SIGNS)
    lines = text.splitlines(keepends=True)
    number = random.randrange(len(lines))
    line, before, after = lines[number], "".join(lines[:number]), "".join(lines[number + 1 :])
    return random.choice(
        (
            text[:at] + sign + text[at:],
            text[:at] + sign + text[at + 1 :],
            text[:at] + text[at + 1 :],
            before + line + line + after,
            before + after,
            before + random.choice(["  ", " ", "- ", "# "]) + line + after,
            before + line.removeprefix("  ") + after,
            before + line.rstrip() + sign + "\n" + after,
        )
    )


def mutated(data: bytes, random: Random) -> bytes:
    """Return a file with one or two slips."""
    text = data.decode()
    for _ in range(random.randint(1, 2)):
        text = slip(text, random) or "a:\n"
    return text.encode()


def slips(times: int, seed: int) -> Counter[str]:
    """Hold so many slips in real dossiers against the strict reader, and count how they were read."""
    random, seen = Random(seed), Counter[str]()
    texts = [data for data in seeds().values() if len(data) < 4000]
    for _ in range(times):
        data = mutated(random.choice(texts), random)
        try:
            seen["quick" if holds(data) else "doubt"] += 1
        except YamlFault as fault:
            pytest.fail(f"read the quick way, and no YAML: {fault} in {data!r}")
    return seen


def test_slips_are_read_as_the_strict_reader_reads_them() -> None:
    seen = slips(1_500, 1)
    assert min(seen["quick"], seen["doubt"]) > 300


@pytest.mark.long
def test_many_slips_are_read_as_the_strict_reader_reads_them() -> None:
    slips(60_000, 2)


signs = st.text(st.sampled_from("ab 1-:#'\"{}[],>|&*!%@?~\\é"), max_size=6)
values = st.sampled_from(["", "x", "x y", "-1", "'x'", '"x \\" y"', ">-", "[a, b]", "{a: b, c: d}"]) | signs
keys = st.sampled_from(["a: ", "b: ", "c: ", "d: ", "e: ", "f:", "g:", "h:", ""])
lines = st.builds(
    "{}{}{}{}\n".format, *(st.sampled_from(x) for x in (["", "", "", "  "], ["", "", "", "- "])), keys, values
)


def test_any_lines_are_read_as_the_strict_reader_reads_them() -> None:
    seen: Counter[bool] = Counter()

    @settings(STEADY, max_examples=1000)
    @given(st.lists(lines, min_size=1, max_size=4).map("".join))
    def look(text: str) -> None:
        seen[holds(f"z: 1\n{text}".replace(" \n", "\n").encode())] += 1

    look()
    assert min(seen[True], seen[False]) > 30


def outcome(compiled: Compiled) -> Any:
    """Return all that dossiers compile to, each cell with its place."""
    places = [
        compiled.locate(Finding("OS201", Severity.ERROR, "", table=name, row=row, field=field))
        for name, frame in compiled.frames.items()
        if name != "countries"
        for row in range(1, frame.height + 1)
        for field in (None, *frame.columns)
    ]
    return {name: frame.rows() for name, frame in compiled.frames.items()}, compiled.findings, compiled.dossiers, places


def strictly(files: Files, monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """Return what dossiers compile to where all of them are read by the strict reader."""

    def doubt(data: bytes) -> HouseMapping:
        raise Doubt

    with monkeypatch.context() as patch:
        patch.setattr(filing.house_yaml, "read", doubt)
        return compile_dossiers(files)


def faulty(files: Files, random: Random) -> Files:
    """Return a project's seeds with slips in a few of them."""
    chosen = random.sample(sorted(files), k=min(3, len(files)))
    return {**files, **{name: mutated(files[name], random) for name in chosen}}


@pytest.mark.parametrize("seed", range(6))
def test_rows_places_and_findings_do_not_depend_on_the_reader(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: data for name, data in base_files().items() if name.startswith("seeds/") and name.endswith(".yaml")}
    files = faulty(files, Random(seed)) if seed else files
    monkeypatch.setattr(compiling, "FILES_AT_ONCE", 2)
    assert outcome(compile_dossiers(files)) == outcome(strictly(files, monkeypatch))


@pytest.mark.long
def test_all_dossiers_at_hand_compile_alike_whoever_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = strictly(seeds(), monkeypatch)
    found = compile_dossiers(seeds())
    assert {name: frame.rows() for name, frame in found.frames.items()} == {
        name: frame.rows() for name, frame in expected.frames.items()
    }
    assert (found.findings, found.added) == (expected.findings, expected.added)
    for name, frame in expected.origins.items():
        assert found.origins[name].equals(frame)


def some_seeds() -> dict[str, bytes]:
    return dict(list(seeds().items())[:120])


def test_files_are_packed_and_unpacked_as_they_were() -> None:
    files = [(number, name, data) for number, (name, data) in enumerate(some_seeds().items())]
    part = part_of(files, TABLES)
    assert PackedFiles.from_bytes(part.to_bytes()) == part
    assert part.own > 100


@pytest.mark.parametrize("helpers", [1, 2])
def test_helpers_change_nothing(helpers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    files = some_seeds()
    alone = outcome_of_frames(compile_dossiers(files))
    monkeypatch.setattr(compiling, "FILES_AT_ONCE", 20)
    monkeypatch.setattr(compiling, "helpers", lambda *_: helpers)
    assert outcome_of_frames(compile_dossiers(files)) == alone


def test_what_a_helper_leaves_undone_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    files = some_seeds()
    alone = outcome_of_frames(compile_dossiers(files))
    monkeypatch.setattr(compiling, "FILES_AT_ONCE", 20)
    monkeypatch.setattr(compiling, "helpers", lambda *_: 1)
    monkeypatch.setattr(helping, "_CODE", "import sys; sys.exit(1) # {}")
    assert outcome_of_frames(compile_dossiers(files)) == alone
    monkeypatch.setattr(sys, "executable", str(ROOT / "no such program"))
    assert outcome_of_frames(compile_dossiers(files)) == alone


def outcome_of_frames(compiled: Compiled) -> Any:
    held = [*compiled.frames.values(), *compiled.origins.values()]
    return [frame.rows() for frame in held], compiled.findings, compiled.added


def test_the_limit_of_rows_does_not_depend_on_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    files = some_seeds()
    monkeypatch.setattr(rows, "MAX_ROWS", 300)
    alone = outcome_of_frames(compile_dossiers(files))
    assert [finding.code for finding in alone[1]].count("OS134") == 1
    monkeypatch.setattr(compiling, "FILES_AT_ONCE", 20)
    monkeypatch.setattr(compiling, "helpers", lambda *_: 1)
    assert outcome_of_frames(compile_dossiers(files)) == alone


def test_a_helper_does_not_look_for_modules_in_the_working_folder(tmp_path: Any) -> None:
    (tmp_path / "marshal.py").write_text("raise SystemExit(9)\n")
    (tmp_path / "gc.py").write_text("raise SystemExit(9)\n")
    (tmp_path / "overseas_stations.py").write_text("raise SystemExit(9)\n")
    code = helping._CODE.format(repr(sys.path))
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_frame_is_written_as_its_rows_are() -> None:
    table, seen = TABLES["response_stations"], Counter[bool]()
    cell = st.none() | st.text(st.sampled_from('ab,"\n\r\t ;é\u2028\x00'), min_size=1, max_size=4)

    @settings(STEADY, max_examples=200)
    @given(st.lists(st.tuples(*[cell] * len(table.names)), max_size=4))
    def look(found: list[tuple[str | None, ...]]) -> None:
        frame = pl.DataFrame(found, schema=dict.fromkeys(table.names, pl.String), orient="row")
        written = frame_csv(frame)
        assert written == csv_bytes(table, frame.rows(named=True))
        seen[b'"' in written] += 1

    look()
    assert min(seen.values()) > 20
