"""How what is new takes the place of what is old: written and flushed to the disk first, then in one step or two.

Two renames work on every system; what a command that dies between them leaves undone, the next one finishes. Linux can
do it in one, for which Python has no function of its own.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from overseas_stations.folders.ownership import folders_of, is_folder

_AT_FDCWD, _EXCHANGE = -100, 2

MANY = 100
"""From so many files on, the whole disk is flushed at once: a thousand one by one take three times as long. What others
are writing is waited for too, which is not worth it for a few.
"""


def write(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; it is on the disk once it, or the folder with it, is flushed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def flush_all(folder: Path, names: Collection[str]) -> None:
    """See that the files of those names below a folder are on the disk, and the folders that they are in."""
    if len(names) < MANY or not _flushed(folder):
        for name in names:
            flush(folder / name)
        for inner in {each for name in names for each in folders_of(name)}:
            flush(folder / inner)
        flush(folder)


def flush(path: Path) -> None:
    """See that a file, or the names in a folder, are on the disk; Windows opens no folder, and is not asked to."""
    try:
        # Windows flushes only what may be written.
        descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    except PermissionError:
        if is_folder(path):
            return
        raise
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put(fresh: Path, target: Path) -> None:
    """Move what is new to where nothing is; a folder or file that has come there meanwhile is an error."""
    if not is_folder(fresh):
        try:
            os.link(fresh, target)
        except FileExistsError:
            raise
        except OSError:
            pass  # a disk without such links
        else:
            with suppress(OSError):
                fresh.unlink()
            return
    os.rename(fresh, target)


def exchange(fresh: Path, target: Path) -> Path:
    """Let the new and the old change places, and return where the old is: in one step on Linux, else in two."""
    if _exchanged(fresh, target):
        return fresh
    old = aside(fresh)
    if is_folder(target):
        os.rename(target, old)
        try:
            os.rename(fresh, target)
        except BaseException:
            os.rename(old, target)
            raise
    else:
        shutil.copy2(target, old, follow_symlinks=False)
        fresh.replace(target)
    return old


def _exchanged(fresh: Path, target: Path) -> bool:
    """Let both change places, and say whether that could be done in one step."""
    library = _linux()
    if not hasattr(library, "renameat2"):
        return False
    return bool(library.renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(target), _EXCHANGE) == 0)


def _flushed(folder: Path) -> bool:
    """See that all of the disk that a folder is on is written, and say whether that could be done in one step."""
    library = _linux()
    if not hasattr(library, "syncfs"):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        return bool(library.syncfs(descriptor) == 0)
    finally:
        os.close(descriptor)


def _linux() -> Any:
    """Return the functions of the system for which Python has none of its own; None where they are not Linux's."""
    if sys.platform != "linux":
        return None
    try:
        import ctypes
    except ImportError:  # a Python that was built without
        return None
    return ctypes.CDLL(None)


def aside(fresh: Path) -> Path:
    """Return where the old is meanwhile, where it cannot change places with the new."""
    return fresh.with_name(f"{fresh.name}.old")
