"""Validators of JSON Schema that are strict: Ajv as it comes (Node), jsonschema-rs (Rust), and RE2 for the patterns.

Every schema that we ship is compiled, and every row is held against its schema. Schemas 0.1.0 stay as they were frozen:
they have one keyword of editors, `enumDescriptions`, which Ajv has to be told of.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from export_files import run
from repository import ROOT

AJV = "8.20.0"
COMPILE = """
const Ajv2020 = require("ajv/dist/2020").default
for (const [file, schema, good, bad] of JSON.parse(require("fs").readFileSync("tasks.json", "utf8"))) {
  const ajv = new Ajv2020({logger: false})
  if (file.startsWith("0.1.0/")) ajv.addVocabulary(["enumDescriptions"])
  const validate = ajv.compile(schema)
  const wrong = good.filter((row) => !validate(row)).length
  const passed = bad.filter((row) => validate(row)).length
  console.log(JSON.stringify([file, wrong, passed]))
}
"""

Task = tuple[str, dict[str, Any], list[Any], list[Any]]


def tasks(folder: Path) -> Iterator[Task]:
    """Yield each schema with rows that fit it, and the same with something that no schema of ours knows."""
    for path in sorted((ROOT / "schema").glob("*/*.schema.json")):
        schema, table = (
            json.loads(path.read_text("utf-8")),
            folder / "json" / path.name.replace(".schema.json", ".json"),
        )
        rows = json.loads(table.read_text("utf-8")) if path.parent.name == "dev" and table.exists() else []
        yield f"{path.parent.name}/{path.name}", schema, rows, [{**row, "no_such_column": 1} for row in rows[:10]]


def patterns(schema: Any) -> Iterator[str]:
    """Yield every pattern of a schema."""
    for key, part in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key == "pattern" and isinstance(part, str):
            yield part
        if isinstance(part, dict | list):
            yield from patterns(part)


def verify(folder: Path) -> Iterator[str]:
    import jsonschema_rs
    import re2

    found = list(tasks(folder))
    compared = sum(len(rows) for _, _, rows, _ in found)
    assert compared > 1000, "next to no row was held against a schema"
    scratch = folder.parent / "ajv"
    scratch.mkdir()
    run("npm", "install", "--silent", "--no-save", "--prefix", scratch, f"ajv@{AJV}", cwd=scratch, env=dict(os.environ))
    (scratch / "tasks.json").write_text(json.dumps(found), "utf-8")
    (scratch / "compile.js").write_text(COMPILE, "utf-8")
    told = [json.loads(line) for line in run("node", "compile.js", cwd=scratch).splitlines()]
    assert told == [[name, 0, 0] for name, *_ in found], told
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    yield f"Ajv {AJV} in its strict default, Node {node}: {len(found)} schemas compiled, {compared} rows valid"

    for name, schema, good, bad in found:
        validator = jsonschema_rs.validator_for(schema)
        assert all(map(validator.is_valid, good)), name
        assert not any(map(validator.is_valid, bad)), name
    yield f"jsonschema-rs {version('jsonschema-rs')}: {len(found)} schemas compiled, {compared} rows valid"

    every = sorted({pattern for _, schema, _, _ in found for pattern in patterns(schema)})
    for pattern in every:
        re2.compile(pattern)
    yield f"RE2 (google-re2 {version('google-re2')}): {len(every)} patterns compiled"
