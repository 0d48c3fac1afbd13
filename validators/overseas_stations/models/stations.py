"""Reported stations, and what sources said of their status."""

from __future__ import annotations

from overseas_stations.forms.scalars import (
    CountryCode,
    Identifier,
    Latitude,
    Longitude,
    PartialDate,
    Prose,
    Several,
    Slug,
    Text,
)
from overseas_stations.forms.vocabulary import DateBound, Precision, StationBasis, StationStatus
from overseas_stations.models.base import Record, optional, required

EXAMPLE = "ec-quito-1"


class Station(Record):
    """A station that a source reports. That it is reported says nothing about whether it exists."""

    id: Slug = required("Station id", "The station's permanent id: country, place and a running number.", EXAMPLE)
    country: CountryCode = required("Country", "The country in which the station is reported.", "EC")
    region: Text | None = optional("Region", "The region, where one is named or helps to tell places apart.", "Madeira")
    city: Text | None = optional("City", "The city's usual English name. Empty where no city is named.", "Quito")
    city_local: Text | None = optional(
        "City, local form", "The city's name as written there, where it differs from the English one.", "Milano"
    )
    precision: Precision = required("Precision", "How precisely the place is reported.", "city")
    geonames_id: Identifier | None = optional("GeoNames id", "The city's id in GeoNames.", 3652462)
    latitude: Latitude | None = optional("Latitude", "Degrees north of the city, never of a building.", -0.23)
    longitude: Longitude | None = optional("Longitude", "Degrees east of the city, never of a building.", -78.52)
    name_as_reported: Text | None = optional(
        "Name as reported",
        "The place or station as the declaring source prints it, where that differs.",
        "Vineyard of the Mar",
    )
    status: StationStatus = required(
        "Status",
        "The last status in station_statuses that says more than reported, else reported: by date, then the furthest.",
        "reported",
    )
    status_as_of: PartialDate = required("Status as of", "The date of that status.", "2022-12")
    first_reported: PartialDate | None = optional(
        "First reported", "When the station was first reported, where a source says so.", "2022-09"
    )
    stations_claimed: Several | None = optional(
        "Stations claimed",
        "How many stations the record stands for, where several are claimed and not told apart. Empty for one.",
        3,
    )
    basis: StationBasis | None = optional("Basis", "What the record rests on: the first that applies.", "listed")
    note: Prose | None = optional("Note", "What a reader must know about the record.", "One of two in the city.")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")


class StationStatusReport(Record):
    """What a source said of a station's status on a date."""

    station_id: Slug = required("Station", "The station.", EXAMPLE)
    as_of: PartialDate = required("As of", "The date for which the source says it.", "2022-12")
    status: StationStatus = required("Status", "The status that the source reports.", "reported")
    event_date: PartialDate | None = optional(
        "Event date", "When it came about, as precisely as the source says: it may be long before as_of.", "2022-11"
    )
    event_date_bound: DateBound | None = optional("Event date, bound", "How the event date is to be read.", "before")
    source_id: Slug = required("Source", "The source that says it.", "cnn-2022-12-04")


class StationBureau(Record):
    """A Chinese police authority is said to run, or to have set up, a station."""

    station_id: Slug = required("Station", "The station.", EXAMPLE)
    actor_id: Slug = required("Bureau", "The police authority.", "cn-police-fuzhou")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")


class Listing(Record):
    """A published list names a station."""

    list_id: Slug = required("List", "The source that is the list.", "safeguard-defenders-2022-12")
    station_id: Slug = required("Station", "The station.", EXAMPLE)
    actor_id: Slug | None = optional(
        "Bureau", "The police authority that the list gives for it, where it gives one.", "cn-police-fuzhou"
    )
    place: Text | None = optional(
        "Place as listed", "The place as the list prints it, where that is not the city's name.", "Vineyard of the Mar"
    )
    source_id: Slug = required("Source", "The source in which the membership was read.", "cnn-2022-12-04")
