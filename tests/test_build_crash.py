"""A build is whole or not at all: killed at any moment or refused by the disk, it leaves the old or the new package."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from overseas_stations.packages.swapping import STAGING, replace_folder
from small_project import COMMAND, contents, overseas, write_project

FOLDERS = ("datapackage", "schema/dev")
KILLS = 16


def built(root: Path) -> dict[str, dict[str, bytes]]:
    return {folder: contents(root / folder) for folder in FOLDERS}


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, bytes]]]:
    """Return a project built with one station whose dossier now has three, and what a build of that gives."""
    root = write_project(tmp_path_factory.mktemp("crash") / "project")
    assert overseas("build", cwd=root).returncode == 0
    other = write_project(tmp_path_factory.mktemp("crash") / "other", stations=3)
    assert overseas("build", cwd=other).returncode == 0
    # An old schema, so that the second folder changes too.
    (root / "schema" / "dev" / "report.schema.json").write_text("old\n", encoding="utf-8")
    write_project(root, stations=3)
    return root, built(other)


def assert_whole(root: Path, old: dict[str, dict[str, bytes]], new: dict[str, dict[str, bytes]]) -> None:
    now = built(root)
    for folder in FOLDERS:
        assert now[folder] in (old[folder], new[folder]), f"{folder} is neither the old nor the new one"


# Started as one that waits for a signal just before the first byte is written, so that the delays fall in the writing.
WAITING = """
import sys
from overseas_stations.packages import swapping
write, first = swapping._write, [True]
def slow(path, data):
    if first:
        first.clear()
        print("writing", flush=True)
    write(path, data)
swapping._write = slow
from overseas_stations.cli import main
sys.argv = ["overseas", "build"]
main()
"""


def test_a_killed_build_leaves_a_whole_package(
    two_builds: tuple[Path, dict[str, dict[str, bytes]]], tmp_path: Path
) -> None:
    source, new = two_builds
    old = built(source)
    assert old["datapackage"] != new["datapackage"]
    finished = staged = 0
    pause = 0.0
    for number in range(KILLS):
        root = tmp_path / str(number)
        shutil.copytree(source, root)
        with subprocess.Popen(
            [sys.executable, "-c", WAITING], cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"writing\n"
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        assert_whole(root, old, new)
        staged += any(root.rglob(f"{STAGING}*"))
        finished += built(root) == new
        # After each of these deaths the next build brings everything in order.
        if number % 4 == 0:
            assert overseas("build", cwd=root).returncode == 0
            assert built(root) == new
            assert not list(root.rglob(f"{STAGING}*"))
        pause = pause * 1.35 + 0.001
    assert staged, "no build died while it wrote: the delays are too long"


STEPS = """
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
        done = subprocess.run([sys.executable, "-c", STEPS, str(step), way], cwd=root, check=False, timeout=60)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        if way == "exchange":
            assert contents(root / "folder") in (old, new)
        replace_folder(root / "folder", new)
        assert contents(root) == {f"folder/{name}": data for name, data in new.items()}
        assert not list(root.rglob(f"{STAGING}*"))
    assert 6 < step < 39, "the walk over the steps did not end"


def small_files() -> None:
    """Refuse files beyond 2 KB, with an error in place of the signal that would end the process."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def test_a_full_disk_is_one_line_and_leaves_the_old_package(
    two_builds: tuple[Path, dict[str, dict[str, bytes]]], tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(two_builds[0], root)
    old = built(root)
    done = subprocess.run(
        (*COMMAND, "build"),
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=small_files,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "is as it was" in done.stderr
    assert built(root) == old
    assert not list(root.rglob(f"{STAGING}*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_one_line_and_stays_as_it_is(
    two_builds: tuple[Path, dict[str, dict[str, bytes]]], tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(two_builds[0], root)
    old = built(root)
    root.chmod(0o555)
    try:
        done = overseas("build", cwd=root)
    finally:
        root.chmod(0o755)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert built(root) == old


def test_what_an_earlier_build_left_behind_is_removed(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    (root / f"{STAGING}datapackage" / "datapackage" / "tables").mkdir(parents=True)
    (root / f"{STAGING}datapackage" / "datapackage" / "tables" / "junk.csv").write_text("half", encoding="utf-8")
    assert overseas("build", cwd=root).returncode == 0
    assert not list(root.rglob(f"{STAGING}*"))
    assert not list(root.rglob("junk.csv"))
    assert overseas("check", cwd=root).returncode == 0
