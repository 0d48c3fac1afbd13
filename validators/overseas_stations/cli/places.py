"""Where a command works: the project's folder, the package to look things up in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.handed_over import InputError

if TYPE_CHECKING:
    from overseas_stations.checking.lookups import LookedUp

RootOption = Annotated[
    Path,
    typer.Option("--root", metavar="FOLDER", help="The folder of the project (which holds seeds/), or one inside it."),
]
PackageOption = Annotated[
    Path | None,
    typer.Option(
        "--package",
        metavar="PATH",
        help="The package: a folder, a datapackage.json or a .zip; by default the project's, else the installed one.",
    ),
]


def project_root(start: Path) -> Path:
    """Return the project's folder.

    Raises:
        InputError: there is none.
    """
    from overseas_stations.paths import find_project

    if not start.is_dir():
        raise InputError(f"--root {start} is not a folder")
    root = find_project(start)
    if root is None:
        raise InputError(
            f"no project at {start} or above it (a folder with seeds/ and pyproject.toml); give one with --root"
        )
    return Path(os.path.relpath(root)) if root.is_relative_to(Path.cwd()) else root


def package_folder(package: Path | None) -> Path:
    """Return the folder of the package to look things up in."""
    from overseas_stations.paths import find_project, packaged_datapackage

    if package is not None:
        return package
    root = find_project(Path.cwd())
    return root / "datapackage" if root else packaged_datapackage()


def looked_up(package: Path | None) -> LookedUp:
    """Return the package to look things up in.

    Raises:
        InputError: a fault of it keeps that.
    """
    from overseas_stations.checking.lookups import look_up

    return look_up(package_folder(package))
