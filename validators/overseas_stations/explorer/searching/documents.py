"""What can be searched of each record: by what it is called, what it says, and how much hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from overseas_stations.explorer.addresses import has_page, page_of
from overseas_stations.explorer.context import Context, language_of
from overseas_stations.forms.vocabulary import StatementForm
from overseas_stations.keeping import kept
from overseas_stations.lookups.library import Found, Library
from overseas_stations.tables import TABLES

_TITLES = ("title", "name_local", "city_local", "name_as_reported")
"""Columns by which a record is called beside its name in lists, if its table has them."""

_TEXTS = ("text", "summary", "authority_as_reported", "speaker", "speaker_role", "note")
"""Columns whose words are searched as well."""

_OF_STATIONS = ("stations", "stations_added")
"""Metrics of figures that count what the whole site is about."""


def documents(context: Context) -> Iterator[Mapping[str, Any]]:
    """Yield what can be searched, by table: what its records are called, and where they are.

    Of each record there is its id, what it is called, its words, how many of their lines are titles, how much hangs on
    it, and their language. Of the words the first line alone is sure to be in that language; it is left out where it
    is that of the page.
    """
    weights = _weights(context.library)
    for table in filter(has_page, TABLES.values()):
        rows = context.library.rows[table.name]
        found = (Found(table, row[table.key[0]] or "", row) for row in rows)
        yield {
            "sort": context.word(f"record.{table.model.__name__.lower()}"),
            "folder": page_of(table, "").partition("/")[0],
            "records": [_document(context, each, weights[table.name, each.name]) for each in found],
        }


def _called(context: Context, found: Found) -> str:
    """Return what a record is called among what was found; of a statement also whether its words are ours."""
    called = context.called(found).text
    paraphrased = found.row.get("form") == StatementForm.PARAPHRASE
    return context.bracketed(called, context.column_term(found, "form")) if paraphrased else called


def _document(context: Context, found: Found, weight: int) -> list[str | int]:
    row = found.row
    titles = [row.get(name) for name in _TITLES]
    if row.get("metric") in _OF_STATIONS:
        titles.append(context.word("site.title"))
    titles = [*dict.fromkeys(filter(None, titles))]
    words = [*titles, *(row.get(name) for name in _TEXTS), *_other_names(context.library, found)]
    if found.table.name != "countries" and row.get("country"):
        words.append(context.labels.country(row["country"] or ""))
    lines = "\n".join(dict.fromkeys(filter(None, words)))
    language = context.foreign(language_of(found))
    told: list[str | int] = [found.name, _called(context, found), lines, len(titles), weight]
    return [*told, language] if language else told


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


@kept
def _weights(library: Library) -> Counter[tuple[str, str]]:
    """Return how much hangs on each record: the sources that speak of it, what it says, and the rows that name it."""
    pairs = {(row["table"] or "", row["record_id"] or "", row["source_id"] or "") for row in library.rows["evidence"]}
    weights: Counter[tuple[str, str]] = Counter()
    for table, name, source in pairs:
        weights[table, name] += 1
        weights["sources", source] += 1
    for named in TABLES.values():
        for column, target in named.references.items() if named.name != "evidence" else ():
            weights.update((target, row[column] or "") for row in library.rows[named.name] if row[column])
    return weights
