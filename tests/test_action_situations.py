"""The action's check in clones of every kind: always a verdict, and the changed rows where they can be known."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from processes import completed
from repository import ROOT, git
from small_project import COMMAND, write_built_project, write_project

ACTION = ROOT / ".github" / "action"
OTHERS = 12345
"""The number of a user who is not the one that runs the tests."""

pytestmark = pytest.mark.xdist_group("situations")


def branch_of(folder: Path, name: str, stations: int) -> str:
    """Commit a package of some stations on a branch, and return the commit."""
    git(folder, "checkout", "--quiet", "-B", name)
    made = write_built_project(folder.parent / f"made-{name}", stations=stations)
    shutil.rmtree(folder / "data", ignore_errors=True)
    shutil.copytree(made / "datapackage", folder / "data")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", name)
    return git(folder, "rev-parse", "HEAD").strip()


@dataclass(frozen=True)
class Origin:
    """A repository with a package in data/: its main branch went on after the pull request began."""

    path: Path
    empty: str
    base: str
    moved: str
    head: str
    merge: str


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    path = tmp_path_factory.mktemp("origin") / "origin"
    path.mkdir()
    git(path, "init", "--quiet", "--initial-branch", "main")
    git(path, "commit", "--quiet", "--allow-empty", "--message", "empty")
    empty = git(path, "rev-parse", "HEAD").strip()
    base = branch_of(path, "main", 1)
    head = branch_of(path, "change", 2)
    git(path, "checkout", "--quiet", "main")
    (path / "notes.txt").write_text("main went on", encoding="utf-8")
    git(path, "add", "--all")
    git(path, "commit", "--quiet", "--message", "moved")
    moved = git(path, "rev-parse", "HEAD").strip()
    git(path, "merge", "--quiet", "--no-ff", "--message", "merge", "change")
    merge = git(path, "rev-parse", "HEAD").strip()
    git(path, "update-ref", "refs/pull/1/merge", merge)
    git(path, "reset", "--quiet", "--hard", moved)
    git(path, "config", "uploadpack.allowAnySHA1InWant", "true")
    return Origin(path, empty, base, moved, head, merge)


def clone(origin: Origin, folder: Path, commit: str, depth: int = 0) -> Path:
    """Check a commit out, as the action for that does."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet")
    git(folder, "remote", "add", "origin", origin.path.as_uri())
    git(folder, "fetch", "--quiet", "--no-tags", *([f"--depth={depth}"] if depth else []), "origin", commit)
    git(folder, "checkout", "--quiet", "FETCH_HEAD")
    return folder


@dataclass(frozen=True)
class Done:
    code: int
    printed: str
    summary: str
    outputs: dict[str, str]

    @property
    def reasons(self) -> list[str]:
        start = "::notice::no summary of the rows that change: "
        return [line.removeprefix(start) for line in self.printed.splitlines() if line.startswith(start)]


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Done]:
    """Return a function that runs the action's step in a work tree."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "overseas").write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n', encoding="utf-8")
    (programs / "overseas").chmod(0o755)

    def check(tree: Path, env: dict[str, str] | None = None, **inputs: str) -> Done:
        files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_bytes(b"")
        given = {"TODAY": "2030-01-01", "PENDING": "auto"} | inputs
        surroundings = {
            **os.environ,
            **{name: str(path) for name, path in files.items()},
            **{f"OVERSEAS_{name}": value for name, value in given.items()},
            "GITHUB_WORKSPACE": str(tree),
            "RUNNER_TEMP": str(tmp_path),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            **(env or {}),
        }
        done = completed(sys.executable, ACTION / "check.py", cwd=tree, env=surroundings)
        assert "Traceback" not in done.stderr, done.stderr
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines())
        summary = files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        return Done(done.returncode, done.stdout + done.stderr, summary, outputs)

    return check


Tree = Callable[[Origin, Path], tuple[Path, dict[str, str], dict[str, str]]]
"""Makes a work tree; returns it with the environment and the inputs."""


def of(commit: str, depth: int = 0, env: dict[str, str] | None = None, **inputs: str) -> Tree:
    def tree(origin: Origin, folder: Path) -> tuple[Path, dict[str, str], dict[str, str]]:
        def value(text: str) -> str:
            return str(getattr(origin, text[1:])) if text.startswith("@") else text

        made = clone(origin, folder, value(commit), depth)
        return made, {k: value(v) for k, v in (env or {}).items()}, {k: value(v) for k, v in inputs.items()}

    return tree


def without_git(origin: Origin, folder: Path) -> tuple[Path, dict[str, str], dict[str, str]]:
    shutil.rmtree(clone(origin, folder, origin.head) / ".git")
    return folder, {}, {"BASE": origin.base, "PATH": "data"}


def of_somebody_else(origin: Origin, folder: Path) -> tuple[Path, dict[str, str], dict[str, str]]:
    made = clone(origin, folder, origin.head)
    for path in (made, *made.rglob("*")):
        os.chown(path, OTHERS, OTHERS)
    return made, {}, {"BASE": origin.base, "PATH": "data"}


def cut_off(origin: Origin, folder: Path) -> tuple[Path, dict[str, str], dict[str, str]]:
    made = clone(origin, folder, origin.head, depth=1)
    git(made, "remote", "set-url", "origin", (folder / "nowhere").as_uri())
    return made, {}, {"BASE": origin.base, "PATH": "data"}


MERGE = {"GITHUB_REF": "refs/pull/1/merge", "GITHUB_SHA": "@merge"}
ADDED = "`ec-quito-2`"

SITUATIONS: dict[str, tuple[Tree, str | None]] = {
    "a whole clone": (of("@head", BASE="@base", PATH="data"), None),
    "its descriptor": (of("@head", BASE="@base", PATH="data/datapackage.json"), None),
    "a base that went on": (of("@head", BASE="@moved", PATH="data"), None),
    "a shallow clone": (of("@head", 1, BASE="@base", PATH="data"), None),
    "a shallow clone and a base that went on": (of("@head", 1, BASE="@moved", PATH="data"), None),
    "the merge of a pull request, shallow": (of("@merge", 1, MERGE, BASE="@base", PATH="data"), None),
    "an earlier version by name": (of("@head", 1, SINCE="main", PATH="data"), None),
    "somebody else's files": (of_somebody_else, None),
    "the first package": (of("@base", BASE="@empty", PATH="data"), "has no data: all of it is new"),
    "one table": (of("@head", BASE="@base", PATH="data/tables/stations.csv", TABLE="stations"), "a table alone is"),
    "no clone": (without_git, "not a git repository"),
    "a shallow clone that can fetch nothing": (cut_off, "give the checkout fetch-depth: 0"),
    "a base that is nowhere": (of("@head", BASE="0123456789" * 4, PATH="data"), "cannot be fetched"),
    "an earlier version that is no package": (of("@head", SINCE="data/tables", PATH="data"), "holds no datapackage"),
    "nothing to compare with": (of("@head", PATH="data"), ""),
}  # fmt: skip
QUICK = ("a base that went on", "no clone")


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.long) for name in SITUATIONS]
)
def test_a_package_has_a_verdict_and_where_it_can_be_the_changed_rows(
    name: str, origin: Origin, check: Callable[..., Done], tmp_path: Path
) -> None:
    if name == "somebody else's files" and getattr(os, "geteuid", lambda: 1)() != 0:
        pytest.skip("only root gives files away")
    tree, reason = SITUATIONS[name]
    made, env, inputs = tree(origin, tmp_path / "tree")
    done = check(made, env, **inputs)
    assert (done.code, done.outputs["valid"], done.outputs["errors"]) == (0, "true", "0"), done.printed
    assert json.loads(Path(done.outputs["report"]).read_text("utf-8"))["valid"]
    if reason is None:
        assert done.reasons == []
        assert ADDED in done.summary
    else:
        assert ADDED not in done.summary
        assert len(done.reasons) == (1 if reason else 0), done.printed
        assert all(reason in each for each in done.reasons)


@pytest.mark.long
def test_what_is_wrong_is_a_verdict_as_well_and_what_cannot_be_checked_is_none(
    origin: Origin, check: Callable[..., Done], tmp_path: Path
) -> None:
    made = clone(origin, tmp_path / "tree", origin.head)
    table = made / "data" / "tables" / "stations.csv"
    table.write_text(table.read_text("utf-8").replace("EC,", "XQ,"), encoding="utf-8")
    done = check(made, BASE=origin.base, PATH="data")
    assert (done.code, done.outputs["valid"]) == (1, "false")
    assert "::error file=data/tables/stations.csv" in done.printed
    done = check(made, BASE=origin.base, PATH="nowhere")
    assert (done.code, done.outputs, done.reasons) == (2, {}, [])


@pytest.mark.long
def test_a_console_with_few_letters_shows_any(check: Callable[..., Done], tmp_path: Path) -> None:
    """As that of Windows; what a runner reads is UTF-8."""
    made = write_built_project(tmp_path / "project") / "datapackage"
    shutil.copytree(made, tmp_path / "tree" / "資料 é")
    done = check(tmp_path / "tree", {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, BASE="main", PATH="資料 é/x.zip")
    assert (done.code, done.reasons) == (2, [])
    assert "資料 é/x.zip cannot be opened" in done.printed
    shutil.make_archive(str(tmp_path / "tree" / "資料"), "zip", made)
    done = check(tmp_path / "tree", {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, BASE="main", PATH="資料.zip")
    assert (done.code, done.reasons) == (0, ["資料.zip is no folder of the repository"])


@pytest.mark.long
def test_a_project_whose_clone_has_no_history_is_checked(check: Callable[..., Done], tmp_path: Path) -> None:
    """The build is asked for then, because nothing tells that only dossiers changed."""
    root = write_built_project(tmp_path / "project")
    done = check(root, BASE="main", ROOT=".")
    assert (done.code, done.outputs["valid"]) == (0, "true")
    assert len(done.reasons) == 1
    write_project(root, stations=2)
    assert check(root, BASE="main", ROOT=".").code == 1


def test_programs_are_found_where_either_system_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ACTION))
    install: Any = __import__("install")
    for name in ("bin", "Scripts"):
        (tmp_path / name / name).mkdir(parents=True)
        assert install.scripts_of(tmp_path / name) == tmp_path / name / name


def test_what_is_told_is_one_line_of_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may hold what a stranger called a folder."""
    monkeypatch.syspath_prepend(str(ACTION))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    told: Any = __import__("check")
    told.tell("no\n::error::<b>100%")
    assert capsys.readouterr().out == "::notice::no summary of the rows that change: no ::error::<b>100%25\n"
    assert "\\<b\\>" in (tmp_path / "summary").read_text("utf-8")
