"""A table as a frozen Table Schema describes it, in the form that the registry gives to those of today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import create_model

from overseas_stations.forms.scalars import BOOLEAN, DEGREES, INTEGER, TEXT, CellType, Scalar
from overseas_stations.models.base import Record, optional, required
from overseas_stations.tables import Table

_PATTERNS = {"integer": INTEGER, "number": DEGREES, "boolean": BOOLEAN}
_TYPES: Mapping[str, type] = {"integer": int, "number": float, "boolean": bool}


def table_of(name: str, schema: Mapping[str, Any]) -> Table:
    """Return the table that a Table Schema of ours describes; a closed list of terms becomes a pattern."""
    fields = {field["name"]: _field(field) for field in schema["fields"]}
    model = create_model(name, __base__=Record, __doc__=schema["description"], **fields)
    primary = "primaryKey" in schema
    return Table(
        name,
        model,
        schema["title"],
        key=tuple(schema["primaryKey"] if primary else schema["uniqueKeys"][0]),
        references={key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", ())},
        primary=primary,
    )


def _field(field: Mapping[str, Any]) -> Any:
    bounds: Mapping[str, Any] = field.get("constraints", {})
    kind: CellType = field["type"]
    terms = "|".join(map(re.escape, bounds.get("enum", ())))
    scalar = Scalar(
        field["name"],
        "what its schema says",
        f"^(?:{terms})$" if terms else bounds.get("pattern", _PATTERNS.get(kind, TEXT)),
        kind,
        max_length=bounds.get("maxLength"),
        minimum=bounds.get("minimum"),
        maximum=bounds.get("maximum"),
    )
    annotation: Any = Annotated[_TYPES.get(kind, str), scalar]
    words = (field["title"], field["description"], field["example"])
    return (annotation, required(*words)) if bounds.get("required") else (annotation | None, optional(*words))
