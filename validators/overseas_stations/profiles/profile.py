"""What a profile is: tables and rules, with which it extends a registry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from overseas_stations.findings import Severity
from overseas_stations.handed_over import InputError
from overseas_stations.keeping import kept
from overseas_stations.profiles import writing
from overseas_stations.profiles.extending import extended, in_order
from overseas_stations.rules.core.base import Rule, unfilled_places
from overseas_stations.rules.core.checks import IndexColumns, WrongCells, WrongRows
from overseas_stations.rules.core.registry import CellCheck, Declarations, PackageView, Registry, RowCheck
from overseas_stations.tables import TABLES, Table, Tables

__all__ = ["Profile", "ProfileError", "extended"]


class ProfileError(InputError):
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
        self.tables = Tables(in_order({**TABLES, **{table.name: table for table in tables}}))
        self._declared = Declarations()

    def rule(
        self,
        code: str,
        severity: Severity,
        title: str,
        *,
        message: str,
        hint: str,
        why: str,
        params: Iterable[str] = (),
    ) -> Rule:
        """Declare a rule.

        Args:
            code: two capital letters of its own and three digits, ``XX101``. ``OS`` is ours.
            severity: ``ERROR``, ``WARNING`` or ``INFO``.
            title: what it finds, as a heading.
            message: a template over the finding's fields (``{value}``, ``{field}``, ...) and a check's *params*.
            hint: what to do next, a template as well.
            why: why it matters.
            params: the names of the *params* of its checks that the message and the hint have places for.

        Raises:
            ValueError: the code is taken or not of this form, or a place of a template is none that is filled.
        """
        if re.fullmatch(r"[A-Z]{2}[0-9]{3}", code) is None or code.startswith("OS"):
            raise ValueError(f"{code} is no code of a profile's rule: two letters other than OS and three digits")
        if unfilled := unfilled_places((message, hint), params):
            raise ValueError(f"{code}: {unfilled}")
        return self._declared.add(Rule(code, severity, title, message, hint, why))

    def cells(self, of: Rule) -> Callable[[Callable[[], Iterator[WrongCells]]], Callable[[], Iterator[WrongCells]]]:
        """Register a function that yields conditions on single rows; see :class:`WrongCells`."""

        def register(find: Callable[[], Iterator[WrongCells]]) -> Callable[[], Iterator[WrongCells]]:
            self._declared.cell_checks.append(CellCheck(self._own(of), writing.conditions(find)))
            return find

        return register

    def rows(
        self, of: Rule, *needs: str
    ) -> Callable[[Callable[[PackageView], Iterator[WrongRows]]], Callable[[PackageView], Iterator[WrongRows]]]:
        """Register a function that yields what is wrong beside other rows; it runs where all *needs* are there."""

        def register(
            find: Callable[[PackageView], Iterator[WrongRows]],
        ) -> Callable[[PackageView], Iterator[WrongRows]]:
            self._declared.row_checks.append(RowCheck(self._own(of), needs, writing.wrong_rows(find)))
            return find

        return register

    def indexed(self, table: str) -> Callable[[Callable[[], IndexColumns]], Callable[[], IndexColumns]]:
        """Register a function that returns further columns of a table's index, which checks of rows see."""

        def register(columns: Callable[[], IndexColumns]) -> Callable[[], IndexColumns]:
            self._declared.index_columns.setdefault(table, []).append(writing.columns(columns))
            return columns

        return register

    def extend(self, registry: Registry) -> Registry:
        """Return a registry with the tables of this profile, and with its rules besides those of another registry.

        Raises:
            ProfileError: a rule has no check: it would pass for checked and never run.
        """
        if idle := self._declared.unapplied():
            raise ProfileError(f"the profile {self.name} has rules that no check applies: {', '.join(idle)}")
        return self._extended(registry, self._declared.size)

    @kept
    def _extended(self, registry: Registry, _: int) -> Registry:
        # Kept, because much follows from a registry; made anew where more was declared since.
        families = {code[:3]: f"The profile {self.name}: {self.title}" for code in self._declared.rules}
        return registry.extended(self.tables, families, self._declared)

    def _own(self, of: Rule) -> Rule:
        if self._declared.rules.get(of.code) is not of:
            raise ValueError(f"{of.code} is no rule of the profile {self.name}")
        return of
