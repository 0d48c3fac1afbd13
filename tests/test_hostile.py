"""Whatever is handed over, a command ends as it should: no traceback, no hang, nothing lost, nothing run, no false 0.

The table is in ``hostile_projects``, ``hostile_packages`` and ``hostile_surroundings``. Some of it runs in this
process; ``make verify`` gives each to a process of its own, with a bound on its memory and on its time.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import hostile_packages  # noqa: F401  # fills the register
import hostile_projects  # noqa: F401
import hostile_surroundings  # noqa: F401
from hostile_inputs import CANARY, INPUTS, THESIS, Hostile, prepared, state
from small_project import COMMAND, overseas

MEMORY = 1 << 30
"""Bytes that a command may hold beyond what it holds when it has just started."""
SECONDS = 20
"""Of the processor, not of a clock."""

# A few of each kind on each run.
SAMPLE = [name for number, name in enumerate(sorted(INPUTS)) if number % 14 == 0]
MORE = [name for number, name in enumerate(sorted(INPUTS)) if number % 14 in (3, 7, 11)]

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

WRITES = {"build": ("project/datapackage/", "project/schema/"), "lock": ("project/overseas.lock",)}
"""What a command may change where it succeeds, and what is beside the project."""


def possible(item: Hostile) -> bool:
    if item.needs == "bytes":
        return sys.platform == "linux"
    return item.needs is None or hasattr(os, item.needs)


def holds(item: Hostile, folder: Path, code: int, printed: str, said: str, before: dict[str, object]) -> None:
    """Assert that a command ended as it should."""
    told = f"{code}\n{printed[-2000:]}\n{said[-2000:]}"
    assert code in item.codes, told
    assert "Traceback" not in printed + said, told
    assert "fault of the tool" not in printed + said, told
    assert not CONTROL.search(said), told
    if code == 2:
        # Before it, only what is wrong with the versions that are to be compared.
        assert said.splitlines()[-1].startswith("overseas: "), told
        assert item.command[0] == "diff" or len(said.splitlines()) == 1, told
    after = state(folder)
    assert CANARY not in after, told
    assert after["outside/thesis.txt"] == THESIS.encode(), told
    assert [name for name in after if name.startswith("outside/")] == ["outside/thesis.txt"], told
    own = WRITES.get(item.command[0], ()) if code == 0 else ()
    lost = {name for name in before if after.get(name) != before[name] and not name.startswith(own or "\0")}
    assert not {name for name in lost if ".git/" not in name}, told
    if code != 0:
        new = {name for name in after if name not in before and ".git/" not in name}
        assert not new, f"{new}\n{told}"


def tried(name: str, tmp_path: Path) -> None:
    item = INPUTS[name]
    if not possible(item):
        pytest.skip(f"this system has no {item.needs}")
    project = prepared(tmp_path, item)
    before = state(tmp_path)
    done = overseas(*item.command, cwd=project, env=dict(item.env))
    holds(item, tmp_path, done.returncode, done.stdout, done.stderr, before)


def test_there_are_many() -> None:
    assert len(INPUTS) >= 100


@pytest.mark.parametrize("name", SAMPLE)
def test_some_hostile_inputs(name: str, tmp_path: Path) -> None:
    tried(name, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", MORE)
def test_more_hostile_inputs(name: str, tmp_path: Path) -> None:
    tried(name, tmp_path)


@pytest.mark.verify
@pytest.mark.skipif(sys.platform == "win32", reason="bounds of memory and time are those of POSIX")
@pytest.mark.parametrize("name", sorted(INPUTS))
def test_hostile_inputs_within_bounds(name: str, tmp_path: Path) -> None:
    """In a process of its own, which dies where it takes too much memory or time of the processor."""
    item = INPUTS[name]
    if not possible(item):
        pytest.skip(f"this system has no {item.needs}")
    project = prepared(tmp_path, item)
    before = state(tmp_path)
    env = {**os.environ, "COLUMNS": "200", "POLARS_MAX_THREADS": "2", **item.env}
    command = [sys.executable, "-c", bounded(), *COMMAND[1:], *item.command]
    done = subprocess.run(command, cwd=project, stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False)
    assert done.returncode not in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT), done.stderr[-2000:]
    holds(item, tmp_path, done.returncode, done.stdout.decode(), done.stderr.decode(), before)


def bounded() -> str:
    """Return the program that starts another one within bounds, and tells of one that took more memory."""
    return f"""
import os, resource, subprocess, sys
def bound():
    resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
done = subprocess.run([sys.executable, *sys.argv[1:]], preexec_fn=bound)
held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
if held > {MEMORY}:
    sys.exit(f"it held {{held}} bytes")
sys.exit(done.returncode)
"""
