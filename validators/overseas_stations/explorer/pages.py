"""Which pages there are: the one list. A page is its address, its template and what the template lays out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from overseas_stations.explorer.addresses import has_page, page_of, web_address
from overseas_stations.explorer.context import Context, Link
from overseas_stations.explorer.data_files import json_in_page
from overseas_stations.explorer.overviews import of_names, of_several, of_tables
from overseas_stations.explorer.overviews.overview import Overview
from overseas_stations.explorer.pictures.dot_plot import dot_plot
from overseas_stations.explorer.pictures.map_view import map_view
from overseas_stations.explorer.pictures.origins import origins
from overseas_stations.explorer.record_view import record_view
from overseas_stations.explorer.telling.citing import page_citation
from overseas_stations.explorer.telling.counts import read_told, sources_told, statements_told
from overseas_stations.explorer.telling.linked_data import linked_data
from overseas_stations.lookups.library import Found
from overseas_stations.publishing.citing.citations import cite_dataset
from overseas_stations.publishing.citing.items import UNCITED
from overseas_stations.tables import TABLES, Row

HOME = "explorer/templates/home.html.jinja"
OVERVIEW = "explorer/templates/overview.html.jinja"
TIMELINE = "explorer/templates/timeline.html.jinja"
CLAIMS = "explorer/templates/claims.html.jinja"
RECORD = "explorer/templates/record.html.jinja"
RETRACTION = "explorer/templates/retraction.html.jinja"

_PLAIN = {
    "search": "explorer/templates/search.html.jinja",
    "data": "explorer/templates/data.html.jinja",
    "about": "explorer/templates/about.html.jinja",
    "fields": "explorer/templates/fields.html.jinja",
    "missing": "explorer/templates/missing.html.jinja",
    "retracted": "explorer/templates/retracted.html.jinja",
}
"""Name of a page that is the only one of its kind -> its template."""

NAVIGATION = (
    ("index.html", "nav.map"),
    ("timeline.html", "nav.responses"),
    ("inquiries.html", "nav.inquiries"),
    ("statements.html", "nav.statements"),
    ("figures.html", "nav.figures"),
    ("incidents.html", "nav.incidents"),
    ("disputes.html", "nav.disputes"),
    ("claims.html", "nav.claims"),
    ("sources.html", "nav.sources"),
    ("actors.html", "nav.actors"),
    ("countries.html", "nav.countries"),
    ("lists.html", "nav.lists"),
    ("data.html", "nav.data"),
    ("about.html", "nav.about"),
)
"""Pages that every page leads to, beside the search, each with the key of its name."""

OVERVIEWS = (
    of_tables.stations,
    of_tables.responses,
    of_several.inquiries,
    of_tables.statements,
    of_tables.figures,
    of_tables.incidents,
    of_several.disputes,
    of_several.claims,
    of_names.sources,
    of_names.actors,
    of_names.countries,
    of_several.lists,
)
"""The overviews, in the order of the navigation."""

BASE = "assets/base.js"
_LISTS = ("address", "rows", "row", "facets", "filter", "headings", "view", "cards", "marks", "pictures", "download")
FILTERS = (BASE, *(f"assets/{name}.js" for name in _LISTS))
SEARCH = (BASE, "assets/address.js", "vendor/minisearch.js", "assets/meant.js", "assets/search.js")
RECORDS = ("assets/record.js",)
"""The scripts of a kind of page, each after those that it needs."""

JOINED = {"assets/record.js": (BASE, "assets/cards.js")}
"""Script -> those that stand before it in its file: most pages are of records, and load one script instead of three."""

LATER = ("assets/passages.js", "assets/found.js", "assets/cite.js", "assets/steps.js")
"""Scripts that others load when somebody asks for what they do."""

_EXPLAINED = [
    "voice",
    "dossier",
    "passage",
    "fingerprint",
    "not_checked",
    "one_voice",
    "disputed",
    "status",
    "dates",
    "reported",
    "closed",
    "retracted",
]
"""The words that the page about the site explains."""

_LIMITS = ("absence", "counts", "status", "voices", "wording", "allegations", "dates")
"""What the page about the site says that the data can not support."""

_TOLD = {"index": read_told, "sources": sources_told, "statements": statements_told}
"""Overview -> what counts for its readers what they must know of all rows."""

_LEADS = {
    "disputes": "explain.disputed",
    "incidents": "foot.allegations",
    "figures": "explain.reported",
}
"""Overview -> the text that says what a reader must know of it."""

_NOTES = {"index": ("explain.status", "explain.voice"), "disputes": ("explain.voice",)}
"""Overview -> the texts that explain what its columns say."""


@dataclass(frozen=True)
class SitePage:
    """A page.

    Attributes:
        path: its address below the folder of its language.
        template: the path of its template in the package.
        title: what stands in the title of the window.
        description: a sentence for search engines and previews.
        values: what the template lays out.
        scripts: the scripts that it loads beside those of every page.
        machine: what it says to machines, as JSON-LD; empty for nothing.
    """

    path: str
    template: str
    title: str
    description: str
    values: dict[str, Any] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    machine: str = ""


def pages(context: Context) -> Iterator[SitePage]:
    """Yield the pages of one language."""
    for each in OVERVIEWS:
        yield _overview(context, each(context))
    yield _plain(context, "search", SEARCH)
    citation = cite_dataset("text", context.data.edition)
    yield _plain(
        context,
        "data",
        (BASE, "assets/cards.js", "assets/download.js"),
        tables=list(TABLES.values()),
        downloads=_downloads(context),
        citation=citation,
    )
    yield _plain(
        context,
        "about",
        explained=[f"explain.{name}" for name in _EXPLAINED],
        limits=[f"about.{name}" for name in _LIMITS],
        read=read_told(context),
    )
    yield _plain(context, "fields", tables=list(TABLES.values()))
    yield _plain(context, "missing", path="404")
    for table in TABLES.values():
        if has_page(table):
            below = context.below(page_of(table, ""))
            for row in context.library.rows[table.name]:
                yield _record(below, Found(table, row[table.key[0]] or "", row))
    yield _plain(context, "retracted", path="retracted", rows=context.library.rows["retractions"])
    below = context.below("r/")
    for row in context.library.rows["retractions"]:
        name = row["record_id"] or ""
        if "/" not in name and context.library.find(name) is None:
            title = f"{name}{context.colon}{context.word('retracted.title')}"
            values = {"row": row, "successor": below.named(row["successor_id"]), "reason": _reason(context, row)}
            yield SitePage(f"r/{name}.html", RETRACTION, title, title, values)


def _overview(context: Context, listed: Overview) -> SitePage:
    key = dict(NAVIGATION)[f"{listed.name}.html"]
    title = context.word("site.title" if listed.name == "index" else key)
    lead = _TOLD[listed.name](context) if listed.name in _TOLD else _lead(context, listed.name)
    note = " ".join(context.word(key) for key in _NOTES.get(listed.name, ()))
    values: dict[str, Any] = {"listed": listed, "lead": lead, "note": note}
    scripts: tuple[str, ...] = FILTERS
    template = OVERVIEW
    if listed.name == "index":
        template, scripts = HOME, (*scripts, "data/then.js", "assets/steps.js", "assets/map.js")
        values["map"] = map_view(context)
    elif listed.name == "timeline":
        template, values["plot"] = TIMELINE, dot_plot(context, listed)
    elif listed.name == "claims":
        template, values["origins"] = CLAIMS, origins(context)
    return SitePage(f"{listed.name}.html", template, title, context.word("site.lead"), values, scripts)


def _lead(context: Context, name: str) -> str:
    return context.word(_LEADS[name]) if name in _LEADS else ""


def _plain(context: Context, name: str, scripts: tuple[str, ...] = (), path: str = "", **values: Any) -> SitePage:
    key = {"missing": "missing.title", "retracted": "nav.retracted"}.get(name, f"nav.{name}")
    return SitePage(f"{path or name}.html", _PLAIN[name], context.word(key), context.word("site.lead"), values, scripts)


def _record(context: Context, found: Found) -> SitePage:
    view = record_view(context, found)
    citation = page_citation(context.data, found) if found.table.name not in UNCITED else None
    told = linked_data(context, found)
    about = context.about(found).text
    title = f"{view.heading.text} · {view.kind}"
    return SitePage(
        page_of(found.table, found.name),
        RECORD,
        title,
        about or title,
        {"record": view, "citation": citation},
        RECORDS if view.table not in ("actors", "countries") else (),
        json_in_page(told) if told else "",
    )


def _downloads(context: Context) -> list[tuple[str, str]]:
    """Return the files right in the folder of downloads, and one that names each folder there, with their sizes."""
    return [
        (path, context.labels.number(len(content)))
        for path, content in context.data.downloads.items()
        if path.count("/") == 1
    ]


def _reason(context: Context, row: Row) -> str:
    column = TABLES["retractions"].column("reason")
    return context.cell(column, row["reason"] or "").text


def outside(url: str) -> Link:
    """Return an address outside the site as a link, or as a text where it is of another scheme than http or https."""
    return Link(url, web_address(url))
