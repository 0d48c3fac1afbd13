"""What a dossier may hold: which keys stand where, and which column each of them fills.

The reader and the dossier's JSON Schema both follow this page. Columns keep the names, forms and descriptions that the
registry gives them; only what compilation fills in is left out. The shapes follow the registry: with a profile, its
columns and tables may stand in a dossier as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from overseas_stations.tables import CITED_TABLES, CORE, TABLES, Column, follows


@dataclass(frozen=True)
class Key:
    """One key of a mapping.

    Attributes:
        name: the key as it is written.
        description: what it is for.
        column: the column that its text fills; None for a list or a mapping.
        holds: for a key without a column, what stands under it.
        required: the mapping has it.
    """

    name: str
    description: str
    column: Column | None = None
    holds: Literal["text", "passages", "ids", "values"] = "text"
    required: bool = False


Shape = Mapping[str, Key]


def _shape(*keys: Key) -> Shape:
    return {key.name: key for key in keys}


def _column(table: str, column: str, name: str | None = None, *, required: bool | None = None) -> Key:
    found = TABLES[table].column(column)
    if required is not None:
        found = replace(found, required=required)
    return Key(name or column, found.description, found, required=found.required)


def _authored(table: str, *, without: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> tuple[Key, ...]:
    return tuple(
        _column(table, name, required=False if name in optional else None)
        for name in TABLES[table].names
        if name not in without
    )


PASSAGES = Key(
    "passages", "The passages of the source that say so, as `overseas anchor` prints them.", holds="passages"
)

PASSAGE: Shape
SOURCE: Shape
RELATION: Shape
DECLARES: Mapping[str, Shape]
"""Table -> the keys of a record that a dossier declares."""
SUPPORTS: Shape
DISPUTES: Shape
EXPECTS: Shape
RETRACTION: Shape


def __getattr__(name: str) -> Any:
    """Return one of the shapes, as the registry is now."""
    try:
        return _shapes()[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None


@follows
def _shapes() -> Mapping[str, Any]:
    declares = _declares()
    counted = TABLES["figures"].column("value")
    return {
        "PASSAGE": _shape(
            _column("evidence", "passage_sha256", "sha256"),
            _column("evidence", "passage_characters", "characters"),
            _column("evidence", "passage_start", "start"),
            _column("evidence", "field"),
            _column("evidence", "asserted_value", "value"),
            _column("evidence", "locator"),
        ),
        "SOURCE": _shape(*_authored("sources", optional=("background",))),
        "RELATION": _shape(*_authored("source_relations", without=("source_id",)), PASSAGES),
        "DECLARES": declares,
        "SUPPORTS": _shape(
            _column("evidence", "record_id", "record"),
            Key(
                "adds",
                "Fields that the declaring source leaves empty, with the values that this source gives.",
                holds="values",
            ),
            PASSAGES,
        ),
        "DISPUTES": _shape(
            _column("evidence", "record_id", "record"),
            _column("evidence", "field"),
            _column("evidence", "asserted_value", "value"),
            _column("evidence", "reason"),
            PASSAGES,
        ),
        "EXPECTS": _shape(
            *(
                Key(name, f"How many {name} this dossier declares.", replace(counted, name=name, required=False))
                for name in declares
            )
        ),
        "RETRACTION": _shape(*_authored("retractions")),
    }


def _declares() -> Mapping[str, Shape]:
    own = [table.name for table in CITED_TABLES if table.name not in CORE]
    return {
        "stations": _shape(*_authored("stations", without=("source_id",), optional=("status_as_of",)), PASSAGES),
        "station_statuses": _shape(
            *_authored("station_statuses", without=("source_id",), optional=("as_of",)), PASSAGES
        ),
        "responses": _shape(
            *_authored("responses", without=("source_id",)),
            Key("stations", "The ids of the stations that the response was about.", holds="ids"),
            PASSAGES,
        ),
        "statements": _shape(*_authored("statements", without=("source_id",)), PASSAGES),
        "figures": _shape(*_authored("figures", without=("source_id", "unit")), PASSAGES),
        "incidents": _shape(*_authored("incidents", without=("source_id",)), PASSAGES),
        **{name: _shape(*_authored(name, without=("source_id",)), PASSAGES) for name in own},
    }


SECTIONS: Mapping[str, str] = {
    "source": "The citation: what the document is, and how much of it was read.",
    "relations": "The documents that this one relies on.",
    "expects": "How many records this dossier declares, so that none is lost or doubled by an edit.",
    "declares": "The records that enter the data with this source.",
    "supports": "Records of other dossiers that this source supports.",
    "disputes": "Records of other dossiers, or fields of them, that this source disputes.",
}
"""The top level of a dossier, in the order that it is written in."""
