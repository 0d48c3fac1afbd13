"""What a table is: the model of its rows, its key, what it refers to; and several of them by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from overseas_stations.columns import Column, column_of
from overseas_stations.models import Record

Row = Mapping[str, str | None]
"""The texts of a row by column; empty cells are None."""

Rows = Mapping[str, Sequence[Row]]
"""Table -> its rows, in the order of its key."""


@dataclass(frozen=True)
class Table:
    """One table: its model, its key, and what it refers to.

    Attributes:
        name: the table's and the resource's name.
        model: the class of one row.
        title: a heading.
        key: the columns that name a row, in the order that the rows are sorted by.
        references: column -> table, for each foreign key (the target column is the one of that table's key).
        cited: every row has one row of ``evidence`` or more.
        primary: the key is a primary key. ``evidence`` has a unique key instead: ``field`` may be empty in it.
        label: the columns that tell a person what a row is about, beside its name.
        identity: the columns that say which thing an id names: where one of them changes, the id may have been reused.
        derived: column -> what it follows from, for those that nobody writes.
        ours: the columns that say what the curators did, and not what a source says.
        printed: the columns that hold words as the source prints them.
        observed: a machine wrote its rows down when it looked at sources. Nobody refers to them, and they come and go.
    """

    name: str
    model: type[Record]
    title: str
    key: tuple[str, ...] = ("id",)
    references: Mapping[str, str] = field(default_factory=dict)
    cited: bool = True
    primary: bool = True
    label: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)
    ours: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    observed: bool = False

    @property
    def summary(self) -> str:
        """What one row is: the first line of the model's docstring."""
        return (self.model.__doc__ or "").strip().splitlines()[0]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in their order."""
        return tuple(column_of(name, info) for name, info in self.model.model_fields.items())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns' names in their order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def claimed(self) -> tuple[str, ...]:
        """The columns that hold what sources say of the record, so that another source can add to them or dispute them.

        Its key is its name, ``source_id`` its citation, a note is ours, and what is derived follows from other cells.
        """
        others = {*self.key, *self.derived, *self.curated, "source_id"}
        return tuple(name for name in self.names if name not in others)

    @property
    def curated(self) -> tuple[str, ...]:
        """The columns that no source says: ours and the note, which the curators wrote in the light of all sources."""
        return (*self.ours, *(name for name in self.names if name == "note"))

    def column(self, name: str) -> Column:
        """Return the column *name*; KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]


class Tables(Mapping[str, Table]):
    """Tables by name, each after those that it refers to. They are equal to themselves alone, and never change."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = {table.name: table for table in tables}

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def cited(self) -> tuple[Table, ...]:
        """The tables whose rows each have one row of ``evidence`` or more."""
        return tuple(table for table in self.values() if table.cited)

    @cached_property
    def with_ids(self) -> tuple[Table, ...]:
        """The tables whose rows have an id of their own; ids are unique across all of them."""
        return tuple(table for table in self.values() if table.key == ("id",))

    @cached_property
    def targets(self) -> tuple[Table, ...]:
        """The tables that others refer to; each has a key of one column."""
        named = {name for table in self.values() for name in table.references.values()}
        return tuple(table for table in self.values() if table.name in named)

    @cached_property
    def places(self) -> tuple[tuple[str, str | None], ...]:
        """Every place of a finding, table and column or None for the row; a place's number is its position."""
        return tuple((table.name, name) for table in self.values() for name in (None, *table.names))

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, str | None], int]:
        return {place: number for number, place in enumerate(self.places)}

    def place(self, table: str, field: str | None) -> int:
        """Return the number of a place."""
        return self._numbers[table, field]
