"""Everything that a command prints, and what happens where it does not arrive. Nothing else touches the streams.

Standard output is UTF-8 with LF, whatever the console or the locale, because other programs read it. What goes to a
terminal holds no control character of the data: a title or an argument must neither move the cursor nor rename the
window. On a runner of GitHub no line of the data is a command to the runner.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from overseas_stations.handed_over import InputError
from overseas_stations.printable import visible

READER_GONE = 141
"""The exit code of a program that writes to a pipe that nobody reads any more (128 and the signal's number)."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What steers a terminal, or turns the direction in which it shows a text."""

_COMMAND = re.compile(r"^(?P<blanks>[^\S\n]*):(?=:)|#(?=#\[)", re.MULTILINE)
"""How a runner of GitHub knows a command in what a step prints: ``::error::`` at the start of a line, or ``##[``."""


class NotWritten(Exception):
    """Standard output does not take what is printed.

    Attributes:
        reader_gone: nobody reads it any more, which is no fault.
    """

    def __init__(self, reason: str, *, reader_gone: bool = False) -> None:
        super().__init__(reason)
        self.reader_gone = reader_gone


class _Checked(io.RawIOBase):
    """A stream that raises :class:`NotWritten` in place of the system's errors, so that no library takes them away.

    Attributes:
        ended: what still comes is dropped.
    """

    def __init__(self, raw: Any) -> None:
        self._raw, self.ended = raw, False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw is not None and bool(self._raw.isatty())

    def fileno(self) -> int:
        if self._raw is None:
            raise io.UnsupportedOperation("the stream is closed")
        return int(self._raw.fileno())

    def write(self, data: Any) -> int:
        if self.ended:
            return len(data)
        if self._raw is None:
            raise NotWritten("standard output is closed")
        try:
            return int(self._raw.write(data) or 0)
        except BrokenPipeError:
            raise NotWritten("nobody reads standard output", reader_gone=True) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise NotWritten(f"standard output cannot be written: {reason}") from None


@contextmanager
def checked_output() -> Iterator[None]:
    """Have a standard output that is UTF-8 with LF, and that fails with :class:`NotWritten` alone.

    Raises:
        NotWritten: what was printed did not arrive.
    """
    before, errors = sys.stdout, sys.stderr
    if before is None:
        # Else the next file that is opened gets the number of standard output.
        os.open(os.devnull, os.O_WRONLY)
    raw = None if before is None else getattr(before.buffer, "raw", before.buffer)
    if before is not None:
        _flush(before)
    checked = _Checked(raw)
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(checked), encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(errors, io.TextIOWrapper):
        errors.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        yield
        sys.stdout.flush()
    except NotWritten:
        # What is left would be tried again when the stream is closed, and Python from 3.13 on tells of that.
        checked.ended = True
        raise
    finally:
        sys.stdout = before


def _flush(stream: Any) -> None:
    try:
        stream.flush()
    except (OSError, ValueError):
        return


def write(text: str, *, painted: bool = False, exact: bool = False) -> None:
    """Print a text on standard output.

    Args:
        text: the text, whole lines.
        painted: it holds the codes of colours, and shows its data already.
        exact: it is for a program, in a format of its own, so that a runner of GitHub gets it as it is.
    """
    if not exact:
        text = _without_commands(text)
    if sys.stdout.isatty() and not painted:
        text = shown_on_terminal(text)
    sys.stdout.write(text)
    sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Print bytes on standard output as they are, for a file."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def standard_input() -> Any:
    """Return the stream of bytes that the command is given.

    Raises:
        InputError: there is none.
    """
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError("standard input is closed: give a file in place of -")
    return stream


def write_error(message: str) -> None:
    """Print one line on standard error; where that is closed, nobody is there to be told."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{_without_commands(visible(message))}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def _without_commands(text: str) -> str:
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    return _COMMAND.sub(lambda found: f"{found['blanks'] or ''}\\x{ord(found[0][-1]):02x}", text)


def is_terminal() -> bool:
    """Say whether standard output is a terminal."""
    return sys.stdout.isatty()


def errors_are_shown() -> bool:
    """Say whether standard error is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def shown_on_terminal(text: str) -> str:
    r"""Return a text of several lines with every control character spelt out.

    >>> shown_on_terminal("a\x1b[31mb\tc\n")
    'a\\x1b[31mb\tc\n'
    """
    return _CONTROL.sub(lambda found: visible(found[0]), text)
