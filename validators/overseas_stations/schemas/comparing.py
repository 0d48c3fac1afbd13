"""What changed from one schema to another: each difference under the name of its rule, none left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from overseas_stations.forms.scalars import is_match
from overseas_stations.schemas.compatibility import Document, SchemaChange
from overseas_stations.schemas.structure import MISSING, ORDER, Difference, Missing, Path, differences, json_tree

Schemas = Mapping[str, Any]
"""Name -> schema: of tables, Table Schemas as in ``schema/<version>/<table>.table.json``."""

ID_PREFIX = "urn:overseas-stations:schema:"


def compare(old: Schemas, new: Schemas) -> list[SchemaChange]:
    """Return every change between two sets of Table Schemas, in the order of the tables.

    Args:
        old: table -> its Table Schema, as in ``schema/<version>/`` or in a resource of a ``datapackage.json``.
        new: the same of the later version.
    """
    changes: list[SchemaChange] = []
    for table in _names(old, new):
        changes += _Comparison("table", table).changes(old.get(table, MISSING), new.get(table, MISSING))
    return changes


def compare_documents(old: Schemas, new: Schemas) -> list[SchemaChange]:
    """Return every change between two sets of JSON Schemas: of records, by their table, ``dossier`` and ``report``.

    Of a permanent id only what stands beside its version is compared.
    """
    changes: list[SchemaChange] = []
    for name in _names(old, new):
        document: Document = "dossier" if name == "dossier" else "report" if name == "report" else "record"
        sides = (json_tree(_without_version(side.get(name, MISSING))) for side in (old, new))
        changes += _Comparison(document, name if document == "record" else None).changes(*sides)
    return changes


def _names(old: Schemas, new: Schemas) -> list[str]:
    return [*old, *(name for name in new if name not in old)]


def _without_version(schema: Any) -> Any:
    if isinstance(schema, dict) and isinstance(stated := schema.get("$id"), str) and stated.startswith(ID_PREFIX):
        version, colon, name = stated.removeprefix(ID_PREFIX).partition(":")
        return schema | {"$id": f"{ID_PREFIX}{colon}{name}"} if version and colon else schema
    return schema


Named = tuple[str, Any, Any]
"""The name of a rule, and before and after as people should see them."""

_WORDING = {"title": "title-changed", "description": "description-changed", "example": "example-changed"}
_REORDERED: Named = ("terms-reordered", MISSING, MISSING)
_BOUNDS = {
    "maxLength": ("max-length-raised", "max-length-lowered"),
    "maximum": ("maximum-raised", "maximum-lowered"),
    "minimum": ("minimum-raised", "minimum-lowered"),
}


@dataclass
class _Comparison:
    """Names the differences of one schema."""

    document: Document
    table: str | None

    def changes(self, old: Any, new: Any) -> Iterator[SchemaChange]:
        if MISSING in (old, new):
            yield self._whole(new is not MISSING)
            return
        found = list(differences(old, new))
        sides = {difference.path: difference for difference in found}
        for difference in found:
            field, rest = _split(difference.path)
            named = self._name(rest, difference, sides)
            if named is not None:
                yield SchemaChange(named[0], self.document, self.table, field, _plain(named[1]), _plain(named[2]))

    def _whole(self, added: bool) -> SchemaChange:
        if self.document in ("table", "record"):
            return SchemaChange("table-added" if added else "table-removed", self.document, self.table, None)
        sides = (None, "a schema") if added else ("a schema", None)
        return SchemaChange("unexplained", self.document, None, None, *sides)

    def _name(self, rest: Path, found: Difference, all_found: Mapping[Path, Difference]) -> Named | None:
        """Return the rule's name of a difference; None where another difference says the same."""
        before, after, path = found.before, found.after, found.path
        match rest:
            case ():
                return self._field(before, after)
            case ("title" | "description" | "example" as what,) if _texts(before, after):
                return _WORDING[what], before, after
            case ("examples",) if self.document != "table":
                return "example-changed", before, after
            case ("fields", last) if last == ORDER and self.document == "table":
                return "order-changed", before, after
            case ("primaryKey",) | ("uniqueKeys",):
                return "key-changed", before, after
            case ("foreignKeys", columns) if columns != ORDER:
                return _reference(columns, before, after, all_found)
            case ("foreignKeys", columns, "reference", *_):
                return "reference-changed", before, after
            case ("categories", last) if last == ORDER:
                return None if (*path[:-2], "constraints", "enum", ORDER) in all_found else _REORDERED
            case ("categories", _):
                return _definition(path, before, after, all_found)
            case ("categories", _, "label") if _texts(before, after):
                return "definition-changed", *(_defined(rest[1], label) for label in (before, after))
        if self.document == "report" and rest[:1] in [("type",), ("constraints",)]:
            return self._report(rest, before, after)
        match rest:
            case ("type",):
                return _type(self.document, before, after)
            case ("constraints", "required") if (before is True and after is MISSING) or (
                before is MISSING and after is True
            ):
                return "became-required" if after is True else "became-optional", None, None
            case ("constraints", "enum"):
                if before is MISSING or after is MISSING:
                    return "vocabulary-closed" if before is MISSING else "vocabulary-opened", before, after
            case ("constraints", "enum", last) if last == ORDER:
                return _REORDERED
            case ("constraints", "enum", _) if MISSING in (before, after):
                return "term-added" if before is MISSING else "term-removed", before, after
            case ("constraints", "pattern" | "maxLength") if _admits_old_terms(found, all_found):
                return None
            case ("constraints", "pattern") if after is not MISSING:
                return "pattern-widened" if _widens(before, after) else "pattern-changed", before, after
            case ("constraints", "pattern"):
                return "pattern-widened", before, after
            case ("constraints", "maxLength" | "minimum" | "maximum" as bound):
                return _bound(bound, before, after)
        return "unexplained", before, after

    def _field(self, before: Any, after: Any) -> Named:
        """Name a field that came or went; a pair of fields that are no fields at all is unexplained."""
        if MISSING not in (before, after):
            return "unexplained", before, after
        kind = {"table": "column", "record": "column", "dossier": "entry", "report": "report-entry"}[self.document]
        there = after if before is MISSING else before
        shown = there.get("type") if isinstance(there, dict) else there
        if after is MISSING:
            return ("report-changed" if kind == "report-entry" else f"{kind}-removed"), shown, None
        if kind == "report-entry":
            return "report-entry-added", None, shown
        bounds = there.get("constraints", {}) if isinstance(there, dict) else None
        optional = isinstance(bounds, dict) and bounds.get("required", False) is False
        return f"{kind}-added-{'optional' if optional else 'required'}", None, shown

    def _report(self, rest: Path, before: Any, after: Any) -> Named:
        if rest[:2] == ("constraints", "enum") and len(rest) == 3 and rest[2] != ORDER and before is MISSING:
            return "term-added", before, after
        return "report-changed", before, after


def _split(path: Path) -> tuple[str | None, Path]:
    """Return the dotted name of the innermost field that a place belongs to, and the place within it."""
    names: list[str] = []
    at, rest = 0, path
    while at < len(path):
        if path[at] == "fields" and at + 1 < len(path) and path[at + 1] != ORDER:
            names.append(path[at + 1])
            at += 2
        elif path[at] == "items":
            names = [*names[:-1], f"{names[-1] if names else ''}[]"]
            at += 1
        elif path[at] == "$defs" and at + 1 < len(path):
            names.append(f"$defs.{path[at + 1]}")
            at += 2
        else:
            break
        rest = path[at:]
    return ".".join(names) or None, rest


def _plain(value: Any) -> Any:
    return None if value is MISSING else value


def _texts(*values: Any) -> bool:
    return all(value is MISSING or isinstance(value, str) for value in values)


def _reference(columns: str, before: Any, after: Any, found: Mapping[Path, Difference]) -> Named:
    old, new = (_target(columns, side) for side in (before, after))
    if before is MISSING:
        added = (found.get(("fields", name)) for name in columns.split(", "))
        is_new = all(field is not None and field.before is MISSING for field in added)
        return "reference-of-new-column" if is_new else "reference-added", old, new
    return ("reference-removed" if after is MISSING else "reference-changed"), old, new


def _target(columns: str, key: Any) -> Any:
    if key is MISSING:
        return MISSING
    reference = key.get("reference") if isinstance(key, dict) else None
    resource = reference.get("resource") if isinstance(reference, dict) else key
    return f"{resource} (by {columns})"


def _definition(path: Path, before: Any, after: Any, found: Mapping[Path, Difference]) -> Named | None:
    """Name a definition that came or went: with its term, or to a term that stays."""
    *field, _, term = path
    with_list, with_term = ((*field, "constraints", "enum"), (*field, "constraints", "enum", term))
    said = found.get(with_term) or found.get(with_list)
    if said is not None and (said.before is MISSING, said.after is MISSING) == (before is MISSING, after is MISSING):
        return None
    labels = (side.get("label") if isinstance(side, dict) else side for side in (before, after))
    return ("definition-changed" if said is None else "unexplained"), *(_defined(term, label) for label in labels)


def _defined(term: str, label: Any) -> Any:
    return label if label is MISSING else f"{term}: {label}"


def _admits_old_terms(found: Difference, all_found: Mapping[Path, Difference]) -> bool:
    """Say whether a bound took the place of a closed list all of whose terms it admits."""
    opened = all_found.get((*found.path[:-1], "enum"))
    if found.before is not MISSING or opened is None or opened.after is not MISSING:
        return False
    terms = [term for term in opened.before if isinstance(term, str)] if isinstance(opened.before, list) else [""]
    if isinstance(found.after, int):
        longest: int = found.after
        return all(len(term) <= longest for term in terms)
    try:
        return all(is_match(found.after, term) for term in terms)
    except (re.error, TypeError):
        return False


def _type(document: Document, before: Any, after: Any) -> Named:
    old, new = _kinds(before), _kinds(after)
    wider = document != "table" and bool(old) and old <= new
    return "type-widened" if wider else "type-changed", before, after


def _kinds(types: Any) -> set[str]:
    """Return the types that a JSON Schema names; none where it does not name them as it should."""
    listed = types if isinstance(types, list) else [types]
    if not all(isinstance(kind, str) for kind in listed):
        return set()
    return {*listed, *(["integer"] if "number" in listed else [])}


def _widens(before: Any, after: Any) -> bool:
    """Say whether it is plain that a pattern takes all that another takes: the other is one of its alternatives."""
    opening, closing = "^(?:", ")$"
    if not all(isinstance(p, str) and p.startswith(opening) and p.endswith(closing) for p in (before, after)):
        return False
    old, new = (str(pattern)[len(opening) : -len(closing)] for pattern in (before, after))
    return new.startswith(f"{old}|") or new.endswith(f"|{old}")


def _bound(name: str, before: Any, after: Any) -> Named:
    if any(isinstance(side, bool) or not isinstance(side, int | float | Missing) for side in (before, after)):
        return "unexplained", before, after
    unbounded = float("-inf" if name == "minimum" else "inf")
    old, new = (unbounded if side is MISSING else side for side in (before, after))
    if old == new:
        return "unexplained", before, after
    raised, lowered = _BOUNDS[name]
    return raised if new > old else lowered, before, after


def grouped(changes: Iterable[SchemaChange]) -> Iterator[tuple[SchemaChange, list[str]]]:
    """Yield changes that are the same but for their place, each once, with all its places."""
    groups: dict[tuple[str, str], tuple[SchemaChange, list[str]]] = {}
    for change in changes:
        _, places = groups.setdefault((change.rule, change.sentence("")), (change, []))
        if change.place not in places:
            places.append(change.place)
    yield from groups.values()
