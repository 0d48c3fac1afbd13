"""A build is whole or not at all: killed at any step or refused by the disk, it leaves the old or the new package."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from overseas_stations.packages import swapping
from overseas_stations.packages.swapping import STAGING, replace_folder
from processes import completed
from small_project import Overseas, Unusable, contents, write_built_project, write_project

FOLDERS = ("datapackage", "schema/dev")
STEPS = ("_write", "_flush", "_exchange")

Files = dict[str, dict[str, bytes]]


def built_files(root: Path) -> Files:
    return {folder: contents(root / folder) for folder in FOLDERS}


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Files]:
    """Return a project built with one station whose dossier now has three, and what a build of that gives."""
    root = write_built_project(tmp_path_factory.mktemp("crash") / "project")
    other = write_built_project(tmp_path_factory.mktemp("crash") / "other", stations=3)
    # An old schema, so that the second folder changes too.
    (root / "schema" / "dev" / "report.schema.json").write_text("old\n", encoding="utf-8")
    write_project(root, stations=3)
    return root, built_files(other)


@pytest.fixture
def steps(
    two_builds: tuple[Path, Files], overseas: Overseas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Return the names of the steps of a build that nothing ends."""
    taken: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        function = getattr(swapping, name)

        def step(*arguments: Any) -> Any:
            taken.append(name)
            return function(*arguments)

        return step

    root = tmp_path / "whole"
    shutil.copytree(two_builds[0], root)
    with monkeypatch.context() as patch:
        for name in STEPS:
            patch.setattr(swapping, name, counted(name))
        assert overseas("build", cwd=root).returncode == 0
    return taken


# A build that dies at the step of that number, as in a power cut; where the step writes a file, in the middle of it.
DYING = f"""
import os, signal, sys
from overseas_stations.packages import swapping
stop, taken = int(sys.argv[1]), 0
def dying(name):
    function = getattr(swapping, name)
    def step(*arguments):
        global taken
        taken += 1
        if taken == stop:
            if name == "_write":
                path, data = arguments
                function(path, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)
    return step
for name in {STEPS}:
    setattr(swapping, name, dying(name))
from overseas_stations.cli import main
sys.argv = ["overseas", "build"]
main()
"""


@pytest.mark.long
def test_a_killed_build_leaves_a_whole_package(
    two_builds: tuple[Path, Files], steps: list[str], overseas: Overseas, tmp_path: Path
) -> None:
    """Killed at every twenty-fourth step, and just before and after each exchange of the old and the new folder."""
    source, new = two_builds
    old = built_files(source)
    assert all(old[folder] != new[folder] for folder in FOLDERS)
    exchanges = [number for number, name in enumerate(steps, 1) if name == "_exchange"]
    assert len(exchanges) == len(FOLDERS)
    stops = {*range(1, len(steps) + 1, 24), *exchanges, *(number + 1 for number in exchanges)}
    assert {steps[stop - 1] for stop in stops} == set(STEPS)
    for stop in sorted(stops):
        root = tmp_path / str(stop)
        shutil.copytree(source, root)
        assert completed(sys.executable, "-c", DYING, str(stop), cwd=root).returncode == -signal.SIGKILL
        # Each folder is the old one up to its exchange, and the new one after it.
        assert built_files(root) == {
            folder: new[folder] if exchange < stop else old[folder]
            for folder, exchange in zip(FOLDERS, exchanges, strict=True)
        }
        assert any(root.rglob(f"{STAGING}*"))
        # After each of these deaths the next build brings everything in order.
        assert overseas("build", cwd=root).returncode == 0
        assert built_files(root) == new
        assert not list(root.rglob(f"{STAGING}*"))


REPLACING = """
import os, signal, sys
from overseas_stations.packages import swapping
stop, count = int(sys.argv[1]), 0
def dying(function):
    def wrapped(*arguments, **named):
        global count
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return wrapped
for name in ("_write", "_flush", "_exchange", "recover"):
    setattr(swapping, name, dying(getattr(swapping, name)))
if sys.argv[2] == "two renames":
    swapping.sys = type("Sys", (), {"platform": "elsewhere"})
    swapping.os = type("Os", (), {**vars(os), "rename": staticmethod(dying(os.rename))})
from pathlib import Path
swapping.replace_folder(Path("folder"), {"a": b"new", "b/c": b"new"})
"""


@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_death_at_every_step_is_mended_by_the_next_build(tmp_path: Path, way: str) -> None:
    old, new = {"a": b"old", "d": b"old"}, {"a": b"new", "b/c": b"new"}
    for step in range(1, 40):
        root = tmp_path / str(step)
        replace_folder(root / "folder", old)
        done = completed(sys.executable, "-c", REPLACING, str(step), way, cwd=root)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        if way == "exchange":
            assert contents(root / "folder") in (old, new)
        replace_folder(root / "folder", new)
        assert contents(root) == {f"folder/{name}": data for name, data in new.items()}
        assert not list(root.rglob(f"{STAGING}*"))
    assert 6 < step < 39, "the walk over the steps did not end"


# Refuses files beyond 2 KB, with an error in place of the signal that would end the process.
SMALL_FILES = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
from overseas_stations.cli import main
sys.argv = ["overseas", "build"]
main()
"""


def test_a_full_disk_is_one_line_and_leaves_the_old_package(two_builds: tuple[Path, Files], tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(two_builds[0], root)
    old = built_files(root)
    no_bytecode = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = completed(sys.executable, "-c", SMALL_FILES, cwd=root, env=no_bytecode)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "is as it was" in done.stderr
    assert built_files(root) == old
    assert not list(root.rglob(f"{STAGING}*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_one_line_and_stays_as_it_is(
    two_builds: tuple[Path, Files], unusable: Unusable, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(two_builds[0], root)
    old = built_files(root)
    root.chmod(0o555)
    try:
        unusable("build", cwd=root)
    finally:
        root.chmod(0o755)
    assert built_files(root) == old


def test_what_an_earlier_build_left_behind_is_removed(overseas: Overseas, project: Path) -> None:
    (project / f"{STAGING}datapackage" / "datapackage" / "tables").mkdir(parents=True)
    (project / f"{STAGING}datapackage" / "datapackage" / "tables" / "junk.csv").write_text("half", encoding="utf-8")
    assert overseas("build", cwd=project).returncode == 0
    assert not list(project.rglob(f"{STAGING}*"))
    assert not list(project.rglob("junk.csv"))
    assert overseas("check", cwd=project).returncode == 0
