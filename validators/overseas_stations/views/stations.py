"""One row a station: where it is reported, what is said of it and since when, on whose word, and who disputes it."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.forms.scalars import (
    Count,
    CountryCode,
    Iso3,
    Latitude,
    Longitude,
    PartialDate,
    Prose,
    Several,
    SeveralTexts,
    Slug,
    Text,
)
from overseas_stations.forms.vocabulary import CLOSED, DateBound, Precision, StationBasis, StationStatus
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional, required
from overseas_stations.tables import TABLES, Row, record_name
from overseas_stations.views import cells
from overseas_stations.views.cells import several
from overseas_stations.views.dates import days
from overseas_stations.views.view import view

EXAMPLE = "ec-quito-1"
ONE_VOICE = "one voice"
CLOSED_BY_ONE = "closure on one voice"
DISPUTED = "disputed"
NOT_LOCATED = "no city is named"
"""What a reader should mind about a row."""


class StationWide(Record):
    """A station with the names of what it refers to, its status and events, and what stands behind it."""

    id: Slug = required("Station id", "The station's permanent id.", EXAMPLE)
    place: Text | None = optional("Place", "The place in words, as precisely as it is reported.", "Quito, Ecuador")
    country: CountryCode = required("Country", "The country in which the station is reported.", "EC")
    country_name: Text | None = cells.COUNTRY_NAME
    country_iso3: Iso3 | None = optional("Country, ISO 3", "The country's ISO 3166-1 alpha-3 code.", "ECU")
    world_region: Text | None = optional("World region", "The region of the world, by UN M49.", "Americas")
    region: Text | None = optional("Region", "The region within the country, where one is named.", "Madeira")
    city: Text | None = optional("City", "The city's usual English name.", "Quito")
    precision: Precision = required("Precision", "How precisely the place is reported.", "city")
    latitude: Latitude | None = optional("Latitude", "Degrees north of the city, never of a building.", -0.23)
    longitude: Longitude | None = optional("Longitude", "Degrees east of the city, never of a building.", -78.52)
    status: StationStatus = required("Status", "The last status that says more than that it was reported.", "reported")
    status_label: Text | None = optional("Status, in words", "The status in words.", "reported closed")
    status_as_of: PartialDate = required(
        "Status as of", "When that was reported, and not when it came about.", "2022-12"
    )
    status_event_date: PartialDate | None = optional(
        "Status, event date", "When that came about, by the source that says so most closely.", "2022-11"
    )
    status_event_date_bound: DateBound | None = optional(
        "Status, event date, bound", "How the event date is to be read.", "before"
    )
    status_sources: SeveralTexts | None = optional(
        "Status, sources", "The sources from which the status came.", "cnn-2022-12-04"
    )
    status_sources_count: Count = cells.count("Status, sources")
    status_voices: SeveralTexts | None = optional(
        "Status, voices", "The independent voices that say so, on whatever date.", "A ministry"
    )
    status_voices_count: Count = cells.count("Status, voices")
    events: SeveralTexts | None = optional(
        "Events", "What came about, and when, by date, where a source says so.", "closure ordered before 2022-10-26"
    )
    events_count: Count = cells.count("Events")
    first_reported: PartialDate | None = optional("First reported", "When the station was first reported.", "2022-09")
    stations_claimed: Several | None = optional(
        "Stations claimed", "How many stations the record stands for, where they are several.", 3
    )
    basis: StationBasis | None = optional("Basis", "What the record rests on.", "listed")
    bureaus: SeveralTexts | None = optional(
        "Bureaus", "The police authorities said to run it.", "Public security bureau of Fuzhou"
    )
    bureaus_count: Count = cells.count("Bureaus")
    lists: SeveralTexts | None = optional(
        "Lists", "The published lists that name it: publisher and date.", "An NGO, 2022-09-12"
    )
    lists_count: Count = cells.count("Lists")
    responses: SeveralTexts | None = optional(
        "Responses", "The responses that were about it.", "ie-2022-closure-ordered"
    )
    responses_count: Count = cells.count("Responses")
    cautions: SeveralTexts | None = optional("Cautions", "What to mind before the row is used.", "one voice")
    cautions_count: Count = cells.count("Cautions")
    note: Prose | None = cells.NOTE


def _rows(library: Library) -> Iterator[Row]:
    for row in library.rows["stations"]:
        name = row["id"] or ""
        behind = cells.behind(library, "stations", row)
        status = _status(library, row)
        bureaus = [each["actor_id"] for each in cells.parts(library, "station_bureaus", name)]
        responses = (each["response_id"] for each in cells.parts(library, "response_stations", name))
        cautions = [
            ONE_VOICE if behind["voices_count"] == "1" else None,
            CLOSED_BY_ONE if row["status"] in set(CLOSED) and status["status_voices_count"] == "1" else None,
            DISPUTED if behind["disputes_count"] != "0" else None,
            NOT_LOCATED if row["precision"] != Precision.CITY else None,
        ]
        yield {
            **row,
            "place": cells.place(library, row),
            "country_name": cells.name_of(library, "countries", row["country"]),
            "country_iso3": cells.name_of(library, "countries", row["country"], "iso3"),
            "world_region": cells.name_of(library, "countries", row["country"], "region"),
            **status,
            **several("bureaus", (cells.name_of(library, "actors", each) or each for each in bureaus)),
            **several(
                "lists", (_list(library, each["list_id"] or "") for each in cells.parts(library, "listings", name))
            ),
            **several("responses", responses),
            **several("cautions", cautions),
            **behind,
        }


def _list(library: Library, name: str) -> str:
    """Return a list in words: who published it, and when."""
    words = (cells.name_of(library, "sources", name, column) for column in ("publisher", "published"))
    return ", ".join(filter(None, words)) or name


def _status(library: Library, station: Row) -> dict[str, str | None]:
    """Return the cells on a station's status, and on what came about."""
    table = TABLES["station_statuses"]
    reports = cells.parts(library, table.name, station["id"] or "")
    alike = [row for row in reports if row["status"] == station["status"]]
    current = [row for row in alike if row["as_of"] == station["status_as_of"]]
    event = min((row for row in alike if row["event_date"]), key=_closeness, default=None)
    return {
        "status_label": cells.label(StationStatus, station["status"]),
        "status_event_date": event["event_date"] if event else None,
        "status_event_date_bound": event["event_date_bound"] if event else None,
        **several("status_sources", (row["source_id"] for row in current)),
        **several(
            "status_voices",
            sorted({each for row in alike for each in library.voices_for(table.name, record_name(table, row))}),
        ),
        **several("events", _events(reports)),
    }


def _closeness(report: Row) -> tuple[int, str]:
    """Return what a report of an event sorts by: the day itself first, else the earliest by which it had come about."""
    bounds = [bound.value for bound in (DateBound.ON, DateBound.ABOUT, DateBound.BEFORE, DateBound.AFTER)]
    bound = report["event_date_bound"] or ""
    return bounds.index(bound) if bound in bounds else len(bounds), days(report["event_date"])[1] or "~"


def _events(reports: list[Row]) -> list[str]:
    """Return what came about and when, once each, by date."""
    told = {
        (row["event_date"] or "", row["status"] or "", row["event_date_bound"] or "")
        for row in reports
        if row["event_date"]
    }
    return [f"{cells.label(StationStatus, status) or status} {bound} {date}" for date, status, bound in sorted(told)]


STATIONS_WIDE = view("stations_wide", StationWide, "Stations, ready to use", ("id",), _rows, cells.Behind)
