"""Judges a version of the data against an earlier one, and the frozen schemas against their manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from overseas_stations.findings import Finding, in_a_line
from overseas_stations.formats.line_ends import SAID, with_lf
from overseas_stations.ledgers.folder import FOLDER, is_ledger_name, ledger_paths, read_ledger_file, strangers
from overseas_stations.ledgers.ledger import LedgerFault
from overseas_stations.releases.changes import Change, ChangeKind, Changes
from overseas_stations.releases.comparing import compare
from overseas_stations.releases.opening import Release, frozen_manifests, ledger_finding
from overseas_stations.releases.revisions import MANIFEST, SCHEMAS
from overseas_stations.rules.core.base import Stage
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.releases import (
    BY_LEDGER,
    FROZEN_CHANGED,
    ID_MOVED,
    ID_REUSED,
    ID_VANISHED,
    NOT_COMPARED,
    RETRACTION_VANISHED,
    VERSION_UNFIT,
)
from overseas_stations.tables import Tables


def judge(
    old: Release, new: Release, *, descriptor: str, retractions: str | None = None
) -> tuple[Changes | None, list[Finding]]:
    """Return what changed between two versions, and what must not have; no changes where they cannot be compared.

    Args:
        old: the earlier version, released.
        new: the version that is checked. Its own faults are reported elsewhere.
        descriptor: the file in which the new version's number stands, as findings name it.
        retractions: the file in which a vanished id is to be explained; None for the table itself.
    """
    if old.faults:
        return None, [NOT_COMPARED.finding(value=old.side.name, detail=in_a_line(old.faults))]
    changes = compare(old, new)
    places = dict(_places(new, [change.record_id for change in changes.of_kind(ChangeKind.REMOVED)]))
    found = [
        finding
        for change in changes.records
        for finding in _of_change(new.known, change, old.side.name, places, retractions)
    ]
    if not changes.fits:
        level = "nothing" if changes.level is None else changes.level.value
        found.append(
            VERSION_UNFIT.finding(
                file=descriptor,
                value=new.side.version or "none",
                old=old.side.name,
                before=old.side.version,
                level=level,
                demanded=changes.demanded,
            )
        )
    if old.ledger is not None:
        found.append(_held_against_ledger(old))
    return changes, found


def rules_judged(old: Release, registry: Registry) -> frozenset[str]:
    """Return the codes of the rules that are judged where a version is held against this earlier one."""
    return registry.of_stage(Stage.RELEASES) - (NEED_CELLS if old.ledger is not None else frozenset())


NEED_CELLS = frozenset({ID_REUSED.code})
"""What is not judged against a version that is known by its ledger alone."""


def _held_against_ledger(old: Release) -> Finding:
    by_records = (ID_VANISHED, RETRACTION_VANISHED, ID_MOVED)
    return BY_LEDGER.finding(
        value=old.side.name,
        judged=", ".join(rule.code for rule in by_records),
        part=VERSION_UNFIT.code,
        unjudged=", ".join(sorted(NEED_CELLS)),
    )


def ledger_findings(root: Path) -> Iterator[Finding]:
    """Yield a finding for each file among a project's ledgers that is none.

    Args:
        root: the project's folder.
    """
    folder = root / FOLDER
    for path in (*ledger_paths(folder), *strangers(folder)):
        try:
            if not is_ledger_name(path):
                raise LedgerFault("it is not named after a version, as in 0.1.0.json")
            read_ledger_file(path)
        except LedgerFault as fault:
            yield ledger_finding(path.relative_to(root).as_posix(), fault)


def _of_change(
    tables: Tables, change: Change, old: str, places: Mapping[str, tuple[str, int]], retractions: str | None
) -> Iterator[Finding]:
    table = tables[change.table]
    if change.kind is ChangeKind.REMOVED and change.table == "retractions":
        yield RETRACTION_VANISHED.finding(
            table=change.table, record_id=change.record_id, old=old, file=retractions, detail=change.label
        )
    elif change.kind is ChangeKind.REMOVED and table in tables.with_ids:
        if change.record_id in places:
            now, row = places[change.record_id]
            yield ID_MOVED.finding(
                table=now, record_id=change.record_id, row=row, field="id", before=change.table, old=old
            )
        else:
            about = f" ({change.label})" if change.label else ""
            yield ID_VANISHED.finding(
                table=change.table, record_id=change.record_id, old=old, detail=about, file=retractions
            )
    elif change.field in table.identity and change.old is not None and change.new is not None:
        yield ID_REUSED.finding(
            table=change.table,
            record_id=change.record_id,
            field=change.field,
            row=change.row,
            value=change.new,
            before=change.old,
            old=old,
        )


def _places(release: Release, names: list[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield those of some ids that a version has, each with its table and row."""
    import polars as pl

    for table in release.known.with_ids:
        frame = release.tables.get(table.name)
        if frame is not None and names:
            found = frame.filter(pl.col("id").is_in(names)).select("id", "row")
            yield from ((name, (table.name, row)) for name, row in found.rows())


def frozen_findings(root: Path, before: Mapping[str, bytes] | None = None) -> Iterator[Finding]:
    """Yield a finding for each file of a frozen schema that is not as its manifest, or an earlier one, says.

    Args:
        root: the project's folder.
        before: version -> manifest, as an earlier version of the project had them.
    """
    folder = root / SCHEMAS
    manifests = frozen_manifests(folder)
    for version, manifest in manifests.items():
        yield from _unlike(folder / version, f"{SCHEMAS}/{version}", manifest)
    for version, manifest in (before or {}).items():
        if dict(_entries(manifests.get(version, b""))) != dict(_entries(manifest)):
            said = ": the earlier version has another manifest" if version in manifests else ": it is gone"
            shown = f"{SCHEMAS}/{version}/{MANIFEST}"
            yield FROZEN_CHANGED.finding(file=shown, value=shown, detail=said)


def _unlike(folder: Path, shown: str, manifest: bytes) -> Iterator[Finding]:
    stated = dict(_entries(manifest))
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    present.pop(MANIFEST, None)
    converted = []
    for name in sorted(stated.keys() | present.keys()):
        if name not in present:
            said = ": it is missing"
        elif name not in stated:
            said = ": its manifest does not name it"
        elif _digest(present[name]) == stated[name]:
            continue
        elif (digest := with_lf(present[name], "sha256")) is not None and digest.hash == stated[name]:
            converted.append(name)
            continue
        else:
            said = ": its SHA-256 is another"
        yield FROZEN_CHANGED.finding(file=f"{shown}/{name}", value=f"{shown}/{name}", detail=said)
    if converted:
        said = f" ({len(converted)} of its files): {SAID}"
        yield FROZEN_CHANGED.finding(file=f"{shown}/{MANIFEST}", value=shown, detail=said)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _entries(manifest: bytes) -> Iterator[tuple[str, str]]:
    for line in manifest.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if name:
            yield name, digest
