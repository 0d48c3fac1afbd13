"""Faults of citations: OS4xx."""

from __future__ import annotations

from random import Random

from overseas_stations.passages import fingerprint
from overseas_stations.tables import TABLES
from overseas_stations.testing.planting import (
    any_record,
    choose,
    cited_rows,
    evidence_of,
    free_rows,
    new_incident,
    new_record,
    plants,
    row_name,
    say,
)
from overseas_stations.testing.rows import Package, other_value


@plants("OS401")
def _uncited(rows: Package, random: Random) -> None:
    new_incident(rows, random.choice(cited_rows(rows))["id"])
    last = rows["evidence"][-1]
    if random.random() < 0.5:
        last["stance"] = "disputes"
    else:
        rows["evidence"].remove(last)


@plants("OS402")
def _orphan(rows: Package, random: Random) -> None:
    rows["sources"].append(dict(random.choice(cited_rows(rows))) | {"id": "orphan-11"})


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
        if all(each["source_id"] != source["id"] for each in evidence_of(rows, "incidents", row))
    }
    chosen = choose(sorted(voices), random)
    if chosen is None:
        return False
    name, source = chosen
    sha256 = fingerprint("a planted fault here").sha256
    say(
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
    say(
        rows, "incidents", row["id"] or "", source, field=field, asserted_value=value, passage_sha256=sha256,
        passage_characters="20",
    )  # fmt: skip


@plants("OS410")
def _circle(rows: Package, random: Random) -> None:
    read = {row["id"] for row in rows["sources"] if row["extent_read"] != "not_read"}
    present = {(row["source_id"], row["relation"], row["target_id"]) for row in rows["source_relations"]}
    pairs = [(target, source) for source, _, target in present if target in read]
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
    random.choice(cited_rows(rows)).update(title=None, url=None, archive_url=None)


@plants("OS416")
def _value_unfit(rows: Package, random: Random) -> bool:
    field, value = random.choice((("kind", "no such kind"), ("country", "Austria"), ("date", "2022-13")))
    return _disputed(rows, random, field, value)


@plants("OS417")
def _undisputable(rows: Package, random: Random) -> bool:
    return _disputed(rows, random, random.choice(("id", "source_id")), "something-else")


@plants("OS418")
def _of_nothing(rows: Package, random: Random) -> None:
    row, sha256 = random.choice(rows["incidents"]), fingerprint("a planted fault here").sha256
    given = random.choice(({"asserted_value": "2022"}, {"reason": "It says otherwise.", "field": "kind"}))
    say(rows, "incidents", row["id"] or "", row["source_id"], passage_sha256=sha256, passage_characters="20", **given)


@plants("OS419")
def _against_itself(rows: Package, random: Random) -> None:
    table, row = any_record(rows, random)
    field = choose(["kind" if table == "incidents" else None, None], random)
    value = other_value(TABLES[table].column(field), row[field]) if field else None
    sha256 = fingerprint("a planted fault here").sha256
    say(
        rows, table, row_name(table, row), row["source_id"], stance="disputes", field=field, asserted_value=value,
        passage_sha256=sha256, passage_characters="20",
    )  # fmt: skip
