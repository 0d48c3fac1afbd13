"""Where ledgers are: ``releases/`` of a project, beside its package; an installation carries it in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from overseas_stations.formats.strict_json import MAX_BYTES
from overseas_stations.handed_over import InputError, is_litter, read_regular
from overseas_stations.ledgers.ledger import Ledger, LedgerFault, read_ledger
from overseas_stations.schemas.versions import is_version, parse_version

FOLDER = "releases"
"""The folder of the ledgers, each named after its version: ``releases/0.1.0.json``."""

SUFFIX = ".json"
README = "README.md"
"""What else stands there."""

MAX_IN_ALL = 1 << 28
"""Bytes of all ledgers that are read for one answer: they are held in memory together."""


def is_ledger_name(path: Path) -> bool:
    """Say whether a file is named like a ledger.

    >>> is_ledger_name(Path("releases/0.1.0.json")), is_ledger_name(Path("datapackage.json"))
    (True, False)
    """
    return path.suffix == SUFFIX and is_version(path.stem)


def ledger_paths(folder: Path) -> list[Path]:
    """Return the ledgers in a folder, the earliest version first; none where there is no such folder."""
    found = [path for path in folder.glob(f"*{SUFFIX}") if is_ledger_name(path)]
    return sorted(found, key=lambda path: parse_version(path.stem))


def strangers(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder of ledgers and is none: nothing reads it."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not is_ledger_name(path) and path.name != README and not is_litter(path.name):
            yield path


def read_ledger_file(path: Path) -> Ledger:
    """Return the ledger in a file.

    Raises:
        LedgerFault: it cannot be read, is none, or is of another version than its name says.
    """
    try:
        ledger = read_ledger(read_regular(path, MAX_BYTES))
    except OSError as error:
        raise LedgerFault(f"it cannot be read: {error.strerror or error}") from None
    if ledger.version != path.stem:
        raise LedgerFault(f"it is of the version {ledger.version}")
    return ledger


def ledgers_of(package: Path, descriptor: Mapping[str, Any]) -> tuple[Ledger, ...] | None:
    """Return the ledgers of the releases up to a version of a package, the earliest first.

    They are those beside it: in ``releases/`` of the folder that its own folder or archive is in. A ledger of other
    data, or of a later version than the package states, says nothing of it.

    Args:
        package: its folder, descriptor or archive.
        descriptor: what it states.

    Returns:
        None where nothing is known of its history: there is no folder of ledgers, or the package states no version.

    Raises:
        InputError: one of the ledgers cannot be used.
    """
    whole = package.resolve()
    inside = whole.is_file() and whole.suffix == SUFFIX  # its descriptor
    folder = (whole.parent if inside else whole).parent / FOLDER
    version = descriptor.get("version")
    if not folder.is_dir() or not isinstance(version, str) or not is_version(version):
        return None
    paths = [path for path in ledger_paths(folder) if parse_version(path.stem) <= parse_version(version)]
    if sum(path.stat().st_size for path in paths) > MAX_IN_ALL:
        raise InputError(f"the ledgers in {folder} have more than {MAX_IN_ALL} bytes")
    found = []
    for path in paths:
        try:
            found.append(read_ledger_file(path))
        except LedgerFault as fault:
            raise InputError(f"{path} is no ledger: {fault}") from None
    return tuple(ledger for ledger in found if ledger.name == descriptor.get("name"))
