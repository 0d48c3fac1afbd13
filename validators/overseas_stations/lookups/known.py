"""The data as known on a day: what the sources that were published by then support, and the statuses of then.

Publication dates decide, not the day of our work: a source without a date, or one that is dated to a month or a year
in which the day lies, is left out, since nobody can say whether it was there.

What is left out of a record that was known:

- what the curators wrote of it in the light of all sources of today: its note, and what its table calls ours (the
  basis of a station, the day until which an end of a response was looked for). Nothing says on which sources it rests;
- a value that only later sources give for a field; a date is told as precisely as it was then;
- where the page that declares it came later and others that bear it out did not: how it went on, and what is told in
  the words of that page. Verbatim words that no page had printed by then are left out with their whole record.

A summary, or a paraphrase, is what every source that supports the record as a whole bears out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from overseas_stations.forms.scalars import DATE, earliest_day, is_match, latest_day
from overseas_stations.forms.vocabulary import Stance, StatementForm, StationStatus, last_status
from overseas_stations.lookups.library import Library
from overseas_stations.passages import TooShort, fingerprint, quoted_pieces
from overseas_stations.tables import TABLES, Row, Rows, Table, record_name

WENT_ON = ("state", "state_as_of", "result", "outcome")
"""The columns that say how something went on, of which only the declaring page can be asked when."""

ITS_WORDS = ("authority_as_reported",)
"""What the declaring page calls things, beside the columns that a table has as ``printed``."""


@dataclass(frozen=True)
class Split:
    """Sources, by whether they were there on a day: their ids."""

    known: frozenset[str]
    later: frozenset[str]
    undated: frozenset[str]

    def of(self, sources: Iterable[str]) -> Split:
        """Return the same of some of them."""
        some = frozenset(sources)
        return Split(self.known & some, self.later & some, self.undated & some)


@dataclass(frozen=True)
class Known:
    """The data as known on a day.

    Attributes:
        day: the day, ``YYYY-MM-DD``.
        library: the rows that were known.
        sources: which sources had been published by then, which came later, and which have no date, or one too vague
            to say: the claims of the latter two are left out.
    """

    day: str
    library: Library
    sources: Split

    @cached_property
    def perhaps(self) -> Library:
        """The rows that may have been known: those of the day, had all sources been there of which nobody can say."""
        whole = self.library.whole or self.library
        return Library(_Kept(whole, {*self.sources.known, *self.sources.undated}, self.day).rows(), whole)

    @property
    def later(self) -> int:
        """How many sources were published after the day."""
        return len(self.sources.later)

    @property
    def undated(self) -> int:
        """How many sources cannot be told from later ones."""
        return len(self.sources.undated)


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
    known, later, undated = set(), set(), set()
    for row in library.rows["sources"]:
        published = row["published"]
        if not published or earliest_day(published) <= day < latest_day(published):
            undated.add(row["id"] or "")
        elif latest_day(published) > day:
            later.add(row["id"] or "")
        else:
            known.add(row["id"] or "")
    rows = _Kept(library, known, day).rows()
    return Known(day, Library(rows, library), Split(frozenset(known), frozenset(later), frozenset(undated)))


class _Kept:
    """The rows that are left of a library where only some of its sources are known."""

    def __init__(self, library: Library, sources: set[str], day: str) -> None:
        self._library, self._day = library, day
        self._published = {row["id"] or "": row["published"] for row in library.rows["sources"]}
        self._names: dict[str, set[str]] = {"sources": sources}

    def rows(self) -> Rows:
        """Return the rows by table; each table after those that it refers to."""
        found: dict[str, Sequence[Row]] = {}
        for table in TABLES.values():
            listed = self._library.rows[table.name]
            if table.cited:
                found[table.name] = list(self._of_table(table, listed))
                self._names[table.name] = {record_name(table, row) for row in found[table.name]}
            else:
                found[table.name] = listed
        unwritten = dict.fromkeys(TABLES["sources"].curated)
        found["sources"] = [{**row, **unwritten} for row in found["sources"] if self._was_there(row["id"])]
        found["evidence"] = [row for row in found["evidence"] if self._holds(row)]
        found["retractions"] = [row for row in found["retractions"] if latest_day(row["date"] or "") <= self._day]
        for table in (each for each in TABLES.values() if each.observed):
            found[table.name] = [row for row in found[table.name] if self._was_looked(row)]
        found["stations"] = self._with_statuses(found["stations"], found["station_statuses"])
        return {name: found[name] for name in TABLES}

    def _was_there(self, source: str | None) -> bool:
        return source in self._names["sources"]

    def _was_looked(self, check: Row) -> bool:
        return self._was_there(check["source_id"]) and latest_day(check["checked"] or "") <= self._day

    def _holds(self, evidence: Row) -> bool:
        """Say whether a row of evidence is of a known source and about a known record."""
        records = self._names.get(evidence["table"] or "", ())
        return self._was_there(evidence["source_id"]) and evidence["record_id"] in records

    def _of_table(self, table: Table, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            evidence = self._library.evidence(table.name, record_name(table, row))
            supports = [each for each in evidence if each["stance"] == Stance.SUPPORTS]
            known = [each for each in supports if self._was_there(each["source_id"])]
            whole = {each["source_id"] or "" for each in known if not each["field"]}
            if not whole or not self._refers_to_known(table, row) or not self._were_printed(row, known):
                continue
            cells = dict(row)
            if not self._was_there(row["source_id"]):
                cells["source_id"] = min(whole, key=lambda name: (self._published[name] or "", name))
            yield cells | {name: self._value(table, row, name, supports, known) for name in _optional(table)}

    def _value(self, table: Table, row: Row, name: str, supports: Sequence[Row], known: Sequence[Row]) -> str | None:
        """Return what was known of a field that may be empty."""
        cell = row[name]
        if not cell or name in table.curated:
            return None
        if name not in table.claimed:
            return cell
        declared = self._was_there(row["source_id"])
        about = [each["asserted_value"] for each in known if each["field"] == name]
        added = {each["asserted_value"] for each in supports if each["field"] == name and each["asserted_value"]}
        given = [value for value in about if value and cell.startswith(value)]
        if given and (cell in added or not declared):
            # Of a date it is what was added that may be more precise than what was known.
            return max(given, key=len)
        if about:
            return cell
        of_page = not declared and name in (*WENT_ON, *ITS_WORDS, *table.printed)
        return None if added or of_page else cell

    def _were_printed(self, row: Row, known: Sequence[Row]) -> bool:
        """Say whether somebody had printed a speaker's words: the page that declares them, or one with that passage."""
        if row.get("form") != StatementForm.VERBATIM or self._was_there(row["source_id"]):
            return True
        passages, text = {each["passage_sha256"] for each in known}, row["text"] or ""
        try:
            return all(fingerprint(piece).sha256 in passages for piece in quoted_pieces(text) or [text])
        except TooShort:
            return False

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
            published = self._published[row["source_id"] or ""]
            last = last_status(reports.get(row["id"] or "", ())) or (published, StationStatus.REPORTED.value)
            first = row["first_reported"]
            told = first if first and earliest_day(first) <= self._day else None
            found.append({**row, "status_as_of": last[0], "status": last[1], "first_reported": told})
        return found


def _optional(table: Table) -> Iterator[str]:
    return (column.name for column in table.columns if not column.required and column.name not in table.key)
