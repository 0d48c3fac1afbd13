"""Commands that show what is recorded: ``show``, ``coverage``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.cli.filters import (
    CountryOption,
    DisputedOption,
    Filters,
    KindOption,
    OneVoiceOption,
    SideOption,
    WordsOption,
)
from overseas_stations.cli.options import LabelsOption, ShownOption
from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, looked_up, package_folder
from overseas_stations.cli.register import app
from overseas_stations.cli.texts import TextsOption, tell_unread, texts_in
from overseas_stations.handed_over import InputError

if TYPE_CHECKING:
    from overseas_stations.checking.lookups import LookedUp
    from overseas_stations.labels.language import Language
    from overseas_stations.lookups.known import Known
    from overseas_stations.lookups.library import Found, Library
    from overseas_stations.lookups.meant import Meant
    from overseas_stations.lookups.selecting import Selection
    from overseas_stations.reports.change_formats import RecordFormat
    from overseas_stations.reports.pages import Page, PageFormat
    from overseas_stations.texts.at_hand import Texts


@app.command()
def show(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Ids of records, or names; without any, give a filter."),
    ] = None,
    country: CountryOption = None,
    kind: KindOption = None,
    side: SideOption = None,
    disputed: DisputedOption = False,
    one_voice: OneVoiceOption = False,
    text: WordsOption = None,
    known_on: Annotated[
        str | None,
        typer.Option(
            "--known-on",
            metavar="DATE",
            help="As it was known on a day: only what the sources published by then support, with the status of then, "
            "and without our notes. With ids, with filters, and in every format.",
        ),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Every passage with its fingerprint, every source with its address.")
    ] = False,
    texts: TextsOption = None,
    package: PackageOption = None,
    form: ShownOption = "text",
    labels: LabelsOption = "en",
) -> None:
    """Print a record, with who disputes it and why; or list records by filters.

    An id is that of a station, a response, a source, an actor, a country, or of anything else that is recorded; the
    name of a country, of an actor, or of who spoke does as well. Filters narrow one another. Without --kind they look
    among stations, responses, statements, figures and incidents.

    Example: `overseas show ec-quito-1 --evidence`

    - `overseas show "Christopher Wray" --format markdown`: what a person is reported to have said
    - `overseas show --text Vienna --disputed`: what is disputed about a place, by whom and why
    - `overseas show --country Spain --kind stations --one-voice`: stations that one voice alone reports
    - `overseas show --country ES --country PT --side china,host_state`: what those sides said in either
    - `overseas show ec-quito-1 --labels es`: with titles and terms in Spanish; JSON stays as it is
    - `overseas show --text Dublin --known-on 2022-12-01`: what was known of a place on a day
    """
    from overseas_stations.labels.reading import labels_in

    given = Filters(country, kind, side, disputed, one_voice, text)
    _refuse_neither(names or [], given)
    at_hand = texts_in(texts)
    read = looked_up(package)
    if names and given:
        raise InputError(_both(read.library, names, given))
    looked = _Look(read, package, _known(read.library, known_on), form, evidence, at_hand, labels_in(labels))
    write(looked.listed(given.of(read.library)) if given else looked.named(names or []), exact=form != "text")
    tell_unread(at_hand)


def _refuse_neither(names: Sequence[str], given: Filters) -> None:
    if not given and not any(name.strip(", ") for name in names):
        raise InputError(
            "give ids or names of records, or a filter: --country, --kind, --side, --disputed, --one-voice or --text"
        )


def _both(library: Library, names: Sequence[str], given: Filters) -> str:
    """Return why names and filters do not go together, with the filters that list what has the name, if any has."""
    from overseas_stations.lookups.folding import folded
    from overseas_stations.reports.records.naming import several

    flags = " and ".join(option for option in given.options() if option in ("--disputed", "--one-voice"))
    value = f" ({flags} takes no value)" if flags and names[0] in ("true", "false", "yes", "no") else ""
    instead = given.with_words(" ".join(names))
    listed = 0 if value or not folded(" ".join(names)) else len(instead.of(library).find(library))
    hint = f"; `overseas show {instead.typed()}` lists {several(listed, 'record')}" if listed else ""
    return (
        f"{names[0]} and {', '.join(given.options())} do not go together{value}: an id or a name is shown whole, with "
        f"who disputes it, and a filter lists records; give one of the two{hint}"
    )


def _known(library: Library, day: str | None) -> Known | None:
    from overseas_stations.lookups.known import known_on

    try:
        return None if day is None else known_on(library, day)
    except ValueError as error:
        raise InputError(f"--known-on: {error}") from None


@dataclass(frozen=True)
class _Look:
    """How records are shown: of which package, as of which day, in which format and language."""

    read: LookedUp
    package: Path | None
    known: Known | None
    form: RecordFormat
    evidence: bool
    texts: Texts | None
    language: Language

    @property
    def library(self) -> Library:
        """The rows that are shown: of today, or of the day."""
        return self.known.library if self.known else self.read.library

    def named(self, names: Sequence[str]) -> str:
        """Return the records of some ids and names.

        Raises:
            InputError: one of them is no id and no name.
        """
        from overseas_stations.lookups.meant import split_names

        asked = [_meant(self.read.library, name) for name in split_names(self.read.library, names)]
        if self.form == "json":
            records = {(each.table.name, each.name): each for meant in asked for each in meant.found}
            return self._json([*records.values()], alone=len(asked) == 1 and len(asked[0].found) == 1)
        pages = [page for meant in asked for page in self._pages(meant)]
        return self._joined(pages)

    def listed(self, selection: Selection) -> str:
        """Return the records of a selection, a line for each."""
        from overseas_stations.reports.records.listing import listing_page
        from overseas_stations.reports.records.nothing import nothing_found
        from overseas_stations.reports.records.then import listing_of_day

        found, today = selection.find(self.library), selection.find(self.read.library) if self.known else []
        if self.form == "json":
            return self._json([*found, *(each for each in today if self.library.find(each.name) is None)])
        page = listing_page(self.library, selection, found, language=self.language)
        if not found:
            page = replace(page, end=nothing_found(self.library, selection))
        return self._joined([listing_of_day(page, self.read.library, today, self.known) if self.known else page])

    def _joined(self, pages: list[Page]) -> str:
        from overseas_stations.reports.records.then import with_left_out

        if self.known:
            pages[-1] = with_left_out(pages[-1], self.known)
        form: PageFormat = "markdown" if self.form == "markdown" else "text"
        return "\n".join(page.shown(form) for page in pages)

    def _then(self, page: Page) -> Page:
        from overseas_stations.reports.records.then import of_day

        return page if self.known is None else of_day(page, self.known)

    def _pages(self, meant: Meant) -> list[Page]:
        """Return a page for each record; of a speaker one page lists all that is recorded as said."""
        from overseas_stations.lookups.selecting import Selection
        from overseas_stations.reports.records.listing import listing_page
        from overseas_stations.reports.records.then import then_page

        if meant.speaker:
            found = [each for each in (self.library.find(old.name) for old in meant.found) if each is not None]
            page = listing_page(self.library, Selection(), found, f"statements by {meant.speaker}", self.language)
            return [self._then(page)]
        if self.known is None:
            return [self._page(each) for each in meant.found]
        return [
            then_page(
                self.read.library, each, self.known, evidence=self.evidence, texts=self.texts, language=self.language
            )
            for each in meant.found
        ]

    def _page(self, found: Found) -> Page:
        from overseas_stations.ledgers.folder import ledgers_of
        from overseas_stations.ledgers.record_versions import record_version
        from overseas_stations.reports.records.record import record_page

        ledgers = ledgers_of(package_folder(self.package), self.read.descriptor)
        versions = record_version(self.library.rows, ledgers, (found.table.name, found.name))
        return record_page(
            self.library, found, evidence=self.evidence, texts=self.texts, versions=versions, language=self.language
        )

    def _json(self, found: Sequence[Found], *, alone: bool = False) -> str:
        """Return one record as an object, several as a list; what was known on a day as an object with the day."""
        from overseas_stations.ledgers.folder import ledgers_of
        from overseas_stations.ledgers.record_versions import record_version, record_versions
        from overseas_stations.reports.records.objects import as_json, record_json, record_object, records_json
        from overseas_stations.reports.records.then import first_of, then_object

        if self.known is not None:
            then = [self.library.find(each.name) for each in found]
            # A release is ours, and of another day than the one that is asked for.
            records = [record_object(self.library, each, None) for each in then if each is not None]
            missing = [each for each, now in zip(found, then, strict=True) if now is None]
            return as_json(
                then_object(self.known, records, [(each, first_of(self.read.library, each)) for each in missing])
            )
        ledgers = ledgers_of(package_folder(self.package), self.read.descriptor)
        if alone:
            versions = record_version(self.library.rows, ledgers, (found[0].table.name, found[0].name))
            return record_json(self.library, found[0], versions)
        every = record_versions(self.library.rows, ledgers)
        return records_json(self.library, found, {(row["table"] or "", row["record_id"] or ""): row for row in every})


def _meant(library: Library, name: str) -> Meant:
    """Return what a name stands for.

    Raises:
        InputError: no record has it, or none any more.
    """
    from overseas_stations.lookups.meant import listing_hint, meant, suggestions
    from overseas_stations.publishing.citing.items import notice

    found = meant(library, name)
    if found is not None:
        return found
    retraction = library.retraction(name)
    if retraction is not None:
        raise InputError(notice(retraction))
    near, hint = suggestions(library, name), listing_hint(library, name)
    said = [f"did you mean {' or '.join(near)}?"] if near else []
    raise InputError("; ".join([f"no record {name}", *said, *([hint] if hint else [])]).replace("?; ", "? "))


@app.command()
def coverage(
    country: CountryOption = None,
    kind: KindOption = None,
    side: SideOption = None,
    disputed: DisputedOption = False,
    one_voice: OneVoiceOption = False,
    text: WordsOption = None,
    texts: TextsOption = None,
    package: PackageOption = None,
    form: ShownOption = "text",
) -> None:
    """Count what the data cover, and what is disputed or hangs on one voice.

    Example: `overseas coverage --country Italy`

    - `overseas coverage --kind stations --one-voice`: of the stations that one voice alone reports
    """
    from overseas_stations.lookups.coverage import coverage as measure
    from overseas_stations.reports.coverage import coverage_json, coverage_page
    from overseas_stations.texts.checking import verdicts_of

    at_hand = texts_in(texts)
    whole = looked_up(package).library
    selection = Filters(country, kind, side, disputed, one_voice, text).of(whole)
    rows = selection.narrowed(whole) if selection else whole
    measured, verdicts = measure(rows, whole), verdicts_of(rows.rows, at_hand)
    if form == "json":
        write(coverage_json(measured, verdicts), exact=True)
    else:
        write(coverage_page(measured, verdicts, str(selection)).shown(form), exact=form != "text")
    tell_unread(at_hand, {row["id"] or "" for row in whole.rows["sources"]})
