"""Lists of words, which stand as CSV beside the modules that use them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path


def listed(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a list, without its head."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from islice(csv.reader(file), 1, None)
