"""Writes the site: all of it or nothing, the same bytes for the same package, and only over what it wrote before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from overseas_stations.explorer.context import Context, Data
from overseas_stations.explorer.data_files import language_files, shared_files
from overseas_stations.explorer.pages import JOINED, NAVIGATION, SitePage, outside, pages
from overseas_stations.explorer.said import Said
from overseas_stations.folders.ownership import Owner, listed
from overseas_stations.labels.reading import labels_in
from overseas_stations.markup import escaped
from overseas_stations.schemas.version_folder import manifest
from overseas_stations.templates import fill
from overseas_stations.vendor import FOLDER, SEARCH
from overseas_stations.vendor import data as vendored

MANIFEST, MARKED, MISSING = "SHA256SUMS", "assets/site.css", "404.html"

MARK = b"/* overseas-stations explorer */"
"""What the style sheet begins with, by which a later run knows its own."""

ASSETS = Path(__file__).parent / "assets"


def _written(folder: Path) -> set[str]:
    """Return the names of the files in a folder that are as this command wrote them."""
    return listed(folder, MANIFEST, MARKED, MARK)


SITE = Owner("site", _written, "name another folder with --out")


def site_files(data: Data) -> dict[str, bytes]:
    """Return the site: path in its folder -> bytes.

    Args:
        data: the package, the languages and the addresses.

    Raises:
        UnknownName: there are no labels in one of the languages.
    """
    files = shared_files(data) | assets() | dict(data.downloads)
    for code in data.languages:
        context = Context(data, labels_in(code))
        folders = {folder: context.below(folder) for folder in ("", "r/", "c/")}
        tops: dict[tuple[str, str], Markup] = {}
        files |= {f"{context.prefix}{path}": content for path, content in language_files(context).items()}
        for page in pages(context):
            current = page.path if "/" not in page.path else ""
            here = folders[page.path[: page.path.rfind("/") + 1]]
            if page.path == MISSING and data.base_url:
                # A web server shows it at whatever address nothing is.
                here = replace(here, anywhere=True)
            if (here.up, current) not in tops:
                tops[here.up, current] = _top(here, current)
            files[f"{context.prefix}{page.path}"] = render(here, page, tops[here.up, current]).encode()
    if data.base_url:
        files["sitemap.xml"] = _sitemap(data, files)
    return files | {MANIFEST: manifest(files.items())}


def assets() -> dict[str, bytes]:
    """Return the style sheet, the scripts and the licences of what others made, the same for every package."""
    written = (path for path in sorted(ASSETS.iterdir()) if path.suffix in (".css", ".js", ".svg"))
    ours = {f"assets/{path.name}": path.read_bytes() for path in written}
    joined = {name: b"".join(ours[each] for each in (*before, name)) for name, before in JOINED.items()}
    licences = sorted((FOLDER / "LICENSES").iterdir())
    return {
        **ours,
        **joined,
        f"vendor/{SEARCH}": vendored(SEARCH),
        **{f"vendor/{path.name}": path.read_bytes() for path in licences},
    }


def _top(here: Context, current: str) -> Markup:
    """Return the head of the pages in one folder, with the current one marked."""
    values = {"here": here, "word": here.word, "navigation": NAVIGATION, "current": current}
    return Markup(fill("explorer/templates/top.html.jinja", **values))


def render(here: Context, page: SitePage, top: Markup) -> str:
    """Return a page as HTML.

    Args:
        here: what the pages in its folder are made with.
        page: the page.
        top: the head that it has in common with others.
    """
    return fill(
        page.template,
        page=page,
        here=here,
        address=f"{here.data.base_url}{here.prefix}{page.path}" if here.data.base_url else "",
        top=top,
        word=here.word,
        labels=here.labels,
        others=_others(here, page),
        outside=outside,
        cited=in_lines,
        once=Said(),
        **page.values,
    )


def in_lines(text: str) -> Markup:
    """Return a text of several lines as one that shows as it is, its lines kept."""
    return Markup("\n".join(escaped(line) for line in text.split("\n")))


def _others(here: Context, page: SitePage) -> Sequence[tuple[str, str, str]]:
    """Return code, name and address of the same page in each language, for a choice of languages."""
    found = []
    for code in here.data.languages:
        there = Context(here.data, labels_in(code))
        found.append((code, there.labels.name, f"{here.root}{there.prefix}{page.path}"))
    return found if len(found) > 1 else []


def _sitemap(data: Data, files: Mapping[str, bytes]) -> bytes:
    """Return the addresses of all pages, for search engines."""
    found = sorted(path for path in files if path.endswith(".html") and not path.endswith(MISSING))
    return fill("explorer/templates/sitemap.xml.jinja", base=data.base_url, paths=found).encode()
