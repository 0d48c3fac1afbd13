"""What differs between two versions of the data, as text and JSON; :mod:`.changes_pages` has the other formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any, Literal

from overseas_stations.findings import shorten
from overseas_stations.releases.changes import Change, ChangeKind, Changes, Side
from overseas_stations.tables import TABLES

ChangesFormat = Literal["text", "json", "markdown", "html", "changelog"]

TITLES: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: "added",
    ChangeKind.CORRECTED: "corrected",
    ChangeKind.STATUS_CHANGED: "status changed",
    ChangeKind.RESOURCED: "re-sourced",
    ChangeKind.DISPUTED: "disputed",
    ChangeKind.RETRACTED: "retracted",
    ChangeKind.REMOVED: "removed",
}

MAX_VALUE = 120
"""A cell's text is shown up to so many characters; JSON has it whole."""


def render_changes(changes: Changes, form: ChangesFormat) -> str:
    """Return the changes as the text of an output format."""
    return _RENDERERS[form](changes)


def verdict(changes: Changes) -> str:
    """Return what the changes demand of the version, in a sentence."""
    if changes.level is None:
        return "nothing differs"
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


def side_line(side: Side) -> str:
    """Return a version's name and numbers."""
    version = side.version or "no version"
    return f"{shorten(side.name)} ({version}, record schemas {side.schema_version or 'of no stated version'})"


def _by_record(changes: Changes) -> Iterator[tuple[str, str, list[Change]]]:
    for (table, name), group in groupby(changes.records, key=lambda change: (change.table, change.record_id)):
        yield table, name, list(group)


def _text(changes: Changes) -> str:
    lines = [f"{side_line(changes.old)} → {side_line(changes.new)}"]
    if changes.structure:
        lines += ["", "Structure"]
        lines += [f"  {change.level.value}: {shorten(change.sentence, 300)}" for change in changes.structure]
    table = ""
    for name, record, group in _by_record(changes):
        if name != table:
            table = name
            lines += ["", TABLES[name].title]
        label = next((change.label for change in group if change.label), "")
        about = f"{shorten(record)}{f'  {shorten(label, MAX_VALUE)}' if label else ''}"
        if group[0].is_whole:
            first = group.pop(0)
            lines.append(f"  {change_line(first)}  {about}{_named(first)}")
        else:
            lines.append(f"  {about}")
        lines += [f"    {change_line(change)}{_named(change)}" for change in group]
    return "\n".join([*lines, "", counted(changes), verdict(changes)]) + "\n"


def _named(change: Change) -> str:
    shown = [name for name in change.sources if name != change.record_id]
    return f" [{shorten(', '.join(shown), 300)}]" if shown else ""


CHANGE_FIELDS = ("kind", "table", "record_id", "field", "old", "new", "label", "sources", "detail", "row")


def changes_dict(changes: Changes) -> dict[str, Any]:
    """Return the object that ``overseas diff --format json`` prints."""
    level = changes.level
    return {
        "old": _side_dict(changes.old),
        "new": _side_dict(changes.new),
        "level": None if level is None else level.value,
        "demanded": changes.demanded,
        "fits": changes.fits,
        "counts": changes.counts,
        "structure": [
            {"level": c.level.value, "table": c.table, "field": c.field, "sentence": c.sentence}
            for c in changes.structure
        ],
        "changes": [
            {name: getattr(change, name) for name in CHANGE_FIELDS} | {"level": change.level.value}
            for change in changes.records
        ],
    }


def _side_dict(side: Side) -> dict[str, str | None]:
    return {"name": side.name, "version": side.version, "schema_version": side.schema_version}


def _json(changes: Changes) -> str:
    return json.dumps(changes_dict(changes), ensure_ascii=False, indent=2) + "\n"


def _page(name: str) -> Callable[[Changes], str]:
    def render(changes: Changes) -> str:
        from overseas_stations.reports import changes_pages

        text: str = getattr(changes_pages, name)(changes)
        return text

    return render


_RENDERERS: Mapping[ChangesFormat, Callable[[Changes], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _page("markdown_section"),
    "html": _page("html_page"),
    "changelog": _page("changelog_section"),
}
