"""The commands of ``overseas``. Each imports what it needs when it runs, so that the start stays cheap."""

from __future__ import annotations

from typing import Any

import typer

from overseas_stations.cli import authoring, checks, depending, exports, lookups, releases, schemas, waiving
from overseas_stations.cli.common import UNUSABLE
from overseas_stations.cli.output import READER_GONE, NotWritten, checked_output, say

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


def run() -> int:
    """Run the command line, and return its exit code; a fault of the tool itself is one line, never a traceback."""
    try:
        with checked_output():
            return app(standalone_mode=False) or 0
    except NotWritten as error:
        if error.reader_gone:
            return READER_GONE
        say(f"overseas: {error}")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"overseas: {where}{error.strerror or error}")
    except Exception as error:
        if hasattr(error, "format_message"):
            return _misused(error)
        say(f"overseas: a fault of the tool, please report it: {type(error).__name__}: {error}")
    return UNUSABLE


def _misused(error: Any) -> int:
    """Tell how a command was misused, and return the exit code: typer's own words, on one line."""
    if not error.format_message():  # a group without a command has printed its help
        return int(error.exit_code)
    path = error.ctx.command_path if getattr(error, "ctx", None) else "overseas"
    say(f"overseas: {error.format_message().rstrip('.')}; `{path} --help` says more")
    return int(error.exit_code)
