"""Commands about versions of the data: ``diff`` and ``ledger``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.output import write, write_error
from overseas_stations.cli.places import RootOption, project_root
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import app
from overseas_stations.handed_over import InputError, read_regular
from overseas_stations.reports.change_formats import ChangesFormat

WHAT = "A package's folder or .zip, a project, a git revision, or a release that has a ledger."


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=WHAT)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=WHAT)],
    form: Annotated[
        ChangesFormat,
        typer.Option(
            "--format", metavar="FORMAT", help=f"How differences are printed: {one_of(get_args(ChangesFormat))}."
        ),
    ] = "text",
) -> None:
    """Say what differs between two versions of the data.

    It goes record by record, and says what the changes demand of the newer version's number.

    Example: `overseas diff v0.1.0 datapackage`

    - `overseas diff older newer`: two folders, each with a datapackage.json
    - `overseas diff older.zip newer --format html > changes.html`
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


@app.command()
def ledger(
    root: RootOption = Path(),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say whether the ledger is that of the built package.")
    ] = False,
) -> None:
    """Write the ledger of a release: a short hash of each record.

    It is the file `releases/<version>.json`, of the built package. A ledger is written once, is committed with the
    release, and never changes after it.

    Example: `overseas ledger`
    """
    from overseas_stations.folders.ownership import Owner, nothing
    from overseas_stations.folders.replacing import Piece, holding
    from overseas_stations.ledgers.folder import FOLDER, SUFFIX
    from overseas_stations.releases.opening import ledger_of, open_sound_release
    from overseas_stations.releases.revisions import PACKAGE

    folder = project_root(root)
    package = folder / PACKAGE
    try:
        made = ledger_of(open_sound_release(str(package), folder))
    except ValueError as error:
        raise InputError(f"{package}: {error}") from None
    name, data = f"{FOLDER}/{made.version}{SUFFIX}", made.to_bytes()
    path = folder / name
    there = _bytes_of(path)
    if check and there != data:
        write(f"{path} is {'missing' if there is None else f'not that of {package}'}: run `overseas ledger`\n")
        raise typer.Exit(1)
    if there != data:
        instead = f"raise the version, or delete it if {made.version} was never released"
        with holding(folder, FOLDER, name) as hold:
            hold.replace(Piece(name, data, Owner("ledger", nothing, instead, is_folder=False)))
    write(f"{path}: {len(made.records)} records, as they are in {package}\n")


def _bytes_of(path: Path) -> bytes | None:
    """Return the bytes of a ledger, None where there is no such file.

    Raises:
        InputError: it cannot be read.
    """
    from overseas_stations.formats.strict_json import MAX_BYTES

    try:
        return read_regular(path, MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
