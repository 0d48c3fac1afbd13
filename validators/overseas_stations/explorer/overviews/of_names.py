"""What the overviews of sources, actors and countries list: whom and what the records name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from overseas_stations.explorer.context import Context, Link, language_of
from overseas_stations.explorer.overviews.overview import Overview, OverviewRow, country_facet, overview
from overseas_stations.explorer.overviews.rows import marks_of, records, terms, titles
from overseas_stations.lookups.library import Found


def sources(context: Context) -> Overview:
    """Return the overview of the documents that were read, the latest first."""
    facets = {name: terms(context, "sources", column) for name, column in (("kind", "kind"), ("extent", "extent_read"))}
    tongues = {"lang": (context.word("filter.language"), context.labels.language_name)}
    headings = titles(context, "sources", "published", "publisher", "title", "kind", "language", "extent_read")
    return overview(context, "sources", "sources", headings, _sources(context), {**facets, **tongues})


def _sources(context: Context) -> Iterator[OverviewRow]:
    for number, found in sorted(
        records(context, "sources"), key=lambda pair: (pair[1].row["published"] or "", pair[1].name), reverse=True
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
    facets = {"country": country_facet(context), "kind": terms(context, "actors", "kind")}
    headings = titles(context, "actors", "name", "kind", "country")
    headings |= {name: context.labels.table(name) for name in ("responses", "statements")}
    return overview(context, "actors", "actors", headings, _actors(context), facets, "name")


def _actors(context: Context) -> Iterator[OverviewRow]:
    counts = {table: _counted(context, table, "actor_id") for table in ("responses", "statements")}
    for number, found in sorted(records(context, "actors"), key=lambda pair: (pair[1].row["name"] or "").casefold()):
        yield OverviewRow(
            number,
            marks_of(found.row, "kind"),
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
    headings = titles(context, "countries", "name", "region")
    headings |= {name: context.labels.table(name) for name in tables}
    counts = {table: _counted(context, table, "country") for table in tables}
    rows = []
    for number, found in records(context, "countries"):
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
