"""One fault per file: each rule has a case that plants its fault, and nothing else is found, at no other place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casework import BASE, CASES, case_files, findings_of, load_case, place
from overseas_stations.checking import Options, load_project
from overseas_stations.expressions import nw
from overseas_stations.findings import Finding
from overseas_stations.report_parts import VERDICTS
from overseas_stations.rules import registry
from overseas_stations.rules.core.checks import WrongCells, WrongRows
from overseas_stations.rules.core.registry import PackageView
from overseas_stations.rules.registry import CORE
from overseas_stations.texts.at_hand import Texts
from overseas_stations.waivers.applying import apply_waivers
from overseas_stations.waivers.reading import NAME, can_be_waived, read_waivers
from overseas_stations.waivers.writing import dump, waivers_for

# No file can make a rule crash: test_a_rule_that_crashes_is_a_finding does.
WITHOUT_CASE = {"OS199"}

# Findings that a fault cannot do without: what stands beside the rule's own code in the files of these rules.
COMPANIONS = {
    "OS115": {"OS198"},  # a descriptor that cannot be read names no table, so most rules are left out
    "OS119": {"OS198"},  # nor does an archive that is not opened
    "OS124": {"OS107"},  # a carriage return alone is a line end other than LF as well
    "OS145": {"OS127"},  # nobody says of which bytes a hash of several files is
    "OS198": {"OS101"},  # rules are left out because a table is missing
}


def codes(path: Path) -> set[str]:
    return {entry["code"] for entry in load_case(path)["expected"]}


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = load_case(path)
    found = findings_of(case, tmp_path)
    described = "\n".join(f"{place(finding)} {finding.message}" for finding in found)
    assert {place(finding) for finding in found} == {place(entry) for entry in case["expected"]}, described
    for entry in case["expected"]:
        named = {key: text for key, text in entry.items() if key in ("table", "field", "record_id", "value")}
        here = [finding for finding in found if place(finding) == place(entry)]
        assert any(all(getattr(finding, key) == text for key, text in named.items()) for finding in here), described
    assert_waived(found, tmp_path)


def assert_waived(found: list[Finding], folder: Path) -> None:
    """What can be waived is waived by the waivers that are printed for it, and nothing else is."""
    day = "2026-02-01"
    made, without = waivers_for(found, owner="data team", reason="known", expires=day)
    assert all(not can_be_waived(finding.code) or finding.unseen for finding in without)
    path = folder / NAME
    path.write_text(dump(made), encoding="utf-8")
    read = read_waivers(path, CORE.rules)
    settled = apply_waivers(read, found, today=day)
    assert {finding.code for finding in settled.findings} == {finding.code for finding in without}
    assert {item.finding for item in settled.waived} == {
        replace(f, count=f.count - f.unseen, unseen=0) for f in found if can_be_waived(f.code)
    }
    assert apply_waivers(read, found, today="2026-02-02").waived == ()


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_case_is_of_one_rule(path: Path) -> None:
    code = path.stem[:5]
    assert codes(path) <= {code} | COMPANIONS.get(code, set())
    assert code in codes(path)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {path.stem[:5] for path in case_files()} == set(CORE.rules) - WITHOUT_CASE
    assert {path.name for path in CASES.iterdir()} == {path.name for path in case_files()} | {"README.md"}


@pytest.mark.parametrize("options", [Options(), Options(texts=Texts(BASE / "texts"), today="2026-02-01")])
def test_the_base_has_no_fault(options: Options) -> None:
    project = load_project(BASE, options)
    assert project.report.findings == ()
    assert all(project.report.rows.values()), "every table has a row"
    verdicts = dict.fromkeys(VERDICTS, 0)
    passages = sum(row.cells["passage_sha256"] is not None for row in project.compiled.rows["evidence"])
    assert project.report.evidence == verdicts | {"exact" if options.texts else "not_checked": passages}


def no_such_column(_: object) -> Iterator[WrongCells]:
    yield WrongCells(CORE.rules["OS611"], "sources", "title", lambda: nw.col("no such column") == "x")


def no_such_index(tables: PackageView) -> Iterator[WrongRows]:
    frame = tables.index["sources"].filter(nw.col("no such column") == "x").select("row")
    yield WrongRows(CORE.rules["OS604"], frame, at=("stations", "geonames_id"))


def planted(_: object) -> Iterator[WrongCells]:
    raise RuntimeError("planted")


@pytest.mark.parametrize(
    ("code", "crash"), [("OS611", no_such_column), ("OS611", planted), ("OS604", no_such_index), ("OS604", planted)]
)
def test_a_rule_that_crashes_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, crash: Any
) -> None:
    """The crash is told with the rule's code, and the other rules still find what they look for."""
    of_cells = [replace(c, find=crash) if c.rule.code == code else c for c in CORE.cell_checks]
    of_rows = [replace(c, find=crash) if c.rule.code == code else c for c in CORE.row_checks]
    monkeypatch.setattr(registry, "CORE", replace(CORE, cell_checks=of_cells, row_checks=of_rows))
    found = findings_of(load_case(CASES / "OS602.yaml"), tmp_path)
    assert sorted(finding.code for finding in found) == ["OS199", "OS602"]
    (crashed,) = (finding for finding in found if finding.code == "OS199")
    assert (crashed.value, crashed.severity) == (code, "error")
