"""A dossier as far as a page itself fills it: what its places agree on is filled in, the rest is left to a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlsplit

from overseas_stations.columns import Column
from overseas_stations.dossiers.shape import shapes
from overseas_stations.dossiers.template import Filled
from overseas_stations.forms.scalars import SLUG, URL, is_match
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.stated import Stated, StatedKey
from overseas_stations.passages import normal_form
from overseas_stations.printable import shorten
from overseas_stations.tables import TABLES

MAX_ID = 80


@dataclass(frozen=True)
class Draft:
    """What a page fills in.

    Attributes:
        name: the id that follows from publisher and date; empty where one of them is not known.
        keys: by key of the source, its value and what is said beside it.
    """

    name: str
    keys: Mapping[str, Filled]

    @property
    def missing(self) -> list[str]:
        """What an id would follow from, and is not known."""
        return [key for key in ("publisher", "published") if not self.keys[key].value]


def drafted(stated: Mapping[StatedKey, Sequence[Stated]], answered: str = "", copies: Sequence[Attempt] = ()) -> Draft:
    """Return what a page fills in of its dossier.

    Args:
        stated: what it states.
        answered: the address that gave it; empty where that is not known.
        copies: attempts by which the web archive's copies of it were had.
    """
    keys: dict[str, Filled] = {key: _filled(key, stated.get(key, ())) for key in get_args(StatedKey)}
    if answered and not stated.get("url"):
        keys["url"] = _filled("url", [Stated(answered, "where it was had")])
    keys |= _archived(copies)
    publisher, published = keys["publisher"].value, keys["published"].value
    name = f"{_slug(publisher)}-{published}" if publisher and published and _slug(publisher) else ""
    return Draft(name if is_match(SLUG, name) and len(name) <= MAX_ID else "", keys)


def _filled(key: str, stated: Sequence[Stated]) -> Filled:
    """Return what is filled in for a key: the value, if all places agree on one that may stand there."""
    column = shapes(TABLES).source[key].column
    assert column is not None
    read = [(_READ.get(key, str)(each.value), each) for each in stated]
    fit = [Stated(value, each.where) for value, each in read if _fits(column, value)]
    notes = [f"not as it can stand here: {_shown([each])}" for value, each in read if not _fits(column, value)]
    value = _agreed(key, [each.value for each in fit])
    if fit and value is None:
        return Filled(notes=(f"the page does not agree with itself on {key}: {_shown(fit)}", *notes))
    where = ", ".join(dict.fromkeys(each.where for each in fit))
    return Filled(value or "", where, tuple(notes))


def _agreed(key: str, values: Sequence[str]) -> str | None:
    """Return the value that all of some say, None where they say none or several."""
    if not values:
        return None
    same = _SAME.get(key, normal_form)
    first = min(values, key=len)
    if key == "title":
        return first if all(_is_longer(normal_form(each), normal_form(first)) for each in values) else None
    if key == "published":
        longest = max(values, key=len)
        return longest if all(longest.startswith(each) for each in values) else None
    return values[0] if len({same(each) for each in values}) == 1 else None


_SEPARATED = re.compile(r"\s[|\-·•:/»«]\s.*|.*\s[|\-·•:/»«]\s", re.DOTALL)


def _is_longer(title: str, short: str) -> bool:
    """Say whether a title is another one, or that with the name of its site behind or before it."""
    if title == short:
        return True
    rest = title.removeprefix(short) if title.startswith(short) else title.removesuffix(short)
    return rest != title and _SEPARATED.fullmatch(rest) is not None


def _day(value: str) -> str:
    """Return the day that a time in the form of ISO 8601 begins with, what is no such time as it is.

    >>> _day("2023-01-05T08:00:00+01:00"), _day("2023/01/05"), _day("20230105"), _day("5 January 2023")
    ('2023-01-05', '2023-01-05', '2023-01-05', '5 January 2023')
    """
    found = re.fullmatch(r"(\d{4})([-/]?)(\d\d)\2(\d\d)(?:[T ]\d\d?:?\d\d.*)?", value)
    return "-".join((found[1], found[3], found[4])) if found else value


def _language(value: str) -> str:
    """Return the language of a tag such as ``en-GB`` or ``en_GB``."""
    return re.split("[-_]", value.lower(), maxsplit=1)[0]


def _same_page(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


_READ: Mapping[str, Callable[[str], str]] = {"published": _day, "language": _language}
_SAME: Mapping[str, Callable[[str], object]] = {
    "publisher": lambda value: normal_form(value).casefold(),
    "url": _same_page,
    "language": str,
}


def _fits(column: Column, value: str) -> bool:
    scalar = column.scalar
    terms = scalar.terms()
    return (
        value.isprintable()
        and is_match(scalar.pattern, value)
        and (scalar.max_length is None or len(value) <= scalar.max_length)
        and (not terms or value in terms)
    )


def _archived(copies: Sequence[Attempt]) -> dict[str, Filled]:
    """Return what the copies of a page in the web archive fill in."""
    found = [each for each in copies if each.place == "archive" and each.snapshot and each.body]
    found = [each for each in found if is_match(URL, each.final)]
    if not found:
        return {}
    days = [f"{each.snapshot[:4]}-{each.snapshot[4:6]}-{each.snapshot[6:8]}" for each in found]
    where = f"the web archive's copy of {days[0]}, in the store"
    return {"archive_url": Filled(found[0].final, where), "archived": Filled(days[0], where)}


def _slug(name: str) -> str:
    """Return a name as a part of an id, as far as it has letters that can stand there.

    >>> _slug("ABC News (Australia)"), _slug("Süddeutsche Zeitung"), _slug("环球时报")
    ('abc-news-australia', 'suddeutsche-zeitung', '')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return "-".join(re.findall("[a-z0-9]+", plain.replace("'", "")))


def _shown(stated: Sequence[Stated]) -> str:
    return "; ".join(f"“{shorten(each.value, 120)}” ({each.where})" for each in stated)
