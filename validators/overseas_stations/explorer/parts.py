"""The rows without a page that stand on the page of a record, as tables: their cells, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from overseas_stations.explorer.addresses import anchor, host
from overseas_stations.explorer.context import Context, Link
from overseas_stations.explorer.sides import SideView, sides
from overseas_stations.explorer.telling.dates import happened, report_date
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.lookups.library import Found, Part
from overseas_stations.tables import Row, Table, record_name


@dataclass(frozen=True)
class PartRow:
    """A row without a page: where it stands, its cells, and both its sides."""

    place: str
    cells: tuple[Link, ...]
    sides: dict[str, SideView]


@dataclass(frozen=True)
class PartTable:
    """The rows of one table that stand on a page, with the headings of their cells.

    *plain* says that nothing stands behind any of them but the source whose page it is.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[PartRow, ...]
    plain: bool


_TITLES: Mapping[str, str] = {
    "station_statuses": "record.statuses",
    "station_bureaus": "record.run_by",
    "listings": "record.lists",
    "response_stations": "record.stations",
    "response_links": "record.chain",
    "source_relations": "record.relies_on",
}
"""Table -> the words for its rows on the page of the record that they are about."""


def parts(context: Context, found: Found) -> Iterator[PartTable]:
    """Yield the tables whose rows stand on the page of a record."""
    by_table: dict[str, list[Part]] = {}
    for part in context.library.parts(found.name):
        if host(part.table, part.row) == found.name:
            by_table.setdefault(part.table.name, []).append(part)
    for name, listed in by_table.items():
        headings, cells = _laid_out(context, listed, found)
        rows = tuple(
            PartRow(anchor(part.table, part.row), told, sides(context, _record(part)))
            for part, told in zip(listed, cells, strict=True)
        )
        plain = not any(_others_say(context, part, found) for part in listed)
        title = context.word(_TITLES[name]) if name in _TITLES else context.labels.table(name)
        yield PartTable(name, title, headings, rows, plain)


def _others_say(context: Context, part: Part, found: Found) -> bool:
    """Say whether more stands behind a row than the word of the source on whose page it is."""
    rows = context.library.evidence(part.table.name, record_name(part.table, part.row))
    return any(row["source_id"] != found.name or row["attributed_to"] or row["passage_sha256"] for row in rows)


def _laid_out(
    context: Context, listed: Sequence[Part], found: Found
) -> tuple[tuple[str, ...], Iterator[tuple[Link, ...]]]:
    """Return the headings of the rows of a table, and the cells of each."""
    table, labels = listed[0].table, context.labels
    if table.name == "station_statuses":
        headings = (context.word("status.reported"), labels.column(table, "status"), context.word("status.happened"))
        return headings, (_status(context, part.row) for part in listed)
    names = [name for name in _own(table, found) if any(part.row[name] for part in listed)]
    cells = (tuple(context.cell(table.column(name), part.row[name] or "") for name in names) for part in listed)
    return tuple(labels.column(table, name) for name in names), cells


def _own(table: Table, found: Found) -> Iterator[str]:
    """Yield the columns that say something on the page of a record: neither its own id nor who declares the row."""
    mine = [name for name in table.key if table.references.get(name) == found.table.name]
    yield from (name for name in table.names if name != "source_id" and name not in mine[:1])


def _record(part: Part) -> Found:
    return Found(part.table, record_name(part.table, part.row), part.row)


def _status(context: Context, row: Row) -> tuple[Link, ...]:
    """Return a report of a status: its date, the status, and when it is said to have come about, in words."""
    return (
        Link(report_date(context, row).words),
        Link(context.term(StationStatus, row["status"])),
        Link(happened(context, row) or context.word("status.not_said")),
    )
