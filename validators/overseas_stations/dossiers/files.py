"""Finds the dossiers of a project."""

from __future__ import annotations

from pathlib import Path

from overseas_stations.findings import Finding
from overseas_stations.rules.files import FILE_UNREADABLE

NOT_DOSSIERS = ("template.yaml", "texts")


def dossier_files(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the seeds of a project: path relative to *root*, with slashes -> bytes; and what could not be read."""
    files: dict[str, bytes] = {}
    findings = []
    seeds = root / "seeds"
    for path in sorted(seeds.rglob("*.y*ml")):
        relative = path.relative_to(seeds)
        if relative.parts[0] in NOT_DOSSIERS or any(part.startswith(".") for part in relative.parts):
            continue
        shown = path.relative_to(root).as_posix()
        try:
            if not path.is_file() or path.is_symlink():
                raise OSError("not a regular file")
            files[shown] = path.read_bytes()
        except OSError as error:
            findings.append(FILE_UNREADABLE.finding(value=f"{shown}: {error.strerror or error}", file=shown))
    return files, findings
