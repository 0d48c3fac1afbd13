"""Faults of the domain: OS6xx."""

from __future__ import annotations

from random import Random

from overseas_stations.testing.planting import (
    choose,
    cited_rows,
    free_rows,
    new_record,
    plants,
)
from overseas_stations.testing.rows import Package, Row
from overseas_stations.vocabulary import IMPLIED_STATUS, UNIT_OF_METRIC, StationStatus


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
    pairs = [(one, other) for one in known for other in known if one["city"] != other["city"]]
    chosen = choose(pairs, random)
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
        (row["id"], kind)
        for row in rows["stations"]
        for kind, status in IMPLIED_STATUS.items()
        if (row["id"], status.value) not in reported
    ]
    chosen = choose(possible, random)
    if chosen is None:
        return False
    source = random.choice(cited_rows(rows))["id"]
    new_record(rows, "responses", source, id="ie-act-11", country="IE", kind=chosen[1].value, summary="It acted.")
    new_record(rows, "response_stations", source, response_id="ie-act-11", station_id=chosen[0])
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
    row["country"] = random.choice([code for code in ("IE", "EC", "EU") if code != row["country"]])
    return True
