"""Showing that work goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from overseas_stations.cli.output import errors_are_shown

PATIENCE = 1.0
"""Seconds that a command may take before it shows that it works, and between two looks at how long it has."""


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Show that work goes on and for how long, on a terminal's standard error, once it has taken a second."""
    if not errors_are_shown():
        yield
        return
    import threading

    done = threading.Event()

    def show() -> None:
        if done.wait(PATIENCE):
            return
        from rich.console import Console

        start = monotonic() - PATIENCE
        with Console(stderr=True).status(title) as status:
            while not done.wait(PATIENCE):
                status.update(f"{title} {timedelta(seconds=int(monotonic() - start))}")

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def counting(title: str) -> Iterator[Callable[[str], None]]:
    """Give what shows how far work has come, on a terminal's standard error."""
    if not errors_are_shown():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(title) as status:
        yield lambda said: status.update(said)
