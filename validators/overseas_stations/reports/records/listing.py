"""Several records as a page: a line for each, and what is disputed about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from overseas_stations.forms.vocabulary import Stance
from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.labels.reading import labels_in
from overseas_stations.lookups.library import Found, Library
from overseas_stations.lookups.selecting import Selection, disputes_about
from overseas_stations.reports.pages import Item, Page, Section
from overseas_stations.reports.records.naming import label, several, source
from overseas_stations.reports.records.voices import claim
from overseas_stations.tables import TABLES, Row


def listing_page(
    library: Library, selection: Selection, found: Sequence[Found], about: str = "", language: Language | None = None
) -> Page:
    """Return the records of a selection, by table and date.

    Args:
        library: the package.
        selection: what was asked for: of disputed ones each dispute is told, of those on one voice whose it is.
        found: the records.
        about: what they are, where the selection does not say it.
        language: that of titles, terms and names of countries; English by default.
    """
    language = language or labels_in(ENGLISH)
    sections = []
    for table, some in groupby(sorted(found, key=_order), key=lambda each: each.table):
        items = [Item(_line(library, each, language), list(_said(library, each, selection))) for each in some]
        sections.append(Section(f"{language.table(table)} ({len(items)})", items))
    return Page(f"{several(len(found), 'record')}: {about or selection}", (), sections)


def _line(library: Library, found: Found, language: Language) -> str:
    about = label(library, found, language)
    return f"{found.name}: {about}" if about else found.name


def _order(found: Found) -> tuple[int, str, str]:
    return [*TABLES].index(found.table.name), found.row.get("date") or "~", found.name


def _said(library: Library, found: Found, selection: Selection) -> Iterator[str]:
    """Yield whose alone a record is, and each dispute of it, those of one voice over one thing once."""
    if selection.one_voice:
        (voice,) = library.voices_for(found.table.name, found.name)
        sources = {row["source_id"] for row in library.evidence(found.table.name, found.name) if _supports(row)}
        where = (
            source(library, min(name or "" for name in sources))
            if len(sources) == 1
            else several(len(sources), "source")
        )
        yield f"on the word of {voice} alone: {where.removeprefix(f'{voice}, ')}"
    if not selection.disputed:
        return
    told: dict[tuple[str | None, ...], str] = {}
    for row in disputes_about(library, found):
        where = "" if row["table"] == found.table.name else f"{row['record_id']} "
        voice = library.voice(row)
        key = (voice, row["table"], row["record_id"], row["field"], row["asserted_value"])
        told.setdefault(key, f"disputed by {voice} [{row['source_id']}]: {where}{claim(found, row)}")
    yield from told.values()


def _supports(row: Row) -> bool:
    return row["stance"] == Stance.SUPPORTS
