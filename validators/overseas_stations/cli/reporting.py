"""How a report is given out: its options, and the end of a command that has one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, get_args

import typer

from overseas_stations.cli.help_pages import COUNTS, TOLD, one_of
from overseas_stations.cli.output import is_terminal, write, write_error
from overseas_stations.handed_over import InputError
from overseas_stations.reports import Extras, Format
from overseas_stations.reports.change_formats import Detail, FailOn

if TYPE_CHECKING:
    from overseas_stations.findings import Report
    from overseas_stations.releases.changes import Changes
    from overseas_stations.rules.core.registry import Registry

FormatOption = Annotated[
    Format,
    typer.Option(
        "--format", metavar="FORMAT", help=f"How findings are printed: {one_of(Format)}.", rich_help_panel=TOLD
    ),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT=FILE",
        help="Write a further report of the same run into a file; repeatable.",
        rich_help_panel=TOLD,
    ),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        help=f"The least grave finding that ends the command with 1: {one_of(get_args(FailOn))}.",
        rich_help_panel=COUNTS,
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="As text, only what the check fails for.", rich_help_panel=TOLD)
]
VerboseOption = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="As text, each rule and every waived finding.", rich_help_panel=TOLD),
]
RulesUrlOption = Annotated[
    str | None,
    typer.Option(
        "--rules-url",
        metavar="URL",
        envvar="OVERSEAS_RULES_URL",
        help="The address of RULES.md, for the links of SARIF and HTML.",
        rich_help_panel=TOLD,
    ),
]


@dataclass(frozen=True)
class Printing:
    """How a report is given out.

    Attributes:
        form: the format of what is printed.
        files: further reports of the same run: format and file.
        rules_url: the address of the pages of the rules.
        fail_on: the least grave finding that ends the command with 1.
        detail: how much is told as text.
    """

    form: Format
    files: tuple[tuple[Format, Path], ...] = ()
    rules_url: str | None = None
    fail_on: FailOn = "error"
    detail: Detail = "normal"

    def code_of(self, reports: Iterable[Report]) -> int:
        """Return the exit code of some reports."""
        from overseas_stations.reports.wording import failing

        return int(any(report.counts[severity] for report in reports for severity in failing(self.fail_on)))

    def extras(self, changes: Changes | None, registry: Registry | None) -> Extras:
        """Return what a report can show beyond what it holds."""
        return Extras(changes, self.rules_url, registry, self.detail, self.fail_on)


def printing(
    form: Format,
    reports: list[str] | None = None,
    rules_url: str | None = None,
    *,
    fail_on: FailOn = "error",
    quiet: bool = False,
    verbose: bool = False,
) -> Printing:
    """Return how a report is given out.

    Raises:
        InputError: it cannot be given out so.
    """
    from overseas_stations.folders.ownership import Unwritable
    from overseas_stations.reports.addresses import is_web_address
    from overseas_stations.reports.files import REPORT

    files: list[tuple[Format, Path]] = []
    for each in reports or ():
        name, equals, file = each.partition("=")
        if name not in [*Format] or not equals or not file:
            raise InputError(f"--report {each} is not FORMAT=FILE, with one of {', '.join(Format)}")
        if not Path(file).parent.is_dir():
            raise InputError(f"--report {each}: there is no folder {Path(file).parent}")
        if not Path(file).is_char_device():  # such as /dev/null
            if os.path.realpath(file) in [os.path.realpath(path) for _, path in files]:
                raise InputError(f"--report {each} names a file twice")
            try:
                REPORT.written(Path(file))
            except Unwritable as error:
                raise InputError(f"--report {each}: {error}") from None
        files.append((Format.named(name), Path(file)))
    if rules_url and not is_web_address(rules_url):
        raise InputError(f"--rules-url {rules_url} is not the address of a page (https://…)")
    if quiet and verbose:
        raise InputError("--quiet and --verbose do not go together")
    detail: Detail = "quiet" if quiet else "verbose" if verbose else "normal"
    return Printing(form, tuple(files), rules_url or None, fail_on, detail)


def print_report(
    report: Report, how: Printing, changes: Changes | None = None, registry: Registry | None = None
) -> NoReturn:
    """Print a report on standard output, write the further ones, and end the command with its exit code.

    Args:
        report: the report.
        how: the formats.
        changes: what changed since an earlier version; for ``github`` it stands in the step's summary.
        registry: the rules that the data were held to; None for those of this project.
    """
    from overseas_stations.folders.replacing import replace
    from overseas_stations.reports import render
    from overseas_stations.reports.files import REPORT

    extras = how.extras(changes, registry)
    _print(report, how.form, extras)
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
    raise typer.Exit(how.code_of([report]))


def refuse(report: Report, out: Path) -> NoReturn:
    """Print why a package is not published, say that *out* is as it was, and end the command with 1."""
    try:
        print_report(report, printing(Format.TEXT))
    finally:
        write_error(f"{out} is as it was: a package with errors is not published; correct what is found above first")


def print_reports(
    reports: Iterable[tuple[Report, Changes | None]], how: Printing, registry: Registry | None = None
) -> NoReturn:
    """Print several reports one after the other, as JSON one in a line, and end the command with its exit code.

    Args:
        reports: the reports, each with what changed since an earlier version.
        how: the format.
        registry: the rules that the data were held to.
    """
    told: list[Report] = []
    for report, changes in reports:
        if how.form is Format.JSON:
            write(json.dumps(report.to_dict(), ensure_ascii=False) + "\n", exact=True)
        else:
            write("\n" if told and how.detail != "quiet" else "")
            _print(report, how.form, how.extras(changes, registry))
        told.append(report)
    raise typer.Exit(how.code_of(told))


def _print(report: Report, form: Format, extras: Extras) -> None:
    from overseas_stations.reports import render

    if form is Format.TEXT and is_terminal() and not os.environ.get("NO_COLOR"):
        _print_with_rich(report, extras)
    else:
        write(render(report, form, extras), exact=form is not Format.TEXT)


def _print_with_rich(report: Report, extras: Extras) -> None:
    from rich.console import Console
    from rich.text import Text

    from overseas_stations.reports.text import render_text

    # Painted as ANSI codes line by line: rich must neither wrap nor take brackets in data for markup.
    console = Console(highlight=False, soft_wrap=True)

    def paint(text: str, style: str) -> str:
        with console.capture() as capture:
            console.print(Text(text, style=style), end="")
        return capture.get()

    write(render_text(report, paint, extras.changes, extras.detail, extras.fail_on), painted=True)
