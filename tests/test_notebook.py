"""The notebook is what its script says, has a caution for each of the ten questions, and runs to the bytes shown."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from processes import completed
from write_notebook import NOTEBOOK, SCRIPT, cells_of

WRITE = "run `python tests/write_notebook.py`"


def committed() -> Any:
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))


def test_the_notebook_has_the_cells_of_its_script() -> None:
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in committed()["cells"]]
    assert found == cells_of(SCRIPT.read_text(encoding="utf-8")), WRITE
    nbformat.validate(committed())


def test_it_asks_ten_questions_and_says_what_to_mind_of_each() -> None:
    texts = [text for kind, text in cells_of(SCRIPT.read_text(encoding="utf-8")) if kind == "markdown"]
    questions = [text for text in texts if text.startswith("## ")]
    assert [int(re.findall(r"\d+", text)[0]) for text in questions] == list(range(1, 11))
    assert all("**Mind**" in text for text in questions)


def test_it_shows_tables_and_pictures_and_no_fault() -> None:
    outputs = [output for cell in committed()["cells"] for output in cell.get("outputs", [])]
    assert {output["output_type"] for output in outputs} == {"execute_result", "display_data", "stream"}
    assert {output["name"] for output in outputs if output["output_type"] == "stream"} == {"stdout"}
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert kinds.count("image/svg+xml") == 3
    assert kinds.count("text/html") > 10


@pytest.mark.long
def test_it_runs_to_the_bytes_that_are_committed(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ipynb"
    done = completed(sys.executable, str(SCRIPT.parents[2] / "tests" / "write_notebook.py"), str(fresh), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert fresh.read_bytes() == NOTEBOOK.read_bytes(), WRITE


@pytest.mark.long
def test_its_script_runs_on_the_data_that_are_installed(tmp_path: Path) -> None:
    env = {**os.environ, "MPLBACKEND": "agg", "MPLCONFIGDIR": str(tmp_path)}
    done = completed(sys.executable, "-W", "error", SCRIPT, cwd=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(r"\d{3} records of stations in \d+ countries\n", done.stdout)
