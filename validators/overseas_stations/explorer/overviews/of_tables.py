"""What each overview lists: its columns, what its rows can be filtered by, and in which order they are shown first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from overseas_stations.explorer.context import ENGLISH, Context, Link, language_of
from overseas_stations.explorer.overviews.overview import Labelled, Overview, OverviewRow, country_facet, overview
from overseas_stations.forms.vocabulary import StatementForm, StationStatus
from overseas_stations.lookups.library import Found
from overseas_stations.publishing.pictures.marks import mark
from overseas_stations.tables import TABLES, Row
from overseas_stations.views.stations import NOT_LOCATED


def stations(context: Context) -> Overview:
    """Return the overview of stations, which stands below the map."""
    facets = {
        "country": country_facet(context),
        "status": _terms(context, "stations", "status"),
        "basis": _terms(context, "stations", "basis"),
        "caution": (
            context.labels.column("stations_wide", "cautions"),
            lambda value: context.word(f"filter.{value}"),
        ),
    }
    headings = {
        "place": context.word("column.place"),
        **_titles(context, "stations", "status", "status_as_of", "first_reported"),
        "voices": context.word("column.voices"),
        "lists": context.word("record.lists"),
    }
    return overview(context, "index", "stations", headings, _stations(context), facets, "place")


def _stations(context: Context) -> Iterator[OverviewRow]:
    library = context.library
    by_place = sorted(_records(context, "stations"), key=lambda pair: _place(context, pair[1]))
    for number, found in by_place:
        row = found.row
        lists = [part for part in library.parts(found.name) if part.table.name == "listings"]
        voices = len(library.voices_for("stations", found.name))
        disputed = library.disputes_of("stations", found.name)
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
            [Link(row["status_as_of"] or "")],
            [Link(row["first_reported"] or "")],
            [Link(str(voices))],
            [Link(str(len(lists)) if lists else "")],
        )
        yield OverviewRow(number, marks, cells, mark(row["status"] or ""))


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
    facets = {name: _terms(context, "responses", name) for name in ("kind", "state", "result")}
    headings = _titles(context, "responses", "date", "country", "actor_id", "kind", "summary", "state", "result")
    return overview(
        context, "timeline", "responses", headings, _responses(context), {"country": country_facet(context), **facets}
    )


def _responses(context: Context) -> Iterator[OverviewRow]:
    for number, found in _by_date(context, "responses"):
        row = found.row
        marks = _marks(row, "kind", "state", "result")
        yield OverviewRow(
            number,
            marks,
            (
                [Link(row["date"] or "")],
                [context.country(row["country"])],
                [context.named(row["actor_id"]) if row["actor_id"] else Link(row["authority_as_reported"] or "")],
                [context.link(found, context.column_term(found, "kind"))],
                [context.about(found)],
                [Link(context.column_term(found, "state"))],
                [Link(context.column_term(found, "result"))],
            ),
        )


def statements(context: Context) -> Overview:
    """Return the overview of what was said, by date."""
    facets = {name: _terms(context, "statements", name) for name in ("side", "form")}
    tongues = {"lang": (context.word("filter.language"), context.labels.language_name)}
    headings = _titles(context, "statements", "date", "speaker", "side", "country", "text")
    return overview(
        context,
        "statements",
        "statements",
        headings,
        _statements(context),
        {"country": country_facet(context), **facets, **tongues},
    )


def _statements(context: Context) -> Iterator[OverviewRow]:
    for number, found in _by_date(context, "statements"):
        row = found.row
        text = f"“{row['text']}”" if row["form"] == StatementForm.VERBATIM else row["text"] or ""
        who = row["speaker"] or context.library.name_of(row["actor_id"]) or found.name
        yield OverviewRow(
            number,
            {**_marks(row, "side", "form"), "lang": row["language"] or ""},
            (
                [Link(row["date"] or "")],
                [context.link(found, who), Link(row["speaker_role"] or "")],
                [Link(context.column_term(found, "side"))],
                [context.country(row["country"])],
                [Link(text, lang=context.foreign(language_of(found)))],
            ),
        )


def figures(context: Context) -> Overview:
    """Return the overview of claimed numbers."""
    facets = {"country": country_facet(context), "metric": _terms(context, "figures", "metric")}
    headings = _titles(context, "figures", "metric", "value", "country", "scope", "claimant", "as_of")
    return overview(context, "figures", "figures", headings, _figures(context), facets)


def _figures(context: Context) -> Iterator[OverviewRow]:
    for number, found in _records(context, "figures"):
        row = found.row
        bound = "" if row["bound"] == "exact" else f"{context.column_term(found, 'bound')} "
        marks = {**_marks(row, "metric"), "date": row["as_of"] or ""}
        who = context.named(row["actor_id"]) if row["actor_id"] else Link(row["claimant"] or "")
        yield OverviewRow(
            number,
            marks,
            (
                [context.link(found, context.column_term(found, "metric"))],
                [Link(f"{bound}{context.number(row['value'])}")],
                [context.country(row["country"])],
                [Link(row["scope"] or "", lang=context.foreign(ENGLISH))],
                [who],
                [Link(row["as_of"] or "")],
            ),
        )


def incidents(context: Context) -> Overview:
    """Return the overview of reported incidents, by date."""
    facets = {"country": country_facet(context), "kind": _terms(context, "incidents", "kind")}
    headings = _titles(context, "incidents", "date", "kind", "country", "summary")
    return overview(context, "incidents", "incidents", headings, _incidents(context), facets)


def _incidents(context: Context) -> Iterator[OverviewRow]:
    for number, found in _by_date(context, "incidents"):
        yield OverviewRow(
            number,
            _marks(found.row, "kind"),
            (
                [Link(found.row["date"] or "")],
                [context.link(found, context.column_term(found, "kind"))],
                [context.country(found.row["country"])],
                [Link(found.row["summary"] or "", lang=context.foreign(ENGLISH))],
            ),
        )


def sources(context: Context) -> Overview:
    """Return the overview of the documents that were read, the latest first."""
    facets = {
        name: _terms(context, "sources", column) for name, column in (("kind", "kind"), ("extent", "extent_read"))
    }
    tongues = {"lang": (context.word("filter.language"), context.labels.language_name)}
    headings = _titles(context, "sources", "published", "publisher", "title", "kind", "language", "extent_read")
    return overview(context, "sources", "sources", headings, _sources(context), {**facets, **tongues})


def _sources(context: Context) -> Iterator[OverviewRow]:
    for number, found in sorted(
        _records(context, "sources"), key=lambda pair: (pair[1].row["published"] or "", pair[1].name), reverse=True
    ):
        row = found.row
        marks = {
            "kind": row["kind"] or "",
            "extent": row["extent_read"] or "",
            "lang": row["language"] or "",
            "date": row["published"] or "",
        }
        yield OverviewRow(
            number,
            marks,
            (
                [Link(row["published"] or "")],
                [Link(row["publisher"] or "")],
                [_titled(context, found)],
                [Link(context.column_term(found, "kind"))],
                [Link(context.labels.language_name(row["language"] or ""))],
                [Link(context.column_term(found, "extent_read"))],
            ),
        )


def _titled(context: Context, found: Found) -> Link:
    """Return a source by its title, as a link to its page."""
    title = found.row["title"]
    lang = context.foreign(language_of(found)) if title else ""
    return replace(context.link(found, title or context.word("untitled")), lang=lang, title="")


def actors(context: Context) -> Overview:
    """Return the overview of who acts or speaks."""
    facets = {"country": country_facet(context), "kind": _terms(context, "actors", "kind")}
    headings = _titles(context, "actors", "name", "kind", "country")
    headings |= {name: context.labels.table(name) for name in ("responses", "statements")}
    return overview(context, "actors", "actors", headings, _actors(context), facets, "name")


def _actors(context: Context) -> Iterator[OverviewRow]:
    counts = {table: _counted(context, table, "actor_id") for table in ("responses", "statements")}
    for number, found in sorted(_records(context, "actors"), key=lambda pair: (pair[1].row["name"] or "").casefold()):
        yield OverviewRow(
            number,
            _marks(found.row, "kind"),
            (
                [context.link(found)],
                [Link(context.column_term(found, "kind"))],
                [context.country(found.row["country"])],
                *([Link(str(counts[table].get(found.name, "")))] for table in counts),
            ),
        )


def countries(context: Context) -> Overview:
    """Return the overview of the countries and bodies of which something is recorded, by name."""
    tables = ("stations", "responses", "statements", "incidents")
    headings = _titles(context, "countries", "name", "region")
    headings |= {name: context.labels.table(name) for name in tables}
    counts = {table: _counted(context, table, "country") for table in tables}
    rows = []
    for number, found in _records(context, "countries"):
        code = found.row["code"] or ""
        numbers = [[Link(str(counts[table].get(code, "")))] for table in tables]
        region = context.labels.region(found.row["region"] or "")
        rows.append(OverviewRow(number, {"id": code}, ([context.country(code)], [Link(region)], *numbers)))
    rows = [row for row in rows if any(cell[0].text for cell in row.cells[2:])]
    rows.sort(key=lambda row: row.cells[0][0].text.casefold())
    return overview(context, "countries", "countries", headings, rows, {}, "name")


def _counted(context: Context, table: str, column: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for row in context.library.rows[table]:
        found[row[column] or ""] = found.get(row[column] or "", 0) + 1
    return found


def _records(context: Context, table: str) -> Iterator[tuple[int, Found]]:
    """Yield the rows of a table as records, each with its position in the table's file."""
    for number, row in enumerate(context.library.rows[table]):
        yield number, context.found(table, row)


def _by_date(context: Context, table: str) -> list[tuple[int, Found]]:
    """Return the rows of a table by date, the latest first, and those without a date last."""
    return sorted(_records(context, table), key=lambda pair: (pair[1].row["date"] or "", pair[1].name), reverse=True)


def _titles(context: Context, table: str, *names: str) -> dict[str, str]:
    return {name: context.labels.column(table, name) for name in names}


def _terms(context: Context, table: str, name: str) -> tuple[str, Labelled]:
    """Return the heading of a column that holds terms, and what each is called."""
    vocabulary = TABLES[table].column(name).vocabulary
    return context.labels.column(table, name), lambda value: context.term(vocabulary, value) if vocabulary else value


def _marks(row: Row, *names: str) -> dict[str, str]:
    marks = {name: row[name] or "" for name in names}
    return {"country": (row["country"] or "").lower(), **marks, "date": row.get("date") or ""}
