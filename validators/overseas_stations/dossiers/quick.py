"""From a dossier in the house's style to its claims, with nothing in doubt and without the places of cells.

What :class:`~overseas_stations.dossiers.reading.Reader` would report is left to it: wherever there would be a finding,
there is doubt here, and the file is read once more by the strict reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from overseas_stations.dossiers import shape
from overseas_stations.dossiers.reading import Dossier, Entry, Place
from overseas_stations.formats.house_yaml import Doubt, HouseMapping, HouseValue
from overseas_stations.keeping import kept


class _NoPlaces(dict[str, Place]):
    """The places of cells, which are not known here: who needs one must ask the strict reader."""

    def __missing__(self, key: str) -> NoReturn:
        raise Doubt


@dataclass(frozen=True)
class _Keys:
    """Key -> the column that its text fills, or what else stands under it."""

    columns: Mapping[str, str]
    others: Mapping[str, str]


def _keys(keys: shape.Shape) -> _Keys:
    return _Keys(
        {name: key.column.name for name, key in keys.items() if key.column is not None},
        {name: key.holds for name, key in keys.items() if key.column is None},
    )


@kept
def _all_keys(shapes: shape.Shapes) -> Mapping[str, _Keys]:
    parts = ("actor", "source", "relation", "supports", "disputes", "expects", "retraction", "passage")
    return {part: _keys(getattr(shapes, part)) for part in parts} | {
        f"declares {table}": _keys(keys) for table, keys in shapes.declares.items()
    }


class QuickReader:
    """Reads the values of one file; its methods are those of ``Reader``, and raise ``Doubt`` in place of findings."""

    def __init__(self, file: str, shapes: shape.Shapes) -> None:
        self.file, self._declares = file, shapes.declares
        self._keys = _all_keys(shapes)
        self._places = _NoPlaces()

    def dossier(self, root: HouseMapping) -> Dossier:
        """Return the dossier."""
        if not root.keys() <= shape.SECTIONS.keys():
            raise Doubt
        dossier = Dossier(self.file, self._entry(_mapping(root.get("source")), "source"))
        dossier.relations = list(self._list(root.get("relations"), "relation"))
        if root.get("expects") is not None:
            dossier.expects = self._entry(_mapping(root["expects"]), "expects")
        dossier.supports = list(self._list(root.get("supports"), "supports"))
        dossier.disputes = list(self._list(root.get("disputes"), "disputes"))
        if root.get("declares") is not None:
            section = _mapping(root["declares"])
            if not section.keys() <= self._declares.keys():
                raise Doubt
            # As many entries as it has, in the order of the tables.
            dossier.declares = {
                table: list(self._list(section.get(table), f"declares {table}")) for table in self._declares
            }
        return dossier

    def actor(self, root: HouseMapping) -> Entry:
        """Return the entry of an actor's file."""
        return self._entry(root, "actor")

    def retractions(self, root: HouseMapping) -> list[Entry]:
        """Return the entries of the file of retractions."""
        if root.keys() != {"retractions"}:
            raise Doubt
        return list(self._list(root["retractions"], "retraction"))

    def _list(self, node: HouseValue, part: str) -> Iterator[Entry]:
        if node is None:
            return
        if not isinstance(node, list):
            raise Doubt
        for item in node:
            yield self._entry(_mapping(item), part)

    def _entry(self, node: HouseMapping, part: str) -> Entry:
        keys = self._keys[part]
        cells: dict[str, str | None] = {}
        entry = Entry(Place(self.file, node.line, node.column), cells, self._places)
        columns = keys.columns
        for name, value in node.items():
            if name in columns:
                if value.__class__ is str and value:
                    cells[columns[name]] = value
                elif value is not None:
                    raise Doubt
            elif name not in keys.others:
                raise Doubt
            elif value is not None:
                self._further(entry, keys.others[name], value)
        return entry

    def _further(self, entry: Entry, holds: str, value: HouseValue) -> None:
        if holds == "passages":
            entry.passages = list(self._list(value, "passage"))
        elif holds == "ids":
            entry.ids = list(self._ids(value))
        elif holds == "values":
            values = _mapping(value)
            texts = {name: text for name, text in values.items() if isinstance(text, str) and text}
            if len(texts) < len(values):
                raise Doubt
            entry.values = Entry(Place(self.file, values.line, values.column), dict(texts), self._places)
        else:
            raise Doubt

    def _ids(self, node: HouseValue) -> Iterator[Entry]:
        if not isinstance(node, list):
            raise Doubt
        for item in node:
            if not isinstance(item, tuple) or not item[0]:
                raise Doubt
            yield Entry(Place(self.file, item[1], item[2]), {"id": item[0]}, self._places)


def _mapping(node: object) -> HouseMapping:
    if not isinstance(node, HouseMapping):
        raise Doubt
    return node
