"""What the quick tests know of FollowTheMoney's model: the schemata and properties that the export writes.

``verify_exports/with_ftm.py`` holds it against the model itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Schema(NamedTuple):
    """A schema: whether programs match its entities with others, what it is, what it must have, and properties.

    A property has the name of its type; one that refers to entities has the schema that those must be.
    """

    matchable: bool
    is_a: frozenset[str]
    required: tuple[str, ...]
    properties: Mapping[str, str]


_THING = {"country": "country", "keywords": "string", "notes": "text", "summary": "text"}
_NAMED = {"name": "name", **_THING}
_ACTOR = {"alias": "name", **_NAMED}
_DOCUMENT = {
    **_THING,
    "fileName": "string",
    "language": "language",
    "publishedAt": "date",
    "publisher": "string",
    "retrievedAt": "date",
    "sourceUrl": "url",
    "title": "string",
}
_DATED = {"recordId": "string", "date": "date", "proof": "Document", "summary": "text", "description": "text"}
_LINK = {**_DATED, "role": "string", "status": "string"}


def _schema(matchable: bool, name: str, above: str, required: str, properties: Mapping[str, str]) -> tuple[str, Schema]:
    return name, Schema(matchable, frozenset((name, *above.split())), tuple(required.split()), properties)


SCHEMATA: Mapping[str, Schema] = dict(
    (
        _schema(True, "LegalEntity", "Thing", "name", _ACTOR),
        _schema(True, "Organization", "LegalEntity Thing", "name", _ACTOR),
        _schema(True, "PublicBody", "Organization LegalEntity Thing", "name", _ACTOR),
        _schema(True, "Company", "Organization LegalEntity Asset Value Thing", "name", _ACTOR),
        _schema(
            *(True, "Address", "Thing", ""),
            {
                **_THING,
                "full": "address",
                "city": "string",
                "region": "string",
                "latitude": "number",
                "longitude": "number",
            },
        ),
        _schema(False, "Document", "Analyzable Thing", "fileName", _DOCUMENT),
        _schema(False, "Article", "Document Analyzable Thing", "", _DOCUMENT),
        _schema(
            *(False, "Project", "Interval Value Thing", ""),
            {**_NAMED, **_DATED, "status": "string", "addressEntity": "Address"},
        ),
        _schema(False, "Event", "Interval Analyzable Thing", "name", {**_NAMED, **_DATED, "involved": "LegalEntity"}),
        _schema(
            *(False, "Note", "Analyzable Thing", ""),
            {**_NAMED, "description": "text", "proof": "Document", "entity": "Thing"},
        ),
        _schema(
            False,
            "UnknownLink",
            "Interest Interval",
            "object subject",
            {**_LINK, "subject": "Thing", "object": "Thing"},
        ),
        _schema(
            *(False, "Documentation", "Interest Interval", "document entity"),
            {**_LINK, "document": "Document", "entity": "Thing"},
        ),
    )
)

LONGEST = {"string": 1024, "text": 65_000, "name": 384, "address": 250, "url": 4096}
"""Type -> the most characters of a value."""
