"""The rules on Spark: frames that Spark holds, and the session that reads them.

Nothing about a rule is here. The index of each table is kept (in memory, else on disk), because all checks of rows
begin with it; what reaches the driver are counts and the examples that are shown.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from overseas_stations.engines.lazy import LazyEngine
from overseas_stations.frames import in_polars

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from overseas_stations.frames import TextFrame
    from overseas_stations.rules.core.checks import Frame, WrongCells
    from overseas_stations.rules.core.registry import Registry


def session() -> SparkSession:
    """Return the session that runs, else the one that the surroundings describe, else one on this machine.

    ``spark-submit``, ``PYSPARK_SUBMIT_ARGS`` and ``SPARK_CONF_DIR`` describe one; else Spark starts here.

    Raises:
        ImportError: pyspark is not installed.
        EngineError: Spark does not start, for want of Java above all.
    """
    # pyspark says so of itself, at every start.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from pyspark.sql import SparkSession

    from overseas_stations.engines.found import EngineError

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    builder = SparkSession.builder.appName("overseas-stations")
    if not {"PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR", "SPARK_ENV_LOADED"} & os.environ.keys():
        # On one machine: reachable from it alone, and without a page of its own.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for name, value in {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
            # Else Spark asks for the place of each expression in our code, which costs more than the expression.
            "spark.python.sql.dataFrameDebugging.enabled": "false",
        }.items():
            builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise EngineError(f"Spark does not start, which needs Java 17 or later: {error}") from None


def as_spark(text: TextFrame) -> DataFrame:
    """Return a frame of text as Spark's; one that another library holds is handed to the session that runs."""
    frame: DataFrame
    if text.library == "spark" and text.frame is not None:
        frame = text.frame.to_native()
    else:
        rows = in_polars(text).drop("row").collect()
        frame = session().createDataFrame(rows.rows(), ", ".join(f"`{name}` string" for name in rows.columns))
    return frame


def engine(
    registry: Registry, conditions: Mapping[str, Sequence[WrongCells]], frames: Mapping[str, DataFrame]
) -> LazyEngine:
    """Return an engine over Spark's frames of text.

    Their rows have no order. To tell them apart each gets a number that stays the same only where the frame gives the
    same rows in the same partitions whenever it is asked, as files do; keep other frames first (``DataFrame.persist``).
    """
    import narwhals as nw
    from pyspark import StorageLevel
    from pyspark.sql import functions

    def keep(frame: Frame) -> Frame:
        kept: Any = frame.to_native()
        index: Frame = nw.from_native(kept.persist(StorageLevel.MEMORY_AND_DISK))
        return index

    numbered = {
        name: nw.from_native(frame.withColumn("row", functions.monotonically_increasing_id()))
        for name, frame in frames.items()
    }
    return LazyEngine(registry, conditions, numbered, ordered=False, keep=keep)
