"""Commands that look things up: ``show``, ``cite``, ``rules``, ``coverage``."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from overseas_stations.cli.options import ProfileOption, profile_named
from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, looked_up, package_folder
from overseas_stations.cli.register import app
from overseas_stations.cli.texts import TextsOption, tell_unread, texts_in
from overseas_stations.handed_over import InputError
from overseas_stations.publishing.citing import Style
from overseas_stations.reports.change_formats import RecordFormat

if TYPE_CHECKING:
    from overseas_stations.lookups.library import Library


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a record.")],
    texts: TextsOption = None,
    known_on: Annotated[
        str | None,
        typer.Option(
            "--known-on",
            metavar="DATE",
            help="Only what the sources published by then support, with the status of then.",
        ),
    ] = None,
    package: PackageOption = None,
    form: Annotated[RecordFormat, typer.Option("--format", help="How it is printed.")] = "text",
) -> None:
    """Print a record with every claim behind it, and the releases in which it was added and last changed.

    Example: `overseas show ec-quito-1 --known-on 2022-12-05`
    """
    from overseas_stations.ledgers.folder import ledgers_of
    from overseas_stations.ledgers.record_versions import record_version
    from overseas_stations.reports.record_json import render_record_json
    from overseas_stations.reports.records import render_known, render_record

    if known_on is not None and form == "json":
        raise InputError("what was known on a day is told as text: --known-on and --format json do not go together")
    at_hand = texts_in(texts)
    package_read = looked_up(package)
    rows = package_read.library
    found = rows.find(name)
    if found is None:
        _unknown(name, rows)
    if known_on is None:
        ledgers = ledgers_of(package_folder(package), package_read.descriptor)
        versions = record_version(rows.rows, ledgers, (found.table.name, found.name))
        if form == "json":
            write(render_record_json(rows, found, versions), exact=True)
        else:
            write(render_record(rows, found, at_hand, versions))
    else:
        from overseas_stations.lookups.known import known_on as as_known_on

        try:
            known = as_known_on(rows, known_on)
        except ValueError as error:
            raise InputError(f"--known-on: {error}") from None
        write(render_known(rows, found, known, at_hand))
    tell_unread(at_hand)


@app.command()
def cite(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A source or record; without it, the dataset.")
    ] = None,
    style: Annotated[Style, typer.Option("--style", help="How the citation is printed.")] = "text",
    retrieved: Annotated[
        str | None,
        typer.Option("--retrieved", help="The day on which it was retrieved (YYYY-MM-DD). No clock is read."),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option("--data-version", help="The version of the data that was used; by default the package's own."),
    ] = None,
    package: PackageOption = None,
) -> None:
    """Print the citation of a source, of a record or of the dataset.

    Example: `overseas cite ec-quito-1 --style bibtex --retrieved 2026-11-30`
    """
    from overseas_stations.publishing.citing.citations import cite as citation
    from overseas_stations.publishing.citing.edition import stated_edition

    known = looked_up(package)
    rows = known.library
    try:
        edition = stated_edition(known.descriptor, version, retrieved)
    except ValueError as error:
        raise InputError(str(error)) from None
    try:
        write(citation(rows, name, style, edition), exact=style != "text")
    except KeyError:
        _unknown(name or "", rows)


def _unknown(name: str, rows: Library) -> NoReturn:
    """End the command: no record has this name, or none any more."""
    retraction = rows.retraction(name)
    if retraction is not None:
        from overseas_stations.publishing.citing.items import notice

        raise InputError(notice(retraction))
    close = difflib.get_close_matches(name, rows.names(), n=3)
    meant = f"; did you mean {' or '.join(close)}?" if close else ""
    raise InputError(f"no record {name}{meant}")


@app.command()
def rules(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="A rule's code, or its first letters.")] = None,
    profile: ProfileOption = None,
) -> None:
    """List the rules, or print the page of one.

    Example: `overseas rules OS405`
    """
    from overseas_stations.rules.registry import CORE
    from overseas_stations.schemas.codebook import rule_page

    chosen = profile_named(profile)
    registry = CORE if chosen is None else chosen.extend(CORE)
    known = registry.rules
    wanted = (code or "").upper()
    if wanted in known:
        write(rule_page(known[wanted], registry))
        return
    listed = [rule for rule in known.values() if rule.code.startswith(wanted)]
    if not listed:
        raise InputError(f"no rule {code}; `overseas rules` lists them")
    for rule in listed:
        write(f"{rule.code} {rule.severity.value:7} {rule.title}\n")


@app.command()
def coverage(
    package: PackageOption = None,
    texts: TextsOption = None,
) -> None:
    """Print what the data cover: by country and kind, what hangs on one voice, what is disputed, and claimed figures.

    Example: `overseas coverage`
    """
    from overseas_stations.lookups.coverage import coverage as measure
    from overseas_stations.reports.coverage import render_coverage
    from overseas_stations.texts.checking import verdicts_of

    at_hand = texts_in(texts)
    rows = looked_up(package).library
    write(render_coverage(measure(rows), verdicts_of(rows.rows, at_hand)))
    tell_unread(at_hand, {row["id"] or "" for row in rows.rows["sources"]})
