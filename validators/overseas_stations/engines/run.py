"""Runs the checks: conditions on single rows table by table, then whatever needs other rows or tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import NoReturn, Protocol, TypeVar

from overseas_stations.engines.base import Engine
from overseas_stations.engines.found import Failure
from overseas_stations.findings import Finding
from overseas_stations.keeping import kept
from overseas_stations.rules.citations.dates import future_dates
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.core.checks import WrongCells, WrongRows
from overseas_stations.rules.core.registry import CellCheck, Registry, RowCheck
from overseas_stations.rules.files import TABLE_EMPTY
from overseas_stations.rules.running import NOT_CHECKED, RULE_CRASHED
from overseas_stations.suggestions import did_you_mean

MAX_FINDINGS = 20
"""Places shown for each rule and column, where the caller does not say otherwise."""

ALL = ("",)
"""What every code begins with."""


class _OfRule(Protocol):
    @property
    def rule(self) -> Rule: ...


_Part = TypeVar("_Part", bound=_OfRule)


@dataclass
class Outcome:
    """What running the checks gave: findings without physical places, the rows seen, the rules that ran."""

    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    rules_run: set[str] = field(default_factory=set)


def conditions(
    registry: Registry, today: str | None = None, families: tuple[str, ...] = ALL
) -> dict[str, list[WrongCells]]:
    """Return table -> the conditions on its single rows.

    Args:
        registry: the tables and the rules.
        today: the date against which dates count as future, ``YYYY-MM-DD``; without it that rule is left out.
        families: what the codes of the rules begin with.
    """
    checks = [check for check in registry.cell_checks if check.rule.code.startswith(families)]
    found: dict[str, list[WrongCells]] = {name: [] for name in registry.tables}
    for check in checks:
        try:
            for item in _of(registry, check):
                found[item.table].append(item)
        except Exception as error:
            for name, items in found.items():
                items.append(WrongCells(check.rule, name, None, partial(_raise, error)))
    for item in _future(registry, today) if today is not None else ():
        found[item.table].append(item)
    return found


@kept
def _of(registry: Registry, check: CellCheck) -> tuple[WrongCells, ...]:
    return tuple(check.find(registry.tables))


@kept
def _future(registry: Registry, today: str) -> tuple[WrongCells, ...]:
    return tuple(future_dates(registry.tables, today))


def _raise(error: Exception) -> NoReturn:
    raise error


def run(
    engine: Engine, *, max_findings: int = MAX_FINDINGS, alone: bool = False, families: tuple[str, ...] = ALL
) -> Outcome:
    """Run every check whose tables are present.

    Args:
        engine: holds the tables and the conditions on their rows.
        max_findings: places shown for each rule and column; the last one shown counts the rest.
        alone: the tables are single ones, so that a missing table is no surprise.
        families: what the codes of the rules begin with; the engine has the conditions of the same.

    Returns:
        The outcome. A check that raises is a finding (OS199), and the others go on.
    """
    with engine.expressions():
        return _run(engine, max_findings, alone, families)


def _run(engine: Engine, max_findings: int, alone: bool, families: tuple[str, ...]) -> Outcome:
    outcome = Outcome(rows={name: engine.rows[name] for name in engine.names})
    for name, rows in outcome.rows.items():
        if rows == 0 and (name == "sources" or alone):
            outcome.findings.append(TABLE_EMPTY.finding(table=name))
    by_table = engine.conditions
    checked = [item for name in engine.names for item in by_table[name]]
    checks = [check for check in engine.registry.row_checks if check.rule.code.startswith(families)]
    runnable = [check for check in checks if engine.names and set(check.needs) <= set(engine.names)]
    outcome.rules_run = {TABLE_EMPTY.code, *(i.rule.code for i in checked), *(check.rule.code for check in runnable)}
    # A table without rows has no wrong ones, and a query costs time even so.
    filled = [by_table[name] for name in engine.names if engine.rows[name]]
    filled = [list(chain.from_iterable(filled))] if engine.tables_at_once else filled

    def of_cells() -> list[Finding]:
        return [found for items in filled for found in _cell_findings(engine, items, max_findings)]

    def of_rows() -> list[Finding]:
        with engine.expressions():
            return list(_row_findings(engine, runnable, max_findings))

    if engine.answers_two:
        # Suspects are confirmed by Python on one core while the engine compares rows on another.
        with ThreadPoolExecutor(1) as beside:
            pending = beside.submit(of_rows)
            outcome.findings += of_cells()
            outcome.findings += pending.result()
    else:
        outcome.findings += of_cells() + of_rows()
    every = {item.rule.code for items in by_table.values() for item in items} | {c.rule.code for c in checks}
    left_out = every - outcome.rules_run
    if left_out and not alone:
        missing = ", ".join(name for name in engine.registry.tables if name not in engine.names)
        outcome.findings.append(
            NOT_CHECKED.finding(value=", ".join(sorted(left_out)), detail=f"there is no usable {missing}")
        )
    return outcome


def _cell_findings(engine: Engine, items: Sequence[WrongCells], examples: int) -> Iterator[Finding]:
    def found(some: Sequence[WrongCells]) -> list[Failure]:
        return list(engine.failing_cells(some, examples))

    return _findings(items, found)


def _row_findings(engine: Engine, checks: Sequence[RowCheck], examples: int) -> Iterator[Finding]:
    def found(some: Sequence[RowCheck]) -> list[Failure]:
        return list(engine.failing_rows(lambda: [item for check in some for item in check.find(engine)], examples))

    return _findings(checks, found)


def _findings(parts: Sequence[_Part], found: Callable[[Sequence[_Part]], list[Failure]]) -> Iterator[Finding]:
    """Yield the findings of checks that are run all at once, or in halves where one of them raises."""
    if not parts:
        return
    try:
        failures = found(parts)
    except Exception as error:
        if len(parts) > 1:
            half = len(parts) // 2
            yield from _findings(parts[:half], found)
            yield from _findings(parts[half:], found)
        else:
            detail = f"{type(error).__name__}: {error}"
            yield RULE_CRASHED.finding(value=parts[0].rule.code, detail=detail)
        return
    for failure in failures:
        yield from findings_of(failure)


def findings_of(failure: Failure) -> Iterator[Finding]:
    """Yield a finding for each example of a failure; the last one stands for all that are not shown."""
    found = failure.found
    if isinstance(found, WrongRows):
        params = found.params_at(failure.table, failure.field)
    else:
        params = found.params() if callable(found.params) else found.params
    known: dict[str | None, list[str]] = {}
    alike: Counter[Finding] = Counter()
    for example in failure.examples:
        detail = {} if example.detail is None else {"detail": example.detail}
        if found.known:
            if example.detail not in known:
                known[example.detail] = [*_known_at(found, failure, example.detail)]
            detail["near"] = did_you_mean(example.value or "", known[example.detail], 1)
        finding = found.rule.finding(
            table=failure.table,
            row=example.row,
            record_id=example.record,
            field=failure.field,
            value=example.value,
            **{**params, **detail},
        )
        # Without an order, rows that look the same are told by how many they are.
        alike[finding] += 1
    rest = failure.count - len(failure.examples)
    for number, (finding, times) in enumerate(alike.items(), start=1):
        unseen = rest if number == len(alike) else 0
        yield replace(finding, count=times + unseen, unseen=unseen)


def _known_at(found: WrongCells | WrongRows, failure: Failure, detail: str | None) -> Iterable[str]:
    if isinstance(found, WrongRows):
        return found.known(failure.table, failure.field, detail) if found.known else ()
    return found.known


def capped(findings: Iterable[Finding], max_findings: int) -> list[Finding]:
    """Return findings with at most *max_findings* of each rule, table and field, the last one counting the rest."""
    groups: Mapping[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[(finding.code, finding.table, finding.field)].append(finding)
    result = []
    for group in groups.values():
        shown, rest = group[:max_findings], group[max_findings:]
        if rest:
            more = sum(finding.count for finding in rest)
            shown[-1] = replace(shown[-1], count=shown[-1].count + more, unseen=shown[-1].unseen + more)
        result.extend(shown)
    return result
