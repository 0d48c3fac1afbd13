"""The command line: what each command prints where, and how it ends. 0: no error, 1: errors, 2: could not be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from commands_at_hand import CASES, COMMANDS, FOLDER
from overseas_stations.cli.app import app
from overseas_stations.dossiers.kinds import KINDS, Kind
from overseas_stations.findings import Finding, Report, Severity
from overseas_stations.releases.changes import Changes, ComparedVersion
from overseas_stations.reports.change_formats import ChangesFormat
from overseas_stations.reports.changes import render_changes
from overseas_stations.reports.github import LIMIT, render_commands
from overseas_stations.schemas.json_schema import report_schema
from small_project import (
    COMMAND,
    DENIAL,
    SOURCE,
    STATION,
    WORDS,
    Overseas,
    Unusable,
    dossier,
    overseas_as,
    overseas_process,
    passage,
)

SAMPLE = (
    ("check", "--texts", "seeds/texts"),
    ("check", "--today", "2022-12-31"),
    ("validate", "nowhere"),
    ("rules", "--help"),
    ("rules", "--no-such-option"),
)
"""A sound project, one with errors, input that cannot be used, help, a slip of the fingers."""


@pytest.mark.parametrize("arguments", SAMPLE, ids=" ".join)
def test_the_command_in_the_process_of_the_tests_is_that_of_a_process(
    overseas: Overseas, built: Path, arguments: tuple[str, ...]
) -> None:
    """The other tests look at the first alone."""
    here, there = (run(*arguments, cwd=built, env={"TERM": "dumb"}) for run in (overseas, overseas_process))
    assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)


def test_running_the_command_leaves_the_process_as_it_was(overseas: Overseas, built: Path) -> None:
    def state() -> tuple[object, ...]:
        hooks = (sys.stdin, sys.stdout, sys.stderr, sys.argv, sys.excepthook)
        return (Path.cwd(), dict(os.environ), warnings.filters.copy(), *map(id, hooks))

    before = state()
    for arguments in SAMPLE:
        overseas(*arguments, cwd=built, env={"COLUMNS": "60", "ANOTHER": "1"})
    assert state() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert shown.exit_code == 0
    assert f"Example: overseas {command}" in shown.output.replace("`", "")


def test_every_command_has_a_case() -> None:
    assert sorted(CASES) == COMMANDS, "say in tests/commands/ how the command is run"
    assert len(CASES) == len(list(FOLDER.glob("*.yaml"))), "two files are of one command"


def test_what_the_command_offers_has_somebody_who_does_it() -> None:
    """The words are listed apart, so that they can be offered before anything is loaded."""
    assert [*KINDS] == [*get_args(Kind)]
    none = Changes(ComparedVersion("old", "0.1.0", None), ComparedVersion("new", "0.1.0", None))
    told = {form: render_changes(none, form) for form in get_args(ChangesFormat)}
    assert len({*told.values()}) == len(told)


def test_check_of_a_sound_project(overseas: Overseas, built: Path) -> None:
    done = overseas("check", "--texts", "seeds/texts", "--today", "2023-02-01", cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    assert "valid: 0 errors" in done.stdout
    assert "exact 3" in done.stdout


def test_check_says_that_the_build_is_stale(overseas: Overseas, built: Path) -> None:
    (built / "datapackage" / "tables" / "stations.csv").unlink()
    done = overseas("check", cwd=built)
    assert done.returncode == 1
    assert "OS122 datapackage/tables/stations.csv" in done.stdout


def test_check_works_from_a_folder_within_and_with_root(overseas: Overseas, built: Path) -> None:
    assert overseas("check", cwd=built / "seeds" / "2023").returncode == 0
    assert overseas("check", "--root", built, cwd=built.parent).returncode == 0


def test_errors_end_check_build_and_validate_with_1(overseas: Overseas, faulty: Path, built: Path) -> None:
    assert overseas("check", cwd=faulty).returncode == 1
    done = overseas("build", cwd=faulty)
    assert done.returncode == 1
    assert "OS2" in done.stdout
    assert not (faulty / "datapackage").exists()
    stations = built / "datapackage" / "tables" / "stations.csv"
    stations.write_text(
        stations.read_text("utf-8").replace("city,Quito", "city,").replace("EC", "XQ"), encoding="utf-8"
    )
    assert overseas("validate", "datapackage", cwd=built).returncode == 1
    assert overseas("validate", stations, "--table", "stations", cwd=built).returncode == 1


def test_a_date_after_today_is_an_error(overseas: Overseas, built: Path) -> None:
    done = overseas("check", "--today", "2022-12-31", cwd=built)
    assert done.returncode == 1


@pytest.mark.parametrize("form", ["folder", "descriptor", "table"])
def test_validate_of_a_sound_package(overseas: Overseas, built: Path, form: str) -> None:
    arguments = {
        "folder": ["datapackage"],
        "descriptor": ["datapackage/datapackage.json"],
        "table": ["datapackage/tables/sources.csv", "--table", "sources"],
    }[form]
    done = overseas("validate", *arguments, cwd=built)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "--root", "nowhere"), "--root nowhere is not a folder"),
        (("build", "--root", "nowhere"), "--root nowhere is not a folder"),
        (("check", "--texts", "nowhere"), "nowhere is not a folder"),
        (("check", "--texts", "pyproject.toml"), "pyproject.toml is not a folder"),
        (("validate", "datapackage", "--texts", "nowhere"), "nowhere is not a folder"),
        (("check", "--today", "tomorrow"), "tomorrow is not a day"),
        (("check", "--today", "2023-02-30"), "2023-02-30 is not a day"),
        (("check", "--today", "2023-02"), "2023-02 is not a day"),
        (("validate", "nowhere"), "nowhere"),
        (("validate", "pyproject.toml"), "pyproject.toml"),
        (("validate", "datapackage/tables/sources.csv", "--table", "sauces"), "sauces"),
        (("show", "ec-quito-2"), f"did you mean {STATION}?"),
        (("cite", "ec-quito-2"), f"did you mean {STATION}?"),
        (("cite", STATION, "--package", "nowhere"), "nowhere"),
        (("rules", "OS999"), "no rule OS999; `overseas rules OS9` lists those of its family"),
        (
            ("export", "parquet,xlsx"),
            "parquet,xlsx: formats are given as arguments, apart: `overseas export parquet xlsx`",
        ),
        (
            ("export", "--format", "parquet"),
            "No such option: --format: formats are given as arguments, apart: `overseas export csv parquet`",
        ),
        (
            ("coverage", "--known-on", "2022"),
            "No such option: --known-on: `overseas show --known-on DATE` has it, with the same filters",
        ),
        (("anchor", SOURCE, "two"), "word"),
        (("anchor", SOURCE, "It was \U0001fae8 not \U0001ccd6 known"), "U+1FAE8, U+1CCD6: not in Unicode 14"),
        (("anchor", "other", WORDS, "--texts", "seeds/texts"), "no text other.txt"),
        (("new", "dossier"), "needs the source's id"),
        (("new", "dossier", "Not An Id"), "needs the source's id"),
        (("new", "dossier", "some-news", "--published", "2023-13"), "2023-13 is not a date"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_input_that_cannot_be_used_is_one_line_and_2(
    unusable: Unusable, built: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert said in unusable(*arguments, cwd=built)


def test_outside_a_project(unusable: Unusable, tmp_path: Path) -> None:
    assert "no project" in unusable("check", cwd=tmp_path)
    assert "no project" in unusable("build", cwd=tmp_path)


JsonReport = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def json_report(overseas: Overseas) -> JsonReport:
    """Return a function that runs a command, and returns its exit code and its report, which follows its schema."""

    def json_report(*arguments: str | Path, cwd: Path) -> tuple[int, dict[str, Any]]:
        done = overseas(*arguments, "--format", "json", cwd=cwd)
        assert done.stderr == ""
        report: dict[str, Any] = json.loads(done.stdout)
        Draft202012Validator.check_schema(report_schema())
        Draft202012Validator(report_schema()).validate(report)
        return done.returncode, report

    return json_report


def test_the_schema_of_a_report_is_closed_bounded_and_described() -> None:
    schema = report_schema()
    finding = Finding("OS203", Severity.ERROR, "found", line=1, column=1, row=1)
    valid = Draft202012Validator(schema).is_valid
    report: dict[str, Any] = Report("x", (finding,), {"stations": 1}, ("OS203",)).to_dict()
    assert valid(report)
    places = [report, *(report[name] for name in ("tool", "counts", "evidence")), report["findings"][0]]
    for place in places:
        for name, value in list(place.items()):
            del place[name]
            assert not valid(report), f"{name} is missing"
            for wrong in (-1, "fatal") if isinstance(value, int) else (1.5,):
                place[name] = wrong
                assert not valid(report), f"{name} is {wrong}"
            place[name] = value
        place["another"] = None
        assert not valid(report)
        del place["another"]
    shown = report["findings"][0]
    for name, value in {"line": 0, "column": 0, "row": 0, "count": 0, "severity": "fatal", "code": "XX203"}.items():
        shown[name], before = value, shown[name]
        assert not valid(report), name
        shown[name] = before
    assert not valid(report | {"rules_run": ["OS203", "OS203"]})
    assert not valid(report | {"rows": {"stations": -1}})
    assert valid(report)
    parts = schema["properties"]
    for described in (schema, parts["tool"], parts["counts"], parts["evidence"], parts["findings"]["items"]):
        assert described["additionalProperties"] is False
        assert all(each["description"].endswith(".") for each in (described, *described["properties"].values()))
        assert [*described["properties"]] == described["required"]


def test_json_follows_its_schema(json_report: JsonReport, built: Path, faulty: Path) -> None:
    code, report = json_report("check", cwd=built)
    assert (code, report["valid"], report["findings"]) == (0, True, [])
    code, report = json_report("validate", "datapackage", "--texts", "seeds/texts", cwd=built)
    assert (code, report["valid"], report["evidence"]["exact"]) == (0, True, 3)
    for command in ("check", "build"):
        code, report = json_report(command, cwd=faulty)
        assert (code, report["valid"]) == (1, False)
        assert report["counts"]["error"] >= 15
        finding = report["findings"][0]
        assert finding["file"] == f"seeds/2023/{SOURCE}.yaml"
        assert finding["line"] > 1


def test_the_cap_on_findings_keeps_the_count(overseas: Overseas, json_report: JsonReport, faulty: Path) -> None:
    _, whole = json_report("check", "--max-findings", "100", cwd=faulty)
    _, capped = json_report("check", "--max-findings", "2", cwd=faulty)
    assert capped["counts"] == whole["counts"]
    assert len(capped["findings"]) < len(whole["findings"])
    assert overseas("check", "--max-findings", "0", cwd=faulty).returncode == 2


def test_github_shows_ten_errors_and_the_summary_has_all(overseas: Overseas, faulty: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n", encoding="utf-8")
    done = overseas("check", "--format", "github", cwd=faulty, env={"GITHUB_STEP_SUMMARY": str(summary)})
    assert done.returncode == 1
    errors = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert len(errors) == LIMIT == 10
    assert errors[0].startswith(f"::error file=seeds/2023/{SOURCE}.yaml,line=")
    assert "more findings: see the summary" in done.stdout
    text = summary.read_text("utf-8")
    assert text.startswith("Before.\n## overseas-stations\n")
    assert text.count(f"seeds/2023/{SOURCE}.yaml") >= 15


def test_github_escapes_what_would_end_a_command() -> None:
    finding = Finding(
        "OS101", Severity.ERROR, "100 %\r\n::error::forged", file="a,b:c\n.yaml", line=3, hint="next\nline"
    )
    report = Report("x", (finding,))
    first, *rest = render_commands(report).splitlines()
    assert first.startswith("::error file=a%2Cb%3Ac%0A.yaml,line=3,title=OS101::100 %25%0D%0A::error::forged")
    assert "next%0Aline" in first
    assert not [line for line in rest if line.startswith("::")]


def test_anchor(overseas: Overseas, built: Path) -> None:
    alone = overseas("anchor", SOURCE, WORDS, cwd=built)
    assert (alone.returncode, alone.stdout) == (0, f"- {passage(WORDS)}\n")
    with_text = overseas("anchor", SOURCE, WORDS, "--texts", "seeds/texts", cwd=built)
    block = yaml.safe_load(with_text.stdout)[0]
    assert with_text.returncode == 0
    assert block["start"] > 0
    assert block == {"start": block["start"], **yaml.safe_load(passage(WORDS))}
    absent = overseas("anchor", SOURCE, "Words that the page does not have.", "--texts", "seeds/texts", cwd=built)
    assert absent.returncode == 1
    assert "does not have these words" in absent.stdout


def test_new_dossier(overseas: Overseas, unusable: Unusable, built: Path) -> None:
    arguments = ("new", "dossier", "other-news-2023-02-01", "--published", "2023-02-01")
    done = overseas(*arguments, cwd=built)
    path = built / "seeds" / "2023" / "other-news-2023-02-01.yaml"
    assert (done.returncode, done.stdout) == (0, "seeds/2023/other-news-2023-02-01.yaml\n")
    written = path.read_bytes()
    assert yaml.safe_load(written)["source"]["id"] == "other-news-2023-02-01"
    assert "is there already" in unusable(*arguments, cwd=built)
    assert path.read_bytes() == written
    undated = overseas("new", "dossier", "third-news", cwd=built)
    assert (undated.stdout, undated.stderr) == ("seeds/undated/third-news.yaml\n", "")


def test_a_dossier_is_begun_once_and_in_the_year_of_its_id(overseas: Overseas, unusable: Unusable, built: Path) -> None:
    done = overseas("new", "dossier", "other-news-2023-02-closed", cwd=built)
    assert (done.stdout, done.stderr) == (
        "seeds/2023/other-news-2023-02-closed.yaml\n",
        "overseas: published 2023-02 is taken from the id: correct it if the source has another date\n",
    )
    text = (built / "seeds/2023/other-news-2023-02-closed.yaml").read_text("utf-8")
    assert yaml.safe_load(text)["source"]["published"] == "2023-02"
    for options in ((), ("--published", "2024")):
        assert unusable("new", "dossier", SOURCE, *options, cwd=built) == (
            f"overseas: seeds/2023/{SOURCE}.yaml is there already; edit it, or choose another id\n"
        )
    assert unusable("new", "dossier", "x", cwd=built.parent).startswith("overseas: no project at . or above it")


def test_a_record_takes_no_id_and_only_a_dossier_a_date(unusable: Unusable, tmp_path: Path) -> None:
    assert unusable("new", "status", "x", cwd=tmp_path) == (
        "overseas: `overseas new status` takes no id: it prints a block, and the id is written there\n"
    )
    assert unusable("new", "actor", "x", "--published", "2023", cwd=tmp_path) == (
        "overseas: --published is for a dossier, and this is the actor x\n"
    )


@pytest.mark.parametrize("kind", ["station", "status", "response", "statement", "figure", "incident"])
def test_new_record_prints_a_block(overseas: Overseas, tmp_path: Path, kind: str) -> None:
    done = overseas("new", kind, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert yaml.safe_load(f"declares:\n{done.stdout}")["declares"]


def test_rules(overseas: Overseas, tmp_path: Path) -> None:
    page = overseas("rules", "OS405", cwd=tmp_path)
    assert page.returncode == 0
    assert page.stdout.startswith("OS405")
    assert overseas("rules", "os405", cwd=tmp_path).stdout == page.stdout
    listed = overseas("rules", "OS4", cwd=tmp_path).stdout.splitlines()
    assert listed
    assert all(line.startswith("OS4") for line in listed)
    assert len(overseas("rules", cwd=tmp_path).stdout.splitlines()) > len(listed)


def test_show_cite_and_coverage(overseas: Overseas, built: Path) -> None:
    shown = overseas("show", STATION, "--texts", "seeds/texts", cwd=built)
    assert shown.returncode == 0
    assert SOURCE in shown.stdout
    assert overseas("coverage", cwd=built).returncode == 0
    for style in ("text", "bibtex", "csl"):
        done = overseas("cite", SOURCE, "--style", style, cwd=built)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Example News" in done.stdout
    assert overseas("cite", cwd=built).stdout.startswith("overseas-stations contributors")


def test_schema_freeze_writes_once(built: Path) -> None:
    done = overseas_as("1.0.0", "schema", "freeze", cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    again = overseas_as("1.0.0", "schema", "freeze", cwd=built)
    assert (again.returncode, again.stdout, len(again.stderr.splitlines())) == (2, "", 1)
    assert "is frozen" in again.stderr


def test_a_quotation_that_was_changed_is_found(overseas: Overseas, built: Path) -> None:
    path = built / "seeds" / "2023" / f"{SOURCE}.yaml"
    path.write_text(
        dossier().replace(f"text: {DENIAL}", f"text: {DENIAL.replace('no such', 'one such')}"), encoding="utf-8"
    )
    done = overseas("check", cwd=built)
    assert done.returncode == 1
    assert "OS502" in done.stdout


def test_output_that_nobody_reads_ends_without_a_word(built: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([*COMMAND, "rules"], stdout=writer, stderr=subprocess.PIPE, cwd=built, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")
