"""From the nodes of a dossier to claims: what the source is, and what it declares, supports and disputes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from overseas_stations.dossiers import shape
from overseas_stations.findings import Finding
from overseas_stations.formats.strict_yaml import MappingNode, Node, ScalarNode, SequenceNode
from overseas_stations.rules.dossiers import KEY_UNKNOWN, SHAPE_WRONG
from overseas_stations.rules.fields import BLANKS
from overseas_stations.suggestions import close_to

MAX_GUESSED = 100
"""For so many unknown keys of a file it is guessed which was meant: each guess costs more than reading the key."""


class Place(NamedTuple):
    """A physical place, 1-based."""

    file: str
    line: int
    column: int


@dataclass
class Entry:
    """A mapping that was read: its texts by column name, and where they stand."""

    place: Place
    cells: dict[str, str | None] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    passages: list[Entry] = field(default_factory=list)
    ids: list[Entry] = field(default_factory=list)
    values: Entry | None = None


@dataclass
class Dossier:
    """One dossier as it was written."""

    file: str
    source: Entry
    relations: list[Entry] = field(default_factory=list)
    expects: Entry | None = None
    declares: dict[str, list[Entry]] = field(default_factory=dict)
    supports: list[Entry] = field(default_factory=list)
    disputes: list[Entry] = field(default_factory=list)


class Reader:
    """Reads one file's nodes; collects findings instead of raising."""

    def __init__(self, file: str, shapes: shape.Shapes) -> None:
        self.file, self._shapes = file, shapes
        self.findings: list[Finding] = []
        self._unknown = 0

    def dossier(self, root: Node) -> Dossier | None:
        """Return the dossier, or None where it has no source that can be read."""
        top = self._mapping(root, "the file")
        if top is None:
            return None
        self._known(top, list(shape.SECTIONS))
        source = self._section(top, "source", self._shapes.source)
        if source is None:
            if "source" not in top.items:
                self.findings.append(
                    SHAPE_WRONG.finding(
                        field="source", expected="the first key of the file", file=self.file, line=1, column=1
                    )
                )
            return None
        dossier = Dossier(self.file, source)
        dossier.relations = list(self._list(top, "relations", self._shapes.relation))
        dossier.expects = self._section(top, "expects", self._shapes.expects)
        dossier.supports = list(self._list(top, "supports", self._shapes.supports))
        dossier.disputes = list(self._list(top, "disputes", self._shapes.disputes))
        declares = top.items.get("declares")
        if not self._absent(declares):
            section = self._mapping(declares, "declares")
            if section is not None:
                self._known(section, list(self._shapes.declares))
                for table, keys in self._shapes.declares.items():
                    dossier.declares[table] = list(self._list(section, table, keys))
        return dossier

    def actor(self, root: Node) -> Entry | None:
        """Return the entry of an actor's file, or None where it is no mapping."""
        top = self._mapping(root, "the file")
        return None if top is None else self._entry(top, self._shapes.actor)

    def retractions(self, root: Node) -> list[Entry]:
        """Return the entries of the file of retractions."""
        top = self._mapping(root, "the file")
        if top is None:
            return []
        self._known(top, ["retractions"])
        return list(self._list(top, "retractions", self._shapes.retraction))

    def _absent(self, node: Node | None) -> bool:
        return node is None or (isinstance(node, ScalarNode) and node.text is None)

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.line, node.column)

    def _wrong(self, node: Node, name: str, expected: str) -> None:
        self.findings.append(SHAPE_WRONG.finding(field=name, expected=expected, **self._place(node)._asdict()))

    def _mapping(self, node: Node | None, name: str) -> MappingNode | None:
        if isinstance(node, MappingNode):
            return node
        if node is not None:
            self._wrong(node, name, "a mapping (key: value)")
        return None

    def _known(self, node: MappingNode, keys: list[str]) -> None:
        """Report every key that has no meaning, with the one that was probably meant."""
        for name, key in node.keys.items():
            if name not in keys:
                self._unknown += 1
                close = close_to(name, keys, 1) if self._unknown <= MAX_GUESSED else []
                meant = f"did you mean {close[0]}? " if close else ""
                expected = f"{meant}the keys here are {', '.join(keys)}"
                self.findings.append(KEY_UNKNOWN.finding(value=name, expected=expected, **self._place(key)._asdict()))

    def _section(self, top: MappingNode, name: str, keys: shape.Shape) -> Entry | None:
        node = top.items.get(name)
        if self._absent(node):
            return None
        mapping = self._mapping(node, name)
        return None if mapping is None else self._entry(mapping, keys)

    def _list(self, top: MappingNode, name: str, keys: shape.Shape) -> Iterator[Entry]:
        node = top.items.get(name)
        if node is None or self._absent(node):
            return
        if not isinstance(node, SequenceNode):
            self._wrong(node, name, "a list (- key: value)")
            return
        for item in node.items:
            mapping = self._mapping(item, f"an entry of {name}")
            if mapping is not None:
                yield self._entry(mapping, keys)

    def _entry(self, node: MappingNode, keys: shape.Shape) -> Entry:
        self._known(node, list(keys))
        entry = Entry(self._place(node))
        for name, key in keys.items():
            value = node.items.get(name)
            if value is None or self._absent(value):
                if name in node.keys and key.column is not None:
                    # The key without a value is where the value belongs.
                    entry.places[key.column.name] = self._place(node.keys[name])
                continue
            if key.column is not None:
                self._cell(entry, key, name, value)
            elif key.holds == "passages":
                entry.passages = list(self._list(node, name, self._shapes.passage))
            elif key.holds == "ids":
                entry.ids = list(self._ids(name, value))
            elif key.holds == "values":
                entry.values = self._values(name, value)
        return entry

    def _cell(self, entry: Entry, key: shape.Key, name: str, value: Node) -> None:
        assert key.column is not None
        if not isinstance(value, ScalarNode):
            self._wrong(value, name, "a text")
            return
        if value.text == "":
            # An empty text in quotation marks is a text of no characters, and no column has such a value.
            self.findings.append(BLANKS.finding(field=name, value="", **self._place(value)._asdict()))
            return
        entry.cells[key.column.name] = value.text
        entry.places[key.column.name] = self._place(value)

    def _ids(self, name: str, node: Node) -> Iterator[Entry]:
        if not isinstance(node, SequenceNode):
            self._wrong(node, name, "a list of ids")
            return
        for item in node.items:
            if isinstance(item, ScalarNode) and item.text:
                yield Entry(self._place(item), {"id": item.text}, {"id": self._place(item)})
            else:
                self._wrong(item, name, "a list of ids")

    def _values(self, name: str, node: Node) -> Entry | None:
        mapping = self._mapping(node, name)
        if mapping is None:
            return None
        entry = Entry(self._place(mapping))
        for field_name, value in mapping.items.items():
            if isinstance(value, ScalarNode) and value.text:
                entry.cells[field_name] = value.text
                entry.places[field_name] = self._place(value)
            else:
                self._wrong(value, field_name, "a text")
        return entry
