"""Dossiers as YAML: strict, bounded, every fault at its place; and what compilation makes of them."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.dossiers.kinds import KINDS
from overseas_stations.dossiers.template import record_block, template
from overseas_stations.findings import Finding
from overseas_stations.formats.strict_yaml import (
    MAX_BYTES,
    MAX_NODES,
    MappingNode,
    ScalarNode,
    SequenceNode,
    YamlFault,
    parse,
)
from overseas_stations.schemas.json_schema import dossier_schema
from repository import ROOT

BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("OS131", 1, 1)),
        (b"a: 1\n\tb: 2\n", ("OS131", 2, 1)),
        (b"a: 'open\n", ("OS131", 1, 4)),
        (b'a: "open\nb: c\nd: "e"\n', ("OS131", 1, 4)),
        (b"- a\n- 'it's\n  not'\n", ("OS131", 2, 7)),
        (b"a: [b, c\nd: e\n", ("OS131", 1, 4)),
        (b"a: {b: c\nd: e\n", ("OS131", 1, 4)),
        (b"a: b: c\n", ("OS131", 1, 5)),
        (b"a: \x01\n", ("OS131", 1, 4)),
        (b"a: 1\nb: 2\na: 3\n", ("OS132", 3, 1)),
        (BOMB, ("OS133", 1, 4)),
        (b"a: *b\n", ("OS133", 1, 4)),
        (b"a: !!python/object:os.system x\n", ("OS133", 1, 4)),
        (b"<<: {a: 1}\n? [x]\n: y\n", ("OS133", 2, 3)),
        (b"a: 1\n---\nb: 2\n", ("OS133", 2, 1)),
        (b"%YAML 1.2\n---\na: 1\n", ("OS133", 1, 1)),
        (b"[" * 1000, ("OS134", 1, 13)),
        (b"a: " + b"x" * MAX_BYTES, ("OS134", 1, 1)),
        (b"[" + b"x," * MAX_NODES + b"]", ("OS134", 1, 2 * MAX_NODES)),
        (b"a: 1\nb\xc3\xa9: \xff\n", ("OS104", 2, 5)),
        ("a: 1\n".encode("utf-16"), ("OS104", 1, 1)),
        (b"a: 1\nb: \0\n", ("OS106", 2, 4)),
    ],
)
def test_what_is_not_strict_yaml_is_one_finding_at_its_place(data: bytes, expected: tuple[str, int, int]) -> None:
    with pytest.raises(YamlFault) as caught:
        parse(data, "f.yaml", [])
    finding = caught.value.finding
    assert (finding.code, finding.line, finding.column, finding.file) == (*expected, "f.yaml")


def test_a_byte_order_mark_keeps_nothing_from_being_read() -> None:
    findings: list[Finding] = []
    data = b"a: 1\nb: [2, 3]\n"
    assert parse(b"\xef\xbb\xbf" + data, "f.yaml", findings) == parse(data, "f.yaml", [])
    assert [(finding.code, finding.line, finding.column) for finding in findings] == [("OS105", 1, 1)]


def test_scalars_stay_text_and_keep_their_places() -> None:
    root = parse(b"a: NO\nb:\n  - 012\n  - 2022-12\n  -\nc: ''\n", "f.yaml", [])
    assert isinstance(root, MappingNode)
    listed = root.items["b"]
    assert isinstance(listed, SequenceNode)
    assert root.items["a"] == ScalarNode(1, 4, "NO")
    assert listed.items == [ScalarNode(3, 5, "012"), ScalarNode(4, 5, "2022-12"), ScalarNode(5, 4, None)]
    assert root.items["c"] == ScalarNode(6, 4, "")


def test_any_bytes_compile_to_findings_and_never_raise() -> None:
    codes: set[str] = set()
    signs = st.text(alphabet="ab:-?[]{}&*!|>'\"%@ \n\t#,", max_size=80).map(str.encode)

    @given(st.binary(max_size=200) | signs)
    def compile_any(data: bytes) -> None:
        compiled = compile_dossiers({"seeds/2022/x.yaml": data})
        assert compiled.findings
        assert all(finding.file == "seeds/2022/x.yaml" for finding in compiled.findings)
        codes.update(finding.code for finding in compiled.findings)

    compile_any()
    assert {"OS104", "OS131"} < codes


def test_the_template_reads_without_an_unknown_key() -> None:
    text = template("example-news-2023-01-05", "2023-01-05")
    compiled = compile_dossiers({"seeds/2023/example-news-2023-01-05.yaml": text.encode()})
    assert compiled.findings == []
    assert compiled.rows["sources"][0].cells["published"] == "2023-01-05"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_blocks_of_records_read_without_an_unknown_key(kind: str) -> None:
    text = template("example-news-2023-01-05", "2023-01-05").replace(
        "\ndeclares:\n", "\ndeclares:\n" + record_block(kind)
    )
    compiled = compile_dossiers({"seeds/2023/example-news-2023-01-05.yaml": text.encode()})
    assert compiled.findings == []
    assert len(compiled.rows[KINDS[kind]]) == 1


def test_sections_left_empty_as_in_the_template_fit_the_schema() -> None:
    from jsonschema import Draft202012Validator

    text = template("example-news-2023-01-05", "2023-01-05")
    written = yaml.safe_load(text)
    empty = {name for name, section in written.items() if section is None}
    assert empty == {"relations", "expects", "declares", "supports", "disputes"}
    faults = Draft202012Validator(dossier_schema()).iter_errors(written)
    assert {fault.absolute_path[0] for fault in faults} == {"source"}, "what is required is yet to be filled in"


def test_the_kept_template_is_the_generated_one() -> None:
    kept = ROOT / "seeds" / "template.yaml"
    assert kept.read_text(encoding="utf-8") == template(), "write it anew with overseas_stations.dossiers.template"


BASE = """
source: {id: base, kind: news, publisher: P, language: en, extent_read: whole, accessed: 2023, title: T,
  published: 2022}
declares:
  stations:
    - {id: ec-quito-1, country: EC, city: Quito, precision: city, status: reported, first_reported: 2022}
"""
OTHER = """
source: {id: other, kind: news, publisher: P, language: en, extent_read: whole, accessed: 2024, title: T,
  published: 2023}
supports:
  - record: ec-quito-1
    adds: {%s}
"""


def compiled_with(adds: str) -> tuple[dict[str, str | None], set[str]]:
    files = {"seeds/2022/base.yaml": BASE.encode(), "seeds/2023/other.yaml": (OTHER % adds).encode()}
    compiled = compile_dossiers(files)
    return compiled.rows["stations"][0].cells, {finding.code for finding in compiled.findings}


def test_a_supporting_source_fills_an_empty_field() -> None:
    cells, codes = compiled_with("name_as_reported: A counter")
    assert (cells["name_as_reported"], codes) == ("A counter", set())


def test_a_supporting_source_makes_a_date_more_precise() -> None:
    cells, codes = compiled_with("first_reported: 2022-09")
    assert (cells["first_reported"], codes) == ("2022-09", set())


def test_a_supporting_source_never_replaces_a_value() -> None:
    cells, codes = compiled_with("city: Cuenca")
    assert (cells["city"], codes) == ("Quito", {"OS409"})


def test_a_vaguer_date_supports_a_precise_one() -> None:
    files = {"seeds/2022/base.yaml": BASE.replace("first_reported: 2022", "first_reported: 2022-09").encode()}
    compiled = compile_dossiers(files | {"seeds/2023/other.yaml": (OTHER % "first_reported: 2022").encode()})
    assert compiled.rows["stations"][0].cells["first_reported"] == "2022-09"
    assert compiled.findings == []


@pytest.mark.parametrize(
    "key",
    [
        "id: ec-quito-2", "status: reported_closed", "passages: x", "source_id: x", "note: x",
        "basis: listed", "attributed_to: x", "event_date: 2022-09",
    ],
)  # fmt: skip
def test_what_is_no_fact_of_the_record_cannot_be_added(key: str) -> None:
    assert compiled_with(key)[1] == {"OS135"}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        pytest.param(["reported_closed 2023"], ("reported_closed", "2023"), id="later"),
        pytest.param(["reported_closed 2021"], ("reported_closed", "2021"), id="says-more-than-reported"),
        pytest.param(["reported 2023"], ("reported", "2023"), id="reported-again"),
        pytest.param(["reported_closed 2022", "reported_active 2023"], ("reported_active", "2023"), id="open-again"),
        pytest.param(["under_investigation 2022", "closure_ordered 2022"], ("closure_ordered", "2022"), id="furthest"),
        pytest.param(["closure_ordered 2022", "denied 2023"], ("closure_ordered", "2022"), id="unknown-term"),
        pytest.param(
            ["closure_ordered 2022", "under_investigation 2022-03"], ("under_investigation", "2022-03"), id="vague"
        ),
    ],
)
def test_the_status_is_the_last_that_says_more_than_reported(statuses: list[str], expected: tuple[str, str]) -> None:
    rows = "".join(
        f"    - {{station_id: ec-quito-1, status: {status}, as_of: {as_of}}}\n"
        for status, as_of in (text.split() for text in statuses)
    )
    later = (OTHER % "name_as_reported: x") + f"declares:\n  station_statuses:\n{rows}"
    compiled = compile_dossiers({"seeds/2022/base.yaml": BASE.encode(), "seeds/2023/other.yaml": later.encode()})
    cells = compiled.rows["stations"][0].cells
    assert (cells["status"], cells["status_as_of"]) == expected
