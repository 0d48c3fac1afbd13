"""Runs the checks on tables: counts first, in as few passes as there are tables, then the rows of what failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from overseas_stations.findings import Finding
from overseas_stations.rules import all_rules
from overseas_stations.rules.checks import CHECKS, Cells, Check, Rows, record
from overseas_stations.rules.citations import FUTURE, future_dates
from overseas_stations.rules.files import NOT_CHECKED, RULE_CRASHED, TABLE_EMPTY
from overseas_stations.tables import TABLES

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Frames

MAX_FINDINGS = 20
"""Places shown for each rule and column, where the caller does not say otherwise."""


@dataclass
class Outcome:
    """What running the checks gave: findings without physical places, the rows seen, the rules that ran."""

    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    rules_run: set[str] = field(default_factory=set)


def run(frames: Frames, *, today: str | None = None, max_findings: int = MAX_FINDINGS, alone: bool = False) -> Outcome:
    """Run every check whose tables are present.

    Args:
        frames: table name -> lazy frame of text with a column ``row``.
        today: the date against which dates count as future, ``YYYY-MM-DD``; without it that rule does not run.
        max_findings: places shown for each rule and column; the last one shown counts the rest.
        alone: the frames are single tables, so that a missing table is no surprise.

    Returns:
        The outcome. A check that raises is a finding (OS199), and the others go on.
    """
    all_rules()
    outcome = Outcome()
    for name, frame in frames.items():
        outcome.rows[name] = _count(frame)
        if outcome.rows[name] == 0 and (name == "sources" or alone):
            outcome.findings.append(TABLE_EMPTY.finding(table=name))
    outcome.rules_run.add(TABLE_EMPTY.code)

    cells: dict[str, list[Cells]] = defaultdict(list)
    rows: list[Rows] = []
    left_out: list[str] = []
    for check in _checks(today):
        if not frames or any(name not in frames for name in check.needs):
            left_out.append(check.rule.code)
            continue
        outcome.rules_run.add(check.rule.code)
        try:
            for item in check.find(frames):
                if isinstance(item, Cells):
                    cells[item.table].append(item)
                else:
                    rows.append(item)
        except Exception as error:
            outcome.findings.append(_crash(check.rule.code, error))
    # A table without rows has no wrong ones, and a query costs time even so.
    for table, conditions in cells.items():
        if outcome.rows[table]:
            outcome.findings.extend(_cell_findings(frames[table], table, conditions, max_findings))
    outcome.findings.extend(_row_findings([item for item in rows if outcome.rows[item.table]], max_findings))
    if left_out and not alone:
        missing = ", ".join(name for name in TABLES if name not in frames)
        outcome.findings.append(
            NOT_CHECKED.finding(value=", ".join(sorted(set(left_out))), detail=f"there is no usable {missing}")
        )
    return outcome


def _checks(today: str | None) -> Iterator[Check]:
    yield from CHECKS
    if today is not None:
        yield Check(FUTURE, (), lambda frames: future_dates(frames, today))


def _crash(code: str, error: Exception) -> Finding:
    return RULE_CRASHED.finding(value=code, detail=f"{type(error).__name__}: {error}")


def _count(frame: nw.LazyFrame[Any]) -> int:
    import narwhals as nw

    return int(frame.select(nw.len().alias("n")).collect()["n"][0])


def _cell_findings(
    frame: nw.LazyFrame[Any], table: str, conditions: list[Cells], max_findings: int
) -> Iterator[Finding]:
    """Count all conditions of a table in one pass, then fetch examples of those that hold anywhere.

    Patterns are looked for column by column, all of one column at once; only where there is a find, a second pass
    counts for which of them.
    """
    import narwhals as nw

    screens: dict[str, list[Cells]] = defaultdict(list)
    for item in conditions:
        if item.screen is not None and item.field is not None:
            screens[item.field].append(item)
    screened = {name: items for name, items in screens.items() if len(items) > 1}
    held_back = {id(item) for items in screened.values() for item in items}
    first = [item for item in conditions if id(item) not in held_back]
    try:
        suspects = {
            name: nw.col(name).str.contains("|".join(f"(?:{item.screen})" for item in items))
            for name, items in screened.items()
        }
        counts = _sums(frame, [*(item.where for item in first), *suspects.values()])
        second = [item for name, n in zip(suspects, counts[len(first) :], strict=True) if n for item in screened[name]]
        counts = [*counts[: len(first)], *(_sums(frame, [item.where for item in second]) if second else ())]
        failing = [(item, count) for item, count in zip([*first, *second], counts, strict=True) if count]
    except Exception as error:
        if len(conditions) == 1:
            yield _crash(conditions[0].rule.code, error)
        else:
            for item in conditions:
                yield from _cell_findings(frame, table, [item], max_findings)
        return
    for item, count in failing:
        shown = item.value or item.field or TABLES[table].key[0]
        examples = frame.filter(item.where).select("row", record=record(TABLES[table]), value=nw.col(shown))
        yield from _examples(Rows(item.rule, table, item.field, examples, item.params), count, max_findings)


def _sums(frame: nw.LazyFrame[Any], conditions: list[nw.Expr]) -> list[int]:
    """Return for how many rows each condition holds."""
    import narwhals as nw

    if not conditions:
        return []
    counted = frame.select(**{f"c{n}": where.cast(nw.Int64).sum() for n, where in enumerate(conditions)}).collect()
    return [int(counted[f"c{n}"][0] or 0) for n in range(len(conditions))]


def _row_findings(rows: list[Rows], max_findings: int) -> Iterator[Finding]:
    """Count all frames of wrong rows in one query, then fetch examples of those that are not empty."""
    import narwhals as nw

    if not rows:
        return
    try:
        numbered = [item.frame.select("row").with_columns(check=nw.lit(number)) for number, item in enumerate(rows)]
        counted = nw.concat(numbered).group_by("check").agg(n=nw.len()).collect()
        counts = dict(zip(counted["check"].to_list(), counted["n"].to_list(), strict=True))
    except Exception as error:
        if len(rows) == 1:
            yield _crash(rows[0].rule.code, error)
        else:
            for item in rows:
                yield from _row_findings([item], max_findings)
        return
    for number, item in enumerate(rows):
        if counts.get(number):
            yield from _examples(item, int(counts[number]), max_findings)


def _examples(item: Rows, count: int, max_findings: int) -> Iterator[Finding]:
    """Yield the first findings of one rule and column; the last one stands for all that are not shown."""
    first = item.frame.sort("row").head(max_findings).collect()
    records = list(first.iter_rows(named=True))
    for number, found in enumerate(records, start=1):
        params = dict(item.params)
        if found.get("detail") is not None:
            params["detail"] = found["detail"]
        yield item.rule.finding(
            table=item.table,
            row=int(found["row"]),
            record_id=found["record"] or None,
            field=item.field,
            value=found["value"],
            count=count - len(records) + 1 if number == len(records) else 1,
            **params,
        )


def capped(findings: Iterable[Finding], max_findings: int) -> list[Finding]:
    """Return findings with at most *max_findings* of each rule, table and field, the last one counting the rest."""
    groups: Mapping[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[(finding.code, finding.table, finding.field)].append(finding)
    result = []
    for group in groups.values():
        shown, rest = group[:max_findings], group[max_findings:]
        if rest:
            shown[-1] = replace(shown[-1], count=shown[-1].count + sum(finding.count for finding in rest))
        result.extend(shown)
    return result
