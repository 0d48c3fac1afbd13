"""How a command ends: the exit codes, and the one place where an error becomes one line and a code."""

from __future__ import annotations

import re
from typing import Any

from overseas_stations.cli.output import READER_GONE, NotWritten, write_error
from overseas_stations.handed_over import InputError
from overseas_stations.suggestions import did_you_mean

EXIT_CODES = {
    0: "no error was found",
    1: "errors were found, or warnings with `--fail-on warning`, or what was asked about is not so",
    2: "the command, its input or its output could not be used",
    130: "it was interrupted",
    READER_GONE: "nobody reads its output any more, as of any program that writes to a pipe",
}
UNUSABLE = 2


def code_of(error: Exception) -> int:
    """Say in one line why a command ended, and return its exit code; a fault of the tool itself is no traceback."""
    match error:
        case NotWritten(reader_gone=True):
            return READER_GONE
        case NotWritten() | InputError():
            said = str(error)
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            said = f"{where}{error.strerror or error}"
        case _ if hasattr(error, "format_message"):
            return _code_of_misuse(error)
        case _:
            said = f"a fault of the tool, please report it: {type(error).__name__}: {error}"
    write_error(f"overseas: {said}")
    return UNUSABLE


def _code_of_misuse(error: Any) -> int:
    """Tell how a command was misused, and return the exit code: typer's own words, on one line."""
    if not error.format_message():  # a group without a command has printed its help
        return int(error.exit_code)
    path = error.ctx.command_path if getattr(error, "ctx", None) else "overseas"
    said = error.format_message().rstrip(".").removesuffix("?").replace(". Did you mean", "; did you mean")
    write_error(f"overseas: {said}{_meant(said)}; `{path} --help` says more")
    return int(error.exit_code)


def _meant(said: str) -> str:
    """Return which of the words that may be chosen is meant, where one was that may not."""
    wrong = re.search(r"'([^']*)' is not one of (.*)", said)
    return did_you_mean(wrong[1], re.findall(r"'([^']*)'", wrong[2]), 1).removesuffix("?") if wrong else ""
