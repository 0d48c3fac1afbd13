"""The compatibility promise: which changes of a schema there are, and which part of its version each of them raises.

Additive changes are minor, wording is a patch, what could refuse older data or change a meaning is major. That is the
`recipe of the Data Package standard <https://datapackage.org/recipes/data-package-version/>`_ but for one thing: a new
column that may stay empty is minor here, because our readers find columns by name and take an absent one as empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from overseas_stations.printable import shorten
from overseas_stations.schemas.versions import LEVELS, Level, gravest

Document = Literal["table", "record", "dossier", "report"]
"""What a schema is about: a table's columns, the same as JSON, the dossiers that we read, the reports that we write."""


@dataclass(frozen=True)
class ChangeRule:
    """A kind of change.

    Attributes:
        name: a short name that does not change.
        level: the part of the version that it raises.
        says: a template of the sentence about one change: ``place``, ``before``, ``after``.
        why: why it has this level.
    """

    name: str
    level: Level
    says: str
    why: str


@dataclass(frozen=True)
class SchemaChange:
    """One change from a schema to another.

    Attributes:
        rule: the name of its rule.
        document: what the schema is about.
        table: the table; None for dossiers and reports.
        field: the column, or the dotted path of a key in a dossier or a report; None for the schema as a whole.
        before, after: what was changed; None where there was, or is, nothing.
    """

    rule: str
    document: Document
    table: str | None
    field: str | None
    before: Any = None
    after: Any = None

    @property
    def level(self) -> Level:
        """The part of the version that it raises."""
        return CHANGE_RULES[self.rule].level

    @property
    def place(self) -> str:
        """Where it is: ``stations.city``, ``dossier source.kind``."""
        if self.table is not None:
            return self.table if self.field is None else f"{self.table}.{self.field}"
        return self.document if self.field is None else f"{self.document} {self.field}"

    @property
    def message(self) -> str:
        """The change as a sentence."""
        return self.sentence(self.place)

    def sentence(self, place: str) -> str:
        """Return what is said of this change at *place*."""
        words = {"before": _shown(self.before), "after": _shown(self.after)}
        return CHANGE_RULES[self.rule].says.format(place=place, **words)

    def to_dict(self) -> dict[str, object]:
        """Return the change as ``--format json`` prints it."""
        return {
            "rule": self.rule,
            "level": self.level.value,
            "document": self.document,
            "table": self.table,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "message": self.message,
        }


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return shorten(", ".join(map(str, value)), 100)
    return "nothing" if value is None else shorten(value, 100)


def level_of(changes: Iterable[SchemaChange]) -> Level | None:
    """Return the gravest level of some changes; None where there are none."""
    return gravest(change.level for change in changes)


_MAJOR, _MINOR, _PATCH = LEVELS
_REFUSED = "Older data may break it, so that they would be refused."
_WITHDRAWN = "Whoever reads it by its name no longer finds it."
_LOOSER = "What was valid stays valid."
_WORDS = "Only the wording changes; a change of the meaning needs a new name."

CHANGE_RULES = {
    rule.name: rule
    for rule in (
        ChangeRule("table-removed", _MAJOR, "the table {place} is gone", _WITHDRAWN),
        ChangeRule("column-removed", _MAJOR, "the column {place} is gone", _WITHDRAWN),
        ChangeRule("column-added-required", _MAJOR, "the column {place} is new, and every row needs it", _REFUSED),
        ChangeRule(
            "order-changed", _MAJOR, "the order of the columns of {place} is another", "Some readers go by the place."
        ),
        ChangeRule("type-changed", _MAJOR, "the type of {place} is {after}, was {before}", _REFUSED),
        ChangeRule("became-required", _MAJOR, "{place} may no longer be empty", _REFUSED),
        ChangeRule("term-removed", _MAJOR, "{place} no longer takes {before}", _REFUSED),
        ChangeRule("vocabulary-closed", _MAJOR, "{place} takes a closed list of terms only", _REFUSED),
        ChangeRule("pattern-changed", _MAJOR, "{place} has another form: {after}, was {before}", _REFUSED),
        ChangeRule("max-length-lowered", _MAJOR, "{place} takes {after} characters at most, was {before}", _REFUSED),
        ChangeRule("minimum-raised", _MAJOR, "{place} is {after} at least, was {before}", _REFUSED),
        ChangeRule("maximum-lowered", _MAJOR, "{place} is {after} at most, was {before}", _REFUSED),
        ChangeRule("key-changed", _MAJOR, "the key of {place} is {after}, was {before}", "Rows that differed may not."),
        ChangeRule("reference-added", _MAJOR, "{place} now refers to {after}", _REFUSED),
        ChangeRule(
            "reference-removed", _MAJOR, "{place} no longer refers to {before}", "Whoever joins by it may lose rows."
        ),
        ChangeRule("reference-changed", _MAJOR, "{place} refers to {after}, was {before}", _REFUSED),
        ChangeRule("entry-added-required", _MAJOR, "{place} is new, and every dossier needs it", _REFUSED),
        ChangeRule("entry-removed", _MAJOR, "{place} is gone", _REFUSED),
        ChangeRule(
            "report-changed",
            _MAJOR,
            "{place} is {after}, was {before}",
            "A program that reads reports relies on their form, looser or stricter.",
        ),
        ChangeRule(
            "unexplained", _MAJOR, "{place} differs: {after}, was {before}", "What no rule knows may mean anything."
        ),
        ChangeRule("table-added", _MINOR, "the table {place} is new", "An older package may lack it."),
        ChangeRule("column-added-optional", _MINOR, "the column {place} is new and may stay empty", _LOOSER),
        ChangeRule("became-optional", _MINOR, "{place} may be empty", _LOOSER),
        ChangeRule("term-added", _MINOR, "{place} takes {after}", _LOOSER),
        ChangeRule("vocabulary-opened", _MINOR, "{place} takes more than a closed list of terms", _LOOSER),
        ChangeRule("pattern-widened", _MINOR, "{place} takes more forms: {after}, was {before}", _LOOSER),
        ChangeRule("max-length-raised", _MINOR, "{place} takes {after} characters, was {before}", _LOOSER),
        ChangeRule("minimum-lowered", _MINOR, "{place} is {after} at least, was {before}", _LOOSER),
        ChangeRule("maximum-raised", _MINOR, "{place} is {after} at most, was {before}", _LOOSER),
        ChangeRule(
            "reference-of-new-column", _MINOR, "the new column {place} refers to {after}", "It is empty in older data."
        ),
        ChangeRule("type-widened", _MINOR, "{place} takes {after}, was {before}", _LOOSER),
        ChangeRule("entry-added-optional", _MINOR, "{place} is new and may be left out", _LOOSER),
        ChangeRule("report-entry-added", _MINOR, "{place} is new", "Programs pass over keys that they do not know."),
        ChangeRule("title-changed", _PATCH, "the title of {place} is {after}, was {before}", _WORDS),
        ChangeRule("description-changed", _PATCH, "{place} is described as: {after} Was: {before}", _WORDS),
        ChangeRule("example-changed", _PATCH, "the example of {place} is {after}, was {before}", _WORDS),
        ChangeRule("definition-changed", _PATCH, "{place} defines {after} Was: {before}", _WORDS),
        ChangeRule(
            "terms-reordered", _PATCH, "the terms of {place} stand in another order", "Terms have no order in a schema."
        ),
    )
}
"""Every rule by its name, the gravest first."""


def compatibility_table() -> str:
    """Return the rules as a table in Markdown, for docs/schemas.md."""
    lines = ["| change | raises | why |", "|---|---|---|"]
    lines += [f"| `{rule.name}` | {rule.level.value} | {rule.why} |" for rule in CHANGE_RULES.values()]
    return "\n".join(lines) + "\n"
