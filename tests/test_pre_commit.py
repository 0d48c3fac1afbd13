"""The hooks for pre-commit: those of this repository itself, and those that it offers to others.

The second are run by pre-commit itself, in a scratch repository that takes them from a copy of ours.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit.clientlib import MANIFEST_HOOK_DICT, load_config

from processes import completed
from repository import OFFLINE, ROOT, git, not_copied
from small_project import Overseas, write_built_project

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_every_hook_runs_a_command_that_there_is(overseas: Overseas) -> None:
    for hook in HOOKS:
        command, *words = hook["entry"].split()
        assert command == "overseas"
        assert overseas(words[0], "--help", cwd=ROOT).returncode == 0


CONFIG = ROOT / ".pre-commit-config.yaml"
OWN = [
    (repository["repo"], hook)
    for repository in yaml.safe_load(CONFIG.read_text("utf-8"))["repos"]
    for hook in repository["hooks"]
]


def test_pre_commit_takes_our_own_hooks() -> None:
    assert [len(repository["hooks"]) for repository in load_config(CONFIG)["repos"]] == [len(OWN)]
    # Keys that it does not know it passes over.
    known = {item.key for item in MANIFEST_HOOK_DICT.items}
    assert [hook.keys() - known for _, hook in OWN] == [set()] * len(OWN)


@pytest.mark.parametrize(("repository", "hook"), OWN, ids=[hook["name"] for _, hook in OWN])
def test_a_hook_of_our_own_is_a_program_of_the_environment(repository: str, hook: dict[str, Any]) -> None:
    """So that nothing is downloaded, and a commit is judged by the versions that CI has."""
    assert (repository, hook["language"]) == ("local", "system")
    program = Path(hook["entry"].split()[0])
    assert program.parts[:2] == (".venv", "bin")
    assert program.name in {*entry_points(group="console_scripts").names, "ruff"}
    if program.name == "overseas":
        (offered,) = (other for other in HOOKS if other["id"] == hook["id"])
        assert hook["entry"].startswith(f".venv/bin/{offered['entry']}")
        assert hook["pass_filenames"] == offered["pass_filenames"]


def test_the_hooks_of_our_own_look_at_what_is_there_and_at_what_the_offered_ones_do() -> None:
    paths = [path.relative_to(ROOT).as_posix() for each in ("seeds", "datapackage", "schema", "validators")
             for path in (ROOT / each).rglob("*") if path.is_file()]  # fmt: skip
    (offered,) = (hook["files"] for hook in HOOKS if hook["id"] == "overseas-check")
    seen = {
        name: {path for path in paths if re.search(hook.get("files", r"\.py$"), path)}
        for name, hook in ((hook["name"], hook) for _, hook in OWN)
    }
    assert all(seen.values())
    checked = seen["check the dossiers"] | seen["check the dossiers and their build"]
    assert checked == {path for path in paths if re.search(offered, path)}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that offers the hooks."""
    folder = tmp_path_factory.mktemp("hooks") / "overseas-stations"
    shutil.copytree(ROOT, folder, ignore=not_copied)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    git(folder, "tag", "v0")
    return folder


@pytest.fixture(scope="module")
def project(overseas: Overseas, hooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a valid project that uses the hooks."""
    root = write_built_project(tmp_path_factory.mktemp("project"))
    assert overseas("lock", cwd=root).returncode == 0
    arguments = {"overseas-validate": {"args": ["datapackage"]}}
    used = [{"id": hook["id"]} | arguments.get(hook["id"], {}) for hook in HOOKS]
    config = {"repos": [{"repo": str(hooks), "rev": "v0", "hooks": used}]}
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (root / ".gitignore").write_text("seeds/texts/\n", encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "all")
    return root


def pre_commit(project: Path, cache: Path, *left_out: str) -> dict[str, str]:
    """Run the hooks on all files; return each one's outcome by its name, and what was printed under ``printed``."""
    git(project, "add", "--all")
    skipped = ",".join(hook["id"] for hook in HOOKS if hook["name"] in left_out)
    done = completed(
        *(sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"),
        cwd=project,
        env={**os.environ, **OFFLINE, "PRE_COMMIT_HOME": str(cache), "SKIP": skipped},
    )
    lines = [line for line in done.stdout.splitlines() if "....." in line]
    return {line.split("..")[0]: line.rsplit(".", 1)[1].replace("(no files to check)", "") for line in lines} | {
        "printed": done.stdout + done.stderr
    }


@pytest.mark.long
def test_the_hooks_pass_and_fail_as_they_should(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    cache = tmp_path_factory.mktemp("cache")
    names = [hook["name"] for hook in HOOKS]
    good = pre_commit(project, cache)
    assert {name: good.get(name) for name in names} == dict.fromkeys(names, "Passed"), good["printed"]
    path = next((project / "seeds" / "2023").glob("*.yaml"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("ec-quito-1", "ec-quito-3"), encoding="utf-8")
    stale = pre_commit(project, cache, *names[2:])
    assert stale["check the dossiers"] == "Failed"
    assert "OS122" in stale["printed"]
    assert stale["build the package"] == "Failed", "the hook changed files"
    mended = pre_commit(project, cache)
    assert {name: mended.get(name) for name in names} == dict.fromkeys(names, "Passed"), mended["printed"]
    path.write_text(text.replace("country: EC", "country: XX"), encoding="utf-8")
    wrong = pre_commit(project, cache, *names[2:])
    assert {name: wrong.get(name) for name in names[:2]} == dict.fromkeys(names[:2], "Failed")
    assert "OS204" in wrong["printed"]
