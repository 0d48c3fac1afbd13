"""The Python API: frames and typed records of the installed package, offline, and validation of any package."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from overseas_stations import models
from overseas_stations.findings import Report
from overseas_stations.forms.scalars import CellType
from overseas_stations.models import Record
from overseas_stations.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from overseas_stations.frames import EngineName
    from overseas_stations.profiles import Profile
    from overseas_stations.publishing.citing import Style
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
        name: one of :data:`overseas_stations.TABLE_NAMES`.
        as_: ``pandas`` (nullable dtypes, see :data:`DTYPES`), ``polars``, or ``records`` (instances of the table's
            model).

    Raises:
        KeyError: there is no such table.
        ValueError: *as_* is none of the three.
    """
    from overseas_stations.paths import packaged_datapackage

    columns, path = TABLES[name].columns, packaged_datapackage() / "tables" / f"{name}.csv"
    if as_ == "pandas":
        import pandas as pd

        dtypes: Any = {column.name: DTYPES[column.scalar.type][0] for column in columns}
        # "NA" is Namibia: only an empty cell is missing.
        return pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""], encoding="utf-8")
    if as_ == "polars":
        import polars as pl

        return pl.read_csv(path, schema={column.name: getattr(pl, DTYPES[column.scalar.type][1]) for column in columns})
    if as_ == "records":
        from overseas_stations.lookups.library import Library

        rows = Library.load(packaged_datapackage(), {name: TABLES[name]}).rows[name]
        return [TABLES[name].model.from_text(dict(row)) for row in rows]
    raise ValueError(f"as_ is pandas, polars or records, not {as_!r}")


DTYPES: Mapping[CellType, tuple[str, str]] = {
    "string": ("string", "String"),
    "integer": ("Int64", "Int64"),
    "number": ("Float64", "Float64"),
    "boolean": ("boolean", "Boolean"),
}
"""Type of a column -> its dtype in pandas (nullable) and in Polars.

A vocabulary is text as well, and no category: a new term is a small change, and would be a change of dtype; and tables
of two versions, or of ours and others, would not concatenate or join as what they are.
"""

R = TypeVar("R", bound=Record)


class TableFunction(Generic[R]):
    """``stations()``, ``responses()`` and so on: :func:`table` for one table, typed by its model."""

    def __init__(self, name: str, model: type[R]) -> None:
        self.__name__, self.model = name, model
        self.__doc__ = f"Return the table {name}: ``as_`` is pandas, polars or records (:class:`{model.__name__}`)."

    @overload
    def __call__(self, as_: Literal["pandas"] = ...) -> pd.DataFrame: ...
    @overload
    def __call__(self, as_: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def __call__(self, as_: Literal["records"]) -> list[R]: ...
    def __call__(self, as_: Any = "pandas") -> Any:
        """Return the table; see :func:`table`."""
        return table(self.__name__, as_)

    def __repr__(self) -> str:
        return f"<function overseas_stations.{self.__name__}>"


countries = TableFunction("countries", models.Country)
actors = TableFunction("actors", models.Actor)
sources = TableFunction("sources", models.Source)
source_relations = TableFunction("source_relations", models.SourceRelation)
stations = TableFunction("stations", models.Station)
station_statuses = TableFunction("station_statuses", models.StationStatusReport)
station_bureaus = TableFunction("station_bureaus", models.StationBureau)
listings = TableFunction("listings", models.Listing)
responses = TableFunction("responses", models.Response)
response_stations = TableFunction("response_stations", models.ResponseStation)
response_links = TableFunction("response_links", models.ResponseLink)
statements = TableFunction("statements", models.Statement)
figures = TableFunction("figures", models.Figure)
incidents = TableFunction("incidents", models.Incident)
evidence = TableFunction("evidence", models.Evidence)
retractions = TableFunction("retractions", models.Retraction)


def validate(
    package: str | Path | Mapping[str, Any],
    *,
    table: str | None = None,
    texts: str | Path | None = None,
    today: str | None = None,
    max_findings: int = 20,
    engine: EngineName | None = None,
    waivers: str | Path | None = None,
    against: str | Path | None = None,
    profile: str | Profile | None = None,
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
        waivers: a file of waivers, findings that somebody answers for until a day. Give *today* with it.
        against: an earlier release that must still be honoured: a folder, a ``.zip`` or a git revision.
        profile: whose columns, tables and rules are checked as well: a profile, or the name of one that is installed.

    Raises:
        InputError: there is nothing at the path that could be checked, a frame is of no known table or kind, the
            engine is not installed, or there is no such folder of texts, file of waivers or release.
        ProfileError: the profile is not installed, or cannot be used.
    """
    from overseas_stations import checking, profiles
    from overseas_stations.handed_over import InputError
    from overseas_stations.texts.at_hand import Texts

    if texts is not None and not Path(texts).is_dir():
        raise InputError(f"{texts} is not a folder of texts")
    at_hand = None if texts is None else Texts(Path(texts))
    used = profiles.named(profile) if isinstance(profile, str) else profile
    options = checking.Options(
        at_hand,
        today,
        max_findings,
        engine,
        waivers=None if waivers is None else Path(waivers),
        against=None if against is None else str(against),
        profile=used,
    )
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
        KeyError: no record has this name. For an id that left the data it is a ``Retracted``, whose message
            says when, why and what to use instead.
        ValueError: *retrieved* is no day, or *version* none.
    """
    from overseas_stations.lookups.library import Library
    from overseas_stations.paths import packaged_datapackage
    from overseas_stations.publishing.citing.citations import cite as citation
    from overseas_stations.publishing.citing.edition import stated_edition

    edition = stated_edition(None, version, retrieved)
    return citation(Library.load(packaged_datapackage()), name, style, edition)


def diff(old: str | Path, new: str | Path) -> Changes:
    """Return what differs between two versions of the data, and what that demands of the version.

    Args:
        old, new: each a package (folder, descriptor or ``.zip``), a project's folder, or a git revision.

    Raises:
        InputError: one of the two is not there, or has faults of its own that keep it from being compared.
    """
    from overseas_stations.releases.comparing import compare
    from overseas_stations.releases.opening import open_sound_release

    return compare(open_sound_release(str(old)), open_sound_release(str(new)))
