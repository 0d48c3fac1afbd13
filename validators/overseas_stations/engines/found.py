"""What an engine finds: rows that are wrong, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import WrongCells, WrongRows


class EngineError(Exception):
    """An engine cannot be had: a library is missing, or it cannot take the frames."""


@dataclass(frozen=True)
class WrongRow:
    """One row that is wrong.

    Attributes:
        row: its number from 1, None where the engine has no order.
        record: its name as evidence gives it, None where it has none.
        value: the text that is shown.
        detail: fills ``{detail}`` of the message, where the check gives one.
    """

    row: int | None
    record: str | None
    value: str | None
    detail: str | None = None


@dataclass(frozen=True)
class Failure:
    """What a check found at one place.

    Attributes:
        found: the check's condition or frame.
        table, field: the place.
        count: how many rows are wrong.
        examples: the first of them, in the order of rows where there is one.
    """

    found: WrongCells | WrongRows
    table: str
    field: str | None
    count: int
    examples: Sequence[WrongRow]
