"""The command ``overseas``."""

from __future__ import annotations

import gc
import os

GARBAGE = 100_000
"""So many new objects make Python search for cycles that nobody holds: there are few, and the process soon ends."""

MEMORY = "dirty_decay_ms:10,muzzy_decay_ms:0"
"""When Polars gives memory back: soon, as a fifth of what a command takes at its peak would be used by nobody."""


def main() -> None:
    """Run the command line; whatever happens, it ends in at most one line on standard error and an exit code."""
    # An interrupt while the modules are loaded ends as quietly as one later.
    try:
        # What is valid does not depend on what else is installed; nor is all of that looked through for plug-ins.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        os.environ.setdefault("_RJEM_MALLOC_CONF", MEMORY)
        gc.set_threshold(GARBAGE)
        from overseas_stations.cli.app import run

        code = run()
    except KeyboardInterrupt:
        code = 130
    raise SystemExit(code)
