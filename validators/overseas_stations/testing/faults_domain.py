"""Faults of the domain: OS6xx."""

from __future__ import annotations

import unicodedata
from random import Random

from overseas_stations.forms.vocabulary import IMPLIED_STATUS, LASTING_RESPONSES, UNIT_OF_METRIC, Side, StationStatus
from overseas_stations.testing.planting import (
    add_country,
    choose,
    cited_rows,
    free_rows,
    new_incident,
    new_record,
    new_source,
    plants,
)
from overseas_stations.testing.rows import Package, Row


@plants("OS601")
def _precision(rows: Package, random: Random) -> bool:
    row = choose(free_rows(rows, "stations", "precision"), random)
    if row is None:
        return False
    right = {row["precision"]} | ({"region"} if row["region"] and not row["city"] else set())
    row["precision"] = random.choice([value for value in ("city", "region", "country") if value not in right])
    return True


def _placed(rows: Package) -> list[Row]:
    """Return stations whose coordinates can change without touching another rule."""
    free = [free_rows(rows, "stations", name, filled=True) for name in ("latitude", "longitude")]
    return [row for row in free[0] if row in free[1] and row in free_rows(rows, "stations", "geonames_id")]


@plants("OS602")
def _half_a_point(rows: Package, random: Random) -> bool:
    row = choose(_placed(rows), random)
    if row is None:
        return False
    row["geonames_id"] = None
    row[random.choice(("latitude", "longitude"))] = None
    return True


@plants("OS603")
def _elsewhere(rows: Package, random: Random) -> bool:
    row = choose(_placed(rows), random)
    if row is None:
        return False
    row["geonames_id"] = None
    if random.random() < 0.5:
        row["latitude"] = "-88.5"
    else:
        row["longitude"] = "179.5"
    return True


@plants("OS604")
def _one_id(rows: Package, random: Random) -> bool:
    known = free_rows(rows, "stations", "geonames_id", filled=True)
    # Of a city with two stations one would have another id than the other, which is a fault of its own.
    single = [row for row in known if sum(row["city"] == each["city"] for each in rows["stations"]) == 1]
    chosen = choose([(one, other) for one in single for other in known if one is not other], random)
    if chosen is None:
        return False
    chosen[0]["geonames_id"] = chosen[1]["geonames_id"]
    return True


@plants("OS605")
def _status(rows: Package, random: Random) -> bool:
    row = choose(rows["stations"], random)
    if row is None:
        return False
    if random.random() < 0.5:
        row["status_as_of"] = "1999"
    else:
        row["status"] = random.choice([term.value for term in StationStatus if term.value != row["status"]])
    return True


@plants("OS606")
def _implied(rows: Package, random: Random) -> bool:
    reported = {(row["station_id"], row["status"]) for row in rows["station_statuses"]}
    possible = [
        (row, kind)
        for row in rows["stations"]
        for kind, status in IMPLIED_STATUS.items()
        if (row["id"], status.value) not in reported
    ]
    chosen = choose(possible, random)
    if chosen is None:
        return False
    source = random.choice(cited_rows(rows))["id"]
    country = chosen[0]["country"] or ""
    name = f"{country.lower()}-act-11"
    act: Row = {"id": name, "country": country, "kind": chosen[1].value, "summary": "It acted."}
    act |= {"state": "under_way"} if chosen[1] in LASTING_RESPONSES else {}
    new_record(rows, "responses", source, **act)
    new_record(rows, "response_stations", source, response_id=name, station_id=chosen[0]["id"])
    return True


@plants("OS607")
def _form_and_wording(rows: Package, random: Random) -> bool:
    row = choose(free_rows(rows, "statements", "wording"), random)
    if row is None:
        return False
    row["wording"] = None if row["wording"] else random.choice(("translation", "back_translation"))
    return True


@plants("OS608")
def _own_language(rows: Package, random: Random) -> bool:
    original = {row["source_id"] for row in rows["statements"] if row["wording"] == "original"}
    original |= {row["source_id"] for row in rows["source_relations"] if row["relation"] == "translates"}
    source = choose([row for row in rows["sources"] if row["id"] not in original], random)
    if source is None:
        return False
    source["translated_from"] = source["language"]
    return True


@plants("OS609")
def _unit(rows: Package, random: Random) -> bool:
    row = choose(free_rows(rows, "figures", "unit"), random)
    if row is None:
        return False
    units = {unit.value for unit in UNIT_OF_METRIC.values()} - {row["unit"]}
    row["unit"] = random.choice(sorted(value for value in units if value))
    return True


@plants("OS610")
def _two_values(rows: Package, random: Random) -> None:
    claim = {"metric": "votes", "unit": "vote", "bound": "exact", "as_of": "1999", "claimant": "A body"}
    for number in ("11", "12"):
        source = random.choice(cited_rows(rows))["id"]
        new_record(rows, "figures", source, id=f"planted-{number}", value=number, **claim)


@plants("OS611")
def _id_of_another(rows: Package, random: Random) -> bool:
    row = choose(free_rows(rows, "responses", "country"), random)
    if row is None:
        return False
    # Bodies, which act on stations of any country.
    row["country"] = random.choice([code for code in ("EU", "XC", "XG") if code != row["country"]])
    add_country(rows, row["country"])
    return True


def _new_figure(rows: Package, random: Random, name: str, **values: str) -> None:
    claim: Row = {"metric": "votes", "unit": "vote", "bound": "exact", "as_of": "1999", "claimant": "A body"}
    new_record(rows, "figures", random.choice(cited_rows(rows))["id"], id=name, **(claim | values))


@plants("OS612")
def _bounds(rows: Package, random: Random) -> None:
    pair = random.choice(((("exact", "14"), ("at_least", "20")), (("at_least", "9"), ("at_most", "8"))))
    for number, (bound, value) in enumerate(pair):
        _new_figure(rows, random, f"planted-{number}", bound=bound, value=value)


@plants("OS613")
def _beyond(rows: Package, random: Random) -> None:
    years = {"metric": "start_year", "unit": "year"}
    countries = {"metric": "countries", "unit": "country"}
    beyond = (years | {"value": "218"}, countries | {"value": "540"}, countries | {"value": "2", "country": "IE"})
    _new_figure(rows, random, "planted-11", **random.choice(beyond))


def _new_station(rows: Package, random: Random, name: str, **values: str) -> None:
    source = random.choice(cited_rows(rows))["id"]
    given: Row = {"id": name, "precision": "country", "status": "reported", "status_as_of": "2000"}
    new_record(rows, "stations", source, **(given | values))
    new_record(rows, "station_statuses", source, station_id=name, as_of="2000", status="reported")


@plants("OS614")
def _in_a_body(rows: Package, random: Random) -> None:
    _new_station(rows, random, "eu-any-11", country="EU")


@plants("OS615")
def _without_city(rows: Package, random: Random) -> None:
    _new_station(
        rows, random, "ie-any-11", country="IE", **random.choice(({"geonames_id": "7"}, {"city_local": "Any"}))
    )


@plants("OS616")
def _abroad(rows: Package, random: Random) -> bool:
    station = choose(rows["stations"], random)
    if station is None:
        return False
    country = "MT" if station["country"] != "MT" else "CY"
    source, name = random.choice(cited_rows(rows))["id"], f"{country.lower()}-act-11"
    new_record(rows, "responses", source, id=name, country=country, kind="monitoring", summary="It acted.")
    new_record(rows, "response_stations", source, response_id=name, station_id=station["id"])
    return True


@plants("OS617")
def _sides(rows: Package, random: Random) -> bool:
    row = choose([row for row in rows["statements"] if row["speaker"]], random)
    if row is None:
        return False
    side = random.choice([side.value for side in Side if side != row["side"]])
    own = {
        "id": "speaker-11",
        "side": side,
        "form": "paraphrase",
        "wording": None,
        "text": "A planted text.",
        "date": None,
    }
    new_record(rows, "statements", row["source_id"], **(row | own))
    return True


@plants("OS618")
def _original(rows: Package, random: Random) -> None:
    language, translated = random.choice((("en", None), ("fr", "es"), ("en", "es")))
    new_source(rows, "page-11", language=language, translated_from=translated)
    new_source(rows, "page-12", language="en")
    new_record(rows, "source_relations", "page-11", relation="translates", target_id="page-12")


@plants("OS619")
def _spelling(rows: Package, random: Random) -> None:
    names = (("Café Example", unicodedata.normalize("NFD", "Café Example")), ("Example News", "EXAMPLE  NEWS"),
             ("Beispielstrassenblatt", "Beispielstraßenblatt"), ("例え新聞", "例え・新聞"))  # fmt: skip
    for number, name in enumerate(random.choice(names)):
        new_source(rows, f"page-{number}", publisher=name)


@plants("OS620")
def _same_content(rows: Package, random: Random) -> None:
    row = random.choice(rows["incidents"])
    new_incident(
        rows, row["source_id"], kind=row["kind"], country=row["country"], date=row["date"], summary=row["summary"]
    )


@plants("OS621")
def _same_name(rows: Package, random: Random) -> bool:
    row = choose([row for row in free_rows(rows, "stations", "city_local") if row["city"]], random)
    if row is None:
        return False
    row["city_local"] = row["city"]
    return True


@plants("OS622")
def _two_ids(rows: Package, random: Random) -> None:
    one, other = (f"xk-twin-{number}1" for number in (1, 2))
    source = random.choice(cited_rows(rows))["id"]
    place: Row = {"country": "XK", "region": random.choice((None, "A region")), "city": "A city of planted faults"}
    for name, number in ((one, "999999991"), (other, "999999992")):
        given = {"precision": "city", "status": "reported", "status_as_of": "1999", "geonames_id": number}
        new_record(rows, "stations", source, id=name, **(place | given))
        new_record(rows, "station_statuses", source, station_id=name, as_of="1999", status="reported")
