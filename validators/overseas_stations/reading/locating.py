"""Puts findings about tables at their physical places in the files: one pass over each CSV file that has any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from overseas_stations.findings import Finding
from overseas_stations.reading.tables.positions import Milestone, cell_positions
from overseas_stations.reading.tables.scanned import TableFile


def locate_in_files(
    findings: Iterable[Finding],
    files: Mapping[str, TableFile],
    milestones: Mapping[str, Sequence[Milestone]] = MappingProxyType({}),
) -> list[Finding]:
    """Return the findings, those that name a row of a table with file and, in CSV, line and column.

    Args:
        findings: what was found.
        files: table -> its file.
        milestones: table -> what the sweep over its file left.
    """
    listed = list(findings)
    wanted: dict[str, set[tuple[int, str | None]]] = {}
    for finding in listed:
        if finding.line is None and finding.row is not None and finding.table is not None and finding.table in files:
            wanted.setdefault(finding.table, set()).add((finding.row, finding.field))
    places = {
        name: cell_positions(files[name].path, cells, milestones.get(name, ()))
        for name, cells in wanted.items()
        if files[name].is_csv
    }
    return [_located(finding, places, files) for finding in listed]


def _located(
    finding: Finding,
    places: Mapping[str, Mapping[tuple[int, str | None], tuple[int, int]]],
    files: Mapping[str, TableFile],
) -> Finding:
    if finding.file is not None or finding.table is None or finding.table not in files:
        return finding
    file = files[finding.table].shown
    if finding.row is None:
        return finding.at(file, None, None)
    return finding.at(file, *places.get(finding.table, {}).get((finding.row, finding.field), (None, None)))
