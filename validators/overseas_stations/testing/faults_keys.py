"""Faults of keys and references: OS3xx."""

from __future__ import annotations

from random import Random

from overseas_stations.tables import TABLES
from overseas_stations.testing.planting import (
    add_evidence,
    any_record,
    choose,
    cited_rows,
    new_incident,
    plants,
    row_name,
)
from overseas_stations.testing.rows import Package


@plants("OS301")
def _twice(rows: Package, random: Random) -> bool:
    table = random.choice([name for name, table in TABLES.items() if table.primary and rows[name]])
    rows[table].append(dict(random.choice(rows[table])))
    return True


@plants("OS302")
def _evidence_twice(rows: Package, random: Random) -> bool:
    chosen = choose(rows["evidence"], random)
    if chosen is None:
        return False
    rows["evidence"].append(dict(chosen))
    return True


@plants("OS303")
def _dangling(rows: Package, random: Random) -> bool:
    if random.random() < 0.5:
        relied_on = {row["target_id"] for row in rows["source_relations"]}
        unread = [row for row in rows["sources"] if row["extent_read"] == "not_read" and row["id"] in relied_on]
        successors = {row["successor_id"] for row in rows["retractions"]}
        gone = choose([row for row in unread if row["id"] not in successors], random)
        if gone is not None:
            rows["sources"].remove(gone)
            return True
    table, row = any_record(rows, random)
    add_evidence(rows, table, row_name(table, row), "nowhere-11")
    return True


@plants("OS304")
def _two_tables(rows: Package, random: Random) -> bool:
    other = choose([*rows["statements"], *rows["figures"], *rows["sources"]], random)
    if other is None:
        return False
    new_incident(rows, random.choice(cited_rows(rows))["id"], other["id"] or "")
    return True


@plants("OS305")
def _no_record(rows: Package, random: Random) -> None:
    add_evidence(rows, random.choice(TABLES.cited).name, "nothing-11", random.choice(cited_rows(rows))["id"])


@plants("OS306")
def _no_place(rows: Package, random: Random) -> None:
    table, row = any_record(rows, random)
    source = random.choice(cited_rows(rows))["id"]
    if random.random() < 0.5:
        add_evidence(rows, table, row_name(table, row), source, field="colour")
    else:
        add_evidence(rows, random.choice(("places", "sources", "evidence")), row_name(table, row), source)


@plants("OS307")
def _retracted(rows: Package, random: Random) -> None:
    table, row = any_record(rows, random)
    rows["retractions"].append(
        {"table": table, "record_id": row_name(table, row), "date": "2024", "reason": "harm", "note": "It went.",
         "successor_id": None}
    )  # fmt: skip


@plants("OS308")
def _no_successor(rows: Package, random: Random) -> None:
    rows["retractions"].append(
        {"table": "stations", "record_id": "ec-gone-11", "date": "2024", "reason": "merged", "note": "It went.",
         "successor_id": "ec-gone-12"}
    )  # fmt: skip


@plants("OS309")
def _no_successor_named(rows: Package, random: Random) -> None:
    reason = random.choice(("merged", "split", "renamed"))
    rows["retractions"].append(
        {"table": "stations", "record_id": "ec-gone-11", "date": "2024", "reason": reason, "note": "It went.",
         "successor_id": None}
    )  # fmt: skip
