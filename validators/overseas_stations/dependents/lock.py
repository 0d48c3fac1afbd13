"""The lock: which data another project was made with, as a small file that is compared offline."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from overseas_stations.folders.ownership import Owner, beginning_with
from overseas_stations.formats.strict_json import JsonFault, load_json
from overseas_stations.forms.scalars import SHA256, is_match
from overseas_stations.paths import packaged_datapackage
from overseas_stations.reading.contents import MAX_LOCK
from overseas_stations.schemas.dataset import NAME
from overseas_stations.tables import TABLES
from overseas_stations.version import SCHEMA_VERSION, __version__

FORM = 1
"""The form of the file; another number is another form."""


class LockFault(ValueError):
    """Why a text is no lock."""


@dataclass(frozen=True)
class Lock:
    """What is pinned.

    Attributes:
        version: of the data.
        schema_version: of the record schemas.
        tables: table -> SHA-256 of its canonical CSV file, in hexadecimal digits.
    """

    version: str
    schema_version: str
    tables: dict[str, str]

    def to_bytes(self) -> bytes:
        """Return the canonical file."""
        fields = {"version": self.version, "schema_version": self.schema_version, "sha256": self.tables}
        return (json.dumps({"lock": FORM, "name": NAME, **fields}, indent=2) + "\n").encode()

    def __str__(self) -> str:
        """Return what a message calls these data."""
        return f"overseas-stations {self.version}, schemas {self.schema_version}"


def installed_lock() -> Lock:
    """Return the lock of the data that this installation carries.

    Raises:
        FileNotFoundError: the installation has no data.
    """
    folder = packaged_datapackage() / "tables"
    return Lock(__version__, SCHEMA_VERSION, {name: _digest(folder / f"{name}.csv") for name in TABLES})


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_lock(data: bytes) -> Lock:
    """Return the lock that a file holds.

    Raises:
        LockFault: it is none, or one of another form or of other data.
    """
    if len(data) > MAX_LOCK:
        raise LockFault(f"it has more than {MAX_LOCK} bytes")
    try:
        found = load_json(data)
    except JsonFault as fault:
        raise LockFault(str(fault)) from None
    if not isinstance(found, dict) or found.get("lock") != FORM or found.get("name") != NAME:
        raise LockFault(f"it is no lock of {NAME} in form {FORM}")
    version, schema_version, tables = found.get("version"), found.get("schema_version"), _digests(found.get("sha256"))
    if not isinstance(version, str) or not isinstance(schema_version, str) or tables is None:
        raise LockFault("it lacks version, schema_version or sha256, or one of them is of another type")
    return Lock(version, schema_version, tables)


def _is_lock(data: bytes) -> bool:
    try:
        read_lock(data)
    except LockFault:
        return False
    return True


WRITER = Owner(
    "lock",
    beginning_with(_is_lock, MAX_LOCK),
    "only a lock is replaced, so name another file with --out",
    is_folder=False,
)
"""Who may replace a lock."""


def _digests(tables: object) -> dict[str, str] | None:
    if not isinstance(tables, dict):
        return None
    return tables if all(isinstance(digest, str) and is_match(SHA256, digest) for digest in tables.values()) else None


def difference(pinned: Lock, installed: Lock) -> str | None:
    """Return what the installed data are, so far as they are not those that are pinned; None where they are."""
    if (pinned.version, pinned.schema_version) != (installed.version, installed.schema_version):
        return str(installed)
    names = {*pinned.tables, *installed.tables}
    other = sorted(name for name in names if pinned.tables.get(name) != installed.tables.get(name))
    return f"others of the same version: {', '.join(other)}" if other else None
