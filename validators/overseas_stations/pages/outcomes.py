"""What came of a source: from every attempt to have its page, and from looking for its passages in what was had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal, get_args
from urllib.parse import urlsplit

from overseas_stations.forms.strikes import STRIKES, strikes
from overseas_stations.forms.vocabulary import OutcomeOfSource
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.saved_page import SavedPage
from overseas_stations.pages.store import Store
from overseas_stations.pages.verdicts import FOUND, PassageOutcome, outcomes_in
from overseas_stations.passages import Fingerprint

SourceOutcome = Literal[
    "confirmed",
    "partly",
    "changed",
    "redirected",
    "paywalled",
    "unreadable",
    "refused",
    "gone",
    "unreachable",
    "not_checked",
]
"""What came of a source, the most telling first."""

MEANINGS: Mapping[str, str] = {
    **{each.value: f"{each.definition[0].lower()}{each.definition[1:-1]}" for each in OutcomeOfSource},
    "not_checked": "nothing of it is in the store",
}
"""An outcome of a source -> what it means, in a line."""


@dataclass(frozen=True)
class SourceSeen:
    """What came of one source.

    Attributes:
        source_id: its id.
        outcome: what came of it.
        reason: the same in a few words, where the outcome does not say it all.
        attempt: the one that this rests on; None without any.
        passages: what came of each of its passages.
        lasting: it is gone or unreachable for long enough that this is no bad day.
        tried: the attempts that were looked at.
        places: what came of each page that was looked at, this one too.
    """

    source_id: str
    outcome: SourceOutcome
    reason: str = ""
    attempt: Attempt | None = None
    passages: Mapping[Fingerprint, PassageOutcome] = field(default_factory=dict)
    lasting: bool = False
    tried: int = 0
    places: Sequence[SourceSeen] = ()


def seen(
    source_id: str, passages: Sequence[Fingerprint], attempts: Sequence[Attempt], store: Store, language: str = ""
) -> SourceSeen:
    """Return what came of a source: of its attempts the newest of each place, and of these the most telling.

    Raises:
        InputError: the library that reads its page is not installed.
    """
    found = [_of_attempt(source_id, passages, each, store, language) for each in _newest(attempts)]
    if not found:
        return SourceSeen(source_id, "not_checked", passages=dict.fromkeys(passages, "not_seen"))
    order = get_args(SourceOutcome)
    best = min(found, key=lambda each: (order.index(each.outcome), -_count(each)))
    lasting = best.outcome in ("gone", "unreachable") and _is_lasting(attempts, best.outcome)
    return replace(best, lasting=lasting, tried=len(attempts), places=found)


def _count(each: SourceSeen) -> int:
    return sum(outcome in FOUND for outcome in each.passages.values())


def _newest(attempts: Sequence[Attempt]) -> Iterator[Attempt]:
    """Yield the last attempt of each place that tells something, and of the archive that of each of its copies."""
    last: dict[tuple[str, str], Attempt] = {}
    for each in attempts:
        if each.failure != "no_snapshot":
            # A copy elsewhere has no time stamp: it is known by where it stands.
            last[(each.place, each.snapshot or (each.final if each.place == "archive" else ""))] = each
    yield from (last[key] for key in sorted(last, key=lambda key: (key[0] != "live", key[0] != "by_hand", key[1])))


def _is_lasting(attempts: Sequence[Attempt], outcome: SourceOutcome) -> bool:
    """Say whether the last attempts at the page itself failed in one way, often and far enough apart."""
    at_address = reversed([each for each in attempts if each.place == "live"])
    return strikes(each.time for each in takewhile(lambda each: answered(each)[0] == outcome, at_address)) >= STRIKES


def answered(attempt: Attempt) -> tuple[SourceOutcome | None, str]:
    """Return what an attempt tells before its page is read, and why; None where there is a page to read."""
    failure, status = attempt.failure, attempt.status
    if failure == "robots":
        return "refused", "its robots.txt asks programs to stay away"
    if failure == "too_large" and attempt.body is None:
        return "unreadable", "it is too large"
    if failure and failure != "too_large":
        return "unreachable", attempt.detail or failure.replace("_", " ")
    if status in (404, 410):
        return "gone", f"status {status}"
    if status is not None and 400 <= status < 500:
        return "refused", f"status {status}"
    if status is not None and not (200 <= status < 300 or status == 304):
        # What a server says while it turns programs away, such as 503, may come with a challenge: the page tells.
        return ("unreachable", f"status {status}") if attempt.body is None else (None, f"status {status}")
    return (None, "") if attempt.body else ("unreadable", "an empty answer")


def _of_attempt(
    source_id: str, passages: Sequence[Fingerprint], attempt: Attempt, store: Store, language: str
) -> SourceSeen:
    def made(
        outcome: SourceOutcome, reason: str, found: Mapping[Fingerprint, PassageOutcome] | None = None
    ) -> SourceSeen:
        shown: dict[Fingerprint, PassageOutcome] = dict.fromkeys(passages, "not_seen")
        for passage, came in (found or {}).items():
            # Only of a page that was read whole can it be said what is not in it.
            if came != "absent" or outcome == "changed":
                shown[passage] = came
        return SourceSeen(source_id, outcome, reason, attempt, shown)

    outcome, reason = answered(attempt)
    if outcome is not None:
        return made(outcome, reason)
    data = store.body(attempt)
    if data is None:
        return made("unreadable", "its file in the store is missing or was changed")
    page = SavedPage(data, attempt.media_type, attempt.charset, language)
    if reason:  # a status that is an error: its page is looked at for a challenge alone
        return made("refused", "a challenge") if page.facts.obstacle == "challenge" else made("unreachable", reason)
    found = outcomes_in(page, passages)
    if all(came in FOUND for came in found.values()):
        return made("confirmed", "", found)
    any_found = any(came in FOUND for came in found.values())
    outcome, reason = _without_some(page, attempt, language, any_found=any_found)
    if outcome == "changed" and "absent" not in found.values():
        outcome, reason = "partly" if any_found else "unreadable", "it is too long to be searched"
    return made(outcome, reason, found)


def _without_some(page: SavedPage, attempt: Attempt, language: str, *, any_found: bool) -> tuple[SourceOutcome, str]:
    """Return what a page is in which some passage was not found, and why."""
    facts = page.facts
    reasons = {
        "challenge": ("refused", "a challenge"),
        "consent": ("refused", "it asks for consent first"),
        "paywall": ("paywalled", "it is not open to all"),
        "script_only": ("unreadable", "a script makes its text"),
        "empty": ("unreadable", "it has no text"),
        "unknown_type": ("unreadable", f"its type is {attempt.media_type or 'unknown'}"),
        "too_large": ("unreadable", "it is too large"),
    }
    if facts.obstacle or not attempt.whole:
        outcome, reason = reasons.get(facts.obstacle, ("unreadable", "only its beginning was read"))
        return ("partly" if any_found else outcome), reason  # type: ignore[return-value]  # the keys are outcomes
    if any_found:
        return "changed", ""
    stated = facts.language[:2]
    if attempt.place == "live" and _address(attempt.final) != _address(attempt.requested):
        return "redirected", f"{attempt.final} answers"
    if stated and language and stated != language[:2]:
        return "redirected", f"the page says that it is in {stated}, the source is in {language}"
    return "changed", ""


def _address(address: str) -> tuple[str, str, str]:
    """Return an address without what two addresses of one page often differ in."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "", address, ""
    return host.removeprefix("www.").removeprefix("m."), parts.path.rstrip("/"), parts.query
