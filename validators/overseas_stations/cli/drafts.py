"""A new dossier from a page: what the page fills in, its text beside it, and what is said of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.cli.output import write_error
from overseas_stations.cli.saved_pages import PageEntry, entry_of
from overseas_stations.handed_over import InputError

if TYPE_CHECKING:
    from overseas_stations.dossiers.drafting import Draft


def draft_from(origin: str, store: Path | None) -> tuple[Draft, PageEntry, str]:
    """Return what a page fills in of its dossier, the page, and its text, which is empty where it has none.

    Raises:
        InputError: the page is not there, or cannot be read.
    """
    from overseas_stations.dossiers.drafting import drafted
    from overseas_stations.pages.stated import read_whole

    entry = entry_of(origin, store)
    stated, text, obstacle = read_whole(entry.page, entry.answered)
    if obstacle:
        write_error(f"overseas: the page may not be the document, or not all of it: {obstacle.replace('_', ' ')}")
    return drafted(stated, entry.answered, entry.attempts), entry, text


def proposed_id(draft: Draft, origin: str) -> str:
    """Return the id that a page proposes.

    Raises:
        InputError: it proposes none.
    """
    if draft.name:
        return draft.name
    lacks = " and ".join(
        {"publisher": "who published it", "published": "when that was"}[each] for each in draft.missing
    )
    why = f"it does not say clearly {lacks}" if lacks else "its publisher's name has no letters for one"
    raise InputError(f"--from {origin} proposes no id, because {why}; give one: `overseas new dossier ID --from …`")


def refuse_known(root: Path, draft: Draft, entry: PageEntry) -> None:
    """Refuse a page that a dossier has already.

    Raises:
        InputError: one has.
    """
    from overseas_stations.dossiers.files import dossier_files

    addresses = {entry.answered, *(each.requested for each in entry.attempts)}
    addresses.add(draft.keys["url"].value)
    wanted = "|".join(re.escape(each) for each in sorted(addresses) if each)
    if not wanted:
        return
    line = re.compile(rf"^\s+(?:archive_)?url:\s+[\"']?(?:{wanted})[\"']?\s*(?:#.*)?$".encode(), re.MULTILINE)
    for path, data in dossier_files(root)[0].items():
        if line.search(data):
            raise InputError(f"{path} has this page already: edit it")


def keep_in_store(store: Path, name: str, entry: PageEntry, text: str) -> None:
    """Have a store know a page by the id of its new dossier, so that its passages can be looked for."""
    from overseas_stations.pages.store import Store

    with Store(store).writing() as writer:
        for each in reversed(entry.attempts):
            if each.source_id != name:
                writer.append(replace(each, source_id=name))
        if text:
            writer.keep_text(name, text)


def told(draft: Draft, required: list[str]) -> Iterator[str]:
    """Yield in lines what was filled in and from where, and what is left."""
    for key, filled in draft.keys.items():
        if filled.value:
            yield f"  {key}: {filled.value} ({filled.where})"
        yield from (f"  {key}: {note}" for note in filled.notes)
    left = [key for key in required if key not in draft.keys or not draft.keys[key].value]
    yield f"left to fill in: {', '.join(left)}"
