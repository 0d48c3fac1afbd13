"""Replaces folders and files as a whole: a build that dies at any moment leaves the old or the new one, no mixture."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

STAGING = ".overseas-build-"
"""What the folder is called, before the replaced one's name, in which the new files are written beside it."""

_AT_FDCWD, _EXCHANGE = -100, 2


def replace_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Make *target* hold exactly *files*.

    Everything is written and flushed to disk beside the target first, then the two folders change places in one step.

    Raises:
        OSError: the files could not be written; the target is as it was.
    """
    staging = _staging(target)
    recover(target)
    shutil.rmtree(staging, ignore_errors=True)
    fresh = staging / target.name
    try:
        for name, data in files.items():
            _write(fresh / name, data)
        for folder in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
            _flush(folder)
        if target.exists():
            _exchange(fresh, target, staging / f"{target.name}.old")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.rename(fresh, target)
        _flush(target.parent)
    finally:
        recover(target)
        shutil.rmtree(staging, ignore_errors=True)


def replace_file(target: Path, data: bytes) -> None:
    """Make the file *target* hold exactly *data*; it is written beside the target first.

    Raises:
        OSError: the file could not be written; the target is as it was.
    """
    staging = _staging(target)
    try:
        _write(staging / target.name, data)
        os.rename(staging / target.name, target)
        _flush(target.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _staging(target: Path) -> Path:
    """Return a folder for *target* alone, so that two programs that write side by side do not meet."""
    return target.parent / f"{STAGING}{target.name}"


def recover(target: Path) -> None:
    """Put the old folder back where a build died between two renames (only where folders cannot be exchanged)."""
    old = _staging(target) / f"{target.name}.old"
    if old.is_dir() and not target.exists():
        os.rename(old, target)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(fresh: Path, target: Path, old: Path) -> None:
    """Let two folders change places: in one step on Linux, in two with :func:`recover` elsewhere."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if hasattr(library, "renameat2"):
            done = library.renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(target), _EXCHANGE)
            if done == 0:
                return
    os.rename(target, old)
    os.rename(fresh, target)
