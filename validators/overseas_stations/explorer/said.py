"""What a page says of a source, a record or a passage it says once: where that stands first on it."""

from __future__ import annotations

from overseas_stations.explorer.related import RelatedEntry
from overseas_stations.explorer.sides import Line, Passage


class Said:
    """What has been said on a page so far, in the order in which its template lays it out."""

    def __init__(self) -> None:
        """Begin a page."""
        self._sources: set[str] = set()
        self._records: set[str] = set()
        self._passages: dict[str, Passage] = {}

    def source(self, line: Line) -> bool:
        """Say whether the source of a line is named here first, so that its title and its address belong here."""
        return _first(self._sources, line.source.href or line.source.text)

    def entry(self, entry: RelatedEntry) -> bool:
        """Say whether what an entry tells is told here first."""
        return _first(self._records, entry.told)

    def passage(self, passage: Passage) -> bool:
        """Say whether a passage is named here first, or differs in anything from the one that was."""
        known = self._passages.setdefault(passage.short, passage)
        return known is passage or known != passage


def _first(said: set[str], name: str) -> bool:
    """Note a name, and say whether it was not noted before."""
    known = len(said)
    said.add(name)
    return len(said) > known
