"""The pictures say what the rows say, and show nothing else."""

from __future__ import annotations

import random
import re
from collections import Counter
from xml.etree import ElementTree

import pytest

from overseas_stations.forms.vocabulary import ResponseKind, StationStatus
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.pictures import PICTURES
from overseas_stations.publishing.pictures.marks import OUTCOMES, mark
from overseas_stations.publishing.pictures.timeline import WORDS, timeline
from overseas_stations.publishing.pictures.world_map import world_map
from overseas_stations.tables import TABLES
from repository import ROOT

DATA = Library.load(ROOT / "datapackage")
SVG = "{http://www.w3.org/2000/svg}"
EMPTY: dict[str, list[dict[str, str | None]]] = {name: [] for name in TABLES}


def titles(svg: str) -> list[str]:
    """Return the titles of the marks and bars, the picture's own left out."""
    root = ElementTree.fromstring(svg)
    return [title.text or "" for parent in root.iter() if parent is not root for title in parent.findall(f"{SVG}title")]


def test_every_status_has_one_mark() -> None:
    counts = Counter(status for meaning in OUTCOMES.values() for status in meaning.statuses)
    assert counts == dict.fromkeys(StationStatus, 1)
    assert {mark(status) for status in StationStatus} == set(OUTCOMES)


def test_words_are_a_part_of_the_responses() -> None:
    assert set(ResponseKind) > WORDS


def test_the_map_has_every_station_that_has_a_city() -> None:
    shown = Counter(title.split(":")[0] for title in titles(world_map(DATA.rows)) if not title.startswith("Somewhere"))
    located = {row["id"] for row in DATA.rows["stations"] if row["latitude"]}
    assert set(shown) == located
    # In Europe a station stands on the enlarged map, too.
    assert set(shown.values()) == {1, 2}


def test_the_map_hatches_the_countries_of_those_without_a_city() -> None:
    vague = [row for row in DATA.rows["stations"] if not row["latitude"]]
    names = {row["code"]: row["name"] for row in DATA.rows["countries"]}
    shown = {title.split(": ")[0]: title for title in titles(world_map(DATA.rows)) if title.startswith("Somewhere")}
    assert set(shown) == {f"Somewhere in {names[row['country']]}" for row in vague}
    for row in vague:
        assert (
            f"{row['id']}: {(row['status'] or '').replace('_', ' ')} ("
            in shown[f"Somewhere in {names[row['country']]}"]
        )
    assert "Minnesota, us-minnesota-1: " in shown["Somewhere in United States"]


def test_the_key_counts_every_station_and_names_where_no_city_is_known() -> None:
    texts = [element.text or "" for element in ElementTree.fromstring(world_map(DATA.rows)).iter(f"{SVG}text")]
    statuses = Counter(mark(row["status"] or "") for row in DATA.rows["stations"])
    key = " ".join(texts)
    assert all(f"{meaning.words} ({statuses[shape]})" in key for shape, meaning in OUTCOMES.items())
    vague = [row for row in DATA.rows["stations"] if not row["latitude"]]
    assert f"somewhere in this country or these islands ({len(vague)})" in key
    names = {row["code"]: row["name"] for row in DATA.rows["countries"]}
    lists = re.findall(r"Of no known city: ([^.]+)\.", key)
    told = Counter(name for names in lists for name in names.split(", "))
    assert told == Counter(
        f"{row['region']} ({names[row['country']]})" if row["region"] else names[row["country"]] for row in vague
    )


def test_the_timeline_adds_up() -> None:
    bars = [int(title.split(": ")[1]) for title in titles(timeline(DATA.rows))]
    left_out = re.search(r"Left out: (\d+) stations and (\d+) responses", timeline(DATA.rows))
    assert left_out is not None
    assert sum(bars) + sum(map(int, left_out.groups())) == len(DATA.rows["stations"]) + len(DATA.rows["responses"])


@pytest.mark.parametrize("path", PICTURES)
def test_pictures_do_not_depend_on_the_order_of_rows(path: str) -> None:
    shuffled = {name: random.Random(7).sample(list(rows), len(rows)) for name, rows in DATA.rows.items()}
    marks = sorted(titles(PICTURES[path](DATA.rows)))
    assert sorted(titles(PICTURES[path](shuffled))) == marks


@pytest.mark.parametrize("path", PICTURES)
def test_pictures_of_an_empty_package_are_well_formed(path: str) -> None:
    assert titles(PICTURES[path](EMPTY)) == []


@pytest.mark.parametrize("path", PICTURES)
def test_pictures_load_nothing(path: str) -> None:
    """No address but the name of the format and of its own parts, no script, no style that a site could replace."""
    svg = PICTURES[path](DATA.rows)
    assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search('<script|<style|<image|href="[^#]', svg)
