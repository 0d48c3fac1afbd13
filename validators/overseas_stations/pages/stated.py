"""What a page states of itself, as a citation needs it: each value with where it stands in the page.

Nothing is guessed and nothing is chosen among values that differ: that is for a person. Places are read in two ranks,
because the heading of a page, or its address, counts only where its data say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import urljoin

from overseas_stations.handed_over import InputError
from overseas_stations.pages.facts import Obstacle
from overseas_stations.pages.markup_views import data_of, nodes_of
from overseas_stations.pages.saved_page import SavedPage
from overseas_stations.pages.texting import text_of
from overseas_stations.printable import visible

StatedKey = Literal["title", "publisher", "published", "language", "url"]
"""What a page can state, by the key of a dossier."""

MAX_STATED = 12
"""Values of a key that are looked at."""

MAX_LENGTH = 1_000
"""Characters of the longest value that is looked at."""

MAX_NODES = 50_000
"""Values of the data of a page that are looked at."""


class Stated(NamedTuple):
    """A value and where it stands."""

    value: str
    where: str


_META: Mapping[StatedKey, tuple[str, ...]] = {
    "title": ("og:title", "citation_title", "dc.title", "dcterms.title", "parsely-title"),
    "publisher": ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher"),
    "published": (
        *("article:published_time", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued"),
        *("dc.date", "date", "pubdate", "publishdate", "parsely-pub-date", "datepublished"),
    ),
    "language": ("og:locale", "content-language", "dc.language", "dcterms.language", "citation_language"),
    "url": ("og:url",),
}
"""A key -> the names of ``<meta>`` that state it."""

_NAMES: Mapping[str, StatedKey] = {name: key for key, names in _META.items() for name in names}
_ARTICLES = ("article", "posting", "report")
"""How the types end, in small letters, that stand for a document in JSON-LD."""


def read_whole(page: SavedPage, address: str) -> tuple[Mapping[StatedKey, list[Stated]], str, Obstacle]:
    """Return what a page states, its text, which is empty where it has none, and why it may not be the document.

    Raises:
        InputError: it cannot be read, or the library that reads it is not installed.
    """
    try:
        tree = page.tree
        return ({} if tree is None else stated_by(tree, address)), text_of(page), page.facts.obstacle
    except (InputError, MemoryError):
        raise
    except Exception as error:  # of a page of anybody
        raise InputError(f"the page cannot be read: {type(error).__name__}") from None


def stated_by(tree: Any, address: str) -> dict[StatedKey, list[Stated]]:
    """Return what a page states of each key, in order, each value of a place once.

    Args:
        tree: the page.
        address: where it was had, which relative addresses in it start from; empty where that is not known.
    """
    found: dict[StatedKey, list[Stated]] = {key: [] for key in get_args(StatedKey)}
    seen = set[tuple[str, Stated]]()
    for key, stated in (*_of_data(tree), *_of_metas(tree), *_of_markup(tree)):
        _add(found, seen, key, stated, address)
    for key, stated in _of_headings(tree):
        if not found[key]:
            _add(found, seen, key, stated, address)
    return found


def _add(
    found: dict[StatedKey, list[Stated]], seen: set[tuple[str, Stated]], key: StatedKey, stated: Stated, address: str
) -> None:
    value = " ".join(stated.value.split())
    if key == "url" and value:
        try:
            value = urljoin(address, value)
        except ValueError:
            return
    stated = Stated(value, visible(stated.where))
    known = (key, stated) in seen or len(found[key]) >= MAX_STATED
    if value and len(value) <= MAX_LENGTH and not known:
        seen.add((key, stated))
        found[key].append(stated)


def _of_data(tree: Any) -> Iterator[tuple[StatedKey, Stated]]:
    """Yield what the JSON-LD of a page states of the documents in it."""
    nodes: list[dict[str, Any]] = []
    for value in data_of(tree):
        for number, node in enumerate(nodes_of(value)):
            if number > MAX_NODES or len(nodes) > MAX_NODES:
                break
            if isinstance(node, dict):
                nodes.append(node)
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    for node in nodes:
        types = node.get("@type")
        kinds = [each for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)]
        kind = next((each for each in kinds if each.lower().endswith(_ARTICLES)), "")
        if not kind:
            continue
        read: tuple[tuple[StatedKey, str, Any], ...] = (
            ("title", "headline", node.get("headline")),
            ("publisher", "publisher", _name(node.get("publisher"), named)),
            ("published", "datePublished", node.get("datePublished")),
            ("language", "inLanguage", node.get("inLanguage")),
            ("url", "mainEntityOfPage", _address(node.get("mainEntityOfPage"))),
            ("url", "url", node.get("url")),
        )
        for key, name, value in read:
            if isinstance(value, str):
                yield key, Stated(value, f"JSON-LD {kind[:40]}.{name}")


def _name(value: Any, named: Mapping[str, dict[str, Any]]) -> Any:
    """Return the name of whom JSON-LD names, also by way of a reference."""
    value = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(value, dict):
        name = value.get("name")
        return name if name is not None else named.get(str(value.get("@id")), {}).get("name")
    return value


def _address(value: Any) -> Any:
    return value.get("@id") or value.get("url") if isinstance(value, dict) else value


def _of_metas(tree: Any) -> Iterator[tuple[StatedKey, Stated]]:
    for element in tree.iter("meta"):
        for kind in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(kind) or "").strip().lower()
            if name in _NAMES:
                yield _NAMES[name], Stated(element.get("content") or "", f"meta {name}")
                break


def _of_markup(tree: Any) -> Iterator[tuple[StatedKey, Stated]]:
    yield "language", Stated(tree.get("lang") or "", "html lang")
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            yield "url", Stated(element.get("href") or "", "link canonical")
    for element in tree.iter("time", "span"):
        if element.get("itemprop") == "datePublished" or (element.tag == "time" and element.get("pubdate") is not None):
            value = element.get("datetime") or element.get("content") or element.text_content()[: MAX_LENGTH + 1]
            yield "published", Stated(value, f"{element.tag} datePublished")


def _of_headings(tree: Any) -> Iterator[tuple[StatedKey, Stated]]:
    """Yield what counts only where the data of a page say nothing."""
    title = next(tree.iter("title"), None)
    headings = list(tree.iter("h1"))
    if title is not None:
        yield "title", Stated(title.text_content()[: MAX_LENGTH + 1], "title")
    elif len(headings) == 1:
        yield "title", Stated(headings[0].text_content()[: MAX_LENGTH + 1], "h1")
