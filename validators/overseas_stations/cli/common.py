"""What the commands share: options, output, and how input that cannot be used ends them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from overseas_stations.checking import Options
    from overseas_stations.findings import Report
    from overseas_stations.library import Library

UNUSABLE = 2


class OutputFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class Engine(StrEnum):
    """Who evaluates the rules."""

    POLARS = "polars"
    PANDAS = "pandas"
    DUCKDB = "duckdb"
    SPARK = "spark"


FormatOption = Annotated[OutputFormat, typer.Option("--format", help="How findings are printed.")]
TextsOption = Annotated[
    Path | None,
    typer.Option("--texts", help="Folder of the sources' texts, <source-id>.txt, to verify passages against."),
]
TodayOption = Annotated[
    str | None, typer.Option("--today", help="Dates after this day (YYYY-MM-DD) are errors. No clock is read.")
]
MaxOption = Annotated[int, typer.Option("--max-findings", min=1, help="Places shown for each rule and column.")]
RootOption = Annotated[Path, typer.Option("--root", help="The project's folder, or one inside it.")]
PackageOption = Annotated[
    Path | None,
    typer.Option("--package", help="The package's folder; by default the project's, else the installed one."),
]


def fail(message: str) -> NoReturn:
    """End the command: its input cannot be used."""
    print(f"overseas: {message}", file=sys.stderr)
    raise typer.Exit(UNUSABLE)


def project_root(start: Path) -> Path:
    """Return the project's folder, or end the command where there is none."""
    from overseas_stations.paths import find_project

    if not start.is_dir():
        fail(f"--root {start} is not a folder")
    root = find_project(start)
    if root is None:
        fail(f"no project at {start} or above it (a folder with seeds/ and pyproject.toml); give one with --root")
    return Path(os.path.relpath(root)) if root.is_relative_to(Path.cwd()) else root


def options(texts: Path | None, today: str | None, max_findings: int) -> Options:
    """Return the options of a check, or end the command where one of them is unusable."""
    from overseas_stations.checking import Options
    from overseas_stations.scalars import DATE, is_match
    from overseas_stations.texts import Texts

    if texts is not None and not texts.is_dir():
        fail(f"--texts {texts} is not a folder")
    if today is not None and not (len(today) == 10 and is_match(DATE, today)):
        fail(f"--today {today} is not a day (YYYY-MM-DD)")
    return Options(None if texts is None else Texts(texts), today, max_findings)


def package_path(package: Path | None) -> Path:
    """Return where the package is: as the user says, else the project's, else the installed one."""
    from overseas_stations.paths import find_project, packaged_datapackage

    if package is not None:
        return package
    root = find_project(Path.cwd())
    return root / "datapackage" if root else packaged_datapackage()


def library(package: Path | None) -> Library:
    """Return the package to look things up in."""
    from overseas_stations.library import Library

    folder = package_path(package)
    try:
        return Library.load(folder)
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{folder} holds no package that can be read ({error}); `overseas validate {folder}` says more")


def print_report(report: Report, form: OutputFormat) -> NoReturn:
    """Print a report on standard output and end the command with its exit code."""
    from overseas_stations.reports import render

    if form is OutputFormat.TEXT and sys.stdout.isatty():
        _print_with_rich(report)
    else:
        sys.stdout.write(render(report, form.value))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if form is OutputFormat.GITHUB and summary:
        from overseas_stations.reports.github import render_summary

        with open(summary, "a", encoding="utf-8") as file:
            file.write(render_summary(report))
    raise typer.Exit(0 if report.valid else 1)


def _print_with_rich(report: Report) -> None:
    from rich.console import Console
    from rich.text import Text

    from overseas_stations.reports.text import render_text

    # Painted as ANSI codes line by line: rich must neither wrap nor take brackets in data for markup.
    console = Console(highlight=False, soft_wrap=True)

    def paint(text: str, style: str) -> str:
        with console.capture() as capture:
            console.print(Text(text, style=style), end="")
        return capture.get()

    sys.stdout.write(render_text(report, paint))


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Show that work goes on, on a terminal's standard error, once it has taken a second."""
    if not sys.stderr.isatty():
        yield
        return
    import threading

    done = threading.Event()

    def show() -> None:
        if done.wait(1.0):
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn(title), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            bar.add_task(title, total=None)
            done.wait()

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
