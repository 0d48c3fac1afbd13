"""The record models: one class per table, every field with a title, a description and an example."""

from overseas_stations.models.base import Record
from overseas_stations.models.evidence import Evidence, Retraction
from overseas_stations.models.responses import Response, ResponseStation
from overseas_stations.models.sources import Source, SourceRelation
from overseas_stations.models.statements import Figure, Incident, Statement
from overseas_stations.models.stations import Station, StationStatusReport

__all__ = [
    "Evidence",
    "Figure",
    "Incident",
    "Record",
    "Response",
    "ResponseStation",
    "Retraction",
    "Source",
    "SourceRelation",
    "Statement",
    "Station",
    "StationStatusReport",
]
