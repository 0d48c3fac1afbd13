"""Who reports a record and who disputes it: a line for each voice, not for each source that passes on its word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overseas_stations.forms.vocabulary import Stance
from overseas_stations.labels.language import Language
from overseas_stations.lookups.library import Found, Library
from overseas_stations.printable import shorten
from overseas_stations.reports.pages import Item, Section
from overseas_stations.reports.records.naming import from_to, published, source
from overseas_stations.tables import Row

MAX_VALUE = 60
"""A value that a source gives is quoted up to so many characters."""


def sides(library: Library, found: Found, evidence: Sequence[Row], language: Language) -> Iterator[Section]:
    """Yield who reports a record, who gives values for its fields, and who disputes what of it and why."""
    supports = [row for row in evidence if row["stance"] == Stance.SUPPORTS]
    disputes = [row for row in evidence if row["stance"] == Stance.DISPUTES]
    for rows, heading, voices in (
        (supports, "show.reported_by", "count.voices"),
        (disputes, "show.disputed_by", "show.voices"),
    ):
        if rows or rows is supports:
            sources = language.word("count.sources", n=_sources(rows))
            counted = language.word(voices, n=len(_by_voice(library, rows)))
            told = language.word(heading, sources=sources, voices=counted)
            yield Section(told, list(_voices(library, found, rows)))


def _sources(rows: Sequence[Row]) -> int:
    return len({row["source_id"] for row in rows})


def _by_voice(library: Library, rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return voice -> its rows by date; the voice that most sources pass on first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(library.voice(row), []).append(row)
    for said in found.values():
        said.sort(key=lambda row: (published(library, row), row["source_id"] or ""))
    return dict(sorted(found.items(), key=lambda pair: (-_sources(pair[1]), pair[0])))


def _voices(library: Library, found: Found, rows: Sequence[Row]) -> Iterator[Item]:
    for voice, said in _by_voice(library, rows).items():
        count = _sources(said)
        where = source(library, said[0]["source_id"])
        if count > 1:
            dates = from_to(date for row in said if (date := published(library, row)) != "~")
            where = f"{count} sources, {dates}, such as {where}" if dates else f"{count} sources, such as {where}"
        elif where.startswith(f"{voice}, "):
            where = where.removeprefix(f"{voice}, ")
        yield Item(f"{voice}: {where}", list(_claims(found, said)))


def _claims(found: Found, said: Sequence[Row]) -> Iterator[str]:
    """Yield what a voice gives for single fields, each value once, and the first of its reasons."""
    told = dict.fromkeys(claim(found, row) for row in said if row["field"])
    yield from (line for line in told if line)
    whole = list(dict.fromkeys(row["reason"] for row in said if row["reason"] and not row["field"]))
    if whole:
        yield f"{whole[0]}{f' (and {len(whole) - 1} more in other words)' if whole[1:] else ''}"


def claim(found: Found, row: Row) -> str:
    """Return what one piece of evidence is about, if not the record as a whole, and why it disputes."""
    reason = row["reason"] or ""
    if not row["field"]:
        return reason
    value = f" = {shorten(row['asserted_value'], MAX_VALUE)}" if row["asserted_value"] else ""
    ours = found.row.get(row["field"])
    beside = f" (the record has {shorten(ours, MAX_VALUE)})" if row["stance"] == Stance.DISPUTES and ours else ""
    return f"{row['field']}{value}{beside}{f': {reason}' if reason else ''}"
