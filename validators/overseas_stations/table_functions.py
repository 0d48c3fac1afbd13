"""The tables and views of the installed package as functions: frames of pandas or Polars, or typed records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from overseas_stations import models
from overseas_stations.models import Record
from overseas_stations.tables import TABLES
from overseas_stations.views import VIEWS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from overseas_stations.labels import LanguageCode


@overload
def table(
    name: str,
    as_: Literal["pandas"] = ...,
    *,
    known_on: str | None = ...,
    dates: bool = ...,
    labels: LanguageCode | None = ...,
) -> pd.DataFrame: ...
@overload
def table(
    name: str,
    as_: Literal["polars"],
    *,
    known_on: str | None = ...,
    dates: bool = ...,
    labels: LanguageCode | None = ...,
) -> pl.DataFrame: ...
@overload
def table(
    name: str,
    as_: Literal["records"],
    *,
    known_on: str | None = ...,
    dates: bool = ...,
    labels: LanguageCode | None = ...,
) -> list[Record]: ...
def table(
    name: str,
    as_: str = "pandas",
    *,
    known_on: str | None = None,
    dates: bool = False,
    labels: LanguageCode | None = None,
) -> Any:
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
        labels: the language (``en``, ``es``, ``fr``, ``de``, ``zh``) of the columns of a view that hold words for codes
            (``status_label``, ``country_name``, ``events``); all else stays as it is. ``frame.attrs["labels"]`` of a
            pandas frame says whether a native speaker has reviewed them.

    Raises:
        UnknownName: there is no such table, view or language of labels (a ``KeyError`` whose message says which was
            meant).
        ValueError: *as_* is none of the three, *known_on* is no date, or no column of the table holds labels.
    """
    from overseas_stations.views.typed import typed_table

    if labels is None:
        return typed_table(name, as_, known_on, dates=dates)
    from overseas_stations.labels.labelled import relabelling
    from overseas_stations.labels.reading import labels_in

    language = labels_in(labels)
    found = typed_table(name, as_, known_on, dates=dates, change=relabelling(language))
    if as_ == "pandas":
        found.attrs["labels"] = {"language": language.code, "reviewed": language.reviewed}
    return found


R = TypeVar("R", bound=Record)

_DOCUMENTED = """Return {name} of the installed package, offline.

Args:
    as_: ``pandas``, ``polars`` or ``records`` (:class:`{model}`).
    known_on: a day: only what the sources published by then support.
    dates: beside each partial date its first and last day, as dates, and its precision.
    labels: the language of the columns of a view that hold words for codes.
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
        self,
        as_: Literal["pandas"] = ...,
        *,
        known_on: str | None = ...,
        dates: bool = ...,
        labels: LanguageCode | None = ...,
    ) -> pd.DataFrame: ...
    @overload
    def __call__(
        self,
        as_: Literal["polars"],
        *,
        known_on: str | None = ...,
        dates: bool = ...,
        labels: LanguageCode | None = ...,
    ) -> pl.DataFrame: ...
    @overload
    def __call__(
        self,
        as_: Literal["records"],
        *,
        known_on: str | None = ...,
        dates: bool = ...,
        labels: LanguageCode | None = ...,
    ) -> list[R]: ...
    def __call__(
        self,
        as_: Any = "pandas",
        *,
        known_on: str | None = None,
        dates: bool = False,
        labels: LanguageCode | None = None,
    ) -> Any:
        """Return the table; see :func:`table`."""
        return table(self.__name__, as_, known_on=known_on, dates=dates, labels=labels)

    def __repr__(self) -> str:
        return f"<function overseas_stations.{self.__name__}>"


class WideTableFunction(TableFunction[R]):
    """``stations()``, ``responses()``, ``statements()``: a table of which there is a wide view as well."""

    @overload
    def __call__(
        self,
        as_: Literal["pandas"] = ...,
        *,
        wide: bool = ...,
        known_on: str | None = ...,
        dates: bool = ...,
        labels: LanguageCode | None = ...,
    ) -> pd.DataFrame: ...
    @overload
    def __call__(
        self,
        as_: Literal["polars"],
        *,
        wide: bool = ...,
        known_on: str | None = ...,
        dates: bool = ...,
        labels: LanguageCode | None = ...,
    ) -> pl.DataFrame: ...
    @overload
    def __call__(
        self,
        as_: Literal["records"],
        *,
        wide: bool = ...,
        known_on: str | None = ...,
        dates: bool = ...,
        labels: LanguageCode | None = ...,
    ) -> list[R]: ...
    def __call__(
        self,
        as_: Any = "pandas",
        *,
        wide: bool = False,
        known_on: str | None = None,
        dates: bool = False,
        labels: LanguageCode | None = None,
    ) -> Any:
        """Return the table, or with *wide* its view with names beside codes; see :func:`table`."""
        return table(
            f"{self.__name__}_wide" if wide else self.__name__, as_, known_on=known_on, dates=dates, labels=labels
        )


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
source_checks = TableFunction("source_checks", models.SourceCheck)
passage_checks = TableFunction("passage_checks", models.PassageCheck)
inquiries = TableFunction("inquiries", Record)
claims = TableFunction("claims", Record)
