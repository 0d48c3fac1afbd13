"""The registry: the tables of a package, the rules that it is held to, and the checks that apply them, as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from overseas_stations.rules.core.base import Rule, Stage
from overseas_stations.rules.core.checks import IndexColumns, WrongCells, WrongRows
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame


class PackageView(Protocol):
    """What a check of rows sees of a package."""

    @property
    def registry(self) -> Registry:
        """The tables that the package should hold, and the rules for them."""

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that are there; they may be without rows."""

    @property
    def index(self) -> Mapping[str, Frame]:
        """Table -> its part of the index; only tables that are there and have rows."""

    @property
    def repeated(self) -> Frame | None:
        """The names of records that stand more than once, in the column ``name``; None where none does."""

    def text(self, table: str, rows: Frame | None = None) -> Frame:
        """Return a table as text: ``row`` and its columns, empty cells null; of *rows* alone where given."""

    def collect(self, frames: Sequence[Frame]) -> list[list[dict[str, Any]]]:
        """Return the rows of each of some frames, which are small."""


@dataclass(frozen=True)
class CellCheck:
    """The function that yields the conditions of a rule, of the tables that a package should hold."""

    rule: Rule
    find: Callable[[Tables], Iterator[WrongCells]]


@dataclass(frozen=True)
class RowCheck:
    """The function that yields the rows that break a rule, and the tables that it cannot do without."""

    rule: Rule
    needs: tuple[str, ...]
    find: Callable[[PackageView], Iterator[WrongRows]]


FindCells = Callable[[Tables], Iterator[WrongCells]]
FindRows = Callable[[PackageView], Iterator[WrongRows]]
MakeColumns = Callable[[Tables], IndexColumns]


@dataclass(frozen=True)
class Declarations:
    """Rules, and the checks that apply those of them that an engine evaluates.

    Attributes:
        rules: code -> rule.
        cell_checks, row_checks: in the order of declaration.
        index_columns: table, or None for every table with ids -> what returns further columns of its index.
        read: table -> those of its columns in the index that tell the rows that are asked for as text.
    """

    rules: dict[str, Rule] = field(default_factory=dict)
    cell_checks: list[CellCheck] = field(default_factory=list)
    row_checks: list[RowCheck] = field(default_factory=list)
    index_columns: dict[str | None, list[MakeColumns]] = field(default_factory=dict)
    read: dict[str, list[str]] = field(default_factory=dict)

    def add(self, declared: Rule) -> Rule:
        """Return a rule that is now declared.

        Raises:
            ValueError: the code is taken.
        """
        if declared.code in self.rules:
            raise ValueError(f"rule code {declared.code} is taken")
        self.rules[declared.code] = declared
        return declared

    @property
    def size(self) -> int:
        """How much is declared."""
        columns = sum(map(len, self.index_columns.values()))
        return len(self.rules) + len(self.cell_checks) + len(self.row_checks) + columns

    def unapplied(self) -> list[str]:
        """Return the codes of rules that an engine should evaluate and no check does: they would never run."""
        applied = {each.rule.code for each in self.cell_checks} | {each.rule.code for each in self.row_checks}
        return sorted(code for code, each in self.rules.items() if Stage.TABLES in each.stages and code not in applied)


Stages = Stage | frozenset[Stage]


@dataclass(frozen=True, eq=False)
class Registry:
    """Tables, and the rules and checks for them. It never changes, so that what follows from it is kept with it.

    Attributes:
        tables: the tables that a package should hold.
        rules: code -> rule, in the order of codes.
        families: what codes begin with -> what the rules of the family are about.
        cell_checks, row_checks: what applies the rules to tables, in the order of declaration.
        index_columns: table, or None for every table with ids -> what returns further columns of its index.
        read: table -> those of its columns in the index that tell the rows that are asked for as text.
    """

    tables: Tables
    rules: Mapping[str, Rule]
    families: Mapping[str, str]
    cell_checks: Sequence[CellCheck]
    row_checks: Sequence[RowCheck]
    index_columns: Mapping[str | None, Sequence[MakeColumns]]
    read: Mapping[str, Sequence[str]]

    def of_stage(self, stage: Stage) -> frozenset[str]:
        """Return the codes of the rules that are applied by someone."""
        return frozenset(code for code, rule in self.rules.items() if stage in rule.stages)

    def extended(self, tables: Tables, families: Mapping[str, str], more: Declarations) -> Registry:
        """Return a registry with other tables, and with further families, rules and checks."""
        names = [*self.index_columns, *(name for name in more.index_columns if name not in self.index_columns)]
        return Registry(
            tables,
            dict(sorted((dict(self.rules) | more.rules).items())),
            {**self.families, **families},
            (*self.cell_checks, *more.cell_checks),
            (*self.row_checks, *more.row_checks),
            {name: (*self.index_columns.get(name, ()), *more.index_columns.get(name, ())) for name in names},
            {name: (*self.read.get(name, ()), *more.read.get(name, ())) for name in {**self.read, **more.read}},
        )
