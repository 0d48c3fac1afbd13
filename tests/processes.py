"""Runs programs for the tests: no standard input, output as text, an end to what hangs."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

Completed = subprocess.CompletedProcess[str]

HANGS = 1800
"""Seconds after which a program is taken to hang: so many that no slow or busy machine comes near."""


def completed(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Completed:
    """Run a program to its end, however it ends."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )


def printed(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a program that must succeed, and return what it printed."""
    done = completed(*command, cwd=cwd, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
