"""Finds the dossiers of a project: every file below ``seeds/`` is read or named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from overseas_stations.dossiers.check_log import MAX_LOG, is_log
from overseas_stations.findings import Finding
from overseas_stations.formats.strict_yaml import MAX_BYTES
from overseas_stations.handed_over import is_litter, read_regular
from overseas_stations.rules.dossiers import FILE_LEFT, FILE_UNREAD
from overseas_stations.rules.files import FILE_UNREADABLE

NOT_DOSSIERS = ("README.md", "template.yaml", "texts")
"""What else belongs into the folder itself."""

SUFFIXES = (".yaml", ".yml")


def dossier_files(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the seeds of a project: path relative to *root*, with slashes -> bytes; and what is not read."""
    files: dict[str, bytes] = {}
    findings = []
    for path in _files(root / "seeds"):
        shown = path.relative_to(root).as_posix()
        if is_litter(path.name):
            findings.append(FILE_LEFT.finding(value=path.name, file=shown))
        elif path.suffix not in SUFFIXES and not is_log(shown) and not path.is_symlink():
            findings.append(FILE_UNREAD.finding(value=path.name, expected="dossiers (<source-id>.yaml)", file=shown))
        else:
            try:
                files[shown] = read_regular(path, MAX_LOG if is_log(shown) else MAX_BYTES)
            except OSError as error:
                findings.append(FILE_UNREADABLE.finding(value=f"{shown}: {error.strerror or error}", file=shown))
    return files, findings


def _files(seeds: Path) -> Iterator[Path]:
    """Yield the files below a folder in order, links and left folders as they are; none of those that are no seeds."""
    folders = [seeds]
    while folders:
        folder = folders.pop()
        if not folder.is_dir():
            continue
        inside = []
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            path = folder / entry.name
            if folder == seeds and entry.name in NOT_DOSSIERS:
                continue
            is_file = not entry.is_dir(follow_symlinks=False) or is_litter(entry.name) or path.suffix in SUFFIXES
            if is_file:
                yield path
            else:
                inside.append(path)
        folders += reversed(inside)
