"""Compares what was built with what a build would write now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from overseas_stations.findings import Finding
from overseas_stations.rules.core.base import Rule

MAX_LISTED = 20
"""So many files are named; the others are counted."""


class Stale(NamedTuple):
    """A file that is not as a build writes it.

    Attributes:
        file: its path in the project.
        said: how it differs.
        line: the first line that differs, None where the file as a whole is missing or surplus.
    """

    file: str
    said: str
    line: int | None = None


def stale_files(root: Path, files: Mapping[str, bytes], present: Iterable[Path]) -> Iterator[Stale]:
    """Yield each file that is not as a build writes it.

    Args:
        root: the project's folder.
        files: path in the project -> the bytes that a build writes.
        present: the files that are there, and that only a build may write.
    """
    at_hand = {path.relative_to(root).as_posix() for path in present}
    for file in sorted(at_hand | set(files)):
        if file not in files:
            yield Stale(file, "the build does not write it")
        elif file not in at_hand:
            yield Stale(file, "it is missing")
        else:
            wanted = files[file]
            if (built := _beginning(root / file, 2 * len(wanted))) != wanted:
                line = _first_difference(built, wanted)
                only_line_ends = built.replace(b"\r\n", b"\n") == wanted
                yield Stale(file, "it has CRLF for LF" if only_line_ends else f"line {line} differs", line)


def _beginning(path: Path, size: int) -> bytes:
    """Return what a file holds, of one that is larger than *size* so much that it shows as larger."""
    with path.open("rb") as stream:
        return stream.read(size + 1)


def stale_finding(rule: Rule, stale: Sequence[Stale]) -> Finding:
    """Return one finding about all files that are not as a build writes them, at the first of them."""
    first = stale[0]
    listed = ", ".join(f"{each.file} ({each.said})" for each in stale[:MAX_LISTED])
    rest = f", and {len(stale) - MAX_LISTED} more" if len(stale) > MAX_LISTED else ""
    count = "1 file" if len(stale) == 1 else f"{len(stale)} files"
    return rule.finding(value=count, detail=f": {count}: {listed}{rest}", file=first.file, line=first.line)


def _first_difference(one: bytes, other: bytes) -> int:
    lines = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return next((n for n, (a, b) in enumerate(lines, 1) if a != b), min(one.count(b"\n"), other.count(b"\n")) + 1)
