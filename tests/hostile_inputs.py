"""The register of hostile inputs: what makes each, the command that is given it, and what must hold afterwards.

Each stands in a folder of its own with a small built project (``project``, where the command runs), and a file of the
user's beside it (``outside/thesis.txt``). What an input would make a program run writes the file ``canary``.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from small_project import SOURCE, contents, write_built_project

Make = Callable[[Path], None]
"""Makes an input; gets the folder of the project."""

DOSSIER = f"seeds/2023/{SOURCE}.yaml"
PACKAGE = "datapackage"
TABLE = f"{PACKAGE}/tables/stations.csv"
DESCRIPTOR = f"{PACKAGE}/datapackage.json"
THESIS = "the only copy\n"
CANARY = "canary"

FAULT = frozenset({1, 2})
FINE = frozenset({0})


@dataclass(frozen=True)
class Hostile:
    """An input, and how a command must end with it.

    Attributes:
        name: what it is.
        make: makes it.
        command: the command's arguments.
        codes: the exit codes that are right.
        env: the environment beside the usual one.
        needs: what the system must have (``mkfifo``, ``symlink``), else the input cannot be made.
    """

    name: str
    make: Make
    command: tuple[str, ...]
    codes: frozenset[int] = FAULT
    env: Mapping[str, str] = field(default_factory=dict)
    needs: str | None = None


INPUTS: dict[str, Hostile] = {}


def hostile(
    name: str, *commands: str, codes: frozenset[int] = FAULT, needs: str | None = None, **env: str
) -> Callable[[Make], Make]:
    """Register what makes an input, for each of some commands (as a shell would read them)."""

    def register(make: Make) -> Make:
        for command in commands:
            title = name if len(commands) == 1 else f"{name}: {command}"
            assert title not in INPUTS, title
            INPUTS[title] = Hostile(title, make, tuple(shlex.split(command)), codes, env, needs)
        return make

    return register


def holds(name: str, files: Mapping[str, bytes], *commands: str, codes: frozenset[int] = FAULT) -> None:
    """Register an input that is some files, which take the place of those that are there."""

    def make(project: Path) -> None:
        for path, data in files.items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_bytes(data)

    hostile(name, *commands, codes=codes)(make)


def asked(name: str, *arguments: str, codes: frozenset[int] = FAULT, **env: str) -> None:
    """Register an input that is arguments or the environment alone."""
    assert name not in INPUTS, name
    INPUTS[name] = Hostile(name, lambda project: None, arguments, codes, env)


def prepared(folder: Path, item: Hostile) -> Path:
    """Make an input in an empty folder, and return the project's folder."""
    project = write_built_project(folder / "project")
    (folder / "outside").mkdir()
    (folder / "outside" / "thesis.txt").write_text(THESIS, encoding="utf-8")
    item.make(project)
    return project


def state(folder: Path) -> dict[str, object]:
    """Return what is in a folder, following no link: path -> bytes, the target of a link, or the kind of file."""
    found: dict[str, object] = {}
    for parent, folders, files in os.walk(folder):
        for path in (Path(parent, name) for name in (*folders, *files)):
            shown = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[shown] = ("link", path.readlink())
            elif path.is_file():
                found[shown] = path.read_bytes()
            else:
                found[shown] = "folder" if path.is_dir() else "special"
    return found


def edited(project: Path, name: str, old: str, new: str) -> None:
    """Replace what stands once in a file of the project."""
    path = project / name
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def package(project: Path) -> dict[str, bytes]:
    """Return the files of the built package by their path in it."""
    return contents(project / PACKAGE)
