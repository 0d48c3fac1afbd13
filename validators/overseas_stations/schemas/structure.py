"""Where two schemas differ, as places in them: complete by construction, before anything is said of what it means.

Two schemas are compared as trees. Lists of things with names (fields, terms, foreign keys) are compared by name, and
their order apart from that. What is equal is passed over, what differs is split as far as it has parts with names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

Path = tuple[str, ...]

ORDER: Final = "(order)"
"""Stands at the end of a path where only the order of a list differs."""


class Missing:
    """What stands on the side that does not have a part."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


class Difference(NamedTuple):
    """One place at which two trees differ."""

    path: Path
    before: Any
    after: Any


def canonical(value: Any) -> str:
    """Return a text that is the same for the same JSON value: ``true`` is not 1, and 1 is not 1.0.

    >>> canonical({"b": 1, "a": True}), canonical(1.0)
    ('{"a": true, "b": 1}', '1.0')
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _named(name: str) -> Callable[[Any], str]:
    def key(item: Any) -> str:
        if not isinstance(item, dict) or not isinstance(item.get(name), str | None) or name not in item:
            raise ValueError(f"no {name}")
        return canonical(item[name]) if item[name] is None else str(item[name])

    return key


def _term(item: Any) -> str:
    if not isinstance(item, str | None):
        raise ValueError("no term")
    return canonical(item) if item is None else item


def _columns(item: Any) -> str:
    fields = item["fields"] if isinstance(item, dict) and "fields" in item else None
    if not isinstance(fields, list) or not all(isinstance(name, str) for name in fields):
        raise ValueError("no fields")
    return ", ".join(fields)


KEYS: Mapping[str, Callable[[Any], str]] = {
    "fields": _named("name"),
    "categories": _named("value"),
    "enum": _term,
    "foreignKeys": _columns,
}
"""Lists that are compared by name, and what names a member."""

SPLIT: Mapping[str, Any] = {"constraints": {}, "categories": [], "foreignKeys": []}
"""Where one side lacks these, each of the other side's parts counts as a difference of its own."""


def differences(old: Any, new: Any, path: Path = ()) -> Iterator[Difference]:
    """Yield every place at which two JSON values differ; nothing exactly where they are equal."""
    if canonical(old) == canonical(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in _names(old, new):
            yield from _part(old.get(name, MISSING), new.get(name, MISSING), (*path, name), SPLIT.get(name))
    elif (pairs := _pairs(old, new, path)) is not None:
        before, after = pairs
        for name in _names(before, after):
            yield from _part(before.get(name, MISSING), after.get(name, MISSING), (*path, name))
        orders = [[name for name in side if name in other] for side, other in ((before, after), (after, before))]
        if orders[0] != orders[1]:
            yield Difference((*path, ORDER), list(before), list(after))
    else:
        yield Difference(path, old, new)


def _names(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [*old, *(name for name in new if name not in old)]


def _part(before: Any, after: Any, path: Path, empty: Any = None) -> Iterator[Difference]:
    """Compare a part that one side may lack; *empty*: what the lack of it means, where it has parts of its own."""
    if before is MISSING or after is MISSING:
        there = after if before is MISSING else before
        if empty is None or type(there) is not type(empty) or not there:
            yield Difference(path, before, after)
            return
        before, after = (empty if side is MISSING else side for side in (before, after))
    yield from differences(before, after, path)


def _pairs(old: Any, new: Any, path: Path) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return both lists by the names of their members, or None where they cannot be told by name."""
    key = KEYS.get(path[-1]) if path else None
    if key is None or not isinstance(old, list) or not isinstance(new, list):
        return None
    found = []
    for side in (old, new):
        try:
            members = {key(member): member for member in side}
        except ValueError:
            return None
        if len(members) < len(side) or ORDER in members:
            return None
        found.append(members)
    return found[0], found[1]


_CONSTRAINTS = ("pattern", "minLength", "maxLength", "minimum", "maximum", "enum")
_TAKEN = frozenset({"fields", "constraints", "categories", "lists required", "raw", "name"})


def json_tree(schema: Any) -> Any:
    """Return a JSON Schema in the form of a Table Schema, so that one comparison serves both; nothing is lost.

    Properties become ``fields`` in the order of their names, what bounds a value becomes its ``constraints``, the
    list of required properties a constraint of each. What does not have the form that our generator writes stays.
    """
    if not isinstance(schema, dict):
        return schema
    if not _TAKEN.isdisjoint(schema):
        return {"raw": schema}
    tree = dict(schema)
    bounds = {name: tree.pop(name) for name in _CONSTRAINTS if name in tree}
    if bounds:
        tree["constraints"] = bounds
    if (categories := _categories(bounds.get("enum"), tree)) is not None:
        tree["categories"] = categories
    if isinstance(tree.get("properties"), dict):
        tree |= _fields(tree)
        del tree["properties"]
    if "items" in tree:
        tree["items"] = json_tree(tree["items"])
    if isinstance(tree.get("$defs"), dict):
        tree["$defs"] = {name: json_tree(part) for name, part in tree["$defs"].items()}
    return tree


def _categories(terms: Any, tree: dict[str, Any]) -> list[Any] | None:
    """Take what terms mean out of *tree*, where it has the form of our generator's; that of 0.1.0 was another."""
    if not isinstance(terms, list) or not terms:
        return None
    labels, meant = tree.get("enumDescriptions"), tree.get("anyOf")
    if meant is None and isinstance(labels, list) and len(labels) == len(terms):
        del tree["enumDescriptions"]
        return [{"value": term, "label": label} for term, label in zip(terms, labels, strict=True)]
    if labels is not None or not isinstance(meant, list) or len(meant) != len(terms):
        return None
    told = zip(terms, meant, strict=True)
    if not all(isinstance(each, dict) and set(each) == {"const", "description"} for each in meant) or any(
        canonical(each["const"]) != canonical(term) for term, each in told
    ):
        return None
    del tree["anyOf"]
    return [{"value": each["const"], "label": each["description"]} for each in meant]


def _fields(tree: dict[str, Any]) -> dict[str, Any]:
    properties: Mapping[str, Any] = tree["properties"]
    listed, required = tree.get("required"), ()
    found: dict[str, Any] = {}
    if isinstance(listed, list) and listed == [name for name in properties if name in listed]:
        required = tree.pop("required")
        found["lists required"] = True
    fields = []
    for name in sorted(properties):
        part = json_tree(properties[name])
        field = {"name": name} | (part if isinstance(part, dict) else {"raw": part})
        if name in required:
            field["constraints"] = {"required": True} | field.get("constraints", {})
        fields.append(field)
    return found | {"fields": fields}
