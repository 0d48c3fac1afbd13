"""What a check reports: findings with a stable code and a typed place, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from overseas_stations.report_parts import CLOSED, VERDICTS, Count, Counts, Number, Tool, Verdicts
from overseas_stations.version import SCHEMA_VERSION, __version__

if TYPE_CHECKING:
    import pandas as pd

    from overseas_stations.releases.changes import Changes


class Severity(StrEnum):
    """How grave a finding is. Only an error makes data invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found, and where."""

    # No models: those take half as long again to be made, and refuse to print a name of a file that is no UTF-8.
    __pydantic_config__: ClassVar = CLOSED

    code: str
    """The rule's code."""
    severity: Severity
    """The rule's severity: only an error makes data invalid."""
    message: str
    """What was found and what was expected."""
    hint: str = ""
    """What to do next."""
    file: str | None = None
    """The file, as the user named it or the package; null where none is meant."""
    line: Number | None = None
    """Its line, from 1."""
    column: Number | None = None
    """The column in that line, from 1."""
    table: str | None = None
    """The table."""
    row: Number | None = None
    """Its row, from 1, without the header."""
    record_id: str | None = None
    """The name of the record: its id, or its key."""
    field: str | None = None
    """The column of the table, or the key of the dossier."""
    value: str | None = None
    """What was found, shortened to 200 characters."""
    count: Number = 1
    """How many findings of its kind this one stands for: 1, or more on the last one shown before a cap."""
    unseen: Count = 0
    """How many of these stand at places that were not looked at."""

    def at(self, file: str | None, line: int | None, column: int | None) -> Finding:
        """Return the same finding with its physical place."""
        return replace(self, file=file, line=line, column=column)

    def sort_key(self) -> tuple[object, ...]:
        """Order findings by gravity, then by place."""
        return (
            SEVERITIES.index(self.severity),
            self.file or "",
            self.line or 0,
            self.column or 0,
            self.code,
            self.table or "",
            self.row or 0,
            self.field or "",
            self.message,
        )


def place(finding: Finding) -> str:
    """Return where a finding is: ``file:line:column table record field``, as far as it is known."""
    where = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    data = " ".join(part for part in (finding.table, finding.record_id, finding.field) if part)
    if finding.row is not None and finding.line is None:
        data += f" (row {finding.row})"
    return " ".join(part for part in (where, data) if part)


def in_a_line(faults: Sequence[Finding]) -> str:
    """Return the first of some findings with its place and code, and how many more there are."""
    first, more = faults[0], sum(fault.count for fault in faults) - 1
    where = f"{place(first)}: " if place(first) else ""
    return f"{where}{first.message} ({first.code}{f', and {more} more' if more else ''})"


@dataclass(frozen=True)
class Waiver:
    """A finding that somebody answers for until a day: it is known, and does not count.

    Attributes:
        code: the rule whose findings are waived.
        owner: who answers for it: a team's name or a handle.
        reason: why.
        expires: the last day on which it holds, ``YYYY-MM-DD``.
        table, record_id, field, file: the places that a finding must have; None where any will do.
        place: where the waiver itself is written: file, line and column.
    """

    code: str
    owner: str
    reason: str
    expires: str
    table: str | None = None
    record_id: str | None = None
    field: str | None = None
    file: str | None = None
    place: tuple[str, int, int] = ("", 1, 1)


@dataclass(frozen=True)
class Waived:
    """A finding that does not count, and the waiver that says so."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True)
class ReportObject:
    """What `overseas check --format json` and `overseas validate --format json` print."""

    __pydantic_config__: ClassVar = CLOSED

    tool: Tool
    """What wrote the report."""
    schema_version: str
    """The version of the record schemas that were applied."""
    package: str
    """What was checked, as the user named it."""
    valid: bool
    """Whether nothing of severity error was found."""
    counts: Counts
    """How many findings of each severity there are, those beyond the cap included."""
    waived: Count
    """How many findings are waived; they are not among the others, and none of them counts."""
    rows: Mapping[str, Count]
    """Table: how many of its rows were seen."""
    rules_run: Sequence[str]
    """The codes of the rules that ran, sorted."""
    rules_left_out: Sequence[str]
    """The codes of the rules that were left out on request, sorted: nothing is said of what they would have found."""
    evidence: Verdicts
    """How many passages were found, and where, when they were held against the sources' texts."""
    findings: Sequence[Finding]
    """What was found, the gravest first."""


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    Attributes:
        package: what was checked, as the user named it.
        findings: sorted, the gravest first.
        rows: table -> number of rows that were seen.
        rules_run: the codes of the rules that ran, sorted.
        evidence: verdict -> number of evidence rows with a passage.
        schema_version: the version of the record schemas that were applied.
        waived: what was found and is waived, sorted like the findings; none of it counts.
        changes: what changed since the release that the data were held against; None without one that can be compared.
        rules_left_out: the codes of the rules whose findings were left out on request, sorted.
        not_looked_up: tables that the data refer to and that were not at hand, so that references to them may be wrong.
        looked_up: tables of the installed data in which references were looked up, on request.
        rules_kept: the codes of rules that were to be left out and count all the same: they found what was not checked.
    """

    package: str
    findings: tuple[Finding, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    rules_run: tuple[str, ...] = ()
    evidence: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    schema_version: str = SCHEMA_VERSION
    waived: tuple[Waived, ...] = ()
    changes: Changes | None = None
    rules_left_out: tuple[str, ...] = ()
    rules_kept: tuple[str, ...] = ()
    not_looked_up: tuple[str, ...] = ()
    looked_up: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """True where nothing of severity error was found."""
        return self.counts["error"] == 0

    @property
    def counts(self) -> dict[str, int]:
        """Severity -> exact number of findings, those beyond the cap included."""
        totals: Counter[str] = Counter()
        for finding in self.findings:
            totals[finding.severity] += finding.count
        return {severity.value: totals[severity] for severity in SEVERITIES}

    @property
    def waived_count(self) -> int:
        """Exact number of findings that are waived."""
        return sum(item.finding.count for item in self.waived)

    def to_dict(self) -> dict[str, object]:
        """Return the object that ``--format json`` prints; ``schema/`` holds its JSON Schema."""
        shown = ReportObject(
            tool=Tool("overseas-stations", __version__),
            schema_version=self.schema_version,
            package=self.package,
            valid=self.valid,
            counts=Counts(**self.counts),
            waived=self.waived_count,
            rows=dict(self.rows),
            rules_run=list(self.rules_run),
            rules_left_out=list(self.rules_left_out),
            evidence=Verdicts(**self.evidence),
            findings=[],
        )
        return asdict(shown) | {"findings": [finding_dict(finding) for finding in self.findings]}

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON text, the same bytes for the same findings."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def to_frame(self) -> pd.DataFrame:
        """Return the findings as a frame of pandas, the gravest first.

        A row is a finding; its columns are those of the JSON report (``code``, ``severity``, ``message``, ``hint``,
        ``file``, ``line``, ``column``, ``table``, ``row``, ``record_id``, ``field``, ``value``, ``count``), texts as
        ``string`` and numbers as ``Int64``, so that what does not apply is missing.
        """
        import pandas as pd

        numbers = ("line", "column", "row", "count")
        found = [finding_dict(finding) for finding in self.findings]
        columns: dict[str, Any] = {
            name: pd.Series([each[name] for each in found], dtype="Int64" if name in numbers else "string")
            for name in FINDING_FIELDS
        }
        return pd.DataFrame(columns)

    def _repr_html_(self) -> str:
        """Return the report for a notebook: the verdict and the first findings, none of whose texts is markup."""
        from overseas_stations.templates import fill

        shown = self.findings[:MAX_IN_NOTEBOOK]
        return fill(
            "reports/notebook.html.jinja",
            report=self,
            verdict="valid" if self.valid else "NOT VALID",
            counted=", ".join(f"{severity} {count}" for severity, count in self.counts.items()),
            without=len(self.rules_left_out),
            findings=shown,
            more=len(self.findings) - len(shown),
            place=place,
        )


MAX_IN_NOTEBOOK = 50
"""Findings that a report shows of itself in a notebook."""

FINDING_FIELDS = tuple(each.name for each in fields(Finding) if each.name != "unseen")
"""What the JSON report shows of a finding."""


def finding_dict(finding: Finding) -> dict[str, object]:
    """Return a finding as the JSON report shows it."""
    return {name: getattr(finding, name) for name in FINDING_FIELDS}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings sorted by gravity and place, each once."""
    return tuple(sorted(set(findings), key=Finding.sort_key))
