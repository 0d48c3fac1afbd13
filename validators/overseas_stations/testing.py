"""Hypothesis strategies of cells and of whole, cited packages, and the faults that each rule finds in them.

For the tests of this project and of those that build on it. Needs the extra ``testing``.

    from hypothesis import given
    from overseas_stations.testing import packages

    @given(packages())
    def test_report(rows): ...
"""

from __future__ import annotations

import copy
import datetime
import string
from collections.abc import Callable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Literal, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from overseas_stations.evidence import fingerprint
from overseas_stations.scalars import DATE, latest_day
from overseas_stations.tables import CITED_TABLES, TABLES, Column, record_name
from overseas_stations.vocabulary import IMPLIED_STATUS, UNIT_OF_METRIC, Metric, StationStatus

_T = TypeVar("_T")
Row = dict[str, str | None]
Package = dict[str, list[Row]]
"""Table -> its rows as text, sorted by key; empty cells are None."""

LATEST_DATE = "2026-12-31"
"""No date of a generated package is later; only OS413 is planted after it."""

# ---------------------------------------------------------------------------------------------------------------------
# Cells

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
    days = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)).map(datetime.date.isoformat)
    return st.tuples(days, st.sampled_from((4, 7, 10))).map(lambda drawn: drawn[0][: drawn[1]])


def _urls() -> SearchStrategy[str]:
    host = _joined(st.text(_LOWER, min_size=1, max_size=8), ".", 3) | _joined(st.text(_LOWER, min_size=1, max_size=4), "-", 2)
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
    "column name": st.tuples(
        st.sampled_from(string.ascii_lowercase), st.text(_LOWER + "_", max_size=39)
    ).map("".join),
    "partial date": _dates(),
    "URL": _urls(),
    "SHA-256": st.text("0123456789abcdef", min_size=64, max_size=64),
    "count": _integers(0, 10**12),
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


# ---------------------------------------------------------------------------------------------------------------------
# Packages

CITIES: tuple[Mapping[str, str | None], ...] = tuple(
    dict(zip(("country", "city", "city_local", "geonames_id", "latitude", "longitude"), city, strict=True))
    for city in (
        ("CA", "Toronto", None, "6167865", "43.7", "-79.42"),
        ("EC", "Quito", None, "3652462", "-0.23", "-78.52"),
        ("IE", "Dublin", "Baile Átha Cliath", "2964574", "53.33", "-6.25"),
        ("IT", "Milan", "Milano", "3173435", "45.46", "9.19"),
        ("NA", "Windhoek", None, "3352136", "-22.56", "17.08"),
        ("PT", "Lisbon", "Lisboa", "2267057", "38.72", "-9.13"),
    )
)
"""Real cities, as rows of ``stations`` have them."""

# Plain words: no capital before a number, no sign that a rule about harm looks for. Some need quoting in CSV.
_WORDS = (
    "said that they knew of nothing reported opened office council answered again whether before café naïve größe "
    '中文 文字 город λόγος (sic) "so" it’s well-known half; 12 54 a,b and—then «oui» NA null'
).split()
_PLAIN = ("report", "answer", "letter", "reply", "note", "survey")


def _sentence(draw: DrawFn, words: int = 1) -> str:
    text = " ".join(draw(st.lists(st.sampled_from(_WORDS), min_size=words, max_size=words + 5)))
    return draw(st.sampled_from(("", "The ", "“So” "))) + text


def _date_until(draw: DrawFn, latest: str) -> str:
    """Draw a partial date that begins on *latest* or before."""
    year, month, day = (int(part) for part in min(latest_day(latest), LATEST_DATE).split("-"))
    first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = min(datetime.date(year, month, 1) + datetime.timedelta(day - 1), first_of_next - datetime.timedelta(1))
    drawn = draw(st.dates(datetime.date(2000, 1, 1), last)).isoformat()
    return drawn[: draw(st.sampled_from((4, 7, 10)))]


class _Builder:
    """Puts one package together, so that every rule holds at every step but for the derived statuses."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.rows: Package = {name: [] for name in TABLES}
        self.number = 19
        self.figures: dict[tuple[str | None, ...], str | None] = {}

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def optional(self, table: str, column: str) -> str | None:
        return self.draw(cells(TABLES[table].column(column))) if self.chance() else None

    def note(self) -> str | None:
        return _sentence(self.draw) if self.chance() else None

    def id(self, *parts: str) -> str:
        # The running number keeps ids apart in the whole package, for people's eyes too.
        self.number += 1
        return "-".join((*parts, str(self.number)))

    def term(self, table: str, column: str) -> str:
        return self.draw(cells(TABLES[table].column(column)))

    def source(self, *, background: bool = False, read: bool = True, dated: bool = False, whole: bool = False) -> Row:
        draw = self.draw
        published = _date_until(draw, LATEST_DATE) if dated or self.chance() else None
        accessed = None
        if read or self.chance():
            accessed = draw(st.sampled_from((published, LATEST_DATE))) if published else _date_until(draw, LATEST_DATE)
        language = self.term("sources", "language")
        original = draw(st.sampled_from([code for code in ("en", "es", "ga", "zh") if code != language]))
        row: Row = {
            "id": self.id(draw(st.sampled_from(_PLAIN)), (published or "undated")[:4]),
            "kind": self.term("sources", "kind"),
            "title": _sentence(draw),
            "publisher": _sentence(draw),
            "published": published,
            "accessed": accessed,
            "url": self.optional("sources", "url"),
            "archive_url": self.optional("sources", "archive_url"),
            "language": language,
            "translated_from": original if not whole and self.chance() else None,
            "extent_read": draw(st.sampled_from(("whole", "opening"))) if read else "not_read",
            "background": "true" if background else "false",
            "text_sha256": self.optional("sources", "text_sha256"),
            "text_characters": str(draw(st.integers(20_000, 90_000))) if self.chance() else None,
            "note": self.note(),
        }
        self.rows["sources"].append(row)
        return row

    def evidence(self, table: str, name: str, source: Row, stance: str = "supports", passage: str | None = None,
                 **claim: str | None) -> None:  # fmt: skip
        draw = self.draw
        row: Row = dict.fromkeys(TABLES["evidence"].names) | {
            "table": table, "record_id": name, "source_id": source["id"], "stance": stance, **claim
        }  # fmt: skip
        if passage is not None:
            print_ = fingerprint(passage)
            row |= {"passage_sha256": print_.sha256, "passage_characters": str(print_.characters)}
        elif self.chance():
            row["passage_sha256"] = self.term("evidence", "passage_sha256")
            row["passage_characters"] = str(draw(st.integers(5, 4000)))
        if row["passage_sha256"] and self.chance():
            row["passage_start"] = str(draw(st.integers(0, 9000)))
        if self.chance():
            row["locator"] = "p. 12"
        key = TABLES["evidence"].key
        if all(any(row[part] != other[part] for part in key) for other in self.rows["evidence"]):
            self.rows["evidence"].append(row)

    def record(self, table: str, row: Row, source: Row, *passages: str, bare: bool = False) -> None:
        """Add a row that *source* declares, its evidence, and what other sources say of it."""
        row = {name: row.get(name) for name in TABLES[table].names} | {"source_id": source["id"]}
        name = record_name(TABLES[table], row)
        if any(record_name(TABLES[table], other) == name for other in self.rows[table]):
            return
        self.rows[table].append(row)
        for passage in passages or (None,):
            self.evidence(table, name, source, passage=passage)
        if bare or table == "source_relations":
            return
        kept = {*TABLES[table].key, "source_id", "status", "status_as_of"}
        columns = [column for column in TABLES[table].columns if column.name not in kept]
        for other in self.readers:
            if self.chance():
                continue
            self.evidence(table, name, other, self.draw(st.sampled_from(("supports", "disputes"))))
            if not columns:
                continue
            column = self.draw(st.sampled_from(columns))
            actual = row[column.name]
            if self.chance():
                value = actual
                if actual is not None and column.scalar.pattern == DATE:
                    value = actual[: self.draw(st.sampled_from((4, 7, 10)))]
                if actual is None or self.chance():
                    value = None
                self.evidence(table, name, other, field=column.name, asserted_value=value)
            else:
                value = _other_value(column, actual)
                self.evidence(table, name, other, "disputes", field=column.name, asserted_value=value)

    def status(self, station: str, status: str, source: Row) -> None:
        as_of = self.date(source)
        self.record("station_statuses", {"station_id": station, "as_of": as_of, "status": status}, source)

    def date(self, source: Row) -> str:
        return _date_until(self.draw, source["published"] or LATEST_DATE)

    def maybe_date(self, source: Row) -> str | None:
        return self.date(source) if self.chance() else None

    def build(self, *, full: bool) -> Package:
        least = 1 if full else 0
        self.readers: list[Row] = [self.source(dated=True, whole=True)]
        self.readers += [self.source() for _ in range(self.draw(st.integers(least, 2)))]
        others = []
        if full or self.chance():
            others = [self.source(background=True), self.source(background=True, read=False)]
        first = self.readers[0]
        # Something rests on every source that is not background.
        for source in self.readers:
            self.incident(source, bare=source is first)
        self.relations([*others, *self.readers], least)
        for number in range(self.draw(st.integers(2 * least, 3))):
            self.station(first if full and number < 2 else self.reader(), number if full and number < 2 else None)
        for number in range(self.draw(st.integers(least, 2))):
            self.response(self.reader(), bare=number == 0)
        for number in range(self.draw(st.integers(2 * least, 3))):
            self.statement(first if number == 0 else self.reader(), bare=number < 2, form=number if full else None)
        for number in range(self.draw(st.integers(least, 3))):
            self.figure(self.reader(), bare=number == 0)
        for _ in range(self.draw(st.integers(least, 2))):
            self.retraction()
        self.derive()
        return in_key_order(self.rows)

    def reader(self) -> Row:
        return self.draw(st.sampled_from(self.readers))

    def incident(self, source: Row, *, bare: bool) -> None:
        country = self.term("incidents", "country")
        row: Row = {
            "id": self.id(country.lower(), "case"),
            "kind": self.term("incidents", "kind"),
            "country": country,
            "date": self.maybe_date(source),
            "summary": _sentence(self.draw),
        }
        self.record("incidents", row, source, bare=bare)

    def relations(self, sources: list[Row], least: int) -> None:
        # A later one relies on an earlier one, so that there is no circle.
        read = [number for number, source in enumerate(sources) if number and source["extent_read"] != "not_read"]
        for _ in range(self.draw(st.integers(least, 3)) if read else 0):
            number = self.draw(st.sampled_from(read))
            source, target = sources[number], sources[self.draw(st.integers(0, number - 1))]
            kinds = ["cites", "copies", "updates", "corrects"]
            if source["translated_from"] == target["language"]:
                kinds.append("translates")
            kind = self.draw(st.sampled_from(kinds))
            self.record("source_relations", {"relation": kind, "target_id": target["id"]}, source)

    def station(self, source: Row, number: int | None) -> None:
        draw = self.draw
        row: Row = dict(CITIES[number] if number is not None else draw(st.sampled_from(CITIES)))
        row["precision"] = "city" if number is not None else draw(st.sampled_from(("city", "region", "country")))
        if row["precision"] != "city":
            row |= dict.fromkeys(("city", "city_local", "geonames_id", "latitude", "longitude"))
            row["region"] = "The North" if row["precision"] == "region" else None
        elif number is None:
            row["geonames_id"] = row["geonames_id"] if self.chance() else None
            if row["geonames_id"] is None and self.chance():
                row["latitude"] = row["longitude"] = None
                row["region"] = draw(st.sampled_from((None, "The North")))
        row |= {
            "id": self.id((row["country"] or "").lower(), (row["city"] or "any").lower()),
            "name_as_reported": self.note(),
            "bureau": self.note(),
            "first_reported": self.maybe_date(source),
            "note": self.note(),
            "status": "reported",
            "status_as_of": "2000",
        }
        self.record("stations", row, source, bare=number is not None)
        for _ in range(draw(st.integers(1, 2))):
            self.status(row["id"] or "", self.term("stations", "status"), self.reader())

    def response(self, source: Row, *, bare: bool) -> None:
        country, kind = self.term("responses", "country"), self.term("responses", "kind")
        row: Row = {
            "id": self.id(country.lower(), "act"),
            "country": country,
            "date": self.maybe_date(source),
            "authority": self.note(),
            "kind": kind,
            "summary": _sentence(self.draw),
            "outcome": self.note(),
        }
        self.record("responses", row, source, bare=bare)
        for station in self.rows["stations"]:
            if bare or self.chance():
                link: Row = {"response_id": row["id"], "station_id": station["id"]}
                self.record("response_stations", link, source)
                implied = next((status for act, status in IMPLIED_STATUS.items() if act.value == kind), None)
                if implied is not None:
                    self.status(station["id"] or "", implied.value, source)

    def statement(self, source: Row, *, bare: bool, form: int | None) -> None:
        draw = self.draw
        verbatim = self.chance() if form is None else form == 0
        pieces = [_sentence(draw, words=3) for _ in range(draw(st.integers(1, 2)))]
        wordings = ["translation", "back_translation"]
        if source["translated_from"] is None:
            wordings.append("original")
        wording = "original" if form == 0 else draw(st.sampled_from(wordings))
        row: Row = {
            "id": self.id("speaker", "words"),
            "speaker": _sentence(draw),
            "speaker_as_reported": self.note(),
            "speaker_role": self.note(),
            "side": self.term("statements", "side"),
            "country": self.optional("statements", "country"),
            "date": self.maybe_date(source),
            "form": "verbatim" if verbatim else "paraphrase",
            "wording": wording if verbatim else None,
            "language": self.term("statements", "language"),
            "text": " […] ".join(pieces),
            "venue": self.note(),
        }
        self.record("statements", row, source, *(pieces if verbatim else ()), bare=bare)

    def figure(self, source: Row, *, bare: bool) -> None:
        metric = self.draw(st.sampled_from(list(Metric)))
        row: Row = {
            "id": self.id("count"),
            "metric": metric.value,
            "country": self.optional("figures", "country"),
            "value": self.term("figures", "value"),
            "bound": self.term("figures", "bound"),
            "unit": UNIT_OF_METRIC[metric].value,
            "as_of": self.maybe_date(source),
            "claimant": _sentence(self.draw),
            "note": self.note(),
        }
        claim = tuple(row[name] for name in ("metric", "country", "claimant", "as_of", "note"))
        row["value"] = self.figures.setdefault(claim, row["value"])
        self.record("figures", row, source, bare=bare)

    def retraction(self) -> None:
        table = self.draw(st.sampled_from(("incidents", "sources", "stations")))
        present = [row["id"] for row in self.rows[table]]
        row: Row = {
            "table": table,
            "record_id": self.id("gone"),
            "date": _date_until(self.draw, LATEST_DATE),
            "reason": self.term("retractions", "reason"),
            "note": _sentence(self.draw),
            "successor_id": self.draw(st.sampled_from([None, *present])),
        }
        self.rows["retractions"].append(row)

    def derive(self) -> None:
        order = [term.value for term in StationStatus]
        for station in self.rows["stations"]:
            reports = [
                (row["as_of"] or "", order.index(row["status"] or ""))
                for row in self.rows["station_statuses"]
                if row["station_id"] == station["id"]
            ]
            station["status_as_of"], place = max(reports)
            station["status"] = order[place]


def _other_value(column: Column, actual: str | None) -> str:
    if column.terms:
        return next(value for value in column.terms if value != actual)
    return "1" if actual != "1" else "2"


def in_key_order(rows: Package) -> Package:
    """Return the tables with their rows in the order of their keys, as compiled packages have them."""
    return {
        name: sorted(rows[name], key=lambda row: tuple(row[part] or "" for part in table.key))
        for name, table in TABLES.items()
    }


@st.composite
def packages(draw: DrawFn, *, full: bool = False) -> Package:
    """Draw a whole package: every row cited, every reference kept, no rule broken, not even one that warns.

    Args:
        draw: given by Hypothesis.
        full: every table has a row, and every mutation of :data:`MUTATIONS` applies.

    Returns:
        Table -> rows of text, sorted by key. No date is later than :data:`LATEST_DATE`.
    """
    return _Builder(draw).build(full=full)


# ---------------------------------------------------------------------------------------------------------------------
# Faults

Mutation = Callable[[Package, Random], Package | None]
"""Returns a copy of a package with one fault in it, or None where the package has no place for the fault."""

_MUTATIONS: dict[str, Mutation] = {}
MUTATIONS: Mapping[str, Mutation] = MappingProxyType(_MUTATIONS)
"""Rule code -> what plants exactly that rule's fault in a valid package."""


_Plant = Callable[[Package, Random], bool | None]
"""Changes a package in place; returns False where it found no place for the fault."""


def _plants(code: str) -> Callable[[_Plant], _Plant]:
    def register(plant: _Plant) -> _Plant:
        def mutate(rows: Package, random: Random) -> Package | None:
            changed = copy.deepcopy(rows)
            return None if plant(changed, random) is False else in_key_order(changed)

        _MUTATIONS[code] = mutate
        return plant

    return register


def _choose(items: list[_T], random: Random) -> _T | None:
    return random.choice(items) if items else None


def _name(table: str, row: Row) -> str:
    return record_name(TABLES[table], row)


def _about(rows: Package, table: str, row: Row) -> Iterator[Row]:
    name = _name(table, row)
    return (each for each in rows["evidence"] if each["table"] == table and each["record_id"] == name)


def _free(rows: Package, table: str, field: str, *, filled: bool = False) -> list[Row]:
    """Return the rows of which no evidence speaks of *field*, so that a change of it contradicts nobody."""
    return [
        row
        for row in rows[table]
        if all(each["field"] != field for each in _about(rows, table, row)) and (row[field] or not filled)
    ]


def _set(rows: Package, random: Random, *changes: tuple[str, str, str | None]) -> bool:
    """Set one cell, of one of the columns given, to its new value."""
    possible = [(row, field, value) for table, field, value in changes for row in _free(rows, table, field)]
    chosen = _choose(possible, random)
    if chosen is None:
        return False
    row, field, value = chosen
    row[field] = value
    return True


def _cited(rows: Package) -> list[Row]:
    """Return the sources that records rest on."""
    return [row for row in rows["sources"] if row["background"] == "false" and row["extent_read"] != "not_read"]


def _say(rows: Package, table: str, name: str, source: str | None, **more: str | None) -> Row:
    """Add evidence."""
    row: Row = dict.fromkeys(TABLES["evidence"].names) | {
        "table": table, "record_id": name, "source_id": source, "stance": "supports", **more
    }  # fmt: skip
    rows["evidence"].append(row)
    return row


def _new(rows: Package, table: str, source: str | None, **values: str | None) -> Row:
    """Add a row that *source* declares and supports."""
    row: Row = {name: values.get(name) for name in TABLES[table].names} | {"source_id": source}
    rows[table].append(row)
    _say(rows, table, _name(table, row), source)
    return row


def _new_incident(rows: Package, source: str | None, name: str = "xy-case-11", **values: str | None) -> Row:
    given: Row = {"id": name, "kind": "harassment", "country": "IE", "summary": "Someone said so."}
    return _new(rows, "incidents", source, **(given | values))


def _any_record(rows: Package, random: Random) -> tuple[str, Row]:
    return random.choice([(table.name, row) for table in CITED_TABLES for row in rows[table.name]])


@_plants("OS121")
def _empty(rows: Package, random: Random) -> None:
    for table in rows.values():
        table.clear()


@_plants("OS201")
def _required(rows: Package, random: Random) -> bool:
    return _set(
        rows, random, ("sources", "publisher", None), ("statements", "side", None), ("incidents", "summary", None),
        ("sources", "kind", None), ("responses", "summary", None), ("retractions", "note", None),
    )  # fmt: skip


@_plants("OS202")
def _type(rows: Package, random: Random) -> bool:
    bad = random.choice(("1.5", "007", "1,000", "+1", "-0", "many", "１"))
    unsure = random.choice(("yes", "True", "0"))
    return _set(rows, random, ("sources", "text_characters", bad), ("sources", "background", unsure))


@_plants("OS203")
def _form(rows: Package, random: Random) -> bool:
    return _set(
        rows, random, ("sources", "url", "ftp://example.org/"), ("sources", "accessed", "2022-13"),
        ("incidents", "date", "2022-02-30"), ("statements", "date", "2022-11\n"), ("sources", "text_sha256", "A" * 64),
        ("retractions", "date", "22-11-01"),
    )  # fmt: skip


@_plants("OS204")
def _vocabulary(rows: Package, random: Random) -> bool:
    return _set(
        rows, random, ("sources", "kind", "News"), ("statements", "side", "host"), ("incidents", "country", "UK"),
        ("responses", "country", "ZZ"), ("responses", "kind", "warned"), ("statements", "language", "xx"),
    )  # fmt: skip


@_plants("OS205")
def _length(rows: Package, random: Random) -> bool:
    return _set(rows, random, ("sources", "publisher", "é" * 301), ("incidents", "summary", "a" * 4001))


@_plants("OS206")
def _range(rows: Package, random: Random) -> bool:
    if random.random() < 0.5:
        return _set(rows, random, ("sources", "text_characters", random.choice(("-1", str(10**12 + 1)))))
    passages = [row for row in rows["evidence"] if row["passage_sha256"]]
    chosen = _choose(passages, random)
    if chosen is None:
        return False
    chosen["passage_start"] = "-1"
    return True


@_plants("OS207")
def _blanks(rows: Package, random: Random) -> bool:
    bad = random.choice((" before", "after ", "in\nside", "in\rside", "last\n", " "))
    return _set(rows, random, ("sources", "publisher", bad), ("incidents", "summary", bad), ("sources", "note", bad))


@_plants("OS301")
def _twice(rows: Package, random: Random) -> bool:
    table = random.choice([name for name, table in TABLES.items() if table.primary and rows[name]])
    rows[table].append(dict(random.choice(rows[table])))
    return True


@_plants("OS302")
def _evidence_twice(rows: Package, random: Random) -> bool:
    chosen = _choose(rows["evidence"], random)
    if chosen is None:
        return False
    rows["evidence"].append(dict(chosen))
    return True


@_plants("OS303")
def _dangling(rows: Package, random: Random) -> bool:
    if random.random() < 0.5:
        relied_on = {row["target_id"] for row in rows["source_relations"]}
        unread = [row for row in rows["sources"] if row["extent_read"] == "not_read" and row["id"] in relied_on]
        successors = {row["successor_id"] for row in rows["retractions"]}
        gone = _choose([row for row in unread if row["id"] not in successors], random)
        if gone is not None:
            rows["sources"].remove(gone)
            return True
    table, row = _any_record(rows, random)
    _say(rows, table, _name(table, row), "nowhere-11")
    return True


@_plants("OS304")
def _two_tables(rows: Package, random: Random) -> bool:
    other = _choose([*rows["statements"], *rows["figures"], *rows["sources"]], random)
    if other is None:
        return False
    _new_incident(rows, random.choice(_cited(rows))["id"], other["id"] or "")
    return True


@_plants("OS305")
def _no_record(rows: Package, random: Random) -> None:
    _say(rows, random.choice(CITED_TABLES).name, "nothing-11", random.choice(_cited(rows))["id"])


@_plants("OS306")
def _no_place(rows: Package, random: Random) -> None:
    table, row = _any_record(rows, random)
    source = random.choice(_cited(rows))["id"]
    if random.random() < 0.5:
        _say(rows, table, _name(table, row), source, field="colour")
    else:
        _say(rows, random.choice(("places", "sources", "evidence")), _name(table, row), source)


@_plants("OS307")
def _retracted(rows: Package, random: Random) -> None:
    table, row = _any_record(rows, random)
    rows["retractions"].append(
        {"table": table, "record_id": _name(table, row), "date": "2024", "reason": "harm", "note": "It went.",
         "successor_id": None}
    )  # fmt: skip


@_plants("OS308")
def _no_successor(rows: Package, random: Random) -> None:
    rows["retractions"].append(
        {"table": "stations", "record_id": "ec-gone-11", "date": "2024", "reason": "merged", "note": "It went.",
         "successor_id": "ec-gone-12"}
    )  # fmt: skip


@_plants("OS401")
def _uncited(rows: Package, random: Random) -> None:
    _new_incident(rows, random.choice(_cited(rows))["id"])
    last = rows["evidence"][-1]
    if random.random() < 0.5:
        last["stance"] = "disputes"
    else:
        rows["evidence"].remove(last)


@_plants("OS402")
def _orphan(rows: Package, random: Random) -> None:
    rows["sources"].append(
        dict(random.choice(_cited(rows))) | {"id": "orphan-11"}
    )


@_plants("OS403")
def _background(rows: Package, random: Random) -> None:
    random.choice(_cited(rows))["background"] = "true"


@_plants("OS404")
def _not_declared(rows: Package, random: Random) -> bool:
    possible = []
    for table in ("incidents", "figures", "responses", "stations"):
        for row in _free(rows, table, "source_id"):
            own = {each["source_id"] for each in _about(rows, table, row) if each["stance"] == "supports"}
            possible += [(row, source["id"]) for source in rows["sources"] if source["id"] not in own]
    chosen = _choose(possible, random)
    if chosen is None:
        return False
    chosen[0]["source_id"] = chosen[1]
    return True


@_plants("OS405")
def _too_late(rows: Package, random: Random) -> bool:
    source = _choose([row for row in _cited(rows) if row["published"]], random)
    if source is None:
        return False
    _new_incident(rows, source["id"], date=str(int((source["published"] or "")[:4]) + 1))
    return True


@_plants("OS406")
def _read_early(rows: Package, random: Random) -> bool:
    source = _choose([row for row in _cited(rows) if row["published"]], random)
    if source is None:
        return False
    source["accessed"] = random.choice(("1999", "1999-12", "1999-12-31"))
    return True


@_plants("OS407")
def _read_when(rows: Package, random: Random) -> None:
    random.choice(_cited(rows))["accessed"] = None


@_plants("OS408")
def _no_dispute(rows: Package, random: Random) -> None:
    row, source = random.choice(rows["incidents"]), random.choice(_cited(rows))["id"]
    value = random.choice((None, row["kind"]))
    sha256 = fingerprint("a planted fault here").sha256
    _say(
        rows, "incidents", row["id"] or "", source, stance="disputes", field="kind", asserted_value=value,
        passage_sha256=sha256, passage_characters="20",
    )  # fmt: skip


@_plants("OS409")
def _contradicts(rows: Package, random: Random) -> None:
    row, source = random.choice(rows["incidents"]), random.choice(_cited(rows))["id"]
    field, value = random.choice((("summary", "Something else."), ("date", "1998")))
    sha256 = fingerprint("a planted fault here").sha256
    _say(
        rows, "incidents", row["id"] or "", source, field=field, asserted_value=value, passage_sha256=sha256,
        passage_characters="20",
    )  # fmt: skip


@_plants("OS410")
def _circle(rows: Package, random: Random) -> None:
    read = {row["id"] for row in rows["sources"] if row["extent_read"] != "not_read"}
    present = {(row["source_id"], row["relation"], row["target_id"]) for row in rows["source_relations"]}
    pairs = [(target, source) for source, _, target in present if target in read]
    source, target = random.choice([*pairs, (random.choice(_cited(rows))["id"],) * 2])
    _new(rows, "source_relations", source, relation="cites", target_id=target)


@_plants("OS411")
def _unread(rows: Package, random: Random) -> None:
    random.choice(_cited(rows))["extent_read"] = "not_read"


@_plants("OS413")
def _future(rows: Package, random: Random) -> None:
    random.choice(_cited(rows))["accessed"] = "2099-12-31"


@_plants("OS415")
def _thin(rows: Package, random: Random) -> None:
    random.choice(_cited(rows)).update(title=None, url=None, archive_url=None)


@_plants("OS502")
def _quotation(rows: Package, random: Random) -> bool:
    row = _choose([row for row in _free(rows, "statements", "text") if row["form"] == "verbatim"], random)
    if row is None:
        return False
    row["text"] = random.choice((f"{row['text']} not", f"Not {row['text']}", "Too short"))
    return True


@_plants("OS506")
def _half(rows: Package, random: Random) -> None:
    half = random.choice(({"passage_sha256": "1" * 64}, {"passage_characters": "20"}, {"passage_start": "0"}))
    table, row = _any_record(rows, random)
    said = next(each for each in _about(rows, table, row) if each["stance"] == "supports" and each["field"] is None)
    _say(rows, table, _name(table, row), said["source_id"], field=TABLES[table].key[0], **half)


@_plants("OS507")
def _outside(rows: Package, random: Random) -> None:
    source = random.choice(_cited(rows))
    length = source["text_characters"] = source["text_characters"] or "50000"
    start = str(int(length) - random.choice((0, 19)))
    row = random.choice(rows["incidents"])
    _say(
        rows, "incidents", row["id"] or "", source["id"], passage_sha256="1" * 64, passage_characters="20",
        passage_start=start,
    )  # fmt: skip


@_plants("OS508")
def _short(rows: Package, random: Random) -> None:
    row, source = random.choice(rows["incidents"]), random.choice(_cited(rows))["id"]
    length = random.choice("01234")
    _say(rows, "incidents", row["id"] or "", source, passage_sha256="1" * 64, passage_characters=length)


@_plants("OS509")
def _original(rows: Package, random: Random) -> bool:
    row = _choose([row for row in rows["statements"] if row["wording"] == "original"], random)
    if row is None:
        return False
    source = next(source for source in rows["sources"] if source["id"] == row["source_id"])
    source["translated_from"] = "fr" if source["language"] != "fr" else "de"
    return True


@_plants("OS601")
def _precision(rows: Package, random: Random) -> bool:
    row = _choose(_free(rows, "stations", "precision"), random)
    if row is None:
        return False
    right = {row["precision"]} | ({"region"} if row["region"] and not row["city"] else set())
    row["precision"] = random.choice([value for value in ("city", "region", "country") if value not in right])
    return True


def _placed(rows: Package) -> list[Row]:
    """Return stations whose coordinates can change without touching another rule."""
    free = [_free(rows, "stations", name, filled=True) for name in ("latitude", "longitude")]
    return [row for row in free[0] if row in free[1] and row in _free(rows, "stations", "geonames_id")]


@_plants("OS602")
def _half_a_point(rows: Package, random: Random) -> bool:
    row = _choose(_placed(rows), random)
    if row is None:
        return False
    row["geonames_id"] = None
    row[random.choice(("latitude", "longitude"))] = None
    return True


@_plants("OS603")
def _elsewhere(rows: Package, random: Random) -> bool:
    row = _choose(_placed(rows), random)
    if row is None:
        return False
    row["geonames_id"] = None
    if random.random() < 0.5:
        row["latitude"] = "-88.5"
    else:
        row["longitude"] = "179.5"
    return True


@_plants("OS604")
def _one_id(rows: Package, random: Random) -> bool:
    known = _free(rows, "stations", "geonames_id", filled=True)
    pairs = [(one, other) for one in known for other in known if one["city"] != other["city"]]
    chosen = _choose(pairs, random)
    if chosen is None:
        return False
    chosen[0]["geonames_id"] = chosen[1]["geonames_id"]
    return True


@_plants("OS605")
def _status(rows: Package, random: Random) -> bool:
    row = _choose(rows["stations"], random)
    if row is None:
        return False
    if random.random() < 0.5:
        row["status_as_of"] = "1999"
    else:
        row["status"] = random.choice([term.value for term in StationStatus if term.value != row["status"]])
    return True


@_plants("OS606")
def _implied(rows: Package, random: Random) -> bool:
    reported = {(row["station_id"], row["status"]) for row in rows["station_statuses"]}
    possible = [
        (row["id"], kind)
        for row in rows["stations"]
        for kind, status in IMPLIED_STATUS.items()
        if (row["id"], status.value) not in reported
    ]
    chosen = _choose(possible, random)
    if chosen is None:
        return False
    source = random.choice(_cited(rows))["id"]
    _new(rows, "responses", source, id="ie-act-11", country="IE", kind=chosen[1].value, summary="It acted.")
    _new(rows, "response_stations", source, response_id="ie-act-11", station_id=chosen[0])
    return True


@_plants("OS607")
def _form_and_wording(rows: Package, random: Random) -> bool:
    row = _choose(_free(rows, "statements", "wording"), random)
    if row is None:
        return False
    row["wording"] = None if row["wording"] else random.choice(("translation", "back_translation"))
    return True


@_plants("OS608")
def _own_language(rows: Package, random: Random) -> bool:
    original = {row["source_id"] for row in rows["statements"] if row["wording"] == "original"}
    source = _choose([row for row in rows["sources"] if row["id"] not in original], random)
    if source is None:
        return False
    source["translated_from"] = source["language"]
    return True


@_plants("OS609")
def _unit(rows: Package, random: Random) -> bool:
    row = _choose(_free(rows, "figures", "unit"), random)
    if row is None:
        return False
    units = {unit.value for unit in UNIT_OF_METRIC.values()} - {row["unit"]}
    row["unit"] = random.choice(sorted(value for value in units if value))
    return True


@_plants("OS610")
def _two_values(rows: Package, random: Random) -> None:
    claim = {"metric": "votes", "unit": "vote", "bound": "exact", "as_of": "1999", "claimant": "A body"}
    for number in ("11", "12"):
        source = random.choice(_cited(rows))["id"]
        _new(rows, "figures", source, id=f"planted-{number}", value=number, **claim)


@_plants("OS611")
def _id_of_another(rows: Package, random: Random) -> bool:
    row = _choose(_free(rows, "responses", "country"), random)
    if row is None:
        return False
    row["country"] = random.choice([code for code in ("IE", "EC", "EU") if code != row["country"]])
    return True


_TEXT_CELLS = (("sources", "note"), ("sources", "publisher"), ("incidents", "summary"), ("statements", "speaker_role"),
               ("responses", "authority"), ("retractions", "note"))  # fmt: skip
_HARMFUL: Mapping[str, tuple[str, ...]] = {
    "OS701": ("at 12 Example Street", "in the rue de Exemple 12", "Beispielstraße 7"),
    "OS702": ("call +99 555 010 0199", "(000) 555-0100", "dial 0055 501 00199"),
    "OS703": ("write to someone@example.org", "someone (at) example.org"),
    "OS704": ("invisi\u200bble", "turned \u202eround", "a bell\x07", "soft\u00adhyphen", "\ufeffmark"),
    "OS705": ("=1+1", "+ and more", "-dash", "@somebody", "＝1"),
    "OS707": ("L\u043endon", "\u0391thens"),
}


def _harm(code: str, texts: tuple[str, ...]) -> None:
    @_plants(code)
    def _(rows: Package, random: Random) -> bool:
        text = random.choice(texts)
        return _set(rows, random, *((table, field, text) for table, field in _TEXT_CELLS))


for _code, _texts in _HARMFUL.items():
    _harm(_code, _texts)


@_plants("OS706")
def _look_alike(rows: Package, random: Random) -> None:
    row = random.choice(rows["incidents"])
    name = row["id"] or ""
    alike = random.choice((name.replace("-", "", 1), name.replace("-", "")))
    _new_incident(rows, random.choice(_cited(rows))["id"], alike)
