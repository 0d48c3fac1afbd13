"""From an address to the page that answers: redirects by hand, each hop looked at, allowed and in its turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from overseas_stations.fetching.client import Client, Exchange
from overseas_stations.fetching.policy import WebTarget, target
from overseas_stations.fetching.reasons import Failed
from overseas_stations.fetching.robots import Robots
from overseas_stations.fetching.schedule import Turns

HOPS = 5
PATIENCE = 30.0
"""Seconds that a host which asks for patience gets, where it does not say how many."""

BUSY = (429, 503)

Known = tuple[str, Mapping[str, str]]
"""The address of a page that was had before, and the headers by which it is asked for only if it is another now."""

NOTHING_KNOWN: Known = ("", {})


@dataclass(frozen=True)
class Walk:
    """The way from an address to what answered.

    Attributes:
        last: the last exchange; its failure is that of the way.
        hops: how many redirects there were.
    """

    last: Exchange
    hops: int = 0


class Walker:
    """Who goes from an address to the page. All requests of one way share the time that one may take.

    Args:
        client: who asks.
        turns: whose turn it is.
        record: is given each exchange as it came.
        now: tells the time, as ``2026-11-27T02:03:04Z``.
    """

    def __init__(
        self, client: Client, turns: Turns, record: Callable[[Exchange], None], now: Callable[[], str]
    ) -> None:
        self._client, self._turns, self._record, self._now = client, turns, record, now
        self._robots = Robots(lambda url: self._walk(url, "", None, ask_robots=False).last)

    def walk(self, url: str, language: str = "", within: str | None = None, known: Known = NOTHING_KNOWN) -> Walk:
        """Return what an address leads to. It never raises but for a host that wants to be left alone.

        Args:
            url: the address.
            language: that in which the page is asked for.
            within: the only host that it may lead to, where there is one.
            known: the page that was had before.

        Raises:
            PutOff: it is to be asked in a later run.
        """
        return self._walk(url, language, within, ask_robots=True, known=known)

    def _walk(
        self, url: str, language: str, within: str | None, *, ask_robots: bool, known: Known = NOTHING_KNOWN
    ) -> Walk:
        left, seen, last = self._client.limits.seconds, set[str](), Exchange(url)
        for hops in range(HOPS + 1):
            try:
                asked = target(url)
                if within is not None and asked.host != within:
                    raise Failed("redirects", f"it leads away from {within}, to {asked.authority}")
                if asked.url in seen:
                    raise Failed("redirects", "it leads round in a circle")
                seen.add(asked.url)
                if ask_robots:
                    self._turns.slow(asked.host, self._robots.permit(asked))
                last, left = self._asked(asked, language, left, known[1] if asked.url == known[0] else {})
                if last.failure or (following := last.leads_to) is None:
                    return Walk(last, hops)
            except Failed as failure:
                return Walk(replace(last, url=url, failure=failure.failure, detail=failure.detail, body=b""), hops)
            url = following
        return Walk(replace(last, failure="redirects", detail=f"more than {HOPS} redirects", body=b""), HOPS)

    def _asked(self, asked: WebTarget, language: str, left: float, more: Mapping[str, str]) -> tuple[Exchange, float]:
        """Return what a target answers and the seconds that are left; a busy host is asked once more, later."""
        for again in (True, False):
            if left <= 0:
                raise Failed("timeout")
            with self._turns.turn(asked.host):
                start = self._client.clock()
                found = self._client.get(asked.url, language, left, more)
                self._record(found)
                left -= self._client.clock() - start
            if found.failure or found.status not in BUSY:
                break
            if again:
                self._turns.rest(asked.host, patience(found, self._now()))
            elif found.status == BUSY[0]:
                self._turns.leave(asked.host)
        return found, left


def patience(found: Exchange, now: str) -> float:
    """Return the seconds for which a busy host asks to be left alone, in either of the forms that HTTP has for that.

    Args:
        found: what it answered.
        now: the time, as ``2026-11-27T02:03:04Z``, for a date where the host does not tell its own time.
    """
    stated = found.headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit() and len(stated) < 9:
        return float(stated)
    until = _moment(stated)
    if until is None:
        return PATIENCE
    since = _moment(found.headers.get("date", "")) or datetime.fromisoformat(now)
    return max(0.0, (until - since).total_seconds())


def _moment(stated: str) -> datetime | None:
    """Return the moment that a date of HTTP names, None where it is none."""
    try:
        found = parsedate_to_datetime(stated)
    except (ValueError, TypeError, LookupError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
