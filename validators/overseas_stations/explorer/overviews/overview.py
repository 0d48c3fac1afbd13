"""Overviews: pages that list the rows of a table, or of what follows from tables, to be filtered by one grammar.

Each row of an overview says in ``marks`` what it can be filtered by. ``assets/filter.js`` reads those, and nothing else
of the page but its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from overseas_stations.explorer.context import Context, Link
from overseas_stations.forms.scalars import DATE, is_match
from overseas_stations.views import VIEWS

Cell = Sequence[Link]
"""What stands in a cell: links or texts, one below the other."""


@dataclass(frozen=True)
class OverviewRow:
    """A row of an overview.

    Attributes:
        number: the position of the row in its table's CSV file, from 0; what is downloaded is picked by it.
        marks: parameter of a filter -> the value of the row, or several parted by blanks; ``date`` holds a date.
        cells: what stands in each column.
        shape: the mark of a station's status, for rows that have one.
        sorted_by: column -> what its cell is sorted by, where that is not its text; empty for what comes last.
    """

    number: int
    marks: dict[str, str]
    cells: tuple[Cell, ...]
    shape: str = ""
    sorted_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facet:
    """A choice by which rows are filtered.

    Attributes:
        parameter, title: its parameter and its heading.
        options: value, label and count of each option.
        some: how many rows have a value at all, in words; empty where all have.
    """

    parameter: str
    title: str
    options: tuple[tuple[str, str, int], ...]
    some: str


@dataclass(frozen=True)
class Overview:
    """A page that lists rows.

    Attributes:
        name: the page's name and that of its texts; ``name.html`` is its address.
        table: the table whose CSV file holds what is downloaded.
        headings: the headings of the columns, by the name that an address sorts them by.
        rows: the rows, in the order in which they are first shown.
        facets: what the rows can be filtered by.
        has_dates: the rows can be filtered by date.
        order: the column by whose words the rows are ordered first, as the page's language does; here they are by
            code point, and a script puts them in the order of the dictionary. Empty for another order.
        groups: the headings among the rows, in the order of the rows: the mark ``group`` of those below, its words and
            how many they are.
    """

    name: str
    table: str
    headings: Mapping[str, str]
    rows: tuple[OverviewRow, ...]
    facets: tuple[Facet, ...]
    has_dates: bool
    order: str
    groups: tuple[tuple[str, str, int], ...]

    @property
    def view(self) -> str:
        """The view whose rows are those of the table, with names beside codes; empty where there is none."""
        return named_view(self.table)

    @property
    def names(self) -> Sequence[str]:
        """The names of the columns."""
        return [*self.headings]

    @staticmethod
    def is_date(cell: Cell) -> bool:
        """Say whether a cell holds a date and little else, which is not broken into lines."""
        words = [link.text.split() for link in cell]
        return all(map(_is_short, words)) and any(is_match(DATE, each[-1]) for each in words if each)


def _is_short(words: Sequence[str]) -> bool:
    return len(words) <= 2


Labelled = Callable[[str], str]
"""Returns what a value of a parameter is called."""


def overview(
    context: Context,
    name: str,
    table: str,
    headings: Mapping[str, str],
    rows: Iterable[OverviewRow],
    facets: Mapping[str, tuple[str, Labelled]],
    order: str = "",
    groups: Mapping[str, str] = MappingProxyType({}),
) -> Overview:
    """Return an overview, its facets filled with the values that its rows have.

    Args:
        context: what the page is made with.
        name: the page's name.
        table: the table that is downloaded.
        headings: name of a column -> its heading.
        rows: the rows.
        facets: parameter -> its heading, and what its values are called.
        order: the column by whose words the rows are ordered, if they are.
        groups: mark ``group`` of rows -> the heading above them.
    """
    listed = tuple(rows)
    filled = tuple(_facet(context, parameter, title, label, listed) for parameter, (title, label) in facets.items())
    dated = any(row.marks.get("date") for row in listed)
    kept = tuple(facet for facet in filled if len(facet.options) > 1)
    counts = Counter(row.marks.get("group", "") for row in listed)
    told = tuple((group, words, counts[group]) for group, words in groups.items())
    return Overview(name, table, headings, listed, kept, dated, order, told)


def named_view(table: str) -> str:
    """Return the view that has a row for each of a table, with names beside codes; empty where there is none.

    >>> named_view("stations"), named_view("figures")
    ('stations_wide', '')
    """
    name = f"{table}_wide"
    return name if name in VIEWS else ""


def _facet(context: Context, parameter: str, title: str, label: Labelled, rows: Sequence[OverviewRow]) -> Facet:
    counts = Counter(value for row in rows for value in row.marks.get(parameter, "").split())
    options = [(value, label(value), count) for value, count in counts.items()]
    having = sum(bool(row.marks.get(parameter)) for row in rows)
    some = context.word("facet.some", n=having, total=len(rows)) if having < len(rows) else ""
    return Facet(parameter, title, tuple(sorted(options, key=lambda option: (option[1].casefold(), option[0]))), some)


def country_facet(context: Context) -> tuple[str, Labelled]:
    """Return the heading of the choice of a country, and what its values are called."""
    return context.word("filter.country"), lambda code: context.labels.country(code.upper())
