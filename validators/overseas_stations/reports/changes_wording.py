"""How a difference between two versions of the data is put into words, the same in every format."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.printable import shorten
from overseas_stations.releases.changes import Change, ChangeKind, Changes, ComparedVersion

TITLES: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: "added",
    # Whether the new value is the better one, two versions do not tell.
    ChangeKind.CORRECTED: "changed",
    ChangeKind.STATUS_CHANGED: "status changed",
    ChangeKind.RESOURCED: "re-sourced",
    ChangeKind.DISPUTED: "disputed",
    ChangeKind.RETRACTED: "retracted",
    ChangeKind.REMOVED: "removed",
}

MAX_VALUE = 120
"""A cell's text is shown up to so many characters; JSON has it whole."""


def verdict(changes: Changes) -> str:
    """Return what the changes demand of the version, and what was not compared, in a sentence."""
    said = _demand(changes)
    return f"{said} ({changes.unseen})" if changes.unseen else said


def _demand(changes: Changes) -> str:
    if changes.level is None:
        return "no record differs" if changes.unseen else "nothing differs"
    said = f"{changes.level.value} change"
    if not changes.released:
        return said
    if changes.demanded is None:
        return f"{said}; {changes.old.name} bears no version number"
    fits = "fits" if changes.fits else "does not fit"
    return f"{said}: {changes.demanded} or more is due, and {changes.new.version or 'no version'} {fits}"


def counted(changes: Changes) -> str:
    """Return how many changes of each kind there are, in a line."""
    parts = [f"{count} {TITLES[kind]}" for kind, count in changes.tally.items()]
    if changes.structure:
        parts.append(f"{len(changes.structure)} of structure")
    return ", ".join(parts) or "no changes"


def change_line(change: Change) -> str:
    """Return what happened, in a line without the record's name."""
    values = ""
    # Where a source was added or went, the sentence names it.
    told = change.kind is ChangeKind.RESOURCED and change.detail
    if (change.old is not None or change.new is not None) and not told:
        values = f"{_value(change.old)} → {_value(change.new)}"
    field = f"{change.field}:" if change.field and (values or change.detail) else change.field or ""
    # A status says itself that it is one.
    title = "" if change.kind is ChangeKind.STATUS_CHANGED else TITLES[change.kind]
    parts = [title, field, values]
    text = " ".join(part for part in parts if part)
    return f"{text} ({shorten(change.detail, 300)})" if change.detail else text


def _value(text: str | None) -> str:
    return "(empty)" if text is None else f"“{shorten(text, MAX_VALUE)}”"


def side_line(side: ComparedVersion) -> str:
    """Return a version's name and numbers."""
    version = side.version or "no version"
    return f"{shorten(side.name)} ({version}, record schemas {side.schema_version or 'of no stated version'})"
