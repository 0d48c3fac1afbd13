"""A page of a store as it is read: what it says of itself, and its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from overseas_stations.pages.bounds import MAX_CHARACTERS, MAX_OLD_BYTES, is_too_large
from overseas_stations.pages.charsets import is_old, readings
from overseas_stations.pages.facts import PageFacts, facts_of
from overseas_stations.pages.markup_views import PageText, article_of, strings_of, tree_of, views_of, whole_text
from overseas_stations.pages.pdf_views import pdf_views

PageKind = Literal["html", "pdf", "text", "unknown"]

_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article)\b", re.IGNORECASE)


def kind_of(data: bytes, media_type: str) -> PageKind:
    """Return what a body is: by how it begins, and what it was declared as."""
    begin = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"%PDF-"):
        return "pdf"
    if "html" in media_type or _HTML_START.search(begin):
        return "html"
    if media_type.startswith("text/") and b"\0" not in begin:
        return "text"
    return "unknown"


@dataclass(frozen=True)
class SavedPage:
    """A page of a store.

    Attributes:
        data: its bytes.
        media_type: as declared.
        charset: as declared in the header.
        language: that of its source, as far as it is known.
    """

    data: bytes = field(repr=False)
    media_type: str = "text/html"
    charset: str = ""
    language: str = ""

    @cached_property
    def kind(self) -> PageKind:
        """What it is."""
        return kind_of(self.data, self.media_type)

    @cached_property
    def _readings(self) -> tuple[str, ...]:
        """What its bytes can be; to find that out can take as long as to read them."""
        return tuple(readings(self.data, self.charset, self.language))

    @cached_property
    def _is_too_large(self) -> bool:
        """It is text that is too large for what it is read in."""
        if self.kind in ("pdf", "unknown"):
            return False
        return len(self.data) > MAX_OLD_BYTES and is_old(self.data)

    @cached_property
    def _likeliest(self) -> tuple[str, Any]:
        """The likeliest reading of its bytes, and the tree of that; None where there is none."""
        if self._is_too_large:
            return "too large", None
        return self._readings[0], tree_of(self._readings[0])

    @property
    def tree(self) -> Any | None:
        """Its tree in the likeliest reading, None where it has none."""
        return self._likeliest[1] if self.kind == "html" else None

    @cached_property
    def facts(self) -> PageFacts:
        """What it says of itself, as the likeliest reading has it."""
        if self.kind == "html":
            text, tree = self._likeliest
            if tree is not None:
                return facts_of(tree)
            return PageFacts(obstacle="too_large" if text.strip() else "empty")
        if self.kind == "unknown":
            return PageFacts(obstacle="unknown_type")
        if self.kind == "text" and (self._is_too_large or len(self.data) > MAX_CHARACTERS):
            return PageFacts(obstacle="too_large")
        return PageFacts(obstacle="" if any(view.text.strip() for view in self.views()) else "empty")

    def views(self) -> Iterator[PageText]:
        """Yield its texts: of each reading of its bytes, the likeliest first, what is soon made, then their articles.

        What comes of a passage does not hang on the order, for the best counts; the time that it takes does.

        Raises:
            InputError: the library that reads such pages is not installed.
        """
        if self._is_too_large:
            return
        if self.kind == "pdf":
            yield from pdf_views(self.data)
        elif self.kind == "text":
            for text in readings(self.data, self.charset, self.language):
                if not is_too_large(text):
                    yield PageText("visible", text)
        elif self.kind == "html":
            for tree in self._trees():
                yield from views_of(tree)
            for tree in self._trees():
                if article := article_of(tree):
                    yield article

    def _trees(self) -> Iterator[Any]:
        """Yield the tree of each reading; only that of the likeliest is kept, for they can be large."""
        likeliest, tree = self._likeliest
        if tree is not None:
            yield tree
        for text in self._readings:
            if text != likeliest and (other := tree_of(text)) is not None:
                yield other

    def whole_text(self) -> str:
        """Return all that it shows, in the likeliest reading."""
        if self.kind == "html":
            return "" if self.tree is None else whole_text(self.tree)
        return next((view.text for view in self.views()), "")

    def strings(self) -> list[str]:
        """Return what stands in its data, in the likeliest reading."""
        return [] if self.tree is None else list(strings_of(self.tree))
