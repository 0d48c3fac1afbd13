"""One record as a page: what is reported, by whom, who disputes it and why, and what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.forms.vocabulary import Stance
from overseas_stations.ledgers.record_versions import VERSION_COLUMNS
from overseas_stations.lookups.library import Found, Library
from overseas_stations.reports.pages import Page, Section
from overseas_stations.reports.records import evidence as passages
from overseas_stations.reports.records import linked
from overseas_stations.reports.records.naming import kind_of, name_of, named, several, source
from overseas_stations.reports.records.voices import sides
from overseas_stations.tables import Row

if TYPE_CHECKING:
    from overseas_stations.lookups.known import Known
    from overseas_stations.texts.at_hand import Texts

WITH_EVIDENCE = ("id", "precision", "geonames_id", "latitude", "longitude", "text_sha256", "text_characters")
"""Columns that say nothing of what is reported: they are shown with the evidence."""


def record_page(
    library: Library,
    found: Found,
    *,
    evidence: bool = False,
    texts: Texts | None = None,
    versions: Row | None = None,
) -> Page:
    """Return a record and what is linked with it: a line for each voice; with *evidence* or *texts* every passage.

    Args:
        library: the package.
        found: the record.
        evidence: every column, passage and source is shown as well.
        texts: the sources' texts at hand, against which the passages are held.
        versions: since when it is there and when it last changed; None where nothing is known of that.
    """
    whole = evidence or texts is not None
    cited = found.table.cited
    rows = library.evidence(found.table.name, found.name) if cited else []
    sections: list[Section] = [*sides(library, found, rows)] if cited else []
    sections += linked.sections(library, found)
    sources = {row["source_id"] or "" for row in rows} | linked.sources_of(library, found) if cited else set()
    if whole:
        sections += passages.sections(library, found, rows, sources, texts)
    end = (
        f"{several(len(sources), 'source')} in all; --evidence cites each, with its passages"
        if sources and not whole
        else ""
    )
    return Page(_title(library, found), _facts(library, found, versions, whole=whole), sections, end)


def known_page(
    library: Library, found: Found, known: Known, *, evidence: bool = False, texts: Texts | None = None
) -> str:
    """Return a record as it was known on a day, and what was left out; or when it was first borne out, if later.

    Args:
        library: the rows of today.
        found: the record.
        known: the data of the day.
        evidence, texts: as :func:`record_page` takes them.
    """
    then = known.library.find(found.name)
    head = f"{found.name} {known.summary}.\n"
    if then is not None:
        return f"{head}\n{record_page(known.library, then, evidence=evidence, texts=texts).text()}"
    supports = {
        row["source_id"] for row in library.evidence(found.table.name, found.name) if row["stance"] == Stance.SUPPORTS
    }
    sources = [row for row in library.rows["sources"] if row["id"] in supports]
    dated = sorted((row["published"], row["id"]) for row in sources if row["published"])
    first = f"the first with a date is {dated[0][1]}, of {dated[0][0]}" if dated else "none of its sources has a date"
    return f"{head}\nNone of these bears it out; {first}.\n"


def _title(library: Library, found: Found) -> str:
    row = found.row
    place = ", ".join(filter(None, (row.get("city"), name_of(library, "country", row.get("country")))))
    return f"{found.name}: {kind_of(found)}{f', {place}' if place else ''}"


def _facts(library: Library, found: Found, versions: Row | None, *, whole: bool) -> list[tuple[str, str]]:
    shown = [
        (column.title, source(library, cell) if column.name == "source_id" else named(library, column.name, cell))
        for column in found.table.columns
        if (cell := found.row[column.name]) and (whole or column.name not in WITH_EVIDENCE)
    ]
    told = {column.title: cell for column in VERSION_COLUMNS if (cell := (versions or {}).get(column.name))}
    if not whole and len(set(told.values())) == 1:
        # A record that came with a release and never changed since says so in one line.
        told = dict([*told.items()][:1])
    return [*shown, *told.items()]
