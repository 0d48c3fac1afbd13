"""The folder that an export writes: only an earlier export is ever replaced."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from overseas_stations.exports.register import MANIFEST
from overseas_stations.handed_over import read_regular
from overseas_stations.packages.container import InputError
from overseas_stations.packages.swapping import replace_folder

MAX_MANIFEST = 1 << 20
"""Bytes of the manifest of an earlier export."""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make *folder* hold exactly *files*, whole or not at all.

    Raises:
        InputError: there is something in the folder that no export wrote, or it cannot be written.
    """
    check(folder)
    try:
        replace_folder(folder.resolve(), files)
    except OSError as error:
        raise InputError(f"{folder} could not be written and is as it was: {error.strerror or error}") from None


def check(folder: Path) -> None:
    """Raise InputError where a folder is neither new, nor empty, nor as an earlier export wrote it."""
    if Path.cwd().is_relative_to(folder.resolve()):
        raise InputError(f"{folder} holds the folder that you are in; name a new one with --out")
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        raise InputError(f"{folder} is not a folder")
    try:
        other = _not_exported(folder) if folder.is_dir() else None
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror or error}") from None
    if other is not None:
        raise InputError(f"{folder} holds what no export wrote ({other}); name another folder with --out")


def _not_exported(folder: Path) -> str | None:
    """Return a file that is not as the folder's manifest lists it, or that it lists and is not there."""
    present = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not _is_folder(path)}
    if not present:
        return None
    manifest = present.pop(MANIFEST, None)
    if manifest is None or not manifest.is_file():
        return next(iter(present))
    lines = read_regular(manifest, MAX_MANIFEST).decode("utf-8", "replace").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in sorted(present.keys() | listed.keys()):
        if name not in listed or name not in present or _digest(present[name]) != listed[name]:
            return name
    return None


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a regular file, None of anything else."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
