"""The passages for which pages are fetched: which copy shows them all, and which text of a source is kept."""

from __future__ import annotations

from overseas_stations.handed_over import InputError
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.checked import Rows, passages_of
from overseas_stations.pages.saved_page import SavedPage
from overseas_stations.pages.store import Writer
from overseas_stations.pages.texting import store_text
from overseas_stations.pages.verdicts import FOUND, outcomes_in


class Sought:
    """The passages of sources, looked for in pages as they come.

    A page is kept whatever is said here, and can be read again: by a library that is not here now, or a better one. So
    that no fault of a page ends a run.

    Args:
        rows: the tables ``sources`` and ``evidence``.
    """

    def __init__(self, rows: Rows) -> None:
        self._passages = passages_of(rows)
        self._languages = {str(row["id"]): str(row["language"] or "") for row in rows["sources"]}

    def all_in(self, source_id: str, data: bytes, media_type: str, charset: str) -> bool:
        """Tell whether a page shows all passages of its source; True as well where nobody here can read it."""
        page = SavedPage(data, media_type, charset, self._languages.get(source_id, ""))
        try:
            return all(came in FOUND for came in outcomes_in(page, self._passages.get(source_id, ())).values())
        except InputError:
            return True
        except Exception:  # of a page of anybody
            return False

    def keep_text(self, writer: Writer, attempt: Attempt, body: bytes) -> None:
        """Keep the text of a page for `--texts`: in place of another only where it shows all passages."""
        name = attempt.source_id
        try:
            if writer.has_text(name) and not self.all_in(name, body, attempt.media_type, attempt.charset):
                return
            store_text(writer, attempt, body, self._languages.get(name, ""))
        except Exception:  # of a page of anybody, or for want of a library
            return
