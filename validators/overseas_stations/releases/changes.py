"""What differs between two versions of the data, change by change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from overseas_stations.forms.vocabulary import Term
from overseas_stations.schemas.versions import Level, gravest, is_version, lowest_version_of_data, parse_version
from overseas_stations.tables import TABLES, Tables


class ChangeKind(Term):
    """What happened to a record, or to one of its cells."""

    ADDED = "added", "The record is new."
    CORRECTED = "corrected", "A cell has another value, was filled or was emptied."
    STATUS_CHANGED = "status_changed", "The status of a station, or its date, is another."
    RESOURCED = "resourced", "It rests on other sources or passages than before."
    DISPUTED = "disputed", "A source disputes it that did not, or does no longer, or gives another value."
    RETRACTED = "retracted", "The id left the data, and `retractions` says why."
    REMOVED = "removed", "The row is gone, and nothing says why."


LEVELS: Mapping[ChangeKind, Level] = {
    ChangeKind.ADDED: Level.MINOR,
    ChangeKind.CORRECTED: Level.PATCH,
    ChangeKind.STATUS_CHANGED: Level.PATCH,
    ChangeKind.RESOURCED: Level.PATCH,
    ChangeKind.DISPUTED: Level.PATCH,
    ChangeKind.RETRACTED: Level.MAJOR,
    ChangeKind.REMOVED: Level.MAJOR,
}
"""What a change demands of the version, after the Data Package recipe: whoever refers to an id that left is broken."""


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        kind: what happened.
        table, record_id: to which record. A row of ``evidence`` is told as a change of the record that it is about.
        field: to which of its cells, None for the record as a whole.
        old, new: the cell's texts, or the disputing source's value; None where there is none.
        label: what the record is about.
        sources: the sources behind it, sorted: of the record as it is now; of one that is gone, as it was.
        detail: what else there is to say, a sentence.
        row: the record's row in the new table, from 1; None where it is gone.
        level: what it demands of the version.
    """

    kind: ChangeKind
    table: str
    record_id: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    label: str = ""
    sources: tuple[str, ...] = ()
    detail: str = ""
    row: int | None = None
    level: Level = Level.PATCH

    @property
    def is_whole(self) -> bool:
        """True where the record as a whole came or went."""
        return self.kind in (ChangeKind.ADDED, ChangeKind.RETRACTED, ChangeKind.REMOVED)


@dataclass(frozen=True)
class StructureChange:
    """A change of tables, columns or metadata.

    Attributes:
        level: what it demands of the package's version.
        table, field: where; None where it is about more than that.
        sentence: what changed.
    """

    level: Level
    table: str | None
    field: str | None
    sentence: str


@dataclass(frozen=True)
class ComparedVersion:
    """One of the two versions: how the user named it, and the numbers that it bears (None where it states none)."""

    name: str
    version: str | None
    schema_version: str | None


@dataclass(frozen=True)
class Changes:
    """All differences between two versions, and what they demand.

    Attributes:
        old, new: the two versions.
        records: what happened to records, in the order of tables and names.
        structure: what happened to the tables, their columns and the descriptor.
        released: the old version is a release, so that the new one's number must fit.
        tables: the tables that a version should hold.
        unseen: what the comparison could not see, in a sentence; empty where it saw both versions whole.
    """

    old: ComparedVersion
    new: ComparedVersion
    records: tuple[Change, ...] = ()
    structure: tuple[StructureChange, ...] = ()
    released: bool = True
    tables: Tables = TABLES
    unseen: str = ""

    @property
    def level(self) -> Level | None:
        """The gravest level of all changes; None where nothing differs."""
        return gravest([*(change.level for change in self.records), *(change.level for change in self.structure)])

    @property
    def demanded(self) -> str | None:
        """The lowest version that the new side may bear; None where the old side bears no version number."""
        old = self.old.version
        if old is None or not is_version(old) or self.level is None:
            return old if is_version(old) else None
        return lowest_version_of_data(old, self.level)

    @property
    def fits(self) -> bool:
        """True where the new side's version is the one demanded, or higher."""
        new, demanded = self.new.version, self.demanded
        if demanded is None:
            return True
        return new is not None and is_version(new) and parse_version(new) >= parse_version(demanded)

    @property
    def counts(self) -> dict[str, int]:
        """Kind -> number of changes, those that do not occur left out."""
        return {kind.value: count for kind, count in self.tally.items()}

    @property
    def tally(self) -> dict[ChangeKind, int]:
        """The same by the kinds themselves."""
        found = Counter(change.kind for change in self.records)
        return {kind: found[kind] for kind in ChangeKind if found[kind]}

    def of_kind(self, kind: ChangeKind) -> list[Change]:
        """Return the changes of a kind."""
        return [change for change in self.records if change.kind is kind]


_ORDER = {kind: number for number, kind in enumerate(ChangeKind)}


def changes_in_order(changes: Iterable[Change], tables: Tables) -> tuple[Change, ...]:
    """Return changes in the order of some tables, of names, and of kinds."""
    number = {name: place for place, name in enumerate(tables)}
    return tuple(
        sorted(
            changes,
            key=lambda c: (
                *(number[c.table], c.record_id, _ORDER[c.kind]),
                *(c.field or "", c.old or "", c.new or "", c.sources),
            ),
        )
    )
