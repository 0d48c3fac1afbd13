"""The real passages, where the source texts are at hand (OVERSEAS_SEED_TEXTS): they are not part of the project."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from overseas_stations.checking import Options, load_project
from overseas_stations.texts.at_hand import Texts
from overseas_stations.texts.checking import verdicts_of
from repository import ROOT

SOURCES = {"americanchronicles-2022-12": "000_927878a86fb10ffa.txt"}
"""Source -> the file of its text, as the folder names it."""


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    given = os.environ.get("OVERSEAS_SEED_TEXTS")
    if not given:
        pytest.skip("the real passages are not verified: OVERSEAS_SEED_TEXTS names no folder of source texts")
    folder = ROOT / given
    if not folder.is_dir():
        pytest.skip(f"the real passages are not verified: there is no folder {given}")
    for source, name in SOURCES.items():
        shutil.copyfile(folder / name, tmp_path / f"{source}.txt")
    return Texts(tmp_path)


@pytest.mark.parametrize("source", SOURCES)
def test_the_passages_of_a_source_stand_in_its_text(texts: Texts, source: str) -> None:
    assert list((ROOT / "seeds").glob(f"*/{source}.yaml"))
    project = load_project(ROOT, Options(texts=texts))
    assert not [f for f in project.report.findings if f.code in ("OS501", "OS502", "OS504")]
    rows = [row.cells for row in project.compiled.rows["evidence"] if row.cells["source_id"] == source]
    verdicts = verdicts_of({"evidence": rows}, texts)
    assert verdicts["exact"] + verdicts["moved"] > 0
    assert (verdicts["absent"], verdicts["ambiguous"], verdicts["not_checked"]) == (0, 0, 0)
