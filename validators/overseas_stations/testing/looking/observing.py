"""Adds what a machine wrote down when it looked for passages, so that no rule is broken."""

from __future__ import annotations

from itertools import cycle

from hypothesis import strategies as st

from overseas_stations.forms.vocabulary import FAILED, FOUND, CheckPlace, OutcomeOfPassage, OutcomeOfSource
from overseas_stations.tables import TABLES
from overseas_stations.testing.drawing import Drawing
from overseas_stations.testing.rows import Row

_HAD, _CHECKED, _COPY = "2026-11-25", "2026-11-26", "2022-12-05"


class Observing(Drawing):
    """Adds checks of sources and of their passages."""

    def checks(self, *, full: bool) -> None:
        """Add a check of some of the sources that have passages, of all where the package is to be full."""
        passages: dict[str, list[str]] = {}
        for row in self.rows["evidence"]:
            if row["passage_sha256"]:
                passages.setdefault(row["source_id"] or "", []).append(row["passage_sha256"])
        places = cycle(CheckPlace)
        for source_id in sorted(passages):
            if full or self.chance():
                self._check(source_id, sorted(set(passages[source_id])), next(places).value)

    def _check(self, source_id: str, passages: list[str], place: str) -> None:
        lost = self.draw(st.sampled_from((None, *OutcomeOfPassage))) if self.chance() else None
        came = dict.fromkeys(passages, OutcomeOfPassage.EXACT.value) | ({passages[0]: lost.value} if lost else {})
        counted = {each.value: str(sum(one == each for one in came.values())) for each in OutcomeOfPassage}
        snapshot = _COPY if place == CheckPlace.ARCHIVE else None
        outcome = {
            OutcomeOfPassage.ABSENT: OutcomeOfSource.CHANGED,
            OutcomeOfPassage.NOT_SEEN: OutcomeOfSource.PARTLY,
        }.get(lost or OutcomeOfPassage.EXACT, OutcomeOfSource.CONFIRMED)
        address = self.draw(st.sampled_from((None, *OutcomeOfSource)))
        row: Row = {
            "source_id": source_id, "checked": _CHECKED, "had": _HAD, "place": place, "outcome": outcome.value,
            "http_status": self.draw(st.sampled_from((None, "200"))),
            "address_outcome": None if address is None else address.value,
            "strikes": self.draw(st.sampled_from("123")) if address in FAILED else None,
            "passages": str(len(came)), **counted,
            "text_sha256": self.sha256(), "text_characters": "90001", "snapshot": snapshot,
        }  # fmt: skip
        self.rows["source_checks"].append(row)
        for passage, each in came.items():
            seen = each if each in FOUND else self.draw(st.sampled_from((None, OutcomeOfPassage.EXACT.value)))
            self.rows["passage_checks"].append(
                dict.fromkeys(TABLES["passage_checks"].names)
                | {"source_id": source_id, "passage_sha256": passage, "checked": _CHECKED, "place": place}
                | {"outcome": each}
                | ({"seen": _HAD, "seen_place": place, "seen_outcome": seen, "seen_snapshot": snapshot} if seen else {})
            )
