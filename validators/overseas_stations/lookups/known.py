"""The data as known on a day: what the sources that were published by then support, and the statuses of then.

Publication dates decide, not the day of our work: a source without a date, or one that is dated to a month or a year
in which the day lies, is left out and counted, since nobody can say whether it was there. A value that a later source
added is left out. Where the page that declares a record came later and others that bear it out did not, the record
stays without what that page says of how it went on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from overseas_stations.forms.scalars import DATE, earliest_day, is_match, latest_day
from overseas_stations.forms.vocabulary import Stance, StationStatus, last_status
from overseas_stations.lookups.library import Library
from overseas_stations.tables import TABLES, Row, Rows, Table, record_name

WENT_ON = ("state", "state_as_of", "result", "outcome", "note")
"""The columns that say how something went on, of which only the declaring page can be asked when."""


@dataclass(frozen=True)
class Known:
    """The data as known on a day.

    Attributes:
        day: the day, ``YYYY-MM-DD``.
        library: the rows that were known.
        later: how many sources were published after it.
        undated: how many sources have no date, or one too vague to say; their claims are left out.
    """

    day: str
    library: Library
    later: int
    undated: int

    @property
    def summary(self) -> str:
        """What was left out, in a sentence."""
        known = len(self.library.rows["sources"])
        return (
            f"as the sources published by {self.day} had it: {known} sources; {self.later} came later, "
            f"and {self.undated} are left out because their date is not known well enough"
        )


def known_on(library: Library, day: str) -> Known:
    """Return the rows that the sources published by a day support.

    Args:
        library: the rows of today.
        day: a day, month or year; of the latter two the last day counts.

    Raises:
        ValueError: *day* is no date.
    """
    if not is_match(DATE, day):
        raise ValueError(f"{day} is no date: YYYY-MM-DD, YYYY-MM or YYYY")
    day = latest_day(day)
    sources, later, undated = {}, 0, 0
    for row in library.rows["sources"]:
        published = row["published"]
        if not published or earliest_day(published) <= day < latest_day(published):
            undated += 1
        elif latest_day(published) > day:
            later += 1
        else:
            sources[row["id"] or ""] = row
    kept = _Kept(library, sources, day)
    return Known(day, Library(kept.rows()), later, undated)


class _Kept:
    """The rows that are left of a library where only some of its sources are known."""

    def __init__(self, library: Library, sources: Mapping[str, Row], day: str) -> None:
        self._library, self._sources, self._day = library, sources, day
        self._names: dict[str, set[str]] = {"sources": set(sources)}

    def rows(self) -> Rows:
        """Return the rows by table; each table after those that it refers to."""
        found: dict[str, Sequence[Row]] = {}
        for table in TABLES.values():
            listed = self._library.rows[table.name]
            if table.name == "sources":
                found[table.name] = list(self._sources.values())
            elif table.cited:
                found[table.name] = list(self._of_table(table, listed))
                self._names[table.name] = {record_name(table, row) for row in found[table.name]}
            else:
                found[table.name] = listed
        found["evidence"] = [row for row in self._library.rows["evidence"] if self._holds(row)]
        found["stations"] = self._with_statuses(found["stations"], found["station_statuses"])
        return {name: found[name] for name in TABLES}

    def _holds(self, evidence: Row) -> bool:
        """Say whether a row of evidence is of a known source and about a known record."""
        records = self._names.get(evidence["table"] or "", ())
        return evidence["source_id"] in self._sources and evidence["record_id"] in records

    def _of_table(self, table: Table, rows: Iterable[Row]) -> Iterable[Row]:
        for row in rows:
            evidence = self._library.evidence(table.name, record_name(table, row))
            supports = [each for each in evidence if each["stance"] == Stance.SUPPORTS]
            known = [each for each in supports if each["source_id"] in self._sources]
            whole = sorted(each["source_id"] or "" for each in known if not each["field"])
            if not whole or not self._refers_to_known(table, row):
                continue
            added = {each["field"] for each in supports if each["field"] and each["asserted_value"]}
            added -= {each["field"] for each in known}
            cells = dict(row)
            if row["source_id"] not in self._sources:
                added |= set(WENT_ON)
                cells["source_id"] = min(whole, key=lambda name: (self._sources[name]["published"] or "", name))
            yield cells | {name: None for name in added if name in cells}

    def _refers_to_known(self, table: Table, row: Row) -> bool:
        # Who declares a record may have come later than who bears it out; but for rows that are named after the source.
        others = (
            (column, target)
            for column, target in table.references.items()
            if column != "source_id" or column in table.key
        )
        return all(
            row[column] in self._names[target] for column, target in others if row[column] and target in self._names
        )

    def _with_statuses(self, stations: Iterable[Row], statuses: Iterable[Row]) -> list[Row]:
        """Return the stations with the statuses of then, by the one rule."""
        reports: dict[str, list[tuple[str | None, str | None]]] = {}
        for row in statuses:
            reports.setdefault(row["station_id"] or "", []).append((row["as_of"], row["status"]))
        found: list[Row] = []
        for row in stations:
            published = self._sources[row["source_id"] or ""]["published"]
            last = last_status(reports.get(row["id"] or "", ())) or (published, StationStatus.REPORTED.value)
            first = row["first_reported"]
            told = first if first and earliest_day(first) <= self._day else None
            found.append({**row, "status_as_of": last[0], "status": last[1], "first_reported": told})
        return found
