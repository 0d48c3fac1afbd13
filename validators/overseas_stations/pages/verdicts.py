"""What comes of looking for passages in a page: found as they are or not; nothing is taken for being alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from overseas_stations.pages.saved_page import SavedPage
from overseas_stations.passages import Fingerprint, Text, Verdict

PassageOutcome = Literal["exact", "in_metadata", "ambiguous", "absent", "not_seen"]
"""What came of a passage, the best first.

``exact``: it stands in what the page shows, and only once or where it is expected. ``in_metadata``: it stands in the
data of the page alone. ``ambiguous``: it stands several times. ``absent``: the page was read whole and has it nowhere.
``not_seen``: the page could not be read, or not whole, so that nothing is known.
"""

FOUND: tuple[PassageOutcome, ...] = ("exact", "in_metadata", "ambiguous")
"""The outcomes of a passage that stands in the page: those of :data:`overseas_stations.forms.vocabulary.FOUND`."""


def outcomes_in(page: SavedPage, passages: Iterable[Fingerprint]) -> dict[Fingerprint, PassageOutcome]:
    """Return what comes of each passage in a page; ``absent`` of one that stands in no text of it.

    Whether the page was read whole is for the caller to know. Texts are made until all passages are found.

    Raises:
        InputError: the library that reads such pages is not installed.
    """
    found: dict[Fingerprint, PassageOutcome] = dict.fromkeys(passages, "absent")
    # The texts of a page share most of their words.
    left: dict[Fingerprint, set[str]] = {passage: set() for passage in found}
    for view in page.views() if left else ():
        text = Text(view.text)
        for passage, others in list(left.items()):
            came = _outcome(text.verify(passage, others).verdict, view.kind)
            if _is_better(came, found[passage]):
                found[passage] = came
            if came == "exact":
                del left[passage]
        if not left:
            break
    return found


def _outcome(verdict: Verdict, kind: str) -> PassageOutcome:
    if verdict is Verdict.ABSENT:
        return "absent"
    if verdict is Verdict.NOT_CHECKED:
        return "not_seen"
    if kind == "metadata":
        return "in_metadata"
    return "ambiguous" if verdict is Verdict.AMBIGUOUS else "exact"


def _is_better(came: PassageOutcome, before: PassageOutcome) -> bool:
    """Say whether what came of a passage in a text says more than what came of it in those before."""
    # What a page shows counts before what stands in its data.
    order = ("absent", "not_seen", "in_metadata", "ambiguous", "exact")
    return order.index(came) > order.index(before)
