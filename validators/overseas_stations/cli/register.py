"""The command ``overseas`` without its commands: a module of ``commands/`` adds each of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from overseas_stations.cli.output import write
from overseas_stations.version import SCHEMA_VERSION, __version__

app = typer.Typer(
    name="overseas",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Build, check and look up the dataset on the overseas police service stations reported since 2022.",
)
schema = typer.Typer(no_args_is_help=True, help="The life of the record schemas.")
app.add_typer(schema, name="schema")


def _print_version(asked: bool) -> None:
    if asked:
        write(f"overseas-stations {__version__}, record schemas {SCHEMA_VERSION}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            callback=_print_version,
            is_eager=True,
            help="Print the versions of the tool and of the record schemas.",
        ),
    ] = False,
) -> None:
    """Build, check and look up the dataset on the overseas police service stations reported since 2022.

    `overseas COMMAND -h` has an example of each command. Start with `overseas show us-new-york-1`.
    """
