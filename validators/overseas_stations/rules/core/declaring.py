"""Where rules are declared, beside the code that applies them."""

from __future__ import annotations

from collections.abc import Callable

from overseas_stations.findings import Severity
from overseas_stations.rules.core.base import FAMILIES, Rule, Stage
from overseas_stations.rules.core.registry import CellCheck, Declarations, FindCells, FindRows, MakeColumns, RowCheck

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
    unchecked: bool = False,
) -> Rule:
    """Declare a rule.

    Raises:
        ValueError: the code is taken, or its family is unknown.
    """
    if code[:3] not in FAMILIES:
        raise ValueError(f"rule code {code} is of no family")
    stages = frozenset({by}) if isinstance(by, Stage) else by
    return OURS.add(Rule(code, severity, title, message, hint, why, stages, unchecked))


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


def indexed(table: str | None, *read: str) -> Callable[[MakeColumns], MakeColumns]:
    """Register a function that returns further columns of a table's index; of every table with ids for None.

    Args:
        table: the table.
        read: those of the columns that tell the rows, not many, which a check asks for as text whatever the data.
    """

    def register(columns: MakeColumns) -> MakeColumns:
        OURS.index_columns.setdefault(table, []).append(columns)
        if table is not None:
            OURS.read.setdefault(table, []).extend(read)
        return columns

    return register
