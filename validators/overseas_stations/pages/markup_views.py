"""The texts of an HTML page, in the order in which passages are looked for in them.

Nothing is chosen for being the article: what tells an article from the rest of a page loses sentences, and a passage
that is found is found. The libraries are those of the extra ``fetch``, loaded when the first page is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from typing import Any, Literal, NamedTuple

from overseas_stations.handed_over import InputError
from overseas_stations.pages.bounds import (
    MAX_COPIED,
    MAX_ELEMENTS,
    MAX_OWN_ATTRIBUTES,
    is_too_large,
    may_be_taken_out,
)

MAX_EXTRACTED = 15_000
"""Elements of the largest page of which the article is extracted, which takes longest."""

MAX_ATTRIBUTE = 2_000
"""Characters of the longest attribute that is kept."""

MAX_STRINGS = 20_000
"""Strings of the data of a page that are read."""

BETWEEN = "\n¶\n"
"""What stands between the strings of data, so that no passage reaches from one into the next."""


class PageText(NamedTuple):
    """One text of a page: what it shows, or what stands in its data alone."""

    kind: Literal["visible", "metadata"]
    text: str


def needed() -> tuple[Any, Any]:
    """Return the modules ``lxml.html`` and ``trafilatura``.

    Raises:
        InputError: they are not installed.
    """
    try:
        import lxml.html
        import trafilatura
    except ImportError:
        raise InputError(
            "pages are read by trafilatura, which is not installed: pip install 'overseas-stations[fetch]'"
        ) from None
    return lxml.html, trafilatura


def tree_of(text: str) -> Any | None:
    """Return the tree of a page, None where it has none or is too large."""
    html, _ = needed()
    if not text.strip() or is_too_large(text):
        return None
    parser = html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except Exception:  # lxml has several, and a page of anybody can raise any
        return None
    taken_out = 0
    for number, element in enumerate(tree.iter()):
        own, tail, attributes = element.text, element.tail, element.attrib
        if tail and not tail.isspace():
            taken_out += may_be_taken_out(element)
        if tail and _NO_XML.search(tail):
            element.tail = _NO_XML.sub("", tail)
        if own and _NO_XML.search(own):
            element.text = _NO_XML.sub("", own)
        too_much = taken_out * len(text) > MAX_COPIED or len(attributes) > MAX_OWN_ATTRIBUTES
        if number > MAX_ELEMENTS or too_much:
            return None
        for name, value in attributes.items():
            if len(value) > MAX_ATTRIBUTE and element.tag != "meta":
                del attributes[name]
    return tree


def _count(tree: Any) -> int:
    return int(tree.xpath("count(//*)"))


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _shown(tree: Any) -> str:
    """Return what a page shows as text."""
    _, trafilatura = needed()
    try:
        return str(trafilatura.html2txt(tree, clean=False))
    except Exception:  # of a page of anybody
        return " ".join(tree.itertext())


def views_of(tree: Any) -> Iterator[PageText]:
    """Yield the texts of a page that are soon made, the likeliest first, each made when it is asked for."""
    yield PageText("visible", _shown(_without_margins(tree)))
    bare = _without_notes(tree)
    if bare is not None:
        yield PageText("visible", _shown(_without_margins(bare)))
    yield PageText("metadata", BETWEEN.join(strings_of(tree)))
    # What the first leaves out: asides, footers, notices. Only so can a passage be said to be nowhere.
    yield PageText("visible", whole_text(tree))


def article_of(tree: Any) -> PageText | None:
    """Return the article of a page, as it is taken out of it; None where that would take too long.

    It takes longer than all other texts together, and few passages stand in it alone.
    """
    return PageText("visible", _article(_without_scripts(tree))) if _count(tree) <= MAX_EXTRACTED else None


def _article(tree: Any) -> str:
    _, trafilatura = needed()
    try:
        return trafilatura.extract(tree, include_comments=True, include_tables=True) or ""
    except Exception:  # of a page of anybody: the other texts are there
        return ""


def whole_text(tree: Any) -> str:
    """Return all of a page that can be shown, none of its parts left out."""
    return _shown(_without_scripts(tree))


def _without_scripts(tree: Any) -> Any:
    """Return a page without what it never shows, nor its data, which an extraction falls back upon."""
    rest = deepcopy(tree)
    for element in list(rest.iter("script", "style", "template", "meta")):
        _empty(element)
    return rest


_MARGINS = ("aside", "fencedframe", "footer", "script", "style", "svg", "template")
_FOOTERS = ".//div[contains((@class|@id)[1], 'footer')]"
_NOTICE = re.compile(
    "cookie[-_]?(?:banner|bar|consent|description|law|notice|policy)|notice[-_]{0,2}cookie"
    "|consent[-_]?(?:banner|manager|sdk)|borlabs|cmplz|cookiebot|moove[-_]?gdpr|onetrust",
    re.IGNORECASE,
)
"""How sites, and those who make it for them, call what asks for consent."""


def _without_margins(tree: Any) -> Any:
    """Return a page without what stands around its text: asides, footers, what asks for consent."""
    rest = deepcopy(tree)
    body = rest.find(".//body")
    body = rest if body is None else body
    margins = list(body.iter(*_MARGINS))
    # To ask for all names first, and for elements where one is among them, saves most of the time for most pages.
    names = " ".join(body.xpath(".//@class|.//@id", smart_strings=False))
    if "footer" in names:
        margins += body.xpath(_FOOTERS)
    if _NOTICE.search(names):
        named = body.xpath(".//*[@class or @id]")
        margins += [each for each in named if any(_NOTICE.search(each.get(name, "")) for name in ("class", "id"))]
    _drop(margins)
    return rest


def _drop(elements: list[Any]) -> None:
    """Take elements out of their tree; what follows them stays."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _empty(element: Any) -> None:
    """Take away what an element holds. It stays: what follows it would be copied where it is taken out."""
    del element[:]
    element.text = None
    element.attrib.clear()


_NOTE = re.compile(r"\s*(?:\[.{1,12}\]|\(\d{1,3}\))\s*")


def _without_notes(tree: Any) -> Any | None:
    """Return a page without the marks of its footnotes, None where it has none.

    Only what is a link or stands in brackets is a mark: an exponent is part of what a page says.
    """
    notes = [number for number, each in enumerate(tree.iter("sup")) if _is_note(each)]
    if not notes:
        return None
    bare = deepcopy(tree)
    marks = list(bare.iter("sup"))
    for number in notes:
        _empty(marks[number])
    return bare


def _is_note(element: Any) -> bool:
    linked = element.find(".//a") is not None or (
        element.getparent() is not None and element.getparent().tag == "a" and not element.getparent().text
    )
    return linked or _NOTE.fullmatch(element.text_content()) is not None


def strings_of(tree: Any) -> Iterator[str]:
    """Yield what stands in the data of a page: JSON-LD, and the contents of ``<meta>``."""
    count = 0
    for value in data_of(tree):
        for text in _strings(value):
            count += 1
            if count > MAX_STRINGS:
                return
            yield _plain(text)
    for element in tree.iter("meta"):
        if element.get("content"):
            yield element.get("content")


def data_of(tree: Any) -> Iterator[Any]:
    """Yield the values of the JSON-LD of a page."""
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "").lower():
            text = re.sub(
                r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$", "", element.text or ""
            )
            try:
                yield json.loads(text.strip().rstrip(";"), strict=False)
            except (ValueError, RecursionError):
                continue


def nodes_of(value: Any) -> Iterator[Any]:
    """Yield a value of JSON and all that it holds, in order and without recursion."""
    left = [value]
    while left:
        each = left.pop()
        yield each
        if isinstance(each, dict):
            left.extend(reversed(list(each.values())))
        elif isinstance(each, list):
            left.extend(reversed(each))


def _strings(value: Any) -> Iterator[str]:
    yield from (each for each in nodes_of(value) if (isinstance(each, str) and " " in each) or _is_wide(each))


def _is_wide(value: Any) -> bool:
    """Say whether a value is a text in a script without blanks."""
    return isinstance(value, str) and any(each > "\u2e7f" for each in value)


_TAG = re.compile(r"</?(?P<name>[a-z][a-z0-9]{0,10})\b[^<>]{0,500}>", re.IGNORECASE)
_INLINE = {"a", "abbr", "b", "cite", "em", "font", "i", "mark", "small", "span", "strong", "u"}


def _plain(text: str) -> str:
    """Return a text of data without the markup that some put into it."""
    if "<" in text:
        text = _TAG.sub(lambda tag: "" if tag["name"].lower() in _INLINE else " ", text)
    return unescape(text)
