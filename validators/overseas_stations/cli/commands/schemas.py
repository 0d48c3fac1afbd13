"""The life of the record schemas: ``schema diff``, ``schema freeze``, ``migrate``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.options import MaxOption
from overseas_stations.cli.output import write
from overseas_stations.cli.places import RootOption, project_root
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import app, schema
from overseas_stations.handed_over import InputError
from overseas_stations.reports.change_formats import MigrationFormat, SchemaChangesFormat

if TYPE_CHECKING:
    from overseas_stations.publishing.schema_folders import SchemaSet


WHICH = "a frozen version (1.0.0), `dev` for the models as they are now, or a folder"


@schema.command()
def freeze(root: RootOption = Path()) -> None:
    """Freeze the schemas as they are now: write `schema/<version>/` for good.

    And an example set beside it. It refuses a development version, and one that does not fit the change since the last.

    Example: `overseas schema freeze`
    """
    from overseas_stations.folders.replacing import Piece, holding
    from overseas_stations.migrations.history import history
    from overseas_stations.publishing.example_set import EXAMPLE_SET, example_set
    from overseas_stations.publishing.schema_folders import EXAMPLES, FROZEN, refusal_to_freeze
    from overseas_stations.schemas.version_folder import schema_files
    from overseas_stations.version import SCHEMA_VERSION

    project = project_root(root)
    folder, target, examples = "schema", f"schema/{SCHEMA_VERSION}", f"schema/{EXAMPLES}/{SCHEMA_VERSION}"
    with holding(project, folder, target, examples) as hold:
        refusal = refusal_to_freeze(project / folder)
        if refusal is None and (unanswered := history().uncovered()):
            first = unanswered[0]
            refusal = (
                f"{first.message} ({first.rule}), and nothing in migrations/register.py says what becomes of older "
                "rows: declare it first"
            )
        if refusal is not None:
            raise InputError(refusal)
        with progress("freezing"):
            # The examples first: a version is frozen once its schemas are there, and never without examples.
            hold.replace(
                Piece(examples, example_set(), EXAMPLE_SET),
                Piece(target, schema_files(SCHEMA_VERSION), FROZEN),
            )
    write(f"froze {project / target}, and its examples in {project / examples}\n")


@schema.command()
def diff(
    old: Annotated[
        str | None,
        typer.Argument(metavar="OLD", help=f"The older schemas: {WHICH}. By default the last frozen version."),
    ] = None,
    new: Annotated[str, typer.Argument(metavar="NEW", help=f"The newer schemas: {WHICH}.")] = "dev",
    form: Annotated[
        SchemaChangesFormat,
        typer.Option(
            "--format", metavar="FORMAT", help=f"How changes are printed: {one_of(get_args(SchemaChangesFormat))}."
        ),
    ] = "text",
    root: RootOption = Path(),
) -> None:
    """Say what changed between two versions of the schemas.

    And which version number that demands: a major one for what refuses older data or changes a meaning, a minor one for
    additions, else a patch. Ends with 1 where the newer schemas state a number that is too low.

    Example: `overseas schema diff old-package dev`
    """
    from overseas_stations.publishing.schema_folders import frozen_versions
    from overseas_stations.reports.schema_changes import SchemaDiff, render_nothing_frozen, render_schema_diff

    folder = _schema_folder(root)
    versions = frozen_versions(folder)
    if old is None and not versions:
        write(render_nothing_frozen(form))
        return
    compared = SchemaDiff.between(_schemas(old or versions[-1], folder), _schemas(new, folder))
    write(render_schema_diff(compared, form), exact=form != "text")
    raise typer.Exit(0 if compared.fits else 1)


def _schema_folder(root: Path) -> Path:
    from overseas_stations.paths import data_root, find_project

    if not root.is_dir():
        raise InputError(f"--root {root} is not a folder")
    project = find_project(root)
    return (project if project is not None else data_root()) / "schema"


def _schemas(which: str, folder: Path) -> SchemaSet:
    from overseas_stations.publishing.schema_folders import current_schemas, frozen_versions, read_schemas
    from overseas_stations.schemas.versions import DEV, is_version

    if which == DEV:
        return current_schemas()
    if is_version(which) and which not in (versions := frozen_versions(folder)):
        raise InputError(f"no version {which} is frozen in {folder}; there are {', '.join(versions) or 'none'}")
    return read_schemas(folder / which if is_version(which) else Path(which), which)


@app.command()
def migrate(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The package: a folder, a datapackage.json or a .zip.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help="The new folder; by default beside the package, named with the new version."
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="VERSION", help="The version of the schemas, where the package does not say it."
        ),
    ] = None,
    form: Annotated[
        MigrationFormat,
        typer.Option("--format", metavar="FORMAT", help=f"How it is told: {one_of(get_args(MigrationFormat))}."),
    ] = "text",
    max_findings: MaxOption = 20,
) -> None:
    """Upgrade a package of an older schema to today's, in a new folder.

    It says what was done. The package itself stays as it is. Where something cannot be carried over nothing is written.

    Example: `overseas migrate old-package --out new-package`
    """
    from overseas_stations.checking import Options
    from overseas_stations.folders.ownership import Owner, nothing
    from overseas_stations.folders.replacing import replace
    from overseas_stations.migrations.running import migrate as run
    from overseas_stations.reports.migrations import render_migration

    with progress("migrating"):
        done = run(path, start=start, options=Options(max_findings=max_findings))
        written = None
        if done.files:
            target = _target(path, out, done.end)
            replace(target, done.files, Owner("migration", nothing, "name a new folder with --out"))
            written = target.as_posix()
    write(render_migration(done, written, form), exact=form != "text")
    raise typer.Exit(0 if written or done.up_to_date else 1)


def _target(path: Path, out: Path | None, version: str) -> Path:
    """Return the folder to write, which must not lie in the package."""
    package = path if path.is_dir() or path.suffix.lower() == ".zip" else path.parent
    package = package.resolve()
    name = package.stem if package.is_file() else package.name
    target = (out or package.parent / f"{name}-{version}").resolve()
    if target == package or package in target.parents:
        raise InputError(f"{target} lies in the package itself; name another folder with --out")
    return Path(os.path.relpath(target)) if out is None and target.is_relative_to(Path.cwd()) else out or target
