"""The files of a package: which paths are safe, and how a folder gives out its files."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Protocol

from overseas_stations.findings import Finding
from overseas_stations.rules import files
from overseas_stations.rules.core.base import Rule

MAX_ENTRIES = 10_000
"""So many entries of a folder are looked at in search of files that the descriptor does not name."""

LEFT = frozenset({"__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", "Icon\r"})
"""Names of what desktops leave in folders and archives, beside hidden files."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:")


class MemberFault(Exception):
    """Why a file of the package cannot be had: the rule that it breaks, and the value that the rule's message shows."""

    def __init__(self, rule: Rule, value: str) -> None:
        super().__init__(value)
        self.rule, self.value = rule, value

    def finding(self, file: str, table: str | None = None) -> Finding:
        """Return the finding; *file* is where the path is named."""
        return self.rule.finding(file=file, table=table, value=self.value)


class Members(Protocol):
    """Where a package's files are: a folder, or an archive."""

    def shown(self, name: str) -> str:
        """Return how findings name the file *name*."""

    def fetch(self, name: str) -> Path:
        """Return where the regular file *name* of the package is on disk; MemberFault where it cannot be had."""

    def names(self) -> tuple[list[str], bool]:
        """Return the names of all files but hidden ones, sorted, and whether that is all of them."""


def path_fault(path: str) -> Rule | None:
    """Return the rule that a path breaks by its text alone, None for a relative path inside the package."""
    if _SCHEME.match(path):
        return files.PATH_REMOTE
    parts = PurePosixPath(path).parts
    unsafe = not parts or path.startswith("/") or ".." in parts or "\\" in path or _DRIVE.match(path)
    return files.PATH_UNSAFE if unsafe or not path.isprintable() else None


def is_hidden(name: str) -> bool:
    """Say whether a file, or a folder above it inside the package, is hidden, or was left there by a desktop."""
    return any(part.startswith(".") or part in LEFT for part in PurePosixPath(name).parts)


class Folder:
    """A package in a folder. Links are refused, wherever in a path they stand; the folder itself may be one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def shown(self, name: str) -> str:
        """Return how findings name the file *name*: as the user could open it."""
        return (self.root / name).as_posix()

    def fetch(self, name: str) -> Path:
        """Return where the file *name* is.

        Raises:
            MemberFault: it is not there, a link or below one, or no regular file. Nothing is opened to find out.
        """
        if fault := path_fault(name):
            raise MemberFault(fault, name)
        path, mode = self.root, stat.S_IFDIR
        try:
            for part in PurePosixPath(name).parts:
                path /= part
                mode = path.lstat().st_mode
                if stat.S_ISLNK(mode):
                    raise MemberFault(files.PATH_UNSAFE, name)
        except (FileNotFoundError, NotADirectoryError):
            raise MemberFault(files.FILE_MISSING, name) from None
        except OSError as error:
            raise MemberFault(files.FILE_UNREADABLE, f"{name} cannot be read: {error.strerror}") from None
        if not stat.S_ISREG(mode):
            raise MemberFault(files.FILE_UNREADABLE, f"{name} is not a regular file")
        return path

    def names(self) -> tuple[list[str], bool]:
        """Return the names of all files but hidden ones, sorted, and whether that is all of them; follow no link."""
        entries = self._entries()
        found = list(islice(entries, MAX_ENTRIES))
        names = sorted(name for name, is_folder in found if not is_folder)
        return names, next(entries, None) is None

    def _entries(self) -> Iterator[tuple[str, bool]]:
        """Yield each entry's name, and whether it is a folder that can be listed."""
        pending = [""]
        while pending:
            prefix = pending.pop()
            try:
                with os.scandir(self.root / prefix) as listing:
                    visible = (entry for entry in listing if not is_hidden(entry.name))
                    bounded = islice(visible, MAX_ENTRIES + 1)
                    shown = [(prefix + entry.name, entry.is_dir(follow_symlinks=False)) for entry in bounded]
            except OSError:
                # A folder that cannot be listed is something that the descriptor does not name, as much as a file.
                yield prefix or ".", False
                continue
            yield from shown
            pending += (f"{name}/" for name, is_folder in shown if is_folder)
