"""Faults of single cells: OS2xx, and a table without rows."""

from __future__ import annotations

from random import Random

from overseas_stations.testing.planting import (
    choose,
    plants,
    set_cell,
)
from overseas_stations.testing.rows import Package


@plants("OS121")
def _empty(rows: Package, random: Random) -> None:
    for table in rows.values():
        table.clear()


@plants("OS201")
def _required(rows: Package, random: Random) -> bool:
    return set_cell(
        rows, random, ("sources", "publisher", None), ("statements", "side", None), ("incidents", "summary", None),
        ("sources", "kind", None), ("responses", "summary", None), ("retractions", "note", None),
    )  # fmt: skip


@plants("OS202")
def _type(rows: Package, random: Random) -> bool:
    bad = random.choice(("1.5", "007", "1,000", "+1", "-0", "many", "１"))
    unsure = random.choice(("yes", "True", "0"))
    return set_cell(rows, random, ("sources", "text_characters", bad), ("sources", "background", unsure))


@plants("OS203")
def _form(rows: Package, random: Random) -> bool:
    return set_cell(
        rows, random, ("sources", "url", "ftp://example.org/"), ("sources", "accessed", "2022-13"),
        ("incidents", "date", "2022-02-30"), ("statements", "date", "2022-11\n"), ("sources", "text_sha256", "A" * 64),
        ("retractions", "date", "22-11-01"),
    )  # fmt: skip


@plants("OS204")
def _vocabulary(rows: Package, random: Random) -> bool:
    return set_cell(
        rows, random, ("sources", "kind", "News"), ("statements", "side", "host"), ("incidents", "country", "UK"),
        ("responses", "country", "ZZ"), ("responses", "kind", "warned"), ("statements", "language", "xx"),
    )  # fmt: skip


@plants("OS205")
def _length(rows: Package, random: Random) -> bool:
    return set_cell(rows, random, ("sources", "publisher", "é" * 301), ("incidents", "summary", "a" * 4001))


@plants("OS206")
def _range(rows: Package, random: Random) -> bool:
    if random.random() < 0.5:
        return set_cell(rows, random, ("sources", "text_characters", random.choice(("-1", str(10**12 + 1)))))
    passages = [row for row in rows["evidence"] if row["passage_sha256"]]
    chosen = choose(passages, random)
    if chosen is None:
        return False
    chosen["passage_start"] = "-1"
    return True


@plants("OS207")
def _blanks(rows: Package, random: Random) -> bool:
    bad = random.choice((" before", "after ", "in\nside", "in\rside", "last\n", " "))
    return set_cell(
        rows, random, ("sources", "publisher", bad), ("incidents", "summary", bad), ("sources", "note", bad)
    )
