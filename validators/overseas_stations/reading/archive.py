"""A package in a zip archive: nothing is believed of it, and only what is needed is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from overseas_stations.findings import Finding
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.reading.members import MemberFault, is_hidden, path_fault
from overseas_stations.rules import files
from overseas_stations.rules.core.tally import Tally

MAX_ENTRIES = 10_000
MAX_DIRECTORY = 4 * 1024 * 1024
"""Bytes of the archive's own directory, which is read as a whole."""
MAX_UNPACKED = 4 * 1024**3
"""Bytes of all files together."""
MAX_RATIO = 200
"""Bytes that one byte of an entry, and of the archive, may unpack to..."""
RATIO_FREE = 10 * 1024 * 1024
"""...beyond so many bytes of one file, and of all files together."""
MAX_SHOWN = 50

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
# What damaged bytes make zipfile and the layers below it raise.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, RuntimeError)


class _Counted(io.BufferedReader):
    """A file that counts what is read from it: sizes stated inside an archive may lie."""

    consumed = 0

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise zipfile.BadZipFile(f"its directory takes more than {MAX_DIRECTORY} bytes")
        data = super().read(size)
        self.consumed += len(data)
        return data


def _depth(folder: str) -> int:
    return folder.count("/")


def _unsafe(message: str) -> MemberFault:
    return MemberFault(files.ARCHIVE_UNSAFE, message)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a zip archive; what is unpacked from it is gone when the context ends.

    Raises:
        MemberFault: the archive is broken, encrypted, too large or ambiguous.
    """
    with path.open("rb", buffering=0) as raw, tempfile.TemporaryDirectory(prefix="overseas-") as scratch:
        counted = _Counted(raw)
        try:
            zipped = zipfile.ZipFile(counted)
        except _BROKEN as error:
            raise _unsafe(f"the archive is broken: {error}") from None
        with zipped:
            yield Archive(path, zipped, counted, Path(scratch))


class Archive:
    """The files of an archive, below the one folder that holds a descriptor and stands nearest to its top.

    So are archives of a folder, and those that hosts make of a whole repository. What some systems write with
    backslashes is named with slashes; what desktops add is left out.

    Attributes:
        findings: entries that no package should have; they are never unpacked.
    """

    def __init__(self, path: Path, zipped: zipfile.ZipFile, counted: _Counted, scratch: Path) -> None:
        self._path, self._zipped, self._counted, self._scratch = path, zipped, counted, scratch
        self._unpacked: dict[str, Path] = {}
        self._total, self._size = 0, path.stat().st_size
        self._refused: set[str] = set()
        self._entries, self.findings = self._survey(zipped.infolist())
        self._root = self._find_root()

    def shown(self, name: str) -> str:
        """Return how findings name the file *name*: the archive's path, then the entry's."""
        return f"{self._path.as_posix()}/{self._root}{name}"

    def names(self) -> tuple[list[str], bool]:
        """Return the names of all files in the package's folder but hidden ones and litter, sorted.

        Beside a top folder nothing else stands but what an archiver was given with it, so that is named in full.
        """
        beside = self._root if self._root.count("/") > 1 else ""
        names = (name.removeprefix(self._root) for name in self._entries if name.startswith(beside))
        return sorted(name for name in names if not is_hidden(name)), True

    def fetch(self, name: str) -> Path:
        """Unpack the file *name* and return where it is.

        Raises:
            MemberFault: it is not there, or not safe to unpack.
        """
        if fault := path_fault(name):
            raise MemberFault(fault, name)
        entry = self._root + Path(name).as_posix()
        if entry in self._refused:
            raise MemberFault(files.PATH_UNSAFE, entry)
        if entry not in self._entries:
            raise MemberFault(files.FILE_MISSING, name)
        if entry not in self._unpacked:
            # Numbers for names: what an entry is called must not matter to the file system.
            target = self._scratch / f"{len(self._unpacked)}{Path(name).suffix}"
            try:
                self._unpack(self._entries[entry], target)
            except _BROKEN as error:
                raise _unsafe(f"{entry} cannot be unpacked: {error}") from None
            self._unpacked[entry] = target
        return self._unpacked[entry]

    def _survey(self, entries: list[zipfile.ZipInfo]) -> tuple[dict[str, zipfile.ZipInfo], list[Finding]]:
        """Return the regular files by name, and findings for entries with names or kinds that no package has."""
        if len(entries) > MAX_ENTRIES:
            raise _unsafe(f"the archive has more than {MAX_ENTRIES} entries")
        unsafe = Tally(files.PATH_UNSAFE, MAX_SHOWN, file=self._path.as_posix())
        found: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        for entry in entries:
            # zipfile cuts names at a NUL; the name as stored is the one to judge.
            name = entry.orig_filename.replace("\\", "/")
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if name in seen:
                raise _unsafe(f"the archive holds {name} twice")
            seen.add(name)
            if entry.flag_bits & _ENCRYPTED:
                raise _unsafe(f"{name} is encrypted")
            if path_fault(name) or kind not in (0, stat.S_IFDIR if name.endswith("/") else stat.S_IFREG):
                unsafe.add(value=entry.orig_filename)
                self._refused.add(name)
            elif not name.endswith("/"):
                found[name] = entry
        return found, unsafe.findings()

    def _find_root(self) -> str:
        """Return the prefix of the package's entries: empty, or the folder that holds a descriptor and is nearest."""
        if DESCRIPTOR in self._entries:
            return ""
        tops = [name.removesuffix(DESCRIPTOR) for name in self._entries if name.endswith(f"/{DESCRIPTOR}")]
        tops = [top for top in tops if not is_hidden(top)]
        least = min(map(_depth, tops), default=0)
        nearest = sorted(top for top in tops if _depth(top) == least)
        if len(nearest) > 1:
            raise _unsafe(f"the archive holds several packages: {', '.join(nearest[:MAX_SHOWN])}")
        return nearest[0] if nearest else ""

    def _unpack(self, entry: zipfile.ZipInfo, target: Path) -> None:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # Other methods unpack without a bound on what one read may give.
            raise _unsafe(f"{entry.filename} is compressed by a method other than deflate")
        before, size = self._counted.consumed, 0
        with self._zipped.open(entry) as packed, target.open("wb") as out:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                self._total += len(chunk)
                if self._total > MAX_UNPACKED:
                    raise _unsafe(f"the archive unpacks to more than {MAX_UNPACKED} bytes")
                if self._total > RATIO_FREE and self._total > MAX_RATIO * self._size:
                    # Entries may lie one above the other, and each unpack the same bytes.
                    raise _unsafe(f"the archive unpacks to more than {MAX_RATIO} times its size")
                if size > RATIO_FREE and size > MAX_RATIO * (self._counted.consumed - before):
                    raise _unsafe(f"{entry.filename} unpacks to more than {MAX_RATIO} times its size")
                out.write(chunk)
