"""A run: what is wanted of the network, host by host, put into the store as it comes."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from overseas_stations.fetching import archive
from overseas_stations.fetching.client import Exchange
from overseas_stations.fetching.reasons import Failed
from overseas_stations.fetching.schedule import PutOff, shuffled
from overseas_stations.fetching.walking import Walker
from overseas_stations.fetching.wanted import MAX_HEADER, Wanted, conditions, host_of
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
        body: reads a body of the store; None where it is not there as it was.
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
        body: Callable[[Attempt], bytes | None],
        now: Callable[[], str],
        stopped: threading.Event,
        keep_text: Callable[[Writer, Attempt, bytes], object] = lambda *_: None,
        enough: Callable[[Wanted, Exchange], bool] = lambda *_: True,
        told: Callable[[Place, RunTally], object] = lambda *_: None,
    ) -> None:
        self._name, self._walker, self._writer, self._body, self._now = name, walker, writer, body, now
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
        tally, order = RunTally(len(wanted)), {" ".join(each.key): each for each in wanted}
        silent = 0
        for key in shuffled(order, seed):
            if self._stopped.is_set() or tally.gave_up:
                break
            try:
                found = self._one_archived(order[key])
            except PutOff:
                tally.gave_up = "the web archive asks for fewer requests"
                break
            self._count(tally, found, "archive")
            silent = silent + 1 if found.failure in SILENT or (found.status or 0) >= 500 else 0
            if silent >= GIVE_UP_ARCHIVE:
                tally.gave_up = f"the web archive did not answer {silent} times in a row"
        return tally

    def _one_live(self, wanted: Wanted, tally: RunTally) -> None:
        before = wanted.before
        # What is no longer in the store as it was is to be had anew.
        known = None if before is None or self._body(before) is None else before
        try:
            asked = {} if known is None else conditions(known)
            found = self._walker.walk(wanted.url, wanted.language, known=(known.final if known else "", asked)).last
        except PutOff:
            with self._guard:
                tally.put_off += 1
            self._told("live", tally)
            return
        if found.status == 304 and not found.failure:
            if asked and known is not None:
                self._append(wanted, "live", found, found.url, before=known)
                self._count(tally, found, "live")
                return
            found = replace(found, failure="protocol", detail="not modified, and nothing was there before")
        attempt = self._append(wanted, "live", found, found.url)
        self._count(tally, found, "live")
        self._keep(attempt, found)

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
        """Return the copy that shows what is wanted; else the first that answered, else why there is none."""
        best: tuple[Exchange, Attempt] | None = None
        for found, final, snapshot in self._copies(wanted):
            attempt = self._append(wanted, "archive", found, final, snapshot)
            if found.answers and self._enough(wanted, found):
                best = found, attempt
                break
            if best is None or not best[0].answers:
                best = found, attempt
        assert best is not None, "the index answers in any case"
        self._keep(best[1], best[0])
        return best[0]

    def _copies(self, wanted: Wanted) -> Iterator[tuple[Exchange, str, str]]:
        """Yield what answers for copies, its address and time stamp: for the one that a dossier names first."""
        seen = set[str]()
        own = self._own_copy(wanted)
        if own is not None:
            seen.add(own[2])
            yield own
        listed = self._walker.walk(archive.index_address(wanted.url, wanted.day), within=archive.HOST).last
        try:
            copies = archive.snapshots(listed, wanted.day)
        except Failed as failure:
            yield replace(listed, status=None, body=b"", failure=failure.failure, detail=failure.detail), "", ""
            return
        for copy in copies[: archive.MOST - len(seen)]:
            found = self._walker.walk(copy.raw, wanted.language, within=archive.HOST).last
            snapshot, address = archive.served(found.url)
            if snapshot and snapshot in seen:
                continue
            seen.add(snapshot)
            if found.answers and not snapshot:
                found = replace(found, failure="protocol", detail="what answered is no copy of a page", body=b"")
            yield found, address or found.url, snapshot

    def _own_copy(self, wanted: Wanted) -> tuple[Exchange, str, str] | None:
        """Return what answers for the copy that the dossier names, None where it names none or is to be left alone."""
        if not wanted.archive_url:
            return None
        asked = archive.raw(wanted.archive_url)
        try:
            found = self._walker.walk(asked, wanted.language, within=host_of(asked)).last
        except PutOff:
            return None
        snapshot, address = archive.served(found.url)
        return found, address or found.url, snapshot

    def _append(
        self,
        wanted: Wanted,
        place: Place,
        found: Exchange,
        final: str,
        snapshot: str = "",
        before: Attempt | None = None,
    ) -> Attempt:
        """Put an attempt into the store, what it names before it; of a page that is as before it names that."""
        body = found.body if len(found.body) <= MAX_BODY else b""
        with self._guard:
            attempt = Attempt(
                wanted.source_id,
                place,
                requested=wanted.url,
                final=final,
                time=self._now(),
                status=found.status,
                media_type=found.media_type,
                charset=found.charset,
                headers=_kept(found.headers),
                body=self._writer.keep(body) if body else None,
                size=len(body),
                whole=not found.failure,
                snapshot=snapshot,
                failure=found.failure,
                detail=" ".join(found.detail.split()),
                run=self._name,
            )
            if before is not None:
                same = {name: getattr(before, name) for name in ("media_type", "charset", "body", "size")}
                attempt = replace(attempt, **same, headers={**before.headers, **attempt.headers})
            self._writer.append(attempt)
        return attempt

    def _keep(self, attempt: Attempt, found: Exchange) -> None:
        """Have the text of a page kept."""
        if attempt.body is not None and attempt.status == 200:
            with self._guard:
                self._keep_text(self._writer, attempt, found.body)


def _kept(headers: Mapping[str, str], names: Collection[str] = frozenset(KEPT.split())) -> dict[str, str]:
    return {name: value[:MAX_HEADER] for name, value in sorted(headers.items()) if name in names}
