"""frictionless: the zipped data package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from export_files import expected, same
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS


def verify(folder: Path) -> Iterator[str]:
    import frictionless

    (package,) = folder.glob("*.zip")
    report = frictionless.validate(package.name, type="package", basepath=str(folder))
    assert report.valid, report.flatten(["title", "note"])
    # The releases of records stand beside the package.
    tables = {name: cells for name, cells in expected(folder).items() if name != RECORD_VERSIONS.name}
    # Of a table without rows it counts none.
    rows = {task.name: task.stats.get("rows", 0) for task in report.tasks if task.name in tables}
    same("rows", rows, {name: len(cells) - 1 for name, cells in tables.items()})
    yield f"{frictionless.__version__}: {package.name}: {len(report.tasks)} resources valid, {sum(rows.values())} rows"
