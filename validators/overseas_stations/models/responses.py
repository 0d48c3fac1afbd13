"""What states, authorities and bodies did."""

from __future__ import annotations

from overseas_stations.forms.scalars import Country, PartialDate, Prose, Slug, Text
from overseas_stations.forms.vocabulary import ResponseKind
from overseas_stations.models.base import Record, optional, required

EXAMPLE = "ie-2022-closure-ordered"


class Response(Record):
    """An act of a state, an authority or a body."""

    id: Slug = required("Response id", "The response's permanent id: country, year and act.", EXAMPLE)
    country: Country = required("Country", "The state or body that acted.", "IE")
    date: PartialDate | None = optional("Date", "When it acted. Empty where the sources do not say.", "2022-10-26")
    authority: Text | None = optional(
        "Authority", "The authority that acted, where it is named.", "Ministry of Foreign Affairs"
    )
    kind: ResponseKind = required("Kind", "What it did.", "closure_ordered")
    summary: Prose = required("Summary", "What it did, in our own words.", "Ordered the closure of a station.")
    outcome: Prose | None = optional("Outcome", "What came of it, as far as the sources say.", "Reported closed.")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")


class ResponseStation(Record):
    """A response was about a station."""

    response_id: Slug = required("Response", "The response.", EXAMPLE)
    station_id: Slug = required("Station", "The station that it was about.", "ie-dublin-1")
    source_id: Slug = required("Source", "The source that links the two.", "cnn-2022-12-04")
