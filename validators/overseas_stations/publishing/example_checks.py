"""The log of checks of the example set: invented looks at its sources, with every term."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from overseas_stations.dossiers.check_log import Look, Tried
from overseas_stations.forms.vocabulary import CheckPlace, OutcomeOfPassage, OutcomeOfSource
from overseas_stations.publishing.example_texts import FIRST, SECOND

_TELLING = (OutcomeOfSource.CONFIRMED, OutcomeOfSource.PARTLY, OutcomeOfSource.CHANGED)
_NOTHING = [each for each in OutcomeOfSource if each not in _TELLING]


def example_log(passages: Sequence[str], other: str) -> bytes:
    """Return the file of the log: a look for each outcome of a source, at last one with each outcome of a passage.

    Args:
        passages: fingerprints of passages of the first source.
        other: that of a passage of the second.
    """
    ways = [(outcome, dict.fromkeys(passages, OutcomeOfPassage.NOT_SEEN)) for outcome in _NOTHING]
    ways.append((OutcomeOfSource.PARTLY, dict.fromkeys(passages, OutcomeOfPassage.NOT_SEEN)))
    ways[-1][1][passages[0]] = OutcomeOfPassage.EXACT
    ways.append((OutcomeOfSource.CONFIRMED, dict.fromkeys(passages, OutcomeOfPassage.EXACT)))
    # At last each place has something to tell of two passages, and every outcome is that of one.
    exact, metadata, ambiguous, absent, unseen = OutcomeOfPassage
    for outcome, fates in zip(_TELLING, ((exact, ambiguous), (metadata, unseen), (exact, absent)), strict=True):
        ways.append((outcome, dict(zip(passages, fates, strict=False))))
        passages = passages[2:]
    places = cycle(CheckPlace)
    looks = [_look(f"2023-02-{at:02}", outcome, next(places), came) for at, (outcome, came) in enumerate(ways, 1)]
    time = "2023-02-20T00:00:00Z"
    looks.append(
        Look(
            SECOND, time[:10], time[:10], "by_hand", "unreadable", None, None, None, None,
            (Tried(time, "by_hand", "unreadable"),), {other: "not_seen"},
        )
    )  # fmt: skip
    return "".join(f"{each.line()}\n" for each in looks).encode("ascii")


def _look(day: str, outcome: OutcomeOfSource, place: CheckPlace, came: dict[str, OutcomeOfPassage]) -> Look:
    read = outcome not in _NOTHING
    return Look(
        source_id=FIRST,
        checked=day,
        had=day,
        place=place.value,
        outcome=outcome.value,
        status=200,
        snapshot="2023-01-11" if place is CheckPlace.ARCHIVE else None,
        text_sha256="0" * 64 if read else None,
        text_characters=4236 if read else None,
        attempts=(Tried(f"{day}T00:00:00Z", CheckPlace.LIVE.value, outcome.value, 200),),
        passages={sha256: came[sha256].value for sha256 in sorted(came)},
    )
