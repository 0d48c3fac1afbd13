"""What a dossier may hold: which keys stand where, and which column each of them fills.

The reader and the dossier's JSON Schema both follow this page. Columns keep the names, forms and descriptions that the
tables give them; only what compilation fills in is left out. The columns and tables of a profile may stand in a
dossier as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from overseas_stations.columns import Column
from overseas_stations.keeping import kept
from overseas_stations.tables import Table, Tables


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


PASSAGES = Key(
    "passages", "The passages of the source that say so, as `overseas anchor` prints them.", holds="passages"
)


ATTRIBUTED = "attributed_to"
"""The column of ``evidence`` that an entry states for all of its passages, and a passage for itself."""


EVENT = ("event_date", "event_date_bound")
"""Columns of ``station_statuses`` that a station's own entry states for its status."""


@dataclass(frozen=True)
class Shapes:
    """The keys of each part of a dossier, and of the file of an actor.

    Attributes:
        actor: the keys of an actor.
        source, relation, supports, disputes, expects, retraction, passage: the keys of one entry.
        declares: table -> the keys of a record that a dossier declares.
    """

    actor: Shape
    source: Shape
    relation: Shape
    declares: Mapping[str, Shape]
    supports: Shape
    disputes: Shape
    expects: Shape
    retraction: Shape
    passage: Shape


@kept
def shapes(tables: Tables) -> Shapes:
    """Return what a dossier may hold that compiles to some tables."""
    declares, evidence = _declares(tables), partial(_column, tables["evidence"])
    counted = tables["figures"].column("value")
    return Shapes(
        actor=_shape(*_authored(tables["actors"])),
        source=_shape(*_authored(tables["sources"], optional=("background",))),
        relation=_shape(*_authored(tables["source_relations"], without=("source_id",)), PASSAGES),
        declares=declares,
        supports=_shape(
            evidence("record_id", "record"),
            Key(
                "adds",
                "Fields that the declaring source leaves empty, with the values that this source gives.",
                holds="values",
            ),
            evidence(ATTRIBUTED),
            PASSAGES,
        ),
        disputes=_shape(
            evidence("record_id", "record"),
            evidence("field"),
            evidence("asserted_value", "value"),
            evidence("reason"),
            evidence(ATTRIBUTED),
            PASSAGES,
        ),
        expects=_shape(
            *(
                Key(name, f"How many {name} this dossier declares.", replace(counted, name=name, required=False))
                for name in declares
            )
        ),
        retraction=_shape(*_authored(tables["retractions"])),
        passage=_shape(
            evidence("passage_sha256", "sha256"),
            evidence("passage_characters", "characters"),
            evidence("passage_start", "start"),
            evidence("field"),
            evidence("asserted_value", "value"),
            evidence("locator"),
            evidence(ATTRIBUTED),
        ),
    )


def _declares(tables: Tables) -> Mapping[str, Shape]:
    further: Mapping[str, Mapping[str, tuple[str, ...]]] = {
        "stations": {"optional": ("status_as_of",)},
        "station_statuses": {"optional": ("as_of",)},
        "figures": {"without": ("source_id", "unit")},
    }
    attributed = _column(tables["evidence"], ATTRIBUTED)
    about = Key("stations", "The ids of the stations that the response was about.", holds="ids")
    event = tuple(_column(tables["station_statuses"], name) for name in EVENT)
    more = {"responses": (about,), "stations": event}
    return {
        table.name: _shape(
            *_authored(table, **{"without": ("source_id",), **further.get(table.name, {})}),
            *more.get(table.name, ()),
            attributed,
            PASSAGES,
        )
        for table in tables.cited
        if table.name not in ELSEWHERE
    }


ELSEWHERE = ("source_relations", "response_stations")
"""Cited tables whose rows a dossier states under another section, or with another record."""


def _column(table: Table, column: str, name: str | None = None, *, required: bool | None = None) -> Key:
    found = table.column(column)
    if required is not None:
        found = replace(found, required=required)
    return Key(name or column, found.description, found, required=found.required)


def _authored(table: Table, *, without: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> tuple[Key, ...]:
    return tuple(
        _column(table, name, required=False if name in optional else None)
        for name in table.names
        if name not in without
    )


SECTIONS: Mapping[str, str] = {
    "source": "The citation: what the document is, and how much of it was read.",
    "relations": "The documents that this one relies on.",
    "expects": "How many records this dossier declares, so that none is lost or doubled by an edit.",
    "declares": "The records that enter the data with this source.",
    "supports": "Records of other dossiers that this source supports.",
    "disputes": "Records of other dossiers, or fields of them, that this source disputes.",
}
"""The top level of a dossier, in the order that it is written in."""
