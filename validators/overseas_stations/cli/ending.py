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

FORMATS = ("json", "markdown", "html", "sarif", "junit", "github", "text")
"""What is asked for as an option of its own elsewhere, and here as `--format`."""

COMMANDS_ELSEWHERE = {
    "list": "`overseas show --kind stations` lists records, `overseas rules` rules",
    "search": "`overseas show ID` looks a record up, and with filters lists some",
    "find": "`overseas show ID` looks a record up, and with filters lists some",
    "explain": "`overseas rules CODE` explains a rule, `overseas show ID` a record",
    "help": "`overseas -h` lists the commands, `overseas COMMAND -h` says more of one",
    "convert": "`overseas export FORMAT` writes the data in other formats",
}
"""Commands that people try -> what does that here."""

OPTIONS_ELSEWHERE = {
    "--format": ("--style",),
    "--style": ("--format",),
    "--output": ("--out", "--report FORMAT=FILE"),
    "--output-format": ("--format", "--style"),
}
"""Options that people try -> those that do that here, of which a command has one or none."""

OPTIONS_OF_COMMANDS = {
    ("export", "--format"): "formats are given as arguments, apart: `overseas export csv parquet`",
    ("coverage", "--known-on"): "`overseas show --known-on DATE` has it, with the same filters",
}
"""A command, and an option that people try with it -> what does that."""


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
    said = said.replace("Value error, ", "")  # pydantic's, by which typer reads values
    instead = _instead(error)
    if instead:
        # Typer 0.26.1 prints a tuple there.
        said = re.sub(r" \((?:'\()?Possible options: [^)]*\)(?:',\))?$|; did you mean '?--[^ ]*$", "", said)
    write_error(f"overseas: {said}{_meant(said) or instead}; `{path} --help` says more")
    return int(error.exit_code)


def _instead(error: Any) -> str:
    """Return what does here what other programs have another command or option for, empty where nothing is known."""
    context = getattr(error, "ctx", None)
    command = COMMANDS_ELSEWHERE.get(re.sub("^No such command '(.*)'$", r"\1", error.format_message().rstrip(".")))
    if command:
        return f": {command}"
    name = getattr(error, "option_name", "") or ""
    if context is not None and (own := OPTIONS_OF_COMMANDS.get((context.command.name, name))):
        return f": {own}"
    if getattr(error, "possibilities", None):  # told already
        return ""
    known = {opt for param in context.command.params for opt in param.opts} if context is not None else set()
    if name[2:] in FORMATS and "--format" in known:
        return f": --format {name[2:]} is meant" + (f", or --report {name[2:]}=FILE" if "--report" in known else "")
    instead = next((each for each in OPTIONS_ELSEWHERE.get(name, ()) if each.split()[0] in known), "")
    return f": {instead} is meant" if instead else ""


def _meant(said: str) -> str:
    """Return which of the words that may be chosen is meant, where one was that may not."""
    wrong = re.search(r"'([^']*)' is not one of (.*)", said)
    return did_you_mean(wrong[1], re.findall(r"'([^']*)'", wrong[2]), 1).removesuffix("?") if wrong else ""
