"""Strategies of cells, built from the pieces of each lexical form and never by filtering."""

from __future__ import annotations

import datetime
import string
from collections.abc import Mapping
from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from overseas_stations.columns import Column

_SURROGATES: tuple[Literal["Cs"]] = ("Cs",)
_ANY = st.characters(exclude_categories=_SURROGATES, exclude_characters="\n\r")
_VISIBLE = st.characters(exclude_categories=_SURROGATES, exclude_characters=" \t\n\r")
_LOWER = string.ascii_lowercase + string.digits
_URL_TAIL = "!" + "".join(map(chr, range(ord("#"), ord(";") + 1))) + "=" + "".join(
    map(chr, range(ord("?"), ord("Z") + 1))
) + "_~%[]" + string.ascii_lowercase  # fmt: skip


def _line(max_length: int) -> SearchStrategy[str]:
    middle = st.text(_ANY, max_size=min(max_length, 40) - 2)
    longest = st.sampled_from("aé中").map(lambda letter: letter * max_length)
    return st.one_of(st.tuples(_VISIBLE, middle, _VISIBLE).map("".join), _VISIBLE, longest)


def _joined(parts: SearchStrategy[str], separator: str, max_size: int) -> SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=max_size).map(separator.join)


def _dates() -> SearchStrategy[str]:
    days = st.dates(datetime.date(1600, 1, 1), datetime.date(2099, 12, 31)).map(datetime.date.isoformat)
    return st.tuples(days, st.sampled_from((4, 7, 10))).map(lambda drawn: drawn[0][: drawn[1]])


def _urls() -> SearchStrategy[str]:
    label = st.text(_LOWER, min_size=1, max_size=8)
    host = _joined(label, ".", 3) | _joined(label, "-", 2)
    port = st.just("") | st.integers(0, 99999).map(lambda number: f":{number}")
    tail = st.just("") | st.tuples(st.sampled_from("/?#"), st.text(_URL_TAIL, max_size=30)).map("".join)
    return st.tuples(st.sampled_from(("http://", "https://")), host, port, tail).map("".join)


def _degrees(limit: int) -> SearchStrategy[str]:
    fraction = st.sampled_from(("", ".0", ".5", ".25", ".07", ".00", ".99"))
    inside = st.tuples(st.integers(0, limit - 1).map(str), fraction).map("".join)
    edge = st.sampled_from((str(limit), f"{limit}.0", f"{limit}.00"))
    return st.tuples(st.sampled_from(("", "-")), inside | edge).map("".join)


def _integers(low: int, high: int) -> SearchStrategy[str]:
    return st.one_of(st.integers(low, min(high, 10**4)), st.integers(low, high), st.sampled_from((low, high))).map(str)


_CELLS: Mapping[str, SearchStrategy[str]] = {
    "text": _line(300),
    "prose": _line(4000),
    "id": _joined(st.text(_LOWER, min_size=1, max_size=9), "-", 6),
    "record name": _joined(
        st.tuples(st.sampled_from(_LOWER), st.text(_LOWER + "-_", max_size=12)).map("".join), "/", 4
    ),
    "column name": st.tuples(st.sampled_from(string.ascii_lowercase), st.text(_LOWER + "_", max_size=39)).map("".join),
    "partial date": _dates(),
    "URL": _urls(),
    "SHA-256": st.text("0123456789abcdef", min_size=64, max_size=64),
    "ISO 3166-1 alpha-3 code": st.text(string.ascii_uppercase, min_size=3, max_size=3),
    "ISO 3166-1 numeric code": st.text(string.digits, min_size=3, max_size=3),
    "count": _integers(0, 10**12),
    "number": _integers(1, 10**6),
    "GeoNames id": _integers(1, 10**9),
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "boolean": st.sampled_from(("true", "false")),
}


def cells(column: Column) -> SearchStrategy[str]:
    """Return a strategy of the texts that fit a column, built from the pieces of its form and not by filtering.

    Raises:
        KeyError: nobody has said yet how cells of this form are built.
    """
    return st.sampled_from(list(column.terms)) if column.terms else _CELLS[column.scalar.name]
