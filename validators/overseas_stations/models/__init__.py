"""The record models: one class per table, every field with a title, a description and an example."""

from overseas_stations.models.base import Record
from overseas_stations.models.checks import PassageCheck, SourceCheck
from overseas_stations.models.evidence import Evidence, Retraction
from overseas_stations.models.reference import Actor, Country
from overseas_stations.models.responses import Response, ResponseLink, ResponseStation
from overseas_stations.models.sources import Source, SourceRelation
from overseas_stations.models.statements import Figure, Incident, Statement
from overseas_stations.models.stations import Listing, Station, StationBureau, StationStatusReport

__all__ = [
    "Actor",
    "Country",
    "Evidence",
    "Figure",
    "Incident",
    "Listing",
    "PassageCheck",
    "Record",
    "Response",
    "ResponseLink",
    "ResponseStation",
    "Retraction",
    "Source",
    "SourceCheck",
    "SourceRelation",
    "Statement",
    "Station",
    "StationBureau",
    "StationStatusReport",
]
