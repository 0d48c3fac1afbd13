"""Files that somebody hands over: read within bounds, or named. Nothing else decides whether a file counts.

A file is read, refused with an error, or not there; a warning never keeps it from being read.
"""

from __future__ import annotations

import os
import re
import stat
from fnmatch import translate
from pathlib import Path

LITTER = (
    *(".DS_Store", "._*", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".directory", "Icon\r"),
    *("*~", "#*#", ".#*", "*.swp", "*.swo", ".*.un~", "*.bak", "*.orig", "*.rej", "*.tmp", "*.part"),
    *(".git*", ".editorconfig", ".idea", ".vscode", "__pycache__"),
    *("lost+found", ".overseas-build-*"),
)
"""Names of what desktops, editors, version control, disks and a build that died leave, as shell patterns.

Case does not count.
"""


_LITTER = re.compile("|".join(translate(pattern.casefold()) for pattern in LITTER))


class InputError(Exception):
    """What the user gave cannot be used, so nothing can be said of it; the message says in one line why."""


def is_litter(name: str) -> bool:
    """Say whether a file or folder is one that a program left behind, and nobody's data.

    >>> is_litter("Thumbs.db"), is_litter("a.yaml~"), is_litter("a.yaml.txt")
    (True, True, False)
    """
    return _LITTER.match(name.casefold()) is not None


def read_regular(path: Path | str, limit: int) -> bytes:
    """Return the bytes of a file, and no more than one beyond *limit*: so a longer one shows, and is not held.

    Raises:
        OSError: it is no regular file (a link, a folder, a pipe), is not there, or may not be read.
    """
    # Without a wait for somebody who writes to it, should it be a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not hasattr(os, "O_NOFOLLOW") and Path(path).is_symlink():
        raise OSError("it is a link")
    try:
        descriptor = os.open(path, flags)
    except OSError:
        if Path(path).is_symlink():
            raise OSError("it is a link") from None
        raise
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError("not a regular file")
        return _read(descriptor, found.st_size, limit + 1)
    finally:
        os.close(descriptor)


def _read(descriptor: int, expected: int, limit: int) -> bytes:
    """Return what an open file holds, at most *limit* bytes; in one piece where it is as long as expected."""
    pieces = []
    size = min(expected + 1, limit)
    while limit and (piece := os.read(descriptor, size)):
        pieces.append(piece)
        limit -= len(piece)
        size = min(limit, 1 << 20)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
