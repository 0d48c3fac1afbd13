"""What all record models share: strict, immutable, every field documented."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """One row of a table.

    Unknown fields are refused, values are not coerced, instances are immutable. Text converts only through
    :meth:`from_text`, by the lexical forms of :mod:`overseas_stations.forms.scalars`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    @classmethod
    def from_text(cls, row: dict[str, str | None]) -> Self:
        """Return the record that the cells of *row* spell; an empty or missing cell is None.

        Raises:
            pydantic.ValidationError: a cell does not fit its field.
        """
        return cls.model_validate({name: cell for name, cell in row.items() if cell not in (None, "")})

    def to_text(self) -> dict[str, str | None]:
        """Return the canonical cells of this record, in column order; ``from_text`` reads them back."""
        return {name: cell_text(value) for name, value in self}


def cell_text(value: object) -> str | None:
    """Return the one canonical text of a value.

    >>> cell_text(True), cell_text(-0.0), cell_text(12.5), cell_text(7), cell_text(None)
    ('true', '0', '12.5', '7', None)
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace("-0", "0", 1) if value == 0 else _plain(value)
    return str(value)


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def required(title: str, description: str, example: object) -> Any:
    """Declare a field that every record fills."""
    return Field(title=title, description=description, examples=[example])


def optional(title: str, description: str, example: object) -> Any:
    """Declare a field that stays empty where the sources do not say."""
    return Field(default=None, title=title, description=description, examples=[example])
