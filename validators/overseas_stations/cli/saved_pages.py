"""Pages that a person gives: a file that was saved, or what a store has of an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.cli.help_pages import one_of
from overseas_stations.handed_over import InputError, read_regular

if TYPE_CHECKING:
    from overseas_stations.pages.attempts import Attempt
    from overseas_stations.pages.saved_page import SavedPage

MEDIA_TYPES = {
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}
"""How the name of a saved file ends -> what it is."""


def media_type_of(file: Path) -> str:
    """Return what a saved file is.

    Raises:
        InputError: it is nothing that is read.
    """
    found = MEDIA_TYPES.get(file.suffix.lower())
    if found is None:
        raise InputError(f"{file} is none of {one_of(list(MEDIA_TYPES))}: save the page as one of these")
    return found


def page_in(file: Path) -> bytes:
    """Return the page in a saved file.

    Raises:
        InputError: it is too large, or has nothing.
    """
    from overseas_stations.pages.store import MAX_BODY

    data = read_regular(file, MAX_BODY)
    if len(data) > MAX_BODY:
        raise InputError(f"{file} has more than {MAX_BODY} bytes: save the page without its pictures")
    if not data.strip():
        raise InputError(f"{file} is empty")
    return data


@dataclass(frozen=True)
class PageEntry:
    """A page that a dossier is made from.

    Attributes:
        page: the page.
        answered: the address that gave it; empty for a file.
        attempts: those of the store by which it and its copies were had.
    """

    page: SavedPage
    answered: str = ""
    attempts: Sequence[Attempt] = ()


def entry_of(origin: str, folder: Path | None) -> PageEntry:
    """Return the page in a file, or what a store has of an address.

    Args:
        origin: the file, or with a store the address.
        folder: the store's; None for a file.

    Raises:
        InputError: it is not there.
    """
    from overseas_stations.pages.saved_page import SavedPage
    from overseas_stations.pages.store import Store

    if folder is None:
        if "://" in origin:
            raise InputError(f"--from {origin} is an address: name the store that has its page, with --store FOLDER")
        media_type = media_type_of(Path(origin))
        return PageEntry(SavedPage(page_in(Path(origin)), media_type))
    store = Store(folder)
    made = [each for each in store.attempts() if origin in (each.requested, each.final)]
    had = [each for each in made if each.body and not each.failure and each.status in (None, 200, 304)]
    # The page itself before a copy of it, and of several the newest.
    newest = [*reversed(had)]
    for each in sorted(newest, key=lambda each: each.place == "archive"):
        data = store.body(each)
        if data is not None:
            kept = [each, *(other for other in had if other.place == "archive" and other != each)]
            address = each.requested if each.place == "archive" else each.final
            return PageEntry(SavedPage(data, each.media_type, each.charset), address, kept)
    said = "its page was asked for and not had" if made else "it was never asked for"
    raise InputError(f"--store {folder} has no page of {origin}: {said}; `overseas texts fetch --url` asks for it")
