"""Some of the records: those of a country, of a kind, those that somebody disputes; and the library of them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from overseas_stations.lookups.coverage import BY_COUNTRY, KIND_COLUMNS
from overseas_stations.lookups.library import Found, Library
from overseas_stations.suggestions import UnknownName, close_to, did_you_mean
from overseas_stations.tables import TABLES, Row, record_name


@dataclass(frozen=True)
class Selection:
    """Which records are meant. See :meth:`of`.

    Attributes:
        country: their country, as a code.
        table: their table.
        kind: what one of their columns of a kind holds.
        disputed: somebody disputes them, or a row that hangs on them.
    """

    country: str | None = None
    table: str | None = None
    kind: str | None = None
    disputed: bool = False

    @classmethod
    def of(
        cls, library: Library, country: str | None = None, kind: str | None = None, disputed: bool = False
    ) -> Selection:
        """Return a selection.

        Args:
            library: the package.
            country: a code or a name.
            kind: a table (``responses``), what rows of one are (``arrest``), or both (``responses.arrest``).
            disputed: whether only what is disputed is meant.

        Raises:
            UnknownName: there is no such country or kind; the message says which was meant.
        """
        table, term = _kind(library, kind) if kind else (None, None)
        return cls(_country(library, country) if country else None, table, term, disputed)

    def __bool__(self) -> bool:
        return self != Selection()

    def __str__(self) -> str:
        about = ".".join(filter(None, (self.table, self.kind)))
        return ", ".join(filter(None, (about, self.country, "disputed" if self.disputed else "")))

    def find(self, library: Library) -> list[Found]:
        """Return the records that are meant, by table; without one none of those of actors and of sources."""
        found: list[Found] = []
        for table in (TABLES[name] for name in ([self.table] if self.table else BY_COUNTRY)):
            records = (Found(table, record_name(table, row), row) for row in library.rows[table.name])
            found += (each for each in records if self._means(library, each))
        return found

    def _means(self, library: Library, found: Found) -> bool:
        row = found.row
        if self.country and self.country not in (row.get("country"), row.get("code")):
            return False
        if self.kind and self.kind not in _kinds(row):
            return False
        return not self.disputed or bool(disputes_about(library, found))

    def narrowed(self, library: Library) -> Library:
        """Return the library of these records alone, with what hangs on them and the sources that speak of them."""
        kept: dict[str, set[str]] = {}
        for each in self.find(library):
            kept.setdefault(each.table.name, set()).add(each.name)
            for part in library.parts(each.name):
                kept.setdefault(part.table.name, set()).add(record_name(part.table, part.row))
        rows = {
            table.name: [row for row in library.rows[table.name] if record_name(table, row) in kept.get(table.name, ())]
            for table in TABLES.cited
        }
        rows["evidence"] = [
            row for row in library.rows["evidence"] if row["record_id"] in kept.get(row["table"] or "", ())
        ]
        sources = {row["source_id"] for row in rows["evidence"]} | kept.get("sources", set())
        # What these copy or translate as well, so that as many voices are counted as in the whole.
        relations = library.rows["source_relations"]
        while more := {row["target_id"] for row in relations if row["source_id"] in sources} - sources:
            sources |= more
        rows["sources"] = [row for row in library.rows["sources"] if row["id"] in sources]
        rows["source_relations"] = [row for row in relations if row["source_id"] in sources]
        return Library({name: rows.get(name, library.rows[name]) for name in TABLES})


def disputes_about(library: Library, found: Found) -> Sequence[Row]:
    """Return the evidence that disputes a record, a field of it, or a row that hangs on it."""
    own = library.disputes_of(found.table.name, found.name)
    return [*own, *(row for part in library.parts(found.name) for row in part.disputes)]


def _country(library: Library, given: str) -> str:
    codes = {row["code"] or "": row["name"] or "" for row in library.rows["countries"]}
    spelt = {name.casefold(): code for code, name in codes.items()} | {code.casefold(): code for code in codes}
    code = spelt.get(given.casefold())
    if code is None:
        near = [spelt[each] for each in close_to(given.casefold(), spelt)]
        meant = ", ".join(f"{code} ({codes[code]})" for code in dict.fromkeys(near))
        raise UnknownName(f"no country {given}{f'; did you mean {meant}?' if meant else ''}")
    return code


def _kinds(row: Row) -> Iterator[str]:
    return (row[column] or "" for column in KIND_COLUMNS if row.get(column))


def _kind(library: Library, given: str) -> tuple[str | None, str | None]:
    tables = [*BY_COUNTRY, "sources", "actors"]
    first, dot, term = given.partition(".")
    table = next((name for name in tables if first in (name, name.removesuffix("s"))), None)
    if table and not dot:
        return table, None
    known = {name: {kind for row in library.rows[name] for kind in _kinds(row)} for name in tables}
    having = [name for name in ([table] if table else tables) if (term if dot else given) in known[name]]
    if len(having) == 1:
        return having[0], term if dot else given
    full = [f"{name}.{kind}" for name in having or tables for kind in sorted(known[name])]
    if having:
        raise UnknownName(f"{given} is a kind of several tables: {' or '.join(f'{name}.{given}' for name in having)}")
    meant = did_you_mean(given, full if dot else [*tables, *dict.fromkeys(each.partition(".")[2] for each in full)])
    raise UnknownName(f"no kind {given}{meant or '; `overseas coverage` lists them'}")
