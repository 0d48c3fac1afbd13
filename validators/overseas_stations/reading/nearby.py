"""Where packages lie, for who named a folder that is none."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from overseas_stations.printable import visible
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.suggestions import close_to

MAX_SEEN, MAX_NAMED = 200, 5
"""Folders in which a package is looked for, and packages that are named."""


def packages_near(folder: Path) -> str:
    """Return as a phrase which folders in a folder, and whether the one above it, are packages; empty where none is."""
    found = [folder / ".."] if (folder.resolve().parent / DESCRIPTOR).is_file() else []
    try:
        inside = sorted(islice((each for each in folder.iterdir() if each.is_dir()), MAX_SEEN))
    except OSError:
        inside = []
    found += [each for each in inside if (each / DESCRIPTOR).is_file()]
    named = ", ".join(visible(os.path.normpath(each)) for each in found[:MAX_NAMED])
    more = f" and {len(found) - MAX_NAMED} more" if found[MAX_NAMED:] else ""
    return f"{named}{more} {'has' if len(found) == 1 else 'have'} one" if found else ""


def beside(place: str) -> str:
    """Return ``; did you mean …?`` of what lies where a path leads that is not there, empty where nothing is near.

    Args:
        place: the path, as it was given.
    """
    path = Path(place)
    try:
        names = sorted(each.name for each in islice(path.parent.iterdir(), MAX_SEEN) if not each.name.startswith("."))
    except (OSError, ValueError):
        return ""
    near = [visible(os.path.normpath(path.with_name(name))) for name in close_to(path.name, names)] if path.name else []
    return f"; did you mean {' or '.join(near)}?" if near else ""
