"""What scripts read: data as classic scripts that fill one global, since a page from a folder can load nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from overseas_stations.canonical.tabular import csv_text
from overseas_stations.explorer.context import Context, Data
from overseas_stations.explorer.overviews.overview import named_view
from overseas_stations.explorer.searching.documents import documents
from overseas_stations.explorer.telling.citing import shared_citation
from overseas_stations.explorer.then import counted_steps, happened_steps, known_steps, months
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.pictures.marks import mark
from overseas_stations.tables import TABLES, Row, Table
from overseas_stations.views import VIEWS
from overseas_stations.views.view import View

WORDS_OF_SCRIPTS = (
    "cite.copied",
    "cite.copy",
    "cite.more",
    "cite.not_copied",
    "cite.short",
    "count.shown",
    "explain.passage",
    "filter.more",
    "filter.nothing",
    "filter.sort",
    "filter.view",
    "filter.view_both",
    "filter.view_map",
    "filter.view_picture",
    "filter.view_table",
    "search.near",
    "search.nothing",
    "search.some",
    "search.wait",
    "site.theme",
    "site.theme_dark",
    "site.theme_light",
    "site.theme_system",
)
"""Texts that scripts show; those of ``check.`` and ``slider.``, and those that count, come with all their forms."""

_ESCAPED = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def json_in_page(value: object) -> str:
    """Return a value as JSON that can stand in a page or in a script, whatever its texts are.

    >>> json_in_page({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _ESCAPED:
        text = text.replace(character, escape)
    return text


def script(name: str, value: object) -> bytes:
    """Return a script that sets ``OVS[name]``.

    >>> script("x", [1])
    b'(self.OVS=self.OVS||{}).x=[1];\\n'
    """
    return f"(self.OVS=self.OVS||{{}}).{name}={json_in_page(value)};\n".encode()


def shared_files(data: Data) -> dict[str, bytes]:
    """Return what the scripts of all languages read, by path below the folder of the site."""
    library = data.library
    then = {
        "months": months(library),
        "known": known_steps(library),
        "happened": happened_steps(library),
        **counted_steps(library),
        "shapes": {status.value: mark(status) for status in StationStatus},
    }
    files = {"data/then.js": script("then", then), "data/cite.js": script("cite", shared_citation(data))}
    for table in TABLES.values():
        files[f"data/{table.name}.js"] = script(f"csv_{table.name}", table_in_script(table, library.rows[table.name]))
        if view := named_view(table.name):
            files[f"data/{view}.js"] = script(f"csv_{view}", _named(library, table, VIEWS[view]))
    return files


def _named(library: Library, table: Table, view: View) -> Mapping[str, str]:
    """Return the rows of a view in the order of its table: a row of a list is picked from both by one number."""
    rows = {row["id"]: row for row in view.rows(library)}
    return table_in_script(view.table, [rows[row["id"]] for row in library.rows[table.name]])


def table_in_script(table: Table, rows: Sequence[Row]) -> Mapping[str, str]:
    """Return a table as canonical CSV in which a sign stands for a cell that was there above, and the sign.

    The sign alone is the cell of the row above; with a number after it, the one so many rows above.
    """
    listed = [[row[name] or "" for name in table.names] for row in rows]
    sign = "^"
    while any(cell.startswith(sign) for cells in listed for cell in cells):
        sign += "^"
    seen: list[dict[str, int]] = [{} for _ in table.names]
    for number, cells in enumerate(listed):
        for column, cell in enumerate(cells):
            above = number - seen[column].get(cell, number)
            told = f"{sign}{above}" if above > 1 else sign
            seen[column][cell] = number
            if above and len(told) < len(cell):
                cells[column] = told
    return {"sign": sign, "text": csv_text([table.names, *listed])}


def language_files(context: Context) -> dict[str, bytes]:
    """Return what the scripts of one language read, by path below its folder."""
    return {
        "data/words.js": script("words", _words(context)),
        "data/meanings.js": script("meanings", _meanings(context)),
        "data/search.js": script("search", list(documents(context))),
    }


def _words(context: Context) -> dict[str, Any]:
    labels = context.labels
    words = {key: labels.words[key] for key in WORDS_OF_SCRIPTS}
    counted = ("check.", "count.stations", "search.results", "slider.")
    words |= {key: text for key, text in labels.words.items() if key.startswith(counted)}
    terms = {status.value: context.term(StationStatus, status) for status in StationStatus}
    return {
        "lang": labels.code,
        "one": sorted(labels.one),
        "group": labels.group,
        "colon": context.colon,
        "texts": words,
        "statuses": terms,
    }


def _meanings(context: Context) -> dict[str, dict[str, tuple[str, dict[str, str]]]]:
    """Return table -> column -> what it means, and what its terms mean, by what they are called on pages."""
    return {
        table.name: {
            column.name: (
                column.description,
                {context.term(column.vocabulary, term): text for term, text in column.terms.items()}
                if column.vocabulary
                else {},
            )
            for column in table.columns
        }
        for table in TABLES.values()
    }
