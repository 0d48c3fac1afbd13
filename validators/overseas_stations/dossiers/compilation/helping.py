"""Other processes that read dossiers at the same time, where there are thousands.

A helper is this program once more: it is sent runs of files and sends back what they ask for, as columns. It sees
nothing else, and what it answers does not depend on it: whatever a helper leaves undone is done here.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from threading import Thread
from typing import IO, Any

from overseas_stations.dossiers.compilation.parts import PackedFiles, part_of
from overseas_stations.tables import TABLES, Tables

FILES_WORTH_IT = 4_000
"""Fewer files are read sooner than a helper is there."""

MOST = 3
"""So many helpers at most: the rest of a check does not need more processors either."""

_CODE = "import sys; sys.path[:] = {}; from overseas_stations.dossiers.compilation.helping import help_out; help_out()"


def helpers(files: int, tables: Tables) -> int:
    """Return how many helpers are of use for so many files: none but for tables that they know as well."""
    if files < FILES_WORTH_IT or tables is not TABLES or not sys.executable or hasattr(sys, "frozen"):
        return 0
    given = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(len(given) - 1, MOST)


class Helper:
    """A process that reads runs of files, from when it is made.

    Args:
        runs: the numbers of files.
        names: the files' names by their numbers.
        files: their bytes.
    """

    def __init__(self, runs: Sequence[range], names: Sequence[str], files: Mapping[str, bytes]) -> None:
        self._runs, self._names, self._files = runs, names, files
        self._answers: list[bytes] = []
        # Without the working folder among the places of modules: what lies there is somebody's data.
        command = [sys.executable, "-P", "-c", _CODE.format(repr(sys.path))]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            self._threads: list[Thread] = []
            return
        self._threads = [Thread(target=each, daemon=True) for each in (self._ask, self._hear)]
        for thread in self._threads:
            thread.start()

    def parts(self) -> Iterator[PackedFiles | None]:
        """Yield what each run asks for, in their order; None for one that was left undone."""
        for thread in self._threads:
            thread.join()
        for number in range(len(self._runs)):
            if number < len(self._answers):
                yield PackedFiles.from_bytes(self._answers[number])
                self._answers[number] = b""
            else:
                yield None

    def end(self) -> None:
        """Let the process be gone, whether or not it was through."""
        if self._threads:
            self._process.kill()
            for thread in self._threads:
                thread.join()
            self._process.wait()

    def _ask(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        with suppress(OSError), stream:  # where it has ended
            for run in self._runs:
                marshal.dump(list(asked(run, self._names, self._files)), stream)

    def _hear(self) -> None:
        answered = self._process.stdout
        assert answered is not None
        with answered:
            self._answers.extend(_messages(answered))


def asked(run: range, names: Sequence[str], files: Mapping[str, bytes]) -> Iterator[tuple[int, str, bytes]]:
    """Yield number, name and bytes of each file of a run that can be read."""
    for number in run:
        data = files.get(names[number])
        if data is not None:
            yield number, names[number], data


def help_out() -> None:
    """Answer what a process asks on standard input, and end with it."""
    for run in _messages(sys.stdin.buffer):
        marshal.dump(part_of(run, TABLES).to_bytes(), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _messages(stream: IO[bytes]) -> Iterator[Any]:
    while True:
        try:
            yield marshal.load(stream)
        except (EOFError, ValueError, TypeError):
            return  # it has ended, perhaps in the middle
