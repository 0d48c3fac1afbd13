"""Follows another project's references to these data: every value exists, and the data are those that it pinned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from overseas_stations.dependents.installed import Installed
from overseas_stations.dependents.lock import LockFault, difference, installed_lock, read_lock
from overseas_stations.dependents.referring import OpenFile
from overseas_stations.findings import Finding
from overseas_stations.reading.contents import LOCK
from overseas_stations.reading.foreign_keys import ForeignKey, References, Referring
from overseas_stations.reading.tables.scanned import TableFile
from overseas_stations.rules import files, references
from overseas_stations.schemas.dataset import NAME
from overseas_stations.tables import Tables

MAX_KEYS = 200
"""So many foreign keys are followed, each of which is a pass over its file."""

RULES = frozenset(
    rule.code
    for rule in (
        *(references.REFERENCE_UNKNOWN, references.REFERENCE_RETRACTED, references.REFERENCE_ELSEWHERE),
        *(references.REFERENCE_UNFOLLOWED, references.PINNED_OTHER, references.LOCK_UNREADABLE),
        references.LOCK_MISSING,
    )
)
"""The codes of the rules that are applied where a package refers to others."""


@dataclass
class Followed:
    """What following gave: findings, resource -> rows seen, the rules that ran, and our tables that were looked in."""

    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    rules_run: frozenset[str] = frozenset()
    looked_up: frozenset[str] = frozenset()


def follow(given: References, max_findings: int) -> Followed:
    """Check every reference of a package to these data, and name those that lead elsewhere.

    Args:
        given: the references.
        max_findings: places shown for each rule and column.
    """
    elsewhere = [
        references.REFERENCE_ELSEWHERE.finding(
            **_place(given, key), value=key.package, target=key.table or "a resource"
        )
        for key in given.keys
        if not key.is_ours
    ]
    rules = RULES if given.to_us else {references.REFERENCE_ELSEWHERE.code} if elsewhere else ()
    followed = Followed(elsewhere, rules_run=frozenset(rules))
    if not given.to_us:
        return followed
    followed.findings += _pinned(given)
    installed = Installed()
    files_at_hand = {file.name for file in given.files}
    if (many := sum(key.is_ours for key in given.keys)) > MAX_KEYS:
        reason = f"the package has {many} foreign keys into these data, and {MAX_KEYS} at most are followed"
        followed.findings.append(references.REFERENCE_UNFOLLOWED.finding(file=given.shown, value=reason))
        return followed
    for key in given.keys:
        if key.is_ours and (key.fault or key.resource not in files_at_hand):
            reason = key.fault or f"the resource {key.resource} has no .csv or .parquet file that can be read"
            followed.findings.append(_unfollowed(given, key, reason))
    for file in given.files:
        followed.findings += _follow(given, file, installed, max_findings, followed.rows)
    if followed.rows and not any(followed.rows.values()):
        followed.findings += [files.TABLE_EMPTY.finding(file=file.shown, table=file.name) for file in given.files]
    return followed


def follow_installed(tables: Mapping[str, TableFile], known: Tables, max_findings: int) -> Followed:
    """Look up in the installed data what tables refer to that are not beside them.

    Args:
        tables: table -> its file, of those that are there.
        known: all tables.
        max_findings: places shown for each rule and column.
    """
    followed, installed = Followed(), Installed()
    given = References("")
    for name, file in tables.items():
        keys = [
            ForeignKey(
                name, (column,), NAME, target, known[target].key, (("", *file.layout.stand_for_nothing(column)),)
            )
            for column, target in file.table.references.items()
            if target not in tables
        ]
        # A table of another project's profile is in no installed data.
        ours = [key for key in keys if installed.target(key.table, key.columns) is not None]
        referring = Referring(name, file.path, file.shown, ours, file.original)
        if ours:
            followed.looked_up |= {key.table for key in ours if key.table is not None}
            followed.rules_run |= {references.REFERENCE_UNKNOWN.code, references.REFERENCE_RETRACTED.code}
            # What is wrong with the file was told when it was read as a table, and so was how many rows it has.
            found = _follow(given, referring, installed, max_findings, {})
            followed.findings += [each for each in found if each.code in followed.rules_run]
    return followed


def _follow(
    given: References, file: Referring, installed: Installed, max_findings: int, rows: dict[str, int]
) -> Iterator[Finding]:
    """Yield what is wrong with one file's references to these data; count its rows."""
    keys = [key for key in file.keys if key.is_ours and key.fault is None]
    if not keys:
        return
    opened = OpenFile(file)
    yield from opened.findings
    if opened.scan is None:
        return
    rows[file.name] = opened.rows
    for key in keys:
        target = installed.target(key.table, key.columns)
        lacking = [name for name in key.fields if name not in opened.columns]
        if target is None:
            what = f"{key.table} with {', '.join(key.columns)}"
            yield _unfollowed(
                given, key, f"{', '.join(key.fields)} refers to {what}, and these data have no such thing"
            )
        elif lacking:
            yield _unfollowed(given, key, f"{file.shown} has no column {', '.join(lacking)}")
        else:
            yield from opened.wrong(key, target, max_findings)


def _place(given: References, key: ForeignKey) -> dict[str, Any]:
    return {"file": given.shown, "table": key.resource, "field": ", ".join(key.fields)}


def _unfollowed(given: References, key: ForeignKey, reason: str) -> Finding:
    return references.REFERENCE_UNFOLLOWED.finding(**_place(given, key), value=reason)


def _pinned(given: References) -> Iterator[Finding]:
    """Yield a finding where the installed data are not those that the lock or an id pins."""
    now = installed_lock()
    for version in sorted({key.version for key in given.keys if key.version is not None} - {now.version}):
        yield references.PINNED_OTHER.finding(
            file=given.shown, value="a foreign key", expected=f"overseas-stations {version}", found=now
        )
    shown = PurePosixPath(given.shown).with_name(LOCK).as_posix()
    if given.lock is None:
        yield references.LOCK_MISSING.finding(file=given.shown, value=LOCK, found=now)
        return
    try:
        pinned = read_lock(given.lock)
    except LockFault as fault:
        yield references.LOCK_UNREADABLE.finding(file=shown, value=f"{LOCK}: {fault}")
        return
    if found := difference(pinned, now):
        yield references.PINNED_OTHER.finding(file=shown, value=LOCK, expected=pinned, found=found)
