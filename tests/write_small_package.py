"""Writes ``tests/small_package/``, the package of the dossiers in ``tests/base/``; it is run by hand.

README and docs print what commands say of it, so that no dossier of the real data changes what they print.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from casework import BASE
from overseas_stations.checking import load_project
from overseas_stations.publishing.building import package_files

FOLDER = Path(__file__).parent / "small_package"


def small_package() -> dict[str, bytes]:
    """Return the files of the small package by their paths in it: its descriptor and its tables."""
    compiled = load_project(BASE).compiled
    files = package_files({name: [row.cells for row in rows] for name, rows in compiled.rows.items()})
    return {path: data for path, data in files.items() if not path.endswith(".md")}


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name, data in small_package().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
