"""The command ``overseas``. Each command imports what it needs when it runs, so that the start stays cheap."""

from __future__ import annotations

import typer

from overseas_stations.cli import authoring, checks, depending, exports, lookups, releases, schemas, waiving

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

app.command()(checks.check)
app.command()(checks.validate)
app.command()(checks.build)
app.command()(waiving.waivers)
app.command()(lookups.show)
app.command()(lookups.cite)
app.command()(lookups.rules)
app.command()(lookups.coverage)
app.command()(releases.diff)
app.command()(exports.export)
app.command()(exports.restore)
app.command()(authoring.anchor)
app.command()(authoring.new)
app.command()(depending.lock)
app.command()(schemas.migrate)
schema.command("freeze")(schemas.freeze)
schema.command("diff")(schemas.diff)


def main() -> None:
    """Run the command line; a fault of the tool itself is one line and exit code 2, never a traceback."""
    import os
    import sys

    try:
        app()
    except BrokenPipeError:
        # The reader of our output is gone; what is left of it goes nowhere, without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        print(f"overseas: {error}", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        print(f"overseas: a fault of the tool, please report it: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
