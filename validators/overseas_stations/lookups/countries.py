"""Which country somebody means: by its code, or by its name in English or in another language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from overseas_stations.lookups.folding import folded
from overseas_stations.suggestions import close_to
from overseas_stations.tables import Row

SHORT = {
    "america": "US",
    "britain": "GB",
    "burma": "MM",
    "czech republic": "CZ",
    "great britain": "GB",
    "holland": "NL",
    "ivory coast": "CI",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
    "united states of america": "US",
}
"""What English calls a country beside the name that its row has."""

PARTS = {"england": "GB", "northern ireland": "GB", "scotland": "GB", "wales": "GB"}
"""What is no country here, and lies in one: it is suggested, since that country is more than what was asked for."""

CODES = ("code", "iso3", "iso_numeric")


def country_code(rows: Iterable[Row], given: str) -> str | None:
    """Return the code of the country that is meant, None where none is.

    Args:
        rows: the countries.
        given: a code, a name, or what a language calls it (names of the locales of Java, in 20 languages or so).
    """
    wanted, known = folded(given), {row["code"]: row for row in rows}
    for code, row in known.items():
        if given.strip().upper() in (row[each] for each in CODES) or (wanted and wanted == folded(row["name"] or "")):
            return code
    code = SHORT.get(wanted) or _abroad().get(wanted)
    return code if code in known else None


def close_countries(rows: Iterable[Row], given: str) -> list[str]:
    """Return the codes of the countries that may be meant, the likeliest first."""
    spelt = {(row["name"] or "").casefold(): row["code"] or "" for row in rows}
    codes = set(spelt.values())
    spelt |= {name: code for name, code in (SHORT | PARTS).items() if code in codes}
    return list(dict.fromkeys(spelt[each] for each in close_to(given.casefold(), spelt)))


@cache
def _abroad() -> dict[str, str]:
    """Return what languages call countries, where one alone is called so -> its code."""
    # It is loaded where a name is no English one; the numbering plans are not.
    from phonenumbers.geodata.locale import LOCALE_DATA

    codes: dict[str, set[str]] = {}
    for code, names in LOCALE_DATA.items():
        for name in _own(names.values()):
            codes.setdefault(folded(name), set()).add(code)
    return {name: min(meant) for name, meant in codes.items() if len(meant) == 1 and name}


def _own(names: Iterable[str]) -> Iterator[str]:
    """Yield names; one with an asterisk refers to another language's."""
    return (name for name in names if not name.startswith("*"))
