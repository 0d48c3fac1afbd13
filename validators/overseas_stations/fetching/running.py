"""A run: what is wanted of the network, host by host, put into the store as it comes."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from email.message import Message

from overseas_stations.fetching import archive
from overseas_stations.fetching.client import Exchange
from overseas_stations.fetching.policy import target
from overseas_stations.fetching.reasons import Failed
from overseas_stations.fetching.schedule import PutOff, shuffled
from overseas_stations.fetching.walking import Walker
from overseas_stations.pages.attempts import Attempt, Failure, Place
from overseas_stations.pages.store import MAX_BODY, Writer

AT_ONCE = 2
"""Hosts that are asked at one time."""

SILENT: frozenset[Failure] = frozenset(("connection", "dns", "timeout"))
"""Failures that say that no server was reached."""

GIVE_UP = 20
"""Sources in a row without an answer, after which there seems to be no network."""

GIVE_UP_ARCHIVE = 3
KEPT = (
    "content-type content-language etag last-modified location retry-after cf-mitigated server x-robots-tag "
    "memento-datetime"
)
"""The headers of an answer that are kept in the index."""


@dataclass(frozen=True)
class Wanted:
    """A page that is wanted.

    Attributes:
        source_id: the source whose page it is.
        url: its address.
        language: the source's.
        day: when it was read, or else published; empty where neither is known.
    """

    source_id: str
    url: str
    language: str = ""
    day: str = ""

    @property
    def host(self) -> str:
        """The host that is asked; the address itself where it has none that may be."""
        try:
            return target(self.url).host
        except Failed:
            return self.url


def settled(attempts: Iterable[Attempt], place: Place, since: str = "") -> set[str]:
    """Return the sources whose pages need not be asked for again: a server answered, and not for the moment alone.

    Args:
        attempts: those of the store.
        place: live or archive.
        since: attempts before this moment do not count, as ``2026-11-27T02:03:04Z``.
    """
    return {each.source_id for each in attempts if each.place == place and each.time >= since and _lasts(each)}


def _lasts(attempt: Attempt) -> bool:
    if attempt.failure:
        return attempt.failure in ("no_snapshot", "address_refused")
    return attempt.status is not None and attempt.status != 429 and attempt.status < 500


@dataclass
class RunTally:
    """What came of a run so far.

    Attributes:
        wanted: how many pages.
        answers: by status, how many answered.
        failures: by failure, how many did not.
        put_off: how many were not asked for, because their host wants to be left alone.
        gave_up: why the rest was not asked for; empty where all was.
    """

    wanted: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    failures: Counter[Failure] = field(default_factory=Counter)
    put_off: int = 0
    gave_up: str = ""

    @property
    def done(self) -> int:
        """How many pages were asked for or put off."""
        return self.answers.total() + self.failures.total() + self.put_off


class Run:
    """A run.

    Args:
        name: its name.
        walker: who goes to pages.
        writer: the store.
        now: tells the time, as ``2026-11-27T02:03:04Z``.
        stopped: is set where nothing more is to begin.
        keep_text: puts the text of a page into the store, where it has one.
        enough: tells whether a copy of the archive shows what it is wanted for; if not, the next is looked at.
        told: is called after each page.
    """

    def __init__(
        self,
        name: str,
        walker: Walker,
        writer: Writer,
        now: Callable[[], str],
        stopped: threading.Event,
        keep_text: Callable[[Writer, Attempt, bytes], object] = lambda *_: None,
        enough: Callable[[Wanted, Exchange], bool] = lambda _, found: found.status == 200 and found.body != b"",
        told: Callable[[Place, RunTally], object] = lambda *_: None,
    ) -> None:
        self._name, self._walker, self._writer, self._now = name, walker, writer, now
        self._keep_text, self._enough, self._told = keep_text, enough, told
        self._guard, self._stopped = threading.Lock(), stopped

    def live(self, wanted: Sequence[Wanted], seed: int) -> RunTally:
        """Ask for pages at their addresses, two hosts at once, in an order that the seed gives."""
        tally, by_host = RunTally(len(wanted)), dict[str, list[Wanted]]()
        for each in wanted:
            by_host.setdefault(each.host, []).append(each)

        def host(name: str) -> None:
            for each in by_host[name]:
                if self._stopped.is_set() or tally.gave_up:
                    return
                self._one_live(each, tally)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for future in [pool.submit(host, name) for name in shuffled(by_host, seed)]:
                    future.result()
            except BaseException:
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return tally

    def archived(self, wanted: Sequence[Wanted], seed: int) -> RunTally:
        """Ask the web archive for copies of pages: it is one host, so that there is one request at a time."""
        tally, order = RunTally(len(wanted)), {each.source_id: each for each in wanted}
        silent = 0
        for source_id in shuffled(order, seed):
            if self._stopped.is_set() or tally.gave_up:
                break
            try:
                found = self._one_archived(order[source_id])
            except PutOff:
                tally.gave_up = "the web archive asks for fewer requests"
                break
            self._count(tally, found, "archive")
            silent = silent + 1 if found.failure in SILENT or (found.status or 0) >= 500 else 0
            if silent >= GIVE_UP_ARCHIVE:
                tally.gave_up = f"the web archive did not answer {silent} times in a row"
        return tally

    def _one_live(self, wanted: Wanted, tally: RunTally) -> None:
        try:
            found = self._walker.walk(wanted.url, wanted.language).last
        except PutOff:
            with self._guard:
                tally.put_off += 1
            self._told("live", tally)
            return
        self._append(wanted, "live", found, found.url)
        self._count(tally, found, "live")

    def _count(self, tally: RunTally, found: Exchange, place: Place) -> None:
        with self._guard:
            if found.failure:
                tally.failures[found.failure] += 1
            else:
                tally.answers[found.status or 0] += 1
            silent = sum(tally.failures[each] for each in SILENT)
            if silent >= GIVE_UP and silent == tally.done:
                tally.gave_up = f"none of the first {silent} pages could be reached"
        self._told(place, tally)

    def _one_archived(self, wanted: Wanted) -> Exchange:
        """Return the copy that was kept last, or why there is none."""
        listed = self._walker.walk(archive.index_address(wanted.url, wanted.day), within=archive.HOST).last
        try:
            copies = archive.snapshots(listed, wanted.day)
        except Failed as failure:
            found = replace(listed, status=None, body=b"", failure=failure.failure, detail=failure.detail)
            self._append(wanted, "archive", found, "")
            return found
        seen = set[str]()
        for copy in copies:
            found = self._walker.walk(copy.raw, wanted.language, within=archive.HOST).last
            snapshot, address = archive.served(found.url)
            if snapshot in seen:
                continue
            seen.add(snapshot)
            if not found.failure and found.status == 200 and not snapshot:
                found = replace(found, failure="protocol", detail="what answered is no copy of a page", body=b"")
            self._append(wanted, "archive", found, address or found.url, snapshot)
            if not found.failure and self._enough(wanted, found):
                break
        return found

    def _append(self, wanted: Wanted, place: Place, found: Exchange, final: str, snapshot: str = "") -> None:
        """Put an attempt into the store, what it names before it."""
        stated = Message()
        stated["content-type"] = found.headers.get("content-type", "")
        body = found.body if len(found.body) <= MAX_BODY else b""
        with self._guard:
            attempt = Attempt(
                wanted.source_id,
                place,
                requested=wanted.url,
                final=final,
                time=self._now(),
                status=found.status,
                media_type=stated.get_content_type() if stated["content-type"] else "",
                charset=stated.get_content_charset("") or "",
                headers=_kept(found.headers),
                body=self._writer.keep(body) if body else None,
                size=len(body),
                whole=not found.failure,
                snapshot=snapshot,
                failure=found.failure,
                detail=" ".join(found.detail.split()),
                run=self._name,
            )
            self._writer.append(attempt)
            if body and found.status == 200:
                self._keep_text(self._writer, attempt, body)


def _kept(headers: Mapping[str, str], names: Collection[str] = frozenset(KEPT.split())) -> dict[str, str]:
    return {name: value[:1000] for name, value in sorted(headers.items()) if name in names}
