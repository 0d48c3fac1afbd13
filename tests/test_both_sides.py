"""Rows on both sides of the edge of a rule, side by side in one package: those beyond it are found, the others silent.

A case of ``cases/`` shows a rule at work in a project. Here is what a slip in its conditions would let through or take
along: each row stands as close to the edge as it can. Findings of other rules are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import overseas_stations as ovs
from casework import BASE
from overseas_stations.forms.codes import countries
from overseas_stations.forms.vocabulary import UNIT_OF_METRIC, Metric
from overseas_stations.tables import TABLES

pytestmark = pytest.mark.xdist_group("both sides")

# That the others find of every rule what Polars does is tested in test_engines.py; here, by hand, at each edge.
ENGINES = ["polars", *(pytest.param(engine, marks=pytest.mark.verify) for engine in ("pandas", "duckdb"))]

Row = tuple[str, dict[str, str | None]]
Found = tuple[str, str, str]
"""Code, record, and a part of the message."""


def assert_found(
    rows: Iterable[Row],
    expected: Iterable[Found],
    engine: Any = None,
    texts: Path | None = None,
    among: Iterable[str] = TABLES,
) -> None:
    """Check that the rules named in *expected* find this, each once, and nothing else, in a package of these rows."""
    listed: dict[str, list[dict[str, str | None]]] = defaultdict(list)
    for table, cells in rows:
        listed[table].append(cells)
    frames = {name: pl.DataFrame(listed[name], schema=dict.fromkeys(TABLES[name].names, pl.String)) for name in among}
    report = ovs.validate(frames, engine=engine, texts=texts, max_findings=10**6)
    codes = {code for code, *_ in expected}
    told = [f for f in report.findings if f.code in codes | {"OS199"}]
    found = sorted((f.code, f.record_id or "", f.message) for f in told for _ in range(f.count))
    wanted = sorted(expected)
    assert not [f.message for f in told if f.code == "OS199"]
    assert [each[:2] for each in found] == [each[:2] for each in wanted]
    for (*_, message), (*_, part) in zip(found, wanted, strict=True):
        assert part in message


def row(table: str, name: str | None = None, /, **cells: str | None) -> Row:
    return table, ({} if name is None else {"id": name}) | cells


def source(name: str, published: str | None = None, /, **cells: str | None) -> Row:
    return row("sources", name, published=published, **cells)


def relation(source_id: str, kind: str, target_id: str) -> Row:
    return row("source_relations", source_id=source_id, relation=kind, target_id=target_id)


def evidence(source_id: str, record: str, field: str | None = None, value: str | None = None, **cells: str) -> Row:
    """Return evidence that supports a record, named as ``table/record``."""
    table, _, name = record.partition("/")
    said = {"table": table, "record_id": name, "field": field, "asserted_value": value, "stance": "supports"}
    return row("evidence", source_id=source_id, **(said | cells))


def status(station: str, as_of: str | None, term: str, source_id: str = "undated") -> Row:
    return row("station_statuses", station_id=station, as_of=as_of, status=term, source_id=source_id)


# Times

DATED = (
    *(source("month", "2023-03"), source("early", "2023-01"), source("undated"), source("first", "2023-03-01")),
    *(source("second", "2023-03-02"), source("third", "2023-03-03"), source("week", "2023-03-08")),
    *(source("later", "2023-03-09"), source("twice", "2023-05-01"), source("twice", "2023-05-01")),
    source("last", "2023-07"),
)


def reported(name: str, since: str | None, *sources: str) -> list[Row]:
    return [row("stations", name, first_reported=since), *(evidence(each, f"stations/{name}") for each in sources)]


TIMES = (
    *DATED,
    *(relation("first", kind, "third") for kind in ("copies", "translates", "updates", "corrects", "cites")),
    *(relation("first", "copies", target) for target in ("second", "undated", "twice")),
    *(relation("undated", "copies", "first"), relation("first", "cites", "week"), relation("first", "cites", "later")),
    *(source("february-28", "2023-02-28"), source("february", "2023-02"), source("april-30", "2023-04-30")),
    *(source("may-1", "2023-05-01"), source("may-2", "2023-05-02")),
    *(relation(name, "copies", target) for name in ("february-28", "february") for target in ("first", "second")),
    *(relation("april-30", "copies", target) for target in ("may-1", "may-2")),
    *reported("a-day-before", "2023-03-02", "first", "third"),
    *reported("two-days-before", "2023-03-03", "first", "third"),
    status("two-days-before", "2023-01", "closure_ordered", "first"),
    *reported("several", "2023-03-08", "third", "first", "later"),
    *reported("vague", "2023-03-20", "early", "month"),
    *reported("perhaps", "2023-03-20", "early", "undated"),
    *(*reported("by-status", "2023-03-08", "first"), status("by-status", "2023-03-09", "reported", "later")),
    *reported("none-late-enough", "2024", "first"),
    *reported("never-said", None, "first", "later"),
    *(*reported("two-rows", "2023-03-08", "first", "later"), *reported("two-rows", "2023-03-08")),
    *reported("source-twice", "2023-06-20", "twice", "last"),
    *(*reported("ordered", "2023-03-03"), status("ordered", "2023-03-01", "closure_ordered")),
    status("ordered", "2023-02", "reported_closed"),
    *(*reported("ordered-next-day", "2023-03-03"), status("ordered-next-day", "2023-03-02", "closure_ordered")),
    row("stations", "existed", first_reported="2023-03-03", status="reported", status_as_of="2018"),
    status("existed", "2018", "reported"),
    *(*reported("no-date", "2023-03-03"), status("no-date", None, "closure_ordered")),
    *(source("a-2022-12-04", "2022-12-06"), source("b-2022-12-04", "2022-12-02"), source("c-2022-12-04", "2022-12-05")),
    *(source("d-2022-12-04", "2022-12-03"), source("e-2022-12-04", "2020", note="Dated later.")),
    source("f-2022-12-04"),
    *(source("a-2022-2023-x", "2025"), source("a-1998-x", "2001"), source("a-2022-12-x", "2022-10")),
    *(source("b-2022-12-x", "2022-12-20"), source("a-2022-12-31", "2022-12-28"), source("a-003998", "2020")),
    *(row(table, f"{table[0]}-2021", date="2019") for table in ("responses", "statements", "incidents")),
    row("figures", "f-2021", as_of="2019"),
)  # fmt: skip
TIMES_FOUND = (
    *(("OS421", f"first/{kind}/third", f"{kind} a text of 2023-03-03")
      for kind in ("copies", "translates", "updates", "corrects")),
    *(("OS421", f"{name}/copies/second", "copies a text of 2023-03-02") for name in ("february", "february-28")),
    ("OS421", "april-30/copies/may-2", "copies a text of 2023-05-02"),
    ("OS422", "first/cites/later", "cites a text of 2023-03-09"),
    *(("OS423", name, "a source of 2023-03-01 ") for name in ("two-days-before", "several", "by-status")),
    *(("OS423", name, "a source of 2023-01 ") for name in ("vague", "perhaps")),
    ("OS424", "ordered", "closure_ordered as of 2023-03-01"),
    *(("OS425", name, "another date")
      for name in ("a-2022-12-04", "b-2022-12-04", "a-1998-x", "a-2022-12-x", "a-2022-12-31")),
    *(("OS425", name, "another date than date") for name in ("r-2021", "s-2021", "i-2021")),
)  # fmt: skip


# Duplicates


def page(name: str, url: str | None, archive_url: str | None = None, **cells: str | None) -> Row:
    where = {key: path and f"https://example.org/{path}" for key, path in (("url", url), ("archive_url", archive_url))}
    return source(name, None, **where, **cells)


def response(name: str, **cells: str | None) -> Row:
    said = {"country": "IE", "date": "2023-01", "kind": "monitoring", "summary": "Said so."}
    said |= {"authority_as_reported": "A Ministry"}
    return row("responses", name, **(said | cells))


def statement(name: str, **cells: str | None) -> Row:
    return row("statements", name, **({"date": "2023-01", "speaker": "A Speaker", "text": "We know."} | cells))


def figure(name: str, **cells: str | None) -> Row:
    said = {"metric": "cities", "value": "14", "bound": "exact", "as_of": "2023-04", "claimant": "A Group", **cells}
    return row("figures", name, **({"unit": UNIT_OF_METRIC[Metric(said["metric"])].value} | said))


def incident(name: str, **cells: str | None) -> Row:
    return row("incidents", name, **({"country": "FR", "kind": "harassment", "summary": "A person said so."} | cells))


DUPLICATES = (
    *(page("a-1", "a"), page("a-2", "a/"), page("b-1", None, "b"), page("b-2", "b"), page("c-1", None, "c")),
    *(page("c-2", None, "c"), page("d-1", "d", "d"), page("e-1", "e", "e-copy"), page("e-2", "e"), page("e-3", "e")),
    *(page("e-4", "f", "e-copy"), page("g-0", "g"), page("g-1", "h"), page("g-2", "g"), page("k-1", "k")),
    page("k-2", "k"),
    *(page("m-1", "m", "m-copy"), page("m-2", "m", "m-other"), page("m-3", "n", "m-other"), page("o-1", "o")),
    *(page("o-2", "o"), page("o-3", "o")),
    *(relation("e-2", "updates", "e-1"), relation("e-3", "corrects", "e-2"), relation("e-4", "updates", "e-1")),
    *(relation("g-2", "updates", "g-1"), relation("k-2", "cites", "k-1"), relation("m-2", "updates", "m-1")),
    relation("o-2", "updates", "o-1"),
    *(source("p-1", publisher="Paper A"), source("p-2", publisher="PAPER A"), source("p-3", publisher="Paper A")),
    *(source("p-4", publisher="Paper B"), source("p-5", publisher="paper b"), source("p-6", publisher="?")),
    source("p-7", publisher="!"),
    *(row("actors", "x-1", name="The Office"), row("actors", "x-2", name="the office", part_of="x-1")),
    *(row("actors", "x-3", name="The Office"), row("actors", "x-4", name="Amt (Bonn)")),
    row("actors", "x-5", name="Amt Bonn"),
    *(row("actors", "x-6", name="Amt"), row("actors", "x-7", name="An Amt", name_local="Amt (Bonn)")),
    *(response("r-1"), response("r-2", summary="said so"), response("r-3", kind="closed")),
    response("r-4", date="2023-02"),
    *(response("r-5", country="FR", authority_as_reported="a ministry"), response("r-6", summary="Said that.")),
    response("r-7", authority_as_reported="An Office"),
    *(response("r-8", date=None), response("r-9", date=None)),
    *(response("r-a", country="IT", actor_id="x-1"), response("r-b", country="IT", actor_id="x-4")),
    *(response("r-c", country="IT", actor_id="x-1"), response("r-d", country="IT")),
    response("r-10", country="FR", authority_as_reported="A ministry", kind="other"),
    *(statement("s-1"), statement("s-2", text="We know"), statement("s-3", date="2023-02")),
    statement("s-4", text="We do not."),
    *(statement("s-5", speaker="B Speaker"), statement("s-6", speaker="C", text=None)),
    statement("s-7", speaker="C", text=None),
    *(statement("s-8", speaker="D, E", text="1"), statement("s-9", speaker="D E", text="2")),
    *(statement("s-a", actor_id="x-1", speaker=None), statement("s-b", actor_id="x-4", speaker=None)),
    statement("s-c", actor_id="x-1", speaker=None, text="We know!"),
    *(figure("f-1"), figure("f-2"), figure("f-3", metric="incidents"), figure("f-4", value="15")),
    figure("f-5", bound="about"),
    *(figure("f-6", as_of="2023-05"), figure("f-7", scope="A bureau"), figure("f-8", claimant="B Group")),
    *(figure("f-9", country="FR"), figure("f-a", claimant="c group", value="1")),
    figure("f-b", claimant="C-Group", value="2"),
    *(figure("f-c", claimant=None, actor_id="x-1"), figure("f-d", claimant=None, actor_id="x-4")),
    *(figure("f-e", claimant=None, actor_id="x-1"), figure("f-f", claimant=None)),
    figure("f-g", claimant=None),
    *(incident("i-1"), incident("i-2", summary="A person said so!"), incident("i-3", kind="other")),
    incident("i-4", country="IT"),
    *(incident("i-5", date="2022"), incident("i-6", summary="Another person."), incident("i-7", summary=None)),
    *(incident("i-8", summary=None), incident("i-9", summary="It says, in short: so, and so, and so again.")),
    incident("i-a", summary="It says in short so and so and so again"),
)  # fmt: skip
DUPLICATES_FOUND = (
    *(("OS426", f"{letter}-2", f"that of {letter}-1 leads") for letter in "abck"),
    *(("OS426", "g-2", "that of g-0 leads"), ("OS426", "m-3", "that of m-2 leads")),
    ("OS426", "o-3", "that of o-1 leads"),
    *(("OS619", "p-2", "Paper A elsewhere"), ("OS619", "p-5", "Paper B elsewhere")),
    *(("OS619", "x-2", "The Office elsewhere"), ("OS619", "x-5", "Amt (Bonn) elsewhere")),
    *(("OS619", "s-8", "D E elsewhere"), ("OS619", "f-a", "C-Group elsewhere")),
    *(("OS620", "r-2", "says what r-1 says"), ("OS620", "r-9", "what r-8 says"), ("OS620", "s-2", "what s-1 says")),
    *(("OS620", "r-c", "says what r-a says"), ("OS620", "s-c", "what s-a says"), ("OS620", "f-e", "what f-c says")),
    *(("OS620", "f-2", "what f-1 says"), ("OS620", "i-2", "what i-1 says"), ("OS620", "i-a", "what i-9 says")),
)  # fmt: skip


# Figures, places, speakers


def station(name: str, country: str | None = "IE", city: str | None = None, **cells: str | None) -> Row:
    return row("stations", name, country=country, city=city, **cells)


def claims(claimant: str, **bounds: str) -> list[Row]:
    return [
        figure(f"{claimant}-{bound.replace('_', '-')}", claimant=claimant, bound=bound.rstrip("_"), value=value)
        for bound, value in bounds.items()
    ]


def about_station(name: str, country: str | None, there: str, **said: str) -> list[Row]:
    """Return a response, its link to a station, and perhaps what it says."""
    link = row("response_stations", response_id=name, station_id=there)
    return [response(name, country=country, **said), link]


KNOWN = len(countries())
FIGURES = (
    *DATED, source("new-years-eve", "2022-12-31"), source("day-before", "2022-12-30"),
    *(*claims("a", at_least="20", exact="14"), *claims("b", at_least="20", at_most="14")),
    *claims("c", exact="20", at_most="14"),
    *(*claims("d", at_least="14", exact="14"), *claims("e", at_least="15", at_most="14", at_most_="16")),
    *(*claims("f", at_least="20", exact="14"), evidence("first", "figures/f-exact", "value", "20", stance="disputes")),
    *(*claims("g", at_least="20", exact="14"), evidence("first", "figures/g-exact", "value", "14")),
    *(figure("h-1", claimant="h", as_of=None), figure("h-2", claimant="h", as_of=None, value="20", bound="at_least")),
    figure("n-1", claimant="N", metric="countries", value=str(KNOWN)),
    figure("n-2", metric="countries", value=str(KNOWN + 1)),
    figure("n-3", claimant="N", metric="countries", value="1", country="FR"),
    figure("n-4", metric="countries", value="2", country="FR"),
    figure("n-5", metric="countries", value="20", country="EU"),
    figure("n-6", metric="cities", value="900", country="FR"),
    *(figure(f"y-{year}", claimant=year, metric="start_year", value=year, source_id="undated")
      for year in ("1899", "1900", "2099", "2100")),
    *(figure(f"z-{number}", claimant=str(number), metric="start_year", value=year, source_id=name)
      for number, (year, name) in enumerate((
        ("2023", "new-years-eve"), ("2023", "day-before"), ("2024", "twice"), ("2024", "first"), ("2150", "first"),
        ("899", "first")))),
    *(figure("x-1", claimant="X", value="2024", source_id="first"),),
    *(figure(f"w-{number}", claimant="W", value=str(number), **cells)  # what each differs in makes it another claim
      for number, cells in enumerate((
        {}, {"metric": "incidents"}, {"country": "FR"}, {"scope": "A bureau"}, {"as_of": "2023-05"}, {"as_of": None},
        {"bound": "about"}))),
    *(figure("v-1", claimant="V", as_of=None), figure("v-2", claimant="V", as_of=None, value="15")),
    *(figure("u-1", claimant="U", source_id="first"), figure("u-2", claimant="U", value="15", source_id="third")),
    evidence("first", "figures/u-2", "value", "14", stance="disputes"),
    *(figure("t-1", claimant="T", source_id="first"), figure("t-2", claimant="T", value="15", source_id="third")),
    *(evidence("last", "figures/t-2", "value", "14", stance="disputes"), evidence("first", "figures/t-2")),
    *(figure("q-1", unit="city"), figure("q-2", unit="station"), figure("q-3", unit="no unit")),
)  # fmt: skip
FIGURES_FOUND = (
    *(("OS612", "a-at-least", "14 exactly"), ("OS612", "b-at-least", "14 as the most")),
    ("OS612", "c-exact", "14 as the most"),
    *(("OS612", "e-at-least", "14 as the most"), ("OS612", "g-at-least", "14 exactly")),
    *(("OS613", "n-2", f"there are {KNOWN} countries"), ("OS613", "n-4", "about one country")),
    *(("OS613", name, "a year lies between") for name in ("y-1899", "y-2100", "z-4", "z-5")),
    *(("OS613", "z-1", "of 2022-12-30"), ("OS613", "z-3", "of 2023-03-01")),
    *(("OS610", "t-1", "14 here, and 15 in t-2"), ("OS610", "t-2", "15 here, and 14 in t-1")),
    ("OS609", "q-2", "counted by city"),
)  # fmt: skip

PLACES = (
    *(station("eu-1", "EU"), station("xx-1", "XX"), station("no-1", None), station("no-city-1", city_local="A")),
    station("no-city-2", geonames_id="1"),
    station("cities-1", city="A", city_local="B", geonames_id="2"),
    station("ec-quito-1", "EC", "Quito", region="Pichincha"),
    *(station("hk-1", "HK"), station("mm-1", "MM"), station("ec-2", "EC"), station("ec-2", "EC")),
    *about_station("ie-silent", "IE", "ec-quito-1", outcome="It ended."),
    *about_station("ie-country", "IE", "ec-quito-1", summary="In ECUADOR."),
    *about_station("ie-city", "IE", "ec-quito-1", outcome="In QUITO."),
    *about_station("ie-region", "IE", "ec-quito-1", summary="In pichincha."),
    *about_station("ie-hk", "IE", "hk-1", summary="In Hong Kong."),
    *about_station("ie-mm", "IE", "mm-1", summary="In Myanmar."),
    *(*about_station("eu-act", "EU", "ec-quito-1"), *about_station("xx-act", "XX", "ec-quito-1")),
    *about_station("ie-eu", "IE", "eu-1"),
    *(*about_station("ec-act", "EC", "ec-quito-1"), *about_station("ie-twice", "IE", "ec-2")),
    *about_station("ie-xx", "IE", "xx-1"),
    *(statement(f"s-{number}", speaker=speaker, side=side, text=str(number)) for number, (speaker, side) in enumerate(
        (("A", "china"), ("A", "china"), ("A", "host_state"), ("B", "other"), ("A", None)))),
    *(statement("f-1", form="verbatim"), statement("f-2", form="verbatim", wording="original")),
    statement("f-3", form="paraphrase"),
    statement("f-4", form="paraphrase", wording="original"),
    *(source("en", language="en"), source("en-2", language="en"), source("fr", language="fr")),
    source("es-en", language="es", translated_from="en"),
    *(source("es-fr", language="es", translated_from="fr"), source("en-fr", language="en", translated_from="fr")),
    source("odd", language="English"),
    *(source("odd-2", language="English"), source("odd-from", language="fr", translated_from="English")),
    source("en-en", language="en", translated_from="en"),
    *(source("en-twice", language="en"), source("en-twice", language="en")),
    *(relation(name, "translates", "en") for name in ("en-2", "fr", "es-en", "es-fr", "en-fr", "odd-from", "en-twice")),
    *(relation("odd-2", "translates", "odd"), relation("en-2", "copies", "en")),
    relation("en-2", "translates", "en-twice"),
)  # fmt: skip
PLACES_FOUND = (
    *(("OS614", "eu-1", "no country but a body"), ("OS615", "no-city-1", "city_local")),
    ("OS615", "no-city-2", "geonames_id"),
    *(("OS616", "ie-silent/ec-quito-1", "the response ie-silent"), ("OS617", "s-2", "host_state here, and for china")),
    *(("OS618", f"{name}/translates/en", "it is in the same language") for name in ("en-2", "en-fr")),
    ("OS618", "es-fr/translates/en", "said to be translated from another"),
    *(("OS607", "f-1", "wording is empty"), ("OS607", "f-4", "wording is filled in")),
    ("OS608", "en-en", "translated from it"),
)  # fmt: skip

# Places

DUBLIN, CORK = ("53.3", "-6.2"), ("51.9", "-8.4")


def at(name: str, point: tuple[str | None, str | None], geonames_id: str | None = None, **cells: str | None) -> Row:
    return station(name, latitude=point[0], longitude=point[1], geonames_id=geonames_id, **cells)


PRECISE = (
    *(station(f"{term}-{number}", region=region, city=city, precision=term)
      for term in ("city", "region", "country")
      for number, (region, city) in enumerate(((None, None), ("R", None), (None, "C"), ("R", "C")))),
    *(at("p-1", DUBLIN, city="A"), at("p-2", ("53.3", None), city="A"), at("p-3", (None, "-6.2"), city="A")),
    at("p-4", DUBLIN),
    *(at("p-5", (None, "-6.2")), at("n-1", ("89.5", "-6.2"), city="N")),
    at("n-2", ("-89.5", "2.3"), city="N", country="FR"),
    at("n-3", ("-0.2", "-170.5"), city="N", country="EC"),
    *(at("n-4", ("41.9", "170.5"), city="N", country="IT"), at("n-5", ("95", "-6.2"), city="N")),
    at("n-6", ("53.3", "195"), city="N"),
    *(at(f"m-{country}", point, city="M", country=country)
      for country, point in (("FR", ("48.9", "2.3")), ("IT", ("41.9", "12.5")))),
    *(at("n-7", ("-0.2", "-78.5"), city="N", country="EC"), at("n-8", ("-0.2", "-78.5"), city="N", country="XX")),
    *(at("c-1", DUBLIN, "1", city="Ca"), at("c-2", DUBLIN, "1", city="Ca", region="R")),
    at("c-3", DUBLIN, "1", city="Ca"),
    *(at("d-1", DUBLIN, "2", city="Da"), at("d-2", CORK, "2", city="Da"), at("d-3", DUBLIN, "2", city="Da")),
    *(at("e-1", DUBLIN, "3", city="Ea"), at("e-2", DUBLIN, "3", city="Eb"), at("e-3", DUBLIN, "3", city="Ea")),
    *(at("f-1", DUBLIN, "4", city="Fa"), at("f-2", DUBLIN, "4", city="Fa", country="GB")),
    at("f-3", DUBLIN, "4", city="Fa"),
    *(at("g-1", (None, None), "5", city="Ga", region="R"), at("g-2", (None, None), "5"), at("g-3", (None, None), "5")),
    *(at(f"h-{number}", (None, None), f"6{number}", city=city, region=region)
      for number, (region, city) in enumerate((("R", "D"), ("S", "D"), (None, None), (None, None), (None, "D")))),
    *(at(f"k-{number}", (None, None), geonames_id, city="E")
      for number, geonames_id in enumerate(("7", "8", None, None, None))),
    *(at(f"{region}-{number}", (None, None), geonames_id, city="G", region=region)
      for region, ids in (("q", ("71", "71", "72")), ("r", ("73", "73", "73", "74")))
      for number, geonames_id in enumerate(ids)),
    *(station(f"l-{number}", city="F", city_local=local) for number, local in enumerate(("F", "f", None))),
)  # fmt: skip
PRECISE_FOUND = (
    *(("OS601", f"city-{number}", "the place has no city") for number in (0, 1)),
    *(("OS601", "country-1", "the place has a region"), ("OS601", "region-0", "the place has no region")),
    *(("OS601", name, "the place has a city") for name in ("country-2", "country-3", "region-2", "region-3")),
    *(("OS602", f"p-{number}", "belong together") for number in (2, 3, 4, 5)),
    *(("OS603", f"n-{number}", f"outside {country}")
      for number, country in enumerate(("IE", "FR", "EC", "IT"), start=1)),
    ("OS604", "c-2", "IE, R, Ca, 53.3, -6.2 here, and IE, Ca, 53.3, -6.2 in c-1"),
    ("OS604", "d-2", "51.9, -8.4 here, and IE"),
    *(("OS604", "e-2", "Eb, 53.3, -6.2 here, and IE, Ea"), ("OS604", "f-2", "GB, Fa, 53.3, -6.2 here, and IE, Fa")),
    *(("OS604", "g-1", "IE, R, Ga here, and IE in g-2"), ("OS621", "l-0", "as city is")),
    *(("OS622", "k-0", "7 here, and 8 in k-1"), ("OS622", "k-1", "8 here, and 7 in k-0")),
    *(("OS622", "q-2", "72 here, and 71 in q-0"), ("OS622", "r-3", "74 here, and 73 in r-0")),
)  # fmt: skip


# Statuses

REPORTS = (
    *(status("last-wins", "2022-11", "reported_closed"), status("last-wins", "2022-12", "closure_ordered")),
    *(status("vaguer", "2022", "reported_closed"), status("vaguer", "2022-11", "closure_ordered")),
    *(status("reported-again", "2022-11", "closure_ordered"), status("reported-again", "2023", "reported")),
    *(status("one-day", "2022-11", "closure_ordered"), status("one-day", "2022-11", "reported_closed")),
    *(row("stations", name, status="closure_ordered", status_as_of=as_of) for name, as_of in (
        ("last-wins", "2022-12"), ("vaguer", "2022-11"), ("reported-again", "2022-11"), ("one-day", "2022-11"),
        ("unreported", "2022"), ("no-date", None))),
    *(row("responses", f"act-{kind}", kind=kind)
      for kind in ("investigation_opened", "closure_ordered", "closure_confirmed", "monitoring")),
    *(row("response_stations", response_id=f"act-{kind}", station_id="none") for kind in
      ("investigation_opened", "closure_ordered", "closure_confirmed", "monitoring")),
    row("response_stations", response_id="act-closure_ordered", station_id="vaguer"),
    status("none", "2022", "reported"),
    *(row("responses", "twice", kind="closure_ordered"), row("responses", "twice", kind="closure_ordered")),
    row("response_stations", response_id="twice", station_id="none"),
    row("responses", "linked-twice", kind="closure_ordered"),
    *[row("response_stations", response_id="linked-twice", station_id="none")] * 2,
    *(row("stations", "ie-1", country="IE"), row("stations", "iex-1", country="IE")),
    row("stations", "fr-1", country="IE"),
    *(row("responses", "ie-2", country="IE"), row("responses", "fr-2", country="IE")),
    row("responses", "Fr 2", country="IE"),
    *(station("no-1", None), row("responses", "no-2"), row("stations", "known", first_reported="2023")),
)  # fmt: skip
REPORTS_FOUND = (
    *(("OS605", "one-day", "says reported_closed as of 2022-11"), ("OS605", "unreported", "says nothing")),
    ("OS606", "act-investigation_opened", "the status under_investigation for none"),
    ("OS606", "act-closure_ordered", "for none"),
    *(("OS606", "act-closure_confirmed", "the status reported_closed for none"), ("OS611", "iex-1", "(IE)")),
    *(("OS611", "fr-1", "(IE)"), ("OS611", "fr-2", "(IE)")),
)  # fmt: skip


# What sources assert and dispute


def disputed(source_id: str, record: str, field: str | None = None, value: str | None = None, **cells: str) -> Row:
    return evidence(source_id, record, field, value, stance="disputes", **cells)


ASSERTED = (
    row("incidents", "a", kind="harassment", country="FR", date="2022-10-26", summary="Told so"),
    row("incidents", "b", country="FR"),
    station("b", "IE", "B  C", name_as_reported="Fuzhou", status="reported", source_id="own"),
    row("incidents", "c", country="FR"),
    *(row("incidents", "twice", country="IT"), row("incidents", "twice", country="FR")),
    *(response("act", source_id="own"), response("others", source_id="own", summary="They said so.")),
    *(row("response_stations", response_id="act", station_id="b"), status("b", "2022", "reported"), figure("figure")),
    *(disputed("s1", "incidents/a", "country"), disputed("s1", "incidents/a"), evidence("s1", "incidents/a", "kind")),
    *(disputed("s1", "stations/b", "city", "b\u00a0c"), disputed("s2", "stations/b", "city", "B C")),
    disputed("s3", "stations/b", "city", "BC"),
    *(disputed("s2", "incidents/a", "date", "2022"), disputed("s3", "incidents/a", "date", "2022-10")),
    disputed("s4", "incidents/a", "date", "2022-1"),
    *(disputed("s2", "incidents/a", "summary", "Told"), disputed("s2", "incidents/b", "date", "2022")),
    disputed("s2", "incidents/none", "date", "2022"),
    *(disputed("s3", "stations/b", "status", "reported"), evidence("s5", "incidents/a", "country", "IT")),
    evidence("s5", "incidents/a", "date", "2022"),
    *(evidence("s5", "incidents/c", "date", "2022"), evidence("s5", "incidents/none", "date", "2022")),
    evidence("s5", "incidents/b", "country", "FR"),
    *(evidence("s5", "stations/b", "country", "IE"), evidence("s5", "stations/b", "summary", "x")),
    evidence("s5", "incidents/twice", "country", "FR"),
    *(evidence("s6", "incidents/b", None, "Loose"), disputed("s6", "incidents/b", None, "Loose")),
    evidence("s6", "incidents/c", reason="Why."),
    *(disputed("s6", "incidents/c", reason="Why."), disputed("s7", "incidents/a", "kind", "closure_ordered")),
    disputed("s7", "responses/act", "kind", "closure_ordered"),
    *(evidence("s8", "incidents/a", "kind", "no kind"), disputed("s9", "stations/b", "name_as_reported", "X")),
    disputed("s9", "stations/b", "name_as_reported", "Y"),
    *(disputed("s9", "stations/b", "region", "Z"), disputed("s9", "responses/act", "summary", "Z.")),
    disputed("s10", "stations/b", "name_as_reported", "Z"),
    *(disputed("s9", "incidents/a", "summary", "Z."), disputed("s9", "incidents/b", "summary", "Y.")),
    *(evidence("s9", "stations/b", "city", "B  C"), evidence("s9", "stations/b", "city", "B  D")),
    *(disputed("s11", "stations/b", "note", "x"), disputed("s11", "stations/b", "source_id", "x")),
    disputed("s11", "response_stations/act/b", "station_id", "x"),
    *(disputed("s11", "stations/b", "id", "x"), evidence("s11", "response_stations/act/b", "station_id", "b")),
    disputed("s11", "figures/figure", "as_of", "2021"),
    disputed("s11", "response_stations/act/b", "source_id", "x"),
    disputed("s11", "station_statuses/b/2022/reported/undated", "source_id", "x"),
    *(evidence("s12", "incidents/a"), disputed("s12", "incidents/a"), evidence("s13", "incidents/a", "kind")),
    disputed("s13", "incidents/a"),
    *(evidence("s14", "incidents/a"), disputed("s14", "incidents/a", "kind", "surveillance")),
    *(evidence("own", "stations/b"), disputed("own", "stations/b")),
    *(evidence("own", "responses/act"), disputed("own", "responses/act", "summary", "No.")),
    *(evidence("own", "responses/others", attributed_to="x"), disputed("own", "responses/others", "summary", "No.")),
    *(evidence("s15", "incidents/a", attributed_to="x"), disputed("s15", "incidents/a", attributed_to="y")),
    *(disputed("s15", "incidents/a"), evidence("s16", "incidents/a", attributed_to="x")),
    disputed("s16", "incidents/a", attributed_to="x"),
)  # fmt: skip
ASSERTED_FOUND = (
    ("OS408", "s1/incidents/a/country/disputes/", "gives no value"),
    ("OS408", "s1/stations/b/city/disputes/", "as the record has it"),
    ("OS408", "s2/stations/b/city/disputes/", "as the record has it"),
    ("OS408", "s2/incidents/a/date/disputes/", "agrees with 2022-10-26"),
    ("OS408", "s3/incidents/a/date/disputes/", "agrees with 2022-10-26"),
    ("OS408", "s2/incidents/b/date/disputes/", "has no value"),
    ("OS408", "s9/incidents/b/summary/disputes/", "has no value"),
    ("OS408", "s9/stations/b/region/disputes/", "has no value"),
    ("OS409", "s5/incidents/a/country/supports/", "IT where the record has FR"),
    ("OS409", "s5/incidents/c/date/supports/", "has nothing"),
    ("OS409", "s8/incidents/a/kind/supports/", "has harassment"),
    ("OS409", "s9/stations/b/city/supports/", "has B  C"),
    ("OS416", "s4/incidents/a/date/disputes/", "a date that exists"),
    ("OS416", "s7/incidents/a/kind/disputes/", "one of coerced_return"),
    *(("OS417", f"s11/{name}/source_id/disputes/", "the record's citation")
      for name in ("stations/b", "response_stations/act/b", "station_statuses/b/2022/reported/undated")),
    ("OS417", "s11/response_stations/act/b/station_id/disputes/", "record's name"),
    ("OS417", "s11/response_stations/act/b/station_id/supports/", "record's name"),
    ("OS417", "s11/stations/b/id/disputes/", "record's name"),
    ("OS417", "s11/stations/b/note/disputes/", "our note"),
    ("OS417", "s3/stations/b/status/disputes/", "the rows of station_statuses"),
    *(("OS418", f"s6/incidents/b//{stance}/", "no field is named") for stance in ("supports", "disputes")),
    ("OS418", "s6/incidents/c//supports/", "nothing is disputed"),
    *(("OS419", f"{name}/disputes/", "disputes it as well")
      for name in ("own/responses/act/summary", "own/stations/b/", "s12/incidents/a/", "s16/incidents/a/",
                   "s6/incidents/b/", "s6/incidents/c/")),
    ("OS427", "s9/stations/b/name_as_reported/disputes/", "Y is given here, and X by the same source"),
)  # fmt: skip


# Who cites what, also where cells are empty that must not be; and by how many a station is said to have ended


def read(name: str | None, **cells: str | None) -> Row:
    return row("sources", name, extent_read="whole", background="false", **cells)


def in_turn(letter: str, copies: int) -> list[Row]:
    """Return pages of different papers, each a copy of the next, and a station that the first and the last end."""
    names = [f"{letter}-{number}" for number in range(copies + 1)]
    pages = [row("sources", name, publisher=f"Paper {name}") for name in names]
    copied = [relation(*pair) for pair in zip(names, ["copies"] * copies, names[1:], strict=False)]
    report = f"station_statuses/{letter}/2023/reported_closed/{names[0]}"
    said = [evidence(name, report) for name in (names[0], names[-1])]
    ended = status(letter, "2023", "reported_closed", names[0])
    return [*pages, *copied, *said, ended, row("stations", letter, status="reported_closed")]


CITED = (
    *(row("incidents", name, source_id="titled") for name in (None, "uncited", "cited", "cited-by-another")),
    *(row("incidents", "of-nobody"), evidence("addressed", "incidents/of-nobody"), read("orphan", title="A page")),
    *(evidence("addressed", "incidents/cited-by-another"), read("titled", title="A page"), read(None, title="A page")),
    *(read("addressed", url="https://example.org/a"), read("archived", archive_url="https://example.org/b")),
    *(read("neither"), row("sources", "unread", extent_read="not_read", background="true")),
    *(evidence(name, "incidents/cited") for name in ("titled", "neither", "archived", "cited-background")),
    *(row("sources", f"{name}-background", background="true") for name in ("cited", "related", "placed-nowhere")),
    evidence("related-background", "source_relations/related-background/copies/titled"),
    row("evidence", source_id="placed-nowhere-background", record_id="cited", stance="supports"),
    *(evidence("titled", "incidents/cited", field) for field in ("kind", "city", "no_column")),
)  # fmt: skip
CITED_FOUND = (
    *(("OS306", f"titled/incidents/cited/{field}/supports/", "not a column") for field in ("city", "no_column")),
    *(("OS401", "uncited", "of incidents"), ("OS402", "orphan", "")),
    *(("OS403", f"{name}-background", "") for name in ("cited", "placed-nowhere")),
    ("OS404", "cited-by-another", "titled"),
    ("OS415", "neither", ""),
)  # fmt: skip

VOICES = (*in_turn("six", 6), *in_turn("seven", 7))
VOICES_FOUND = (("OS635", "six", "reported_closed"),)


# Numbers: most are screened by how many digits they have

NUMBERS = tuple(
    row(table, f"{name}-{number}", **{name: str(number)})
    for table, name, most in (("sources", "text_characters", 10**12), ("figures", "value", 10**12))
    for number in (0, most, most + 1, 9 * most)
)
NUMBERS_FOUND = tuple(
    ("OS206", f"{name}-{number}", "") for name in ("text_characters", "value") for number in (10**12 + 1, 9 * 10**12)
)


# Names as reported, beside the texts of the base project

NEWS, DIARIO, MINISTRY = "example-news-2023-03-01", "example-diario-2023-03-05", "example-ministry-2023-04-10"
PRINTED = "The Quito station"  # by the first of them


def so_named(name: str, words: str | None, source_id: str, *added: str) -> list[Row]:
    """Return a station with a name as reported, its source, and others that added the name."""
    said = [evidence(each, f"stations/{name}", "name_as_reported") for each in added]
    return [row("stations", name, name_as_reported=words, source_id=source_id), *said]


NAMES = (
    *(*so_named("own", PRINTED, NEWS), *so_named("other", "The Quitostation", NEWS), *so_named("nameless", None, NEWS)),
    *(*so_named("added", PRINTED, MINISTRY, NEWS), *so_named("added-otherwise", PRINTED, NEWS, DIARIO)),
    *(*so_named("by-one-of-two", PRINTED, MINISTRY, DIARIO, NEWS), *so_named("no-text", "Nowhere", "a-page")),
    *(*so_named("perhaps-there", "Nowhere", NEWS, DIARIO, "a-page"), *so_named("contested", PRINTED, NEWS)),
    *(disputed(DIARIO, "stations/contested", "name_as_reported", "Another"), evidence(DIARIO, "stations/own", "city")),
    evidence(DIARIO, "statements/own", "name_as_reported"),
    *(row("statements", name, speaker_as_reported=f"a ministry of {country}", source_id=NEWS)
      for name, country in (("right", "Ireland"), ("wrong", "France"))),
)  # fmt: skip
NAMES_FOUND = (
    ("OS513", "other", f"the text of {NEWS} does not have"), ("OS513", "wrong", f"the text of {NEWS} does not have"),
    ("OS513", "added-otherwise", f"the text of {DIARIO} does not have"),
)  # fmt: skip


def test_names_stand_in_the_text_of_who_adds_them() -> None:
    assert_found(NAMES, NAMES_FOUND, texts=BASE / "texts")
    # Where there is no evidence, nobody else can have added them.
    assert_found(so_named("other", "The Quitostation", NEWS), NAMES_FOUND[:1], texts=BASE / "texts", among=["stations"])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(TIMES, TIMES_FOUND, id="times"),
        pytest.param(DUPLICATES, DUPLICATES_FOUND, id="duplicates"),
        pytest.param(FIGURES, FIGURES_FOUND, id="figures"),
        pytest.param(PLACES, PLACES_FOUND, id="speakers and places"),
        pytest.param(PRECISE, PRECISE_FOUND, id="precision"),
        pytest.param(REPORTS, REPORTS_FOUND, id="statuses"),
        pytest.param(ASSERTED, ASSERTED_FOUND, id="disputes"),
        pytest.param(CITED, CITED_FOUND, id="citations"),
        pytest.param(VOICES, VOICES_FOUND, id="voices"),
        pytest.param(NUMBERS, NUMBERS_FOUND, id="numbers"),
    ],
)
def test_rows_beyond_the_edge_are_found_and_no_others(
    rows: tuple[Row, ...], expected: tuple[Found, ...], engine: Any
) -> None:
    assert_found(rows, expected, engine)


@pytest.mark.long
def test_pandas_sees_the_same_edges() -> None:
    """A sample of its edges: those of times have the most arithmetic."""
    assert_found(TIMES, TIMES_FOUND, "pandas")


def test_where_nothing_is_reported_no_status_follows() -> None:
    """A table without rows is no table that agrees."""
    rows = [each for each in REPORTS if each[0] != "station_statuses"]
    stations = ("last-wins", "vaguer", "reported-again", "one-day", "unreported")
    acts = ("investigation_opened", "closure_ordered", "closure_ordered", "closure_confirmed")
    said = [("OS605", name, "says nothing") for name in stations]
    assert_found(rows, [*said, *(("OS606", f"act-{kind}", "implies the status") for kind in acts)])


def archived(name: str, published: str | None, day: str | None, **cells: str | None) -> Row:
    return source(name, published, archive_url="https://example.org/copy", archived=day, **cells)


def looked(name: str, **cells: str | None) -> Row:
    sound: dict[str, str | None] = {
        "checked": "2026-05-10",
        "had": "2026-05-10",
        "place": "live",
        "outcome": "confirmed",
    }
    counted = {"passages": "2", "exact": "2", "in_metadata": "0", "ambiguous": "0", "absent": "0", "not_seen": "0"}
    return row("source_checks", source_id=name, **{**sound, **counted, **cells})


@pytest.mark.parametrize("engine", ENGINES)
def test_copies_and_looks(engine: str) -> None:
    rows = [
        archived("same-day", "2023-03-01", "2023-03-01"),
        archived("where-it-is-today-still", "2023-03-01", "2023-02-28"),
        archived("before", "2023-03-08", "2023-02-28"),
        archived("in-the-month", "2023-03", "2023-03-01"),
        archived("some-day-of-the-year", "2023-03-01", "2023"),
        archived("the-year-before", "2023-03-01", "2022"),
        archived("undated", None, "2000"),
        source("without-an-address", archived="2023-01-01"),
        looked("same-day"),
        looked("before", passages="3"),
        looked("undated", exact="1", absent="1", outcome="changed"),
        looked("in-the-month", exact="1", not_seen="1"),
        looked("the-year-before", exact="0", not_seen="2", outcome="gone", address_outcome="gone", strikes="1"),
        looked("without-an-address", place="archive", snapshot="2026-05-11"),
        looked("where-it-is-today-still", place="archive", snapshot="2026-05-10", strikes="1"),
    ]
    expected = [
        ("OS431", "without-an-address", "2023-01-01"),
        ("OS432", "before", "2023-03-08"),
        ("OS432", "the-year-before", "2023-03-01"),
        ("OS515", "before/2026-05-10", "3 passages"),
        ("OS516", "in-the-month/2026-05-10", "some passage was not found"),
        ("OS516", "where-it-is-today-still/2026-05-10", "the address did not fail"),
        ("OS517", "without-an-address/2026-05-10", "had is 2026-05-10"),
    ]
    assert_found(rows, expected, engine)
