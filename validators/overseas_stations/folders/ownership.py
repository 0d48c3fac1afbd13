"""Who may replace what: a command replaces what an earlier run of it wrote, and nobody else's files are touched."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from overseas_stations.handed_over import is_litter, read_regular

ITSELF = "."
"""What a path that is a file is called among the names of what is at it."""

MAX_MANIFEST = 1 << 22


class Unwritable(OSError):
    """Why a command leaves what it was to write as it is, in one line."""


@dataclass(frozen=True)
class Owner:
    """What may replace a file or a folder.

    Attributes:
        name: what it is, such as ``export``.
        wrote: returns, for a path, the names of the files there that earlier runs wrote, relative to it;
            :data:`ITSELF` for a file.
        instead: what to do where something else is there.
        is_folder: it writes a folder, and no single file.
    """

    name: str
    wrote: Callable[[Path], Collection[str]]
    instead: str
    is_folder: bool = True

    def written(self, path: Path, shown: Path | None = None) -> set[str]:
        """Return the names of the files at *path* that may go, relative to it.

        What desktops, editors and version control leave in a folder is not among them, nor are folders without a file:
        they are in nobody's way, and stay.

        Args:
            path: where to look.
            shown: what messages call it, if it is elsewhere for now.

        Raises:
            Unwritable: something else is there, or it cannot be read.
        """
        shown = path if shown is None else shown
        try:
            other = self._other(path, shown)
            if other is not None:
                raise Unwritable(f"{shown} {other}; {self.instead}")
            found, wrote = set(), self.wrote(path)
            for name in entries(path):
                if name in wrote and stat.S_ISREG(os.lstat(at(path, name)).st_mode):
                    found.add(name)
                elif name == ITSELF:
                    raise Unwritable(f"{shown} is there already; {self.instead}")
                elif not is_litter(name.rpartition("/")[2]) and not is_folder(path / name):
                    raise Unwritable(
                        f"{shown} holds what no {self.name} wrote, or what was changed since ({name}); {self.instead}"
                    )
            return found
        except Unwritable:
            raise
        except OSError as error:
            raise Unwritable(f"{shown} cannot be read: {error.strerror or error}; {self.instead}") from None

    def _other(self, path: Path, shown: Path) -> str | None:
        """Return what *path* is, if it is not of the owner's kind."""
        if path.is_symlink():
            return "is a link"
        if self.is_folder and path.is_dir() and Path.cwd().is_relative_to(path.resolve()):
            return "holds the folder that you are in"
        if os.path.lexists(path) and self.is_folder is not path.is_dir():
            return "is not a folder" if self.is_folder else "is a folder"
        return None


def nothing(path: Path) -> Collection[str]:
    """Return no names: the proof of those who replace nothing."""
    return ()


def beginning_with(mark: Callable[[bytes], bool], limit: int) -> Callable[[Path], Collection[str]]:
    """Return the proof for a single file: whether its first *limit* bytes, and one more, bear a mark."""
    return lambda path: {ITSELF} if os.path.lexists(path) and mark(read_regular(path, limit)) else ()


def listed(folder: Path, manifest: str, marked: str, mark: bytes) -> set[str]:
    """Return the names of the files in a folder that are as its manifest lists them, with the manifest.

    Others write manifests as well, so it counts only where one of the files that it lists bears a mark of ours.

    Args:
        folder: the folder.
        manifest: the name of the manifest, in the form of ``sha256sum``.
        marked: the name of the file with the mark.
        mark: the mark.
    """
    path = folder / manifest
    if not os.path.lexists(path):
        return set()
    lines = read_regular(path, MAX_MANIFEST).decode("utf-8", "replace").splitlines()
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {name for name in entries(folder) if name in stated and _digest(at(folder, name)) == stated[name]}
    if marked not in found or mark not in (folder / marked).read_bytes():
        return set()
    return {*found, manifest}


def _digest(path: str) -> str | None:
    """Return the SHA-256 of a regular file, None of anything else."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return None
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entries(path: Path) -> Iterator[str]:
    """Yield the names of all that is at a path, relative to it, in order; no link is followed.

    These are files and links, folders that are empty, and what programs leave behind, whole. A path that is no folder
    has the name :data:`ITSELF`.
    """
    if not is_folder(path):
        if os.path.lexists(path):
            yield ITSELF
        return
    waiting = [("", True)]
    while waiting:
        name, has_more = waiting.pop()
        if not has_more:
            yield name
            continue
        # A folder of thousands is walked several times: a scan tells what each is without asking again.
        with os.scandir(os.path.join(path, name)) as scan:
            inside = sorted((each.name, each.is_dir(follow_symlinks=False)) for each in scan)
        if name and not inside:
            yield name
        below = f"{name}/" if name else ""
        waiting += [(below + each, has_more and not is_litter(each)) for each, has_more in reversed(inside)]


def at(path: Path, name: str) -> str:
    """Return where the file of a name at a path is."""
    return os.fspath(path) if name == ITSELF else os.path.join(path, name)


def folders_of(name: str) -> Iterator[str]:
    """Yield the folders that a name leads through, from the innermost.

    >>> list(folders_of("a/b/c.csv"))
    ['a/b', 'a']
    """
    while name := name.rpartition("/")[0]:
        yield name


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder, and no link to one."""
    return path.is_dir() and not path.is_symlink()
