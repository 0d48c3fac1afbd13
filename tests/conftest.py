"""What all tests share: how Hypothesis draws, and projects and the command at hand.

Nothing here depends on how fast or busy the machine is.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
from functools import cache
from pathlib import Path

import pytest
import typer.main
from hypothesis import HealthCheck, settings

import small_project
from small_project import Overseas, Unusable

# A run draws anew and remembers what failed; in CI it draws the same each time and keeps nothing.
settings.register_profile(
    "overseas",
    settings.get_profile("ci" if "CI" in os.environ else "default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("overseas")

# Tables that fill a register when they are imported: not to be looked through for doctests, which imports them again.
collect_ignore_glob = ["hostile_*.py"]

# Garbage is looked for less often, which saves a twentieth of the time and costs some memory.
gc.set_threshold(100_000, 50, 50)

# To import this builds forty parsers in two seconds, for formats of jsonschema that hardly a test asks for: it is
# imported where one does.
if (spec := importlib.util.find_spec("rfc3987_syntax")) is not None:
    sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    vars(sys.modules[spec.name])["is_valid_syntax"] = lambda term, value: importlib.import_module(
        "rfc3987_syntax.syntax_helpers"
    ).is_valid_syntax(term, value)

# The commands, which are the same in each call, are built once: it takes longer than many a command.
typer.main.get_command = cache(typer.main.get_command)

# What a runner, a terminal or a hook of git says of itself is nothing to the tests, nor to the programs they start.
OF_NO_CONCERN = (
    "GIT_",
    "GITHUB_",
    "COLUMNS",
    "FORCE_COLOR",
    "NO_COLOR",
    "PY_COLORS",
    "TERMINAL_WIDTH",
    "OVERSEAS_RULES",
)
for name in [name for name in os.environ if name.startswith(OF_NO_CONCERN)]:
    del os.environ[name]


@pytest.fixture(scope="session")
def overseas() -> Overseas:
    """Return the function that runs the command in this process."""
    return small_project.overseas


@pytest.fixture(scope="session")
def unusable(overseas: Overseas) -> Unusable:
    """Return a function that runs a command that cannot be used, and returns the one line that it ends with."""

    def unusable(*arguments: str | Path, cwd: Path) -> str:
        done = overseas(*arguments, cwd=cwd)
        assert (done.returncode, done.stdout) == (2, ""), done.stdout + done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr
        return done.stderr

    return unusable


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small, valid project that is not built yet."""
    return small_project.write_project(tmp_path / "project")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Return a small, valid project after a build."""
    return small_project.write_built_project(tmp_path / "project")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Return a project with more errors than a report shows, of several rules."""
    root = small_project.write_project(tmp_path / "faulty", stations=30)
    dossier = root / "seeds" / "2023" / f"{small_project.SOURCE}.yaml"
    dossier.write_text(dossier.read_text("utf-8").replace("country: EC", "country: XQ"), encoding="utf-8")
    return root
