"""One row a response, with its actor, stations and chain; and one row an inquiry: what led to it, what came of it."""

from __future__ import annotations

from collections.abc import Iterator

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
from overseas_stations.tables import Row
from overseas_stations.views import cells
from overseas_stations.views.cells import several
from overseas_stations.views.view import view

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


def _linked(library: Library, name: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return, by relation, what a response does to others, and what others do to it."""
    does: dict[str, list[str]] = {}
    done: dict[str, list[str]] = {}
    for row in cells.parts(library, "response_links", name):
        here, there = (does, "to_id") if row["from_id"] == name else (done, "from_id")
        here.setdefault(row["relation"] or "", []).append(row[there] or "")
    return does, done


def _joined(links: dict[str, list[str]], *relations: ResponseRelation) -> list[str]:
    return [name for relation in relations for name in links.get(relation, ())]


def _about(library: Library, row: Row) -> dict[str, str | None]:
    """Return the cells on who acted, and on the stations that it was about."""
    linked = [each["station_id"] or "" for each in cells.parts(library, "response_stations", row["id"] or "")]
    stations = [found.row for name in linked if (found := library.find(name)) is not None and "city" in found.row]
    return {
        **row,
        "country_name": cells.name_of(library, "countries", row["country"]),
        "actor_name": cells.name_of(library, "actors", row["actor_id"]),
        "actor_kind": cells.name_of(library, "actors", row["actor_id"], "kind"),
        "kind_label": cells.label(ResponseKind, row["kind"]),
        "state_label": cells.label(ResponseState, row["state"]),
        "result_label": cells.label(ResponseResult, row["result"]),
        **several("stations", linked),
        **several("places", dict.fromkeys(cells.place(library, station) for station in stations)),
        **cells.behind(library, "responses", row),
    }


_LATER = (ResponseRelation.ANSWERS, ResponseRelation.CLOSES, ResponseRelation.REVERSES, ResponseRelation.REPEATS)


def _responses(library: Library) -> Iterator[Row]:
    for row in library.rows["responses"]:
        does, done = _linked(library, row["id"] or "")
        yield {
            **_about(library, row),
            **several("follows", [*_joined(done, ResponseRelation.LED_TO), *_joined(does, *_LATER)]),
            **several("followed_by", [*_joined(does, ResponseRelation.LED_TO), *_joined(done, *_LATER)]),
            **several("part_of", _joined(does, ResponseRelation.PART_OF)),
        }


def _inquiries(library: Library) -> Iterator[Row]:
    for row in library.rows["responses"]:
        if row["kind"] in INQUIRIES:
            does, done = _linked(library, row["id"] or "")
            yield {
                **_about(library, row),
                **several("led_by", _told(library, _joined(done, ResponseRelation.LED_TO))),
                **several("ended_by", _told(library, _joined(done, *ENDS))),
                **several("led_to", _told(library, _joined(does, ResponseRelation.LED_TO))),
            }


def _told(library: Library, names: list[str]) -> Iterator[str]:
    """Yield of each response its date, what it was and its id, by date."""
    rows = [found.row for name in names if (found := library.find(name)) is not None and "summary" in found.row]
    for row in sorted(rows, key=lambda row: (row["date"] or "~", row["id"] or "")):
        yield f"{row['date'] or 'undated'} {row['summary']} [{row['id']}]"


RESPONSES_WIDE = view("responses_wide", ResponseWide, "Responses, ready to use", ("id",), _responses, cells.Behind)
INQUIRIES_VIEW = view("inquiries", Inquiry, "Inquiries and what came of them", ("id",), _inquiries, cells.Behind)
