"""A run from its beginning to its end: who asks, what is wanted and not yet there, the manifest when it is over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from overseas_stations.fetching import runs
from overseas_stations.fetching.client import Client, Exchange
from overseas_stations.fetching.running import Run, RunTally
from overseas_stations.fetching.schedule import DELAY, Turns
from overseas_stations.fetching.walking import Walker
from overseas_stations.fetching.wanted import Wanted
from overseas_stations.fetching.warc import SUFFIX, Warc
from overseas_stations.pages.attempts import Attempt, Place
from overseas_stations.pages.store import Store, Writer
from overseas_stations.version import __version__


def agent(contact: str) -> str:
    """Return what servers are told of who asks, and of whom they can ask."""
    return f"overseas-stations/{__version__} (verifies citations; {contact})"


def client_of(contact: str) -> Client:
    """Return who asks on the web, under the name of who can be reached so."""
    return Client(agent(contact))


def utc_now() -> str:
    """Return the time, as ``2026-11-27T02:03:04Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Fetched:
    """What came of a run.

    Attributes:
        run: its name.
        tallies: by place, what came of it.
    """

    run: str
    tallies: dict[Place, RunTally]

    @property
    def answered(self) -> bool:
        """Some server answered."""
        return any(tally.answers or tally.failures["no_snapshot"] for tally in self.tallies.values())


def fetch(
    store: Store,
    wanted: dict[Place, Sequence[Wanted]],
    client: Client,
    seed: int = 0,
    clock: Callable[[], float] = monotonic,
    sleep: Callable[[float], object] | None = None,
    now: Callable[[], str] = utc_now,
    delay: float = DELAY,
    keep_text: Callable[[Writer, Attempt, bytes], object] = lambda *_: None,
    enough: Callable[[Wanted, Exchange], bool] = lambda *_: True,
    told: Callable[[Place, RunTally], object] = lambda *_: None,
) -> Fetched:
    """Ask for pages, put what comes into a store, and return what came of it.

    Args:
        store: the store.
        wanted: by place, the pages that are wanted.
        client: who asks.
        seed: gives the order of the hosts.
        clock: seconds that pass between requests.
        sleep: waits for so many seconds; by default until the run is stopped, at the most.
        now: tells the time, as :func:`utc_now` does.
        delay: seconds between two requests to a host.
        keep_text: puts the text of a page into the store.
        enough: tells whether a copy of the archive shows what it is wanted for; if not, the next is looked at.
        told: is called after each page.

    Raises:
        Unwritable: another command writes the store.
    """
    stopped, guard = threading.Event(), threading.Lock()
    turns = Turns(clock, sleep or stopped.wait, delay)
    tallies: dict[Place, RunTally] = {}
    with store.writing() as writer:
        runs.mend_all(store.folder, store.attempts())
        asked = {place: len(pages) for place, pages in wanted.items()} | {"seed": seed}
        name = runs.begin(store.folder, now(), client.agent, asked)
        about = {"software": f"overseas-stations {__version__}", "format": "WARC File Format 1.0"}
        warc = Warc(store.folder / runs.WARCS / f"{name}{SUFFIX}", about | {"http-header-user-agent": client.agent})

        def record(exchange: Exchange) -> None:
            with guard:
                warc.write(exchange, now(), {"run": name, "software": f"overseas-stations {__version__}"})

        walker = Walker(client, turns, record, now)
        run = Run(name, walker, writer, store.body, now, stopped, keep_text, enough, told)
        try:
            if "live" in wanted:
                tallies["live"] = run.live(wanted["live"], seed)
            if "archive" in wanted:
                tallies["archive"] = run.archived(wanted["archive"], seed)
        except KeyboardInterrupt:
            runs.seal(store.folder, name, store.attempts(), None)
            raise
        finally:
            warc.close()
        runs.seal(store.folder, name, store.attempts(), now())
    return Fetched(name, tallies)
