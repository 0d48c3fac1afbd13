"""The commands of ``overseas``, and a way to run each: the cases of ``commands/``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
import yaml

from overseas_stations.cli.app import app
from small_project import SOURCE, overseas, write_built_project

FOLDER = Path(__file__).parent / "commands"


@dataclass(frozen=True)
class CommandCase:
    """A way to run a command, after which there is something on standard output.

    Attributes:
        run: its words, the name first; ``{new}`` is a path at which there is nothing yet.
        prints: what stands on standard output.
        version: the version that the schemas must have; None for their own.
    """

    run: tuple[str, ...]
    prints: str
    version: str | None = None

    def words(self, new: str | Path) -> list[str]:
        """Return what to run, with the path at which there is nothing."""
        return [word.format(new=new) for word in self.run]


def command_names(group: typer.Typer = app, prefix: str = "") -> Iterator[str]:
    """Yield the name of every command, with that of its group."""
    for command in group.registered_commands:
        assert command.callback is not None
        yield prefix + (command.name or command.callback.__name__.replace("_", "-"))
    for sub in group.registered_groups:
        assert sub.typer_instance is not None
        yield from command_names(sub.typer_instance, f"{prefix}{sub.name} ")


def _read(path: Path) -> tuple[str, CommandCase]:
    """Return the case of a file, and the command that it runs."""
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert held.keys() - {"version"} == {"about", "run", "prints"}, path
    case = CommandCase(tuple(shlex.split(held["run"])), held["prints"], held.get("version"))
    (command,) = [name for name in COMMANDS if case.run[: len(name.split())] == tuple(name.split())]
    return command, case


COMMANDS = sorted(command_names())
CASES = dict(map(_read, sorted(FOLDER.glob("*.yaml"))))


def write_project_of_the_cases(root: Path) -> Path:
    """Write the project in which the cases run, and return its folder."""
    write_built_project(root)
    assert overseas("export", "csv-safe", "--out", "exported", cwd=root).returncode == 0
    saved = f"seeds/texts/{SOURCE}.txt"
    assert overseas("texts", "add", SOURCE, saved, "--store", "store", cwd=root).returncode == 0
    return root
