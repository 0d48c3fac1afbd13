"""Some of the records: of countries, of kinds, disputed ones, those of one voice, those that have some words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from overseas_stations.forms.vocabulary import Side
from overseas_stations.lookups.countries import close_countries, country_code
from overseas_stations.lookups.coverage import BY_COUNTRY
from overseas_stations.lookups.folding import folded, has_words
from overseas_stations.lookups.kinds import kind_named, kinds
from overseas_stations.lookups.library import Found, Library
from overseas_stations.suggestions import UnknownName, did_you_mean
from overseas_stations.tables import TABLES, Row, record_name

COUNTRY_COLUMNS = ("country", "code")

SAID = "statements"
"""The table whose rows have a side."""

WORDS = ("text", "prose")
"""The forms of the columns that words are looked for in."""


@dataclass(frozen=True)
class Selection:
    """Which records are meant. See :meth:`of`.

    Attributes:
        countries: they are of one of these, as codes.
        kinds: each a table, and what one of its columns of a kind holds, None for all of the table: they are of one.
        sides: they were said on behalf of one of these.
        disputed: somebody disputes them, or a row that hangs on them.
        one_voice: one voice alone supports them.
        texts: words, all of which they have, in their name, their texts, or the names of who and what they are about.
    """

    countries: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str | None], ...] = ()
    sides: tuple[str, ...] = ()
    disputed: bool = False
    one_voice: bool = False
    texts: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        library: Library,
        country: str | Sequence[str] = (),
        kind: str | Sequence[str] = (),
        side: str | Sequence[str] = (),
        disputed: bool = False,
        one_voice: bool = False,
        text: str | Sequence[str] = (),
    ) -> Selection:
        """Return a selection. Of each filter one value is given, or several.

        Args:
            library: the package.
            country: a code or a name; of several, any.
            kind: a table (``responses``), what rows of one are (``arrest``), or both (``responses.arrest``); any of
                several, which may have commas between them.
            side: on whose behalf something was said (``china``), and so statements; several as of kinds.
            disputed: whether only what is disputed is meant.
            one_voice: whether only what one voice alone supports is meant.
            text: words that each record has, in any order, each from the beginning of a word on; all of several.

        Raises:
            UnknownName: there is no such country, kind or side, or rows of that kind cannot be told apart in this way;
                the message says which was meant, or why.
        """
        asked, sides, texts = _apart(kind), tuple(map(_side, _apart(side))), _each(text)
        kinds = tuple(kind_named(library, each) for each in asked) or ((SAID, None),) * bool(sides)
        if not all(map(folded, texts)):
            raise UnknownName("--text needs a word to look for")
        for table, _ in kinds:
            _refuse_senseless(table, country, sides, disputed, one_voice)
        countries = tuple(dict.fromkeys(_country(library, each) for each in _each(country)))
        return cls(countries, tuple(dict.fromkeys(kinds)), tuple(dict.fromkeys(sides)), disputed, one_voice, texts)

    def __bool__(self) -> bool:
        return self != Selection()

    def __str__(self) -> str:
        about = " or ".join(".".join(filter(None, kind)) for kind in self.kinds)
        side = f"side {' or '.join(self.sides)}" if self.sides else ""
        asked = ("disputed" if self.disputed else "", "on one voice" if self.one_voice else "")
        texts = (f"“{text}”" for text in self.texts)
        return ", ".join(filter(None, (about, " or ".join(self.countries), side, *asked, *texts)))

    @property
    def tables(self) -> Sequence[str]:
        """The tables that are meant; without a kind those that are about a country."""
        named = {table for table, _ in self.kinds}
        return [name for name in TABLES if name in named] or BY_COUNTRY

    def find(self, library: Library) -> list[Found]:
        """Return the records that are meant, by table."""
        found: list[Found] = []
        for table in (TABLES[name] for name in self.tables):
            records = (Found(table, record_name(table, row), row) for row in library.rows[table.name])
            found += (each for each in records if self._means(library, each))
        return found

    def _means(self, library: Library, found: Found) -> bool:
        if self.countries and not _countries(library, found) & set(self.countries):
            return False
        terms = {term for table, term in self.kinds if table == found.table.name}
        if terms and None not in terms and not terms & set(kinds(found.row)):
            return False
        if self.sides and found.row["side"] not in self.sides:
            return False
        if self.texts and not has_words(_words(library, found), folded(" ".join(self.texts))):
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
        if "source_relations" not in self.tables:
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


def _each(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _apart(given: str | Sequence[str]) -> list[str]:
    """Return names, those that have commas between them apart."""
    return [part.strip() for each in _each(given) for part in each.split(",") if part.strip()]


def _side(given: str) -> str:
    wanted, known = given.casefold().replace("-", "_"), [side.value for side in Side]
    if wanted not in known:
        meant = did_you_mean(given, known) or ";"
        raise UnknownName(f"no side {given}{meant} the sides are {', '.join(known)}")
    return wanted


def _refuse_senseless(
    table: str, country: Iterable[str], sides: Iterable[str], disputed: bool, one_voice: bool
) -> None:
    """Raise UnknownName where rows of a table cannot be told apart so: an empty list would look like an answer."""
    asked = TABLES[table]
    named = {asked.references.get(column) for column in asked.key}
    if country and not named & set(BY_COUNTRY) and not set(COUNTRY_COLUMNS) & set(asked.names):
        raise UnknownName(
            f"{table} have no country, so --country cannot tell them apart: leave it out, or leave out --kind"
        )
    if sides and "side" not in asked.names:
        raise UnknownName(f"{table} have no side, which {SAID} have: leave out --side, or --kind {table}")
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
        hint = f"did you mean {meant}?" if meant else "`overseas coverage` lists those of which something is recorded"
        raise UnknownName(f"no country {given}; {hint}")
    return code
