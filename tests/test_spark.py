"""The same rules on Spark, in several processes on this machine: two executors and a driver."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import overseas_stations as ovs
from engines_at_hand import (
    TODAY,
    TYPES,
    every_kind_wrong,
    found,
    full_packages,
    polars_frames,
    some_wrong,
    write_package,
)
from overseas_stations.engines import united
from overseas_stations.frames import as_text
from overseas_stations.handed_over import InputError
from overseas_stations.tables import TABLES

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 or later, and there is none here"),
    pytest.mark.xdist_group("spark"),
    # pyspark says so of itself.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # A query over a few rows is over sooner without what makes large ones fast.
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """Start two executors of their own processes; every validation below takes the session that runs."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("tests")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    started = builder.getOrCreate()
    yield started
    started.stop()


@pytest.mark.long
@pytest.mark.parametrize("small", [united.SMALL, 0], ids=["in one partition", "spread out"])
def test_spark_applies_the_rules(small: int, session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule on cells, one on equal names and one on names that are not there, in two tables."""
    monkeypatch.setattr(united, "SMALL", small)
    wrong = some_wrong()
    again = wrong["stations"].head(1).with_columns(country=pl.lit("XQ"))
    frames = {"stations": pl.concat([wrong["stations"], again]), "station_statuses": wrong["station_statuses"]}
    held = {
        name: session.createDataFrame(frame.rows(), ", ".join(f"`{column}` string" for column in frame.columns))
        for name, frame in frames.items()
    }
    report = ovs.validate(held, today=TODAY, max_findings=10**9)
    assert found(report) == found(ovs.validate(frames, today=TODAY, max_findings=10**9))
    assert {finding.code for finding in report.findings} >= {"OS204", "OS301", "OS604"}
    assert session.sparkContext.master == "local-cluster[2,1,1024]"


@pytest.mark.verify
@pytest.mark.parametrize("small", [united.SMALL, 0], ids=["in one partition", "spread out"])
@pytest.mark.parametrize("frames", [some_wrong, every_kind_wrong])
def test_spark_finds_what_polars_finds(
    frames: Callable[[], dict[str, pl.DataFrame]],
    small: int,
    session: SparkSession,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every rule, and special cells in every form, from the files on, and on executors that are other processes."""
    monkeypatch.setattr(united, "SMALL", small)
    folder = write_package(tmp_path / "p", frames(), ".parquet")
    ours = ovs.validate(folder, today=TODAY, max_findings=10**9)
    report = ovs.validate(folder, engine="spark", today=TODAY, max_findings=10**9)
    assert "OS199" not in {finding.code for finding in report.findings}
    assert found(report) == found(ours)
    assert report.rows == ours.rows
    assert report.evidence == ours.evidence
    assert {finding.row for finding in report.findings} == {None}
    located = {(finding.table, finding.file) for finding in report.findings if finding.table}
    assert located == {(name, f"{folder}/tables/{name}.parquet") for name, _ in located}
    assert len(located) > 1


@pytest.mark.long
def test_spark_reads_csv_as_it_stands(session: SparkSession, tmp_path: Path) -> None:
    from overseas_stations.reading.spark_files import read_package

    frames = polars_frames(full_packages()[0])
    frames["figures"] = frames["figures"].with_columns(claimant=pl.lit(' a "b", c\\ \u2028d ,'), scope=pl.lit('"'))
    read = read_package(str(write_package(tmp_path / "p", frames, ".csv")))
    assert read.findings == []
    assert set(read.frames) == set(TABLES)
    for name, frame in read.frames.items():
        assert sorted(map(str, (tuple(row) for row in frame.collect()))) == sorted(map(str, frames[name].rows()))


@pytest.mark.long
def test_faults_of_files_are_findings(session: SparkSession, tmp_path: Path) -> None:
    from overseas_stations.reading.spark_files import read_package

    folder = write_package(tmp_path / "p", polars_frames(full_packages()[0]), ".csv")
    tables = folder / "tables"
    with (tables / "stations.csv").open("a") as file:
        file.write("a,b\nc,d\n")
    with (tables / "sources.csv").open("a") as file:
        file.write(",".join("x" * 30) + "\n")
    header = (tables / "figures.csv").read_text().partition("\n")[0]
    (tables / "figures.csv").write_text(header.replace("metric", "meter") + "\n")
    (tables / "incidents.csv").write_text("")
    (tables / "responses.csv").unlink()
    read = read_package(f"{folder}/datapackage.json")
    assert {(f.code, f.table, f.field, f.count) for f in read.findings} == {
        ("OS112", "stations", None, 2),
        ("OS112", "sources", None, 1),
        ("OS108", "figures", "metric", 1),
        ("OS109", "figures", None, 1),
        ("OS102", "incidents", None, 1),
        ("OS123", "responses", None, 1),
    }
    assert set(read.frames) == set(TABLES) - {"stations", "sources", "figures", "incidents", "responses"}


@pytest.mark.long
def test_what_spark_cannot_read_is_no_package(session: SparkSession, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError, match="cannot be read"):
            ovs.validate(path, engine="spark")
    with pytest.raises(InputError, match="no single table"):
        ovs.validate(tmp_path / "sources.csv", engine="spark", table="sources")
    (tmp_path / "datapackage.json").write_text('{"resources": [')
    report = ovs.validate(tmp_path, engine="spark")
    assert {finding.code for finding in report.findings} == {"OS115", "OS198"}


@pytest.mark.long
def test_spark_frames_are_checked_in_their_canonical_text(session: SparkSession) -> None:
    frame = polars_frames(full_packages()[0])["stations"]
    typed: dict[str, list[Any]] = {}
    for column in TABLES["stations"].columns:
        value = column.scalar.from_text if column.scalar.type in TYPES else str
        typed[column.name] = [None if cell is None else value(cell) for cell in frame[column.name]]
    kinds = {"integer": "bigint", "number": "double", "boolean": "boolean", "string": "string"}
    schema = ", ".join(f"`{column.name}` {kinds[column.scalar.type]}" for column in TABLES["stations"].columns)
    native = session.createDataFrame(list(zip(*typed.values(), strict=True)), schema)
    text = as_text(TABLES["stations"], native)
    assert (text.library, text.missing) == ("spark", [])
    assert text.frame is not None
    assert sorted(map(str, text.frame.collect("polars").to_native().rows())) == sorted(map(str, frame.rows()))
