"""How a descriptor says that a table is laid out in its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from overseas_stations.reading.layouts.dialects import PLAIN, Dialect, read_dialect

Load = Callable[[str], object]
"""Returns the JSON value of a file of the package; None where it cannot be had."""

_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Layout:
    """How the files of a table are to be read.

    Attributes:
        dialect: of the text.
        missing: texts that stand for an empty cell, beside the empty one.
        of_field: column -> the same, where a column has its own.
        fields: the columns as the schema names them, for a text without a header.
    """

    dialect: Dialect = PLAIN
    missing: tuple[str, ...] = ()
    of_field: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    fields: tuple[str, ...] = ()

    def stand_for_nothing(self, column: str) -> tuple[str, ...]:
        """Return the texts that stand for an empty cell of a column."""
        return self.of_field.get(column, self.missing)

    @property
    def is_plain(self) -> bool:
        """True for plain CSV whose empty cells are empty."""
        return self.dialect == PLAIN and not self.missing and not any(self.of_field.values())


PLAIN_LAYOUT = Layout()


def read_layout(entry: Mapping[str, Any], load: Load) -> tuple[Layout, list[str]]:
    """Return how a resource is laid out, and what of that cannot be read, each as the end of a sentence.

    Args:
        entry: the resource.
        load: for a schema or a dialect that is a file of its own.
    """
    faults: list[str] = []
    stated = _resolved(entry.get("dialect", {}), load)
    dialect, null = PLAIN, None
    if isinstance(stated, Mapping):
        dialect, wrong = read_dialect(stated)
        null = stated.get("nullSequence")
        if null is not None and not isinstance(null, str):
            wrong.append("nullSequence")
        if wrong:
            faults.append(f"has a dialect of which this cannot be read: {', '.join(wrong)}")
    else:
        faults.append("has a dialect that cannot be read")
    schema = _resolved(entry.get("schema", {}), load)
    schema = schema if isinstance(schema, Mapping) else {}
    listed = schema.get("fields")
    named = (
        [each for each in listed if isinstance(each, dict) and isinstance(each.get("name"), str)]
        if isinstance(listed, list)
        else []
    )
    own = [each for each in named if "missingValues" in each]
    lists = [_texts(schema.get("missingValues", [""])), *(_texts(each["missingValues"]) for each in own)]
    if None in lists:
        faults.append("states missingValues that are no list of texts")
    of_all, *of_fields = [(*(each or ()), *((null,) if isinstance(null, str) and null else ())) for each in lists]
    fields = tuple(each["name"] for each in named)
    if dialect.header_row is None and not fields:
        faults.append("has no header, and its schema names no fields")
    return Layout(dialect, of_all, dict(zip((each["name"] for each in own), of_fields, strict=True)), fields), faults


def _resolved(stated: object, load: Load) -> object:
    return load(stated) if isinstance(stated, str) else stated


def _texts(stated: object) -> tuple[str, ...] | None:
    """Return the texts of missingValues but the empty one, which always counts; None where they are none."""
    if not isinstance(stated, list):
        return None
    values = [each.get("value") if isinstance(each, dict) else each for each in stated]
    texts = tuple(value for value in values if isinstance(value, str))
    return tuple(text for text in texts if text) if len(texts) == len(values) else None
