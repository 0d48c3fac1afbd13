"""The example of CONTRIBUTING.md is a dossier that holds, and does what its text says."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from casework import base_files, write
from overseas_stations.checking import Options, load_project
from overseas_stations.dossiers.kinds import KINDS
from overseas_stations.dossiers.template import record_block, template
from overseas_stations.texts.at_hand import Texts
from repository import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_example_of_a_closed_station(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
    (words,) = re.findall(r'prints: "(.*)"', GUIDE)
    source = yaml.safe_load(text)["source"]["id"]
    files = base_files() | {f"seeds/2023/{source}.yaml": text.encode(), f"texts/{source}.txt": words.encode()}
    write(tmp_path, files)
    project = load_project(tmp_path, Options(texts=Texts(tmp_path / "texts")))
    # A closure that one page tells is taken, and told as what it is.
    assert [(each.code, each.record_id) for each in project.report.findings] == [("OS635", "ec-quito-1")]
    assert project.report.evidence["not_checked"] == 0
    rows = project.compiled.rows
    station = next(row.cells for row in rows["stations"] if row.cells["id"] == "ec-quito-1")
    assert (station["status"], station["status_as_of"]) == ("reported_closed", "2023-04-12")
    assert [row.cells["station_id"] for row in rows["response_stations"] if row.cells["source_id"] == source] == [
        "ec-quito-1"
    ]
    assert {row.cells["stance"] for row in rows["evidence"] if row.cells["source_id"] == source} == {"supports"}


def test_a_block_is_pasted_below_what_declares_already_holds() -> None:
    """Each kind of record in turn, into one and the same dossier."""
    text = template("example-news-2023-01-05", "2023-01-05")
    for kind, table in KINDS.items():
        text = text.replace("declares:\n", f"declares:\n{record_block(kind)}")
        declares = yaml.safe_load(text)["declares"]
        assert len(declares[table]) == 1
    assert set(declares) == set(KINDS.values())
    # Where the key is there already, the list goes on below it.
    more = record_block("station").split("stations:\n")[1]
    again = yaml.safe_load(text.replace("  stations:\n", f"  stations:\n{more}"))
    assert len(again["declares"]["stations"]) == 2
