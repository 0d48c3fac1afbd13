"""Commands that check and build: ``check``, ``validate``, ``build``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.cli.help_pages import INPUT
from overseas_stations.cli.options import (
    AgainstOption,
    EngineOption,
    IgnoreOption,
    MaxOption,
    PendingOption,
    ProfileOption,
    SelectOption,
    SinceOption,
    TodayOption,
    WaiversOption,
    named_tables,
    options,
)
from overseas_stations.cli.output import write
from overseas_stations.cli.places import RootOption, project_root
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import app
from overseas_stations.cli.reporting import (
    FailOnOption,
    FormatOption,
    QuietOption,
    ReportOption,
    RulesUrlOption,
    VerboseOption,
    print_report,
    print_reports,
    printing,
)
from overseas_stations.cli.standard_input import as_file, named
from overseas_stations.cli.texts import TextsOption
from overseas_stations.handed_over import InputError
from overseas_stations.reports import Format

if TYPE_CHECKING:
    from overseas_stations.findings import Report
    from overseas_stations.releases.changes import Changes


@app.command()
def check(
    root: RootOption = Path(),
    texts: TextsOption = None,
    today: TodayOption = None,
    waivers: WaiversOption = None,
    against: AgainstOption = None,
    since: SinceOption = None,
    pending: PendingOption = False,
    profile: ProfileOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    fail_on: FailOnOption = "error",
    form: FormatOption = Format.TEXT,
    report: ReportOption = None,
    rules_url: RulesUrlOption = None,
    max_findings: MaxOption = 20,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Check a project: its dossiers, its build and its releases.

    It needs a project, a folder with seeds/; what others made is checked by `overseas validate`. What was released
    may not be lost: frozen schemas, ledgers, ids (`--against`). Exit codes are those of `overseas -h`.

    Example: `overseas check --texts seeds/texts --against v0.1.0`

    - `overseas check --pending --since main`: what a change of dossiers does
    - `overseas check --format html > report.html`: a page to keep or send
    """
    chosen = options(texts, today, max_findings, waivers, against, profile, pending, select, ignore)
    how = printing(form, report, rules_url, fail_on=fail_on, quiet=quiet, verbose=verbose)
    folder = project_root(root)
    with progress("checking"):
        from overseas_stations.checking import changes_since, check_project

        project, found = check_project(folder, chosen)
        changes = found.changes
        if since is not None:
            changes = replace(changes_since(project, since), released=False)
    print_report(found, how, changes, chosen.registry)


@app.command()
def validate(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="A package: its folder, its datapackage.json or a .zip. Or one table, with --table: CSV (.csv.gz as "
            "well) or Parquet, - for standard input. With --engine spark any path that Spark can read.",
        ),
    ],
    table: Annotated[
        str | None,
        typer.Option(
            "--table",
            metavar="TABLE",
            help="The table that a single file holds, such as stations.",
            rich_help_panel=INPUT,
        ),
    ] = None,
    tables: Annotated[
        str | None,
        typer.Option(
            "--tables",
            metavar="TABLE,...",
            help="Those of our tables that a package holds, if not all.",
            rich_help_panel=INPUT,
        ),
    ] = None,
    installed: Annotated[
        bool,
        typer.Option(
            "--installed",
            help="What the tables refer to and do not hold is looked up in the data of this installation.",
            rich_help_panel=INPUT,
        ),
    ] = False,
    texts: TextsOption = None,
    today: TodayOption = None,
    waivers: WaiversOption = None,
    against: AgainstOption = None,
    since: SinceOption = None,
    profile: ProfileOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    fail_on: FailOnOption = "error",
    engine: EngineOption = "polars",
    form: FormatOption = Format.TEXT,
    report: ReportOption = None,
    rules_url: RulesUrlOption = None,
    max_findings: MaxOption = 20,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Check any package, or one table, by the rules of this project.

    Several packages give a report each, as JSON one in a line. Exit codes are those of `overseas -h`.

    Example: `overseas validate my-package`

    - `overseas validate stations.csv --table stations --installed`: one table, and that its sources and countries exist
    - `overseas validate my-package --ignore OS204,OS7 --fail-on warning`: what counts
    - `overseas validate my-package --report html=report.html`: a page besides
    - `overseas validate my-package --against my-package-1.0.0.zip`: ids and version
    - `cat sources.csv | overseas validate - --table sources --format json`
    """
    chosen = replace(
        options(texts, today, max_findings, waivers, against, profile, select=select, ignore=ignore),
        engine=engine,
        only=named_tables(tables),
        installed=installed,
    )
    how = printing(form, report, rules_url, fail_on=fail_on, quiet=quiet, verbose=verbose)

    def found(path: str) -> tuple[Report, Changes | None]:
        with as_file(path) as held, progress("validating"):
            from overseas_stations.checking import validate as run

            outcome = named(run(held, chosen, table=table), held, path)
            return outcome, outcome.changes if since is None else _changes_of_package(held, since)

    if len(paths) == 1:
        outcome, changes = found(paths[0])
        print_report(outcome, how, changes, chosen.registry)
    if form not in SEVERAL or how.files:
        raise InputError(f"several packages give several reports, as {', '.join(SEVERAL)}: run it for each")
    print_reports(map(found, paths), how, chosen.registry)


SEVERAL = (Format.TEXT, Format.JSON, Format.GITHUB)
"""The formats of which several reports can stand in one output."""


def _changes_of_package(path: str, earlier: str) -> Changes | None:
    """Return what a package changes in an earlier version; None where its own faults, which are told, hide that."""
    from overseas_stations.releases.comparing import compare
    from overseas_stations.releases.opening import open_release, open_sound_release

    old, new = open_sound_release(earlier), open_release(path)
    return None if new.faults else replace(compare(old, new), released=False)


@app.command()
def build(
    root: RootOption = Path(),
    waivers: WaiversOption = None,
    profile: ProfileOption = None,
    form: FormatOption = Format.TEXT,
    rules_url: RulesUrlOption = None,
    max_findings: MaxOption = 20,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Compile the dossiers into datapackage/ and schema/dev/.

    All or nothing: where the dossiers have errors, nothing is written. A build of this dataset writes its citation
    files (CITATION.cff, .zenodo.json) as well.

    Example: `overseas build`
    """
    chosen = options(max_findings=max_findings, waivers=waivers, profile=profile)
    how = printing(form, rules_url=rules_url, quiet=quiet, verbose=verbose)
    folder = project_root(root)
    with progress("building"):
        from overseas_stations.checking import load_project
        from overseas_stations.checking.projects import BUILT, ROOT_FILES
        from overseas_stations.folders.replacing import holding

        with holding(folder, *BUILT, *ROOT_FILES) as hold:
            project = load_project(folder, chosen)
            if project.unbuildable:
                raise InputError(
                    f"{', '.join(project.unbuildable)} is waived; mend it, or the package cannot be written"
                )
            if project.report.valid:
                pieces = project.pieces()
                hold.replace(*pieces)
    if not project.report.valid or form is not Format.TEXT:
        print_report(project.report, how, registry=chosen.registry)
    rows = ", ".join(f"{name} {count}" for name, count in project.report.rows.items())
    written = [f"{piece.path}/" if piece.owner.is_folder else piece.path for piece in pieces]
    built = f"{', '.join(written[:-1])} and {written[-1]}"
    if quiet:
        return
    write(f"built {built} from {project.compiled.dossiers} dossiers: {rows}\n")
