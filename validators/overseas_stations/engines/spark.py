"""The session in which Spark works, the settings of our queries, and frames of others as Spark's."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from typing import TYPE_CHECKING

from overseas_stations.frames import in_polars

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from overseas_stations.frames import TextFrame

ALWAYS = {
    # It asks the right side anew for each table of a union on the left: what is one join becomes some hundred.
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.PushDownLeftSemiAntiJoin",
}
"""Settings of all our queries."""

OF_SMALL = {
    # All rows are in one partition, where nothing needs to move and no second stage to be planned.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.shuffle.partitions": "1",
    # To compile a question takes longer than to answer it.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Settings of queries about few rows."""


OF_SHORT_WORK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java's options where it is over soon: half of the work would be to compile Spark anew, for hours that do not come."""


def session(*, short: bool = False) -> SparkSession:
    """Return the session that runs, else the one that the surroundings describe, else one on this machine.

    ``spark-submit``, ``PYSPARK_SUBMIT_ARGS`` and ``SPARK_CONF_DIR`` describe one; else Spark starts here.

    Args:
        short: what Spark starts for here is little work.

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
            **({"spark.driver.extraJavaOptions": OF_SHORT_WORK} if short else {}),
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


@contextmanager
def settings(session: SparkSession, wanted: Mapping[str, str]) -> Iterator[None]:
    """Have a session plan by other settings as long as this context lasts."""
    before = {name: session.conf.get(name, None) for name in wanted}
    for name, value in wanted.items():
        session.conf.set(name, value)
    try:
        yield
    finally:
        for name, earlier in before.items():
            if earlier is None:
                session.conf.unset(name)
            else:
                session.conf.set(name, earlier)


def count_rows(frames: Mapping[str, DataFrame]) -> dict[str, int]:
    """Return table -> number of rows, from one query."""
    from pyspark.sql import DataFrame, functions

    if not frames:
        return {}
    named = [frame.select(functions.lit(name).alias("name")) for name, frame in frames.items()]
    counted = reduce(DataFrame.unionAll, named).groupBy("name").count().collect()
    return dict.fromkeys(frames, 0) | {row[0]: row[1] for row in counted}
