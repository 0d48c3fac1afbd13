"""Where rules are declared, beside the code that applies them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from overseas_stations.findings import Severity
from overseas_stations.rules.core.base import FAMILIES, Rule, Stage
from overseas_stations.rules.core.checks import CellCheck, RowCheck
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import PackageView, WrongCells, WrongRows
    from overseas_stations.rules.core.index import IndexColumns

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
    """

    rules: dict[str, Rule] = field(default_factory=dict)
    cell_checks: list[CellCheck] = field(default_factory=list)
    row_checks: list[RowCheck] = field(default_factory=list)
    index_columns: dict[str | None, list[MakeColumns]] = field(default_factory=dict)

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

OURS = Declarations()
"""What the modules of this package declare. :data:`overseas_stations.rules.registry.CORE` is made of it."""


def rule(
    code: str,
    severity: Severity,
    title: str,
    *,
    message: str,
    hint: str,
    why: str,
    by: Stage | frozenset[Stage] = Stage.TABLES,
) -> Rule:
    """Declare a rule.

    Raises:
        ValueError: the code is taken, or its family is unknown.
    """
    if code[:3] not in FAMILIES:
        raise ValueError(f"rule code {code} is of no family")
    stages = frozenset({by}) if isinstance(by, Stage) else by
    return OURS.add(Rule(code, severity, title, message, hint, why, stages))


def cells(of: Rule) -> Callable[[FindCells], FindCells]:
    """Register a function that yields the conditions of a rule; it runs on those tables that are present."""

    def register(find: FindCells) -> FindCells:
        OURS.cell_checks.append(CellCheck(of, find))
        return find

    return register


def rows(of: Rule, *needs: str) -> Callable[[FindRows], FindRows]:
    """Register a function that yields the rows that break a rule; it runs where all tables in *needs* are present."""

    def register(find: FindRows) -> FindRows:
        OURS.row_checks.append(RowCheck(of, needs, find))
        return find

    return register


def indexed(table: str | None) -> Callable[[MakeColumns], MakeColumns]:
    """Register a function that returns further columns of a table's index; of every table with ids for None."""

    def register(columns: MakeColumns) -> MakeColumns:
        OURS.index_columns.setdefault(table, []).append(columns)
        return columns

    return register
