"""What each overview lists: its columns, what its rows can be filtered by, and in which order they are shown first."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.explorer.context import ENGLISH, Context, Link, language_of
from overseas_stations.explorer.overviews.overview import Overview, OverviewRow, country_facet, overview
from overseas_stations.explorer.overviews.rows import by_date, marks_of, records, terms, titles
from overseas_stations.explorer.telling.dates import keyed, record_date, status_date
from overseas_stations.forms.vocabulary import StatementForm, StationStatus
from overseas_stations.lookups.library import Found
from overseas_stations.publishing.pictures.marks import mark
from overseas_stations.views.stations import NOT_LOCATED


def stations(context: Context) -> Overview:
    """Return the overview of stations, which stands below the map."""
    facets = {
        "country": country_facet(context),
        "status": terms(context, "stations", "status"),
        "basis": terms(context, "stations", "basis"),
        "caution": (
            context.labels.column("stations_wide", "cautions"),
            lambda value: context.word(f"filter.{value}"),
        ),
    }
    headings = {
        "place": context.word("column.place"),
        **titles(context, "stations", "status"),
        "status_as_of": context.word("column.last_reported"),
        **titles(context, "stations", "first_reported"),
        "voices": context.word("column.voices"),
        "lists": context.word("record.lists"),
    }
    return overview(context, "index", "stations", headings, _stations(context), facets, "place")


def _stations(context: Context) -> Iterator[OverviewRow]:
    library = context.library
    by_place = sorted(records(context, "stations"), key=lambda pair: _place(context, pair[1]))
    for number, found in by_place:
        row = found.row
        lists = [part for part in library.parts(found.name) if part.table.name == "listings"]
        voices = len(library.voices_for("stations", found.name))
        disputed = library.disputes_of("stations", found.name)
        reported = status_date(context, row)
        marks = {
            "id": found.name,
            "country": (row["country"] or "").lower(),
            "status": row["status"] or "",
            "basis": row["basis"] or "",
            "date": row["first_reported"] or "",
            "caution": " ".join([*["one_voice"] * (voices == 1), *["disputed"] * bool(disputed)]),
        }
        cells = (
            [context.link(found, _by_country(context, found))],
            [Link(context.term(StationStatus, row["status"]))],
            [Link(reported.words)],
            [Link(row["first_reported"] or "")],
            [Link(str(voices))],
            [Link(str(len(lists)) if lists else "")],
        )
        yield OverviewRow(number, marks, cells, mark(row["status"] or ""), keyed(status_as_of=reported))


def _by_country(context: Context, found: Found) -> str:
    """Return the place of a station in words, its country first."""
    country = context.labels.country(found.row["country"] or "")
    inside = context.place(found.row).replace(f", {country}", "", 1) if found.row["city"] or found.row["region"] else ""
    return f"{country} · {inside or context.labels.caution(NOT_LOCATED)}"


def _place(context: Context, found: Found) -> tuple[str, str, str]:
    """Return what a station sorts by: its country's name and its place in it."""
    country = context.labels.country(found.row["country"] or "")
    return country.casefold(), context.place(found.row).casefold(), found.name


def responses(context: Context) -> Overview:
    """Return the overview of what states, authorities and bodies did, by date."""
    facets = {name: terms(context, "responses", name) for name in ("kind", "state", "result")}
    headings = titles(context, "responses", "date", "country", "actor_id", "kind", "summary", "state", "result")
    return overview(
        context, "timeline", "responses", headings, _responses(context), {"country": country_facet(context), **facets}
    )


def _responses(context: Context) -> Iterator[OverviewRow]:
    for number, found, date in by_date(context, "responses"):
        row = found.row
        marks = {**marks_of(row, "kind", "state", "result"), "date": date.key}
        yield OverviewRow(
            number,
            marks,
            (
                [Link(date.words)],
                [context.country(row["country"])],
                [context.named(row["actor_id"]) if row["actor_id"] else Link(row["authority_as_reported"] or "")],
                [context.link(found, context.column_term(found, "kind"))],
                [context.about(found, whole=True)],
                [Link(context.column_term(found, "state"))],
                [Link(context.column_term(found, "result"))],
            ),
            sorted_by=keyed(date=date),
        )


def statements(context: Context) -> Overview:
    """Return the overview of what was said, by date."""
    facets = {name: terms(context, "statements", name) for name in ("side", "form")}
    tongues = {"lang": (context.word("filter.language"), context.labels.language_name)}
    headings = titles(context, "statements", "date", "speaker", "side", "country", "text")
    return overview(
        context,
        "statements",
        "statements",
        headings,
        _statements(context),
        {"country": country_facet(context), **facets, **tongues},
    )


def _statements(context: Context) -> Iterator[OverviewRow]:
    for number, found, date in by_date(context, "statements"):
        row = found.row
        verbatim = row["form"] == StatementForm.VERBATIM
        text = f"“{row['text']}”" if verbatim else row["text"] or ""
        form = [] if verbatim else [Link(context.column_term(found, "form"))]
        who = row["speaker"] or context.library.name_of(row["actor_id"]) or found.name
        yield OverviewRow(
            number,
            {**marks_of(row, "side", "form"), "lang": row["language"] or "", "date": date.key},
            (
                [Link(date.words)],
                [context.link(found, who), Link(row["speaker_role"] or "")],
                [Link(context.column_term(found, "side"))],
                [context.country(row["country"])],
                [*form, Link(text, lang=context.foreign(language_of(found)))],
            ),
            sorted_by=keyed(date=date),
        )


def figures(context: Context) -> Overview:
    """Return the overview of claimed numbers."""
    facets = {"country": country_facet(context), "metric": terms(context, "figures", "metric")}
    headings = titles(context, "figures", "metric", "value", "country", "scope", "claimant", "as_of")
    return overview(context, "figures", "figures", headings, _figures(context), facets, "metric")


def _figures(context: Context) -> Iterator[OverviewRow]:
    listed = [(found, number, record_date(context, found)) for number, found in records(context, "figures")]
    for found, number, date in sorted(listed, key=lambda each: _figure_order(context, each[0], each[2].key)):
        row = found.row
        marks = {**marks_of(row, "metric"), "date": date.key}
        who = context.named(row["actor_id"]) if row["actor_id"] else Link(row["claimant"] or "")
        yield OverviewRow(
            number,
            marks,
            (
                [context.link(found, context.column_term(found, "metric"))],
                [Link(context.claimed(found))],
                [context.country(row["country"])],
                [Link(row["scope"] or "", lang=context.foreign(ENGLISH))],
                [who],
                [Link(date.words)],
            ),
            sorted_by=keyed(as_of=date),
        )


def _figure_order(context: Context, found: Found, date: str) -> tuple[str, ...]:
    """Return what a figure sorts by: what is counted, where, and when."""
    row, where = found.row, context.labels.country(found.row["country"] or "") if found.row["country"] else ""
    return context.column_term(found, "metric").casefold(), where.casefold(), date or "~", row["id"] or ""


def incidents(context: Context) -> Overview:
    """Return the overview of reported incidents, by date."""
    facets = {"country": country_facet(context), "kind": terms(context, "incidents", "kind")}
    headings = titles(context, "incidents", "date", "kind", "country", "summary")
    return overview(context, "incidents", "incidents", headings, _incidents(context), facets)


def _incidents(context: Context) -> Iterator[OverviewRow]:
    for number, found, date in by_date(context, "incidents"):
        summary = Link(found.row["summary"] or "", context.link(found).href, context.foreign(ENGLISH))
        yield OverviewRow(
            number,
            {**marks_of(found.row, "kind"), "date": date.key},
            (
                [Link(date.words)],
                [Link(context.column_term(found, "kind"))],
                [context.country(found.row["country"])],
                [summary],
            ),
            sorted_by=keyed(date=date),
        )
