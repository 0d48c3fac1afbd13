"""Overviews of what follows from several tables: inquiries, disputes, claims and their origins, published lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from overseas_stations.columns import Column
from overseas_stations.explorer.addresses import has_page
from overseas_stations.explorer.context import ENGLISH, Context, Link
from overseas_stations.explorer.overviews.overview import Overview, OverviewRow, country_facet, overview
from overseas_stations.explorer.telling.dates import keyed, record_date, state_date
from overseas_stations.explorer.telling.disputes import against
from overseas_stations.forms.vocabulary import ResponseKind, ResponseResult, ResponseState, Stance
from overseas_stations.lookups.library import Found
from overseas_stations.lookups.reported import is_same_claimant
from overseas_stations.tables import TABLES, Row
from overseas_stations.views.claims import CLAIMS
from overseas_stations.views.responses import ENDS, INQUIRIES

_FIRST = ("stations", "responses", "statements", "figures", "incidents", *TABLES)
"""The order of the tables of which disputes are: what is reported first."""


def inquiries(context: Context) -> Overview:
    """Return the overview of inquiries: what led to each, how far it has come, what came of it."""
    facets = {
        "country": country_facet(context),
        "kind": (context.labels.column("responses", "kind"), lambda value: context.term(ResponseKind, value)),
        "state": (context.labels.column("responses", "state"), lambda value: context.term(ResponseState, value)),
        "result": (context.labels.column("responses", "result"), lambda value: context.term(ResponseResult, value)),
    }
    columns = ("date", "country", "actor_id", "summary", "state")
    headings: dict[str, str] = {name: context.labels.column("responses", name) for name in columns}
    headings |= {name: context.word(f"record.{name}") for name in ("led_by", "led_to")}
    return overview(context, "inquiries", "responses", headings, _inquiries(context), facets)


def _inquiries(context: Context) -> Iterator[OverviewRow]:
    library = context.library
    before: dict[str, list[Row]] = {}
    after: dict[str, list[Row]] = {}
    for row in library.rows["response_links"]:
        earlier, later = (
            (row["from_id"], row["to_id"]) if row["relation"] == "led_to" else (row["to_id"], row["from_id"])
        )
        if row["relation"] == "led_to" or row["relation"] in ENDS:
            before.setdefault(later or "", []).append({"id": earlier})
            after.setdefault(earlier or "", []).append({"id": later})
    unknown = Link(context.word("unknown"))
    denied = {row["record_id"] for row in library.rows["evidence"] if row["stance"] == Stance.DISPUTES}
    rows = [(number, row) for number, row in enumerate(library.rows["responses"]) if row["kind"] in INQUIRIES]
    listed = [(record_date(context, found := context.found("responses", row)), found, number) for number, row in rows]
    for date, found, number in sorted(listed, key=lambda each: (each[0].key, each[1].name), reverse=True):
        row = found.row
        marks = {
            "country": (row["country"] or "").lower(),
            "kind": row["kind"] or "",
            "state": row["state"] or "",
            "result": row["result"] or "",
            "date": date.key,
        }
        named = context.named(row["actor_id"]) if row["actor_id"] else Link(row["authority_as_reported"] or "")
        came = [context.named(each["id"]) for each in before.get(found.name, ())]
        page = context.link(found).href
        disputed = [Link(context.word("caution.disputed"), f"{page}#disputes")] if found.name in denied else []
        yield OverviewRow(
            number,
            marks,
            (
                [Link(date.words)],
                [context.country(row["country"])],
                [named if named.text else unknown],
                [
                    Link(context.column_term(found, "kind")),
                    replace(context.about(found, whole=True), href=page),
                ],
                [Link(context.column_term(found, "state") or unknown.text), Link(state_date(context, row)), *disputed],
                came or [Link(context.word("inquiry.no_start"))],
                _outcome(context, found, [context.named(each["id"]) for each in after.get(found.name, ())]),
            ),
            sorted_by=keyed(date=date),
        )


def _outcome(context: Context, found: Found, ends: Sequence[Link]) -> list[Link]:
    """Return what came of an inquiry, or why nothing stands there."""
    row = found.row
    told = [
        Link(context.column_term(found, "result")),
        *ends,
        Link(row["outcome"] or "", lang=context.foreign(ENGLISH)),
    ]
    told = [link for link in told if link.text]
    if row["looked_until"]:
        return [*told, Link(context.word("inquiry.searched", date=row["looked_until"]))]
    open_yet = row["state"] in (ResponseState.UNDER_WAY, ResponseState.ANNOUNCED)
    return told or [Link(context.word(f"inquiry.{row['state']}" if open_yet else "unknown"))]


def disputes(context: Context) -> Overview:
    """Return the overview of disputes: what is recorded, what is said against it, by whom and why."""
    facets = {
        "country": country_facet(context),
        "group": (context.word("dispute.about"), lambda value: context.word(f"dispute.about_{value}")),
        "table": (context.word("filter.kind"), lambda value: context.labels.table(value)),
    }
    headings = {name: context.word(f"dispute.{name}") for name in ("record", "ours", "theirs", "party", "reason")}
    headings["source"] = context.word("record.source")
    rows = sorted(_disputes(context), key=lambda row: [*_ABOUT].index(row.marks["group"]))
    present = dict.fromkeys(row.marks["group"] for row in rows)
    groups = {name: context.word(f"dispute.about_{name}") for name in present}
    return overview(context, "disputes", "evidence", headings, rows, facets, groups=groups)


_ABOUT: Mapping[str, tuple[str, ...]] = {
    "record": ("",),
    "status": ("status", "state", "result", "outcome", "kind"),
    "number": ("value", "bound", "metric", "unit", "stations_claimed"),
    "date": (),
    "place": ("city", "city_local", "region", "country", "precision", "place"),
    "wording": (),
}
"""What a dispute is about -> the fields of which it is; dates are told by what they hold, and the last has the rest."""


def _about(record: Found, column: Column | None) -> str:
    """Return what a dispute is about: its column, a reported status, or the whole record, which it denies."""
    if record.table.name == "station_statuses":
        return "status"
    name = column.name if column else ""
    if column and column.scalar.name == "partial date":
        return "date"
    return next((about for about, names in _ABOUT.items() if name in names), "wording")


def _disputes(context: Context) -> Iterator[OverviewRow]:
    library = context.library
    denied = [pair for pair in enumerate(library.rows["evidence"]) if pair[1]["stance"] == Stance.DISPUTES]
    for number, row in sorted(denied, key=lambda pair: _dispute_order(pair[1])):
        record = library.find(row["record_id"] or "")
        if record is None:
            continue
        column = next((each for each in record.table.columns if each.name == row["field"]), None)
        ours = record.row[column.name] if column else None
        subject = library.find(record.row.get("station_id") or "") or record
        marks = {
            "country": (subject.row.get("country") or "").lower(),
            "table": record.table.name,
            "group": _about(record, column),
            "date": context.data.published.get(row["source_id"] or "", ""),
        }
        title = context.labels.column(record.table.name, column.name) if column else ""
        yield OverviewRow(
            number,
            marks,
            (
                [context.link(record, _record(context, record, subject)), Link(title)],
                [context.cell(column, ours)] if column and ours else [],
                [context.cell(column, row["asserted_value"])] if column and row["asserted_value"] else [],
                [_voice(context, record, row)],
                [Link(row["reason"] or "", lang=context.foreign(ENGLISH))],
                [context.named(row["source_id"])],
            ),
        )


def _dispute_order(row: Row) -> tuple[int, tuple[str, ...]]:
    told = tuple(row[name] or "" for name in ("record_id", "field", "source_id", "passage_sha256"))
    return _FIRST.index(row["table"] or ""), told


def _record(context: Context, record: Found, subject: Found) -> str:
    """Return what a record is called; a row of a station by the station and what the row says of it."""
    if record is subject:
        return context.called(record).text
    said = (
        context.column_term(record, "status") if record.row.get("status") else context.labels.table(record.table.name)
    )
    return f"{context.called(subject).text}{context.colon}{said}"


def _voice(context: Context, record: Found, row: Row) -> Link:
    if is_same_claimant(context.library, record, row):
        return Link(against(context, record, [row]))
    actor = context.library.find(row["attributed_to"] or "")
    name = context.library.voice(row)
    return context.link(actor, name) if actor is not None and actor.table.name == "actors" else Link(name)


def claims(context: Context) -> Overview:
    """Return the overview of claims: on whose word a record stands or is disputed, and how many pages repeat it.

    It has those that are repeated, of records with a page. Whose word another record is, or a row without a page, is
    told on the page that shows it.
    """
    facets = {
        "table": (context.word("filter.kind"), lambda value: context.labels.table(value)),
        "stance": (context.word("filter.stance"), lambda value: context.term(Stance, value)),
    }
    headings = {
        "record": context.word("column.record"),
        "origin": context.word("graph.origin"),
        "stance": context.word("filter.stance"),
        "first": context.word("graph.first"),
        "repeated": context.word("graph.repeated"),
    }
    return overview(context, "claims", "", headings, _claims(context), facets)


def _claims(context: Context) -> Iterator[OverviewRow]:
    library = context.library
    for number, row in enumerate(CLAIMS.rows_of(library).iter_rows(named=True)):
        record = library.find(row["record_id"] or "")
        if record is None or not has_page(record.table) or row["repeated_by_count"] == "0":
            continue
        marks = {"table": row["table"] or "", "stance": row["stance"] or "", "date": row["first_published"] or ""}
        yield OverviewRow(
            number,
            marks,
            (
                [context.link(record)],
                [Link(row["origin"] or "")],
                [Link(context.term(Stance, row["stance"]))],
                [context.named(row["first_source_id"])],
                [Link(row["repeated_by_count"] or "0")],
            ),
        )


def lists(context: Context) -> Overview:
    """Return the overview of the published lists that name stations."""
    counts: dict[str, int] = {}
    for row in context.library.rows["listings"]:
        counts[row["list_id"] or ""] = counts.get(row["list_id"] or "", 0) + 1
    headings = {name: context.labels.column("sources", name) for name in ("published", "publisher", "title")}
    headings["stations"] = context.labels.table("stations")
    # No row of a table is a list, so that none can be downloaded from here.
    return overview(context, "lists", "", headings, _lists(context, counts), {})


def _lists(context: Context, counts: Mapping[str, int]) -> Iterator[OverviewRow]:
    for number, name in enumerate(sorted(counts, key=lambda each: (-counts[each], each))):
        found = context.library.find(name)
        if found is None:
            continue
        about = context.about(found)
        yield OverviewRow(
            number,
            {"id": name},
            (
                [Link(found.row["published"] or "")],
                [Link(found.row["publisher"] or "")],
                [replace(context.link(found, about.text or context.word("untitled")), lang=about.lang, title="")],
                [Link(str(counts[name]))],
            ),
        )
