"""The lock that one command holds on what it writes: a file whose lock ends with the process, however that ends.

The file says besides what the command is about to do, so that the next one can put in order what a command that died
left undone. It is gone once there is nothing to put in order.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from overseas_stations.folders.ownership import Unwritable

PREFIX = ".overseas-build-"
"""How the names begin of all that is put beside what is written, for as long as it is being written."""

_MARK = b"overseas-stations is writing here, or was ended before it was done: the next run puts that in order.\n"
_MAX_BYTES = 1 << 24
_FLAGS = os.O_RDWR | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_NOINHERIT"))
_BEYOND = 1 << 30
"""The byte that is locked on Windows, where nobody else could read it."""
_TRIES = 1000


class LockFile:
    """A lock that is held.

    Attributes:
        path: the file.
        keep: the file stays when the lock is released, for the next run.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self.keep, self._descriptor = path, False, descriptor

    def noted(self) -> bytes:
        """Return what the last command that held the lock noted, which is empty where it came to its end."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        data = b""
        while len(data) < _MAX_BYTES and (part := os.read(self._descriptor, _MAX_BYTES)):
            data += part
        if not data.startswith(_MARK) and not _MARK.startswith(data):
            raise Unwritable(f"{self.path} is in the way, and none of these tools wrote it: move it elsewhere")
        return data[len(_MARK) :]

    def note(self, data: bytes) -> None:
        """Note what is about to be done; it is on the disk when this returns."""
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        rest = memoryview(_MARK + data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        os.fsync(self._descriptor)

    def release(self) -> None:
        """End the lock."""
        # Where the system lets nobody delete a file that is open, whoever holds it next keeps it from being deleted.
        if sys.platform == "win32":
            os.close(self._descriptor)
        if not self.keep:
            with suppress(OSError):
                self.path.unlink()
        if sys.platform != "win32":
            os.close(self._descriptor)


@contextmanager
def locked(folder: Path, name: str) -> Iterator[LockFile]:
    """Hold the lock on what is called *name* in a folder.

    Raises:
        Unwritable: another command holds it, or it cannot be had here.
    """
    # Names that some disks take for one have one lock.
    plain = unicodedata.normalize("NFC", name).casefold()
    path = folder / f"{PREFIX}{hashlib.sha256(os.fsencode(plain)).hexdigest()[:16]}.lock"
    try:
        descriptor = _acquired(path)
    except BlockingIOError:
        raise Unwritable(f"another command is writing {folder / name}: wait until it has ended") from None
    file = LockFile(path, descriptor)
    try:
        file.noted()
    except BaseException:
        file.keep = True
        file.release()
        raise
    try:
        yield file
    finally:
        file.release()


def _acquired(path: Path) -> int:
    """Return the descriptor of the file at a path, locked.

    Raises:
        BlockingIOError: it is locked.
    """
    for _ in range(_TRIES):
        descriptor = _opened(path)
        if descriptor is None:
            continue
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unwritable(f"{path} is in the way, and is no file: move it elsewhere")
            _lock(descriptor)
            # Whoever held the lock deletes the file before it lets go.
            if os.path.lexists(path) and os.path.samestat(os.fstat(descriptor), os.lstat(path)):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    raise BlockingIOError


def _opened(path: Path) -> int | None:
    """Return the descriptor of a file that is there or is made; None where it came or went meanwhile."""
    if path.is_symlink():
        raise Unwritable(f"{path} is in the way, and is a link: move it elsewhere")
    with suppress(FileNotFoundError):
        return os.open(path, _FLAGS)
    with suppress(FileExistsError):
        return os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666)
    return None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
