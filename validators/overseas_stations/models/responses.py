"""What states, authorities and bodies did."""

from __future__ import annotations

from overseas_stations.forms.scalars import CountryCode, PartialDate, Prose, Slug, Text
from overseas_stations.forms.vocabulary import ResponseKind, ResponseRelation, ResponseResult, ResponseState
from overseas_stations.models.base import Record, optional, required

EXAMPLE = "ie-2022-closure-ordered"


class Response(Record):
    """An act of a state, an authority or a body."""

    id: Slug = required("Response id", "The response's permanent id: country, year and act.", EXAMPLE)
    country: CountryCode = required("Country", "The state or body that acted.", "IE")
    date: PartialDate | None = optional("Date", "When it acted. Empty where the sources do not say.", "2022-10-26")
    actor_id: Slug | None = optional(
        "Actor", "The actor that acted, the leading one where there were several.", "ie-foreign-ministry"
    )
    authority_as_reported: Text | None = optional(
        "Authority as reported", "The authority that acted, in the words of the source.", "Ministry of Foreign Affairs"
    )
    kind: ResponseKind = required("Kind", "What it did.", "closure_ordered")
    summary: Prose = required("Summary", "What it did, in our own words.", "Ordered the closure of a station.")
    state: ResponseState | None = optional(
        "State", "How far it has come. Empty for an act that is done when it is announced.", "concluded"
    )
    state_as_of: PartialDate | None = optional("State as of", "The date for which a source says so.", "2022-12")
    looked_until: PartialDate | None = optional(
        "Looked until", "The day until which we looked for how it went on, where we found nothing.", "2026-11-26"
    )
    result: ResponseResult | None = optional("Result", "What it ended in.", "none_found")
    outcome: Prose | None = optional("Outcome", "What came of it, as far as the sources say.", "Reported closed.")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")


class ResponseStation(Record):
    """A response was about a station."""

    response_id: Slug = required("Response", "The response.", EXAMPLE)
    station_id: Slug = required("Station", "The station that it was about.", "ie-dublin-1")
    source_id: Slug = required("Source", "The source that links the two.", "cnn-2022-12-04")


class ResponseLink(Record):
    """A response led to, answers or ends another."""

    from_id: Slug = required("From", "The response that does it.", EXAMPLE)
    relation: ResponseRelation = required("Relation", "What it does to the other.", "closes")
    to_id: Slug = required("To", "The other response.", "ie-2022-inquiry")
    source_id: Slug = required("Source", "The source that links the two.", "cnn-2022-12-04")
