"""Compares what was built with what a build would write now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from overseas_stations.findings import Finding
from overseas_stations.rules.files import BUILD_STALE


def stale_files(folder: Path, shown: str, files: Mapping[str, bytes]) -> list[Finding]:
    """Return a finding for each file of *folder* that is not as the build writes it.

    Args:
        folder: where the built files are.
        shown: how findings name the folder.
        files: path in the folder -> the bytes that a build writes.
    """
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    findings = []
    for name in sorted(present | files.keys()):
        file = f"{shown}/{name}"
        if name not in files:
            findings.append(BUILD_STALE.finding(value=file, detail=": the build does not write it", file=file))
        elif name not in present:
            findings.append(BUILD_STALE.finding(value=file, detail=": it is missing", file=file))
        elif (built := (folder / name).read_bytes()) != files[name]:
            line = _first_difference(built, files[name])
            findings.append(BUILD_STALE.finding(value=file, detail=f": line {line} differs", file=file, line=line))
    return findings


def _first_difference(one: bytes, other: bytes) -> int:
    lines = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return next((n for n, (a, b) in enumerate(lines, 1) if a != b), min(one.count(b"\n"), other.count(b"\n")) + 1)
