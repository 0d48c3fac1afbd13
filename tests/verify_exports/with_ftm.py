"""FollowTheMoney, in an environment of its own (``make verify`` makes it): its model, and its command."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from export_files import run, same
from ftm_model import SCHEMATA, Schema
from repository import ROOT

PROGRAMS = ROOT / ".venv" / "ftm" / "bin"
SCRIPT = ROOT / "tests" / "in_followthemoney.py"


def verify(folder: Path) -> Iterator[str]:
    told = told_of(folder / "ftm")
    assert not told["faults"], told["faults"][:10]
    assert told["entities"], "there is no entity"
    counts = ", ".join(f"{schema} {count}" for schema, count in told["entities"].items())
    yield f"{told['version']}: {sum(told['entities'].values())} entities are read as they are written ({counts})"
    model = json.loads(run(PROGRAMS / "python", SCRIPT, "--model", cwd=folder))
    same("the model", {name: known(model[name], schema) for name, schema in SCHEMATA.items()}, SCHEMATA)
    yield f"{len(SCHEMATA)} schemata and their properties are what the quick tests take them for"
    yield from commands(folder / "ftm" / "entities.ftm.json", sum(told["entities"].values()))


def told_of(folder: Path) -> Any:
    """Return what FollowTheMoney says of the files in a folder."""
    return json.loads(run(PROGRAMS / "python", SCRIPT, folder, cwd=folder))


def known(schema: dict[str, Any], ours: Schema) -> Schema:
    """Return what the model says of a schema, of those properties that the quick tests know."""
    properties = {
        name: schema["properties"][name]["range"] or schema["properties"][name]["type"]
        for name in ours.properties
        if name in schema["properties"]
    }
    return Schema(schema["matchable"], frozenset(schema["is_a"]), tuple(schema["required"]), properties)


def commands(entities: Path, count: int) -> Iterator[str]:
    """Run what docs/exports.md shows."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        run(PROGRAMS / "ftm", "validate", "-i", entities, "-o", out / "validated.json", cwd=out)
        same("validated", len((out / "validated.json").read_bytes().splitlines()), count)
        run(PROGRAMS / "ftm", "sieve", "-s", "Documentation", "-i", entities, "-o", out / "sieved.json", cwd=out)
        sieved = (out / "sieved.json").read_bytes().splitlines()
        assert 0 < len(sieved) < count
        run(PROGRAMS / "ftm", "export-gexf", "-i", out / "sieved.json", "-o", out / "graph.gexf", cwd=out)
        assert b"Reported station" in (out / "graph.gexf").read_bytes()
        run(PROGRAMS / "ftm", "export-csv", "-i", entities, "-o", out / "csv", cwd=out)
        assert {"Project", "Documentation"} <= {path.stem for path in (out / "csv").iterdir()} <= set(SCHEMATA)
    yield "ftm validate, sieve, export-gexf, export-csv"
