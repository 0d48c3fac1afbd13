"""Which rows somebody means by a kind: a table, by any of its names, or what rows of one are about."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.dossiers.kinds import KINDS
from overseas_stations.forms.vocabulary import Side
from overseas_stations.lookups.coverage import BY_COUNTRY, KIND_COLUMNS
from overseas_stations.lookups.library import Library
from overseas_stations.suggestions import UnknownName, did_you_mean
from overseas_stations.tables import TABLES, Row

LISTED = tuple(name for name in TABLES if name != "evidence")
"""The tables whose rows are listed: a row of evidence has no name, and stands with the record that it is about."""

TERMS_OF = (*BY_COUNTRY, "sources", "actors")
"""The tables whose terms need not be told from those of other tables."""


def table_named(given: str) -> str | None:
    """Return the table that is meant: by its name, in the singular too, or as `overseas new` calls a record of it.

    >>> table_named("station"), table_named("countries"), table_named("status"), table_named("country")
    ('stations', 'countries', 'station_statuses', 'countries')
    """
    return next((name for name in LISTED if given in _names(name)), None)


def _names(table: str) -> Iterator[str]:
    yield from (table, table.removesuffix("s"), table.removesuffix("es"))
    if table.endswith("ies"):
        yield f"{table.removesuffix('ies')}y"
    for kind in (kind for kind, name in KINDS.items() if name == table):
        yield from (kind, f"{kind}s", f"{kind}es")


def kinds(row: Row) -> Iterator[str]:
    """Yield what sort of thing a row is about."""
    return (row[column] or "" for column in KIND_COLUMNS if row.get(column))


def kind_named(library: Library, given: str) -> tuple[str, str | None]:
    """Return a table, and what its rows that are meant are about, None for all of them.

    Args:
        library: the package.
        given: a table (``responses``), what rows of one are (``arrest``), or both (``responses.arrest``).

    Raises:
        UnknownName: there is no such kind, or several have it; the message says which was meant.
    """
    first, dot, term = given.casefold().replace("-", "_").partition(".")
    table = table_named(first)
    if table and not dot:
        return table, None
    if first == "evidence":
        raise UnknownName(
            "evidence is not listed by itself: `overseas show ID --evidence` prints that of a record, and "
            "`overseas export csv` writes all of it"
        )
    wanted = term if dot else first
    known = {name: sorted({kind for row in library.rows[name] for kind in kinds(row)}) for name in LISTED}
    among = (table,) if table else () if dot else TERMS_OF
    having = [name for name in among if wanted in known[name]]
    if len(having) == 1:
        return having[0], wanted
    if having:
        every = " or ".join(f"{name}.{wanted}" for name in having)
        raise UnknownName(f"{given} is a kind of several tables: {every}")
    side = f"; {wanted} is a side: --side {wanted}" if wanted in list(Side) else ""
    if table:
        said = f"after {table}. may stand {', '.join(known[table])}" if known[table] else f"{table} have no kinds"
        raise UnknownName(f"no kind {given}{_ended(did_you_mean(wanted, known[table]))} {said}{side}")
    full = [f"{name}.{kind}" for name in LISTED for kind in known[name]]
    words = [*LISTED, *(kind for kind in KINDS if kind not in LISTED), *(each.partition(".")[2] for each in full)]
    meant = did_you_mean(given, full if dot else dict.fromkeys(words))
    raise UnknownName(
        f"no kind {given}{_ended(meant)} the kinds are {', '.join(LISTED)}, or what rows of one are, such as "
        f"responses.arrest{side}"
    )


def _ended(meant: str) -> str:
    """Return what may be meant, so that a sentence can go on after it."""
    return meant or ";"
