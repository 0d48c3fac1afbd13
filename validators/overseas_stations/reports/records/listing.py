"""Several records as a page: a line for each, and what is disputed about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from overseas_stations.lookups.library import Found, Library
from overseas_stations.lookups.selecting import Selection, disputes_about
from overseas_stations.reports.pages import Item, Page, Section
from overseas_stations.reports.records.naming import label, several
from overseas_stations.reports.records.voices import claim
from overseas_stations.tables import TABLES


def listing_page(library: Library, selection: Selection, found: Sequence[Found]) -> Page:
    """Return the records of a selection, by table and date; of disputed ones each dispute with its voice and reason.

    Args:
        library: the package.
        selection: what was asked for.
        found: the records.
    """
    sections = []
    for table, some in groupby(sorted(found, key=_order), key=lambda each: each.table):
        items = [Item(f"{each.name}: {label(library, each)}", list(_said(library, each, selection))) for each in some]
        sections.append(Section(f"{table.title} ({len(items)})", items))
    return Page(f"{several(len(found), 'record')}: {selection}", (), sections)


def _order(found: Found) -> tuple[int, str, str]:
    return [*TABLES].index(found.table.name), found.row.get("date") or "~", found.name


def _said(library: Library, found: Found, selection: Selection) -> Iterator[str]:
    """Yield each dispute of a record, those of one voice over one thing once."""
    if not selection.disputed:
        return
    told: dict[tuple[str | None, ...], str] = {}
    for row in disputes_about(library, found):
        where = "" if row["table"] == found.table.name else f"{row['record_id']} "
        voice = library.voice(row)
        key = (voice, row["table"], row["record_id"], row["field"], row["asserted_value"])
        told.setdefault(key, f"disputed by {voice} [{row['source_id']}]: {where}{claim(found, row)}")
    yield from told.values()
