"""Since when a record is there, and when it last changed: what follows from the ledgers of releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from overseas_stations.forms.scalars import ColumnName, Scalar, Text
from overseas_stations.ledgers.ledger import Hashes, Ledger, RecordKey, hashes_of
from overseas_stations.models.base import Record, optional, required
from overseas_stations.tables import TABLES, Row, Rows, Table

UNRELEASED = "unreleased"
"""What stands for the version of what no release has yet."""

_NUMBER = "(?:0|[1-9][0-9]{0,8})"
ReleasedIn = Annotated[
    str,
    Scalar("release", "a version x.y.z, or unreleased", rf"^(?:{UNRELEASED}|{_NUMBER}\.{_NUMBER}\.{_NUMBER})$"),
]


class RecordVersion(Record):
    """Since which release a record is in the data, and in which it last changed."""

    table: ColumnName = required("Table", "The table that the record stands in.", "stations")
    record_id: Text = required("Record", "The record's id, or the parts of its key joined with /.", "ec-quito-1")
    added_in: ReleasedIn = required(
        "Added in", "The first release that has it, since it was last absent. Or unreleased.", "0.1.0"
    )
    changed_in: ReleasedIn = required(
        "Changed in",
        "The last release in which a cell of its row differs from the release before; that in which it was added, "
        "where none does. Or unreleased.",
        "0.2.0",
    )
    evidence_changed_in: ReleasedIn | None = optional(
        "Evidence changed in",
        "The last release in which its evidence differs from the release before: another source, passage or dispute. "
        "Or unreleased. Empty where it never had any.",
        "0.3.0",
    )


RECORD_VERSIONS = Table(
    "record_versions", RecordVersion, "Releases of records", key=("table", "record_id"), cited=False
)
"""The table that exports have beside those of the package: it follows from them and the ledgers."""

VERSION_COLUMNS = RECORD_VERSIONS.columns[len(RECORD_VERSIONS.key) :]
"""Those of its columns that hold releases."""


def record_versions(rows: Rows, ledgers: Sequence[Ledger] | None) -> list[Row]:
    """Return the rows of :data:`RECORD_VERSIONS`, by table and record; none where nothing is known of the history.

    Args:
        rows: table -> the rows of the package as text.
        ledgers: those of its releases, the earliest first; see :func:`overseas_stations.ledgers.folder.ledgers_of`.
    """
    if ledgers is None:
        return []
    now = hashes_of(rows, TABLES)
    return [_row(key, _states(key, ledgers, now)) for key in sorted(now)]


def record_version(rows: Rows, ledgers: Sequence[Ledger] | None, key: RecordKey) -> Row | None:
    """Return the row of :func:`record_versions` that is about one record of the package."""
    if ledgers is None:
        return None
    return _row(key, _states(key, ledgers, hashes_of(rows, TABLES)))


def _states(
    key: RecordKey, ledgers: Sequence[Ledger], now: Mapping[RecordKey, Hashes]
) -> Iterable[tuple[str, Hashes | None]]:
    """Yield what each release had of a record, and at last what is there now."""
    yield from ((ledger.version, ledger.records.get(key)) for ledger in ledgers)
    yield UNRELEASED, now[key]


def _row(key: RecordKey, states: Iterable[tuple[str, Hashes | None]]) -> Row:
    added = changed = evidence = None
    before: Hashes | None = None
    for version, hashes in states:
        if hashes is None:
            added = changed = evidence = None
        elif before is None:
            added = changed = version
            evidence = version if hashes[1] else None
        else:
            changed = version if hashes[0] != before[0] else changed
            evidence = version if hashes[1] != before[1] else evidence
        before = hashes
    table, name = key
    return dict(zip(RECORD_VERSIONS.names, (table, name, added, changed, evidence), strict=True))
