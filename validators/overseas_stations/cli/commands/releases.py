"""Commands about versions of the data: ``diff``."""

from __future__ import annotations

from typing import Annotated

import typer

from overseas_stations.cli.output import write, write_error
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import app
from overseas_stations.handed_over import InputError
from overseas_stations.reports.change_formats import ChangesFormat

VersionArgument = Annotated[str, typer.Argument(help="A package's folder or .zip, a project, or a git revision.")]


@app.command()
def diff(
    old: VersionArgument,
    new: VersionArgument,
    form: Annotated[ChangesFormat, typer.Option("--format", help="How differences are printed.")] = "text",
) -> None:
    """Say what differs between two versions of the data, record by record, and what that demands of the version.

    Example: `overseas diff v0.1.0 datapackage`
    """
    with progress("comparing"):
        from overseas_stations.releases.comparing import compare
        from overseas_stations.releases.opening import open_release
        from overseas_stations.reports.changes import render_changes
        from overseas_stations.reports.text import finding_lines

        sides = [open_release(place) for place in (old, new)]
        for side in sides:
            if side.faults:
                for fault in side.faults:
                    for line in finding_lines(fault):
                        write_error(line)
                raise InputError(f"{side.side.name} cannot be compared before it is mended")
        changes = compare(*sides)
    write(render_changes(changes, form), exact=form != "text")
