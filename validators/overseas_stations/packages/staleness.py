"""Compares what was built with what a build would write now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from overseas_stations.findings import Finding
from overseas_stations.rules.files import BUILD_STALE


def stale_files(root: Path, files: Mapping[str, bytes], present: Iterable[Path]) -> Iterator[Finding]:
    """Yield a finding for each file that is not as a build writes it.

    Args:
        root: the project's folder.
        files: path in the project -> the bytes that a build writes.
        present: the files that are there, and that only a build may write.
    """
    at_hand = {path.relative_to(root).as_posix() for path in present}
    for file in sorted(at_hand | files.keys()):
        if file not in files:
            yield BUILD_STALE.finding(value=file, detail=": the build does not write it", file=file)
        elif file not in at_hand:
            yield BUILD_STALE.finding(value=file, detail=": it is missing", file=file)
        elif (built := (root / file).read_bytes()) != files[file]:
            line = _first_difference(built, files[file])
            yield BUILD_STALE.finding(value=file, detail=f": line {line} differs", file=file, line=line)


def _first_difference(one: bytes, other: bytes) -> int:
    lines = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return next((n for n, (a, b) in enumerate(lines, 1) if a != b), min(one.count(b"\n"), other.count(b"\n")) + 1)
