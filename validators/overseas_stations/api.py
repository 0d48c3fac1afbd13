"""The Python API: frames and typed records of the installed package, offline, and validation of any package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from overseas_stations.findings import Report
from overseas_stations.tables import TABLES, Column

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from overseas_stations.citing import Style
    from overseas_stations.frames import Library
    from overseas_stations.models import Record


@overload
def table(name: str, as_: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def table(name: str, as_: Literal["polars"]) -> pl.DataFrame: ...
@overload
def table(name: str, as_: Literal["records"]) -> list[Record]: ...
def table(name: str, as_: str = "pandas") -> Any:
    """Return a table of the installed package.

    Args:
        name: one of :data:`overseas_stations.tables.TABLES`.
        as_: ``pandas`` (nullable dtypes), ``polars``, or ``records`` (instances of the table's model).

    Raises:
        KeyError: there is no such table.
        ValueError: *as_* is none of the three.
    """
    from overseas_stations.paths import packaged_datapackage

    columns, path = TABLES[name].columns, packaged_datapackage() / "tables" / f"{name}.csv"
    if as_ == "pandas":
        import pandas as pd

        dtypes: Any = {column.name: _PANDAS[column.scalar.type] for column in columns}
        # "NA" is Namibia: only an empty cell is missing.
        return pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""], encoding="utf-8")
    if as_ == "polars":
        import polars as pl

        return pl.read_csv(path, schema={column.name: _polars_type(column) for column in columns})
    if as_ == "records":
        from overseas_stations.library import Library

        rows = Library.load(packaged_datapackage()).rows[name]
        return [TABLES[name].model.from_text(dict(row)) for row in rows]
    raise ValueError(f"as_ is pandas, polars or records, not {as_!r}")


_PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def _polars_type(column: Column) -> Any:
    import polars as pl

    return {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}[column.scalar.type]


TABLE_FUNCTIONS = {name: partial(table, name) for name in TABLES}
"""``stations()``, ``responses()`` and so on: :func:`table` for each table."""


def validate(
    package: str | Path | Mapping[str, Any],
    *,
    table: str | None = None,
    texts: str | Path | None = None,
    today: str | None = None,
    max_findings: int = 20,
    engine: Library | None = None,
) -> Report:
    """Check a package, or tables that are at hand as frames.

    Args:
        package: a path (folder, ``datapackage.json``, ``.zip``, or a CSV file with *table*), or table name -> frame:
            pandas, Polars (eager or lazy), PyArrow, DuckDB or Spark, all of one package in one library. Numbers and
            booleans of frames are checked in their canonical text.
        table: the table that a single CSV file holds.
        texts: folder of the sources' texts.
        today: dates after this day are errors.
        max_findings: places shown for each rule and column.
        engine: ``polars``, ``pandas``, ``duckdb`` or ``spark``: who evaluates the rules. By default Polars, and for
            DuckDB's relations and Spark's frames the library that they are in; these have no order, so that findings
            name records, and no rows.

    Raises:
        InputError: there is nothing at the path that could be checked, a frame is of no known table or kind, or the
            engine is not installed.
    """
    from overseas_stations import checking
    from overseas_stations.texts import Texts

    options = checking.Options(None if texts is None else Texts(Path(texts)), today, max_findings, engine)
    if isinstance(package, Mapping):
        return checking.validate_frames(package, options)
    return checking.validate(package, options, table=table)


def cite(
    name: str | None = None,
    style: Style = "text",
    *,
    retrieved: str | None = None,
    version: str | None = None,
) -> str:
    """Return the citation of a source or record of the installed package; of the dataset without a name.

    Args:
        name: the id of a source or a record.
        style: ``text``, ``bibtex``, ``csl`` (CSL-JSON) or ``ris``.
        retrieved: the day on which it was retrieved, as ``YYYY-MM-DD``; not printed where it is not given.
        version: the version of the data that was used; by default the installed one.

    Raises:
        KeyError: no record has this name. For an id that left the data it is a ``citing.Retracted``, whose message
            says when, why and what to use instead.
        ValueError: *retrieved* is no day, or *version* none.
    """
    from overseas_stations import citing
    from overseas_stations.library import Library
    from overseas_stations.paths import packaged_datapackage

    folder = packaged_datapackage()
    return citing.cite(Library.load(folder), name, style, citing.edition_of(folder, version, retrieved))
