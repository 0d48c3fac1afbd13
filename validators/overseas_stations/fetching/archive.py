"""Copies in the web archive: which there are by its index, and the raw page of one.

The index is asked for copies near a day. It lists some that lead to others, some that only say that nothing changed,
and addresses with and without ``www.``: what was served in the end counts, and not what was listed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from overseas_stations.fetching.client import Exchange
from overseas_stations.fetching.reasons import Failed

HOST = "web.archive.org"
MOST = 3
"""Copies of a page that are asked for at the most."""

_LISTED = 12
_FIELDS = ("timestamp", "original", "statuscode", "digest")
_SERVED = re.compile(rf"https?://{re.escape(HOST)}/web/(\d{{14}})(?:[a-z]{{2}}_)?/(.+)")


@dataclass(frozen=True, order=True)
class Snapshot:
    """A copy that the index lists.

    Attributes:
        timestamp: when it was taken, 14 digits.
        original: the address that it is of.
        digest: of what it holds, as the archive spells it.
    """

    timestamp: str
    original: str
    digest: str

    @property
    def raw(self) -> str:
        """The address at which it stands as it was, without what the archive puts into pages."""
        return f"https://{HOST}/web/{self.timestamp}id_/{self.original}"


def index_address(url: str, day: str) -> str:
    """Return the address at which the index lists the copies of a page, the nearest to a day first.

    Args:
        url: the page's address.
        day: as ``2023-04-12``, ``2023-04`` or ``2023``; empty for the latest.
    """
    asked = {
        "url": url,
        "output": "json",
        "fl": ",".join(_FIELDS),
        # "-" is what a copy has that only says that nothing changed: the archive serves the one before.
        "filter": "statuscode:(200|-)",
        "limit": str(_LISTED if day else -_LISTED),
    }
    if day:
        asked |= {"sort": "closest", "closest": _digits(day)}
    return f"https://{HOST}/cdx/search/cdx?{urlencode(asked, quote_via=quote)}"


def snapshots(answer: Exchange, day: str) -> list[Snapshot]:
    """Return the copies that an answer of the index lists, at most MOST, each content once, the nearest to a day first.

    Raises:
        Failed: it is no list, or it is empty.
    """
    if answer.failure:
        raise Failed(answer.failure, f"the archive's index: {answer.detail}".rstrip(": "))
    if answer.status != 200:
        raise Failed("protocol", f"the archive's index: status {answer.status}")
    found: dict[str, Snapshot] = {}
    for each in sorted(_listed(answer.body), key=lambda each: (_distance(each.timestamp, day), each)):
        found.setdefault(each.digest, each)
    if not found:
        raise Failed("no_snapshot")
    return list(found.values())[:MOST]


def _listed(body: bytes) -> Iterator[Snapshot]:
    try:
        rows = json.loads(body.decode("utf-8") or "[]")
    except (ValueError, RecursionError):
        raise Failed("protocol", "the archive's index is no list") from None
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        raise Failed("protocol", "the archive's index is no list of copies")
    for timestamp, original, status, digest in rows[1:]:
        if re.fullmatch(r"[12]\d{13}", timestamp) and status in ("200", "-"):
            yield Snapshot(timestamp, original, digest)


def _is_row(row: object) -> bool:
    return isinstance(row, list) and len(row) == len(_FIELDS) and all(isinstance(cell, str) for cell in row)


def served(address: str) -> tuple[str, str]:
    """Return when the copy at an address was taken, and its address for readers; empty where it is none.

    >>> served("https://web.archive.org/web/20230412101112id_/https://example.org/a")
    ('20230412101112', 'https://web.archive.org/web/20230412101112/https://example.org/a')
    """
    found = _SERVED.fullmatch(address)
    return (found[1], f"https://{HOST}/web/{found[1]}/{found[2]}") if found else ("", "")


def raw(address: str) -> str:
    """Return the address at which a copy stands as it was; one that is not of this archive is as it is.

    >>> raw("https://web.archive.org/web/20230412/https://example.org/a")
    'https://web.archive.org/web/20230412id_/https://example.org/a'
    """
    found = re.fullmatch(rf"https?://{re.escape(HOST)}/web/(\d{{4,14}})(?:[a-z]{{2}}_)?/(.+)", address)
    return f"https://{HOST}/web/{found[1]}id_/{found[2]}" if found else address


def _digits(day: str) -> str:
    return day.replace("-", "")


def _distance(timestamp: str, day: str) -> int:
    """Return the days between a copy and a day; without a day, the latest is the nearest."""
    return abs(_ordinal(timestamp) - _ordinal(_digits(day) or "99991231"))


def _ordinal(digits: str) -> int:
    """Return the day that digits begin with, as a number; what is no day of the calendar is the first of its year."""
    try:
        return date(int(digits[:4]), int(digits[4:6] or 1), int(digits[6:8] or 1)).toordinal()
    except ValueError:
        return date(int(digits[:4]) or 1, 1, 1).toordinal()
