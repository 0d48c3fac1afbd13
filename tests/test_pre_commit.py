"""The hooks for pre-commit, run by pre-commit itself in a scratch repository that takes them from a copy of ours."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from processes import completed
from repository import NOT_COPIED, OFFLINE, ROOT, git
from small_project import Overseas, write_built_project

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_every_hook_runs_a_command_that_there_is(overseas: Overseas) -> None:
    for hook in HOOKS:
        command, *words = hook["entry"].split()
        assert command == "overseas"
        assert overseas(words[0], "--help", cwd=ROOT).returncode == 0


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that offers the hooks."""
    folder = tmp_path_factory.mktemp("hooks") / "overseas-stations"
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
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
