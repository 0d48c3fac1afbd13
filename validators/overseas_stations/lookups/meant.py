"""Which records somebody means by what they type: an id in any case, or the name of who or what has records."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from overseas_stations.lookups.countries import country_code
from overseas_stations.lookups.folding import folded
from overseas_stations.lookups.library import Found, Library
from overseas_stations.lookups.selecting import Selection
from overseas_stations.suggestions import close_to
from overseas_stations.tables import TABLES, Row

SPEAKERS = ("speaker", "speaker_as_reported")
"""The columns that hold the name of who made a statement."""

MAX_SUGGESTED = 3


@dataclass(frozen=True)
class Meant:
    """What is meant by a name.

    Attributes:
        found: the records.
        speaker: whose statements they are, where the name is that of a person who spoke.
    """

    found: Sequence[Found]
    speaker: str | None = None


def split_names(library: Library, given: Sequence[str]) -> list[str]:
    """Return names that were typed, those that have commas between them apart, each once."""
    names: list[str] = []
    for each in given:
        parts = [part.strip() for part in each.split(",") if part.strip()]
        names += [each] if meant(library, each) or not parts else parts
    return list(dict.fromkeys(names))


def meant(library: Library, given: str) -> Meant | None:
    """Return what is meant by an id, or by the name of a country, an actor or a speaker; None where nothing is."""
    found = record_meant(library, given)
    if found is not None:
        return Meant([found])
    wanted = folded(given)
    actors = [
        row for row in library.rows["actors"] if wanted in (folded(row["name"] or ""), folded(row["name_local"] or ""))
    ]
    if wanted and actors:
        return Meant([Found(TABLES["actors"], row["id"] or "", row) for row in actors])
    said = [row for row in library.rows["statements"] if wanted and wanted in map(folded, _speakers(row))]
    if said:
        return Meant([Found(TABLES["statements"], row["id"] or "", row) for row in said], next(_speakers(said[0])))
    code = country_code(library.rows["countries"], given)
    country = library.find(code) if code else None
    return None if country is None else Meant([country])


def record_meant(library: Library, given: str) -> Found | None:
    """Return the record with an id (or ``key/parts``), whatever its case; None where there is none."""
    found = library.find(given)
    if found is not None:
        return found
    return next((each for each in map(library.find, _cases(given)) if each is not None), None)


def suggestions(library: Library, given: str) -> list[str]:
    """Return the records and names that may be meant, the likeliest first; for a word alone sources come last."""
    known = {name: name for name in library.ids()}
    for table, key in (("actors", "id"), ("countries", "code")):
        known |= {row["name"] or "": row[key] or "" for row in library.rows[table]}
    sources = set() if "-" in given else {row["id"] for row in library.rows["sources"]}
    near: dict[str, str] = {}
    for each in sorted(close_to(given, known, 2 * MAX_SUGGESTED), key=lambda each: each in sources):
        near.setdefault(known[each], each)
    return [name if each == name else f"{name} ({each})" for name, each in near.items()][:MAX_SUGGESTED]


def listing_hint(library: Library, given: str) -> str:
    """Return how to list the records that have some words, empty where none has them."""
    found = Selection(texts=(given,)).find(library) if folded(given) else []
    if not found:
        return ""
    counted = f"{len(found)} record{'' if len(found) == 1 else 's'}"
    words = "these words" if " " in given else "this word"
    return f"`overseas show --text {shlex.quote(given)}` lists {counted} with {words}"


def _cases(given: str) -> Iterator[str]:
    yield given.casefold()
    yield given.upper()


def _speakers(row: Row) -> Iterator[str]:
    return (row[column] or "" for column in SPEAKERS if row[column])
