"""The Python API: frames and typed records of the installed package, offline, and validation of any package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from overseas_stations import models
from overseas_stations.findings import Report
from overseas_stations.forms.scalars import DTYPES as DTYPES
from overseas_stations.models import Record
from overseas_stations.tables import TABLES
from overseas_stations.views import VIEWS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from overseas_stations.frames import EngineName
    from overseas_stations.profiles import Profile
    from overseas_stations.publishing.citing import Style
    from overseas_stations.releases.changes import Changes


@overload
def table(
    name: str, as_: Literal["pandas"] = ..., *, known_on: str | None = ..., dates: bool = ...
) -> pd.DataFrame: ...
@overload
def table(name: str, as_: Literal["polars"], *, known_on: str | None = ..., dates: bool = ...) -> pl.DataFrame: ...
@overload
def table(name: str, as_: Literal["records"], *, known_on: str | None = ..., dates: bool = ...) -> list[Record]: ...
def table(name: str, as_: str = "pandas", *, known_on: str | None = None, dates: bool = False) -> Any:
    """Return a table or a view of the installed package.

    Args:
        name: one of :data:`overseas_stations.TABLE_NAMES` or :data:`overseas_stations.VIEW_NAMES`.
        as_: ``pandas`` (nullable dtypes, see :data:`DTYPES`), ``polars``, or ``records`` (instances of the table's
            model).
        known_on: a day (or a month or year, of which the last day counts): only what the sources published by then
            support, with the statuses of then, and without notes and what else was written in the light of later
            sources. Sources whose date is not known well enough are left out; ``frame.attrs["known_on"]`` of a pandas
            frame says how many.
        dates: beside each partial date its first and last day, as dates, and its precision; views have them always.

    Raises:
        UnknownName: there is no such table or view (a ``KeyError`` whose message says which was meant).
        ValueError: *as_* is none of the three, or *known_on* is no date.
    """
    from overseas_stations.views.typed import typed_table

    return typed_table(name, as_, known_on, dates=dates)


R = TypeVar("R", bound=Record)

_DOCUMENTED = """Return {name} of the installed package, offline.

Args:
    as_: ``pandas``, ``polars`` or ``records`` (:class:`{model}`).
    known_on: a day: only what the sources published by then support.
    dates: beside each partial date its first and last day, as dates, and its precision.
{wide}
Columns:
{columns}
"""
"""What ``help(ovs.stations)`` shows."""


class TableFunction(Generic[R]):
    """``sources()``, ``figures()`` and so on: :func:`table` for one table or view, typed by its model."""

    def __init__(self, name: str, model: type[R]) -> None:
        self.__name__, self.model = name, model
        view = VIEWS.get(name)
        columns = (TABLES[name] if view is None else view.table).columns
        self.__doc__ = _DOCUMENTED.format(
            name=name,
            model=model.__name__,
            wide="    wide: the view with names beside codes.\n" if f"{name}_wide" in VIEWS else "",
            columns="\n".join(f"    {column.name}: {column.description}" for column in columns),
        )

    @overload
    def __call__(
        self, as_: Literal["pandas"] = ..., *, known_on: str | None = ..., dates: bool = ...
    ) -> pd.DataFrame: ...
    @overload
    def __call__(self, as_: Literal["polars"], *, known_on: str | None = ..., dates: bool = ...) -> pl.DataFrame: ...
    @overload
    def __call__(self, as_: Literal["records"], *, known_on: str | None = ..., dates: bool = ...) -> list[R]: ...
    def __call__(self, as_: Any = "pandas", *, known_on: str | None = None, dates: bool = False) -> Any:
        """Return the table; see :func:`table`."""
        return table(self.__name__, as_, known_on=known_on, dates=dates)

    def __repr__(self) -> str:
        return f"<function overseas_stations.{self.__name__}>"


class WideTableFunction(TableFunction[R]):
    """``stations()``, ``responses()``, ``statements()``: a table of which there is a wide view as well."""

    @overload
    def __call__(
        self, as_: Literal["pandas"] = ..., *, wide: bool = ..., known_on: str | None = ..., dates: bool = ...
    ) -> pd.DataFrame: ...
    @overload
    def __call__(
        self, as_: Literal["polars"], *, wide: bool = ..., known_on: str | None = ..., dates: bool = ...
    ) -> pl.DataFrame: ...
    @overload
    def __call__(
        self, as_: Literal["records"], *, wide: bool = ..., known_on: str | None = ..., dates: bool = ...
    ) -> list[R]: ...
    def __call__(
        self, as_: Any = "pandas", *, wide: bool = False, known_on: str | None = None, dates: bool = False
    ) -> Any:
        """Return the table, or with *wide* its view with names beside codes; see :func:`table`."""
        return table(f"{self.__name__}_wide" if wide else self.__name__, as_, known_on=known_on, dates=dates)


countries = TableFunction("countries", models.Country)
actors = TableFunction("actors", models.Actor)
sources = TableFunction("sources", models.Source)
source_relations = TableFunction("source_relations", models.SourceRelation)
stations = WideTableFunction("stations", models.Station)
station_statuses = TableFunction("station_statuses", models.StationStatusReport)
station_bureaus = TableFunction("station_bureaus", models.StationBureau)
listings = TableFunction("listings", models.Listing)
responses = WideTableFunction("responses", models.Response)
response_stations = TableFunction("response_stations", models.ResponseStation)
response_links = TableFunction("response_links", models.ResponseLink)
statements = WideTableFunction("statements", models.Statement)
figures = TableFunction("figures", models.Figure)
incidents = TableFunction("incidents", models.Incident)
evidence = TableFunction("evidence", models.Evidence)
retractions = TableFunction("retractions", models.Retraction)
inquiries = TableFunction("inquiries", Record)
claims = TableFunction("claims", Record)


def validate(
    package: str | Path | Mapping[str, Any],
    *,
    table: str | None = None,
    tables: Sequence[str] = (),
    installed: bool = False,
    texts: str | Path | None = None,
    today: str | None = None,
    max_findings: int = 20,
    engine: EngineName | None = None,
    waivers: str | Path | None = None,
    against: str | Path | None = None,
    profile: str | Profile | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Report:
    """Check a package, or tables that are at hand as frames.

    Args:
        package: a path (folder, ``datapackage.json``, ``.zip``, or a CSV file with *table*), or table name -> frame:
            pandas, Polars (eager or lazy), PyArrow, DuckDB or Spark, all of one package in one library. Numbers and
            booleans of frames are checked in their canonical text.
        table: the table that a single CSV file holds.
        tables: the tables of ours that a package holds, if not all of them.
        installed: look up references to tables that are not there in the installed data.
        texts: folder of the sources' texts.
        today: dates after this day are errors.
        max_findings: places shown for each rule and column.
        engine: ``polars``, ``pandas``, ``duckdb`` or ``spark``: who evaluates the rules. By default Polars, and for
            DuckDB's relations and Spark's frames the library that they are in; these have no order, so that findings
            name records, and no rows.
        waivers: a file of waivers, findings that somebody answers for until a day. Give *today* with it.
        against: an earlier release that must still be honoured: a folder, a ``.zip``, a git revision, or the version
            of a release whose ledger is at hand.
        profile: whose columns, tables and rules are checked as well: a profile, or the name of one that is installed.
        select: codes of rules, or what codes begin with (``OS4``): only these count. The report names what is left out.
        ignore: the same of rules that do not count.

    Raises:
        InputError: there is nothing at the path that could be checked, a frame is of no known table or kind, the
            engine is not installed, or there is no such rule, folder of texts, file of waivers or release.
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
        only=(tables,) if isinstance(tables, str) else tuple(tables),
        installed=installed,
        select=tuple(select),
        ignore=tuple(ignore),
    )
    if isinstance(package, Mapping):
        return checking.validate_frames(package, options)
    return checking.validate(package, options, table=table)


@overload
def versions(as_: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def versions(as_: Literal["polars"]) -> pl.DataFrame: ...
def versions(as_: str = "pandas") -> Any:
    """Return of each record of the installed package the releases in which it was added and last changed.

    Columns, all of text: ``table``, ``record_id``, ``added_in``, ``changed_in`` (the row) and ``evidence_changed_in``,
    which is missing where a record never had evidence. What no release has yet is ``unreleased``.

    Args:
        as_: ``pandas`` or ``polars``.

    Raises:
        InputError: a ledger that the installation carries cannot be used.
        ValueError: *as_* is neither of the two.
    """
    from overseas_stations.ledgers.folder import ledgers_of
    from overseas_stations.ledgers.record_versions import RECORD_VERSIONS, record_versions
    from overseas_stations.lookups.library import Library
    from overseas_stations.paths import packaged_datapackage
    from overseas_stations.schemas.dataset import NAME
    from overseas_stations.version import __version__

    if as_ not in ("pandas", "polars"):
        raise ValueError(f"as_ is pandas or polars, not {as_!r}")
    package = packaged_datapackage()
    ledgers = ledgers_of(package, {"name": NAME, "version": __version__})
    rows = record_versions(Library.load(package).rows, ledgers)
    columns = {name: [row[name] for row in rows] for name in RECORD_VERSIONS.names}
    if as_ == "pandas":
        import pandas as pd

        return pd.DataFrame(columns, dtype=DTYPES["string"][0])
    import polars as pl

    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def cite(
    name: str | Sequence[str] | None = None,
    style: Style = "text",
    *,
    retrieved: str | None = None,
    version: str | None = None,
) -> str:
    """Return the citation of a source or record of the installed package, or of several; without a name the dataset's.

    Args:
        name: the id of a source or a record, or several of them.
        style: ``text``, ``bibtex``, ``csl`` (CSL-JSON) or ``ris``.
        retrieved: the day on which it was retrieved, as ``YYYY-MM-DD``; not printed where it is not given.
        version: the version of the data that was used; by default the installed one.

    Raises:
        UnknownName: no record has this name (a ``KeyError`` whose message says which was meant). For an id that left
            the data it is a ``Retracted``, whose message says when, why and what to use instead.
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
        old, new: each a package (folder, descriptor or ``.zip``), a project's folder, a git revision, or the version
            of a release whose ledger is at hand: ``unseen`` of the answer says what that does not tell.

    Raises:
        InputError: one of the two is not there, or has faults of its own that keep it from being compared.
    """
    from overseas_stations.releases.comparing import compare
    from overseas_stations.releases.opening import open_sound_release

    return compare(open_sound_release(str(old)), open_sound_release(str(new)))
