"""What is recorded of a country, counted, in the sentences at the top of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from overseas_stations.explorer.context import Context, Link
from overseas_stations.forms.vocabulary import Metric, StationStatus
from overseas_stations.lookups.library import Found
from overseas_stations.tables import Row

COUNTED = ("stations", "responses", "statements", "figures", "incidents")

Words = tuple[Link, ...]
"""A sentence, of texts and links that follow one another."""


def country_told(context: Context, found: Found) -> Iterator[Words]:
    """Yield what is recorded of a country: how many rows and of which status, and what is claimed of how many."""
    rows = {table: _of(context, found, table) for table in COUNTED}
    if not any(rows.values()):
        return
    counts = [
        Link(context.word(f"count.{table}", n=len(listed)), f"#{table}-by-country")
        for table, listed in rows.items()
        if listed
    ]
    yield _sentence(context, context.word("country.recorded"), counts)
    if rows["stations"]:
        number = Counter(row["status"] or "" for row in rows["stations"])
        said = [f"{number[status]} {context.term(StationStatus, status)}" for status in StationStatus if number[status]]
        yield _sentence(context, context.word("country.statuses"), [Link(each) for each in said])
    yield from _claimed(context, rows["figures"], bool(rows["stations"]))


def _of(context: Context, found: Found, table: str) -> Sequence[Row]:
    return [row for row in context.library.rows[table] if row["country"] == found.name]


def _claimed(context: Context, figures: Sequence[Row], has_rows: bool) -> Iterator[Words]:
    """Yield the claims of how many stations there are, from the lowest, and why the rows need not be as many.

    All of them, because some are of a part of the country or count otherwise, which is said beside the number.
    """
    claims = [row for row in figures if row["metric"] == Metric.STATIONS and (row["value"] or "").isdecimal()]
    if not claims:
        return
    ordered = sorted(claims, key=lambda row: (int(row["value"] or 0), row["id"] or ""))
    found = [context.found("figures", row) for row in ordered]
    told = [(context.claimed(each), each.row["scope"]) for each in found]
    named = [context.bracketed(number, scope) if scope else number for number, scope in told]
    links = [context.link(each, name) for each, name in zip(found, named, strict=True)]
    yield _sentence(context, context.word("country.claims"), links)
    if has_rows:
        yield (Link(context.word("country.why")),)


def _sentence(context: Context, begins: str, told: Sequence[Link]) -> Words:
    parted = [part for each in told for part in (Link(context.comma), each)][1:]
    return Link(f"{begins}{context.colon}"), *parted, Link(context.stop)
