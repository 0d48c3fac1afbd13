"""What the commands share: options, output, and how input that cannot be used ends them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from overseas_stations.cli.output import READER_GONE, errors_are_shown, is_terminal, say, write
from overseas_stations.reports import Extras, Format

if TYPE_CHECKING:
    from overseas_stations.checking import Options
    from overseas_stations.checking.lookups import LookedUp
    from overseas_stations.findings import Report
    from overseas_stations.profiles import Profile
    from overseas_stations.releases.changes import Changes
    from overseas_stations.texts.at_hand import Texts

EXIT_CODES = {
    0: "no error was found",
    1: "errors were found, or what was asked about is not so",
    2: "the command, its input or its output could not be used",
    130: "it was interrupted",
    READER_GONE: "nobody reads its output any more, as of any program that writes to a pipe",
}
UNUSABLE = 2


class Engine(StrEnum):
    """Who evaluates the rules."""

    POLARS = "polars"
    PANDAS = "pandas"
    DUCKDB = "duckdb"
    SPARK = "spark"


FormatOption = Annotated[Format, typer.Option("--format", help="How findings are printed.")]
TextsOption = Annotated[
    Path | None,
    typer.Option("--texts", help="Folder of the sources' texts, <source-id>.txt, to verify passages against."),
]
TodayOption = Annotated[
    str | None, typer.Option("--today", help="Dates after this day (YYYY-MM-DD) are errors. No clock is read.")
]
WaiversOption = Annotated[
    Path | None, typer.Option("--waivers", help="A file of waivers. A project's own waivers.yaml is used without it.")
]
RulesUrlOption = Annotated[
    str | None,
    typer.Option(
        "--rules-url", envvar="OVERSEAS_RULES_URL", help="The address of RULES.md, for the links of SARIF and HTML."
    ),
]
AgainstOption = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="OLD",
        help="An earlier release (folder, .zip or git revision) that must still be honoured.",
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="OLD",
        help="An earlier version; Markdown, HTML and the step summary list what changed since. It binds nothing.",
    ),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=FILE", help="Write a further report of the same run; may be repeated."),
]
MaxOption = Annotated[int, typer.Option("--max-findings", min=1, help="Places shown for each rule and column.")]
PendingOption = Annotated[
    bool,
    typer.Option(
        "--pending",
        help="Only dossiers changed: that the build is behind is no error, and the rows that they change are listed.",
    ),
]
RootOption = Annotated[Path, typer.Option("--root", help="The project's folder, or one inside it.")]
ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", help="An installed profile: columns, tables and rules of another project besides ours."),
]
PackageOption = Annotated[
    Path | None,
    typer.Option(
        "--package",
        help="The package: a folder, a datapackage.json or a .zip; by default the project's, else the installed one.",
    ),
]


def fail(message: str) -> NoReturn:
    """End the command: its input cannot be used."""
    say(f"overseas: {message}")
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


def profile_named(name: str | None) -> Profile | None:
    """Return an installed profile, or end the command where it cannot be had."""
    if name is None:
        return None
    from overseas_stations.profiles import ProfileError, named

    try:
        return named(name)
    except ProfileError as error:
        fail(str(error))


def options(
    texts: Path | None = None,
    today: str | None = None,
    max_findings: int = 20,
    waivers: Path | None = None,
    against: str | None = None,
    profile: str | None = None,
    pending: bool = False,
) -> Options:
    """Return the options of a check, or end the command where one of them is unusable."""
    from overseas_stations.checking import Options
    from overseas_stations.forms.scalars import DATE, is_match

    at_hand = texts_in(texts)
    if today is not None and not (len(today) == 10 and is_match(DATE, today)):
        fail(f"--today {today} is not a day (YYYY-MM-DD)")
    if waivers is not None and not waivers.is_file():
        fail(f"--waivers {waivers} is not a file")
    return Options(
        at_hand,
        today,
        max_findings,
        waivers=waivers,
        against=against,
        profile=profile_named(profile),
        pending=pending,
    )


def texts_in(folder: Path | None) -> Texts | None:
    """Return the texts in a folder, or end the command where there is none."""
    from overseas_stations.texts.at_hand import Texts

    if folder is None:
        return None
    if not folder.is_dir():
        fail(f"--texts {folder} is not a folder")
    return Texts(folder)


def tell_unread(texts: Texts | None, source_ids: Collection[str] | None = None) -> None:
    """End a look-up that is otherwise done, where a text that it asked for could not be read.

    Args:
        texts: what it read.
        source_ids: all sources whose texts were asked for, so that what else stands in the folder is told as well.
    """
    from overseas_stations.findings import Severity
    from overseas_stations.reports.text import finding_lines

    if texts is None:
        return
    findings = texts.findings if source_ids is None else list(texts.unread(source_ids))
    for finding in findings:
        for line in finding_lines(finding):
            say(line)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


@contextmanager
def in_force(profile: Profile | None) -> Iterator[None]:
    """Have a profile in force, for as long as its findings are shown; end the command where it has a fault."""
    from overseas_stations.profiles import ProfileError, activated

    try:
        with activated(profile):
            yield
    except ProfileError as error:
        fail(str(error))


@contextmanager
def usable_input() -> Iterator[None]:
    """End the command in one line where its input turns out to be unusable."""
    from overseas_stations.handed_over import InputError

    try:
        yield
    except InputError as error:
        fail(str(error))


def package_folder(package: Path | None) -> Path:
    """Return the folder of the package to look things up in."""
    from overseas_stations.paths import find_project, packaged_datapackage

    if package is not None:
        return package
    root = find_project(Path.cwd())
    return root / "datapackage" if root else packaged_datapackage()


def looked_up(package: Path | None) -> LookedUp:
    """Return the package to look things up in, or end the command where a fault of it keeps that."""
    from overseas_stations.checking.lookups import look_up

    with usable_input():
        return look_up(package_folder(package))


@dataclass(frozen=True)
class Printing:
    """How a report is given out.

    Attributes:
        form: the format of what is printed.
        files: further reports of the same run: format and file.
        rules_url: the address of the pages of the rules.
    """

    form: Format
    files: tuple[tuple[Format, Path], ...] = ()
    rules_url: str | None = None


def printing(form: Format, reports: list[str] | None = None, rules_url: str | None = None) -> Printing:
    """Return how a report is given out, or end the command where that cannot be."""
    from overseas_stations.folders.ownership import Unwritable
    from overseas_stations.reports import REPORT
    from overseas_stations.reports.addresses import is_web_address

    files: list[tuple[Format, Path]] = []
    for each in reports or ():
        name, equals, file = each.partition("=")
        if name not in [known.value for known in Format] or not equals or not file:
            fail(f"--report {each} is not FORMAT=FILE, with one of {', '.join(known.value for known in Format)}")
        if not Path(file).parent.is_dir():
            fail(f"--report {each}: there is no folder {Path(file).parent}")
        if not Path(file).is_char_device():  # such as /dev/null
            if os.path.realpath(file) in [os.path.realpath(path) for _, path in files]:
                fail(f"--report {each} names a file twice")
            try:
                REPORT.written(Path(file))
            except Unwritable as error:
                fail(f"--report {each}: {error}")
        files.append((Format(name), Path(file)))
    if rules_url and not is_web_address(rules_url):
        fail(f"--rules-url {rules_url} is not the address of a page (https://…)")
    return Printing(form, tuple(files), rules_url or None)


def print_report(report: Report, how: Printing, changes: Changes | None = None) -> NoReturn:
    """Print a report on standard output, write the further ones, and end the command with its exit code.

    Args:
        report: the report.
        how: the formats.
        changes: what changed since an earlier version; for ``github`` it stands in the step's summary.
    """
    from overseas_stations.folders.replacing import replace
    from overseas_stations.reports import REPORT, render

    extras = Extras(changes, how.rules_url)
    if how.form is Format.TEXT and is_terminal():
        _print_with_rich(report, changes)
    else:
        write(render(report, how.form, extras), exact=how.form is not Format.TEXT)
    for form, path in how.files:
        data = render(report, form, extras).encode("utf-8", "backslashreplace")
        if path.is_char_device():
            path.write_bytes(data)
        else:
            replace(path, data, REPORT)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if how.form is Format.GITHUB and summary:
        from overseas_stations.reports.markdown import render_summary

        with open(summary, "a", encoding="utf-8", newline="\n") as file:
            file.write(render_summary(report, extras.markdown))
    raise typer.Exit(0 if report.valid else 1)


def _print_with_rich(report: Report, changes: Changes | None) -> None:
    from rich.console import Console
    from rich.text import Text

    from overseas_stations.reports.text import render_text

    # Painted as ANSI codes line by line: rich must neither wrap nor take brackets in data for markup.
    console = Console(highlight=False, soft_wrap=True)

    def paint(text: str, style: str) -> str:
        with console.capture() as capture:
            console.print(Text(text, style=style), end="")
        return capture.get()

    write(render_text(report, paint, changes), painted=True)


PATIENCE = 1.0
"""Seconds that a command may take before it shows that it works, and between two looks at how long it has."""


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Show that work goes on and for how long, on a terminal's standard error, once it has taken a second."""
    if not errors_are_shown():
        yield
        return
    import threading

    done = threading.Event()

    def show() -> None:
        if done.wait(PATIENCE):
            return
        from rich.console import Console

        start = monotonic() - PATIENCE
        with Console(stderr=True).status(title) as status:
            while not done.wait(PATIENCE):
                status.update(f"{title} {timedelta(seconds=int(monotonic() - start))}")

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
