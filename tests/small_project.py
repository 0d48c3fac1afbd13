"""A small, valid project of an invented source, with its text, for tests that run commands."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TextIO
from unittest import mock

import pytest

from overseas_stations.cli import main
from overseas_stations.passages import fingerprint
from processes import Completed, completed

SOURCE = "example-news-2023-01-05"
STATION = "ec-quito-1"
WORDS = "One station is reported in the city of Quito, the capital."
DENIAL = "We know of no such station in this country."
TEXT = f"An invented page for tests.\n\n{WORDS} A spokesman answered: “{DENIAL}”\n"


def passage(words: str) -> str:
    """Return the block of a passage as `overseas anchor` prints it."""
    found = fingerprint(words)
    return f"{{characters: {found.characters}, sha256: {found.sha256}}}"


def dossier(stations: int = 1) -> str:
    """Return a valid dossier that declares a number of stations and a quoted statement."""
    blocks = "".join(
        f"""    - id: ec-quito-{number}
      country: EC
      city: Quito
      precision: city
      status: reported
      passages:
        - {passage(WORDS)}
"""
        for number in range(1, stations + 1)
    )
    return f"""source:
  id: {SOURCE}
  kind: news
  title: An invented page
  publisher: Example News
  published: 2023-01-05
  accessed: 2023-01-06
  url: https://example.org/a
  language: en
  extent_read: whole

declares:
  stations:
{blocks}  statements:
    - id: 2023-example-denial
      speaker: A spokesman
      speaker_role: Spokesman of the ministry
      side: host_state
      text: {DENIAL}
      form: verbatim
      language: en
      wording: original
      passages:
        - {passage(DENIAL)}
"""


def write_project(root: Path, stations: int = 1) -> Path:
    """Write the project with its text under *root*, and return its folder."""
    (root / "seeds" / "2023").mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text("[project]\nname = 'small'\n", encoding="utf-8")
    (root / "seeds" / "2023" / f"{SOURCE}.yaml").write_text(dossier(stations), encoding="utf-8")
    (root / "seeds" / "texts").mkdir(exist_ok=True)
    (root / "seeds" / "texts" / f"{SOURCE}.txt").write_text(TEXT, encoding="utf-8")
    return root


@cache
def _built(stations: int) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        root = write_project(Path(folder), stations)
        assert overseas("build", cwd=root).returncode == 0
        return {name: data for name, data in contents(root).items() if name.startswith(("datapackage/", "schema/"))}


def write_built_project(root: Path, stations: int = 1) -> Path:
    """Write the project with what a build makes of it under *root*, and return its folder."""
    for name, data in _built(stations).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return write_project(root, stations)


def program_as(version: str, installed: Path | None = None) -> str:
    """Return the program ``overseas`` as it is when the schemas have another version.

    Args:
        version: what ``SCHEMA_VERSION`` is.
        installed: the folder whose ``schema/`` the installation carries; by default the real one.
    """
    lines = ["from pathlib import Path", "from overseas_stations import paths, version"]
    lines += [f"version.SCHEMA_VERSION = {version!r}"]
    lines += [] if installed is None else [f"paths.data_root = lambda: Path({str(installed)!r})"]
    return "\n".join([*lines, "from overseas_stations.cli import main", "main()"])


def overseas_as(version: str, *arguments: str | Path, cwd: Path, installed: Path | None = None) -> Completed:
    """Run the program of :func:`program_as` in a process of its own."""
    code = program_as(version, installed)
    return completed(sys.executable, "-c", code, *arguments, cwd=cwd, env={**os.environ, "COLUMNS": "200"})


def contents(folder: Path) -> dict[str, bytes]:
    """Return path in the folder -> bytes, for all files under it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


Overseas = Callable[..., Completed]
"""What runs the command: the type of a fixture."""
Unusable = Callable[..., str]
"""What runs it where it cannot be used, and gives the one line that it ends with: the type of a fixture."""

COMMAND = (sys.executable, "-c", "import sys; from overseas_stations.cli import main; sys.argv[0] = 'overseas'; main()")
"""The command ``overseas`` with the interpreter that runs the tests."""


def overseas(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Completed:
    """Run the command in this process, and leave the process as it was: its folder, environment, streams and hook."""
    printed, said = io.BytesIO(), io.BytesIO()
    stdout, stderr = (io.TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in (printed, said))
    code = run_main(*arguments, cwd=cwd, env=env, stdout=stdout, stderr=stderr)
    return Completed(["overseas", *map(str, arguments)], code, printed.getvalue().decode(), said.getvalue().decode())


def run_main(
    *arguments: str | Path,
    cwd: Path,
    stdout: TextIO | None,
    stderr: TextIO | None,
    env: Mapping[str, str] | None = None,
) -> int:
    """Run the command in this process with streams of the caller's, and return its exit code."""
    with mock.patch.dict(os.environ, _environment(env), clear=True), pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["overseas", *map(str, arguments)])
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))  # which the name in the help is taken from
        patch.setattr(sys, "stdin", io.StringIO())
        patch.setattr(sys, "stdout", stdout)
        patch.setattr(sys, "stderr", stderr)
        patch.setattr(sys, "excepthook", sys.excepthook)
        try:
            main()
        except SystemExit as ended:
            return int(ended.code or 0)
        return 0


def overseas_process(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Completed:
    """Run the command in a process of its own, for tests of what only a process has."""
    return completed(*COMMAND, *arguments, cwd=cwd, env=_environment(env))


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, "COLUMNS": "200", **(more or {})}
