"""Which engine holds which frames."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from overseas_stations.engines.base import Engine
from overseas_stations.engines.found import EngineError
from overseas_stations.frames import EngineName, TextFrame, in_polars

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame, WrongCells
    from overseas_stations.rules.core.registry import Registry


OLDEST_PANDAS = (3, 0, 2)
"""An earlier one compiles with Python's ``re`` what Arrow is to search for; pyproject.toml asks for the same."""


def engine_of(
    library: EngineName,
    registry: Registry,
    conditions: Mapping[str, Sequence[WrongCells]],
    frames: Mapping[str, TextFrame],
) -> Engine:
    """Return an engine that evaluates the rules with *library*, wherever the frames are.

    Args:
        library: who evaluates the rules.
        registry: the tables that the package should hold, and the rules for them.
        conditions: table -> the conditions on its single rows.
        frames: table -> its text.

    Raises:
        EngineError: the library is not installed, or too old for it.
    """
    from overseas_stations.engines.lazy import LazyEngine
    from overseas_stations.engines.streaming import StreamingEngine

    try:
        if library == "polars":
            return StreamingEngine(registry, conditions, {name: in_polars(text) for name, text in frames.items()})
        if library == "spark":
            from overseas_stations.engines.spark import as_spark
            from overseas_stations.engines.united import SparkEngine

            return SparkEngine(registry, conditions, {name: as_spark(text) for name, text in frames.items()})
        ordered = all(text.library == "polars" for text in frames.values())
        take = {"pandas": _in_pandas, "duckdb": _in_duckdb}[library]
        # DuckDB plans a few queries of some frames in half the time that one of all takes.
        at_once = 8 if library == "duckdb" else 0
        taken = {name: take(text) for name, text in frames.items()}
        return LazyEngine(registry, conditions, taken, ordered=ordered, frames_at_once=at_once)
    except ImportError as error:
        raise EngineError(
            f"the engine {library} needs {error.name}: pip install 'overseas-stations[{library}]'"
        ) from None


def _in_pandas(text: TextFrame) -> Frame:
    import narwhals as nw
    import pandas as pd
    from polars import CompatLevel

    if tuple(map(int, re.findall(r"\d+", pd.__version__)[:3])) < OLDEST_PANDAS:
        least = ".".join(map(str, OLDEST_PANDAS))
        raise EngineError(
            f"the engine pandas needs pandas {least} or later, and {pd.__version__} is installed: "
            "pip install --upgrade 'overseas-stations[pandas]'"
        )

    # Arrow's strings are searched by RE2, which knows the end of a text; Python's re would not do.
    strings = pd.StringDtype("pyarrow")
    held = in_polars(text).collect().to_arrow(compat_level=CompatLevel.oldest())
    native: Any = held.to_pandas(types_mapper=lambda kind: None if str(kind).startswith("uint") else strings)
    frame: Frame = nw.from_native(native).lazy()
    return frame


def _in_duckdb(text: TextFrame) -> Frame:
    import duckdb
    import narwhals as nw

    assert text.frame is not None
    if text.library == "duckdb":
        relation: Any = text.frame.to_native()
        relation = relation.project("row_number() over () as row, *")
    else:
        relation = duckdb.from_arrow(in_polars(text).collect().to_arrow())
    frame: Frame = nw.from_native(relation)
    return frame
