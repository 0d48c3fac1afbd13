"""Commands for contributors: ``anchor`` and ``new``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.output import write, write_error
from overseas_stations.cli.places import PackageOption, RootOption, looked_up, project_root
from overseas_stations.cli.register import app
from overseas_stations.cli.texts import TextsOption, tell_unread, texts_in
from overseas_stations.dossiers.kinds import KINDS, Kind
from overseas_stations.handed_over import InputError


@app.command()
def anchor(
    source_id: Annotated[str, typer.Argument(metavar="SOURCE-ID", help="The source that the words stand in.")],
    words: Annotated[
        str | None, typer.Argument(metavar="[WORDS]", help="The words, as the source prints them.")
    ] = None,
    texts: TextsOption = None,
    package: PackageOption = None,
) -> None:
    """Print the fingerprint of a passage, to paste into a dossier.

    The block belongs below `passages:` of a record. With the texts at hand, the words are looked for first. Without
    words it lists sentences of the text that name the city of a station, an actor or a number, to choose from.

    Example: `overseas anchor cnn-2022-12-04 "at least three words"`

    - `overseas anchor cnn-2022-12-04 --texts seeds/texts`: sentences to choose from
    """
    if words is None:
        _list_candidates(source_id, texts, package)
        return
    from overseas_stations.passages import TooShort, fingerprint
    from overseas_stations.passages.assigned import unassigned
    from overseas_stations.texts.checking import described

    if unknown := unassigned(words):
        named = ", ".join(f"U+{ord(each):04X}" for each in unknown)
        raise InputError(f"{named}: not in Unicode 14, and later versions disagree on it; choose words without it")
    try:
        found_print = fingerprint(words)
    except TooShort as error:
        raise InputError(str(error)) from None
    start: int | None = None
    at_hand = texts_in(texts)
    if at_hand is not None:
        text = at_hand.get(source_id)
        tell_unread(at_hand)
        if text is None:
            raise InputError(f"no text {source_id}.txt in {texts}")
        places = text.find(words)
        if not places:
            write(f"the text of {source_id} does not have these words{described(text.nearest(words))}\n")
            raise typer.Exit(1)
        start = places[0]
        if len(places) > 1:
            write_error(f"the words stand {len(places)} times; the first place is taken")
    hint = "" if start is None else f"start: {start}, "
    write(f"- {{{hint}characters: {found_print.characters}, sha256: {found_print.sha256}}}\n")


def _list_candidates(source_id: str, texts: Path | None, package: Path | None) -> None:
    """List sentences of a text that may be passages. None is chosen, and nothing is written."""
    from overseas_stations.texts.at_hand import raw_text
    from overseas_stations.texts.candidates import MAX_SHOWN, candidates, names_in

    if texts is None:
        raise InputError("without words, sentences are listed: name the folder of the texts, --texts FOLDER")
    at_hand = texts_in(texts)
    assert at_hand is not None
    text = at_hand.get(source_id)
    tell_unread(at_hand)
    if text is None:
        raise InputError(f"no text {source_id}.txt in {texts}")
    found = list(candidates(raw_text(texts, source_id), names_in(looked_up(package).library.rows)))
    for each in found[:MAX_SHOWN]:
        write(f"{each.sentence}\n  names: {', '.join(each.names)}\n")
    more = f", of which the first {MAX_SHOWN} are shown" if len(found) > MAX_SHOWN else ""
    write(f"{len(found)} sentences name the city of a station, an actor or a number{more}\n")
    if found:
        write(f'next: `overseas anchor {source_id} "WORDS" --texts {texts}` with the words that carry a claim\n')


EXAMPLES = {
    "dossier": ("a dossier needs the source's", "example-news-2023-01-05"),
    "actor": ("the file of an actor needs the actor's", "ie-foreign-ministry"),
}
"""What has a file of its own -> what is said where its id is missing, and an example."""


@app.command()
def new(
    kind: Annotated[
        Literal["dossier", "actor", Kind],
        typer.Argument(
            metavar="KIND", help=f"What to make: dossier or actor, a file; or a record of a dossier: {one_of(KINDS)}."
        ),
    ],
    name: Annotated[str | None, typer.Argument(metavar="ID", help="For a dossier or an actor: its id.")] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="DATE",
            help="For a dossier: YYYY, YYYY-MM or YYYY-MM-DD; by default the date that its id has, if any.",
        ),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE|URL", help="For a dossier: a saved page; with --store, its address."),
    ] = None,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="FOLDER", help="The folder of pages that has the page.")
    ] = None,
    root: RootOption = Path(),
) -> None:
    """Begin a dossier (the file of a source), or print a record's block.

    A dossier, and the file of an actor, are written into the seeds/ of a project, which must be there (`--root`). The
    block of a record is printed anywhere, to paste below `declares:` of a dossier.

    With `--from`, what the page of the source states fills the dossier in, each value with where it stands; what the
    page does not state clearly is left, and its text is put into seeds/texts/ for `overseas anchor`.

    Example: `overseas new dossier example-news-2023-01-05`

    - `overseas new dossier --from saved.html`: id, date and more are those that the page states
    - `overseas new dossier --from https://example.org/a --store store`: after `overseas texts fetch --url`

    - `overseas new dossier example-report --published 2023-01`
    - `overseas new actor ie-foreign-ministry`
    - `overseas new station`: the block of a record
    """
    from overseas_stations.dossiers.template import actor_file, record_block, template
    from overseas_stations.forms.scalars import DATE, is_match

    for option, value in (("--published", published), ("--from", origin), ("--store", store)):
        if value is not None and kind != "dossier":
            raise InputError(f"{option} is for a dossier, and this is the {kind} {name or ''}".rstrip())
    if store is not None and origin is None:
        raise InputError("--store is for a dossier from a page of it: give the page's address with --from")
    if kind != "dossier" and kind != "actor":
        if name is not None:
            raise InputError(f"`overseas new {kind}` takes no id: it prints a block, and the id is written there")
        write(record_block(kind))
        return
    if published is not None and not is_match(DATE, published):
        raise InputError(f"--published {published} is not a date that exists (YYYY, YYYY-MM or YYYY-MM-DD)")
    if origin is not None:
        _new_from(origin, store, name, published, root)
        return
    name = _id(kind, name)
    folder = project_root(root)
    _refuse_taken(folder, name)
    if published is None and kind == "dossier" and (published := _date_in(name)):
        write_error(f"overseas: published {published} is taken from the id: correct it if the source has another date")
    path, text = _path(name, published), template(name, published)
    if kind == "actor":
        path, text = f"seeds/actors/{name}.yaml", actor_file(name)
    _put(folder, kind, {path: text})


def _new_from(origin: str, store: Path | None, name: str | None, published: str | None, root: Path) -> None:
    """Begin a dossier with what a page states."""
    from overseas_stations.cli import drafts
    from overseas_stations.dossiers.shape import shapes
    from overseas_stations.dossiers.template import template
    from overseas_stations.tables import TABLES

    folder = project_root(root)
    draft, entry, text = drafts.draft_from(origin, store)
    name = drafts.proposed_id(draft, origin) if name is None else _id("dossier", name)
    _refuse_taken(folder, name)
    drafts.refuse_known(folder, draft, entry)
    day = published or draft.keys["published"].value
    files = {_path(name, day): template(name, published, draft.keys)}
    beside = f"seeds/texts/{name}.txt"
    if text and not (folder / beside).exists():
        files[beside] = text
    _put(folder, "dossier", files)
    if store is not None:
        drafts.keep_in_store(store, name, entry, text)
    # When a person read it no page states, and what was read must say.
    source = shapes(TABLES).source
    required = [key for key in source if (source[key].required and key != "id") or key == "accessed"]
    for line in drafts.told(draft, required):
        write(f"{line}\n")
    texts = folder / "seeds" / "texts"
    next_step = f"`overseas anchor {name} --texts {texts}` lists sentences to choose from" if text else NO_TEXT
    write(f"next: {next_step}\n")


NO_TEXT = "its text could not be read whole: save it as seeds/texts/ID.txt"


def _id(kind: Literal["dossier", "actor"], name: str | None) -> str:
    """Return the id that was given.

    Raises:
        InputError: it is none.
    """
    from overseas_stations.forms.scalars import SLUG, is_match

    if name is None or not is_match(SLUG, name):
        whose, example = EXAMPLES[kind]
        raise InputError(f"{whose} id: lower-case letters, digits and hyphens, such as {example}")
    return name


def _refuse_taken(folder: Path, name: str) -> None:
    if there := next(iter(sorted((folder / "seeds").rglob(f"{name}.y*ml"))), None):
        raise InputError(f"{there} is there already; edit it, or choose another id")


def _path(name: str, published: str | None) -> str:
    """Return where the dossier of a source belongs, which is known by its date."""
    return f"seeds/{published[:4] if published else 'undated'}/{name}.yaml"


def _put(folder: Path, kind: str, files: Mapping[str, str]) -> None:
    """Write new files into a project, and say which."""
    from overseas_stations.folders.ownership import Owner, nothing
    from overseas_stations.folders.replacing import Piece, holding

    owner = Owner(kind, nothing, "edit it, or choose another id", is_folder=False)
    with holding(folder, *files) as hold:
        hold.replace(*(Piece(path, text.encode("utf-8", "replace"), owner) for path, text in files.items()))
    for path in files:
        write(f"{folder / path}\n")


def _date_in(name: str) -> str | None:
    """Return the date that an id has, as far as it is one, None without any.

    >>> _date_in("example-news-2023-01-05"), _date_in("example-2023-13-report"), _date_in("example-report")
    ('2023-01-05', '2023', None)
    """
    from overseas_stations.forms.scalars import DATE, is_match

    found = re.search(r"(?<![^-])((?:19|20)\d\d)(-\d\d)?(-\d\d)?(?![^-])", name)
    if found is None:
        return None
    year, month, day = (part or "" for part in found.groups())
    return next(date for date in (year + month + day, year + month, year) if is_match(DATE, date))
