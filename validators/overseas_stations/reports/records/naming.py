"""How records, their places, their sources and their dates are called where people read them."""

from __future__ import annotations

from collections.abc import Iterable

from overseas_stations.forms.vocabulary import StatementForm, Wording
from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.lookups.library import Found, Library
from overseas_stations.tables import Row, Table, row_label

NAMED = {"actor_id": "actors", "part_of": "actors", "country": "countries"}
"""Column -> the table that has a name for its codes and ids."""


def named(library: Library, column: str, cell: str, language: Language) -> str:
    """Return a cell, with the name of what it refers to: a code or an id alone says little."""
    name = name_of(library, column, cell, language)
    return f"{name} [{cell}]" if name else cell


def name_of(library: Library, column: str, cell: str | None, language: Language) -> str:
    """Return the name of what a cell refers to, empty where it refers to nothing that has one."""
    known = library.find(cell) if cell and column in NAMED else None
    if known is None or known.table.name != NAMED[column]:
        return ""
    translated = column == "country" and language.code != ENGLISH
    return language.country(known.name) if translated else known.row["name"] or ""


def term(table: Table, column: str, cell: str, language: Language) -> str:
    """Return a cell in words of a language; in English as it stands in the data, and so where it is no label."""
    label = None if language.code == ENGLISH else language.cell(table.column(column), cell)
    return cell if label is None else label


def label(library: Library, found: Found, language: Language) -> str:
    """Return what a record is about, in a line: the cells of its table's label, with names for codes."""
    told = {
        column: name_of(library, column, cell, language) or (cell and term(found.table, column, cell, language))
        for column, cell in found.row.items()
    }
    if found.table.name == "statements":
        told["text"] = _words(found, language)
    return row_label(found.table, told)


def _words(statement: Found, language: Language) -> str:
    """Return what was said, and whether in these words: a quotation that was translated back is no original."""
    form, text = statement.row["form"] or "", statement.row["text"] or ""
    told = term(statement.table, "form", form, language)
    if form != StatementForm.VERBATIM:
        return f"{told}: {text}"
    wording = language.term(Wording, statement.row["wording"] or Wording.ORIGINAL)
    return f"{told}, {wording}: “{text}”"


def kind_of(found: Found, language: Language) -> str:
    """Return what sort of record it is, in words such as ``station``."""
    kind = found.table.model.__name__.lower()
    return kind if language.code == ENGLISH else language.word(f"record.{kind}")


def source(library: Library, name: str | None) -> str:
    """Return a source as its publisher, its date and its id."""
    found = library.find(name or "")
    if found is None or found.table.name != "sources":
        return f"[{name}]"
    return f"{found.row['publisher']}, {found.row['published'] or 'undated'} [{name}]"


def published(library: Library, row: Row) -> str:
    """Return when the source of a row was published, for an order: what has no date comes last."""
    found = library.find(row["source_id"] or "")
    return (found and found.row.get("published")) or "~"


def several(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> several(1, "voice"), several(2, "voice")
    ('1 voice', '2 voices')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def from_to(dates: Iterable[str | None]) -> str:
    """Return the span of some dates, empty without any.

    >>> from_to(["2023", None, "2022-10"])
    '2022-10 to 2023'
    """
    known = sorted({date for date in dates if date})
    return known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}" if known else ""
