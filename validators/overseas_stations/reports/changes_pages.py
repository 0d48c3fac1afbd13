"""What differs between two versions of the data, as Markdown, as a page and as a section of the changelog."""

from __future__ import annotations

import html
from itertools import groupby

from overseas_stations.findings import shorten
from overseas_stations.releases.changes import Change, ChangeKind, Changes
from overseas_stations.reports.changes import MAX_VALUE, TITLES, change_line, counted, side_line, verdict
from overseas_stations.reports.github import escaped_cell
from overseas_stations.tables import TABLES

MAX_MARKDOWN = 50_000
"""Characters of the Markdown section: a comment may have 65,536, and a report stands before it."""


def markdown_section(changes: Changes, limit: int = MAX_MARKDOWN) -> str:
    """Return the changes as a section of Markdown of at most about *limit* characters, the rest counted."""
    lines = ["### Changes to the data", "", f"{_md(side_line(changes.old))} → {_md(side_line(changes.new))}", ""]
    lines += [f"**{_md(counted(changes))}.** {_md(verdict(changes))}."]
    if changes.structure:
        lines += ["", "| level | structure |", "|---|---|"]
        lines += [f"| {c.level.value} | {_md(c.sentence)} |" for c in changes.structure]
    size = sum(map(len, lines))
    for kind in reversed(ChangeKind):
        found = changes.of_kind(kind)
        if not found:
            continue
        lines += ["", f"<details><summary>{len(found)} {TITLES[kind]}</summary>", ""]
        lines += ["| table | record | about | what | sources |", "|---|---|---|---|---|"]
        for number, change in enumerate(found):
            line = _md_row(change)
            size += len(line)
            if size > limit:
                lines.append(f"\n{len(found) - number} more are not shown; `overseas diff` lists them.")
                break
            lines.append(line)
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _md_row(change: Change) -> str:
    what = change_line(change)
    sources = ", ".join(f"`{_code(name)}`" for name in change.sources[:10])
    more = f" and {len(change.sources) - 10} more" if len(change.sources) > 10 else ""
    label = _md(shorten(change.label, MAX_VALUE))
    return f"| {change.table} | `{_code(change.record_id)}` | {label} | {_md(what)} | {sources}{more} |"


def _code(text: str) -> str:
    return shorten(text).replace("`", "'").replace("|", "\\|")


def _md(text: str) -> str:
    return escaped_cell(text)


def changelog_section(changes: Changes) -> str:
    """Return the changes as a section of the changelog: counts, then what others must know by name."""
    lines = [f"Since {changes.old.version or _md(changes.old.name)}: {counted(changes)}."]
    added: dict[str, int] = {}
    for change in changes.of_kind(ChangeKind.ADDED):
        added[change.table] = added.get(change.table, 0) + 1
    if added:
        lines.append("- New rows: " + ", ".join(f"{name} {count}" for name, count in added.items()) + ".")
    lines += [f"- Structure ({c.level.value}): {_md(c.sentence.rstrip('.'))}." for c in changes.structure]
    for kind in (ChangeKind.RETRACTED, ChangeKind.REMOVED, ChangeKind.STATUS_CHANGED, ChangeKind.DISPUTED):
        for change in changes.of_kind(kind):
            lines.append(f"- `{_code(change.record_id)}`: {_md(change_line(change))}.")
    corrected = sorted({(c.table, c.field or "") for c in changes.of_kind(ChangeKind.CORRECTED)})
    if corrected:
        lines.append("- Corrected: " + ", ".join(f"`{table}.{field}`" for table, field in corrected) + ".")
    resourced = {(c.table, c.record_id) for c in changes.of_kind(ChangeKind.RESOURCED)}
    if resourced:
        lines.append(f"- Other sources or passages behind {len(resourced)} records.")
    return "\n".join(lines) + "\n"


def html_section(changes: Changes) -> str:
    """Return the changes as a section of HTML, everything escaped."""
    esc = html.escape
    parts = [
        "<section><h2>Changes to the data</h2>",
        f"<p>{esc(side_line(changes.old))} → {esc(side_line(changes.new))}</p>",
        f"<p><strong>{esc(counted(changes))}.</strong> {esc(verdict(changes))}.</p>",
    ]
    if changes.structure:
        items = "".join(f"<li>{c.level.value}: {esc(shorten(c.sentence, 300))}</li>" for c in changes.structure)
        parts.append(f"<h3>Structure</h3><ul>{items}</ul>")
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("record", "about", "what", "sources"))
    for table, group in groupby(changes.records, key=lambda change: change.table):
        rows = "".join(_html_row(change) for change in group)
        caption = f"<caption>{esc(TABLES[table].title)}</caption>"
        parts.append(f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")
    return "\n".join([*parts, "</section>"]) + "\n"


def _html_row(change: Change) -> str:
    cells = (
        f"<code>{html.escape(shorten(change.record_id))}</code>",
        html.escape(shorten(change.label, MAX_VALUE)),
        html.escape(change_line(change)),
        html.escape(shorten(", ".join(change.sources), 300)),
    )
    return f'<tr class="{change.kind.value}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def html_page(changes: Changes) -> str:
    """Return the changes as one self-contained page."""
    from overseas_stations.reports.html import page

    return page("Changes to the data", html_section(changes))
