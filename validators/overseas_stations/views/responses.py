"""One row a response, with its actor, stations and chain; and one row an inquiry: what led to it, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from overseas_stations.forms.scalars import Count, CountryCode, PartialDate, Prose, SeveralTexts, Slug, Text
from overseas_stations.forms.vocabulary import (
    ActorKind,
    ResponseKind,
    ResponseRelation,
    ResponseResult,
    ResponseState,
)
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional, required
from overseas_stations.views import cells, joining
from overseas_stations.views.view import view

if TYPE_CHECKING:
    import polars as pl

EXAMPLE = "ie-2022-closure-ordered"

INQUIRIES = (ResponseKind.PARLIAMENTARY_INQUIRY, ResponseKind.INVESTIGATION_OPENED)
"""The kinds of responses that are inquiries."""

ENDS = (ResponseRelation.CLOSES, ResponseRelation.ANSWERS)
"""The relations by which one response ends another."""


class ResponseWide(Record):
    """A response with the names of what it refers to, its chain, and what stands behind it."""

    id: Slug = required("Response id", "The response's permanent id.", EXAMPLE)
    country: CountryCode = required("Country", "The state or body that acted.", "IE")
    country_name: Text | None = cells.COUNTRY_NAME
    date: PartialDate | None = optional("Date", "When it acted.", "2022-10-26")
    kind: ResponseKind = required("Kind", "What it did.", "closure_ordered")
    kind_label: Text | None = optional("Kind, in words", "What it did, in words.", "closure ordered")
    actor_id: Slug | None = cells.ACTOR
    actor_name: Text | None = cells.ACTOR_NAME
    actor_kind: ActorKind | None = cells.ACTOR_KIND
    authority_as_reported: Text | None = optional(
        "Authority as reported", "The authority in the words of the source.", "Ministry of Foreign Affairs"
    )
    summary: Prose = required("Summary", "What it did, in our own words.", "Ordered the closure of a station.")
    state: ResponseState | None = optional("State", "How far it has come, of an act that takes time.", "concluded")
    state_as_of: PartialDate | None = optional("State as of", "The date for which a source says so.", "2022-12")
    looked_until: PartialDate | None = optional(
        "Looked until", "The day until which we looked for how it went on.", "2026-11-26"
    )
    result: ResponseResult | None = optional("Result", "What it ended in.", "none_found")
    result_label: Text | None = optional("Result, in words", "What it ended in, in words.", "none found")
    outcome: Prose | None = optional("Outcome", "What came of it, as far as the sources say.", "Reported closed.")
    stations: SeveralTexts | None = optional("Stations", "The stations that it was about.", "ie-dublin-1")
    stations_count: Count = cells.count("Stations")
    places: SeveralTexts | None = optional("Places", "Where those are, in words.", "Dublin, Ireland")
    places_count: Count = cells.count("Places")
    follows: SeveralTexts | None = optional(
        "Follows", "The responses that led to it, or that it answers, closes, reverses or repeats.", "ie-2022-inquiry"
    )
    follows_count: Count = cells.count("Follows")
    followed_by: SeveralTexts | None = optional(
        "Followed by", "The responses that it led to, or that answer, close, reverse or repeat it.", "ie-2022-answer"
    )
    followed_by_count: Count = cells.count("Followed by")
    part_of: SeveralTexts | None = optional("Part of", "The responses that it is a step of.", "ie-2022-inquiry")
    part_of_count: Count = cells.count("Part of")


class Inquiry(Record):
    """An inquiry: what led to it, where it stands, and what came of it."""

    id: Slug = required("Response id", "The id of the response that it is.", "ie-2022-inquiry")
    country: CountryCode = required("Country", "The state or body that inquires.", "IE")
    country_name: Text | None = cells.COUNTRY_NAME
    kind: ResponseKind = required("Kind", "An inquiry of a parliament, or of an authority.", "investigation_opened")
    actor_id: Slug | None = cells.ACTOR
    actor_name: Text | None = cells.ACTOR_NAME
    date: PartialDate | None = optional("Date", "When it began.", "2022-10-26")
    summary: Prose = required("Summary", "What it is about, in our own words.", "Began to look into a station.")
    led_by: SeveralTexts | None = optional(
        "Led to by",
        "What led to it: date, summary and id of each response.",
        "2022-10 A question was put [ie-2022-question]",
    )
    led_by_count: Count = cells.count("Led to by")
    stations: SeveralTexts | None = optional("Stations", "The stations that it is about.", "ie-dublin-1")
    stations_count: Count = cells.count("Stations")
    places: SeveralTexts | None = optional("Places", "Where those are, in words.", "Dublin, Ireland")
    places_count: Count = cells.count("Places")
    state: ResponseState | None = optional("State", "How far it has come.", "concluded")
    state_label: Text | None = optional("State, in words", "How far it has come, in words.", "under way")
    state_as_of: PartialDate | None = optional("State as of", "The date for which a source says so.", "2022-12")
    looked_until: PartialDate | None = optional(
        "Looked until", "The day until which we looked for how it went on.", "2026-11-26"
    )
    ended_by: SeveralTexts | None = optional(
        "Ended by",
        "What closed or answered it: date, summary and id of each response.",
        "2022-12 It ended [ie-2022-end]",
    )
    ended_by_count: Count = cells.count("Ended by")
    result: ResponseResult | None = optional("Result", "What it ended in.", "none_found")
    result_label: Text | None = optional("Result, in words", "What it ended in, in words.", "none found")
    outcome: Prose | None = optional("Outcome", "What came of it, as far as the sources say.", "Reported closed.")
    led_to: SeveralTexts | None = optional(
        "Led to", "What it led to: date, summary and id of each response.", "2022-12 A law [ie-2022-law]"
    )
    led_to_count: Count = cells.count("Led to")


DOES, DONE = "from_id", "to_id"
"""The columns of a link that name who does something to another, and to whom it is done."""

Links = Sequence[tuple[str, Sequence[ResponseRelation]]]
"""Which side of which relations a response is on, in the order in which the other sides are told."""

_LATER = (ResponseRelation.ANSWERS, ResponseRelation.CLOSES, ResponseRelation.REVERSES, ResponseRelation.REPEATS)


def _linked(library: Library, links: Links) -> pl.DataFrame:
    """Return each response (``id``) with those that it is linked to so (``other``), in order."""
    import polars as pl

    rows = joining.in_order(library, "response_links")
    found = []
    for side, relations in links:
        other = DONE if side == DOES else DOES
        # What is linked to itself does so, and nothing is done to it.
        there = rows if side == DOES else rows.filter(pl.col(DOES).ne_missing(pl.col(DONE)))
        for relation in relations:
            linked = there.filter(pl.col("relation") == relation.value)
            found.append(linked.select(pl.col(side).alias("id"), pl.col(other).alias("other")))
    return pl.concat(found)


def _about(library: Library, rows: pl.DataFrame) -> pl.DataFrame:
    """Return responses with the cells on who acted, and on the stations that each was about."""

    actors = joining.cells_of(library, "actors", "actor_id", actor_name="name", actor_kind="kind")
    countries = joining.cells_of(library, "countries", "country", country_name="name")
    rows = joining.beside(joining.beside(rows, actors, "actor_id"), countries, "country")
    linked = joining.in_order(library, "response_stations").select("station_id", id="response_id")
    stations = joining.places(library, library.frames["stations"]).select("place", station_id="id")
    stations = stations.unique("station_id", keep="first", maintain_order=True)
    places = linked.join(stations, on="station_id", maintain_order="left").unique(
        ["id", "place"], keep="first", maintain_order=True
    )
    rows = joining.beside(rows, joining.several(linked, "id", stations="station_id"), "id")
    rows = joining.beside(rows, joining.several(places, "id", places="place"), "id")
    rows = rows.with_columns(
        kind_label=joining.label(ResponseKind, "kind"),
        state_label=joining.label(ResponseState, "state"),
        result_label=joining.label(ResponseResult, "result"),
    )
    return joining.behind(library, "responses", rows)


def _responses(library: Library) -> pl.DataFrame:
    rows = _about(library, joining.rows_of(library, "responses"))
    chains: Mapping[str, Links] = {
        "follows": ((DONE, (ResponseRelation.LED_TO,)), (DOES, _LATER)),
        "followed_by": ((DOES, (ResponseRelation.LED_TO,)), (DONE, _LATER)),
        "part_of": ((DOES, (ResponseRelation.PART_OF,)),),
    }
    for name, links in chains.items():
        rows = joining.beside(rows, joining.several(_linked(library, links), "id", **{name: "other"}), "id")
    return rows


def _inquiries(library: Library) -> pl.DataFrame:
    import polars as pl

    inquiries = joining.rows_of(library, "responses").filter(pl.col("kind").is_in([kind.value for kind in INQUIRIES]))
    rows = _about(library, inquiries)
    chains: Mapping[str, Links] = {
        "led_by": ((DONE, (ResponseRelation.LED_TO,)),),
        "ended_by": ((DONE, ENDS),),
        "led_to": ((DOES, (ResponseRelation.LED_TO,)),),
    }
    for name, links in chains.items():
        told = _told(library, _linked(library, links))
        rows = joining.beside(rows, joining.several(told, "id", **{name: "told"}), "id")
    return rows


def _told(library: Library, linked: pl.DataFrame) -> pl.DataFrame:
    """Return of each response that others are linked to its date, what it was and its id, by date."""
    import polars as pl

    date = pl.col("date").fill_null("undated")
    told = pl.concat_str(date, pl.lit(" "), pl.col("summary").fill_null("None"), pl.lit(" ["), "id", pl.lit("]"))
    others = library.frames["responses"].unique("id", keep="first", maintain_order=True)
    words = others.select(other="id", date=pl.col("date").fill_null("~"), told=told)
    return linked.join(words, on="other").sort("id", "date", "other")


RESPONSES_WIDE = view("responses_wide", ResponseWide, "Responses, ready to use", ("id",), _responses, cells.Behind)
INQUIRIES_VIEW = view("inquiries", Inquiry, "Inquiries and what came of them", ("id",), _inquiries, cells.Behind)
