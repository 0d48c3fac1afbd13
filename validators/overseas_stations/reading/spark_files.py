"""A package as Spark reads it: from any path that Spark can read, without a copy of it on this machine.

Of the rules about files those are applied that need no look at a file's bytes: what the descriptor says, headers, and
rows with too many or too few cells. A line break ends a row, even inside quotation marks: our files have none there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from overseas_stations.engines import spark
from overseas_stations.findings import Finding
from overseas_stations.formats import strict_json
from overseas_stations.formats.csv_records import cell_starts, cell_texts, places
from overseas_stations.frames import as_text
from overseas_stations.handed_over import InputError
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.reading.descriptor import Resource, read_resources
from overseas_stations.reading.foreign_keys import foreign_keys
from overseas_stations.reading.members import path_fault
from overseas_stations.reading.tables.csv_tables import SPELT_BY_PANDAS, header_findings
from overseas_stations.reading.tables.parquet_tables import column_findings
from overseas_stations.reading.tables.scanned import TableFile, unreadable
from overseas_stations.reading.tables.structure import MAX_CELL, HeaderCell
from overseas_stations.rules import files
from overseas_stations.rules.references import REFERENCE_UNFOLLOWED

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

MALFORMED = " malformed"
"""The column in which Spark puts the text of a row that does not fit the header."""

SMALL_FILES = 64 * 2**20
"""Bytes below which Spark is started for short work: some 300,000 rows."""

RULES = frozenset(
    rule.code
    for rule in (
        *(files.FILE_EMPTY, files.FILE_UNREADABLE, files.DESCRIPTOR_SYNTAX, files.DESCRIPTOR_SHAPE),
        *(files.PATH_UNSAFE, files.PATH_REMOTE, files.RAGGED_ROW, files.COLUMN_MISSING, files.OPTIONAL_MISSING),
        *(files.COLUMN_UNKNOWN, files.COLUMN_TWICE, files.COLUMN_ORDER, REFERENCE_UNFOLLOWED),
    )
)
"""The codes of the rules about files that are applied here."""


@dataclass
class SparkPackage:
    """What reading a package gave.

    Attributes:
        frames: table -> its text; only tables whose columns can be trusted.
        rows: table -> number of rows; of the same tables.
        shown: table -> how findings name its file.
        findings: what is wrong with the files.
    """

    frames: dict[str, DataFrame] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class _Scan(NamedTuple):
    """A file as it is read.

    Attributes:
        file: the file.
        text: its rows as the table's text.
        rows: of each row the ``first`` cell, and ``malformed``: null where it fits the header.
        width: how many columns the header has.
    """

    file: TableFile
    text: DataFrame
    rows: DataFrame
    width: int


def read_package(path: str) -> SparkPackage:
    """Read the package at *path*: a folder with a descriptor, or the descriptor.

    Raises:
        InputError: there is no descriptor at the path, or Spark cannot read there.
        EngineError: Spark does not start.
        ImportError: pyspark is not installed.
    """
    root = path.removesuffix(DESCRIPTOR).rstrip("/") or "."
    spark.session(short=_is_small(root))  # what keeps Spark from starting is no fault of the package
    # What has no scheme is on this machine, whatever Spark's default file system is.
    root = root if ":/" in root else Path(root).resolve().as_uri()
    package = SparkPackage()
    scans: list[_Scan] = []
    for resource in _resources(root, package):
        assert resource.table is not None
        file = TableFile(
            resource.table, Path(resource.path), f"{path.removesuffix(DESCRIPTOR).rstrip('/')}/{resource.path}"
        )
        package.shown[resource.table.name] = file.shown
        try:
            read = _read_csv if file.is_csv else _read_parquet
            scan = read(f"{root}/{resource.path}", file, package)
        except Exception as error:
            _only_of_spark(error)
            package.findings.append(unreadable(file, _reason(error)))
            continue
        if scan is not None:
            scans.append(scan)
    _count(scans, package)
    return package


def _count(scans: Sequence[_Scan], package: SparkPackage) -> None:
    """Put the tables into a package whose rows all fit their headers, with the number of rows."""
    counts: dict[str, tuple[int, int]] = {}
    try:
        counts = _counted(scans)
    except Exception as error:
        _only_of_spark(error)
        # One file cannot be read to its end: each is asked by itself.
        for scan in scans:
            try:
                counts |= _counted([scan])
            except Exception as error:
                _only_of_spark(error)
                package.findings.append(unreadable(scan.file, _reason(error)))
    for scan in scans:
        name = scan.file.table.name
        if name not in counts:
            continue
        rows, malformed = counts[name]
        if malformed:
            where: dict[str, Any] = {"file": scan.file.shown, "table": name, "expected": scan.width}
            package.findings.append(files.RAGGED_ROW.finding(**where, value="another number of", count=malformed))
        else:
            package.frames[name], package.rows[name] = scan.text, rows


def _counted(scans: Sequence[_Scan]) -> dict[str, tuple[int, int]]:
    """Return table -> number of rows, and how many of them do not fit the header, from one query."""
    from pyspark.sql import DataFrame, functions

    counts = dict.fromkeys((scan.file.table.name for scan in scans), (0, 0))
    asked = [scan.rows.select(functions.lit(scan.file.table.name).alias("table"), "*") for scan in scans]
    if not asked:
        return counts
    # Spark refuses to look at the column of malformed rows alone.
    by_table = reduce(DataFrame.unionAll, asked).groupBy("table")
    counted = by_table.agg(functions.count("*"), functions.count("malformed"), functions.max("first"))
    # The rows are few or the work of reading them is all there is: nothing is won by a plan for many.
    with spark.settings(spark.session(), spark.OF_SMALL):
        return counts | {row[0]: (row[1], row[2]) for row in counted.collect()}


def _resources(root: str, package: SparkPackage) -> list[Resource]:
    shown = f"{root}/{DESCRIPTOR}"
    try:
        text = spark.session().read.text(shown, wholetext=True).first()
    except Exception as error:
        _only_of_spark(error)
        raise InputError(f"{shown} cannot be read: {_reason(error)}") from None
    try:
        descriptor = strict_json.load_json((text[0] if text else "").encode())
    except strict_json.JsonFault as fault:
        place: dict[str, Any] = {"file": shown, "line": fault.line, "column": fault.column}
        package.findings.append(files.DESCRIPTOR_SYNTAX.finding(**place, value=fault.message))
        return []
    listed, faults = read_resources(descriptor)
    if any(key.is_ours for key in foreign_keys(descriptor, lambda _: None)):
        reason = "on Spark no reference to these data is followed: validate with another engine as well"
        package.findings.append(REFERENCE_UNFOLLOWED.finding(file=shown, value=reason))
    for message, table, _ in faults:
        package.findings.append(files.DESCRIPTOR_SHAPE.finding(file=shown, value=message, table=table))
    safe = []
    for resource in listed:
        if resource.table is None:
            continue
        broken = path_fault(resource.path)
        if not resource.is_plain:
            value = f"the resource {resource.name} is not one plain CSV file, and others are not read on Spark"
            package.findings.append(files.DESCRIPTOR_SHAPE.finding(file=shown, value=value, table=resource.table.name))
        elif broken is None:
            safe.append(resource)
        else:
            package.findings.append(broken.finding(file=shown, value=resource.path, table=resource.table.name))
    return safe


def _is_small(root: str) -> bool:
    """Say whether a package is on this machine, and small."""
    folder = Path(root)
    return folder.is_dir() and sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < SMALL_FILES


def _first_line(location: str) -> str:
    """Return the first line of a file, by a job only where Spark's reader of files has no other way to it."""
    from py4j.protocol import Py4JError

    session = spark.session()
    try:
        jvm: Any = session.sparkContext._jvm
        path = jvm.org.apache.hadoop.fs.Path(location)
        opened = path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration()).open(path)
        try:
            reader = jvm.java.io.InputStreamReader(opened, "UTF-8")
            return jvm.java.io.BufferedReader(reader).readLine() or ""
        finally:
            opened.close()
    except Py4JError:
        first = session.read.text(location).first()
        return first[0] if first else ""


def _read_csv(location: str, file: TableFile, package: SparkPackage) -> _Scan | None:
    from pyspark.sql import functions

    session = spark.session()
    header = _first_line(location).removeprefix("\ufeff").encode()
    if not header:
        expected = ",".join(file.table.names)
        package.findings.append(files.FILE_EMPTY.finding(file=file.shown, table=file.table.name, expected=expected))
        return None
    named = zip(cell_texts(header), places(header, cell_starts(header)), strict=True)
    found = tuple(HeaderCell(name, *at) for name, at in named)
    package.findings += header_findings(file, found)
    names = [cell.name for cell in found]
    required = {column.name for column in file.table.columns if column.required}
    if len(set(names)) < len(names) or not required.issubset(names):
        return None
    schema = ", ".join(f"`{name.replace('`', '``')}` string" for name in (*names, MALFORMED))
    # All columns are read, because only then is a row with too many or too few of them told from others.
    options = {
        "header": "true",
        "enforceSchema": "true",
        "escape": '"',
        "emptyValue": "",
        "encoding": "UTF-8",
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": MALFORMED,
        "columnPruning": "false",
        "ignoreLeadingWhiteSpace": "false",
        "ignoreTrailingWhiteSpace": "false",
        "maxCharsPerColumn": str(MAX_CELL),
    }
    rows = session.read.options(**options).schema(schema).csv(location)
    cells = {name: functions.col(f"`{name}`") for name in names}
    none = functions.lit(None).cast("string")
    filled = {name: functions.when(cell != "", cell) for name, cell in cells.items()}
    truths = [column.name for column in file.table.columns if column.scalar.type == "boolean" and column.name in cells]
    for name in truths:
        for spelt, canonical in SPELT_BY_PANDAS.items():
            filled[name] = functions.when(cells[name] == spelt, canonical).otherwise(filled[name])
    text = rows.select(*(filled.get(name, none).alias(name) for name in file.table.names))
    first, malformed = functions.col(f"`{names[0]}`"), functions.col(f"`{MALFORMED}`")
    return _Scan(file, text, rows.select(first.alias("first"), malformed.alias("malformed")), len(names))


def _read_parquet(location: str, file: TableFile, package: SparkPackage) -> _Scan | None:
    from pyspark.sql import functions

    found = spark.session().read.parquet(location)
    package.findings += column_findings(file, found.columns)
    text = as_text(file.table, found)
    if text.frame is None:
        return None
    native: DataFrame = text.frame.to_native()
    none = functions.lit(None).cast("string")
    return _Scan(file, native, native.select(none.alias("first"), none.alias("malformed")), len(found.columns))


def _only_of_spark(error: Exception) -> None:
    """Raise an error again that is none of Spark's."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if not isinstance(error, PySparkException | Py4JError):
        raise error


def _reason(error: Any) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
