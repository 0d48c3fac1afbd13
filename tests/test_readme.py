"""Every snippet of the README runs and prints what the README shows.

What is printed of the small package that the tests keep is held to the letter. What is printed of the data is held by
its shape: which lines there are, without their numbers and names, so that no dossier breaks it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from small_project import contents, overseas
from write_small_package import FOLDER, small_package

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(README.read_text(encoding="utf-8"))


def output(command: list[str], *, ends: frozenset[int] = frozenset({0})) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode in ends, done.stderr
    assert done.stderr == ""
    return done.stdout


def console(command: str) -> str:
    """Return what a command line prints: `overseas` in this process, what comes after a pipe in a shell."""
    ours, pipe, theirs = command.partition(" | ")
    name, *arguments = shlex.split(ours)
    assert name == "overseas", f"{command}: another program"
    # What an earlier run exported there would be told of.
    shutil.rmtree(ROOT / "build" / "export", ignore_errors=True)
    done = overseas(*arguments, cwd=ROOT, env={"COLUMNS": "120"})
    assert (done.returncode, done.stderr) == (0, ""), command
    if not pipe:
        return done.stdout
    return subprocess.run(
        ["bash", "-c", theirs],
        cwd=ROOT,
        input=done.stdout,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def in_a_shell(command: str) -> str:
    """Return what it prints there. A command before `head` may end when nobody reads on, and in no other way."""
    ends = frozenset({0, 128 + signal.SIGPIPE} if "| head " in command else {0})
    return output(["bash", "-c", f"set -o pipefail; {command}"], ends=ends)


LIVE = re.compile(r"overseas (coverage|export)\b")
"""Commands that read the data themselves."""


def shape(text: str) -> set[str]:
    """Return the lines of a text with every number and every name in lower case replaced, each once.

    >>> sorted(shape("reported        50     ae-1\\nno_charges 2 ca-brossard-1\\n"))
    ['a 0 a']
    """
    words = (re.sub(r"[a-z]+(?:[-_][a-z0-9]+)*", "a", re.sub(r"\b\d+\b", "0", line)) for line in text.splitlines())
    return {" ".join(line.split()) for line in words}


def consoles() -> list[tuple[str, str]]:
    """Commands of console blocks, each with the output shown below it."""
    found = []
    for language, body in blocks():
        if language == "console":
            parts = re.split(r"^\$ (.*)\n", body, flags=re.MULTILINE)
            assert parts[0] == ""
            found += list(zip(parts[1::2], parts[2::2], strict=True))
    return found


def snippets(language: str) -> list[tuple[str, str]]:
    """Blocks of a language, each with the text block that follows it."""
    listed = blocks()
    return [(body, listed[n + 1][1]) for n, (kind, body) in enumerate(listed) if kind == language]


@pytest.mark.parametrize(("command", "shown"), consoles(), ids=lambda text: text[:40])
def test_commands_print_what_is_shown(command: str, shown: str) -> None:
    printed = console(command)
    if LIVE.match(command):
        assert shape(printed) == shape(shown)
    else:
        assert printed == shown


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=[pytest.mark.long] if number else [], id=command[:40])
        for number, command in enumerate(command for command, _ in consoles() if " | " in command)
    ],
)
def test_a_shell_prints_the_same(command: str) -> None:
    assert in_a_shell(command) == console(command)


def test_the_small_package_is_that_of_the_base() -> None:
    assert contents(FOLDER) == small_package(), "run `python tests/write_small_package.py`"


@pytest.mark.parametrize(("code", "shown"), snippets("python"))
def test_python_prints_what_is_shown(code: str, shown: str) -> None:
    assert shape(output([sys.executable, "-c", code])) == shape(shown)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize(("code", "shown"), snippets("r"))
def test_r_prints_what_is_shown(code: str, shown: str) -> None:
    assert shape(output(["Rscript", "--vanilla", "-e", code])) == shape(shown)


def test_the_readme_has_snippets_of_each_kind() -> None:
    assert {kind for kind, _ in blocks()} == {"console", "python", "r", "text"}


def rewritten() -> str:
    """Return the README with the output that its snippets give now."""
    text = README.read_text(encoding="utf-8")
    listed = blocks()
    for number, (kind, body) in enumerate(listed):
        if kind == "console":
            commands = re.findall(r"^\$ (.*)$", body, flags=re.MULTILINE)
            fresh = "".join(f"$ {c}\n{console(c)}" for c in commands)
            text = text.replace(f"```console\n{body}```", f"```console\n{fresh}```")
        elif kind in ("python", "r") and (kind == "python" or shutil.which("Rscript")):
            run = [sys.executable, "-c"] if kind == "python" else ["Rscript", "--vanilla", "-e"]
            old = f"```{kind}\n{body}```\n\n```text\n{listed[number + 1][1]}```"
            text = text.replace(old, f"```{kind}\n{body}```\n\n```text\n{output([*run, body])}```")
    return text


if __name__ == "__main__":
    README.write_text(rewritten(), encoding="utf-8", newline="\n")
