"""Parts of the JSON report as types: its JSON Schema is made of them, and of what is written below each name.

Pydantic makes it, and is loaded for that alone: every command needs these types, and few need the schema.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar

CLOSED = {"extra": "forbid", "use_attribute_docstrings": True}
"""How pydantic reads a type: nothing else stands in it, and the text below a name describes it."""


@dataclass(frozen=True)
class AtLeast:
    """The least that a number is, as the JSON Schema says it."""

    minimum: int

    def __get_pydantic_json_schema__(self, schema: Any, made_of: Any) -> dict[str, Any]:
        return {**made_of(schema), "minimum": self.minimum}


Count = Annotated[int, AtLeast(0)]
Number = Annotated[int, AtLeast(1)]


@dataclass(frozen=True)
class Tool:
    """A tool and its version."""

    __pydantic_config__: ClassVar = CLOSED

    name: str
    """Always overseas-stations."""
    version: str
    """The version of the installation that checked."""


@dataclass(frozen=True)
class Counts:
    """A number for each severity."""

    __pydantic_config__: ClassVar = CLOSED

    error: Count
    """They alone make data invalid."""
    warning: Count
    """Somebody should look at them."""
    info: Count
    """They are worth knowing."""


@dataclass(frozen=True)
class Verdicts:
    """A number for each verdict on a passage."""

    __pydantic_config__: ClassVar = CLOSED

    exact: Count
    """Found where the evidence says."""
    moved: Count
    """Found at another place."""
    ambiguous: Count
    """Found more than once."""
    absent: Count
    """Not in the text."""
    not_checked: Count
    """No text was at hand."""


VERDICTS = tuple(verdict.name for verdict in fields(Verdicts))
