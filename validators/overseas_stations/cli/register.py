"""The command ``overseas`` without its commands: a module of ``commands/`` adds each of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from overseas_stations.cli.help_pages import PANELS, Commands, epilog
from overseas_stations.cli.output import write
from overseas_stations.version import SCHEMA_VERSION, __version__

app = Commands(
    PANELS,
    name="overseas",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=epilog(),
)
schema = Commands(help="Compare and freeze versions of the record schemas.")
app.add(schema, "schema")
texts = Commands(help="Put the pages of sources into a store, and say what it holds.")
app.add(texts, "texts")
evidence = Commands(help="Hold the passages of the data against the pages in a store.")
app.add(evidence, "evidence")


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
    """Look up, check and take along the data on the overseas police service stations reported since 2022.

    Start with `overseas show us-new-york-1`. `overseas COMMAND -h` says more of a command, with examples.
    """
