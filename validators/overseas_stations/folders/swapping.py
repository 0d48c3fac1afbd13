"""How what is new takes the place of what is old: written and flushed to the disk first, then in one step or two.

Two renames work on every system; what a command that dies between them leaves undone, the next one finishes. Linux can
do it in one, for which Python has no function of its own.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from overseas_stations.folders.ownership import is_folder

_AT_FDCWD, _EXCHANGE = -100, 2


def write(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, and see that it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush(folder: Path) -> None:
    """See that the names in a folder are on the disk, where the system lets it be opened: Windows does not."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
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
    if sys.platform != "linux":
        return False
    try:
        import ctypes
    except ImportError:  # a Python that was built without
        return False
    library = ctypes.CDLL(None)
    if not hasattr(library, "renameat2"):
        return False
    return bool(library.renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(target), _EXCHANGE) == 0)


def aside(fresh: Path) -> Path:
    """Return where the old is meanwhile, where it cannot change places with the new."""
    return fresh.with_name(f"{fresh.name}.old")
