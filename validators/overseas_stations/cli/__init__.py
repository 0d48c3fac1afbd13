"""The command ``overseas``."""

from __future__ import annotations


def main() -> None:
    """Run the command line; whatever happens, it ends in at most one line on standard error and an exit code."""
    # An interrupt while the modules are loaded ends as quietly as one later.
    try:
        from overseas_stations.cli.app import run

        code = run()
    except KeyboardInterrupt:
        code = 130
    raise SystemExit(code)
