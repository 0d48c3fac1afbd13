"""The command ``overseas`` with all its commands: every module of ``commands/`` is one of them, or several."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from overseas_stations.cli import commands
from overseas_stations.cli.ending import code_of
from overseas_stations.cli.output import checked_output
from overseas_stations.cli.register import app, evidence, schema, texts

__all__ = ["app", "evidence", "run", "schema", "texts"]

for _name in sorted(module.name for module in iter_modules(commands.__path__)):
    import_module(f"{commands.__name__}.{_name}")


def run() -> int:
    """Run the command line, and return its exit code."""
    try:
        with checked_output():
            return app(standalone_mode=False) or 0
    except Exception as error:
        return code_of(error)
