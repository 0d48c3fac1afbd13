"""The Python API: frames and typed records of the installed package, offline, and validation of any package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from overseas_stations.findings import Report
from overseas_stations.forms.scalars import DTYPES as DTYPES
from overseas_stations.table_functions import TableFunction as TableFunction
from overseas_stations.table_functions import actors as actors
from overseas_stations.table_functions import claims as claims
from overseas_stations.table_functions import countries as countries
from overseas_stations.table_functions import evidence as evidence
from overseas_stations.table_functions import figures as figures
from overseas_stations.table_functions import incidents as incidents
from overseas_stations.table_functions import inquiries as inquiries
from overseas_stations.table_functions import listings as listings
from overseas_stations.table_functions import passage_checks as passage_checks
from overseas_stations.table_functions import response_links as response_links
from overseas_stations.table_functions import response_stations as response_stations
from overseas_stations.table_functions import responses as responses
from overseas_stations.table_functions import retractions as retractions
from overseas_stations.table_functions import source_checks as source_checks
from overseas_stations.table_functions import source_relations as source_relations
from overseas_stations.table_functions import sources as sources
from overseas_stations.table_functions import statements as statements
from overseas_stations.table_functions import station_bureaus as station_bureaus
from overseas_stations.table_functions import station_statuses as station_statuses
from overseas_stations.table_functions import stations as stations
from overseas_stations.table_functions import table as table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from overseas_stations.frames import EngineName
    from overseas_stations.profiles import Profile
    from overseas_stations.publishing.citing import Style
    from overseas_stations.releases.changes import Changes


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
