"""The citation files at the root of this project, and the roots of other projects, which are left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from overseas_stations.schemas import dataset
from overseas_stations.schemas.project_files import project_files
from small_project import overseas, write_project

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.long
def test_the_citation_file_follows_its_format() -> None:
    schema = ("--builtin-schema", "vendor.citation-file-format")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, ROOT / "CITATION.cff"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_zenodo_is_told_what_it_demands() -> None:
    # The keys of Zenodo's deposit metadata: the demanded ones, and those of its optional ones that are known here.
    demanded = {"upload_type", "publication_date", "title", "creators", "description", "access_right", "license"}
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert zenodo.keys() == demanded | {"keywords", "version", "language"}


def test_another_project_keeps_its_own_citation_file(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / "CITATION.cff").write_text("title: Another\n", encoding="utf-8")
    assert overseas("build", cwd=root).returncode == 0
    assert overseas("check", cwd=root).returncode == 0
    assert (root / "CITATION.cff").read_text(encoding="utf-8") == "title: Another\n"
    assert not (root / ".zenodo.json").exists()


@pytest.mark.parametrize("text", ["[project", "project = 1\n", "[project]\nname = 1\n", ""])
def test_a_project_without_a_name_has_no_citation_file(tmp_path: Path, text: str) -> None:
    root = write_project(tmp_path)
    (root / "pyproject.toml").write_text(text, encoding="utf-8")
    assert overseas("build", cwd=root).returncode == 0
    assert not (root / "CITATION.cff").exists()


def test_this_project_writes_and_compares_its_two_files_and_no_other(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / "pyproject.toml").write_text(f"[project]\nname = '{dataset.NAME}'\n", encoding="utf-8")
    (root / "LICENSE").write_text("Ours.\n", encoding="utf-8")
    before = {path.name for path in root.iterdir()}
    done = overseas("build", cwd=root)
    assert done.stdout.startswith("built datapackage/, schema/dev/, CITATION.cff and .zenodo.json from 1 dossiers")
    assert {path.name for path in root.iterdir()} - before == {"CITATION.cff", ".zenodo.json", "datapackage", "schema"}
    assert {name: (root / name).read_bytes() for name in project_files()} == project_files()
    assert overseas("check", cwd=root).returncode == 0
    (root / ".zenodo.json").unlink()
    citation = root / "CITATION.cff"
    citation.write_text(citation.read_text(encoding="utf-8").replace("type: dataset", "type: software"), "utf-8")
    done = overseas("check", "--format", "json", cwd=root)
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)["findings"]
    assert (found["code"], found["file"], found["line"]) == ("OS122", ".zenodo.json", None)
    assert found["message"].endswith(": 2 files: .zenodo.json (it is missing), CITATION.cff (line 4 differs)")
