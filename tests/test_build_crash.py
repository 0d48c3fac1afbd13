"""A build is whole or not at all: killed at any step or refused by the disk, it leaves the old or the new package."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from overseas_stations.folders.locking import PREFIX
from overseas_stations.folders.ownership import Owner
from overseas_stations.folders.replacing import Piece, holding
from processes import completed
from repository import ROOT
from small_project import Unusable, contents, write_built_project, write_project

FOLDERS = ("datapackage", "schema/dev")

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


# Dies at each step in turn, in a process of its own each time; without Linux's step, or as on Windows, if so asked.
REPLACING = f"""
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT / "tests")!r})
from overseas_stations.folders import replacing
from overseas_stations.folders import swapping
from overseas_stations.folders.ownership import Owner
from steps import signalling, watched
if sys.argv[1] == "all at once":
    swapping.MANY = 0
elif sys.argv[1] != "exchange":
    swapping.sys = type("Sys", (), {{"platform": "elsewhere"}})
if sys.argv[1] == "no folder is opened":
    def open_file(path, *args, opened=os.open):
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args)
    os.open = open_file
owner = Owner("test", lambda path: ["a", "b/c", "d"], "move it")
file = Owner("test", lambda path: ["."], "move it", is_folder=False)
for step in range(1, 200):
    root = Path(str(step))
    with replacing.holding(root, "folder", "file") as hold:
        hold.replace(
            replacing.Piece("folder", {{"a": b"old", "d": b"old"}}, owner), replacing.Piece("file", b"old", file)
        )
    (root / "folder" / ".DS_Store").write_bytes(b"left")
    if os.fork() == 0:
        with watched(signalling(step, signal.SIGKILL)):
            with replacing.holding(root, "folder", "file") as hold:
                pieces = [replacing.Piece("folder", {{"a": b"new", "b/c": b"new"}}, owner)]
                hold.replace(*pieces, replacing.Piece("file", b"new", file))
        os._exit(0)
    if os.wait()[1] == 0:
        break
print(step)
"""

OLD, NEW = {"a": b"old", "d": b"old"}, {"a": b"new", "b/c": b"new"}


@pytest.mark.parametrize("way", ["exchange", "all at once", "two renames", "no folder is opened"])
def test_death_at_every_step_is_mended_by_the_next_run(tmp_path: Path, way: str) -> None:
    """The old or the new of each, and what a desktop left in the folder stays; a later run finds nothing in its way."""
    done = completed(sys.executable, "-c", REPLACING, way, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    last = int(done.stdout)
    assert 15 < last < 199, "the walk over the steps did not end"
    owner = Owner("test", lambda path: ["a", "b/c", "d"], "move it")
    for step in range(1, last + 1):
        root = tmp_path / str(step)
        state = contents(root / "folder") if (root / "folder").is_dir() else {}
        left = {name: data for name, data in state.items() if name in (*OLD, *NEW)}
        if way in ("exchange", "all at once"):
            assert left in (OLD, NEW), step
        assert (root / "file").read_bytes() in (b"old", b"new")
        with holding(root, "folder", "file") as hold:
            hold.replace(Piece("folder", NEW, owner))
        assert contents(root / "folder") == NEW | {".DS_Store": b"left"}, step
        assert not list(root.glob(f"{PREFIX}*")), step


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
    old = contents(root)
    no_bytecode = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = completed(sys.executable, "-c", SMALL_FILES, cwd=root, env=no_bytecode)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "could not be written and is as it was: File too large" in done.stderr
    assert contents(root) == old


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write anywhere")
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


def overlapping(kind: str, count: int, folder: Path) -> dict[str, int]:
    """Return how often which exit codes came out of commands that overlap, in trials of that kind."""
    done = completed(sys.executable, ROOT / "tests" / "overlapping.py", kind, str(count), cwd=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


@pytest.mark.verify
def test_of_a_hundred_pairs_that_start_together_each_leaves_a_whole(tmp_path: Path) -> None:
    found = overlapping("pairs", 100, tmp_path)
    assert sum(found.values()) == 100
    assert found.keys() <= {"0 0", "0 2", "2 0"}
    assert found.keys() & {"0 2", "2 0"}, "no two were at work at one time"


@pytest.mark.verify
def test_a_hundred_that_stop_and_are_overtaken_leave_a_whole(tmp_path: Path) -> None:
    found = overlapping("stopped", 100, tmp_path)
    assert sum(found.values()) == 100
    # Before it has the lock the other goes through, and then it does itself; once it has, the other is told.
    assert found.keys() == {"0 0", "0 2"}


@pytest.mark.verify
def test_killed_at_every_step_each_command_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    found = overlapping("killed", 0, tmp_path)
    assert found.keys() == {str(-signal.SIGKILL)}
    assert found[str(-signal.SIGKILL)] > 200


@pytest.mark.long
def test_killed_at_some_steps_each_command_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    assert overlapping("killed", 5, tmp_path) == {str(-signal.SIGKILL): 5}
