"""One row a station: where it is reported, what is said of it and since when, on whose word, and who disputes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from overseas_stations.forms.vocabulary import CLOSED, DateBound, Precision, Stance, StationBasis, StationStatus
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional, required
from overseas_stations.views import cells, joining
from overseas_stations.views.cells import BETWEEN
from overseas_stations.views.view import view

if TYPE_CHECKING:
    import polars as pl

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
        "Status, voices", "The voices that say so, on whatever date.", "A ministry"
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


def _rows(library: Library) -> pl.DataFrame:
    import polars as pl

    rows = joining.places(library, joining.rows_of(library, "stations"))
    countries = joining.cells_of(library, "countries", "country", country_iso3="iso3", world_region="region")
    rows = _with_status(
        library, joining.beside(rows.drop("region"), countries, "country").hstack(rows.select("region"))
    )
    actors = joining.cells_of(library, "actors", "actor_id", actor_name="name")
    bureaus = joining.beside(joining.in_order(library, "station_bureaus"), actors, "actor_id")
    responses = joining.in_order(library, "response_stations")
    for each in (
        joining.several(bureaus, "station_id", bureaus=pl.coalesce("actor_name", "actor_id")),
        joining.several(_listings(library), "station_id", lists="list"),
        joining.several(responses, "station_id", responses="response_id"),
    ):
        rows = joining.beside(rows, each.rename({"station_id": "id"}), "id")
    rows = joining.behind(library, "stations", rows)
    is_closed = pl.col("status").is_in([status.value for status in CLOSED])
    cautions = {
        ONE_VOICE: pl.col("voices_count") == "1",
        CLOSED_BY_ONE: is_closed & (pl.col("status_voices_count") == "1"),
        DISPUTED: pl.col("disputes_count") != "0",
        NOT_LOCATED: pl.col("precision").ne_missing(Precision.CITY.value),
    }
    told = [pl.when(holds).then(pl.lit(words)) for words, holds in cautions.items()]
    joined = pl.concat_str(told, separator=BETWEEN, ignore_nulls=True)
    number = pl.sum_horizontal(each.is_not_null() for each in told).cast(pl.String)
    return rows.with_columns(cautions=pl.when(joined != "").then(joined), cautions_count=number)


def _listings(library: Library) -> pl.DataFrame:
    """Return which lists name which stations, each in words: who published it, and when."""
    import polars as pl

    named = joining.cells_of(library, "sources", "list_id", publisher="publisher", published="published")
    rows = joining.beside(joining.in_order(library, "listings"), named, "list_id")
    words = pl.concat_str("publisher", "published", separator=", ", ignore_nulls=True)
    return rows.with_columns(list=pl.when(words != "").then(words).otherwise("list_id"))


def _with_status(library: Library, stations: pl.DataFrame) -> pl.DataFrame:
    """Return stations with the cells on their status, and on what came about."""
    import polars as pl

    table = "station_statuses"
    reports = joining.in_order(library, table)
    current = stations.select("status", "status_as_of", station_id="id").unique("station_id", keep="first")
    alike = reports.join(current, on=["station_id", "status"], maintain_order="left")
    said = library.claims.filter(pl.col("table") == table, pl.col("stance") == Stance.SUPPORTS.value)
    said = alike.select("station_id", joining.RECORD).join(said, on=joining.RECORD)
    now = alike.filter(pl.col("as_of") == pl.col("status_as_of"))
    found = (
        _events_of_status(alike).select(
            "station_id", status_event_date="event_date", status_event_date_bound="event_date_bound"
        ),
        joining.several(now, "station_id", status_sources="source_id"),
        joining.several(joining.voices(said, ["station_id"]), "station_id", status_voices="voice"),
        joining.several(_events(reports), "station_id", events="event"),
    )
    for each in found:
        stations = joining.beside(stations, each.rename({"station_id": "id"}), "id")
    return stations.with_columns(status_label=joining.label(StationStatus, "status"))


def _events_of_status(alike: pl.DataFrame) -> pl.DataFrame:
    """Return the report of each station that says most closely when its status came about.

    The day itself goes first, else the earliest by which it had come about.
    """
    import polars as pl

    dated = alike.filter(pl.col("event_date").is_not_null())
    bounds = [bound.value for bound in (DateBound.ON, DateBound.ABOUT, DateBound.BEFORE, DateBound.AFTER)]
    order = dict(zip(bounds, range(len(bounds)), strict=True))
    dated = dated.with_columns(
        joining.last_days(dated, "event_date").alias("by"),
        bound=pl.col("event_date_bound").replace_strict(order, default=len(bounds), return_dtype=pl.Int64),
    )
    return dated.sort("station_id", "bound", "by", maintain_order=True).unique("station_id", keep="first")


def _events(reports: pl.DataFrame) -> pl.DataFrame:
    """Return what came about and when at each station, once each, by date."""
    import polars as pl

    parts = ("event_date", "status", "event_date_bound")
    told = reports.filter(pl.col("event_date").is_not_null()).select("station_id", pl.col(parts).fill_null(""))
    words = pl.coalesce(joining.label(StationStatus, "status"), "status")
    event = pl.concat_str(words, "event_date_bound", "event_date", separator=" ")
    return told.unique().sort("station_id", *parts).with_columns(event=event)


STATIONS_WIDE = view("stations_wide", StationWide, "Stations, ready to use", ("id",), _rows, cells.Behind)
