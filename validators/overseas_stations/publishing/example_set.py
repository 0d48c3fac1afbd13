"""An invented project that holds everything a schema knows: each key of a dossier, each column, each term.

A set is made once for each version of the schemas and stays as it is beside them, so that later versions can be held
against what was valid once: its dossiers must compile to its package, and its package must be valid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.dossiers.check_log import CHECKS, SUFFIX
from overseas_stations.dossiers.compiling import ACTORS, RETRACTIONS, compile_dossiers
from overseas_stations.dossiers.shape import Shape, shapes
from overseas_stations.folders.ownership import Owner, listed
from overseas_stations.forms.vocabulary import Relation, ResponseState, StationBasis
from overseas_stations.passages import fingerprint
from overseas_stations.publishing.example_checks import example_log
from overseas_stations.publishing.example_texts import (
    BODY,
    CITED,
    COMPANIONS,
    DATED,
    FIRST,
    NOBODY,
    PARENT,
    SECOND,
    SPEAKERS,
    STATION,
    WHOLE,
    WORDS,
    Texts,
)
from overseas_stations.schemas.json_schema import SCHEMA_IDS, json_bytes
from overseas_stations.schemas.table_schema import PROFILE, descriptor, sized
from overseas_stations.schemas.version_folder import manifest
from overseas_stations.tables import TABLES

SHAPES = shapes(TABLES)

_MANIFEST, _DESCRIPTOR = "SHA256SUMS", "package/datapackage.json"


class Plain(str):
    """A number or a truth value, which YAML holds without quotation marks."""

    __slots__ = ()


def example_set() -> dict[str, bytes]:
    """Return the files of the example set of the schemas as they are now, with a manifest of their SHA-256.

    ``seeds/`` holds the dossiers, ``package/`` what they compile to: its descriptor and its tables.
    """
    dossiers = {name: _yaml(content).encode() for name, content in _dossiers()}
    looked_for = sorted(fingerprint(words).sha256 for words in (WORDS, *_related_words()))
    dossiers[f"seeds/{CHECKS}/2023{SUFFIX}"] = example_log(looked_for, fingerprint(WORDS).sha256)
    rows = compile_dossiers(dossiers).rows
    tables = {
        f"tables/{name}.csv": csv_bytes(table, [row.cells for row in rows[name]]) for name, table in TABLES.items()
    }
    package = {f"package/{name}": data for name, data in tables.items()}
    files = dossiers | package | {_DESCRIPTOR: json_bytes(_descriptor(tables))}
    return files | {_MANIFEST: manifest(files.items())}


def _wrote(folder: Path) -> set[str]:
    """Return the names of the files of an example set that was left behind before its version was frozen."""
    return listed(folder, _MANIFEST, _DESCRIPTOR, SCHEMA_IDS.encode())


EXAMPLE_SET = Owner("freeze", _wrote, "move it elsewhere")
"""Who may replace an example set."""


def _descriptor(tables: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the descriptor, without the schemas: they stand beside the set."""
    ours = sized(descriptor(tables), tables)
    resources = [{key: part for key, part in each.items() if key != "schema"} for each in ours["resources"]]
    return {
        "$schema": PROFILE,
        "name": "overseas-stations-examples",
        "title": "Invented records that hold every column and every term",
        "schemaVersion": ours["schemaVersion"],
        "recordSchemas": ours["recordSchemas"],
        "resources": resources,
    }


def _dossiers() -> Iterator[tuple[str, Any]]:
    """Yield each dossier's path and content, then the actors and, at last, the retracted ids."""
    background = list(_background())
    yield f"seeds/2023/{FIRST}.yaml", _first([source["id"] for source in background])
    yield f"seeds/2023/{SECOND}.yaml", _second()
    for source in background:
        yield f"seeds/undated/{source['id']}.yaml", {"source": source}
    for actor in _actors():
        yield f"seeds/{ACTORS}/{actor['id']}.yaml", actor
    reasons = TABLES["retractions"].column("reason").terms
    yield (
        f"seeds/{RETRACTIONS}",
        {
            "retractions": [
                _filled(SHAPES.retraction, record_id=f"ec-gone-{number}", reason=reason, successor_id=STATION)
                for number, reason in enumerate(reasons, 1)
            ]
        },
    )


def _background() -> Iterator[Texts]:
    """Yield a source for each term of its columns; nothing rests on these."""
    for column in TABLES["sources"].columns:
        for term in column.terms if column.vocabulary is not None else ():
            name = f"example-{column.name}-{term}".replace("_", "-")
            read = {"title": "A title", "accessed": DATED["accessed"]}
            yield _bare(SHAPES.source, id=name, background="true", **{**read, column.name: term})


def _actors() -> Iterator[Texts]:
    """Yield an actor with every key, the one that it is a part of, and one for each term of the kinds."""
    yield _filled(SHAPES.actor, id=BODY)
    yield _bare(SHAPES.actor, id=PARENT)
    for term in TABLES["actors"].column("kind").terms:
        words = term.replace("_", " ")
        yield _bare(SHAPES.actor, id=f"example-{term}".replace("_", "-"), kind=term, name=f"An invented {words}")


def _first(others: list[str]) -> Any:
    # In another language than the texts that it translates.
    source = _filled(SHAPES.source, id=FIRST, language="es", **DATED)
    del source["translated_from"]
    declares = {table: list(_records(table, keys)) for table, keys in SHAPES.declares.items()}
    declares["listings"] += _listings(declares["stations"])
    declares["response_links"] = list(_linked(declares["response_links"], declares["responses"]))
    targets = cycle(others)
    return {
        "source": source,
        "relations": [
            {"relation": relation.value, "target_id": next(targets), "passages": [_passage(words)]}
            for relation, words in zip(Relation, _related_words(), strict=True)
        ],
        "expects": _filled(SHAPES.expects, **{table: str(len(records)) for table, records in declares.items()}),
        "declares": declares,
    }


def _second() -> Any:
    days = {"published": "2023-02-01", "archived": "2023-02-02"}
    addresses = {"url": "https://example.org/b", "archive_url": "https://example.org/archive/b"}
    source = _filled(SHAPES.source, id=SECOND, **{**DATED, **addresses, **days})
    about = _passage() | {"field": "name_as_reported"}
    return {
        "source": source,
        "supports": [
            {"record": STATION, "attributed_to": BODY, "passages": [_passage()]},
            {"record": "ec-stations-2", "adds": {"name_as_reported": "A counter"}, "passages": [about]},
        ],
        "disputes": [
            {"record": STATION, "field": "city", "value": "Guayaquil", "passages": [_passage()]},
            {
                "record": "ec-stations-3",
                "reason": "It says that nothing was there.",
                "attributed_to": BODY,
                "passages": [_passage()],
            },
        ],
    }


def _records(table: str, keys: Shape) -> Iterator[dict[str, Any]]:
    """Yield a record with every key, then one for each term of each column, then one for each country and language.

    What is said by a person is among the terms, and what is said by an actor alone comes last.
    """
    number = 0

    def numbered(record: dict[str, Any]) -> dict[str, Any]:
        nonlocal number
        number += 1
        if "id" in record:
            record["id"] = f"{record.get('country', 'EC').lower()}-{table}-{number}"
        if table == "station_statuses":
            record["as_of"] = str(2000 + number)
        for name in {"speaker", "claimant"} & record.keys():
            # One speaker has one side, and no two records say the same of one thing.
            record[name] = f"{record[name]}, number {number}"
        for name in {"summary", "text"} & record.keys():
            if record[name] != WORDS:
                record[name] = f"{record[name]} That is number {number}."
        return record

    whole = numbered(_filled(keys, **WHOLE.get(table, {})))
    if table == "stations":
        whole["id"] = STATION
    yield whole | {
        **({"stations": [STATION]} if "stations" in keys else {}),
        "passages": [_passage(), *_about(table, whole)],
    }
    for name, key in keys.items():
        for term in key.column.terms if key.column is not None and key.column.vocabulary is not None else ():
            said = {SPEAKERS[table]: NOBODY[SPEAKERS[table]]} if table in SPEAKERS else {}
            record = numbered(_bare(keys, **{name: term, **said, **COMPANIONS.get((table, name, term), {})}))
            yield record | ({"passages": [_passage()]} if record.get("text") == WORDS else {})
    if table == "statements":
        languages, countries = (list(TABLES[table].column(name).terms) for name in ("language", "country"))
        for at in range(max(len(languages), len(countries))):
            codes = {"language": languages[at % len(languages)], "country": countries[at % len(countries)]}
            yield numbered(_bare(keys, actor_id=BODY, **codes))
    if table == "figures":
        yield numbered(_bare(keys, actor_id=BODY))


def _listings(stations: list[Any]) -> list[Any]:
    """Return a listing of each station but the first that is said to be listed."""
    listed = [each["id"] for each in stations if each.get("basis") == StationBasis.LISTED and each["id"] != STATION]
    return [_bare(SHAPES.declares["listings"], station_id=name) for name in listed]


def _linked(links: list[Any], responses: list[Any]) -> Iterator[Any]:
    """Yield links between responses that there are: all of one that has ended, each with another that has."""
    first, *others = (each["id"] for each in responses if each.get("state") == ResponseState.CONCLUDED)
    for link, other in zip(links, others[: len(links)], strict=True):
        yield link | {"from_id": first, "to_id": other}


def _about(table: str, record: Texts) -> Iterator[Texts]:
    """Yield a passage about one field of a record, if it has one that may be cited on its own."""
    for field in [name for name in record if name in TABLES[table].claimed][:1]:
        yield _passage() | {"field": field, "value": record[field], "attributed_to": CITED}


def _related_words() -> list[str]:
    """Return other words for each relation, so that there are passages of every fate."""
    return [f"{WORDS} That is relation {number}." for number, _ in enumerate(Relation, 1)]


def _passage(words: str = WORDS) -> Texts:
    found = fingerprint(words)
    whole = _filled(SHAPES.passage, sha256=found.sha256, characters=str(found.characters))
    return {name: text for name, text in whole.items() if name not in ("field", "value", "attributed_to")}


def _filled(keys: Shape, **given: str) -> Texts:
    """Return every key that holds a text, with an example where none is given."""
    columns = {name: key.column for name, key in keys.items() if key.column is not None}
    texts = {name: given.get(name, NOBODY.get(name, column.example)) for name, column in columns.items()}
    return {name: text if columns[name].scalar.type == "string" else Plain(text) for name, text in texts.items()}


def _bare(keys: Shape, **given: str) -> Texts:
    """Return the keys that every mapping has, and those that are given."""
    return {name: text for name, text in _filled(keys, **given).items() if keys[name].required or name in given}


def _yaml(value: Any, indent: str = "") -> str:
    """Return lines of YAML that a person can read: every text in quotation marks."""
    lines = []
    for name, part in value.items() if isinstance(value, dict) else ((None, part) for part in value):
        head = f"{indent}-" if name is None else f"{indent}{name}:"
        if isinstance(part, str):
            lines.append(f"{head} {part if isinstance(part, Plain) else json.dumps(part, ensure_ascii=False)}\n")
        elif name is not None:
            lines.append(f"{head}\n{_yaml(part, indent + '  ')}")
        else:
            lines.append(f"{head} {_yaml(part, indent + '  ').removeprefix(indent + '  ')}")
    return "".join(lines)
