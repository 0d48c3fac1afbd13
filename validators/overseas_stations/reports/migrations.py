"""What became of a package that was upgraded: as text, as JSON."""

from __future__ import annotations

import json
from itertools import groupby

from overseas_stations.findings import finding_dict
from overseas_stations.migrations.running import Migrated
from overseas_stations.reports.change_formats import MigrationFormat
from overseas_stations.reports.text import finding_lines


def render_migration(done: Migrated, written: str | None, form: MigrationFormat) -> str:
    """Return what was done.

    Args:
        done: what became of the package.
        written: the folder that holds the new package; None where nothing was written.
        form: the format.
    """
    if form == "json":
        return _json(done, written)
    if done.up_to_date:
        return f"{done.package} follows the record schemas {done.end} already: nothing to do, nothing written\n"
    lines = [f"{done.package}: record schemas {done.start or 'unknown'} to {done.end}"]
    for (start, end), steps in groupby(done.steps, key=lambda step: (step.start, step.end)):
        lines += ["", f"{start} to {end}"]
        lines += [f"  {step.message} ({step.rows} row{'' if step.rows == 1 else 's'})" for step in steps]
    if not done.steps:
        lines += ["", "no table has changed"]
    for finding in done.findings:
        lines += ["", *finding_lines(finding)]
    if written is None:
        lines += ["", "NOT migrated: nothing was written"]
    else:
        rows = ", ".join(f"{name} {count}" for name, count in done.rows.items())
        lines += ["", f"rows: {rows}", f"written: {written}"]
    return "\n".join(lines) + "\n"


def _json(done: Migrated, written: str | None) -> str:
    shown = {
        "package": done.package,
        "from": done.start or None,
        "to": done.end,
        "up_to_date": done.up_to_date,
        "written": written,
        "rows": dict(done.rows),
        "steps": [
            {
                "from": step.start,
                "to": step.end,
                "table": step.table,
                "field": step.field,
                "message": step.message,
                "rows": step.rows,
            }
            for step in done.steps
        ],
        "findings": [finding_dict(finding) for finding in done.findings],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
