"""One column of a table: its name, its form and its words, as the field of a model declares them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Union, get_args, get_origin

from overseas_stations.forms.scalars import Scalar
from overseas_stations.forms.vocabulary import Term
from overseas_stations.models.base import cell_text


@dataclass(frozen=True)
class Column:
    """One column of a table, as its model's field defines it."""

    name: str
    title: str
    description: str
    example: str
    required: bool
    scalar: Scalar
    vocabulary: type[Term] | None = None

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """The closed list of values with their definitions; empty where the column is open."""
        if self.vocabulary is not None:
            return {term.value: term.definition for term in self.vocabulary}
        return self.scalar.terms()


def column_of(name: str, info: Any) -> Column:
    """Return the column that a model's field declares."""
    annotation, scalar = info.annotation, next((m for m in info.metadata if isinstance(m, Scalar)), None)
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if scalar is None and get_origin(annotation) is not None:
        scalar = next(m for m in annotation.__metadata__ if isinstance(m, Scalar))
    vocabulary = annotation if isinstance(annotation, type) and issubclass(annotation, Term) else None
    if vocabulary is not None:
        scalar = Scalar(vocabulary.__name__, "one of the vocabulary's values", r"^(?:[a-z]+(?:_[a-z]+)*)$")
    assert scalar is not None, name
    return Column(
        name=name,
        title=info.title,
        description=info.description,
        example=cell_text(info.examples[0]) or "",
        required=info.is_required(),
        scalar=scalar,
        vocabulary=vocabulary,
    )
