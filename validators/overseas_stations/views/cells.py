"""The cells that views share: several values in one, names of what an id stands for, what stands behind a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from overseas_stations.forms.scalars import Count, PartialDate, SeveralTexts, Slug, Text, Url
from overseas_stations.forms.vocabulary import Stance, Term
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional, required
from overseas_stations.tables import TABLES, Row, record_name
from overseas_stations.views.dates import days

BETWEEN = "; "
"""What stands between the values of a cell that holds several."""


def several(name: str, values: Iterable[str | None]) -> dict[str, str | None]:
    """Return a cell of several values, and their number in the column beside it.

    What would part a value in two is written as a comma.

    >>> several("lists", ["a", "b; c"])
    {'lists': 'a; b, c', 'lists_count': '2'}
    """
    kept = [text for value in values if value and (text := value.replace(BETWEEN, ", ").strip("; ,"))]
    return {name: BETWEEN.join(kept) or None, f"{name}_count": str(len(kept))}


def label(vocabulary: type[Term], value: str | None) -> str | None:
    """Return a term as words; None for what is none."""
    return next((term.label for term in vocabulary if term == value), None)


def name_of(library: Library, table: str, name: str | None, column: str = "name") -> str | None:
    """Return the name of an actor or a country, or another cell of a row that an id names; None where there is none."""
    found = library.find(name) if name else None
    return found.row[column] if found is not None and found.table.name == table else None


def place(library: Library, row: Row) -> str | None:
    """Return a station's place in words, as precisely as it is reported: ``Quito, Ecuador``."""
    country = name_of(library, "countries", row["country"]) or row["country"]
    return ", ".join(part for part in (row["city"], row["region"], country) if part) or None


def parts(library: Library, table: str, name: str) -> list[Row]:
    """Return the rows of a table without ids that name a record in their key, in the order of that key."""
    rows = [part.row for part in library.parts(name) if part.table.name == table]
    return sorted(rows, key=lambda row: record_name(TABLES[table], row))


def dated(library: Library, sources: Iterable[str]) -> list[Row]:
    """Return the rows of sources, the earliest first, those without a date at the end."""
    found = (library.find(name) for name in set(sources))
    rows = [each.row for each in found if each is not None and each.table.name == "sources"]
    return sorted(rows, key=lambda row: (_last_day(row["published"]), row["id"] or ""))


def _last_day(date: str | None) -> str:
    """Return what a date sorts by: a day goes before a month that it may lie in, and no date comes last."""
    return days(date)[1] or "~"


def address(source: Row | None) -> str | None:
    """Return the address of a source: its own, or else that of its archived copy."""
    return None if source is None else source["url"] or source["archive_url"]


def count(what: str) -> Any:
    """Declare the column that holds the number of the values beside it."""
    return required(f"{what}, count", "How many there are.", 1)


class Behind(Record):
    """What stands behind a record: the last columns of each view that has a row for each."""

    voices: SeveralTexts | None = optional(
        "Voices", "The independent voices that support the record: on whose word it stands.", "An NGO; A paper"
    )
    voices_count: Count = count("Voices")
    sources: SeveralTexts | None = optional(
        "Sources", "The sources that support it, the earliest first.", "cnn-2022-12-04"
    )
    sources_count: Count = count("Sources")
    first_published: PartialDate | None = optional(
        "First published",
        "When the earliest source that has a date was published: by then it had been done, said or reported.",
        "2022-12-04",
    )
    disputes_count: Count = required("Disputes", "How often a source disputes the record or a field of it.", 0)
    disputed_by: SeveralTexts | None = optional(
        "Disputed by", "Who disputes it: the voices of the disputes.", "Embassy of China in Ireland"
    )
    disputed_by_count: Count = count("Disputed by")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")
    source_publisher: Text | None = optional("Source, publisher", "Who published that source.", "CNN")
    source_published: PartialDate | None = optional("Source, published", "When it was published.", "2022-12-04")
    source_url: Url | None = optional(
        "Source, address", "Where that source is, or its archived copy.", "https://example.org/a"
    )
    urls: SeveralTexts | None = optional(
        "Addresses", "Where the sources are that support it, in their order.", "https://example.org/a"
    )
    urls_count: Count = count("Addresses")


def behind(library: Library, table: str, row: Row) -> dict[str, str | None]:
    """Return the cells of :class:`Behind` for a record."""
    name = record_name(TABLES[table], row)
    supports = [each for each in library.evidence(table, name) if each["stance"] == Stance.SUPPORTS]
    disputes = library.disputes_of(table, name)
    sources = dated(library, (each["source_id"] or "" for each in supports))
    own = library.find(row["source_id"] or "")
    declaring = own.row if own is not None and own.table.name == "sources" else None
    return {
        **several("voices", sorted(library.voices_for(table, name))),
        **several("sources", (source["id"] for source in sources)),
        "first_published": sources[0]["published"] if sources else None,
        "disputes_count": str(len(disputes)),
        **several("disputed_by", sorted({library.voice(each) for each in disputes})),
        "source_id": row["source_id"],
        "source_publisher": declaring["publisher"] if declaring else None,
        "source_published": declaring["published"] if declaring else None,
        "source_url": address(declaring),
        **several("urls", (address(source) for source in sources)),
    }


COUNTRY_NAME = optional("Country, name", "The country's name.", "Ecuador")
NOTE = optional("Note", "What a reader must know about the record.", "One of two in the city.")
ACTOR = optional("Actor", "The actor that acted or spoke, or on whose behalf somebody did.", "ie-foreign-ministry")
ACTOR_NAME = optional("Actor, name", "The actor's name.", "Department of Foreign Affairs of Ireland")
ACTOR_KIND = optional("Actor, kind", "What sort of actor it is.", "ministry")
