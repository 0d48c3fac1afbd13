"""Life as a dependency: the core alone is enough, and a project that depends on us is installed and run."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from commands_at_hand import CASES, write_project_of_the_cases
from core_site import PROJECT, core_distributions, install, link_distribution, make_environment, overseas, run, site_of
from repository import ROOT
from small_project import program_as

pytestmark = pytest.mark.xdist_group("depending")

EXAMPLE = Path(__file__).parent / "example_project"

OTHERS = ("pyarrow", "duckdb", "pyspark", "rapidfuzz", "hypothesis", "frictionless", "jsonschema", "pytest", "mypy")
"""Modules that the core must do without."""


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_environment(tmp_path_factory.mktemp("core") / "venv")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment with the core and the example project installed."""
    folder = tmp_path_factory.mktemp("archive")
    python = make_environment(folder / "venv")
    install(EXAMPLE, python, folder)
    return python


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small project that is built and exported."""
    return write_project_of_the_cases(tmp_path_factory.mktemp("exported") / "project")


@pytest.fixture
def built(exported: Path, tmp_path: Path) -> Path:
    """Return a copy of the project, for a test to change."""
    return Path(shutil.copytree(exported, tmp_path / "project"))


def test_the_environment_has_the_core_and_nothing_else(core: Path) -> None:
    code = f"import importlib.util as u; print(*[n for n in {OTHERS} if u.find_spec(n)])"
    assert run(core, "-c", code).stdout.split() == []
    present = {path.name.split("-")[0].lower().replace("_", "-") for path in site_of(core).glob("*.dist-info")}
    assert present == core_distributions()
    assert {"pandas", "polars", "pydantic", "narwhals", "typer", "rich", "pyyaml", "jinja2"} <= present


def test_the_import_loads_no_library(core: Path) -> None:
    code = "import sys; before = set(sys.modules); import overseas_stations; print(*(set(sys.modules) - before))"
    loaded = {name.split(".")[0] for name in run(core, "-c", code).stdout.split()}
    assert "overseas_stations" in loaded
    assert not {"pandas", "polars", "pydantic", "narwhals", "typer", "rich", "yaml", "jinja2"} & loaded


@pytest.mark.long
def test_the_api_works_with_the_core_alone(core: Path) -> None:
    code = """
import overseas_stations as ovs
frames = [ovs.stations(), ovs.stations("polars"), ovs.stations(as_="records")]
print(*(type(frame).__module__.split(".")[0] for frame in frames), len({len(frame) for frame in frames}))
print(type(frames[2][0]).__name__, ovs.cite(frames[2][0].id).strip() != "")
print(ovs.validate({name: ovs.table(name) for name in ovs.TABLE_NAMES}).valid)
print(ovs.validate({"sources": ovs.sources("polars")}).rows == {"sources": len(ovs.sources())})
"""
    done = run(core, "-W", "error", "-c", code)
    assert (done.stdout.splitlines(), done.stderr) == (
        ["pandas polars builtins 1", "Station True", "True", "True"],
        "",
    )


@pytest.mark.parametrize(
    "command", [pytest.param(name, marks=[] if name == "check" else pytest.mark.long) for name in CASES]
)
def test_every_command_works_with_the_core_alone(core: Path, built: Path, command: str) -> None:
    case = CASES[command]
    if case.version is None:
        done = overseas(core, *case.words("new"), cwd=built)
    else:
        done = run(core, "-c", program_as(case.version), *case.words("new"), cwd=built)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert case.prints in done.stdout


@pytest.mark.long
def test_the_published_package_needs_the_core_alone(core: Path, built: Path) -> None:
    done = overseas(core, "export", "package", "zip", cwd=built)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.long
def test_outside_a_project_the_installed_data_are_looked_at(core: Path, tmp_path: Path) -> None:
    done = overseas(core, "show", "de-1", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith("de-1: ")


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("validate", "datapackage", "--engine", "duckdb"), "duckdb"),
        pytest.param(("validate", "datapackage", "--engine", "pandas"), "pandas", marks=pytest.mark.long),
        pytest.param(("validate", "datapackage", "--engine", "spark"), "spark", marks=pytest.mark.long),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_needs_an_extra_ends_in_a_line_that_names_it(
    core: Path, built: Path, arguments: tuple[str, ...], extra: str
) -> None:
    assert extra in PROJECT["optional-dependencies"]
    done = overseas(core, *arguments, cwd=built)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert f"pip install 'overseas-stations[{extra}]'" in done.stderr


@pytest.mark.long
def test_parquet_needs_the_core_alone(core: Path, built: Path) -> None:
    code = """
import polars as pl
path = "datapackage/tables/stations.csv"
pl.read_csv(path, infer_schema=False).write_parquet("stations.parquet")
"""
    assert run(core, "-c", code, cwd=built).returncode == 0
    done = overseas(core, "validate", "stations.parquet", "--table", "stations", cwd=built)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_the_testing_extra_is_named_by_what_is_missing(core: Path) -> None:
    done = run(core, "-c", "import overseas_stations.testing")
    assert done.returncode == 1
    assert "hypothesis" in done.stderr.splitlines()[-1]


# The example project


def loans(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE / "loans", tmp_path / "loans"))


@pytest.mark.long
def test_the_loans_of_the_example_hold(archive: Path, tmp_path: Path) -> None:
    folder = loans(tmp_path)
    assert overseas(archive, "lock", cwd=folder).returncode == 0
    assert overseas(archive, "lock", "--check", "overseas.lock", cwd=folder).returncode == 0
    done = overseas(archive, "validate", ".", "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    assert (done.returncode, report["findings"], report["rows"]) == (0, [], {"loans": 3})
    assert {f"OS91{number}" for number in range(1, 8)} <= set(report["rules_run"])


@pytest.mark.long
def test_a_loan_of_what_never_was_is_found(archive: Path, tmp_path: Path) -> None:
    folder = loans(tmp_path)
    assert overseas(archive, "lock", cwd=folder).returncode == 0
    with (folder / "loans.csv").open("a", encoding="utf-8") as file:
        file.write("4,ie-dublin-7,,reading room\n5,ie-1,,reading room\n")
    done = overseas(archive, "validate", ".", "--format", "github", cwd=folder)
    assert done.returncode == 1
    assert "OS911" in done.stdout
    assert "did you mean ie-dublin-1" in done.stdout
    assert "the successor is ie-dublin-1" in done.stdout


@pytest.mark.long
def test_the_profile_of_the_example_is_found_by_its_name(archive: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLE, tmp_path / "example"))
    assert overseas(archive, "check", "--profile", "press-archive", cwd=root).returncode == 1  # nothing is built yet
    built = overseas(archive, "build", "--profile", "press-archive", cwd=root)
    assert (built.returncode, built.stderr) == (0, ""), built.stdout
    assert "clippings 1" in built.stdout
    assert overseas(archive, "check", "--profile", "press-archive", cwd=root).returncode == 0
    done = overseas(archive, "validate", "datapackage", "--profile", "press-archive", "--format", "json", cwd=root)
    report = json.loads(done.stdout)
    assert (done.returncode, [finding["code"] for finding in report["findings"]]) == (0, ["OS127"])
    assert {"PA101", "PA102"} <= set(report["rules_run"])
    path = root / "datapackage" / "tables" / "clippings.csv"
    path.write_text(path.read_text("utf-8").replace("2023-04-30", "2021"), encoding="utf-8")
    done = overseas(archive, "validate", "datapackage", "--profile", "press-archive", cwd=root)
    assert done.returncode == 1
    assert {"PA101", "PA102"} <= set(done.stdout.split())
    page = overseas(archive, "rules", "PA102", "--profile", "press-archive", cwd=root)
    assert "Family:   The profile press-archive: A press archive" in page.stdout


@pytest.mark.long
def test_the_profile_runs_only_when_it_is_asked_for(archive: Path, core: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLE, tmp_path / "example"))
    assert overseas(archive, "build", "--profile", "press-archive", cwd=root).returncode == 0
    done = overseas(archive, "validate", "datapackage", "--format", "json", cwd=root)
    assert "OS918" in {finding["code"] for finding in json.loads(done.stdout)["findings"]}
    missing = overseas(core, "validate", "datapackage", "--profile", "press-archive", cwd=root)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.splitlines() == [
        "overseas: no profile press-archive is installed; install the distribution that has it "
        "(entry points overseas_stations.profiles)"
    ]


@pytest.mark.verify
def test_the_engines_find_what_the_profile_looks_for(archive: Path, tmp_path: Path) -> None:
    """With the libraries linked in, the same command line runs the profile's rules on each engine."""
    root = Path(shutil.copytree(EXAMPLE, tmp_path / "example"))
    assert overseas(archive, "build", "--profile", "press-archive", cwd=root).returncode == 0
    for name in ("pyarrow", "duckdb"):
        link_distribution(name, site_of(archive))
    path = root / "datapackage" / "tables" / "clippings.csv"
    path.write_text(path.read_text("utf-8").replace("2023-04-30", "2021"), encoding="utf-8")
    seen = set()
    for engine in ("polars", "pandas", "duckdb"):
        done = overseas(
            *(archive, "validate", "datapackage", "--profile", "press-archive", "--engine", engine),
            *("--format", "json"),
            cwd=root,
        )
        report = json.loads(done.stdout)
        found = [(f["code"], f["line"], f["column"]) for f in report["findings"] if f["code"].startswith("PA")]
        assert found == [("PA102", 2, 23), ("PA101", 2, 23)], engine
        seen.add(json.dumps(report["findings"]))
    assert len(seen) == 1


# The documentation

GUIDE = ROOT / "docs" / "depending.md"
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@pytest.mark.long
def test_the_guide_does_what_it_says(core: Path, tmp_path: Path) -> None:
    """From top to bottom, in one folder: files are written, commands and programs print what stands there."""
    command = core.with_name("overseas")
    command.write_text(f"#!{core}\nfrom overseas_stations.cli import main\nmain()\n", encoding="utf-8")
    command.chmod(0o755)
    env = {"PATH": f"{core.parent}{os.pathsep}{os.environ['PATH']}"}
    blocks = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    assert {kind for kind, _, _ in blocks} == {"console", "csv", "json", "python", "text", "toml"}
    for number, (kind, title, body) in enumerate(blocks):
        if title:
            (tmp_path / title).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / title).write_text(body, encoding="utf-8")
        elif kind == "console":
            for shown, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, flags=re.MULTILINE):
                assert run("bash", "-c", shown, cwd=tmp_path, env=env).stdout == expected, shown
        elif kind == "python":
            program = tmp_path / f"program_{number}.py"
            program.write_text(body, encoding="utf-8")
            done = run(core, program, cwd=tmp_path)
            assert (done.stdout, done.stderr) == (blocks[number + 1][2], "")
