"""Says which part of the code is public: for the list in ``docs/public.md``, and for ``griffe check``.

griffe loads this file as an extension: it takes every module for public, and of each what its ``__all__`` lists.
``python tests/public_api.py v0.1.0`` says whether the version is raised so far that what was public in 0.1.0 may break.
"""

from __future__ import annotations

import sys
from typing import Any

from griffe import Extension, Module, Object

PACKAGE = "overseas_stations"
MODULES = (PACKAGE, f"{PACKAGE}.models", f"{PACKAGE}.profiles", f"{PACKAGE}.testing")
"""The modules that others may import from."""

RETURNED = (f"{PACKAGE}.findings.Report", f"{PACKAGE}.findings.Finding")
"""What checks return, which nobody has to import."""

_RETURNING = {name.rpartition(".")[0] for name in RETURNED}


class Public(Extension):
    """Takes for public what is listed here, and nothing else."""

    def on_module(self, *, mod: Module, **kwargs: Any) -> None:
        """Mark a module."""
        mod.public = mod.path in {*MODULES, *_RETURNING}

    def on_object(self, *, obj: Object, **kwargs: Any) -> None:
        """Mark what a module holds that returns something public and is not public itself."""
        if obj.parent is not None and obj.parent.path in _RETURNING:
            obj.public = obj.path in RETURNED


def may_break(last: str) -> bool:
    """Say whether the version is raised so far, since the one that a tag names, that something public may break."""
    from overseas_stations.schemas.versions import Level, lowest_version_of_data, parse_version
    from overseas_stations.version import __version__

    return parse_version(__version__) >= parse_version(lowest_version_of_data(last.removeprefix("v"), Level.MAJOR))


if __name__ == "__main__":
    sys.exit(0 if may_break(sys.argv[1]) else 1)
