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

    from overseas_stations.frames import Library
    from overseas_stations.models import Record
    from overseas_stations.releases.changes import Changes


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
    against: str | Path | None = None,
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
        against: an earlier release that must still be honoured: a folder, a ``.zip`` or a git revision.

    Raises:
        InputError: there is nothing at the path that could be checked, a frame is of no known table or kind, or the
            engine is not installed.
    """
    from overseas_stations import checking
    from overseas_stations.texts import Texts

    earlier = None if against is None else str(against)
    options = checking.Options(None if texts is None else Texts(Path(texts)), today, max_findings, engine, earlier)
    if isinstance(package, Mapping):
        return checking.validate_frames(package, options)
    return checking.validate(package, options, table=table)


def cite(name: str | None = None, style: Literal["text", "bibtex", "csl"] = "text") -> str:
    """Return the citation of a source or record of the installed package; of the dataset without a name.

    Raises:
        KeyError: no record has this name.
    """
    from overseas_stations import citing
    from overseas_stations.library import Library
    from overseas_stations.paths import packaged_datapackage

    return citing.cite(Library.load(packaged_datapackage()), name, style)


def diff(old: str | Path, new: str | Path) -> Changes:
    """Return what differs between two versions of the data, and what that demands of the version.

    Args:
        old, new: each a package (folder, descriptor or ``.zip``), a project's folder, or a git revision.

    Raises:
        InputError: one of the two is not there, or has faults of its own that keep it from being compared.
    """
    from overseas_stations.packages.container import InputError
    from overseas_stations.releases.comparing import compare
    from overseas_stations.releases.opening import open_release

    sides = [open_release(str(place), Path()) for place in (old, new)]
    for side in sides:
        if side.faults:
            raise InputError(f"{side.side.name} cannot be compared: {side.faults[0].message}")
    return compare(*sides)
