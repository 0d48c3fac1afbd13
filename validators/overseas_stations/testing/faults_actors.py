"""Faults of who speaks, of lists and of chains of responses: OS310, OS428 to OS430, OS623 to OS634."""

from __future__ import annotations

from random import Random

from overseas_stations.forms.vocabulary import CLOSED, LASTING_RESPONSES
from overseas_stations.testing.planting import (
    add_evidence,
    choose,
    cited_rows,
    free_rows,
    new_record,
    new_source,
    plants,
)
from overseas_stations.testing.rows import LATEST_DATE, Package, Row


@plants("OS310")
def _nobody_known(rows: Package, random: Random) -> bool:
    row = choose(rows["evidence"], random)
    if row is None:
        return False
    row["attributed_to"] = "nobody-11"
    return True


@plants("OS428")
def _its_own_word(rows: Package, random: Random) -> bool:
    # Not a declaration, so that the source does not come to dispute what it supports.
    row = choose([row for row in rows["evidence"] if row["stance"] == "supports"], random)
    if row is None:
        return False
    row["attributed_to"] = row["source_id"]
    return True


@plants("OS429")
def _no_reason(rows: Package, random: Random) -> bool:
    voices = [
        (row["id"], source["id"])
        for row in rows["incidents"]
        for source in cited_rows(rows)
        if all((each["record_id"], each["source_id"]) != (row["id"], source["id"]) for each in rows["evidence"])
    ]
    chosen = choose(voices, random)
    if chosen is None:
        return False
    add_evidence(rows, "incidents", chosen[0] or "", chosen[1], stance="disputes", reason=None)
    return True


@plants("OS430")
def _two_publishers(rows: Package, random: Random) -> None:
    for number in ("11", "12"):
        address = f"https://planted.example.edu/{number}"
        new_source(rows, f"planted-{number}", url=address, publisher=f"Publisher {number}")


def _act(rows: Package, random: Random, name: str, **values: str | None) -> None:
    given: dict[str, str | None] = {"country": "IE", "kind": "monitoring", "summary": f"It acted as {name}."}
    new_record(rows, "responses", random.choice(cited_rows(rows))["id"], id=f"ie-{name}", **(given | values))


def _link(rows: Package, random: Random, start: str, relation: str, end: str) -> None:
    ends = {"from_id": f"ie-{start}", "relation": relation, "to_id": f"ie-{end}"}
    new_record(rows, "response_links", random.choice(cited_rows(rows))["id"], **ends)


@plants("OS623")
def _no_state(rows: Package, random: Random) -> None:
    kinds = [kind for kind in LASTING_RESPONSES if kind.value != "investigation_opened"]
    _act(rows, random, "act-11", kind=random.choice(kinds).value)


@plants("OS624")
def _state_and_result(rows: Package, random: Random) -> None:
    wrong: list[dict[str, str | None]] = [
        {"state": "concluded"},
        {"state": "announced", "result": "answered"},
        {"result": "answered"},
        {"state": "unknown"},
        {"state_as_of": "2000"},
    ]
    _act(rows, random, "act-11", **random.choice(wrong))


@plants("OS625")
def _circle(rows: Package, random: Random) -> None:
    _act(rows, random, "act-11")
    _act(rows, random, "act-12")
    _link(rows, random, "act-11", "led_to", "act-12")
    back = random.choice((("act-12", "led_to", "act-11"), ("act-11", "repeats", "act-12")))
    _link(rows, random, *back)


@plants("OS626")
def _backwards(rows: Package, random: Random) -> None:
    _act(rows, random, "act-11", date="1990")
    _act(rows, random, "act-12", date="1999")
    wrong = (("act-12", "led_to", "act-11"), ("act-11", "answers", "act-12"), ("act-11", "reverses", "act-12"))
    _link(rows, random, *random.choice(wrong))


@plants("OS627")
def _goes_on(rows: Package, random: Random) -> None:
    _act(rows, random, "act-11", state="under_way", state_as_of="1990")
    _act(rows, random, "act-12")
    _link(rows, random, "act-12", "closes", "act-11")


@plants("OS628")
def _other_bureau(rows: Package, random: Random) -> bool:
    runs = {(row["station_id"], row["actor_id"]) for row in rows["station_bureaus"]}
    listed = {(row["list_id"], row["station_id"]) for row in rows["listings"]}
    possible = [
        (station["id"], actor["id"], source["id"])
        for station in rows["stations"]
        for actor in rows["actors"]
        for source in cited_rows(rows)
        if station["basis"] in (None, "listed")
        and (station["id"], actor["id"]) not in runs
        and (source["id"], station["id"]) not in listed
    ]
    chosen = choose(possible, random)
    if chosen is None:
        return False
    station, actor, source = chosen
    new_record(rows, "listings", source, list_id=source, station_id=station, actor_id=actor)
    return True


@plants("OS629")
def _basis(rows: Package, random: Random) -> bool:
    listed = {row["station_id"] for row in rows["listings"]}
    row = choose(rows["stations"], random)
    if row is None:
        return False
    row["basis"] = random.choice(("authority", "secondary_only")) if row["id"] in listed else "listed"
    return True


@plants("OS630")
def _nobody_speaks(rows: Package, random: Random) -> bool:
    possible = [
        (row, field)
        for table, field in (("statements", "speaker"), ("figures", "claimant"))
        for row in free_rows(rows, table, field)
        if row in free_rows(rows, table, "actor_id")
    ]
    chosen = choose(possible, random)
    if chosen is None:
        return False
    chosen[0][chosen[1]] = chosen[0]["actor_id"] = None
    return True


@plants("OS631")
def _parts_of_each_other(rows: Package, random: Random) -> None:
    for name, other in (("planted-11", "planted-12"), ("planted-12", "planted-11")):
        rows["actors"].append(
            {"id": name, "name": f"The {name}", "name_local": None, "kind": "other", "country": None, "part_of": other}
        )


@plants("OS632")
def _altered(rows: Package, random: Random) -> bool:
    row = choose([row for row in rows["countries"] if row["iso3"]], random)
    if row is None:
        return False
    field = random.choice(("iso3", "iso_numeric", "region", "subregion"))
    row[field] = {"iso3": "QQQ", "iso_numeric": "999"}.get(field, "Atlantis")
    return True


@plants("OS633")
def _event_late(rows: Package, random: Random) -> bool:
    station = choose(rows["stations"], random)
    if station is None:
        return False
    # Before all that is published, and no later status than any that is there.
    event: Row = {"event_date": random.choice(("1999", "1999-01")), "event_date_bound": random.choice(("on", "before"))}
    source = random.choice(cited_rows(rows))["id"]
    said: Row = {"station_id": station["id"], "as_of": random.choice(("1998", "1998-12-31")), "status": "reported"}
    new_record(rows, "station_statuses", source, **(said | event))
    return True


@plants("OS635")
def _closed_alone(rows: Package, random: Random) -> bool:
    status = random.choice(CLOSED).value
    reported = {row["station_id"] for row in rows["station_statuses"] if row["status"] == status}
    station = choose([row for row in rows["stations"] if row["id"] not in reported], random)
    if station is None:
        return False
    source = new_source(rows, "page-11", published=LATEST_DATE, background="false")["id"]
    new_record(rows, "station_statuses", source, station_id=station["id"], as_of=LATEST_DATE, status=status)
    station["status"], station["status_as_of"] = status, LATEST_DATE
    return True


@plants("OS634")
def _event_unbound(rows: Package, random: Random) -> bool:
    free = free_rows(rows, "station_statuses", "event_date")
    row = choose([row for row in free_rows(rows, "station_statuses", "event_date_bound") if row in free], random)
    if row is None:
        return False
    if row["event_date"]:
        row["event_date_bound"] = None
    else:
        row["event_date_bound"] = random.choice(("on", "before"))
    return True
