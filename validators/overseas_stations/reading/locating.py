"""Puts findings about tables at their physical places in the files: one pass over each CSV file that has any."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from overseas_stations.findings import Finding
from overseas_stations.reading.foreign_keys import Referring
from overseas_stations.reading.layouts.copying import Place
from overseas_stations.reading.tables.positions import Cell, Milestone, cell_positions, header_of
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
    wanted: dict[str, set[Cell]] = {}
    for finding in listed:
        file = files.get(finding.table or "")
        # What the sweep told of a copy has the places of the copy.
        if file is not None and finding.row is not None and (finding.line is None or file.original is not None):
            wanted.setdefault(file.table.name, set()).add((finding.row, finding.field))
    places = {
        name: places_of(files[name], cells, milestones.get(name, ()))
        for name, cells in wanted.items()
        if files[name].is_csv
    }
    return [_located(finding, places, files) for finding in listed]


def places_of(
    file: TableFile | Referring, cells: Collection[Cell], milestones: Sequence[Milestone]
) -> Mapping[Cell, Place]:
    """Return file, line and column of each wanted cell of a text file, those in what it was made of.

    Raises:
        OSError: it cannot be read.
    """
    if file.original is None:
        return {cell: (file.shown, *at) for cell, at in cell_positions(file.path, cells, milestones).items()}
    return file.original.places(cells, header_of(file.path))


def _located(finding: Finding, places: Mapping[str, Mapping[Cell, Place]], files: Mapping[str, TableFile]) -> Finding:
    file = files.get(finding.table or "")
    if file is None or (finding.file is not None and (file.original is None or finding.row is None)):
        return finding
    place = None if finding.row is None else places.get(file.table.name, {}).get((finding.row, finding.field))
    return finding.at(*place) if place else finding.at(file.shown, None, None)
