"""What is wanted of the network: pages, which of them were had, and what tells a server which one is here already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from overseas_stations.fetching.policy import target
from overseas_stations.fetching.reasons import Failed
from overseas_stations.pages.attempts import Attempt, Place

PageKey = tuple[str, str]
"""A source and the address of its page: where a dossier corrects the address, the page is another."""

MAX_HEADER = 1_000
"""Characters of a header that are kept: a longer one is cut, and is no longer what the server said."""

_CONDITIONS = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}


@dataclass(frozen=True)
class Wanted:
    """A page that is wanted.

    Attributes:
        source_id: the source whose page it is; empty where no dossier has it yet.
        url: its address.
        language: the source's.
        day: when it was read, or else published; empty where neither is known.
        archive_url: the copy that the dossier names; empty where it names none.
        before: the attempt by which the page was had last, if it was.
    """

    source_id: str
    url: str
    language: str = ""
    day: str = ""
    archive_url: str = ""
    before: Attempt | None = None

    @property
    def key(self) -> PageKey:
        """By what it is known."""
        return self.source_id, self.url

    @property
    def host(self) -> str:
        """The host that is asked; the address itself where it has none that may be."""
        return host_of(self.url) or self.url


def host_of(url: str) -> str | None:
    """Return the host of an address, None where it is none that may be asked for."""
    try:
        return target(url).host
    except Failed:
        return None


def settled(attempts: Iterable[Attempt], place: Place, since: str = "") -> set[PageKey]:
    """Return the pages that need not be asked for again: a server answered, and not for the moment alone.

    Args:
        attempts: those of the store.
        place: live or archive.
        since: attempts before this moment do not count, as ``2026-11-27T02:03:04Z``.
    """
    made = (each for each in attempts if each.place == place and each.time >= since)
    return {(each.source_id, each.requested) for each in made if _lasts(each)}


def _lasts(attempt: Attempt) -> bool:
    if attempt.failure:
        return attempt.failure in ("no_snapshot", "address_refused")
    return attempt.status is not None and attempt.status != 429 and attempt.status < 500


def had_before(attempts: Iterable[Attempt]) -> Mapping[PageKey, Attempt]:
    """Return the last attempt by which each page was had whole from its address."""
    return {
        (each.source_id, each.requested): each
        for each in attempts
        if each.place == "live" and each.body and each.whole and not each.failure and each.status in (200, 304)
    }


def conditions(before: Attempt) -> dict[str, str]:
    """Return the headers that ask for a page only if it is another one than that which was had before."""
    found = {name: before.headers.get(field, "") for name, field in _CONDITIONS.items()}
    return {name: value for name, value in found.items() if value and _can_be_sent(value)}


def _can_be_sent(value: str) -> bool:
    return value.isascii() and value.isprintable() and len(value) < MAX_HEADER
