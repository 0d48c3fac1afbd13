"""Commands that look things up: ``show``, ``cite``, ``rules``, ``coverage``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.options import ProfileOption, ShownOption, profile_named
from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, looked_up, package_folder
from overseas_stations.cli.register import app
from overseas_stations.cli.texts import TextsOption, tell_unread, texts_in
from overseas_stations.handed_over import InputError
from overseas_stations.publishing.citing import STYLES, Style
from overseas_stations.reports.change_formats import RecordFormat
from overseas_stations.suggestions import UnknownName, close_to, did_you_mean

if TYPE_CHECKING:
    from overseas_stations.checking.lookups import LookedUp
    from overseas_stations.lookups.library import Found, Library
    from overseas_stations.lookups.selecting import Selection
    from overseas_stations.texts.at_hand import Texts


NAMED = (("countries", "code"), ("actors", "id"))
"""Tables whose records have names, and the column of their ids."""

CountryOption = Annotated[
    str | None, typer.Option("--country", metavar="COUNTRY", help="Only what is about this country: a code or a name.")
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only a table (`responses`), what rows of one are (`arrest`), or both (`responses.arrest`).",
    ),
]
DisputedOption = Annotated[bool, typer.Option("--disputed", help="Only what somebody disputes.")]


@app.command()
def show(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="The id of a record; without it, give a filter.")
    ] = None,
    country: CountryOption = None,
    kind: KindOption = None,
    disputed: DisputedOption = False,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Every passage with its fingerprint, every source with its address.")
    ] = False,
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
    form: ShownOption = "text",
) -> None:
    """Print what is reported, by whom, who disputes it and why, statuses and responses; or list records by a filter.

    An id is that of a station, a response, a source, an actor, a country, or of anything else that is recorded.

    Example: `overseas show ec-quito-1 --evidence`

    Example: `overseas show --country Italy --kind responses --format json`
    """
    from overseas_stations.reports.records.record import known_page

    given = Filters(country, kind, disputed)
    if (name is None) == (not given):
        raise InputError("give the id of a record, or else --country, --kind or --disputed")
    if known_on is not None and (form != "text" or name is None):
        raise InputError(
            "what was known on a day is told of one record, as text: --known-on takes an id and no --format"
        )
    at_hand = texts_in(texts)
    read = looked_up(package)
    if name is None:
        write(_listed(read, package, given.of(read.library), form), exact=form != "text")
        return
    found = read.library.find(name)
    if found is None:
        _unknown(name, read.library)
    if known_on is None:
        write(_shown(read, package, found, form, evidence=evidence, texts=at_hand), exact=form != "text")
    else:
        from overseas_stations.lookups.known import known_on as as_known_on

        try:
            known = as_known_on(read.library, known_on)
        except ValueError as error:
            raise InputError(f"--known-on: {error}") from None
        write(known_page(read.library, found, known, evidence=evidence, texts=at_hand))
    tell_unread(at_hand)


@dataclass(frozen=True)
class Filters:
    """What a command is asked to leave everything else out for."""

    country: str | None
    kind: str | None
    disputed: bool

    def __bool__(self) -> bool:
        return bool(self.country or self.kind or self.disputed)

    def of(self, library: Library) -> Selection:
        """Return the selection.

        Raises:
            InputError: there is no such country or kind.
        """
        from overseas_stations.lookups.selecting import Selection

        try:
            return Selection.of(library, self.country, self.kind, self.disputed)
        except UnknownName as error:
            raise InputError(str(error)) from None


def _shown(
    read: LookedUp, package: Path | None, found: Found, form: RecordFormat, *, evidence: bool, texts: Texts | None
) -> str:
    from overseas_stations.ledgers.folder import ledgers_of
    from overseas_stations.ledgers.record_versions import record_version
    from overseas_stations.reports.records.objects import record_json
    from overseas_stations.reports.records.record import record_page

    ledgers = ledgers_of(package_folder(package), read.descriptor)
    versions = record_version(read.library.rows, ledgers, (found.table.name, found.name))
    if form == "json":
        return record_json(read.library, found, versions)
    return record_page(read.library, found, evidence=evidence, texts=texts, versions=versions).shown(form)


def _listed(read: LookedUp, package: Path | None, selection: Selection, form: RecordFormat) -> str:
    from overseas_stations.ledgers.folder import ledgers_of
    from overseas_stations.ledgers.record_versions import record_versions
    from overseas_stations.reports.records.listing import listing_page
    from overseas_stations.reports.records.objects import records_json

    found = selection.find(read.library)
    if form == "json":
        ledgers = ledgers_of(package_folder(package), read.descriptor)
        versions = record_versions(read.library.rows, ledgers)
        return records_json(
            read.library, found, {(row["table"] or "", row["record_id"] or ""): row for row in versions}
        )
    return listing_page(read.library, selection, found).shown(form)


@app.command()
def cite(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Sources or records; without any, the dataset.")
    ] = None,
    style: Annotated[
        Style,
        typer.Option(
            "--style",
            metavar="STYLE",
            help=f"How it is printed: {one_of(STYLES)}. Entries of bibtex are those of biblatex (@dataset, date), "
            "which plain BibTeX prints as @misc at best; csl is CSL-JSON.",
        ),
    ] = "text",
    retrieved: Annotated[
        str | None,
        typer.Option(
            "--retrieved",
            metavar="DAY",
            help="The day on which it was retrieved (YYYY-MM-DD); without it, none is said.",
        ),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(
            "--data-version",
            metavar="VERSION",
            help="The version of the data that was used; by default the package's own.",
        ),
    ] = None,
    package: PackageOption = None,
) -> None:
    """Print how to cite a record, a source, or the dataset.

    Example: `overseas cite us-new-york-1`

    - `overseas cite --retrieved 2026-12-01`: the dataset
    - `overseas cite ec-quito-1 us-new-york-1 --style bibtex > records.bib`
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
        write(citation(rows, names or None, style, edition), exact=style != "text")
    except UnknownName as error:
        raise InputError(str(error)) from None


def _unknown(name: str, rows: Library) -> NoReturn:
    """End the command: no record has this name, or none any more."""
    retraction = rows.retraction(name)
    if retraction is not None:
        from overseas_stations.publishing.citing.items import notice

        raise InputError(notice(retraction))
    # Who types the name of a country or of an actor means its record.
    known = dict.fromkeys(rows.ids(), "")
    known |= {row["name"] or "": f"{row[key]} " for table, key in NAMED for row in rows.rows[table]}
    near = [f"{known[each]}({each})" if known[each] else each for each in close_to(name, known)]
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    raise InputError(f"no record {name}{meant}")


@app.command()
def rules(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A rule's code, or its first letters.")] = None,
    profile: ProfileOption = None,
    form: ShownOption = "text",
) -> None:
    """List the rules, or print the page of one.

    Example: `overseas rules OS405`

    Example: `overseas rules OS6 --format json`
    """
    from overseas_stations.rules.registry import CORE
    from overseas_stations.schemas.codebook import rule_line, rule_page, rules_json, rules_listed

    chosen = profile_named(profile)
    registry = CORE if chosen is None else chosen.extend(CORE)
    known = registry.rules
    wanted = (code or "").upper()
    listed = [rule for rule in known.values() if rule.code.startswith(wanted)]
    if not listed:
        raise InputError(f"no rule {code}{did_you_mean(wanted, known) or '; `overseas rules` lists them'}")
    if form == "json":
        write(rules_json(listed, registry), exact=True)
    elif form == "markdown":
        write(rules_listed(listed, registry), exact=True)
    elif wanted in known:
        write(rule_page(known[wanted], registry))
    else:
        write("".join(f"{rule_line(rule)}\n" for rule in listed))


@app.command()
def coverage(
    country: CountryOption = None,
    kind: KindOption = None,
    disputed: DisputedOption = False,
    texts: TextsOption = None,
    package: PackageOption = None,
    form: ShownOption = "text",
) -> None:
    """Print what the data cover: by country and kind, what hangs on one voice, what is disputed, and claimed figures.

    Example: `overseas coverage --country Italy`
    """
    from overseas_stations.lookups.coverage import coverage as measure
    from overseas_stations.reports.coverage import coverage_json, coverage_page
    from overseas_stations.texts.checking import verdicts_of

    at_hand = texts_in(texts)
    whole = looked_up(package).library
    selection = Filters(country, kind, disputed).of(whole)
    rows = selection.narrowed(whole) if selection else whole
    measured, verdicts = measure(rows, whole), verdicts_of(rows.rows, at_hand)
    if form == "json":
        write(coverage_json(measured, verdicts), exact=True)
    else:
        write(coverage_page(measured, verdicts, str(selection)).shown(form), exact=form != "text")
    tell_unread(at_hand, {row["id"] or "" for row in whole.rows["sources"]})
