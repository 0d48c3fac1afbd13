"""The command ``waivers``: prints waivers for what is found now, to paste into a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.cli.options import EngineOption, TodayOption, WaiversOption, options
from overseas_stations.cli.output import write, write_error
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import app
from overseas_stations.cli.texts import TextsOption
from overseas_stations.handed_over import InputError


@app.command()
def waivers(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A project's folder, or a package as `overseas validate` takes it.")
    ],
    owner: Annotated[
        str, typer.Option("--owner", metavar="NAME", help="Who answers for them: a team's name or a handle.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why they are waived.")],
    expires: Annotated[
        str, typer.Option("--expires", metavar="DAY", help="The last day on which they hold, YYYY-MM-DD.")
    ],
    table: Annotated[
        str | None, typer.Option("--table", metavar="TABLE", help="The table that a single file holds.")
    ] = None,
    texts: TextsOption = None,
    today: TodayOption = None,
    engine: EngineOption = "polars",
    listed: WaiversOption = None,
) -> None:
    """Print waivers: findings that somebody answers for until a day.

    One for each place where something is found that is not yet waived, as the YAML of a file of waivers. What is waived
    is shown and does not count. A project reads its own waivers.yaml; elsewhere `--waivers FILE` names the file.

    Example: `overseas waivers . --owner data-team --reason asked --expires 2027-01-31`

    - `overseas waivers my-package --owner … --reason … --expires … > waivers.yaml`: write them into a file
    - `overseas validate my-package --waivers waivers.yaml --today 2026-12-01`: use it
    """
    from overseas_stations.checking import check_project, folder_of
    from overseas_stations.checking import validate as run
    from overseas_stations.paths import find_project
    from overseas_stations.waivers.applying import WAIVABLE
    from overseas_stations.waivers.reading import faults_of
    from overseas_stations.waivers.writing import dump, waivers_for

    if said := faults_of(owner=owner, reason=reason, expires=expires):
        raise InputError(said)
    chosen = replace(options(texts, today, WAIVABLE, listed), engine=engine)
    folder = Path(path)
    is_project = folder.is_dir() and find_project(folder) == folder.resolve()
    with progress("checking"):
        report = check_project(folder, chosen)[1] if is_project else run(path, chosen, table=table)
    base = "" if is_project else folder_of(path)
    made, without = waivers_for(report.findings, owner=owner, reason=reason, expires=expires, base=base)
    write(dump(made))
    if without:
        codes = ", ".join(sorted({finding.code for finding in without}))
        write_error(f"overseas: for some findings there can be no waiver, and they still count: {codes}")
