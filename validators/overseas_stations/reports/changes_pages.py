"""What differs between two versions of the data, as Markdown, as a page and as a section of the changelog."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from overseas_stations.markup import code
from overseas_stations.releases.changes import Change, ChangeKind, Changes
from overseas_stations.reports.changes_wording import MAX_VALUE, TITLES, change_line, counted, side_line, verdict
from overseas_stations.reports.html import page
from overseas_stations.schemas.versions import is_version
from overseas_stations.templates import fill

MAX_MARKDOWN = 50_000
"""Bytes of the Markdown section: a comment may have 65,536, and a report stands before it."""


def markdown_section(changes: Changes, limit: int = MAX_MARKDOWN) -> str:
    """Return the changes as a section of Markdown of about *limit* bytes at most, the rest counted.

    What comes from data stands in code spans, see :mod:`overseas_stations.markup`.
    """
    lines = ["### Changes to the data", "", f"{code(side_line(changes.old))} → {code(side_line(changes.new))}", ""]
    lines += [f"**{counted(changes)}**: {code(verdict(changes))}"]
    left = limit
    if changes.structure:
        rows = [f"| {change.level.value} | {code(change.sentence)} |" for change in changes.structure]
        shown, left = _fitting(rows, left)
        lines += ["", "| level | structure |", "|---|---|", *shown, *_rest(len(rows) - len(shown))]
    for kind, number in changes.tally.items():
        shown, left = _fitting(map(_markdown_row, changes.of_kind(kind)), left)
        lines += ["", f"<details><summary>{number} {TITLES[kind]}</summary>", ""]
        lines += ["| table | record | about | what | sources of the record |", "|---|---|---|---|---|", *shown]
        lines += [*_rest(number - len(shown)), "", "</details>"]
    return "\n".join(lines) + "\n"


def _fitting(rows: Iterable[str], left: int) -> tuple[list[str], int]:
    """Return the first rows that fit into *left* bytes, and what is left then."""
    shown: list[str] = []
    for row in rows:
        size = len(row.encode("utf-8", "replace")) + 1
        if size > left:
            return shown, 0
        shown.append(row)
        left -= size
    return shown, left


def _rest(number: int) -> list[str]:
    return ["", f"{number} more are not shown; `overseas diff` lists them."] if number else []


def _markdown_row(change: Change) -> str:
    sources = ", ".join(code(name, 100) for name in change.sources[:10])
    more = f" and {len(change.sources) - 10} more" if len(change.sources) > 10 else ""
    cells = (code(change.table), code(change.record_id, 260), code(change.label, MAX_VALUE), code(change_line(change)))
    return f"| {' | '.join(cells)} | {sources}{more} |"


def changelog_section(changes: Changes) -> str:
    """Return the changes as a section of the changelog: counts, then what others must know by name."""
    since = changes.old.version if is_version(changes.old.version) else code(changes.old.version or changes.old.name)
    lines = [f"Since {since}: {counted(changes)}."]
    lines += [f"- Not all was compared: {code(changes.unseen)}."] if changes.unseen else []
    added: dict[str, int] = {}
    for change in changes.of_kind(ChangeKind.ADDED):
        added[change.table] = added.get(change.table, 0) + 1
    if added:
        lines.append("- New rows: " + ", ".join(f"{name} {count}" for name, count in added.items()) + ".")
    lines += [f"- Structure ({c.level.value}): {code(c.sentence.rstrip('.'))}." for c in changes.structure]
    for kind in (ChangeKind.RETRACTED, ChangeKind.REMOVED, ChangeKind.STATUS_CHANGED, ChangeKind.DISPUTED):
        for change in changes.of_kind(kind):
            lines.append(f"- {code(change.record_id)}: {code(change_line(change))}.")
    # Which cells of a row differ, a ledger does not say.
    corrected = sorted({f"{c.table}.{c.field}" if c.field else c.table for c in changes.of_kind(ChangeKind.CORRECTED)})
    if corrected:
        lines.append("- Changed: " + ", ".join(f"`{place}`" for place in corrected) + ".")
    resourced = {(c.table, c.record_id) for c in changes.of_kind(ChangeKind.RESOURCED)}
    if resourced:
        lines.append(f"- Other sources or passages behind {len(resourced)} records.")
    return "\n".join(lines) + "\n"


def html_section(changes: Changes, heading: str = "h2") -> str:
    """Return the changes as a section of HTML, everything escaped."""
    tables = groupby(changes.records, key=lambda change: change.table)
    return fill(
        "reports/changes.html.jinja",
        heading=heading,
        changes=changes,
        counted=counted(changes),
        verdict=verdict(changes),
        tables=((changes.tables[table].title, records) for table, records in tables),
        side_line=side_line,
        change_line=change_line,
        listed=", ".join,
    )


def html_page(changes: Changes) -> str:
    """Return the changes as one self-contained page."""
    return page("Changes to the data", html_section(changes, "h1"))
