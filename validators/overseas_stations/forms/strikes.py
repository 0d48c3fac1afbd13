"""When failures are no bad day of a server any more: three in a row, each three days or more after the one before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

STRIKES, APART = 3, timedelta(days=3)
"""So many failures, so far apart, make a page that is lost; fewer may be a bad day of its server."""


def strikes(times: Iterable[str]) -> int:
    """Return how many of some failures, the last first, are far enough apart to count.

    Args:
        times: in UTC, as ``2026-11-27T02:03:04Z``; what is no time does not count.

    >>> strikes(["2026-11-20T02:00:00Z", "2026-11-19T02:00:00Z", "2026-11-17T02:00:00Z", "2026-11-01T00:00:00Z"])
    3
    """
    counted: list[datetime] = []
    for text in times:
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            continue
        if not counted or counted[-1] - time >= APART:
            counted.append(time)
    return len(counted)
