"""Showing that work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from overseas_stations.cli.output import errors_are_shown


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Show that work goes on, on a terminal's standard error, once it has taken a second."""
    if not errors_are_shown():
        yield
        return
    import threading

    done = threading.Event()

    def show() -> None:
        if done.wait(1.0):
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn(title), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            bar.add_task(title, total=None)
            done.wait()

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
