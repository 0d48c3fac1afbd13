"""Some of the records: of a country, of a kind, disputed ones, those of one voice, those that have some words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from overseas_stations.lookups.countries import close_countries, country_code
from overseas_stations.lookups.coverage import BY_COUNTRY
from overseas_stations.lookups.folding import folded, has_words
from overseas_stations.lookups.kinds import kind_named, kinds
from overseas_stations.lookups.library import Found, Library
from overseas_stations.suggestions import UnknownName
from overseas_stations.tables import TABLES, Row, record_name

COUNTRY_COLUMNS = ("country", "code")

WORDS = ("text", "prose")
"""The forms of the columns that words are looked for in."""


@dataclass(frozen=True)
class Selection:
    """Which records are meant. See :meth:`of`.

    Attributes:
        country: their country, as a code.
        table: their table.
        kind: what one of their columns of a kind holds.
        disputed: somebody disputes them, or a row that hangs on them.
        one_voice: one independent voice alone supports them.
        text: words that they have, in their name, their texts, or the names of who and what they are about.
    """

    country: str | None = None
    table: str | None = None
    kind: str | None = None
    disputed: bool = False
    one_voice: bool = False
    text: str | None = None

    @classmethod
    def of(
        cls,
        library: Library,
        country: str | None = None,
        kind: str | None = None,
        disputed: bool = False,
        one_voice: bool = False,
        text: str | None = None,
    ) -> Selection:
        """Return a selection.

        Args:
            library: the package.
            country: a code or a name.
            kind: a table (``responses``), what rows of one are (``arrest``), or both (``responses.arrest``).
            disputed: whether only what is disputed is meant.
            one_voice: whether only what one independent voice alone supports is meant.
            text: words that each record has, in any order, each from the beginning of a word on.

        Raises:
            UnknownName: there is no such country or kind, or rows of that kind cannot be told apart in this way; the
                message says which was meant, or why.
        """
        table, term = kind_named(library, kind) if kind else (None, None)
        if text is not None and not folded(text):
            raise UnknownName("--text needs a word to look for")
        if table:
            _refuse_senseless(table, country, disputed, one_voice)
        return cls(_country(library, country) if country else None, table, term, disputed, one_voice, text)

    def __bool__(self) -> bool:
        return self != Selection()

    def __str__(self) -> str:
        about = ".".join(filter(None, (self.table, self.kind)))
        asked = ("disputed" if self.disputed else "", "on one voice" if self.one_voice else "")
        return ", ".join(filter(None, (about, self.country, *asked, f"“{self.text}”" if self.text else "")))

    def find(self, library: Library) -> list[Found]:
        """Return the records that are meant, by table; without one those that are about a country."""
        found: list[Found] = []
        for table in (TABLES[name] for name in ([self.table] if self.table else BY_COUNTRY)):
            records = (Found(table, record_name(table, row), row) for row in library.rows[table.name])
            found += (each for each in records if self._means(library, each))
        return found

    def _means(self, library: Library, found: Found) -> bool:
        if self.country and self.country not in _countries(library, found):
            return False
        if self.kind and self.kind not in kinds(found.row):
            return False
        if self.text and not has_words(_words(library, found), folded(self.text)):
            return False
        if self.one_voice and len(library.voices_for(found.table.name, found.name)) != 1:
            return False
        return not self.disputed or bool(disputes_about(library, found))

    def narrowed(self, library: Library) -> Library:
        """Return the library of these records alone, with what hangs on them and the sources that speak of them."""
        kept: dict[str, set[str]] = {}
        for each in self.find(library):
            kept.setdefault(each.table.name, set()).add(each.name)
            for part in library.parts(each.name):
                kept.setdefault(part.table.name, set()).add(record_name(part.table, part.row))
        rows: dict[str, Sequence[Row]] = {
            table.name: [row for row in library.rows[table.name] if record_name(table, row) in kept.get(table.name, ())]
            for table in TABLES.values()
        }
        rows["evidence"] = [
            row for row in library.rows["evidence"] if row["record_id"] in kept.get(row["table"] or "", ())
        ]
        # Besides, who and what they name, and the sources that speak of them with how those rely on one another.
        for name in ("sources", "actors", "countries"):
            named = kept.get(name, set()) | {cell or "" for cell in _cells_naming(rows, name)}
            rows[name] = [row for row in library.rows[name] if record_name(TABLES[name], row) in named]
        sources = {row["id"] for row in rows["sources"]}
        if self.table != "source_relations":
            relations = library.rows["source_relations"]
            rows["source_relations"] = [row for row in relations if {row["source_id"], row["target_id"]} <= sources]
        return Library(rows, library.whole or library)


def disputes_about(library: Library, found: Found) -> Sequence[Row]:
    """Return the evidence that disputes a record, a field of it, or a row that hangs on it."""
    own = library.disputes_of(found.table.name, found.name)
    return [*own, *(row for part in library.parts(found.name) for row in part.disputes)]


def _cells_naming(rows: dict[str, Sequence[Row]], target: str) -> Iterator[str | None]:
    """Yield the cells of records that refer to a table."""
    for table in TABLES.values():
        for column in (column for column, table_of in table.references.items() if table_of == target):
            yield from (row[column] for row in rows[table.name])


def _refuse_senseless(table: str, country: str | None, disputed: bool, one_voice: bool) -> None:
    """Raise UnknownName where rows of a table cannot be told apart so: an empty list would look like an answer."""
    asked = TABLES[table]
    named = {asked.references.get(column) for column in asked.key}
    if country and not named & set(BY_COUNTRY) and not set(COUNTRY_COLUMNS) & set(asked.names):
        raise UnknownName(
            f"{table} have no country, so --country cannot tell them apart: leave it out, or leave out --kind"
        )
    for option in ("--disputed",) * disputed + ("--one-voice",) * one_voice:
        if not asked.cited:
            raise UnknownName(
                f"{table} are nobody's claims, so that nobody disputes or supports them: leave out {option} or --kind"
            )


def _countries(library: Library, found: Found) -> set[str | None]:
    """Return the country of a record, or those of the records that it is named after."""
    own = {found.row[column] for column in COUNTRY_COLUMNS if column in found.row}
    named = (library.find(found.row[column] or "") for column in found.table.key if column in found.table.references)
    return own or {each.row.get("country") for each in named if each is not None and each.table.name in BY_COUNTRY}


def _words(library: Library, found: Found) -> str:
    """Return the folded words of a record: of its name and texts, and the names of countries and actors in it."""
    said = [found.name]
    for column in found.table.columns:
        cell = found.row[column.name]
        if not cell:
            continue
        if column.scalar.name in WORDS:
            said.append(cell)
        elif column.name != "source_id" and column.name in found.table.references:
            named = library.find(cell)
            said.append((named.row.get("name") if named else "") or "")
    return folded(" ".join(said))


def _country(library: Library, given: str) -> str:
    rows = library.rows["countries"]
    code = country_code(rows, given)
    if code is None:
        names = {row["code"]: row["name"] for row in rows}
        meant = " or ".join(f"{near} ({names[near]})" for near in close_countries(rows, given))
        raise UnknownName(f"no country {given}{f'; did you mean {meant}?' if meant else ''}")
    return code
