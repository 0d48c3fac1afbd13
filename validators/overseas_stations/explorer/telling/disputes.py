"""What a dispute is about, in words, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overseas_stations.explorer.context import ENGLISH, Context, Link
from overseas_stations.explorer.telling.counts import some
from overseas_stations.lookups.library import Found
from overseas_stations.lookups.reported import is_same_claimant
from overseas_stations.printable import capital
from overseas_stations.tables import Row


@dataclass(frozen=True)
class Against:
    """What a source says against a record: what it disputes, the value that it gives, and why, in our words."""

    what: str
    value: str
    reason: Link


def dispute(context: Context, found: Found, row: Row) -> Against:
    """Return what a row of evidence says against a record."""
    column = next((each for each in found.table.columns if each.name == row["field"]), None)
    given = row["asserted_value"] or ""
    return Against(
        disputed(context, found, row["field"] or ""),
        context.cell(column, given).text if column and given else given,
        Link(row["reason"] or "", lang=context.foreign(ENGLISH)),
    )


def disputed(context: Context, found: Found, field: str) -> str:
    """Return what is disputed of a record, in words: the field, or what the record as a whole says."""
    if field:
        return context.labels.column(found.table.name, field)
    return context.word("dispute.whole_station" if found.table.name == "stations" else "dispute.whole")


def against(context: Context, found: Found, rows: Sequence[Row]) -> str:
    """Return who disputes a record by rows of one voice: it, or its own claimant as others tell it."""
    if is_same_claimant(context.library, found, rows[0]):
        publishers = dict.fromkeys(context.library.publisher_of(row["source_id"]) for row in rows)
        return capital(context.word("dispute.same_claimant", publisher=some(context, [*publishers])))
    return context.library.voice(rows[0])
