"""One check as it goes on: its options, what it found, and the report of it all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.checking.left_out import LeftOut, left_out
from overseas_stations.engines import run
from overseas_stations.findings import Finding, Report, Waiver, in_order
from overseas_stations.profiles import Profile
from overseas_stations.report_parts import VERDICTS
from overseas_stations.texts.at_hand import Texts
from overseas_stations.texts.checking import check_passages
from overseas_stations.waivers.applying import WAIVABLE, apply_waivers
from overseas_stations.waivers.reading import Waivers, read_waivers

if TYPE_CHECKING:
    from overseas_stations.dependents.following import Followed
    from overseas_stations.engines.base import Engine
    from overseas_stations.frames import EngineName
    from overseas_stations.releases.changes import Changes
    from overseas_stations.rules.core.registry import Registry


@dataclass(frozen=True)
class Options:
    """How to check.

    Attributes:
        texts: the texts at hand, by source id.
        today: the date against which dates count as future; without it that rule does not run.
        max_findings: places shown for each rule and column.
        engine: who evaluates the rules; by default Polars, or the library that holds the frames.
        waivers: a file of waivers; a project has its own by default (``waivers.yaml``).
        against: an earlier release that the data are held against: a path, or a git revision.
        profile: whose columns, tables and rules are checked as well.
        only: the tables that a package holds, where it need not hold all of them; empty: all.
        installed: references to tables that it does not hold are looked up in the installed data.
        pending: only the dossiers changed, and the build that follows from them is yet to be made.
        select: codes, or beginnings of codes, of the rules that count; all of them without any.
        ignore: the same of those that do not count.
    """

    texts: Texts | None = None
    today: str | None = None
    max_findings: int = run.MAX_FINDINGS
    engine: EngineName | None = None
    waivers: Path | None = None
    against: str | None = None
    profile: Profile | None = None
    pending: bool = False
    only: tuple[str, ...] = ()
    installed: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @property
    def registry(self) -> Registry:
        """The tables that a package should hold, and the rules that it is held to.

        Raises:
            ProfileError: the profile has a rule without a check.
        """
        from overseas_stations.rules.registry import CORE

        return CORE if self.profile is None else self.profile.extend(CORE)

    @property
    def left_out(self) -> LeftOut:
        """The rules that do not count, and those that should not and do all the same.

        Raises:
            InputError: there is no such rule, or it always counts.
        """
        return left_out(self.registry, self.select, self.ignore)


class Check:
    """One check as it goes on: what was found, which rules ran, and the report of it all.

    Attributes:
        registry: the tables and the rules.
        findings: what was found; with waivers, more of it than is shown.
        rules_run: the codes of the rules that ran.
        rows: table -> number of rows that were seen.
        changes: what changed since the release that the data are held against, or since the build that is behind.
        left_out: the codes of the rules whose findings do not count.
        kept: the codes of those that should not, and do all the same: they tell what was not checked.
    """

    def __init__(self, options: Options, waivers: Waivers) -> None:
        self._options, self._waivers = options, waivers
        self.registry = options.registry
        self.left_out, self.kept = options.left_out
        self.findings: list[Finding] = []
        self.rules_run: set[str] = set()
        self.rows: dict[str, int] = {}
        self.changes: Changes | None = None
        self._alone = False
        self._looked_up: frozenset[str] = frozenset()
        self._evidence = dict.fromkeys(VERDICTS, 0)

    def run(self, engine: Engine, *, alone: bool = False) -> None:
        """Apply the rules on tables and passages."""
        places = self._options.max_findings
        if self._waivers.file is not None:
            places = max(places, WAIVABLE)
        outcome = run.run(engine, max_findings=places, alone=alone)
        passages = check_passages(engine, self._options.texts)
        self.findings += [*outcome.findings, *run.capped(passages.findings, places)]
        self.rules_run |= outcome.rules_run | passages.rules_run
        self.rows |= outcome.rows
        self._evidence, self._alone = passages.verdicts, alone

    def add(self, followed: Followed) -> None:
        """Add what came of following references."""
        self.findings += followed.findings
        self.rules_run |= followed.rules_run
        self.rows |= followed.rows
        self._looked_up |= followed.looked_up

    def _ran(self, waiver: Waiver) -> bool:
        """Say whether the rule of a waiver ran on the table that it names, or on all there is."""
        # A table that is neither ours nor one of the package's is a misspelt one.
        seen = (
            waiver.table in self.rows or waiver.table not in self.registry.tables if waiver.table else not self._alone
        )
        return seen and waiver.code in self.rules_run - self.left_out

    def _not_looked_up(self) -> tuple[str, ...]:
        """Return the tables that those refer to which were seen alone, and that nobody looked at."""
        if not self._alone or self._options.installed:
            return ()
        tables = self.registry.tables
        named = {target for name in self.rows if name in tables for target in tables[name].references.values()}
        return tuple(name for name in tables if name in named - self.rows.keys())

    def report(self, package: str, base: str = "", *, whole: bool = False) -> Report:
        """Return the report: waivers applied, findings capped and in order.

        Args:
            package: what was checked, as the user named it.
            base: what the names of the package's files begin with.
            whole: of all rules, those that are left out as well.
        """
        without = frozenset[str]() if whole else self.left_out
        counting = [finding for finding in self.findings if finding.code not in without]
        today = self._options.today
        settled = apply_waivers(self._waivers, counting, today=today, ran=self._ran, base=base)
        findings = in_order(run.capped(settled.findings, self._options.max_findings))
        rules = tuple(sorted((self.rules_run | settled.rules_run) - without))
        return Report(
            package,
            findings,
            self.rows,
            rules,
            self._evidence,
            waived=settled.waived,
            changes=self.changes,
            rules_left_out=tuple(sorted(without)),
            not_looked_up=self._not_looked_up(),
            looked_up=tuple(name for name in self.registry.tables if name in self._looked_up),
            rules_kept=tuple(sorted({finding.code for finding in findings} & self.kept)),
        )


def waivers_in(options: Options) -> Waivers:
    """Return the waivers in the file that is named by options, none without one.

    Raises:
        InputError: there is no such file.
    """
    from overseas_stations.handed_over import InputError

    path = options.waivers
    if path is None:
        return Waivers()
    if not path.is_file():
        raise InputError(f"{path} is not a file of waivers")
    return read_waivers(path, options.registry.rules)
