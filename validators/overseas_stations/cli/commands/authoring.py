"""Commands for contributors: ``anchor`` and ``new``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.output import write, write_error
from overseas_stations.cli.places import RootOption, project_root
from overseas_stations.cli.register import app
from overseas_stations.cli.texts import TextsOption, tell_unread, texts_in
from overseas_stations.dossiers.kinds import KINDS, Kind
from overseas_stations.handed_over import InputError


@app.command()
def anchor(
    source_id: Annotated[str, typer.Argument(metavar="SOURCE-ID", help="The source that the words stand in.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The words, as the source prints them.")],
    texts: TextsOption = None,
) -> None:
    """Print the fingerprint of a passage, to paste into a dossier.

    The block belongs below `passages:` of a record. With the texts at hand, the words are looked for first.

    Example: `overseas anchor cnn-2022-12-04 "at least three words"`
    """
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
    root: RootOption = Path(),
) -> None:
    """Begin a dossier (the file of a source), or print a record's block.

    A dossier, and the file of an actor, are written into the seeds/ of a project, which must be there (`--root`). The
    block of a record is printed anywhere, to paste below `declares:` of a dossier.

    Example: `overseas new dossier example-news-2023-01-05`

    - `overseas new dossier example-report --published 2023-01`
    - `overseas new actor ie-foreign-ministry`
    - `overseas new station`: the block of a record
    """
    from overseas_stations.dossiers.template import actor_file, record_block, template
    from overseas_stations.folders.ownership import Owner, nothing
    from overseas_stations.folders.replacing import Piece, holding
    from overseas_stations.forms.scalars import DATE, SLUG, is_match

    if published is not None and kind != "dossier":
        raise InputError(f"--published is for a dossier, and this is the {kind} {name or ''}".rstrip())
    if kind != "dossier" and kind != "actor":
        if name is not None:
            raise InputError(f"`overseas new {kind}` takes no id: it prints a block, and the id is written there")
        write(record_block(kind))
        return
    if name is None or not is_match(SLUG, name):
        whose, example = EXAMPLES[kind]
        raise InputError(f"{whose} id: lower-case letters, digits and hyphens, such as {example}")
    if published is not None and not is_match(DATE, published):
        raise InputError(f"--published {published} is not a date that exists (YYYY, YYYY-MM or YYYY-MM-DD)")
    folder = project_root(root)
    if there := next(iter(sorted((folder / "seeds").rglob(f"{name}.y*ml"))), None):
        raise InputError(f"{there} is there already; edit it, or choose another id")
    if published is None and kind == "dossier" and (published := _date_in(name)):
        write_error(f"overseas: published {published} is taken from the id: correct it if the source has another date")
    path = f"seeds/{published[:4] if published else 'undated'}/{name}.yaml"
    text = template(name, published)
    if kind == "actor":
        path, text = f"seeds/actors/{name}.yaml", actor_file(name)
    owner = Owner(kind, nothing, "edit it, or choose another id", is_folder=False)
    with holding(folder, path) as hold:
        hold.replace(Piece(path, text.encode(), owner))
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
