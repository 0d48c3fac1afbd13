"""What readers are told in one language: titles, terms, names of countries, and the words of pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from overseas_stations.columns import Column
from overseas_stations.forms.codes import code_list
from overseas_stations.forms.vocabulary import Term
from overseas_stations.labels.titles import ALL_TABLES, column_keys, made_title
from overseas_stations.suggestions import UnknownName, did_you_mean
from overseas_stations.tables import Table

ENGLISH = "en"
GROUPED_FROM = 10_000
"""Numbers of five digits and more are written in groups of three; those of four are as readable without."""

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Label(str):
    """A text for readers that knows its language: English where there is no label in theirs, so that a page can say so.

    >>> Label("Sources", "en").language
    'en'
    """

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Return the text, which is in that language."""
        label = super().__new__(cls, text)
        label.language = language
        return label

    def __reduce__(self) -> tuple[type[Label], tuple[str, str]]:
        """Return what a copy is made of."""
        return Label, (str(self), self.language)


@dataclass(frozen=True, eq=False)
class Language:
    """The labels of one language.

    Attributes:
        code: its ISO 639-1 code, which is a language tag as well.
        name: what it calls itself.
        reviewed: a native speaker has read the labels.
        one: the numbers that take the singular.
        group: what stands between groups of three digits.
        words: the texts of pages, with placeholders in braces; those that count end in ``.one`` and ``.other``.
        tables, columns, terms: labels by name; columns as :func:`overseas_stations.labels.titles.column_keys` says.
        summaries: what a row of a table is, by the table's name.
        countries, languages: names by code; regions: by the English name.
    """

    code: str
    name: str
    reviewed: bool
    one: frozenset[int]
    group: str
    words: Mapping[str, str]
    tables: Mapping[str, str]
    summaries: Mapping[str, str]
    columns: Mapping[str, str]
    terms: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, str]
    languages: Mapping[str, str]
    regions: Mapping[str, str]

    def table(self, table: Table | str) -> Label:
        """Return the title of a table or a view."""
        name = table if isinstance(table, str) else table.name
        known = ALL_TABLES.get(name) if isinstance(table, str) else table
        return self._label(self.tables.get(name), known.title if known else _spelt(name))

    def summary(self, table: Table) -> Label:
        """Return a sentence on what a row of a table is."""
        return self._label(self.summaries.get(table.name), table.summary)

    def column(self, table: Table | str, column: str) -> Label:
        """Return the title of a column of a table or a view; a profile's has its own, in English."""
        found = self._titles.get((table if isinstance(table, str) else table.name, column))
        if found is not None:
            return found
        if isinstance(table, Table) and column in table.names:
            return Label(table.column(column).title, ENGLISH)
        return Label(_spelt(column), ENGLISH)

    def term(self, vocabulary: type[Term] | str, value: str) -> Label:
        """Return a term of a vocabulary, which is given or named, in words; what a profile adds, in English."""
        name = vocabulary if isinstance(vocabulary, str) else vocabulary.__name__
        return self._label(self.terms.get(name, {}).get(value), _spelt(value))

    def country(self, code: str) -> Label:
        """Return the name of a country or a body, the code itself where it is none of ours."""
        return self._label(self.countries.get(code), code_list("countries").get(code, code))

    def language_name(self, code: str) -> Label:
        """Return the name of a language by its ISO 639-1 code."""
        return self._label(self.languages.get(code), code_list("languages").get(code, code))

    def region(self, name: str) -> Label:
        """Return the name of a region of the world, which the tables have in English."""
        return self._label(self.regions.get(name), name)

    def caution(self, text: str) -> Label:
        """Return what to mind about a row of a view, which the view says in English."""
        return self._label(self.words.get(f"caution.{text.replace(' ', '_')}"), text)

    def cell(self, column: Column, value: str) -> Label | None:
        """Return what a cell says in words, None where it is data that nobody translates."""
        if column.vocabulary is not None:
            return self.term(column.vocabulary, value)
        match column.scalar.codes, column.scalar.type:
            case "countries", _:
                return self.country(value)
            case "languages", _:
                return self.language_name(value)
            case _, "boolean":
                return self.word("yes" if value == "true" else "no")
        return None

    def text(self, key: str, n: int | None = None) -> Label:
        """Return a text of pages with its placeholders still in it, for who puts markup in; *n* chooses the form.

        Raises:
            UnknownName: there is no such text.
        """
        name = key if n is None else f"{key}.{'one' if n in self.one else 'other'}"
        try:
            return Label(self.words[name], self.code)
        except KeyError:
            raise UnknownName(f"no text {name} in the labels{did_you_mean(name, self.words)}") from None

    def word(self, key: str, **values: object) -> Label:
        """Return a text of pages, such as ``nav.map``, with values for its placeholders, whole numbers in groups.

        A text that counts is named without ``.one`` and ``.other``: the value of ``n`` chooses.

        Raises:
            UnknownName: there is no such text.
            ValueError: the values are not those of its placeholders.
        """
        n = values.get("n")
        counts = isinstance(n, int) and key not in self.words
        text = self.text(key, n if counts and isinstance(n, int) else None)
        wanted = set(PLACEHOLDER.findall(text))
        if wanted != set(values):
            raise ValueError(f"the text {key} takes {', '.join(sorted(wanted)) or 'no values'}, not {sorted(values)}")
        return Label(PLACEHOLDER.sub(lambda found: self._shown(values[found[1]]), text), self.code)

    def date(self, date: str) -> Label:
        """Return a partial date as people write it, as precisely as it is known.

        >>> from overseas_stations.labels.reading import labels_in
        >>> [str(labels_in("es").date(date)) for date in ("2022-10-01", "2022-10", "2022")]
        ['1 de octubre de 2022', 'octubre de 2022', '2022']
        """
        year, *rest = date.split("-")
        if not rest:
            return self.word("date.year", year=year)
        month = self.word(f"month.{rest[0]}")
        if len(rest) == 1:
            return self.word("date.month", month=month, year=year)
        return self.word("date.day", n=int(rest[1]), month=month, year=year)

    def number(self, number: int) -> str:
        """Return a whole number as it is written.

        >>> from overseas_stations.labels.reading import labels_in
        >>> labels_in("en").number(4176), labels_in("en").number(41760)
        ('4176', '41,760')
        """
        return f"{number:,}".replace(",", self.group) if abs(number) >= GROUPED_FROM else str(number)

    @cached_property
    def _titles(self) -> Mapping[tuple[str, str], Label]:
        """The titles of all columns: pages ask for them thousands of times."""
        return {
            (table.name, column.name): self._title(table, column)
            for table in ALL_TABLES.values()
            for column in table.columns
        }

    def _title(self, table: Table, column: Column) -> Label:
        own = self.columns.get(column_keys()[table.name, column.name])
        made = made_title(table, column.name)
        if own is not None and made is not None:
            own = own.format(title=self._title(table, table.column(made[0])))
        return self._label(own, column.title)

    def _shown(self, value: object) -> str:
        return self.number(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)

    def _label(self, own: str | None, english: str) -> Label:
        return Label(english, ENGLISH) if own is None else Label(own, self.code)


def _spelt(name: str) -> str:
    """Return a name of the data as words, as :attr:`Term.label` does."""
    return name.replace("_", " ")
