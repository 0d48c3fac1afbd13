"""Whether the models take the cells that dossiers compile to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from overseas_stations.dossiers.compiled import Compiled
from overseas_stations.findings import Finding
from overseas_stations.tables import record_name

if TYPE_CHECKING:
    import polars as pl


def invalid_cells(compiled: Compiled) -> Iterator[Finding]:
    """Yield what pydantic finds in the compiled rows, with the rule that the column checks name for it."""
    if _all_fit(compiled):
        return
    from pydantic import ValidationError

    from overseas_stations.rules.fields import finding_of_error

    for name, frame in compiled.frames.items():
        table = compiled.tables[name]
        for number, row in enumerate(frame.iter_rows(named=True), start=1):
            try:
                table.model.from_text(row)
            except ValidationError as error:
                for each in error.errors(include_url=False):
                    cell = row.get(str(each["loc"][0]))
                    yield finding_of_error(table, each, cell, row=number, record_id=record_name(table, row) or None)


def _all_fit(compiled: Compiled) -> bool:
    """Say whether the models take every cell: a cell is judged by itself, so that alike ones are judged once."""
    import polars as pl
    from pydantic import TypeAdapter, ValidationError

    cells: dict[Any, list[pl.Series]] = defaultdict(list)
    for name, frame in compiled.frames.items():
        model = compiled.tables[name].model
        decorators = model.__pydantic_decorators__
        if decorators.model_validators or decorators.field_validators or decorators.root_validators:
            return False  # rows are judged as a whole, as models of other projects may do
        for field, info in model.model_fields.items():
            if info.is_required() and frame[field].null_count():
                return False
            form = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
            cells[form].append(frame[field].rename(""))
    texts = [pl.concat(columns).drop_nulls().unique().to_list() for columns in cells.values()]
    try:
        # One adapter of all forms takes less time to make than one of each.
        forms: Any = tuple[tuple(list[form] for form in cells)]  # type: ignore[misc, valid-type]
        TypeAdapter(forms).validate_python(texts)
    except ValidationError:
        return False
    return True
