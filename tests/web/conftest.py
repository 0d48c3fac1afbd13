"""Fixtures of the tests of fetching: a web on loopback, and a clock that takes no time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from loopback import Clock, Web, web_of


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Iterator[Web]:
    with web_of(clock) as found:
        yield found
