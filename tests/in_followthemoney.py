"""Holds entities against FollowTheMoney's own model: run by the Python of an environment that has that library.

    python tests/in_followthemoney.py (FOLDER | --model)

FOLDER is ``ftm/`` of an export: printed is an object of JSON with the version, what was counted, and every fault. With
``--model`` it is what the schemata and properties are, of which ``ftm_model.py`` knows a few. It needs nothing of ours,
and can be imported where that library is not: tests are looked for in every module here.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

Entities = dict[str, dict[str, Any]]


def faults_of_values(model: Any, entity: dict[str, Any], entities: Entities) -> Iterator[str]:
    """Yield what is wrong with properties: each must be known, each value be kept as it is, each end be there."""
    schema = model.get(entity["schema"])
    if schema is None:
        yield f"there is no schema {entity['schema']}"
        return
    yield from (f"{name} is required" for name in schema.required if not entity["properties"].get(name))
    for name, values in entity["properties"].items():
        prop = schema.get(name)
        if prop is None or prop.stub or prop.deprecated:
            yield f"{entity['schema']} has no property {name} that may be written"
            continue
        if len(set(values)) != len(values) or not values:
            yield f"{name} has no value, or one twice"
        for value in values:
            if not isinstance(value, str) or prop.type.clean(value) != value:
                yield f"{name}: {value!r} becomes {prop.type.clean(value)!r}"
            elif len(value) > prop.type.max_length:
                yield f"{name}: {value!r} is longer than {prop.type.max_length} characters"
            elif prop.type.name == "entity":
                end = entities.get(value)
                if end is None:
                    yield f"{name}: there is no {value}"
                elif not model.get(end["schema"]).is_a(prop.range):
                    yield f"{name}: {value} is a {end['schema']} and no {prop.range.name}"


def faults(model: Any, entity: dict[str, Any], entities: Entities) -> Iterator[str]:
    """Yield what is wrong with an entity."""
    kept = model.get("Note").get("entity").type.clean(entity["id"])
    if kept != entity["id"] or len(kept) > 200 or "." in kept:
        yield "the id is none"
    found = list(faults_of_values(model, entity, entities))
    yield from found
    if not found:
        read = model.get_proxy(dict(entity), cleaned=False)
        if read.to_dict()["properties"] != entity["properties"] or not read.caption:
            yield f"is read as {read.to_dict()}, {read.caption}"


def verdict(folder: Path) -> dict[str, Any]:
    """Return what FollowTheMoney says of the files of an export."""
    from followthemoney import model

    lines = (folder / "entities.ftm.json").read_bytes().split(b"\n")
    read = [json.loads(line) for line in lines if line]
    entities = {entity["id"]: entity for entity in read}
    found = [f"{entity['id']}: {fault}" for entity in read for fault in faults(model, entity, entities)]
    found += [] if len(entities) == len(read) else ["an id comes twice"]
    index = json.loads((folder / "index.json").read_bytes())
    things = sum(model.get(entity["schema"]).is_a("Thing") for entity in read)
    found += [] if (index["entity_count"], index["thing_count"]) == (len(read), things) else ["the counts are others"]
    try:
        from followthemoney.dataset import Dataset

        kept = Dataset.make(dict(index)).to_dict()
    except ImportError:
        kept = index
    found += [f"index.json: {key} is read as {kept.get(key)}" for key in index if not held(index[key], kept.get(key))]
    found += [] if {name for each in read for name in each["datasets"]} <= {index["name"]} else ["another dataset"]
    counts = Counter(entity["schema"] for entity in read)
    return {"version": version("followthemoney"), "entities": dict(sorted(counts.items())), "faults": found}


def held(wanted: Any, found: Any) -> bool:
    """Say whether all that one value says stands in another."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(held(value, found.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(map(held, wanted, found))
    return bool(wanted == found)


def facts() -> dict[str, Any]:
    """Return schema -> whether it is matched and is a thing, what it must have, and its properties with their types."""
    from followthemoney import model

    return {
        schema.name: {
            "matchable": schema.matchable,
            "is_a": sorted(each.name for each in schema.schemata),
            "required": sorted(schema.required),
            "properties": {
                name: {"type": prop.type.name, "range": prop.range.name if prop.range else None}
                for name, prop in schema.properties.items()
                if not prop.stub and not prop.deprecated
            },
        }
        for schema in model
    }


if __name__ == "__main__":
    print(json.dumps(facts() if sys.argv[1] == "--model" else verdict(Path(sys.argv[1]))))
