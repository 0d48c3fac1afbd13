"""Finds the dossiers of a project: every file below ``seeds/`` is read or named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
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


class Seeds(Mapping[str, bytes]):
    """The seeds of a project: path relative to *root*, with slashes -> bytes, which are read when they are asked for.

    Attributes:
        findings: what is not read. A file that is there and cannot be read is named once it was asked for.
    """

    def __init__(self, root: Path) -> None:
        self.findings: list[Finding] = []
        self._paths: dict[str, str] = {}
        for entry, shown in _files(root / "seeds"):
            name = entry.name
            if is_litter(name):
                self.findings.append(FILE_LEFT.finding(value=name, file=shown))
            elif not (_is_named_as_dossier(name) or is_log(shown)) and not entry.is_symlink():
                expected = "dossiers (<source-id>.yaml)"
                self.findings.append(FILE_UNREAD.finding(value=name, expected=expected, file=shown))
            else:
                self._paths[shown] = entry.path

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of a file; KeyError where it cannot be read."""
        try:
            return read_regular(self._paths[name], MAX_LOG if is_log(name) else MAX_BYTES)
        except OSError as error:
            found = FILE_UNREADABLE.finding(value=f"{name}: {error.strerror or error}", file=name)
            if found not in self.findings:
                self.findings.append(found)
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def dossier_files(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the seeds of a project: path relative to *root*, with slashes -> bytes; and what is not read."""
    seeds = Seeds(root)
    read = {name: data for name in seeds if (data := seeds.get(name)) is not None}
    return read, seeds.findings


def _is_named_as_dossier(name: str) -> bool:
    """Say whether a file has one of the endings, and more of a name than that."""
    return name.endswith(SUFFIXES) and Path(name).suffix in SUFFIXES


def _files(seeds: Path) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield the files below a folder in order, links and left folders as they are, each with how findings name it."""
    folders = [(str(seeds), seeds.name)]
    while folders:
        folder, shown = folders.pop()
        if not Path(folder).is_dir():
            continue
        inside = []
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if shown == seeds.name and entry.name in NOT_DOSSIERS:
                continue
            is_file = not entry.is_dir(follow_symlinks=False) or is_litter(entry.name)
            if is_file or _is_named_as_dossier(entry.name):
                yield entry, f"{shown}/{entry.name}"
            else:
                inside.append((entry.path, f"{shown}/{entry.name}"))
        folders += reversed(inside)
