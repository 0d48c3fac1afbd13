"""How help pages are laid out: panels of commands and options, and none of the names that Python has for types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from overseas_stations.cli.ending import EXIT_CODES

F = TypeVar("F", bound=Callable[..., Any])

LOOK_UP = "Look things up"
CHECK = "Check data"
TAKE = "Take the data elsewhere"
MAINTAIN = "Maintain a project of dossiers"
PANELS = (LOOK_UP, CHECK, TAKE, MAINTAIN)
"""What commands are for, in the order of the help."""

INPUT = "What is checked, and by what"
COUNTS = "What counts"
TOLD = "How it is told"
"""What the options of a check are for."""

WORDS = {
    "source": "a document that says something; sources that copy or translate one another are one **voice**",
    "dossier": "the file, written by hand, of one source: what it reports, supports and disputes (`seeds/`)",
    "package": "the tables as files, with a `datapackage.json` that describes them; a build compiles it from dossiers",
    "waiver": "a finding that somebody answers for until a day, with a reason: it is shown, and does not count",
    "profile": "columns, tables and rules that another project adds, as an installed Python package",
    "ledger": "the file of a release that has a short hash of each record, so that later ones can be held against it",
}
"""What the help speaks of without saying it each time."""


def epilog() -> str:
    """Return what ends the main help: the exit codes, and words, as Markdown."""
    codes = "\n".join(f"- **{code}**: {meaning}" for code, meaning in EXIT_CODES.items())
    words = "\n".join(f"- **{word}**: {meaning}" for word, meaning in WORDS.items())
    return f"Exit codes:\n{codes}\n\nWords:\n{words}"


def one_of(names: Iterable[str]) -> str:
    """Return names to choose from as a phrase, so that a help page breaks them between words alone.

    >>> one_of(["text", "json", "html"])
    'text, json or html'
    """
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


class Command(TyperCommand):
    """A command whose help names no types of Python."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the arguments and options."""
        return _without_types(super().get_params(ctx))


class Group(TyperGroup):
    """The same of a group; its commands stand in the order of what they are for."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options."""
        return _without_types(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return sorted(super().list_commands(ctx), key=lambda name: self._panel(name, ctx))

    def _panel(self, name: str, ctx: Any) -> int:
        panel = getattr(self.get_command(ctx, name), "rich_help_panel", None)
        return PANELS.index(panel) if panel in PANELS else len(PANELS)


class Commands(typer.Typer):
    """Commands whose help pages are laid out so."""

    def __init__(self, **given: Any) -> None:
        super().__init__(cls=Group, no_args_is_help=True, rich_markup_mode="markdown", **given)

    def command(self, name: str | None = None, **given: Any) -> Callable[[F], F]:
        """Return what makes a function a command."""
        return super().command(name, cls=Command, **given)


def _without_types(params: list[Any]) -> list[Any]:
    for each in params:
        if isinstance(each, TyperArgument):
            # Its name stands there already; older versions of typer, which do not ask for this, show no type.
            each.display_type_rich = lambda ctx: ""  # type: ignore[method-assign]
        elif isinstance(each, TyperOption) and each.is_flag:
            each.metavar = ""
    return params
