"""What a profile is: tables and rules, declared without touching ours until it is put in force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from overseas_stations.findings import Severity
from overseas_stations.profiles import writing
from overseas_stations.profiles.extending import extended, in_order
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.core.checks import CellCheck, Cells, RowCheck, Rows, Tables
from overseas_stations.rules.core.index import IndexColumns
from overseas_stations.tables import CORE, Table

__all__ = ["Profile", "ProfileError", "extended"]


class ProfileError(Exception):
    """A profile cannot be used."""


class Profile:
    """Columns, tables and rules of another project.

    Args:
        name: lower-case words joined with hyphens; the entry point has the same name.
        title: what it is, as a heading.
        tables: tables of its own, and tables of ours with more columns (see :func:`extended`).

    Raises:
        ValueError: a table takes away or loosens something of ours, or is not whole.
    """

    def __init__(self, name: str, title: str, *, tables: Iterable[Table] = ()) -> None:
        if re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name) is None:
            raise ValueError(f"{name!r} is no name of a profile: lower-case words joined with hyphens")
        self.name, self.title = name, title
        self.tables = in_order({**CORE, **{table.name: table for table in tables}})
        self.rules: dict[str, Rule] = {}
        self.cell_checks: list[CellCheck] = []
        self.row_checks: list[RowCheck] = []
        self.index_columns: dict[str | None, list[Callable[[], IndexColumns]]] = {}

    def rule(self, code: str, severity: Severity, title: str, *, message: str, hint: str, why: str) -> Rule:
        """Declare a rule.

        Args:
            code: two capital letters of its own and three digits, ``XX101``. ``OS`` is ours.
            severity: ``ERROR``, ``WARNING`` or ``INFO``.
            title: what it finds, as a heading.
            message: a template over the finding's fields (``{value}``, ``{field}``, ...) and a check's *params*.
            hint: what to do next, a template as well.
            why: why it matters.

        Raises:
            ValueError: the code is taken or not of this form.
        """
        if re.fullmatch(r"[A-Z]{2}[0-9]{3}", code) is None or code.startswith("OS"):
            raise ValueError(f"{code} is no code of a profile's rule: two letters other than OS and three digits")
        if code in self.rules:
            raise ValueError(f"rule code {code} is taken")
        self.rules[code] = declared = Rule(code, severity, title, message, hint, why)
        return declared

    def cells(self, of: Rule) -> Callable[[Callable[[], Iterator[Cells]]], Callable[[], Iterator[Cells]]]:
        """Register a function that yields conditions on single rows; see :class:`Cells`."""

        def register(find: Callable[[], Iterator[Cells]]) -> Callable[[], Iterator[Cells]]:
            self.cell_checks.append(CellCheck(self._own(of), writing.conditions(find)))
            return find

        return register

    def rows(
        self, of: Rule, *needs: str
    ) -> Callable[[Callable[[Tables], Iterator[Rows]]], Callable[[Tables], Iterator[Rows]]]:
        """Register a function that yields what is wrong beside other rows; it runs where all *needs* are there."""

        def register(find: Callable[[Tables], Iterator[Rows]]) -> Callable[[Tables], Iterator[Rows]]:
            self.row_checks.append(RowCheck(self._own(of), needs, writing.wrong_rows(find)))
            return find

        return register

    def indexed(self, table: str) -> Callable[[Callable[[], IndexColumns]], Callable[[], IndexColumns]]:
        """Register a function that returns further columns of a table's index, which checks of rows see."""

        def register(columns: Callable[[], IndexColumns]) -> Callable[[], IndexColumns]:
            self.index_columns.setdefault(table, []).append(writing.columns(columns))
            return columns

        return register

    def _own(self, of: Rule) -> Rule:
        if self.rules.get(of.code) is not of:
            raise ValueError(f"{of.code} is no rule of the profile {self.name}")
        return of

    @property
    def idle(self) -> list[str]:
        """The codes of rules that no check applies: they would pass for checked and never run."""
        applied = {check.rule.code for check in self.cell_checks} | {check.rule.code for check in self.row_checks}
        return sorted(self.rules.keys() - applied)
