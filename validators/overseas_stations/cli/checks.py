"""Commands that check and build: ``check``, ``validate``, ``build``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.cli.common import (
    Engine,
    FormatOption,
    MaxOption,
    OutputFormat,
    RootOption,
    TextsOption,
    TodayOption,
    fail,
    options,
    print_report,
    progress,
    project_root,
)


def check(
    root: RootOption = Path(),
    texts: TextsOption = None,
    today: TodayOption = None,
    form: FormatOption = OutputFormat.TEXT,
    max_findings: MaxOption = 20,
) -> None:
    """Check the dossiers, and that the built package is what they compile to.

    Example: `overseas check --texts seeds/texts`
    """
    chosen = options(texts, today, max_findings)
    folder = project_root(root)
    with progress("checking"):
        from overseas_stations.checking import check_project

        _, report = check_project(folder, chosen)
    print_report(report, form)


def validate(
    path: Annotated[
        str,
        typer.Argument(
            help="A folder, a datapackage.json, a .zip, or a CSV or Parquet file with --table. With "
            "--engine spark: a folder or a datapackage.json at any path that Spark can read."
        ),
    ],
    table: Annotated[str | None, typer.Option("--table", help="The table that a single file holds.")] = None,
    texts: TextsOption = None,
    today: TodayOption = None,
    form: FormatOption = OutputFormat.TEXT,
    engine: Annotated[Engine, typer.Option("--engine", help="Who evaluates the rules.")] = Engine.POLARS,
    max_findings: MaxOption = 20,
) -> None:
    """Check any package with the rules of this project.

    Example: `overseas validate datapackage/datapackage.json --format json`
    """
    chosen = replace(options(texts, today, max_findings), engine=engine.value)
    with progress("validating"):
        from overseas_stations.checking import validate as run
        from overseas_stations.packages.container import InputError

        try:
            report = run(path, chosen, table=table)
        except InputError as error:
            fail(str(error))
    print_report(report, form)


def build(root: RootOption = Path(), form: FormatOption = OutputFormat.TEXT, max_findings: MaxOption = 20) -> None:
    """Write datapackage/ and schema/dev/ from the dossiers, whole or not at all.

    Example: `overseas build`
    """
    folder = project_root(root)
    with progress("building"):
        from overseas_stations.checking import load_project
        from overseas_stations.packages.swapping import replace_folder

        project = load_project(folder, options(None, None, max_findings))
        if project.report.valid:
            for name, files in project.built_files().items():
                try:
                    replace_folder(folder / name, files)
                except OSError as error:
                    fail(f"{name}/ could not be written and is as it was: {error.strerror or error}")
    if not project.report.valid:
        print_report(project.report, form)
    rows = ", ".join(f"{name} {count}" for name, count in project.report.rows.items())
    sys.stdout.write(f"built datapackage/ and schema/dev/ from {project.compiled.dossiers} dossiers: {rows}\n")
