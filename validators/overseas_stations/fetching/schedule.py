"""Turns: one request to a host at a time, and some seconds from the end of one to the next."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

DELAY = 5.0
"""Seconds between two requests to a host that asks for nothing else."""

LONGEST_DELAY = 120.0
"""Seconds that are waited at the most: who asks for more is left for a later run."""


class PutOff(Exception):
    """A host asked to be left alone for now: what is wanted of it waits for a later run."""


class Turns:
    """Whose turn it is, by host.

    Args:
        clock: seconds that pass.
        sleep: waits for so many seconds.
        delay: seconds between two requests to a host.
    """

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object], delay: float = DELAY) -> None:
        self._clock, self._sleep, self._delay = clock, sleep, delay
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._delays: dict[str, float] = {}
        self._free: dict[str, float] = {}
        self._left: set[str] = set()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Hold a host for one request, once it may be asked again.

        Raises:
            PutOff: it is left for a later run.
        """
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            if host in self._left:
                raise PutOff(host)
            wait = self._free.get(host, self._clock()) - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._free[host] = self._clock() + self._delays.get(host, self._delay)

    def slow(self, host: str, seconds: float) -> None:
        """Wait at least so long between requests to a host; where that is too long for one run, leave it."""
        if seconds > LONGEST_DELAY:
            self.leave(host)
        self._delays[host] = max(seconds, self._delays.get(host, self._delay))

    def rest(self, host: str, seconds: float) -> None:
        """Ask a host no sooner than in so many seconds; where that is too long for one run, leave it."""
        if seconds > LONGEST_DELAY:
            self.leave(host)
        self._free[host] = max(self._clock() + seconds, self._free.get(host, 0.0))

    def leave(self, host: str) -> None:
        """Ask a host no more in this run."""
        self._left.add(host)


def shuffled(hosts: Iterable[str], seed: int) -> list[str]:
    """Return hosts, each once, in an order that a seed gives, so that no two runs need to knock in the same one."""
    found = sorted(set(hosts))
    random.Random(seed).shuffle(found)
    return found
