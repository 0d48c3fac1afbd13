"""How the page of a record is cited: as text, and the item of which a script makes the other styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from overseas_stations.explorer.context import Data
from overseas_stations.lookups.library import Found
from overseas_stations.publishing.citing import bibtex, ris
from overseas_stations.publishing.citing.items import Item, dataset_item, item
from overseas_stations.publishing.citing.text import text
from overseas_stations.schemas import dataset


@dataclass(frozen=True)
class PageCitation:
    """A citation of a record.

    Attributes:
        line: who, what, where and when.
        note: what a reader must know of the record; it follows the line. Empty for a source.
        item: the item of CSL-JSON, without its note and without what all records of the data have in common.
    """

    line: str
    note: str
    item: Item


def page_citation(data: Data, found: Found) -> PageCitation:
    """Return how a record is cited: the line and the note, with a blank between, are what ``overseas cite`` prints."""
    whole = item(data.library, found.name, data.edition)
    note = whole.pop("note", "")
    shared = _within(data)
    own = (
        whole if found.table.name == "sources" else {key: whole[key] for key in whole if whole[key] != shared.get(key)}
    )
    return PageCitation(text(whole), note, own)


def shared_citation(data: Data) -> dict[str, Any]:
    """Return what the script that makes the other styles reads: what all records have in common, and its lists."""
    return {
        "within": _within(data),
        "types": bibtex.TYPES,
        "subtypes": bibtex.SUBTYPES,
        "languages": bibtex.LANGUAGES,
        "codes": sorted(bibtex.UNKNOWN_TO_PANDOC),
        "escapes": {chr(code): escape for code, escape in bibtex.ESCAPES.items()},
        "ligatures": bibtex.LIGATURES.pattern,
        "ris": ris.TYPES,
    }


def _within(data: Data) -> Item:
    """Return the item of a part of the dataset, in the order of its keys."""
    return dataset_item(data.edition) | {"container-title": dataset.TITLE}
