"""How the page of a record is cited: as text, of which a script makes the other styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from overseas_stations.explorer.context import Data
from overseas_stations.lookups.library import Found
from overseas_stations.publishing.citing import bibtex, ris
from overseas_stations.publishing.citing.items import CONTAINED, CSL_TYPES, Item, dataset_item, item
from overseas_stations.publishing.citing.text import AS_IT_IS, date_of, text
from overseas_stations.schemas import dataset


@dataclass(frozen=True)
class PageCitation:
    """A citation of a record. What else an item of CSL-JSON says of it stands on the page already, or in all of them.

    Attributes:
        before, name, after: who, what, where and when, as one line; the name is the part of the title that keeps its
            letters. Of a source all of it stands before.
        note: what a reader must know of the record; it follows the line. Empty for a source.
        kind: the type of a source as an item; empty for other records.
        read: when a source was read.
    """

    before: str
    name: str
    after: str
    note: str
    kind: str
    read: str


def page_citation(data: Data, found: Found) -> PageCitation:
    """Return how a record is cited: the line and the note, with a blank between, are what ``overseas cite`` prints."""
    whole = item(data.library, found.name, data.edition)
    note = whole.pop("note", "")
    line = text(whole)
    if found.table.name == "sources":
        return PageCitation(line, "", "", note, whole["type"], date_of(whole, "accessed"))
    return PageCitation(*line.partition(whole[AS_IT_IS]), note, "", "")


def shared_citation(data: Data) -> dict[str, Any]:
    """Return what the script that makes the other styles reads: what all records have in common, and its lists."""
    return {
        "within": _within(data),
        "contained": sorted(CSL_TYPES[kind] for kind in CONTAINED),
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
