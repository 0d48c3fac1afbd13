"""Where stations stand on the map."""

from __future__ import annotations

import csv
from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overseas_stations.lookups.library import Library
from overseas_stations.publishing.pictures.drawing import document
from overseas_stations.publishing.pictures.marks import OUTCOMES
from overseas_stations.publishing.pictures.places import areas, cities
from overseas_stations.publishing.pictures.projection import project
from overseas_stations.publishing.pictures.shapes import outlines, ringed
from overseas_stations.publishing.pictures.spreading import apart
from overseas_stations.publishing.pictures.windows import definitions, drawn_scene, scene
from overseas_stations.publishing.pictures.world_map import EUROPE, WORLD
from overseas_stations.tables import Row
from overseas_stations.vendor import world
from repository import ROOT

STATIONS = Library.load(ROOT / "datapackage").rows["stations"]
LEAST = 7.0


def station(name: str, latitude: str | None, longitude: str | None, **more: str) -> Row:
    facts = {"country": "FR", "region": None, "city": "Paris", "status": "reported", "status_as_of": "2023"}
    return {"id": name, "latitude": latitude, "longitude": longitude, **facts, **more}


def test_places_are_projected_as_the_shapes_are() -> None:
    """By the figures that `make vendor` wrote with the shapes: what d3-geo gives for a grid of places."""
    with (ROOT / "tests" / "projected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 108
    for row in rows:
        given = project(float(row["latitude"]), float(row["longitude"]))
        assert given == pytest.approx((float(row["x"]), float(row["y"])), abs=2e-6), row


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), max_size=25))
def test_marks_do_not_lie_on_one_another(points: list[tuple[float, float]]) -> None:
    moved = apart(points, LEAST)
    assert len(moved) == len(points)
    assert all(hypot(x - u, y - v) > LEAST * 0.9 for (x, y), (u, v) in combinations(moved, 2))


def test_marks_that_are_apart_stay_where_they_are() -> None:
    points = [(0.0, 0.0), (LEAST, 0.0), (50.0, 3.0)]
    assert apart(points, LEAST) == points


def test_the_marks_of_the_record_stand_near_their_cities() -> None:
    for window in (WORLD, EUROPE):
        shown = scene(window, STATIONS)
        pixels = [window.pixel(*point) for city in shown.cities for point in city.marks]
        assert all(hypot(x - u, y - v) > 0.95 * window.apart for (x, y), (u, v) in combinations(pixels, 2))
        moved = [hypot(x - city.x, y - city.y) * window.zoom for city in shown.cities for x, y in city.marks]
        assert max(moved) < 1.5 * window.apart
    assert sum(len(city.stations) for city in scene(WORLD, STATIONS).cities) == sum(
        row["latitude"] is not None for row in STATIONS
    )


def test_stations_of_one_city_stand_side_by_side() -> None:
    (city,) = cities([station("fr-b", "48.85", "2.35"), station("fr-a", "48.85", "2.35")], LEAST)
    assert [row["id"] for row in city.stations] == ["fr-a", "fr-b"]
    (x, y), (u, v) = city.marks
    assert ((x + u) / 2, y, v) == pytest.approx((city.x, city.y, city.y))
    assert u - x == pytest.approx(LEAST)


def test_many_stations_of_one_city_stand_in_a_square() -> None:
    (city,) = cities([station(f"fr-{i:02}", "48.85", "2.35") for i in range(16)], LEAST)
    assert max(x for x, _ in city.marks) - min(x for x, _ in city.marks) == pytest.approx(3 * LEAST)
    assert max(y for _, y in city.marks) - min(y for _, y in city.marks) == pytest.approx(3 * LEAST)


def test_a_country_is_hatched_and_islets_have_a_ring() -> None:
    rows = [station(f"{code.lower()}-1", None, None, country=code) for code in ("FR", "MV", "KI", "GI")]
    found = {area.country: area for area in areas([*rows, station("fr-2", "48.85", "2.35")], 6)}
    assert {code: [row["id"] for row in area.stations] for code, area in found.items()} == {
        "FR": ["fr-1"],
        "GI": ["gi-1"],
        "KI": ["ki-1"],
        "MV": ["mv-1"],
    }
    assert found["FR"].rings == ()
    assert found["GI"].path == ""
    assert len(found["MV"].rings) == 1
    # On both sides of the map, for the country is.
    assert {round(x / 500) for x, _ in found["KI"].rings} == {0, 2}


def test_rings_are_there_where_a_shape_would_not_be_seen() -> None:
    assert ringed(world().countries["SG"], 6) != ()
    assert ringed(world().countries["ID"], 6) == ()
    assert ringed("", 6) == ()


def test_steps_add_up_without_a_rest() -> None:
    (points,) = outlines("M0 0l" + ".1 0 " * 1000 + "z")
    assert points[-1] == (100.0, 0.0)


def test_a_page_has_the_same_scene_with_links() -> None:
    shown = scene(WORLD, STATIONS)
    plain = list(drawn_scene(shown))
    linked = list(drawn_scene(shown, lambda row: f"r/{row['id']}.html"))
    assert [each for each in linked if not each.startswith("<a ")] == [
        each for each in plain if not each.startswith('<path class="mark')
    ]
    links = [each for each in linked if each.startswith("<a ")]
    ids = [row["id"] for city in shown.cities for row in city.stations]
    assert [each.split('"')[1] for each in links] == [f"r/{name}.html" for name in ids]
    assert len(ids) == len(set(ids))


def test_marks_differ_in_shape_and_not_in_colour_alone() -> None:
    stations = [
        station(f"fr-{shape}", str(40 + i), "2", status=min(meaning.statuses))
        for i, (shape, meaning) in enumerate(OUTCOMES.items())
    ]
    drawn = [each for each in drawn_scene(scene(WORLD, stations)) if each.startswith('<path class="mark')]
    assert len({each.split(' d="')[1].split('"')[0] for each in drawn}) == len(OUTCOMES) == 7


def test_texts_of_data_are_no_markup() -> None:
    rows = [
        station("x<b>", "48.85", "2.35", city='"><script>'),
        station("y&", "48.85", "2.35", city='"><script>'),
        station("z", None, None, region="</title><script>"),
    ]
    shown = scene(WORLD, rows)
    svg = document(1, 1, "t", "d", iter([*definitions([shown]), *drawn_scene(shown, lambda row: f'"{row["id"]}')]))
    assert "<script" not in svg
    assert "<b>" not in svg
