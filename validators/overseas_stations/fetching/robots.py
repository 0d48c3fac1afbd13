"""What sites ask of robots (RFC 9309): it is read before anything else of a host, and obeyed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from protego import Protego

from overseas_stations.fetching.client import Exchange
from overseas_stations.fetching.policy import WebTarget
from overseas_stations.fetching.reasons import Failed

TOKEN = "overseas-stations"
"""The name by which a site can speak of this robot."""

MAX_RULES = 500 * 1024
"""Bytes of the rules that count, as the standard has it."""

_TOO_MANY = 429


class Robots:
    """The rules of sites, each read once in a run.

    Args:
        read: asks an address, and whatever that leads to, and returns the last exchange.
    """

    def __init__(self, read: Callable[[str], Exchange]) -> None:
        self._read = read
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, Protego | Failed] = {}

    def permit(self, asked: WebTarget) -> float:
        """Return the seconds that a site asks for between requests, 0 where it asks for none.

        Raises:
            Failed: the site asks robots to stay away from the target, or its rules cannot be had for now.
        """
        site = f"{asked.scheme}://{asked.authority}"
        with self._guard:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if site not in self._known:
                self._known[site] = _rules(self._read(f"{site}/robots.txt"))
        rules = self._known[site]
        if isinstance(rules, Failed):
            raise Failed(rules.failure, rules.detail)
        if not rules.can_fetch(asked.url, TOKEN):
            raise Failed("robots", f"{site}/robots.txt asks robots to stay away")
        return rules.crawl_delay(TOKEN) or 0.0


def _rules(answer: Exchange) -> Protego | Failed:
    """Return the rules that an answer spells: none where the site has none, or why they cannot be had."""
    if answer.failure == "redirects":
        return Protego.parse("")
    if answer.failure:
        return Failed(answer.failure, f"robots.txt: {answer.detail}".rstrip(": "))
    status = answer.status or 0
    if status >= 500 or status == _TOO_MANY:
        return Failed("robots", f"robots.txt: status {status}, so that nothing may be asked for now")
    if not 200 <= status < 300:
        return Protego.parse("")
    return Protego.parse(answer.body[:MAX_RULES].decode("utf-8", "replace"))
