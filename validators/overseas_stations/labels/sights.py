"""When and where passages were last seen, in words: as a command and a page say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from overseas_stations.forms.vocabulary import FOUND, CheckPlace, OutcomeOfPassage, OutcomeOfSource
from overseas_stations.labels.language import Language
from overseas_stations.lookups.library import Library
from overseas_stations.tables import Row


def sight(language: Language, check: Row | None) -> str:
    """Return what came of looking for a passage, and where it was last seen.

    Args:
        language: that of the words.
        check: its row of ``passage_checks``; None where there is none.
    """
    if check is None:
        return str(language.word("seen.never"))
    outcome, said = check["outcome"] or "", []
    if outcome in FOUND:
        said.append(str(language.term(OutcomeOfPassage, outcome)))
    else:
        said.append(str(language.word(f"seen.{outcome}", date=check["checked"] or "")))
    if check["seen"]:
        copy = {"copy": check["seen_snapshot"] or ""} if check["seen_place"] == "archive" else {}
        said.append(str(language.word(f"seen.{check['seen_place']}", date=check["seen"], **copy)))
    return ", ".join(said)


def sights(language: Language, library: Library, passages: Sequence[tuple[str, str]]) -> str:
    """Return what came of looking for some passages, counted in a sentence; empty without passages."""
    checks = [library.looked_for(*each) for each in passages]
    if not any(checks):
        return str(language.word("seen.none")) if passages else ""
    counted = Counter(check["outcome"] if check else None for check in checks)
    told = [f"{language.term(OutcomeOfPassage, each)} {counted[each]}" for each in OutcomeOfPassage if counted[each]]
    told += [f"{language.word('seen.never')} {counted[None]}"] if counted[None] else []
    return str(language.word("seen.some", told=", ".join(told)))


def looks(language: Language, library: Library, source: str) -> list[str]:
    """Return a line for each look at the page of a source, the last first."""
    return [_look(language, row) for row in reversed(library.checks_of(source))]


def _look(language: Language, row: Row) -> str:
    where = " ".join(filter(None, (language.term(CheckPlace, row["place"] or ""), row["snapshot"])))
    told = f"{row['checked']}  {language.term(OutcomeOfSource, row['outcome'] or '')}, {where}"
    if row["strikes"]:
        address = language.column("source_checks", "address_outcome")
        failures = language.column("source_checks", "strikes")
        outcome = language.term(OutcomeOfSource, row["address_outcome"] or "")
        told += f"; {address}: {outcome}, {failures}: {row['strikes']}"
    return told
