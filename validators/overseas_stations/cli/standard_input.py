"""Standard input in the place of one file: ``-``."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.cli.output import standard_input

if TYPE_CHECKING:
    from overseas_stations.findings import Finding, Report

STANDARD_INPUT = "-"

BEGINNINGS = {b"PK\x03\x04": ".zip", b"PAR1": ".parquet"}
"""How a file of each kind begins; what begins otherwise is CSV."""


@contextmanager
def as_file(path: str) -> Iterator[str]:
    """Have the path of a file: for ``-`` one that holds what standard input gives, and is gone afterwards.

    Raises:
        InputError: there is no standard input.
    """
    if path != STANDARD_INPUT:
        yield path
        return
    stream = standard_input()
    with tempfile.TemporaryDirectory() as folder:
        beginning = stream.read(4)
        held = Path(folder) / f"input{BEGINNINGS.get(beginning, '.csv')}"
        with held.open("wb") as file:
            file.write(beginning)
            shutil.copyfileobj(stream, file)
        yield str(held)


def named(report: Report, held: str, path: str) -> Report:
    """Return a report on a file with the name that the user gave to it."""
    if held == path:
        return report

    def renamed(finding: Finding) -> Finding:
        file = finding.file and finding.file.replace(Path(held).as_posix(), path, 1)
        return replace(finding, file=file, message=finding.message.replace(held, path))

    findings = tuple(map(renamed, report.findings))
    waived = tuple(replace(item, finding=renamed(item.finding)) for item in report.waived)
    return replace(report, package=path, findings=findings, waived=waived)
