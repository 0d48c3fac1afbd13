"""What counts as the same name, address or day, and what must not: the edges of the rules on duplicates and times."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draws import STEADY
from overseas_stations.forms.scalars import earliest_day
from overseas_stations.rules.citations.duplicates import address
from overseas_stations.rules.citations.times import _DATES, dates_in
from overseas_stations.rules.core.days import later
from overseas_stations.rules.core.likeness import letters, opening, trace

Frame = nw.LazyFrame[Any]


def in_polars(columns: dict[str, list[Any]]) -> Frame:
    return nw.from_native(pl.LazyFrame(columns))


def in_duckdb(columns: dict[str, list[Any]]) -> Frame:
    return nw.from_native(duckdb.from_arrow(pl.DataFrame(columns).to_arrow()))


def in_pandas(columns: dict[str, list[Any]]) -> Frame:
    import pandas as pd

    return nw.from_native(pd.DataFrame(columns, dtype=pd.StringDtype("pyarrow"))).lazy()


LIBRARIES = (in_polars, in_duckdb, in_pandas)
Hold = Callable[[dict[str, list[Any]]], Frame]


def values(hold: Hold, cells: list[str], expression: nw.Expr) -> list[str]:
    """Return what an expression over the column ``cell`` gives for each cell."""
    held = hold({"number": [f"{number:06}" for number in range(len(cells))], "cell": cells})
    found = held.select("number", value=expression).collect("polars").to_native()
    return list(found.sort("number")["value"])


SAME_PLACE = (
    ("https://example.org/a", "http://example.org/a/", "https://www.example.org/a?utm_source=x", "http://example.org:80/a"),
    ("https://example.org", "https://example.org/", "https://www.example.org:443#top", "http://example.org/?fbclid=1"),
    ("https://example.org/p?id=1", "https://example.org/p/?gclid=2&id=1", "https://example.org/p?id=1&utm_medium=y#a"),
    ("https://example.org/%C3%A9/A", "https://example.org/%c3%a9/A", "https://example.org/%C3%a9/A#"),
)  # fmt: skip
OTHER_PLACES = (
    "https://example.org/a/b", "https://example.org/A", "https://example.org/b?id=1", "https://example.org/b?id=2",
    "https://example.org/b?id=1&page=2", "https://m.example.org/a", "https://example.com/a", "https://example.org:8080/a",
    "https://example.org/#!/1", "https://example.org/#!/2", "https://example.org/#/1", "https://example.org/%C3%A8/A",
    "https://example.org/b?utmost=1", "https://example.org/b?v=aB", "https://example.org/b?v=Ab", "https://example.org/c.html",
    "https://example.org/www.example.org/a",
)  # fmt: skip


@pytest.mark.parametrize("hold", LIBRARIES)
def test_addresses_of_one_place_are_one_and_no_others(hold: Hold) -> None:
    addresses = [*(each for group in SAME_PLACE for each in group), *OTHER_PLACES]
    places = dict(zip(addresses, values(hold, addresses, address("cell")), strict=True))
    assert [len({places[each] for each in group}) for group in SAME_PLACE] == [1] * len(SAME_PLACE)
    assert len(set(places.values())) == len(SAME_PLACE) + len(OTHER_PLACES)


SAME_NAME = (
    (
        "Example News",
        "EXAMPLE NEWS",
        "Example  News.",
        "“Example” News",
        "Example-News",
        "example\u00a0news",
        "Exam\u00adple News",
    ),
    ("Aéro Čtvrtek", "Ae\u0301ro C\u030ctvrtek", "AÉRO ČTVRTEK", "aéro,čtvrtek"),
    ("Beispielstraße", "BEISPIELSTRASSE", "Beispielstrasse", "BEISPIELSTRAẞE"),
    ("Йёлка Пример", "И\u0306е\u0308лка пример", "ЙЁЛКА ПРИМЕР"),
    ("ΠΑΡΆΔΕΙΓΜΑΣ", "Παράδειγμας", "παρα\u0301δειγμας"),
    ("例え・新聞", "例え新聞", "例え 新聞"),
    ("H\u0331arb", "\u1e96arb", "h\u0331arb"),
    ("가나다", "\u1100\u1161\u1102\u1161\u1103\u1161"),
)
OTHER_NAMES = (
    "Example New", "Aero Ctvrtek", "Aèro Čtvrtek", "Beispielstrase", "例え新報", "가나라", "Иелка Пример", "Möller",
    "Müller", "कि", "का", "Example News 2", "A+", "A",
)  # fmt: skip


def test_names_read_alike_are_one_and_no_others() -> None:
    names = [name for group in SAME_NAME for name in group]
    assert [len({letters(name) for name in group}) for group in SAME_NAME] == [1] * len(SAME_NAME)
    assert len({letters(name) for name in (*names, *OTHER_NAMES)}) == len(SAME_NAME) + len(OTHER_NAMES)


@pytest.mark.parametrize("hold", LIBRARIES)
def test_names_read_alike_have_one_trace_on_each_engine(hold: Hold) -> None:
    names = [name for group in SAME_NAME for name in group]
    traces = dict(zip(names, values(hold, names, trace(nw.col("cell"))), strict=True))
    assert [len({traces[name] for name in group}) for group in SAME_NAME] == [1] * len(SAME_NAME)
    assert len(set(traces.values())) > len(SAME_NAME) - 2


_PIECES = (
    "a",
    "Z",
    "é",
    "E\u0301",
    "ß",
    "SS",
    "s",
    "Σ",
    "ς",
    "İ",
    "ı",
    "й",
    "Ё",
    "中",
    "가",
    "ſ",
    "K",
    ",",
    " ",
    "1",
    "ǅ",
    "ﬁ",
)


def test_whatever_reads_alike_has_one_trace_on_all_engines() -> None:
    """Else an engine would not suspect what another finds."""
    seen: Counter[bool] = Counter()

    @settings(STEADY, max_examples=6)
    @given(st.lists(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=3).map("".join), min_size=30, max_size=60))
    def compare(drawn: list[str]) -> None:
        texts = [*drawn, *(text.upper() for text in drawn), *(text.lower() for text in drawn)]
        for expression in (trace(nw.col("cell")), opening(nw.col("cell"))):
            by_library = [values(hold, texts, expression) for hold in LIBRARIES]
            assert by_library[1:] == by_library[:-1]
        of = dict(zip(texts, by_library[0], strict=True))
        for one, other in zip(texts, [*texts[len(drawn) :], *texts[: len(drawn)]], strict=True):
            alike = letters(one) == letters(other)
            assert not alike or of[one] == of[other], (one, other)
            seen[alike] += 1

    compare()
    assert min(seen[True], seen[False]) > 20


# Days


def days_between(date: str, than: str) -> int:
    """Return how many days the first day of a partial date lies after the last one of another."""
    first = datetime.date.fromisoformat(earliest_day(date))
    year, month = int(than[:4]), int(than[5:7] or 12)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = datetime.date.fromisoformat(than) if len(than) == 10 else following - datetime.timedelta(1)
    return (first - last).days


@pytest.mark.parametrize("hold", LIBRARIES)
@pytest.mark.parametrize("allowed", [1, 7])
def test_days_apart_are_counted_in_each_month(hold: Hold, allowed: int) -> None:
    """Of a year that is no leap year exactly; of a leap year's February a day more may be allowed."""
    days = [datetime.date(2023, 1, 1) + datetime.timedelta(number) for number in range(430)]
    pairs = [(d.isoformat(), (d + datetime.timedelta(n)).isoformat()) for d in days for n in (1, 2, 3, 4, 7, 8, 9, 40)]
    pairs += [("2023-02", "2023-03-02"), ("2023-02", "2023-03-01"), ("2023", "2024-01-02"), ("2023", "2024-01"),
              ("2023-12-31", "2024"), ("2023-12-30", "2024"), ("2023-05", "2023"), ("2023-05-09", "2023-05"),
              ("2023-05-09", "2023-06-30"), ("2024", "2023")]  # fmt: skip
    held = hold({"than": [than for than, _ in pairs], "date": [date for _, date in pairs]})
    found = held.filter(later("date", "than", days=allowed)).collect("polars").to_native()
    late = set(zip(found["than"], found["date"], strict=True))
    right = {(than, date) for than, date in pairs if days_between(date, than) > allowed}
    assert late <= right
    missed = {pair for pair in right - late if not pair[0].startswith("2024-02")}
    assert missed == set()


IDS = {
    "cnn-2022-12-04": "2022-12-04-",
    "sd-2022-12-05-patrol": "2022-12-05-/",
    "ie-2022-closure-ordered": "2022-//",
    "report-2257-2023": "2023-",
    "a-2022-13": "2022-13-",
    "eu-e-003998": "",
    "un-2022-2023-budget": "2022-2023-/",
    "page-1-2022-11-b2": "2022-11-/",
}


@pytest.mark.parametrize("hold", LIBRARIES)
def test_dates_are_read_off_ids(hold: Hold) -> None:
    assert dict(zip(IDS, values(hold, list(IDS), dates_in(nw.col("cell"))), strict=True)) == IDS
    assert set(_DATES) == {4, 7, 10}
