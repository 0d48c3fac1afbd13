"""What the package carries of others: the files are those that are pinned, and the world is as it is meant to be."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from overseas_stations.forms.codes import countries
from overseas_stations.publishing.pictures.projection import project
from overseas_stations.publishing.pictures.shapes import outlines
from overseas_stations.vendor import FOLDER, SEARCH, WORLD, data, facts, world
from processes import completed, printed
from repository import ROOT

TOOLS = ROOT / "tools" / "vendor"
LOCK = json.loads((TOOLS / "package-lock.json").read_text("utf-8"))["packages"]
CODES = "validators/overseas_stations/forms/codes/countries.csv"


def test_every_file_is_stated_with_its_hash_and_no_other_is_there() -> None:
    names = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    ours = {name for name in names if name.endswith((".py", ".pyc"))} | {"VENDOR.json"}
    assert names - ours == set(facts())
    hashes = {name: hashlib.sha256(data(name)).hexdigest() for name in facts()}
    assert hashes == {name: fact["sha256"] for name, fact in facts().items()}


def test_what_is_stated_is_what_is_pinned() -> None:
    pinned = {
        (entry.get("name", name.removeprefix("node_modules/")), entry["version"], entry["integrity"])
        for name, entry in LOCK.items()
        if name
    }
    stated = [fact for each in facts().values() for fact in (each, *each.get("made_with", ()))]
    assert {(fact["package"], fact["version"], fact["integrity"]) for fact in stated} <= pinned
    # Versions are exact, and each of them has an integrity.
    asked = json.loads((TOOLS / "package.json").read_text("utf-8"))["dependencies"]
    assert asked == LOCK[""]["dependencies"]
    assert all(re.fullmatch(r"(npm:[\w-]+@)?\d+\.\d+\.\d+", version) for version in asked.values())
    assert {name.removeprefix("node_modules/") for name in LOCK if name} == set(asked)


def test_no_address_is_pinned() -> None:
    texts = [path.read_text("utf-8") for path in TOOLS.iterdir() if path.is_file()]
    assert len(texts) == 5
    assert [found for text in texts for found in re.findall(r"https?://\S+|\"resolved\"", text)] == []


def test_every_licence_is_there_and_goes_into_the_metadata() -> None:
    licences = sorted(name for name in facts() if name.startswith("LICENSES/"))
    assert licences == ["LICENSES/minisearch.txt", "LICENSES/world-atlas-1.txt", "LICENSES/world-atlas-2.txt"]
    begin = [data(name).decode().split("\n")[0] for name in licences]
    assert begin == [
        "Copyright 2022 Luca Ongaro",
        "Copyright (c) 2013-2016, Michael Bostock",
        "Copyright 2013-2019 Michael Bostock",
    ]
    project_table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {path for pattern in project_table["license-files"] for path in ROOT.glob(pattern)}
    assert {FOLDER / name for name in licences} <= named
    ids = {each for fact in facts().values() for each in fact.get("license", "").split(" AND ") if each}
    assert ids == {"MIT", "BSD-3-Clause", "ISC"}
    assert ids <= set(project_table["license"].split(" AND "))


def test_the_files_are_within_their_budget() -> None:
    """In bytes as they are sent: the land stands in the first view, the rest is loaded when it is asked for."""
    packed = {name: len(gzip.compress(data(name), 9, mtime=0)) for name in (SEARCH, WORLD)}
    assert packed[SEARCH] < 20_000
    assert packed[WORLD] < 70_000
    assert len(gzip.compress(world().land.encode(), 9, mtime=0)) < 26_000


def test_the_search_is_a_script_with_one_global_name() -> None:
    script = data(SEARCH).decode()
    assert re.findall(r"\bglobal\.(\w+) = ", script) == ["MiniSearch"]
    assert not re.search(r"^\s*(import|export) |\beval\(|new Function|XMLHttpRequest|WebSocket", script, re.MULTILINE)


def test_every_country_has_a_shape_but_those_that_the_atlas_leaves_out() -> None:
    assert set(world().countries) <= countries()
    assert countries() - set(world().countries) == {"AQ", "BV", "GI", "TK", "UM"}
    assert all(re.fullmatch(r"(M[\d. -]+l[\d. -]+z)+", path) for path in (world().land, *world().countries.values()))


def test_shapes_lie_on_the_map_and_none_is_torn_at_the_antimeridian() -> None:
    edges: dict[str, float] = {}
    for code, path in {"land": world().land, **world().countries}.items():
        lines = outlines(path)
        assert all(0 <= x <= world().width and 0 <= y <= world().height for points in lines for x, y in points), code
        edges[code] = max(abs(x - points[i - 1][0]) for points in lines for i, (x, _) in enumerate(points))
    # A bar across the map would be hundreds wide.
    assert max(edges.values()) < 40


def inside(path: str, x: float, y: float) -> bool:
    """Say whether a point lies in a path: whether a line from it to the left crosses an odd number of edges."""
    crossed = 0
    for points in outlines(path):
        for i, (x1, y1) in enumerate(points):
            x0, y0 = points[i - 1]
            if (y0 > y) != (y1 > y) and x > x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        pytest.param(44.95, 34.10, "UA", id="Crimea"),
        pytest.param(48.0, 37.8, "UA", id="Donetsk"),
        pytest.param(26.74, -11.67, "EH", id="Western Sahara"),
        pytest.param(23.9, 120.9, "TW", id="Taiwan"),
        pytest.param(42.66, 21.16, "XK", id="Kosovo"),
        pytest.param(31.9, 35.2, "PS", id="West Bank"),
        pytest.param(31.42, 34.37, "PS", id="Gaza"),
        pytest.param(9.56, 44.06, None, id="Somaliland"),
        pytest.param(35.28, 33.3, None, id="Northern Cyprus"),
        pytest.param(35.4, 77.1, None, id="Siachen"),
        pytest.param(34.9, 33.2, "CY", id="Cyprus"),
        pytest.param(55.75, 37.6, "RU", id="Moscow"),
        pytest.param(66.5, -172.5, "RU", id="beyond the antimeridian"),
        pytest.param(4.0, -53.0, "GF", id="French Guiana, which has a code of its own"),
        pytest.param(77.5, 17.0, "SJ", id="Svalbard"),
    ],
)
def test_whose_shape_holds_a_place(latitude: float, longitude: float, code: str | None) -> None:
    """What has no code of its own and two claims is land, and in the shape of nobody."""
    point = project(latitude, longitude)
    assert inside(world().land, *point)
    assert [each for each, path in world().countries.items() if inside(path, *point)] == ([code] if code else [])


@pytest.mark.verify
def test_the_files_are_made_anew_from_what_is_pinned(tmp_path: Path) -> None:
    made, figures = tmp_path / "made", tmp_path / "projected.csv"
    tools = shutil.copytree(TOOLS, tmp_path / "tools")
    printed("npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", cwd=tools)
    printed("node", "copy.mjs", made, ROOT / CODES, figures, cwd=tools)
    written = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    assert written == {name: data(name) for name in (*facts(), "VENDOR.json")}
    assert figures.read_bytes() == (ROOT / "tests" / "projected.csv").read_bytes()
    # Another integrity is refused.
    lock = tools / "package-lock.json"
    lock.write_text(lock.read_text("utf-8").replace("sha512-dqT2XB", "sha512-dqT2XC"), "utf-8")
    done = completed("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=tools)
    assert done.returncode != 0
    assert "EINTEGRITY" in done.stderr
