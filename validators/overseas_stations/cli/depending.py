"""Commands for projects that depend on these data: ``lock``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.cli.common import fail
from overseas_stations.cli.output import write


def lock(
    out: Annotated[Path, typer.Option("--out", help="Where to write it.")] = Path("overseas.lock"),
    check: Annotated[
        Path | None,
        typer.Option("--check", help="Write nothing; say whether the installed data are those of this file."),
    ] = None,
) -> None:
    """Pin the installed data: write their version and hashes to a small file, to commit beside what refers to them.

    Example: `overseas lock --check overseas.lock`
    """
    from overseas_stations.packages.lock import LockFault, difference, installed_lock, read_lock

    now = installed_lock()
    if check is None:
        try:
            out.write_bytes(now.to_bytes())
        except OSError as error:
            fail(f"{out} cannot be written: {error.strerror}")
        write(f"{out}: {now}\n")
        return
    try:
        pinned = read_lock(check.read_bytes())
    except OSError as error:
        fail(f"{check} cannot be read: {error.strerror}")
    except LockFault as fault:
        fail(f"{check} is no lock: {fault}")
    if found := difference(pinned, now):
        write(f"{check} pins {pinned}; installed are {found}\n")
        raise typer.Exit(1)
    write(f"{check}: {now}, as installed\n")
