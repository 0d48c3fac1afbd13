"""Commands about versions of the data: ``diff``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from overseas_stations.cli.common import UNUSABLE, fail, progress
from overseas_stations.cli.output import say, write


class DiffFormat(StrEnum):
    """How differences are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    CHANGELOG = "changelog"


VersionArgument = Annotated[str, typer.Argument(help="A package's folder or .zip, a project, or a git revision.")]


def diff(
    old: VersionArgument,
    new: VersionArgument,
    form: Annotated[DiffFormat, typer.Option("--format", help="How differences are printed.")] = DiffFormat.TEXT,
) -> None:
    """Say what differs between two versions of the data, record by record, and what that demands of the version.

    Example: `overseas diff v0.1.0 datapackage`
    """
    with progress("comparing"):
        from overseas_stations.handed_over import InputError
        from overseas_stations.releases.comparing import compare
        from overseas_stations.releases.opening import open_release
        from overseas_stations.reports.changes import render_changes
        from overseas_stations.reports.text import finding_lines

        try:
            sides = [open_release(place) for place in (old, new)]
        except InputError as error:
            fail(str(error))
        for side in sides:
            if side.faults:
                for fault in side.faults:
                    for line in finding_lines(fault):
                        say(line)
                say(f"overseas: {side.side.name} cannot be compared before it is mended")
                raise typer.Exit(UNUSABLE)
        changes = compare(*sides)
    write(render_changes(changes, form.value), exact=form is not DiffFormat.TEXT)
