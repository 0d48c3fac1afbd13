"""How help pages are laid out: panels of commands and options, and none of the names that Python has for types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from overseas_stations.cli.ending import EXIT_CODES

F = TypeVar("F", bound=Callable[..., Any])

PANELS: Mapping[str, tuple[str, ...]] = {
    "Look things up": ("show", "cite", "coverage", "diff"),
    "Check data": ("validate", "check", "rules", "waivers"),
    "Verify the evidence": ("texts", "evidence"),
    "Take the data elsewhere": ("export", "site", "restore", "lock", "migrate"),
    "Maintain a project of dossiers": ("new", "anchor", "build", "ledger", "schema"),
}
"""What commands are for, in the order of the help; one that is not listed stands before them."""

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
    "store": "a folder of pages of sources, in which passages are looked for; none of it is committed or published",
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
        order = [name for names in PANELS.values() for name in names]
        return sorted(super().list_commands(ctx), key=lambda name: order.index(name) if name in order else -1)


class Commands(typer.Typer):
    """Commands whose help pages are laid out so.

    Args:
        panels: what its commands are for.
    """

    def __init__(self, panels: Mapping[str, tuple[str, ...]] | None = None, **given: Any) -> None:
        super().__init__(cls=Group, no_args_is_help=True, rich_markup_mode="markdown", **given)
        self._panel_of = {name: panel for panel, names in (panels or {}).items() for name in names}

    def command(self, name: str | None = None, **given: Any) -> Callable[[F], F]:
        """Return what makes a function a command."""

        def register(function: F) -> F:
            panel = self._panel_of.get(name or function.__name__)
            return super(Commands, self).command(name, cls=Command, rich_help_panel=panel, **given)(function)

        return register

    def add(self, group: Commands, name: str) -> None:
        """Add a group of commands."""
        self.add_typer(group, name=name, rich_help_panel=self._panel_of.get(name))


def _without_types(params: list[Any]) -> list[Any]:
    for each in params:
        if isinstance(each, TyperArgument):
            # Its name stands there already; older versions of typer, which do not ask for this, show no type.
            each.display_type_rich = lambda ctx: ""  # type: ignore[method-assign]
        elif isinstance(each, TyperOption) and each.is_flag:
            each.metavar = ""
    return params
