"""One record as a page: what is reported, by whom, who disputes it and why, and what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.labels.reading import labels_in
from overseas_stations.labels.sights import looks, sights
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS, VERSION_COLUMNS
from overseas_stations.lookups.library import Found, Library
from overseas_stations.reports.pages import Item, Page, Section
from overseas_stations.reports.records import evidence as passages
from overseas_stations.reports.records import linked
from overseas_stations.reports.records.naming import kind_of, name_of, named, several, source, term
from overseas_stations.reports.records.voices import sides
from overseas_stations.tables import Row

if TYPE_CHECKING:
    from overseas_stations.texts.at_hand import Texts

WITH_EVIDENCE = ("id", "precision", "geonames_id", "latitude", "longitude", "text_sha256", "text_characters")
"""Columns that say nothing of what is reported: they are shown with the evidence."""

CITED_WITH = "--evidence cites each, with its passages"
"""What a page without its passages ends with."""


def record_page(
    library: Library,
    found: Found,
    *,
    evidence: bool = False,
    texts: Texts | None = None,
    versions: Row | None = None,
    language: Language | None = None,
) -> Page:
    """Return a record and what is linked with it: a line for each voice; with *evidence* or *texts* every passage.

    Args:
        library: the package.
        found: the record.
        evidence: every column, passage and source is shown as well.
        texts: the sources' texts at hand, against which the passages are held.
        versions: since when it is there and when it last changed; None where nothing is known of that.
        language: that of headings, titles, terms and names of countries; English by default.
    """
    language = language or labels_in(ENGLISH)
    whole = evidence or texts is not None
    cited = found.table.cited
    rows = library.evidence(found.table.name, found.name) if cited else []
    sources = sources_of(library, found)
    sections: list[Section] = [*sides(library, found, rows, language)] if cited else []
    sections += linked.sections(library, found, language)
    if whole:
        sections += passages.sections(library, found, rows, sources, texts, language)
    if (told := sights(language, library, library.passages_of(found))) and (whole or _is_looked_for(library, found)):
        items = [Item(told), *map(Item, looks(language, library, found.name))]
        sections.append(Section(language.word("seen.title"), items))
    end = f"{several(len(sources), 'source')} in all; {CITED_WITH}" if sources and not whole else ""
    facts = _facts(library, found, versions, language, whole=whole)
    return Page(title(library, found, language), facts, sections, end)


def _is_looked_for(library: Library, found: Found) -> bool:
    """Say whether it is told of a record without its passages what came of looking for them."""
    passages = library.passages_of(found)
    return found.table.name == "sources" or any(library.looked_for(*each) is not None for each in passages)


def sources_of(library: Library, found: Found) -> set[str]:
    """Return the ids of the sources that speak of a record, or of what hangs on it; none where it is no claim."""
    if not found.table.cited:
        return set()
    about = library.evidence(found.table.name, found.name)
    return {row["source_id"] or "" for row in about} | linked.sources_of(library, found)


def title(library: Library, found: Found, language: Language) -> str:
    """Return what a record is called, what sort it is, and where."""
    row = found.row
    place = ", ".join(filter(None, (row.get("city"), name_of(library, "country", row.get("country"), language))))
    return f"{found.name}: {kind_of(found, language)}{f', {place}' if place else ''}"


def _facts(
    library: Library, found: Found, versions: Row | None, language: Language, *, whole: bool
) -> list[tuple[str, str]]:
    def told(column: str, cell: str) -> str:
        if column == "source_id":
            return source(library, cell)
        name = named(library, column, cell, language)
        return name if name != cell else term(found.table, column, cell, language)

    shown = [
        (str(language.column(found.table, column.name)), told(column.name, cell))
        for column in found.table.columns
        if (cell := found.row[column.name]) and (whole or column.name not in WITH_EVIDENCE)
    ]
    released = [
        (str(language.column(RECORD_VERSIONS, column.name)), cell)
        for column in VERSION_COLUMNS
        if (cell := (versions or {}).get(column.name))
    ]
    if not whole and len({cell for _, cell in released}) == 1:
        # A record that came with a release and never changed since says so in one line.
        del released[1:]
    return [*shown, *released]
