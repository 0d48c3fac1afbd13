"""Faults of citations: OS4xx."""

from __future__ import annotations

from random import Random

from overseas_stations.forms.vocabulary import CLOSED, StationStatus, last_status
from overseas_stations.passages import fingerprint
from overseas_stations.tables import TABLES
from overseas_stations.testing.planting import (
    add_evidence,
    any_record,
    choose,
    cited_rows,
    evidence_of,
    free_rows,
    new_incident,
    new_record,
    new_source,
    plants,
    row_name,
)
from overseas_stations.testing.rows import Package, Row, other_value


@plants("OS401")
def _uncited(rows: Package, random: Random) -> None:
    new_incident(rows, random.choice(cited_rows(rows))["id"])
    last = rows["evidence"][-1]
    if random.random() < 0.5:
        last |= {"stance": "disputes", "reason": "It says otherwise."}
    else:
        rows["evidence"].remove(last)


@plants("OS402")
def _orphan(rows: Package, random: Random) -> None:
    own: Row = {"id": "orphan-11", "url": "https://example.org/orphan", "archive_url": None}
    rows["sources"].append(dict(random.choice(cited_rows(rows))) | own)


@plants("OS403")
def _background(rows: Package, random: Random) -> None:
    random.choice(cited_rows(rows))["background"] = "true"


@plants("OS404")
def _not_declared(rows: Package, random: Random) -> bool:
    possible = []
    for table in ("incidents", "figures", "responses", "stations"):
        for row in free_rows(rows, table, "source_id"):
            own = {each["source_id"] for each in evidence_of(rows, table, row) if each["stance"] == "supports"}
            possible += [(row, source["id"]) for source in rows["sources"] if source["id"] not in own]
    chosen = choose(possible, random)
    if chosen is None:
        return False
    chosen[0]["source_id"] = chosen[1]
    return True


@plants("OS405")
def _too_late(rows: Package, random: Random) -> bool:
    source = choose([row for row in cited_rows(rows) if row["published"]], random)
    if source is None:
        return False
    new_incident(rows, source["id"], date=str(int((source["published"] or "")[:4]) + 1))
    return True


@plants("OS406")
def _read_early(rows: Package, random: Random) -> bool:
    source = choose([row for row in cited_rows(rows) if row["published"]], random)
    if source is None:
        return False
    source["accessed"] = random.choice(("1999", "1999-12", "1999-12-31"))
    return True


@plants("OS407")
def _read_when(rows: Package, random: Random) -> None:
    random.choice(cited_rows(rows))["accessed"] = None


def _disputed(rows: Package, random: Random, field: str, value: str | None) -> bool:
    """Have a source that is not an incident's own dispute a field of it; say whether there is one."""
    voices = {
        (row["id"], source["id"])
        for row in rows["incidents"]
        for source in cited_rows(rows)
        if row[field] and all(each["source_id"] != source["id"] for each in evidence_of(rows, "incidents", row))
    }
    chosen = choose(sorted(voices), random)
    if chosen is None:
        return False
    name, source = chosen
    sha256 = fingerprint("a planted fault here").sha256
    add_evidence(
        rows, "incidents", name or "", source, stance="disputes", field=field, asserted_value=value,
        passage_sha256=sha256, passage_characters="20",
    )  # fmt: skip
    return True


@plants("OS408")
def _no_dispute(rows: Package, random: Random) -> bool:
    return _disputed(rows, random, "kind", None)


@plants("OS409")
def _contradicts(rows: Package, random: Random) -> None:
    row, source = random.choice(rows["incidents"]), random.choice(cited_rows(rows))["id"]
    field, value = random.choice((("summary", "Something else."), ("date", "1998")))
    sha256 = fingerprint("a planted fault here").sha256
    add_evidence(
        rows, "incidents", row["id"] or "", source, field=field, asserted_value=value, passage_sha256=sha256,
        passage_characters="20",
    )  # fmt: skip


@plants("OS410")
def _circle(rows: Package, random: Random) -> None:
    read = {row["id"] for row in rows["sources"] if row["extent_read"] != "not_read"}
    published = {row["id"]: row["published"] for row in rows["sources"]}
    present = {(row["source_id"], row["relation"], row["target_id"]) for row in rows["source_relations"]}
    # A pair of which neither is the later one.
    pairs = [
        (target, source)
        for source, _, target in present
        if target in read and None in (published[source], published[target])
    ]
    source, target = random.choice([*pairs, (random.choice(cited_rows(rows))["id"],) * 2])
    new_record(rows, "source_relations", source, relation="cites", target_id=target)


@plants("OS411")
def _unread(rows: Package, random: Random) -> None:
    random.choice(cited_rows(rows))["extent_read"] = "not_read"


@plants("OS413")
def _future(rows: Package, random: Random) -> None:
    random.choice(cited_rows(rows))["accessed"] = "2099-12-31"


@plants("OS415")
def _thin(rows: Package, random: Random) -> None:
    random.choice(cited_rows(rows)).update(title=None, url=None, archive_url=None, archived=None)


@plants("OS427")
def _two_values(rows: Package, random: Random) -> bool:
    if not _disputed(rows, random, "country", "FR"):
        return False
    one = rows["evidence"][-1]
    incident = next(row for row in rows["incidents"] if row["id"] == one["record_id"])
    values = [code for code in ("AD", "AE", "AF") if code != incident["country"]]
    one["asserted_value"], other = values[0], dict(one)
    rows["evidence"].append(
        other | {"asserted_value": values[1], "passage_sha256": fingerprint("another fault here").sha256}
    )
    return True


@plants("OS416")
def _value_unfit(rows: Package, random: Random) -> bool:
    unfit = (("kind", "no such kind"), ("country", "Austria"), ("date", "2022-13"))
    # Not every incident has a date.
    return any(_disputed(rows, random, field, value) for field, value in random.sample(unfit, len(unfit)))


@plants("OS417")
def _undisputable(rows: Package, random: Random) -> bool:
    return _disputed(rows, random, random.choice(("id", "source_id")), "something-else")


@plants("OS418")
def _of_nothing(rows: Package, random: Random) -> None:
    row, sha256 = random.choice(rows["incidents"]), fingerprint("a planted fault here").sha256
    given = random.choice(({"asserted_value": "2022"}, {"reason": "It says otherwise.", "field": "kind"}))
    add_evidence(
        rows, "incidents", row["id"] or "", row["source_id"], passage_sha256=sha256, passage_characters="20", **given
    )


@plants("OS419")
def _against_itself(rows: Package, random: Random) -> bool:
    table, row = any_record(rows, random)
    field = choose(["kind" if table == "incidents" else None, None], random)
    value = other_value(TABLES[table].column(field), row[field]) if field else None
    said = choose(
        [
            each
            for each in evidence_of(rows, table, row)
            if (each["source_id"], each["stance"], each["field"]) == (row["source_id"], "supports", None)
        ],
        random,
    )
    if said is None:
        return False
    sha256 = fingerprint("a planted fault here").sha256
    add_evidence(
        rows, table, row_name(table, row), row["source_id"], stance="disputes", field=field, asserted_value=value,
        attributed_to=said["attributed_to"], passage_sha256=sha256, passage_characters="20",
    )  # fmt: skip
    return True


def _relying(rows: Package, relation: str, published: str, target: str) -> None:
    new_source(rows, "page-11", published=published)
    new_source(rows, "page-12", published=target)
    new_record(rows, "source_relations", "page-11", relation=relation, target_id="page-12")


@plants("OS421")
def _copies_later(rows: Package, random: Random) -> None:
    days = random.choice(
        (("2003-02-28", "2003-03-02"), ("2003-12-30", "2004"), ("2003", "2004-01-02"), ("2003", "2009"))
    )
    _relying(rows, random.choice(("copies", "updates", "corrects")), *days)


@plants("OS422")
def _cites_later(rows: Package, random: Random) -> None:
    _relying(rows, "cites", *random.choice((("2003-02-27", "2003-03-07"), ("2003", "2004-02"), ("2003-05", "2009"))))


@plants("OS423")
def _first_reported_late(rows: Package, random: Random) -> bool:
    row = choose(free_rows(rows, "stations", "first_reported"), random)
    if row is None:
        return False
    row["first_reported"] = random.choice(("2003-06", "2003-06-03"))
    for name, published in (("page-11", random.choice(("2002", "2003-04"))), ("page-12", "2003-06")):
        new_source(rows, name, published=published, background="false")
        add_evidence(rows, "stations", row["id"] or "", name)
    return True


@plants("OS424")
def _known_before(rows: Package, random: Random) -> bool:
    row = choose(free_rows(rows, "stations", "first_reported"), random)
    if row is None:
        return False
    row["first_reported"] = "2000"
    status = random.choice([term.value for term in StationStatus if term not in (StationStatus.REPORTED, *CLOSED)])
    source = random.choice(cited_rows(rows))["id"]
    new_record(rows, "station_statuses", source, station_id=row["id"], as_of="1998", status=status)
    reports = [(each["as_of"], each["status"]) for each in rows["station_statuses"] if each["station_id"] == row["id"]]
    row["status_as_of"], row["status"] = last_status(reports) or (None, None)
    return True


@plants("OS425")
def _date_of_id(rows: Package, random: Random) -> None:
    name, day = random.choice(
        (("page-2003-05-01", "2003-05-03"), ("page-2003-extra", "2004-05"), ("p-2003-05-11a", "2003-07"))
    )
    new_source(rows, name, published=day)


@plants("OS426")
def _one_address(rows: Package, random: Random) -> None:
    row, field = random.choice(cited_rows(rows)), random.choice(("url", "archive_url"))
    row[field] = "https://example.org/planted/%C3%A9?id=1"
    same = ("example.org/planted/%C3%A9/?id=1", "www.example.org:443/planted/%c3%a9?utm_source=a&id=1#top")
    new_source(rows, "page-11", **{random.choice(("url", "archive_url")): "http://" + random.choice(same)})
