"""The command ``overseas`` without its commands: a module of ``commands/`` adds each of its own."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="overseas",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="Build, check and look up the dataset on the overseas police service stations reported since 2022.",
)
schema = typer.Typer(no_args_is_help=True, help="The life of the record schemas.")
app.add_typer(schema, name="schema")
