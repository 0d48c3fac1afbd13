"""Pages read in several processes: what comes of sources, in their order, whoever was done first.

Processes are started anew, and not as copies of this one, so that it is the same on every system: a script of one's own
that is to use several must say ``if __name__ == "__main__":``.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

from overseas_stations.handed_over import InputError

MAX_PROCESSES = 4
"""Processes at most: each holds a page, and a page can be large."""

FEW = 200
"""Fewer pages are read before a further process would have begun to read."""

Result = TypeVar("Result")


def usual_processes(pages: int) -> int:
    """Return in how many processes so many pages are read, unless somebody says."""
    if pages < FEW:
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MAX_PROCESSES)


def in_processes(
    function: Callable[..., Result], calls: Sequence[tuple[str, Sequence[Any]]], processes: int
) -> list[Result]:
    """Return what a function gives for each call, in their order.

    Args:
        function: that of a module, which gives the same in any process.
        calls: the name of each, and what the function is given.
        processes: how many; with one, it is this one.

    Raises:
        InputError: a process was ended by what it read, which is named; or what the function raises.
    """
    if processes > 1 and len(calls) > 1:
        try:
            pool = _pool(processes)
        except (ImportError, NotImplementedError, OSError):
            pass  # a system without what processes share: it takes longer, and gives the same
        else:
            return _spread(pool, function, calls)
    return [function(*given) for _, given in calls]


def _spread(
    pool: ProcessPoolExecutor, function: Callable[..., Result], calls: Sequence[tuple[str, Sequence[Any]]]
) -> list[Result]:
    begun: list[Future[Result]] = []
    try:
        for _, given in calls:
            begun.append(pool.submit(function, *given))
        return [each.result() for each in begun]
    except BrokenProcessPool:
        pass
    finally:
        pool.shutdown(cancel_futures=True)
    # A process ended: there may be no room for several at once, or it is the fault of a page. One alone tells which.
    done = {number: each.result() for number, each in enumerate(begun) if _is_done(each)}
    with _pool(1) as alone:
        for number, (name, given) in enumerate(calls):
            if number not in done:
                try:
                    done[number] = alone.submit(function, *given).result()
                except BrokenProcessPool:
                    reason = "ended, by the system or by a fault of a library: check the other sources without it"
                    raise InputError(f"the process that read the pages of {name} was {reason}") from None
    return [done[number] for number in range(len(calls))]


def _is_done(each: Future[Any]) -> bool:
    return each.done() and not each.cancelled() and each.exception() is None


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave it to the first process to be interrupted, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_first, daemon=True).start()


def _end_with_first() -> None:
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)
