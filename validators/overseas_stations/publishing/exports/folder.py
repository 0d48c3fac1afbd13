"""The folder that an export writes: only an earlier export is ever replaced."""

from __future__ import annotations

from pathlib import Path

from overseas_stations.folders.ownership import Owner, listed
from overseas_stations.publishing.exports.register import MANIFEST, MARK, PAGE


def _exported(folder: Path) -> set[str]:
    """Return the names of the files in a folder that are as an export wrote them."""
    return listed(folder, MANIFEST, PAGE, MARK.encode())


EXPORT = Owner("export", _exported, "name another folder with --out")
