"""Which tables there are, their columns, keys, references and order. Everything else derives from them.

``TABLES`` are this project's. A profile has tables of its own besides (:mod:`overseas_stations.profiles`), so that
whatever looks at a package is given the tables that the package should hold.
"""

from __future__ import annotations

from overseas_stations import models
from overseas_stations.table_form import Row as Row
from overseas_stations.table_form import Rows as Rows
from overseas_stations.table_form import Table as Table
from overseas_stations.table_form import Tables as Tables

TABLES = Tables(
    (
        Table(
            "countries",
            models.Country,
            "Countries, territories and bodies",
            key=("code",),
            cited=False,
            label=("name",),
        ),
        Table(
            "actors",
            models.Actor,
            "Actors",
            references={"country": "countries", "part_of": "actors"},
            cited=False,
            label=("name", "kind"),
            identity=("name", "country"),
        ),
        Table(
            "sources",
            models.Source,
            "Sources",
            cited=False,
            label=("publisher", "published", "title"),
            identity=("publisher",),
        ),
        Table(
            "source_relations",
            models.SourceRelation,
            "Relations between sources",
            key=("source_id", "relation", "target_id"),
            references={"source_id": "sources", "target_id": "sources"},
        ),
        Table(
            "stations",
            models.Station,
            "Reported stations",
            references={"country": "countries", "source_id": "sources"},
            label=("country", "city", "status"),
            identity=("country",),
            derived=dict.fromkeys(("status", "status_as_of"), "the rows of station_statuses"),
            ours=("basis",),
            printed=("name_as_reported",),
        ),
        Table(
            "station_statuses",
            models.StationStatusReport,
            "Reported statuses of stations",
            key=("station_id", "as_of", "status", "source_id"),
            references={"station_id": "stations", "source_id": "sources"},
        ),
        Table(
            "station_bureaus",
            models.StationBureau,
            "Police authorities said to run a station",
            key=("station_id", "actor_id"),
            references={"station_id": "stations", "actor_id": "actors", "source_id": "sources"},
        ),
        Table(
            "listings",
            models.Listing,
            "Lists that name a station",
            key=("list_id", "station_id"),
            references={
                "list_id": "sources",
                "station_id": "stations",
                "actor_id": "actors",
                "source_id": "sources",
            },
            printed=("place",),
        ),
        Table(
            "responses",
            models.Response,
            "Responses",
            references={"country": "countries", "actor_id": "actors", "source_id": "sources"},
            ours=("looked_until",),
            label=("country", "date", "kind", "summary"),
            identity=("country",),
        ),
        Table(
            "response_stations",
            models.ResponseStation,
            "Which stations a response was about",
            key=("response_id", "station_id"),
            references={"response_id": "responses", "station_id": "stations", "source_id": "sources"},
        ),
        Table(
            "response_links",
            models.ResponseLink,
            "How responses hang together",
            key=("from_id", "relation", "to_id"),
            references={"from_id": "responses", "to_id": "responses", "source_id": "sources"},
        ),
        Table(
            "statements",
            models.Statement,
            "Statements",
            references={"actor_id": "actors", "country": "countries", "source_id": "sources"},
            label=("speaker", "actor_id", "date", "text"),
            identity=("speaker", "actor_id"),
            printed=("speaker_as_reported",),
        ),
        Table(
            "figures",
            models.Figure,
            "Claimed figures",
            references={"country": "countries", "actor_id": "actors", "source_id": "sources"},
            label=("actor_id", "claimant", "metric", "bound", "value"),
            identity=("actor_id", "claimant"),
            derived={"unit": "the metric"},
        ),
        Table(
            "incidents",
            models.Incident,
            "Reported incidents",
            references={"country": "countries", "source_id": "sources"},
            label=("country", "date", "kind", "summary"),
            identity=("country",),
        ),
        Table(
            "evidence",
            models.Evidence,
            "Evidence",
            # By source first, so that a new dossier is one block of rows and not a line here and a line there.
            key=("source_id", "table", "record_id", "field", "stance", "passage_sha256"),
            references={"source_id": "sources"},
            cited=False,
            primary=False,
        ),
        Table(
            "retractions",
            models.Retraction,
            "Retracted ids",
            key=("table", "record_id"),
            cited=False,
            label=("reason", "note", "successor_id"),
        ),
        Table(
            "source_checks",
            models.SourceCheck,
            "Checks of sources",
            key=("source_id", "checked"),
            references={"source_id": "sources"},
            cited=False,
            label=("outcome",),
            observed=True,
        ),
        Table(
            "passage_checks",
            models.PassageCheck,
            "Checks of passages",
            key=("source_id", "passage_sha256"),
            references={"source_id": "sources"},
            cited=False,
            label=("outcome",),
            observed=True,
        ),
    )
)
"""The tables of this project."""


def record_name(table: Table, row: Row) -> str:
    """Return how ``evidence.record_id`` names a row: its id, or the parts of its key joined with ``/``.

    >>> record_name(TABLES["response_stations"], {"response_id": "a", "station_id": "b"})
    'a/b'
    """
    return "/".join(row.get(column) or "" for column in table.key)


def row_label(table: Table, row: Row) -> str:
    """Return what a row is about, in a line for people: the cells of the table's label.

    >>> row_label(TABLES["stations"], {"country": "EC", "city": "Quito", "status": "reported"})
    'EC, Quito, reported'
    """
    return ", ".join(cell for column in table.label if (cell := row.get(column)))
