"""How a report is given out: its options, and the end of a command that has one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from overseas_stations.cli.output import is_terminal, write
from overseas_stations.handed_over import InputError
from overseas_stations.reports import Extras, Format

if TYPE_CHECKING:
    from overseas_stations.findings import Report
    from overseas_stations.releases.changes import Changes
    from overseas_stations.rules.core.registry import Registry

FormatOption = Annotated[Format, typer.Option("--format", help="How findings are printed.")]
ReportOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=FILE", help="Write a further report of the same run; may be repeated."),
]
RulesUrlOption = Annotated[
    str | None,
    typer.Option(
        "--rules-url", envvar="OVERSEAS_RULES_URL", help="The address of RULES.md, for the links of SARIF and HTML."
    ),
]


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
    return Printing(form, tuple(files), rules_url or None)


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

    extras = Extras(changes, how.rules_url, registry)
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
