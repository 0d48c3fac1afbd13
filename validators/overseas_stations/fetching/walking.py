"""From an address to the page that answers: redirects by hand, each hop looked at, allowed and in its turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from overseas_stations.fetching.client import Client, Exchange
from overseas_stations.fetching.policy import WebTarget, target
from overseas_stations.fetching.reasons import Failed
from overseas_stations.fetching.robots import Robots
from overseas_stations.fetching.schedule import Turns

HOPS = 5
PATIENCE = 30.0
"""Seconds that a host which asks for patience gets, where it does not say how many."""

BUSY = (429, 503)


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
    """

    def __init__(self, client: Client, turns: Turns, record: Callable[[Exchange], None]) -> None:
        self._client, self._turns, self._record = client, turns, record
        self._robots = Robots(lambda url: self._walk(url, "", None, ask_robots=False).last)

    def walk(self, url: str, language: str = "", within: str | None = None) -> Walk:
        """Return what an address leads to. It never raises but for a host that wants to be left alone.

        Args:
            url: the address.
            language: that in which the page is asked for.
            within: the only host that it may lead to, where there is one.

        Raises:
            PutOff: it is to be asked in a later run.
        """
        return self._walk(url, language, within, ask_robots=True)

    def _walk(self, url: str, language: str, within: str | None, ask_robots: bool) -> Walk:
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
                last, left = self._asked(asked, language, left)
                if last.failure or (following := last.leads_to) is None:
                    return Walk(last, hops)
            except Failed as failure:
                return Walk(replace(last, url=url, failure=failure.failure, detail=failure.detail, body=b""), hops)
            url = following
        return Walk(replace(last, failure="redirects", detail=f"more than {HOPS} redirects", body=b""), HOPS)

    def _asked(self, asked: WebTarget, language: str, left: float) -> tuple[Exchange, float]:
        """Return what a target answers and the seconds that are left; a busy host is asked once more, later."""
        for again in (True, False):
            if left <= 0:
                raise Failed("timeout")
            with self._turns.turn(asked.host):
                start = self._client.clock()
                found = self._client.get(asked.url, language, left)
                self._record(found)
                left -= self._client.clock() - start
            if found.failure or found.status not in BUSY:
                break
            if again:
                self._turns.rest(asked.host, _patience(found))
            elif found.status == BUSY[0]:
                self._turns.leave(asked.host)
        return found, left


def _patience(found: Exchange) -> float:
    stated = found.headers.get("retry-after", "")
    return float(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else PATIENCE
