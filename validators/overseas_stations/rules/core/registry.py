"""The registry: the tables of a package, the rules that it is held to, and the checks that apply them, as one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overseas_stations.rules.core.base import Rule, Stage
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import CellCheck, RowCheck
    from overseas_stations.rules.core.declaring import Declarations, MakeColumns


@dataclass(frozen=True, eq=False)
class Registry:
    """Tables, and the rules and checks for them. It never changes, so that what follows from it is kept with it.

    Attributes:
        tables: the tables that a package should hold.
        rules: code -> rule, in the order of codes.
        families: what codes begin with -> what the rules of the family are about.
        cell_checks, row_checks: what applies the rules to tables, in the order of declaration.
        index_columns: table, or None for every table with ids -> what returns further columns of its index.
    """

    tables: Tables
    rules: Mapping[str, Rule]
    families: Mapping[str, str]
    cell_checks: Sequence[CellCheck]
    row_checks: Sequence[RowCheck]
    index_columns: Mapping[str | None, Sequence[MakeColumns]]

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
        )
