"""What scripts read: data as classic scripts that fill one global, since a page from a folder can load nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overseas_stations.canonical.tabular import csv_text
from overseas_stations.explorer.addresses import has_page, page_of
from overseas_stations.explorer.context import Context, Data, language_of
from overseas_stations.explorer.overviews.overview import named_view
from overseas_stations.explorer.telling.citing import shared_citation
from overseas_stations.explorer.then import counted_steps, happened_steps, known_steps, months
from overseas_stations.forms.vocabulary import StatementForm, StationStatus
from overseas_stations.lookups.library import Found, Library
from overseas_stations.publishing.pictures.marks import mark
from overseas_stations.tables import TABLES, Row, Table
from overseas_stations.views import VIEWS
from overseas_stations.views.view import View

WORDS_OF_SCRIPTS = (
    "cite.copied",
    "cite.copy",
    "cite.more",
    "cite.not_copied",
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
    "search.nothing",
    "search.wait",
    "site.theme",
    "site.theme_dark",
    "site.theme_light",
    "site.theme_system",
    "slider.today",
)
"""Texts that scripts show; those of ``check.``, ``count.`` and ``search.`` that count come with both their forms."""

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
        "data/search.js": script("search", list(_documents(context))),
    }


def _words(context: Context) -> dict[str, Any]:
    labels = context.labels
    words = {key: labels.words[key] for key in WORDS_OF_SCRIPTS}
    counted = ("check.", "count.stations", "search.results")
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


_SEARCHED = (
    *("title", "text", "summary", "name_local", "city_local", "name_as_reported", "authority_as_reported"),
    *("speaker", "speaker_role", "scope", "note"),
)
"""Columns whose words are searched, if a table has them; the first that is filled is shown with what was found."""


def _other_names(library: Library, found: Found) -> Iterator[str | None]:
    """Yield by what else a record is called: the names that sources give it, of what it belongs to, lists it is on."""
    for each in library.evidence(found.table.name, found.name):
        if each["field"] in ("name_as_reported", "city", "city_local", "authority_as_reported"):
            yield each["asserted_value"]
    for part in library.parts(found.name) if found.table.name == "stations" else ():
        yield part.row.get("place")
        for name in ("actor_id", "list_id"):
            other = library.find(part.row.get(name) or "")
            if other is not None:
                yield from (other.row.get(column) for column in ("name", "name_local", "title"))
    above = library.find(found.row.get("part_of") or "")
    if above is not None:
        yield from (above.row["name"], above.row["name_local"])


def _documents(context: Context) -> Iterator[Mapping[str, Any]]:
    """Yield what can be searched, by table: what its records are called, and where they are.

    Of each record there is its id, what it is called, its words and their language. Of the words the first line alone
    is sure to be in that language; it is left out where it is that of the page.
    """
    for table in filter(has_page, TABLES.values()):
        rows = context.library.rows[table.name]
        yield {
            "sort": context.word(f"record.{table.model.__name__.lower()}"),
            "folder": page_of(table, "").partition("/")[0],
            "records": [_document(context, Found(table, row[table.key[0]] or "", row)) for row in rows],
        }


def _called(context: Context, found: Found) -> str:
    """Return what a record is called among what was found; of a statement also whether its words are ours."""
    called = context.called(found).text
    paraphrased = found.row.get("form") == StatementForm.PARAPHRASE
    return context.bracketed(called, context.column_term(found, "form")) if paraphrased else called


def _document(context: Context, found: Found) -> list[str]:
    row = found.row
    words = [row.get(name) for name in _SEARCHED]
    words += _other_names(context.library, found)
    if found.table.name != "countries" and row.get("country"):
        words.append(context.labels.country(row["country"] or ""))
    told = [found.name, _called(context, found), "\n".join(dict.fromkeys(filter(None, words)))]
    language = context.foreign(language_of(found))
    return [*told, language] if language else told
