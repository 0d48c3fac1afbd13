"""Many findings of one rule: the first are shown, the rest are counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from overseas_stations.findings import Finding
from overseas_stations.rules.core.base import Rule


class Tally:
    """Collect findings of *rule*, at most *limit* of them; what comes after is counted on the last one.

    Args:
        rule: the rule.
        limit: how many findings are kept, 1 or more.
        common: the place and the parameters that all findings share.
    """

    def __init__(self, rule: Rule, limit: int, **common: Any) -> None:
        self.rule, self.limit, self.common = rule, limit, common
        self._kept: list[Finding] = []
        self._rest = 0

    def add(self, **own: Any) -> None:
        """Add the finding at a place; beyond the limit nothing is formatted."""
        if not self.is_full:
            self._kept.append(self.rule.finding(**{**self.common, **own}))
        else:
            self._rest += 1

    @property
    def is_full(self) -> bool:
        """True where further findings are only counted."""
        return len(self._kept) >= self.limit

    def add_unseen(self, count: int) -> None:
        """Count findings without their places, once there are as many as are kept."""
        self._rest += count

    def findings(self) -> list[Finding]:
        """Return the findings; their counts add up to what was added."""
        if not self._rest:
            return list(self._kept)
        *shown, last = self._kept
        return [*shown, replace(last, count=last.count + self._rest, unseen=self._rest)]
