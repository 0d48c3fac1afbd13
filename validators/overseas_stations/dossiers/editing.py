"""Puts keys into the source of a dossier by their place in its text: every byte that was there stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overseas_stations.findings import Finding
from overseas_stations.formats.strict_yaml import MappingNode, Node, ScalarNode, SequenceNode, YamlFault, parse

_LINES = re.compile("(.*?)(\r\n|[\r\n\x85\u2028\u2029]|$)", re.DOTALL)
"""A line with its end, as YAML counts them."""


class Unplaceable(ValueError):
    """A dossier is laid out so that a key cannot be put into it without touching something else."""


def with_source_key(data: bytes, name: str, value: str, order: Sequence[str]) -> bytes:
    """Return a dossier whose source has one key more, or a value for a key that is empty; all else stays, to the byte.

    Args:
        data: the dossier.
        name, value: the key, and what it is to hold: one word.
        order: the keys of a source, in the order in which they are written.

    Raises:
        Unplaceable: it has no source in lines of its own, or has another value already.
    """
    text = data.decode("utf-8")
    source = _source(data)
    before = _plain(_root(data))
    wanted = {**before, "source": {**before["source"], name: value}}
    for edited in _edits(text, source, name, value if not value.endswith(":") else f'"{value}"', order):
        found = edited.encode("utf-8")
        try:
            if _plain(_root(found)) == wanted:
                return found
        except YamlFault:
            continue
    raise Unplaceable(f"{name} has no place that can be told: put it in by hand")


def _root(data: bytes) -> Node:
    findings: list[Finding] = []
    return parse(data, "", findings)


def _source(data: bytes) -> MappingNode:
    root = _root(data)
    source = root.items.get("source") if isinstance(root, MappingNode) else None
    if not isinstance(source, MappingNode):
        raise Unplaceable("there is no source")
    return source


def _plain(node: Node | None) -> Any:
    """Return what a node holds, without where it stands."""
    if isinstance(node, MappingNode):
        return {name: _plain(item) for name, item in node.items.items()}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.items]
    return node.text if isinstance(node, ScalarNode) else None


def _edits(text: str, source: MappingNode, name: str, value: str, order: Sequence[str]) -> Iterator[str]:
    """Yield the texts with the key, the one that is easiest to read first; not all of them are right."""
    lines = _lines(text)
    if name in source.keys:
        item, key = source.items.get(name), source.keys[name]
        if isinstance(item, ScalarNode) and item.text is None:
            start = key.column - 1 + (1 if key.line == 1 and text.startswith("\ufeff") else 0)
            at = sum(map(len, lines[: key.line - 1])) + start + len(name) + 1
            if text[at - len(name) - 1 : at] == f"{name}:":
                yield f"{text[:at]} {value}{text[at:]}"
        return
    there = sorted(source.keys.items(), key=lambda each: each[1].line)
    anchor = [key for other, key in there if other in order[: order.index(name)]][-1:]
    if not anchor:
        return
    first = anchor[0].line
    indent = lines[first - 1][: anchor[0].column - 1]
    if indent.strip(" "):
        return
    # After the value that the key before it has, and else before the key that comes next.
    last = first
    while last < len(lines) and _is_deeper(lines[last], len(indent)):
        last += 1
    following = [key.line - 1 for _, key in there if key.line > first]
    for at in (last, *following[:1]):
        end = _end(lines[first - 1]) or "\n"
        before, after = "".join(lines[:at]), "".join(lines[at:])
        if before and not _end(before):
            yield f"{before}{end}{indent}{name}: {value}{after}"
        else:
            yield f"{before}{indent}{name}: {value}{end}{after}"


def _lines(text: str) -> list[str]:
    return [found[0] for found in _LINES.finditer(text) if found[0]]


def _end(text: str) -> str:
    found = re.search("(\r\n|[\r\n\x85\u2028\u2029])$", text)
    return found[0] if found else ""


def _is_deeper(line: str, indent: int) -> bool:
    """Say whether a line goes on with the value of a key that is indented so far."""
    return bool(line.strip()) and len(line) - len(line.lstrip(" ")) > indent


def source_keys(data: bytes) -> Mapping[str, str | None]:
    """Return the keys of a dossier's source that hold one text, or nothing.

    Raises:
        Unplaceable: it has none.
    """
    return {name: item.text for name, item in _source(data).items.items() if isinstance(item, ScalarNode)}
