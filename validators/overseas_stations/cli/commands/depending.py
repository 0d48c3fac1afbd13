"""Commands for projects that depend on these data: ``lock``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.cli.output import write
from overseas_stations.cli.register import app
from overseas_stations.cli.standard_input import as_file
from overseas_stations.handed_over import InputError, read_regular

if TYPE_CHECKING:
    from overseas_stations.dependents.lock import Lock


@app.command()
def lock(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")] = Path("overseas.lock"),
    check: Annotated[
        str | None,
        typer.Option(
            "--check",
            metavar="FILE",
            help="Write nothing; say whether the installed data are those of this file; - for standard input.",
        ),
    ] = None,
) -> None:
    """Pin the installed data in a file, or compare them with it.

    For projects whose own tables refer to these data: the file holds their version and hashes. It is committed beside
    those tables, and `overseas validate` checks them against it.

    Example: `overseas lock`

    - `overseas lock --check overseas.lock`: ends with 1 where other data are installed
    """
    from overseas_stations.dependents.lock import WRITER, difference, installed_lock
    from overseas_stations.folders.replacing import replace

    now = installed_lock()
    if check is None:
        if not out.parent.is_dir():
            raise InputError(f"{out} cannot be written: there is no folder {out.parent}")
        replace(out, now.to_bytes(), WRITER)
        write(f"{out}: {now}\n")
        return
    pinned = _read(check)
    if found := difference(pinned, now):
        write(f"{check} pins {pinned}; installed are {found}\n")
        raise typer.Exit(1)
    write(f"{check}: {now}, as installed\n")


def _read(file: str) -> Lock:
    """Return the lock in a file.

    Raises:
        InputError: it holds none.
    """
    from overseas_stations.dependents.lock import LockFault, read_lock
    from overseas_stations.reading.contents import MAX_LOCK

    try:
        with as_file(file) as held:
            return read_lock(read_regular(Path(held), MAX_LOCK))
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}") from None
    except LockFault as fault:
        raise InputError(f"{file} is no lock: {fault}") from None
