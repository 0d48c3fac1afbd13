"""What is public is listed, the list is that of the code, and nothing of it goes unnoticed after a release."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import list_formats
import overseas_stations as ovs
from list_public import COMMAND, LIST, ROOT, public_list
from overseas_stations import api
from overseas_stations.tables import TABLES
from processes import Completed, completed
from repository import git


def test_the_list_is_that_of_the_code() -> None:
    assert LIST.read_text(encoding="utf-8") == public_list(), (
        f"what is public has changed: run `{COMMAND}`, and say in CHANGELOG.md what changed"
    )


@pytest.mark.parametrize("page", list_formats.tables(), ids=lambda path: path.stem)
def test_the_formats_that_a_page_lists_are_those_of_the_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == list_formats.with_table(text, list_formats.tables()[page]), f"run `{list_formats.COMMAND}`"


def test_the_list_is_the_same_in_another_process() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import list_public; print(list_public.public_list(), end='')"
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout == public_list()


# Since the last release


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository in which the code as it is now, as version 0.3.1, is tagged as released."""
    folder = tmp_path_factory.mktemp("released") / "repository"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "validators", folder / "validators", ignore=ignored)
    shutil.copytree(ROOT / ".ci", folder / ".ci", ignore=ignored)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "public_api.py", folder / "tests")
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".gitignore").write_text(".venv\n", encoding="utf-8")
    set_version(folder, "0.3.1")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "released")
    git(folder, "tag", "v0.3.1")
    return folder


def set_version(folder: Path, version: str) -> None:
    path = folder / "validators" / "overseas_stations" / "version.py"
    text = re.sub(r'^__version__ = ".*"$', f'__version__ = "{version}"', path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def held_against_the_release(folder: Path) -> Completed:
    env = {**os.environ, "PYTHONPATH": str(folder / "validators")}
    return completed("bash", ".ci/run", "keeps_what_is_public", cwd=folder, env=env)


# What was public, by what it is replaced, and how griffe names it.
GONE = [
    ("api.py", "    today: str | None = None,\n", "", "validate(today): Parameter was removed"),
    (
        "api.py",
        "    name: str | Sequence[str] | None = None,\n    style",
        "    name: str | None,\n    style",
        "cite(name): ",
    ),
    ("findings.py", "def to_json", "def as_json", "Report.to_json: Public object was removed"),
    ("models/stations.py", "    city: ", "    town: ", "Station.city: Public object was removed"),
    ("rules/core/checks.py", "def contains(cell", "def contains(cells", "contains(cell): Parameter was removed"),
]
KEPT = [
    ("printable.py", "def shorten(value: object, limit", "def shorten(value: object, most"),
    ("checking/validating.py", "def folder_of(path", "def folder_of(place"),
    (
        "api.py",
        "    table: str | None = None,\n    tables",
        "    more: int = 0,\n    table: str | None = None,\n    tables",
    ),
]


def edited(released: Path, folder: Path, edits: Iterable[tuple[str, str, str]]) -> Path:
    """Return a copy of a repository with changes in files of the package."""
    shutil.copytree(released, folder, symlinks=True)
    for name, find, new in edits:
        path = folder / "validators" / "overseas_stations" / name
        text = path.read_text("utf-8")
        assert text.count(find) == 1
        path.write_text(text.replace(find, new), encoding="utf-8")
    return folder


def test_what_is_taken_away_after_a_release_is_found(released: Path, tmp_path: Path) -> None:
    done = held_against_the_release(edited(released, tmp_path / "repository", (edit for *edit, _ in GONE)))
    assert done.returncode == 1
    assert [said for *_, said in GONE if said not in done.stderr] == []
    assert len(set(re.findall(r"^\S+: ", done.stderr, re.MULTILINE))) == len(GONE)
    assert "something public is not as in v0.3.1: docs/public.md says what to do" in done.stderr


@pytest.mark.long
def test_a_break_that_is_meant_raises_the_version(released: Path, tmp_path: Path) -> None:
    name, find, new, said = GONE[0]
    folder = edited(released, tmp_path / "repository", [(name, find, new)])
    set_version(folder, "0.3.2")
    assert held_against_the_release(folder).returncode == 1
    set_version(folder, "0.4.0")
    done = held_against_the_release(folder)
    assert (done.returncode, said in done.stderr) == (0, True)
    assert "the version is raised as such breaks demand" in done.stdout


@pytest.mark.long
def test_what_is_not_public_may_change(released: Path, tmp_path: Path) -> None:
    done = held_against_the_release(edited(released, tmp_path / "repository", KEPT))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_nothing_is_held_against_no_release(released: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(released, tmp_path / "repository", symlinks=True)
    assert "nothing is released yet" not in held_against_the_release(folder).stdout
    git(folder, "tag", "--delete", "v0.3.1")
    done = held_against_the_release(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing is released yet" in done.stdout


# Types


def test_every_table_has_a_function_of_its_model() -> None:
    functions = {name: getattr(ovs, name) for name in ovs.TABLE_NAMES}
    assert list(functions) == list(TABLES)
    assert {name: function.model for name, function in functions.items()} == {
        name: table.model for name, table in TABLES.items()
    }
    assert set(ovs.__all__) == {
        *TABLES,
        "claims",
        "inquiries",
        "SCHEMA_VERSION",
        "TABLE_NAMES",
        "VIEW_NAMES",
        "__version__",
        "cite",
        "diff",
        "table",
        "validate",
        "versions",
    }
    assert all(getattr(ovs, name) is not None for name in ovs.__all__)
    assert dir(ovs) == sorted(ovs.__all__)
    with pytest.raises(AttributeError, match="no attribute 'statoins'"):
        ovs.statoins  # noqa: B018


@pytest.mark.parametrize("name", TABLES)
def test_frames_have_the_dtypes_that_are_documented(name: str) -> None:
    in_pandas, in_polars = ovs.table(name), ovs.table(name, "polars")
    for column in TABLES[name].columns:
        pandas, polars = api.DTYPES[column.scalar.type]
        assert in_pandas[column.name].dtype == pd.api.types.pandas_dtype(pandas), column.name
        assert in_polars[column.name].dtype == getattr(pl, polars), column.name
    assert len(in_pandas) == len(in_polars) == len(ovs.table(name, "records"))


def test_an_empty_cell_is_missing_and_namibia_is_not() -> None:
    sources = ovs.sources()
    assert not sources["id"].isna().any()
    assert (ovs.sources("polars")["note"].is_null().to_list()) == sources["note"].isna().to_list()
    assert "" not in set(sources["note"].dropna())


PROGRAM = """
import overseas_stations as ovs

reveal_type(ovs.stations())
reveal_type(ovs.stations("polars"))
reveal_type(ovs.stations(as_="records"))
reveal_type(ovs.statements(as_="records")[0].text)
reveal_type(ovs.evidence(as_="records")[0].stance)
reveal_type(ovs.table("figures", "records"))
reveal_type(ovs.validate("x").counts)
reveal_type(ovs.cite())
reveal_type(ovs.TABLE_NAMES)
ovs.statoins()
ovs.stations(as_="arrow")
ovs.stations(as_="records")[0].colour
"""

TYPES = [
    "pandas.core.frame.DataFrame",
    "polars.dataframe.frame.DataFrame",
    "list[overseas_stations.models.stations.Station]",
    "str",
    "overseas_stations.forms.vocabulary.Stance",
    "list[overseas_stations.models.base.Record]",
    "dict[str, int]",
    "str",
]


@pytest.mark.long
def test_what_a_type_checker_sees(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context"),
            *("--cache-dir", os.devnull, "program.py"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    revealed = re.findall(r'Revealed type is "(.*)"', done.stdout)
    assert revealed[:-1] == TYPES, done.stdout + done.stderr
    errors = re.findall(r"program\.py:(\d+): error: .*\[(.*)\]", done.stdout)
    last = PROGRAM.count("\n")
    assert errors == [(str(last - 2), "attr-defined"), (str(last - 1), "call-overload"), (str(last), "attr-defined")]
