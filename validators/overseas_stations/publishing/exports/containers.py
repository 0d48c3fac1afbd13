"""Zip archives whose bytes depend on nothing but what they hold."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip archive can state. It stands where a format wants a date and none is meant."""

_UNIX = 3


def stored(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of *files*, by name.

    Nothing is compressed, because builds of zlib differ in what they make of the same bytes.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system, entry.external_attr = _UNIX, (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def restored(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive that was made here, by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
