"""The columns that views share; what is in them follows in :mod:`overseas_stations.views.joining`."""

from __future__ import annotations

from typing import Any

from overseas_stations.forms.scalars import Count, PartialDate, SeveralTexts, Slug, Text, Url
from overseas_stations.models.base import Record, optional, required

BETWEEN = "; "
"""What stands between the values of a cell that holds several."""


def count(what: str) -> Any:
    """Declare the column that holds the number of the values beside it."""
    return required(f"{what}, count", "How many there are.", 1)


class Behind(Record):
    """What stands behind a record: the last columns of each view that has a row for each."""

    voices: SeveralTexts | None = optional(
        "Voices", "The voices that support the record: on whose word it stands.", "An NGO; A paper"
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


COUNTRY_NAME = optional("Country, name", "The country's name.", "Ecuador")
NOTE = optional("Note", "What a reader must know about the record.", "One of two in the city.")
ACTOR = optional("Actor", "The actor that acted or spoke, or on whose behalf somebody did.", "ie-foreign-ministry")
ACTOR_NAME = optional("Actor, name", "The actor's name.", "Department of Foreign Affairs of Ireland")
ACTOR_KIND = optional("Actor, kind", "What sort of actor it is.", "ministry")
