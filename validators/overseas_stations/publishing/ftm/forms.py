"""Which schema and properties of FollowTheMoney each table becomes: the one list that the entities are made by.

A column that has no property here is told in the texts of its entity, with its title, so that nothing is lost where
FollowTheMoney has no place for it, and a column that is added is told by itself. So are terms, with their definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overseas_stations.forms.vocabulary import ActorKind, SourceKind

LINKS = frozenset({"UnknownLink", "Documentation"})
"""The schemata that tie two things together, and are no things themselves: nothing can be said of them but in them."""

DATED = LINKS | {"Event", "Project"}
"""The schemata that have a place for the name of the record that they rest on."""

WITH_STATUS = LINKS | {"Project"}
"""The schemata that have a place for a status."""

ROOMS = {True: "description", False: "notes"}
"""Whether an entity is a link -> the property that holds what has no property of its own."""


@dataclass(frozen=True)
class Form:
    """What a row of a table becomes.

    Attributes:
        schema: the schema of its entity; for tables of several, that of each value of ``kind``.
        properties: column -> the property that holds its value.
        role: of a link, what it says where no column says it.
        called: what its name begins with.
        named: the columns that follow in its name.
        elsewhere: the columns whose values stand in another entity, or in words that are made for the table.
    """

    schema: str | Mapping[str, str]
    properties: Mapping[str, str]
    role: str | None = None
    called: str | None = None
    named: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def schema_of(self, kind: str | None) -> str:
        """Return the schema of a row of this kind."""
        return self.schema if isinstance(self.schema, str) else self.schema[kind or ""]


_PUBLIC = (
    *(ActorKind.GOVERNMENT, ActorKind.MINISTRY, ActorKind.POLICE, ActorKind.PROSECUTOR, ActorKind.INTELLIGENCE),
    *(ActorKind.MILITARY, ActorKind.COURT, ActorKind.LEGISLATURE, ActorKind.MISSION, ActorKind.LOCAL_GOVERNMENT),
    ActorKind.AGENCY,
)
_SORTS = {
    **dict.fromkeys(_PUBLIC, "PublicBody"),
    ActorKind.COMPANY: "Company",
    # Members who act for themselves are no organisation, and of the others it is not known what they are.
    **dict.fromkeys((ActorKind.LEGISLATOR, ActorKind.OTHER), "LegalEntity"),
}

PLACE = Form(
    "Address",
    {
        "country": "country",
        "region": "region",
        "city": "city",
        "city_local": "city",
        "latitude": "latitude",
        "longitude": "longitude",
    },
    elsewhere=("geonames_id",),
)
"""What the columns of a station that say where it is become, where they say more than the country."""

FORMS: Mapping[str, Form] = {
    "actors": Form(
        {kind.value: _SORTS.get(kind, "Organization") for kind in ActorKind},
        {"name": "name", "name_local": "alias", "kind": "keywords", "country": "country"},
        elsewhere=("part_of",),
    ),
    "sources": Form(
        {kind.value: "Article" if kind is SourceKind.NEWS else "Document" for kind in SourceKind},
        {
            "kind": "keywords",
            "title": "title",
            "publisher": "publisher",
            "published": "publishedAt",
            "accessed": "retrievedAt",
            "url": "sourceUrl",
            "archive_url": "sourceUrl",
            "language": "language",
        },
    ),
    "source_relations": Form("UnknownLink", {"source_id": "subject", "relation": "role", "target_id": "object"}),
    "stations": Form(
        "Project",
        {"country": "country", "status": "status", "source_id": "proof"},
        called="Reported station",
        named=("city", "region", "country"),
        elsewhere=tuple(name for name in (*PLACE.properties, *PLACE.elsewhere) if name != "country"),
    ),
    "station_statuses": Form(
        "Documentation", {"source_id": "document", "station_id": "entity", "status": "role", "as_of": "date"}
    ),
    "station_bureaus": Form(
        "UnknownLink",
        {"actor_id": "subject", "station_id": "object", "source_id": "proof"},
        role="is said to run it or to have set it up",
    ),
    "listings": Form(
        "Documentation", {"list_id": "document", "station_id": "entity", "source_id": "proof"}, role="lists it"
    ),
    "responses": Form(
        "Event",
        {
            "country": "country",
            "date": "date",
            "actor_id": "involved",
            "kind": "keywords",
            "summary": "description",
            "source_id": "proof",
        },
        called="Response",
        named=("country", "kind", "date"),
    ),
    "response_stations": Form(
        "UnknownLink", {"response_id": "subject", "station_id": "object", "source_id": "proof"}, role="was about it"
    ),
    "response_links": Form(
        "UnknownLink", {"from_id": "subject", "relation": "role", "to_id": "object", "source_id": "proof"}
    ),
    "statements": Form(
        "Event",
        {"actor_id": "involved", "country": "country", "date": "date", "text": "description", "source_id": "proof"},
        called="Statement",
        named=("speaker", "actor_id", "date"),
    ),
    "figures": Form(
        "Note",
        {"metric": "keywords", "country": "country", "actor_id": "entity", "source_id": "proof"},
    ),
    "incidents": Form(
        "Event",
        {"kind": "keywords", "country": "country", "date": "date", "summary": "description", "source_id": "proof"},
        called="Reported incident",
        named=("kind", "country", "date"),
    ),
    "evidence": Form("Documentation", {"source_id": "document", "record_id": "recordId"}, elsewhere=("stance",)),
    "retractions": Form("Note", {"reason": "keywords"}, called="Retracted id", named=("record_id",)),
}
"""Table -> what its rows become.

Countries become none: FollowTheMoney has them as values, by their codes. Nor does what a machine saw.
"""
