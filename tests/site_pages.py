"""A site as a browser reads it: the ids, links, texts and scripts of each of its pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from overseas_stations.explorer.context import Data
from overseas_stations.explorer.writing import site_files
from overseas_stations.publishing.exports.source import read_source
from write_frozen_package import write_package

VOID = {"meta", "link", "input", "br", "path", "circle", "rect", "use"}


@dataclass
class PageRead(HTMLParser):
    """What stands on a page.

    Attributes:
        ids: the ids of its elements, in their order.
        links: where its links lead.
        loaded: what it loads: style sheets, scripts, pictures.
        inline: the type and the text of each script in it.
        styled: whether an element has a style of its own, or an attribute runs something.
        texts: the text of each element with an id.
        words: all text.
    """

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    inline: list[tuple[str, str]] = field(default_factory=list)
    styled: bool = False
    attributes: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    language: str = ""

    def __post_init__(self) -> None:
        """Begin as the parser of the library does."""
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        told = dict(attrs)
        self.attributes.append((tag, told))
        self.styled |= any(name == "style" or name.startswith("on") for name in told)
        if told.get("id"):
            self.ids.append(told["id"] or "")
        if tag == "html":
            self.language = told.get("lang") or ""
        if tag == "a" and told.get("href"):
            self.links.append(told["href"] or "")
        if tag == "script" and "src" not in told:
            self.inline.append((told.get("type") or "", ""))
        if told.get("src") or (tag == "link" and told.get("rel") in ("stylesheet", "icon")):
            self.loaded.append(told.get("src") or told.get("href") or "")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self.inline and self.attributes[-1][0] == "script":
            kind, text = self.inline[-1]
            self.inline[-1] = (kind, text + data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All text of the page, blanks as one."""
        return " ".join(" ".join(self.words).split())


def read(html: bytes) -> PageRead:
    """Return what stands on a page."""
    page = PageRead()
    page.feed(html.decode())
    page.close()
    return page


def html_pages(files: Mapping[str, bytes]) -> Iterator[tuple[str, PageRead]]:
    """Yield the pages of a site with what stands on them."""
    for path, content in files.items():
        if path.endswith(".html"):
            yield path, read(content)


def inside(page: str, link: str) -> tuple[str, str] | None:
    """Return the path and the anchor to which a link on a page leads; None where it leads out of the site."""
    if link.startswith(("https://", "http://")):
        return None
    path, _, anchor = link.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return target.partition("?")[0], unquote(anchor)


@cache
def frozen_data(folder: Path, languages: tuple[str, ...] = ("en",)) -> Data:
    """Return the frozen package, written to a folder, as the data of a site."""
    if not folder.exists():
        write_package(folder)
    return Data(read_source(folder), languages)


@cache
def frozen_site(folder: Path, languages: tuple[str, ...] = ("en",)) -> Mapping[str, bytes]:
    """Return the site of the frozen package."""
    return site_files(frozen_data(folder, languages))
