"""Git, asked what a repository holds, and nothing else: no program starts that a repository's configuration names.

Only commands that print objects are used: they apply no filter, attribute, hook or external diff. What could still
start a program on the way, or fetch what is missing, is switched off. The user's own configuration counts all the
same, because ``safe.directory`` stands there.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO

MAX_ANSWER = 1 << 22
"""Bytes of an answer that is held in memory."""
SECONDS = 15.0
"""An answer takes longer only where git waits for what never comes, such as a pipe among its own files."""
SECONDS_FOR_A_FILE = 300.0

ENVIRONMENT = {
    # What a partial clone lacks would be fetched: by commands such as core.sshCommand and remote.*.uploadpack, from
    # wherever the repository says. Git before 2.45 knows the second of the two alone.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    # What was committed, not what refs/replace puts in its place.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
SETTINGS = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.pager=cat", "credential.helper=")
"""Settings that stand above those of the repository."""

_CHUNK = 1 << 16


class GitError(Exception):
    """Why git does not answer, in a sentence."""


def ask(cwd: Path, *arguments: str) -> str:
    """Return what git prints; bytes that are not UTF-8 are surrogates.

    Raises:
        GitError: there is no git, it knows no such thing, it takes too long, or it prints more than is held.
    """
    answer = io.BytesIO()
    _run(cwd, arguments, answer, MAX_ANSWER, SECONDS)
    return answer.getvalue().decode("utf-8", "surrogateescape")


def save(cwd: Path, blob: str, size: int, path: Path) -> None:
    """Write the bytes of a blob, as they were committed, to a new file.

    Raises:
        GitError: git cannot give them, or they are more than *size*.
        OSError: the file cannot be written.
    """
    with path.open("xb") as out:
        _run(cwd, ("cat-file", "blob", blob), out, size, SECONDS_FOR_A_FILE)


def _run(cwd: Path, arguments: tuple[str, ...], out: IO[bytes], most: int, seconds: float) -> None:
    command = [_program(), "--no-pager", *(part for setting in SETTINGS for part in ("-c", setting)), *arguments]
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, **ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        except (OSError, ValueError) as error:  # a NUL in an argument is a ValueError
            raise GitError(f"git cannot be started: {getattr(error, 'strerror', None) or error}") from None
        stuck = threading.Timer(seconds, process.kill)
        stuck.start()
        try:
            size = _copied(process, out, most)
            stopped = process.wait() != 0 and stuck.finished.is_set()
        finally:
            stuck.cancel()
            process.kill()
            process.wait()
        if size > most:
            raise GitError(f"git {arguments[0]} has more to say than {most} bytes")
        if stopped:
            raise GitError(f"git {arguments[0]} took longer than {seconds:g} seconds")
        if process.returncode:
            errors.seek(0)
            raise GitError(_reason(errors.read(_CHUNK).decode("utf-8", "replace")))


def _copied(process: subprocess.Popen[bytes], out: IO[bytes], most: int) -> int:
    """Copy what a process prints, and return how many bytes that were; it is ended where they are more than *most*."""
    size = 0
    assert process.stdout is not None
    with process.stdout as stream:
        while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined]
            size += len(chunk)
            if size > most:
                process.kill()
                break
            out.write(chunk)
    return size


def _program() -> str:
    """Return where git is: in a folder that PATH names in full, never in the one that this happens to run in."""
    for folder in os.get_exec_path():
        found = shutil.which("git", path=folder)
        if found is not None and Path(found).is_absolute():
            return found
    raise GitError("git is not installed")


def _reason(said: str) -> str:
    """Return the first thing that git calls an error."""
    lines = said.strip().splitlines()
    first = next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[0] if lines else "")
    return first.removeprefix("fatal: ").removeprefix("error: ") or "git knows no such revision"
