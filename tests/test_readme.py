"""Every snippet of the README runs and prints what the README shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(README.read_text(encoding="utf-8"))


def output(command: list[str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


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
    assert output(["bash", "-c", f"set -o pipefail; {command}"]) == shown


@pytest.mark.parametrize(("code", "shown"), snippets("python"))
def test_python_prints_what_is_shown(code: str, shown: str) -> None:
    assert output([sys.executable, "-c", code]) == shown


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize(("code", "shown"), snippets("r"))
def test_r_prints_what_is_shown(code: str, shown: str) -> None:
    assert output(["Rscript", "--vanilla", "-e", code]) == shown


def test_the_readme_has_snippets_of_each_kind() -> None:
    assert {kind for kind, _ in blocks()} == {"console", "python", "r", "text"}


def rewritten() -> str:
    """Return the README with the output that its snippets give now."""
    text = README.read_text(encoding="utf-8")
    listed = blocks()
    for number, (kind, body) in enumerate(listed):
        if kind == "console":
            commands = re.findall(r"^\$ (.*)$", body, flags=re.MULTILINE)
            fresh = "".join(f"$ {c}\n{output(['bash', '-c', f'set -o pipefail; {c}'])}" for c in commands)
            text = text.replace(f"```console\n{body}```", f"```console\n{fresh}```")
        elif kind in ("python", "r") and (kind == "python" or shutil.which("Rscript")):
            run = [sys.executable, "-c"] if kind == "python" else ["Rscript", "--vanilla", "-e"]
            old = f"```{kind}\n{body}```\n\n```text\n{listed[number + 1][1]}```"
            text = text.replace(old, f"```{kind}\n{body}```\n\n```text\n{output([*run, body])}```")
    return text


if __name__ == "__main__":
    README.write_text(rewritten(), encoding="utf-8", newline="\n")
