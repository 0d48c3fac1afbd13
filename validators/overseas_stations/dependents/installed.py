"""What a reference to these data can lead to: the values of a table's columns, and what was retracted."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from overseas_stations.lookups.library import Library
from overseas_stations.paths import packaged_datapackage
from overseas_stations.tables import TABLES, Row

SEPARATOR = "\x1f"
"""Stands between the values of a key of several columns."""

MAX_LIKENED = 200
"""Longer values are not compared with what is there: likeness costs the square of the length."""


def spelt(value: str) -> str:
    """Return a value as people write it."""
    return value.replace(SEPARATOR, "/")


@dataclass(frozen=True)
class Target:
    """What a foreign key refers to, in the installed data.

    Attributes:
        table, columns: as the key names them.
        values: what is there; the parts of a key of several columns joined with :data:`SEPARATOR`.
        retracted: value -> its retraction.
    """

    table: str
    columns: tuple[str, ...]
    values: frozenset[str]
    retracted: Mapping[str, Row]

    @cached_property
    def _spelt(self) -> list[str]:
        return sorted(map(spelt, self.values))

    def of_unknown(self, value: str) -> dict[str, Any]:
        """Return what a message says of a value that never was there."""
        close = difflib.get_close_matches(spelt(value), self._spelt, n=1) if len(value) <= MAX_LIKENED else []
        detail = f"; did you mean {close[0]}?" if close else ""
        return {"columns": ", ".join(self.columns), "detail": detail}

    def of_retracted(self, value: str) -> dict[str, Any]:
        """Return what a message says of a value that was retracted, and what to refer to instead."""
        row = self.retracted[value]
        successor, seen = row["successor_id"], {value}
        while successor is not None and successor in self.retracted and successor not in seen:
            seen.add(successor)
            successor = self.retracted[successor]["successor_id"]
        instead = f"the successor is {successor}" if successor else "it has no successor"
        return {"date": row["date"], "reason": row["reason"], "note": row["note"], "next": instead}


class Installed:
    """The data that this installation carries."""

    def __init__(self) -> None:
        self.library = Library.load(packaged_datapackage(), TABLES)
        self._targets: dict[tuple[str, tuple[str, ...]], Target] = {}

    def target(self, table: str, columns: tuple[str, ...]) -> Target | None:
        """Return what a foreign key refers to; None where there is no such table or column."""
        known = TABLES.get(table)
        if known is None or not set(columns) <= set(known.names):
            return None
        if (table, columns) not in self._targets:
            rows = ([row[name] for name in columns] for row in self.library.rows[table])
            values = frozenset(SEPARATOR.join(map(str, cells)) for cells in rows if None not in cells)
            gone = [row for row in self.library.rows["retractions"] if row["table"] == table]
            named = {row["record_id"] or "": row for row in gone} if columns == known.key else {}
            retracted = {name.replace("/", SEPARATOR): row for name, row in named.items()}
            self._targets[table, columns] = Target(table, columns, values, retracted)
        return self._targets[table, columns]
