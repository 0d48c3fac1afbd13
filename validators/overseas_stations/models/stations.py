"""Reported stations, and what sources said of their status."""

from __future__ import annotations

from overseas_stations.forms.scalars import (
    Country,
    Identifier,
    Latitude,
    Longitude,
    PartialDate,
    Prose,
    Several,
    Slug,
    Text,
)
from overseas_stations.forms.vocabulary import Precision, StationStatus
from overseas_stations.models.base import Record, optional, required

EXAMPLE = "ec-quito-1"


class Station(Record):
    """A station that a source reports. That it is reported says nothing about whether it exists."""

    id: Slug = required("Station id", "The station's permanent id: country, place and a running number.", EXAMPLE)
    country: Country = required("Country", "The country in which the station is reported.", "EC")
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
    bureau: Text | None = optional("Bureau", "The Chinese police authority said to run the station.", "Fuzhou")
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
    note: Prose | None = optional("Note", "What a reader must know about the record.", "One of two in the city.")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")


class StationStatusReport(Record):
    """What a source said of a station's status on a date."""

    station_id: Slug = required("Station", "The station.", EXAMPLE)
    as_of: PartialDate = required("As of", "The date for which the source says it.", "2022-12")
    status: StationStatus = required("Status", "The status that the source reports.", "reported")
    source_id: Slug = required("Source", "The source that says it.", "cnn-2022-12-04")
