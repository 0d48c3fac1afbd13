"""Files that somebody hands over: read within bounds, or named. Nothing else decides whether a file counts.

A file is read, refused with an error, or not there; a warning never keeps it from being read.
"""

from __future__ import annotations

import os
import stat
from fnmatch import fnmatchcase
from pathlib import Path

LITTER = (
    *(".DS_Store", "._*", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".directory", "Icon\r"),
    *("*~", "#*#", ".#*", "*.swp", "*.swo", ".*.un~", "*.bak", "*.orig", "*.rej", "*.tmp", "*.part"),
    *(".git*", ".editorconfig", ".idea", ".vscode", "__pycache__"),
    *("lost+found", ".overseas-build-*"),
)
"""Names of what desktops, editors, version control, disks and a build of ours that died leave in folders.

They are shell patterns; case does not count.
"""


class InputError(Exception):
    """What the user gave cannot be used, so nothing can be said of it; the message says in one line why."""


def is_litter(name: str) -> bool:
    """Say whether a file or folder is one that a program left behind, and nobody's data.

    >>> is_litter("Thumbs.db"), is_litter("a.yaml~"), is_litter("a.yaml.txt")
    (True, True, False)
    """
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in LITTER)


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of a file, and no more than one beyond *limit*: so a longer one shows, and is not held.

    Raises:
        OSError: it is no regular file (a link, a folder, a pipe), is not there, or may not be read.
    """
    # Without a wait for somebody who writes to it, should it be a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if path.is_symlink():
        raise OSError("it is a link")
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        return stream.read(limit + 1)
