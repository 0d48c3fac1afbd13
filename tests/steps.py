"""The steps in which a command writes: what tests count, and where they stop or end it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from overseas_stations.folders import replacing, swapping
from overseas_stations.folders.locking import LockFile

PLACES: tuple[tuple[Any, str], ...] = (
    (replacing, "locked"),
    (LockFile, "note"),
    *((swapping, name) for name in ("write", "flush", "exchange")),
    *((os, name) for name in ("mkdir", "rename", "replace", "link", "unlink", "rmdir")),
)

Act = Callable[[int, str, tuple[Any, ...]], None]
"""What is done before a step: its number, its name, its arguments."""


@contextmanager
def watched(act: Act | None = None) -> Iterator[list[str]]:
    """Have something done before each step, and give the names of the steps that were taken."""
    taken: list[str] = []

    def step_of(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            taken.append(name)
            if act is not None:
                act(len(taken), name, arguments)
            return function(*arguments, **named)

        return step

    patches = [mock.patch.object(place, name, step_of(name, getattr(place, name))) for place, name in PLACES]
    for patch in patches:
        patch.start()
    try:
        yield taken
    finally:
        for patch in patches:
            patch.stop()


def signalling(number: int, sign: int) -> Act:
    """Return what sends this process a signal at the step of that number; where it writes a file, in the middle."""

    def act(at: int, name: str, arguments: tuple[Any, ...]) -> None:
        if at != number:
            return
        if name == "write":
            path, data = arguments
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data[: len(data) // 2])
        os.kill(os.getpid(), sign)
        if name == "write":
            path.unlink()

    return act
