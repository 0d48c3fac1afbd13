"""Faults of passages and quotations: OS5xx."""

from __future__ import annotations

import hashlib
from random import Random

from overseas_stations.passages import fingerprint
from overseas_stations.testing.planting import (
    add_evidence,
    choose,
    declaring,
    evidence_of,
    free_rows,
    plants,
)
from overseas_stations.testing.rows import Package


@plants("OS502")
def _quotation(rows: Package, random: Random) -> bool:
    row = choose([row for row in free_rows(rows, "statements", "text") if row["form"] == "verbatim"], random)
    if row is None:
        return False
    row["text"] = random.choice((f"{row['text']} not", f"Not {row['text']}", "Too short"))
    return True


@plants("OS506")
def _half(rows: Package, random: Random) -> None:
    half = random.choice(({"passage_sha256": "1" * 64}, {"passage_characters": "20"}, {"passage_start": "0"}))
    row = random.choice(rows["incidents"])
    said = next(
        each for each in evidence_of(rows, "incidents", row) if each["stance"] == "supports" and each["field"] is None
    )
    add_evidence(rows, "incidents", row["id"] or "", said["source_id"], field="kind", **half)


@plants("OS507")
def _outside(rows: Package, random: Random) -> None:
    row = random.choice(rows["incidents"])
    source = declaring(rows, row)
    length = source["text_characters"] = source["text_characters"] or "50000"
    start = str(int(length) - random.choice((0, 19)))
    add_evidence(
        rows, "incidents", row["id"] or "", source["id"], passage_sha256="1" * 64, passage_characters="20",
        passage_start=start,
    )  # fmt: skip


@plants("OS508")
def _short(rows: Package, random: Random) -> None:
    row, length = random.choice(rows["incidents"]), random.choice("01234")
    add_evidence(
        rows, "incidents", row["id"] or "", row["source_id"], passage_sha256="1" * 64, passage_characters=length
    )


@plants("OS509")
def _original(rows: Package, random: Random) -> bool:
    row = choose([row for row in rows["statements"] if row["wording"] == "original"], random)
    if row is None:
        return False
    source = declaring(rows, row)
    source["translated_from"] = "fr" if source["language"] != "fr" else "de"
    return True


@plants("OS510")
def _two_lengths(rows: Package, random: Random) -> None:
    row = random.choice(rows["incidents"])
    source = declaring(rows, row)
    sha256 = fingerprint("a planted fault here").sha256
    first = {"passage_sha256": sha256, "passage_characters": "20"}
    add_evidence(rows, "incidents", row["id"] or "", source["id"], **first)
    if random.random() < 0.5:
        add_evidence(
            rows, "incidents", row["id"] or "", source["id"], field="kind", **(first | {"passage_characters": "21"})
        )
    else:
        source.update(text_sha256=sha256, text_characters="90000")


@plants("OS511")
def _of_nothing(rows: Package, random: Random) -> None:
    sha256 = hashlib.sha256(b"").hexdigest()
    row = random.choice(rows["incidents"])
    source = declaring(rows, row)
    if random.random() < 0.5:
        source["text_sha256"] = sha256
    else:
        add_evidence(rows, "incidents", row["id"] or "", source["id"], passage_sha256=sha256, passage_characters="20")
