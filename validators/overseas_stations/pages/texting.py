"""The text of a page for `--texts`: what it shows, and what stands in its data alone."""

from __future__ import annotations

from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.outcomes import answered
from overseas_stations.pages.saved_page import SavedPage
from overseas_stations.pages.store import Writer
from overseas_stations.passages import normal_form

MAX_WRITTEN = 4_000_000
"""Characters of the longest text that is written: a check reads no longer ones in bytes."""


def text_of(page: SavedPage) -> str:
    """Return the text of a page, empty where it has none or may not be all of the article.

    A check takes a text for the whole page, so that what is missing in it counts as not in the source.

    Raises:
        InputError: the library that reads such pages is not installed.
    """
    if page.facts.obstacle:
        return ""
    shown = page.whole_text()
    known = normal_form(shown)
    fresh = [each for each in dict.fromkeys(page.strings()) if each.strip() and normal_form(each) not in known]
    return "\n\n".join([shown, *fresh]).strip()[:MAX_WRITTEN]


def store_text(writer: Writer, attempt: Attempt, body: bytes, language: str = "") -> bool:
    """Write the text of a source's page into the store, and say whether there is one.

    Raises:
        InputError: the library that reads such pages is not installed.
    """
    outcome, reason = answered(attempt)
    if not attempt.source_id or outcome is not None or reason or not attempt.whole:
        return False
    text = text_of(SavedPage(body, attempt.media_type, attempt.charset, language))
    if text:
        writer.keep_text(attempt.source_id, text)
    return bool(text)
