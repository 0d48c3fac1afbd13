"""What changed between two versions of the schemas: as text, as Markdown, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from overseas_stations.markup import prose
from overseas_stations.publishing.schema_folders import SchemaSet, changes_between
from overseas_stations.reports.change_formats import SchemaChangesFormat
from overseas_stations.schemas.comparing import grouped
from overseas_stations.schemas.compatibility import SchemaChange, level_of
from overseas_stations.schemas.versions import (
    DEV,
    LEVELS,
    Level,
    base_version,
    is_development,
    is_high_enough,
    needed_version,
)
from overseas_stations.version import SCHEMA_VERSION

MAX_PLACES = 3
"""So many further places of one change are listed; the rest are counted. JSON lists them all."""


@dataclass(frozen=True)
class SchemaDiff:
    """A comparison of two versions."""

    old: SchemaSet
    new: SchemaSet
    changes: Sequence[SchemaChange]

    @classmethod
    def between(cls, old: SchemaSet, new: SchemaSet) -> SchemaDiff:
        """Compare two versions."""
        return cls(old, new, changes_between(old, new))

    @property
    def level(self) -> Level | None:
        """The gravest level of the changes; None where there is no change."""
        return level_of(self.changes)

    @property
    def needed(self) -> str | None:
        """The lowest version that fits the changes; None where the older schemas state none."""
        return None if self.old.version is None else needed_version(self.old.version, self.level)

    @property
    def fits(self) -> bool:
        """False where the newer schemas state a version that is too low."""
        if self.old.version is None or self.new.version is None:
            return True
        return is_high_enough(self.new.version, self.old.version, self.level)

    @property
    def verdict(self) -> str:
        """What the changes need of the version, as a sentence."""
        if self.needed is None:
            return f"{self.old.name} states no version, so none can be held against it"
        need = "no new version" if self.level is None else f"version {self.needed} at least"
        name = "it" if self.new.name == self.new.version else self.new.name
        have = "states none" if self.new.version is None else f"is {self.new.version}"
        return f"the change needs {need}; {name} {have}{'' if self.fits else ', which is TOO LOW'}"

    @property
    def heading(self) -> str:
        """Which versions, how many changes, of which level."""
        count = f"{len(self.changes)} change{'' if len(self.changes) == 1 else 's'}"
        return f"{_named(self.old)} to {_named(self.new)}: {count}{f', {self.level.value}' if self.level else ''}"


def _named(schemas: SchemaSet) -> str:
    return schemas.name if schemas.version in (None, schemas.name) else f"{schemas.name} ({schemas.version})"


def render_nothing_frozen(form: SchemaChangesFormat) -> str:
    """Return what there is to say where no version is frozen yet that today's schemas could be compared with."""
    if form == "json":
        nothing = {"old": None, "new": {"name": DEV, "version": SCHEMA_VERSION}, "level": None, "needed_version": None}
        return json.dumps({**nothing, "fits": True, "changes": []}, indent=2) + "\n"
    first = ", once `.dev` is taken off in version.py" if is_development(SCHEMA_VERSION) else ""
    return f"nothing is frozen yet in schema/: `overseas schema freeze` freezes {base_version(SCHEMA_VERSION)}{first}\n"


def render_schema_diff(diff: SchemaDiff, form: SchemaChangesFormat) -> str:
    """Return a comparison in one of the formats."""
    match form:
        case "json":
            return _json(diff)
        case "markdown":
            lines = [f"## Record schemas {prose(diff.heading)}", ""]
            for level in LEVELS:
                if of_level := [change for change in diff.changes if change.level is level]:
                    lines += [f"### {level.value}", ""]
                    lines += [f"- `{change.rule}`: {prose(text)}" for change, text in _sentences(of_level)]
                    lines.append("")
            return "\n".join([*lines, prose(diff.verdict.capitalize()) + "."]) + "\n"
        case _:
            lines = [f"record schemas {diff.heading}"]
            for level in LEVELS:
                if of_level := [change for change in diff.changes if change.level is level]:
                    lines += ["", level.value]
                    lines += [f"  {change.rule}: {text}" for change, text in _sentences(of_level)]
            return "\n".join([*lines, "", diff.verdict]) + "\n"


def _sentences(changes: Sequence[SchemaChange]) -> list[tuple[SchemaChange, str]]:
    found = []
    for change, (first, *others) in grouped(changes):
        more = f" and {len(others) - MAX_PLACES} more" if len(others) > MAX_PLACES else ""
        likewise = f"; likewise {', '.join(others[:MAX_PLACES])}{more}" if others else ""
        found.append((change, change.sentence(first) + likewise))
    return found


def _json(diff: SchemaDiff) -> str:
    shown = {
        "old": {"name": diff.old.name, "version": diff.old.version},
        "new": {"name": diff.new.name, "version": diff.new.version},
        "level": diff.level.value if diff.level else None,
        "needed_version": diff.needed,
        "fits": diff.fits,
        "changes": [change.to_dict() for change in diff.changes],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
