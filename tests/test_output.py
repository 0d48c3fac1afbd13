"""What is printed arrives as it is, or the command says in one line that it did not: every command, every stream."""

from __future__ import annotations

import ast
import io
import os
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands_at_hand import CASES, write_project_of_the_cases
from overseas_stations.cli import progress as showing
from overseas_stations.cli.output import READER_GONE, NotWritten, shown_on_terminal
from overseas_stations.dependents import lock
from overseas_stations.handed_over import InputError
from processes import HANGS, completed
from repository import ROOT
from small_project import COMMAND, overseas, run_main

# A development version is not frozen, so that it never prints.
PRINTING = [command for command, case in CASES.items() if case.version is None]


@pytest.fixture(scope="module")
def printing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built project in which every command can run."""
    return write_project_of_the_cases(tmp_path_factory.mktemp("printing") / "project")


def ran(
    command: str, folder: Path, stdout: Callable[[Path], TextIO | None], new: Path, **env: str
) -> tuple[int, str, TextIO | None]:
    """Run the case of a command with a standard output; return its code, what it said, and that output."""
    said = io.BytesIO()
    stderr = io.TextIOWrapper(said, encoding="cp1252", write_through=True)
    stream = stdout(new.parent)
    try:
        code = run_main(
            *CASES[command].words(new), cwd=folder, env=env, stdout=stream,
            stderr=stderr,
        )  # fmt: skip
    finally:
        if stream is not None:
            stream.close()
    return code, said.getvalue().decode(), stream


def to_file(encoding: str) -> Callable[[Path], TextIO]:
    return lambda folder: (folder / "printed").open("w", encoding=encoding, newline="\r\n")


def full(folder: Path) -> TextIO:
    return open("/dev/full", "w", encoding="utf-8")


def unread(folder: Path) -> TextIO:
    read, written = os.pipe()
    os.close(read)
    return os.fdopen(written, "w", encoding="utf-8")


def closed(folder: Path) -> None:
    """What Python has where the descriptor is closed."""


@pytest.mark.parametrize("command", PRINTING)
def test_what_is_printed_is_utf8_whatever_the_console(command: str, printing: Path, tmp_path: Path) -> None:
    """The same bytes on a console of another encoding, narrow and dumb, as on one of UTF-8."""
    told = []
    for number, (encoding, env) in enumerate(
        [("utf-8", {}), ("cp1252", {"LANG": "C", "COLUMNS": "10", "TERM": "dumb", "PYTHONIOENCODING": "cp1252"})]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        code, said, _ = ran(command, printing, to_file(encoding), folder / "new", **env)
        data = (folder / "printed").read_bytes().replace(str(folder).encode(), b"")
        told.append((code, said.replace(str(folder), ""), data))
    assert told[0] == told[1]
    code, said, data = told[0]
    assert (code, said) == (0, "")
    assert data.decode("utf-8").endswith("\n")
    assert CASES[command].prints in data.decode("utf-8")
    assert b"\r" not in data


@pytest.mark.parametrize("command", PRINTING)
@pytest.mark.parametrize(
    ("stdout", "reason"),
    [
        pytest.param(
            full,
            "cannot be written: No space left on device",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full"),
        ),
        (closed, "standard output is closed"),
        (unread, None),
    ],
    ids=["full", "closed", "unread"],
)
def test_what_does_not_arrive_is_told(
    command: str, stdout: Callable[[Path], TextIO | None], reason: str | None, printing: Path, tmp_path: Path
) -> None:
    code, said, _ = ran(command, printing, stdout, tmp_path / "new")
    if reason is None:
        assert (code, said) == (READER_GONE, "")
    else:
        assert code == 2
        assert re.fullmatch(rf"overseas: .*{reason}\n", said)


def test_a_process_ends_as_other_programs_do(printing: Path) -> None:
    """In a shell: a pipe that nobody reads, a closed and a full output, both streams closed, and help to nobody."""
    shell = f"{COMMAND[0]} -c '{COMMAND[2]}'".replace("sys.argv[0] = 'overseas'", 'sys.argv[0] = "overseas"')
    tried = {
        f"{shell} rules | true; exit ${{PIPESTATUS[0]}}": {READER_GONE, 0},
        f"{shell} rules >&-": {2},
        f"{shell} rules >&- 2>&-": {2},
        f"{shell} --help >&-": {2},
        f"{shell} check --nonsense 2>&-": {2},
    }
    for line, codes in tried.items():
        done = completed("bash", "-c", line, cwd=printing)
        assert done.returncode in codes, line
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr
        assert len(done.stderr.splitlines()) <= 1


# Terminals


@given(st.text(st.characters()))
def test_nothing_on_a_terminal_steers_it(text: str) -> None:
    shown = shown_on_terminal(text)
    assert all(c in "\n\t" or (c >= " " and not "\x7f" <= c <= "\x9f") for c in shown)
    assert not set(shown) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
    assert shown_on_terminal(shown) == shown


def test_arguments_are_shown_without_codes(printing: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\u202e"
    for arguments in (("show", hostile), ("rules", hostile), (hostile,), ("check", f"--{hostile}"),
                      ("validate", hostile), ("cite", hostile), ("check", "--root", hostile)):  # fmt: skip
        done = overseas(*arguments, cwd=printing)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert shown_on_terminal(done.stderr) == done.stderr


# Progress


class Terminal(io.StringIO):
    """A terminal that says when a text has been shown on it."""

    def __init__(self, awaited: str) -> None:
        super().__init__()
        self.shown, self._awaited = threading.Event(), awaited

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        if self._awaited in self.getvalue():
            self.shown.set()
        return written


def test_a_terminal_shows_what_is_done_and_for_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "PATIENCE", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal("comparing 0:0")
    monkeypatch.setattr(sys, "stderr", terminal)
    with showing.progress("comparing"):
        assert terminal.shown.wait(HANGS)
    assert not [thread for thread in threading.enumerate() if thread.daemon and "show" in thread.name]
    assert terminal.getvalue().rstrip().endswith("\x1b[2K"), "the line is erased in the end"
    before = terminal.getvalue()
    with pytest.raises(ValueError, match="no luck"), showing.progress("comparing"):
        raise ValueError("no luck")
    assert terminal.getvalue().startswith(before)


def test_work_that_is_done_at_once_and_a_pipe_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "PATIENCE", HANGS)
    terminal, pipe = Terminal(""), io.StringIO()
    for stream in (terminal, pipe, None):
        monkeypatch.setattr(sys, "stderr", stream)
        with showing.progress("comparing"):
            pass
    monkeypatch.setattr(showing, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", pipe)
    before = threading.active_count()
    with showing.progress("comparing"):
        assert threading.active_count() == before
    assert terminal.getvalue() == pipe.getvalue() == ""


# Interrupts


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be interrupted alone")
def test_an_interrupt_is_quiet(printing: Path) -> None:
    """While the modules of the command are loaded, and later."""
    for module in ("typer", "overseas_stations.cli.app", "polars"):
        code = (
            "import builtins, os, signal, sys\n"
            "real = builtins.__import__\n"
            "def load(name, *more):\n"
            f"    if name == {module!r}:\n"
            "        builtins.__import__ = real\n"
            "        os.kill(os.getpid(), signal.SIGINT)\n"
            "    return real(name, *more)\n"
            "builtins.__import__ = load\n"
            "sys.argv = ['overseas', 'validate', 'datapackage']\n"
            "from overseas_stations.cli import main\n"
            "main()\n"
        )
        done = completed(sys.executable, "-c", code, cwd=printing)
        assert (done.returncode, done.stdout, done.stderr) == (130, "", ""), module


# One writer


def test_no_other_module_touches_the_streams() -> None:
    package = ROOT / "validators" / "overseas_stations"
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr")
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            echoed = isinstance(node, ast.Attribute) and node.attr in ("echo", "secho")
            if named or called or echoed:
                found.add(path.relative_to(package).as_posix())
    # A helper's standard output is what the process that started it reads.
    assert found == {"cli/output.py", "dossiers/compilation/helping.py"}


# One end


def ends_a_command(node: ast.AST) -> bool:
    """Say whether a node catches an error that ends commands, or gives the exit code of unusable input itself."""
    if isinstance(node, ast.ExceptHandler):
        caught = [] if node.type is None else node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        return node.type is None or any(ast.unparse(each) in ("InputError", "Exception") for each in caught)
    exits = isinstance(node, ast.Call) and ast.unparse(node.func) in ("typer.Exit", "sys.exit", "SystemExit")
    return exits and any("2" in ast.unparse(part) or "UNUSABLE" in ast.unparse(part) for part in node.args)


def test_one_place_says_that_input_cannot_be_used() -> None:
    """What is caught is handed to it by the one function that runs the command line."""
    folder = ROOT / "validators" / "overseas_stations" / "cli"
    found = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if ends_a_command(node)
    ]
    assert found == ["app.py"]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError("x cannot be read"), 2, "x cannot be read"),
        (FileNotFoundError(2, "No such file", "x"), 2, "x: No such file"),
        (OSError("the disk is gone"), 2, "the disk is gone"),
        (NotWritten("standard output is closed"), 2, "standard output is closed"),
        (KeyError("x"), 2, "a fault of the tool, please report it: KeyError: 'x'"),
        (NotWritten("nobody reads it", reader_gone=True), READER_GONE, None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_becomes_one_line_and_a_code(
    error: Exception, code: int, said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever command it comes from, and however deep."""

    def failing() -> None:
        raise error

    monkeypatch.setattr(lock, "installed_lock", failing)
    done = overseas("lock", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr == ("" if said is None else f"overseas: {said}\n")
    assert not list(tmp_path.iterdir())
