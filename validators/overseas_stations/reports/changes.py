"""What differs between two versions of the data, as text and JSON; :mod:`.changes_pages` has the other formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from overseas_stations.printable import shorten
from overseas_stations.releases.changes import Change, Changes, ComparedVersion
from overseas_stations.reports.change_formats import ChangesFormat
from overseas_stations.reports.changes_wording import MAX_VALUE, change_line, counted, side_line, verdict

MAX_SOURCES = 3
"""Sources of a record that are named with a change of it, in text; the others are counted."""


def render_changes(changes: Changes, form: ChangesFormat) -> str:
    """Return the changes as the text of an output format."""
    return _RENDERERS[form](changes)


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
            lines += ["", changes.tables[name].title]
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
    """Return on which sources the record rests: a change of a cell need not be theirs."""
    shown = [shorten(name) for name in change.sources if name != change.record_id]
    more = f" and {len(shown) - MAX_SOURCES} more" if len(shown) > MAX_SOURCES else ""
    return f" [sources of the record: {', '.join(shown[:MAX_SOURCES])}{more}]" if shown else ""


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
        "unseen": changes.unseen or None,
        "structure": [
            {"level": c.level.value, "table": c.table, "field": c.field, "sentence": c.sentence}
            for c in changes.structure
        ],
        "changes": [
            {name: getattr(change, name) for name in CHANGE_FIELDS} | {"level": change.level.value}
            for change in changes.records
        ],
    }


def _side_dict(side: ComparedVersion) -> dict[str, str | None]:
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
