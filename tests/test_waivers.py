"""Waivers: what is waived does not count, until the day; what is wrong with a waiver is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from casework import (
    base_files,
    case_files,
    check_of,
    hashed,
    load_case,
    options_of,
    package_files,
    package_of,
    plant,
    write,
)
from draws import STEADY
from overseas_stations.checking import Options, check_project, folder_of, load_project, validate
from overseas_stations.findings import Finding, Report, Severity, Waiver
from overseas_stations.handed_over import InputError
from overseas_stations.rules.registry import CORE
from overseas_stations.tables import TABLES
from overseas_stations.waivers.applying import WAIVABLE, apply_waivers
from overseas_stations.waivers.reading import NAME, Waivers, can_be_waived, has_address, read_waivers
from overseas_stations.waivers.writing import dump, waivers_for
from small_project import Overseas, Unusable

DAY = "2026-02-01"


def first_of_each_kind(paths: Iterable[Path]) -> list[Path]:
    kinds: dict[str, Path] = {}
    for path in paths:
        kinds.setdefault(load_case(path)["kind"], path)
    return list(kinds.values())


EU = {"file": "seeds/2023/example-ministry-2023-04-10.yaml", "find": "country: IE", "replace": "country: EU"}


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def errors(report: Report) -> set[str]:
    return {finding.code for finding in report.findings if finding.severity is Severity.ERROR}


def codes(report: Report) -> list[str]:
    return sorted(finding.code for finding in report.findings)


def waiver(code: str, **more: str) -> Waiver:
    return replace(Waiver(code, "data team", "the ministry was asked", DAY), **more)


def waivers_file(folder: Path, *waivers: Waiver) -> Path:
    path = folder / NAME
    path.write_text(dump(waivers), encoding="utf-8")
    return path


# Round trip


NOT_WAIVED = {"OS807", "OS809", "OS891"}
"""A comparison or an upgrade that did not take place."""


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.stem) for path in first_of_each_kind(case_files()) if path.stem[:5] not in NOT_WAIVED],
)
def test_printed_waivers_make_it_valid_until_the_day_and_not_after(path: Path, tmp_path: Path) -> None:
    case = load_case(path)
    check = check_of(case, tmp_path / "case")
    options = replace(options_of(case, tmp_path / "case"), max_findings=WAIVABLE)
    options = replace(options, today=options.today or DAY)
    before = check(options)
    is_project = case["kind"] in ("dossier", "build", "pending")
    base = "" if is_project else folder_of(package_of(case, tmp_path / "case"))
    made, without = waivers_for(
        before.findings, owner="data team", reason="known", expires=options.today or "", base=base
    )
    options = replace(options, waivers=waivers_file(tmp_path, *made))
    on_the_day, after = check(options), check(replace(options, today=day_after(options.today or "")))
    assert on_the_day.valid
    assert {finding.code for finding in on_the_day.findings} <= {finding.code for finding in without}
    assert on_the_day.waived_count == sum(before.counts.values()) - sum(finding.count for finding in without)
    assert {item.finding for item in on_the_day.waived} == set(before.findings) - set(without)
    assert not after.valid
    assert after.waived == ()
    assert sum(finding.count for finding in after.findings if finding.code == "OS902") == len(made)


names = st.one_of(st.none(), st.text(st.characters(), min_size=1, max_size=30))
lines = st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable() and text == text.strip(" "))


said = lines.filter(lambda text: not has_address(text))
places = st.fixed_dictionaries(
    {"table": st.sampled_from([None, *TABLES]), "record_id": names, "field": names, "file": names}
)


def test_waivers_of_any_text_are_read_as_they_were_written(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()

    @settings(STEADY, max_examples=200)
    @given(st.sampled_from([code for code in CORE.rules if can_be_waived(code)]), places, said, said)
    def read_back(code: str, place: dict[str, Any], owner: str, reason: str) -> None:
        found = Finding(code, Severity.ERROR, "x", **place)
        made, without = waivers_for([found], owner=owner, reason=reason, expires=DAY)
        assert bool(made) != bool(without)
        read = read_waivers(waivers_file(tmp_path, *made), CORE.rules)
        assert read.findings == ()
        assert [replace(one, place=("", 1, 1)) for one in read.entries] == made
        settled = apply_waivers(read, [found], today=DAY)
        assert [item.finding for item in settled.waived] == ([found] if made else [])
        seen["made" if made else "without"] += 1

    read_back()
    assert seen["made"] > 20
    assert seen["without"] > 0


# What is waived, and what is not


def stations(*changes: tuple[str, str], folder: Path) -> Path:
    """Write a package with a fault in the table of stations, and return its folder."""
    edits = [{"file": "tables/stations.csv", "find": find, "replace": new} for find, new in changes]
    write(folder, hashed(plant(package_files(), {"edits": edits})))
    return folder


TWO_FAULTS = (("ec-quito-1,EC", "ec-quito-1,XQ"), ("ie-dublin-1,IE", "ie-dublin-1,XQ"))


@pytest.mark.parametrize(
    ("stated", "waived"),
    [
        ({"record_id": "ec-quito-1"}, 1),
        ({"table": "stations", "field": "country"}, 2),
        ({"file": "tables/stations.csv"}, 2),
        ({"table": "stations", "field": "city"}, 0),
        ({"table": "figures"}, 0),
        ({"record_id": "ec-quito-2"}, 0),
        ({"file": "stations.csv"}, 0),
    ],
    ids=str,
)
def test_a_waiver_fits_where_all_that_it_states_is_equal(
    stated: Mapping[str, str], waived: int, tmp_path: Path
) -> None:
    package = stations(*TWO_FAULTS, folder=tmp_path / "package")
    options = Options(today=DAY, waivers=waivers_file(tmp_path, waiver("OS204", **stated)))
    report = validate(package, options)
    assert (report.counts["error"], report.waived_count) == (2 - waived, waived)
    assert [finding.code for finding in report.findings if finding.severity is not Severity.ERROR] == (
        [] if waived else ["OS903"]
    )


def test_a_file_is_named_as_the_report_shows_it_or_as_it_is_in_the_package(tmp_path: Path) -> None:
    package = stations(TWO_FAULTS[0], folder=tmp_path / "package")
    shown = validate(package).findings[0].file
    assert shown == f"{package.as_posix()}/tables/stations.csv"
    for file in (shown, "tables/stations.csv"):
        assert validate(package, Options(waivers=waivers_file(tmp_path, waiver("OS204", file=file)))).valid


def test_the_closest_waiver_is_taken_whatever_the_order(tmp_path: Path) -> None:
    package = stations(*TWO_FAULTS, folder=tmp_path / "package")
    wide = waiver("OS204", table="stations", owner="wide")
    close = waiver("OS204", table="stations", record_id="ec-quito-1", field="country", owner="close")
    for order in ((wide, close), (close, wide)):
        report = validate(package, Options(today=DAY, waivers=waivers_file(tmp_path, *order)))
        owners = {item.finding.record_id: item.waiver.owner for item in report.waived}
        assert (report.findings, owners) == ((), {"ec-quito-1": "close", "ie-dublin-1": "wide"})


def test_an_expired_waiver_waives_nothing_and_is_told_once(tmp_path: Path) -> None:
    package = stations(TWO_FAULTS[0], folder=tmp_path / "package")
    options = Options(waivers=waivers_file(tmp_path, waiver("OS204", table="stations")))
    assert codes(validate(package, replace(options, today=DAY))) == []
    assert codes(validate(package, replace(options, today=day_after(DAY)))) == ["OS204", "OS902"]
    assert codes(validate(package, options)) == ["OS904"]
    assert validate(package, options).valid


def test_a_waiver_whose_rule_did_not_run_there_is_not_called_unused(tmp_path: Path) -> None:
    write(tmp_path / "package", hashed(package_files()))
    texts = waiver("OS501", table="evidence")  # runs with texts alone
    figures = waiver("OS203", table="figures")
    options = Options(today=DAY, waivers=waivers_file(tmp_path, texts, figures))
    assert codes(validate(tmp_path / "package", options)) == ["OS903"]
    assert codes(validate(tmp_path / "package/tables/stations.csv", options, table="stations")) == []


def test_the_rules_on_waivers_run_where_there_are_waivers(tmp_path: Path) -> None:
    write(tmp_path / "package", hashed(package_files()))
    ran = {code for code in CORE.rules if "OS901" <= code <= "OS909"}
    assert ran.isdisjoint(validate(tmp_path / "package").rules_run)
    options = Options(waivers=waivers_file(tmp_path))
    assert set(validate(tmp_path / "package", options).rules_run) >= ran - {"OS902"}
    assert set(validate(tmp_path / "package", replace(options, today=DAY)).rules_run) >= ran - {"OS904"}


@pytest.mark.parametrize("code", CORE.rules)
def test_a_failure_to_check_is_never_waived(code: str) -> None:
    finding = Finding(code, Severity.ERROR, "x", table="stations")
    made, without = waivers_for([finding], owner="a", reason="b", expires=DAY)
    assert can_be_waived(code) == bool(made) != bool(without)
    assert can_be_waived(code) == (code not in ("OS198", "OS199", *NOT_WAIVED) and code[:4] != "OS90")


# What waivers cannot see


def wrong_sources(number: int) -> dict[str, pl.DataFrame]:
    """Return frames with so many sources whose languages are of no list."""
    rows = [dict(row) for row in _base_sources()]
    row = rows[0]
    made = [row | {"id": f"example-{n}", "url": f"https://example.org/{n}", "language": "qq"} for n in range(number)]
    return {"sources": pl.DataFrame(made, schema=dict.fromkeys(TABLES["sources"].names, pl.String))}


def _base_sources() -> list[dict[str, Any]]:
    import csv
    import io

    read = csv.DictReader(io.StringIO(package_files()["tables/sources.csv"].decode()))
    return [{name: text or None for name, text in row.items()} for row in read]


def test_what_is_beyond_the_bound_stays_counted(tmp_path: Path) -> None:
    frames = wrong_sources(WAIVABLE + 200)
    wide = waivers_file(tmp_path, waiver("OS204", table="sources", field="language"))
    report = ovs.validate(frames, waivers=wide, today=DAY)
    assert (report.valid, report.counts["error"], report.waived_count) == (False, 200, WAIVABLE)
    (left,) = (finding for finding in report.findings if finding.code == "OS204")
    assert (left.count, left.record_id, left.row) == (200, None, None)
    assert "beyond the first 1000" in left.message
    made, without = waivers_for(
        ovs.validate(frames, max_findings=WAIVABLE).findings, owner="a", reason="b", expires=DAY
    )
    assert (len(made), [finding.code for finding in without]) == (WAIVABLE, ["OS204"])
    assert ovs.validate(frames, waivers=waivers_file(tmp_path, *made[5:]), today=DAY).counts["error"] == 205


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_cap_on_what_is_shown_does_not_hide_what_is_waived(tmp_path: Path, engine: Any) -> None:
    frames = wrong_sources(60)
    made, _ = waivers_for(ovs.validate(frames, max_findings=60).findings, owner="a", reason="b", expires=DAY)
    path = waivers_file(tmp_path, *made[:50])
    report = ovs.validate(frames, waivers=path, today=DAY, max_findings=3, engine=engine)
    assert (report.counts["error"], report.waived_count, len(report.findings)) == (10, 50, 3)
    whole = ovs.validate(frames, waivers=waivers_file(tmp_path, *made), today=DAY, max_findings=1, engine=engine)
    assert (whole.valid, whole.findings, whole.waived_count) == (True, (), 60)


def test_rows_without_order_that_look_alike_are_waived_together(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    frames = {"sources": duckdb.from_arrow(pl.concat([wrong_sources(1)["sources"]] * 3).to_arrow())}
    before = ovs.validate(frames)
    made, without = waivers_for(before.findings, owner="a", reason="b", expires=DAY)
    assert without == []
    report = ovs.validate(frames, waivers=waivers_file(tmp_path, *made), today=DAY)
    assert (report.findings, report.waived_count) == ((), sum(before.counts.values()))


# The file


def test_a_project_uses_its_own_waivers(overseas: Overseas, tmp_path: Path) -> None:
    write(tmp_path, plant(base_files(), {"edits": [EU]}))
    (tmp_path / "pyproject.toml").touch()
    assert errors(load_project(tmp_path).report) == {"OS611"}
    waivers_file(tmp_path, waiver("OS611", table="responses"))
    project = load_project(tmp_path, Options(today=DAY))
    assert (project.report.valid, project.report.waived_count, project.unbuildable) == (True, 1, ())
    done = overseas("build", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    done = overseas("check", "--today", DAY, cwd=tmp_path)
    assert done.returncode == 0
    assert "waived until 2026-02-01 by data team: the ministry was asked" in done.stdout
    assert done.stdout.endswith("valid: 0 errors, 0 warnings, 0 for information, 1 waived\n")
    assert overseas("check", "--today", day_after(DAY), cwd=tmp_path).returncode == 1
    assert overseas("validate", "datapackage", "--waivers", NAME, "--today", DAY, cwd=tmp_path).returncode == 0


def test_what_is_waived_and_cannot_be_written_is_said(overseas: Overseas, tmp_path: Path) -> None:
    write(tmp_path, plant(base_files(), {"edits": [{**EU, "replace": "country: XQ"}]}))
    (tmp_path / "pyproject.toml").touch()
    found = load_project(tmp_path).report.findings
    made, _ = waivers_for(found, owner="a", reason="b", expires=DAY)
    waivers_file(tmp_path, *made)
    project, report = check_project(tmp_path, Options(today=DAY))
    assert "OS204" in project.unbuildable
    assert (report.valid, codes(report)) == (True, ["OS198"])
    assert "OS122" in report.findings[0].message
    assert "OS122" not in report.rules_run
    done = overseas("build", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "OS204" in done.stderr
    assert not (tmp_path / "datapackage").exists()


WRITABLE_CASES = [path for path in case_files() if "OS4" <= path.stem < "OS8" and load_case(path)["kind"] == "dossier"]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path, id=path.stem, marks=[pytest.mark.verify if number % 3 else pytest.mark.long] if number else []
        )
        for number, path in enumerate(WRITABLE_CASES)
    ],
)
def test_what_is_waived_and_can_be_written_is_written(path: Path, tmp_path: Path) -> None:
    case = load_case(path)
    write(tmp_path, plant(base_files(), case))
    options = options_of(case, tmp_path)
    made, _ = waivers_for(load_project(tmp_path, options).report.findings, owner="a", reason="b", expires=DAY)
    project = load_project(tmp_path, replace(options, waivers=waivers_file(tmp_path, *made)))
    assert project.report.valid
    if not project.unbuildable:
        assert "tables/stations.csv" in project.built_files()["datapackage"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"- code: OS602\n  code: OS602\n", "OS132"),
        (b"- &a {code: OS602}\n", "OS133"),
        (b"- [", "OS131"),
        (b"", "OS131"),
        (b"\xff", "OS104"),
        pytest.param(b"- code: 'OS602'\n" * 100_000, "OS134", marks=pytest.mark.long),
    ],
)
def test_the_file_is_read_strictly(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(content)
    read = read_waivers(tmp_path / NAME, CORE.rules, NAME)
    assert (read.entries, [finding.code for finding in read.findings]) == ((), [code])
    assert read.findings[0].file == NAME


def test_a_link_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("[]\n")
    (project / NAME).symlink_to(tmp_path / "elsewhere.yaml")
    assert errors(load_project(project).report) == {"OS123"}


def test_an_empty_list_is_no_fault(tmp_path: Path) -> None:
    assert dump([]) == "[]\n"
    assert read_waivers(waivers_file(tmp_path), CORE.rules) == Waivers((tmp_path / NAME).as_posix())


def test_a_file_that_is_not_there_cannot_be_used(unusable: Unusable, tmp_path: Path) -> None:
    write(tmp_path, hashed(package_files()))
    with pytest.raises(InputError, match="not a file of waivers"):
        ovs.validate(tmp_path, waivers=tmp_path / "nowhere.yaml")
    unusable("validate", tmp_path, "--waivers", "nowhere.yaml", cwd=tmp_path)


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("@data-team", False),
        ("@org/data-team", False),
        ("data team, @octo", False),
        ("who@example.org", True),
        ("who＠example.org", True),
        ("who (at) example.org", True),
        ("<who@localhost>", True),
    ],
)
def test_addresses_are_told_from_handles(text: str, is_address: bool) -> None:
    assert has_address(text) is is_address


# The command


WHO = ("--owner", "@data-team", "--reason", "asked: “why?” # \\ 'x' \"y\"", "--expires", DAY)


def test_the_command_prints_waivers_for_a_project(overseas: Overseas, faulty: Path) -> None:
    done = overseas("waivers", ".", *WHO, cwd=faulty)
    assert (done.returncode, done.stderr) == (0, "")
    (faulty / NAME).write_text(done.stdout, encoding="utf-8")
    assert overseas("check", "--today", DAY, cwd=faulty).returncode == 0
    assert overseas("check", "--today", day_after(DAY), cwd=faulty).returncode == 1
    assert overseas("waivers", ".", *WHO, "--today", DAY, cwd=faulty).stdout == "[]\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--owner", "who@example.org"), "owner holds an e-mail address"),
        (("--reason", "two\nlines"), "reason is two"),
        (("--expires", "2026-02"), "a day that exists"),
        (("--expires", "2026-02-30"), "a day that exists"),
        (("--owner", ""), "owner is"),
        (("--waivers", "nowhere.yaml"), "nowhere.yaml is not a file"),
        (("--today", "tomorrow"), "is not a day"),
    ],
    ids=str,
)
def test_what_the_command_cannot_use_is_one_line(
    unusable: Unusable, faulty: Path, more: tuple[str, ...], said: str
) -> None:
    assert said in unusable("waivers", ".", *WHO, *more, cwd=faulty)
    unusable("waivers", "nowhere", *WHO, cwd=faulty)
