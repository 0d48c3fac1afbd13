"""Faults of archived copies and of what was looked for: OS431, OS432, OS515 to OS518."""

from __future__ import annotations

from random import Random

from overseas_stations.passages import fingerprint
from overseas_stations.tables import TABLES
from overseas_stations.testing.planting import cited_rows, plants
from overseas_stations.testing.rows import Package, Row

_CHECK: Row = {
    "checked": "2026-11-30", "had": "2026-11-29", "place": "archive", "outcome": "confirmed", "http_status": "200",
    "address_outcome": "gone", "strikes": "1", "passages": "3", "exact": "3", "in_metadata": "0", "ambiguous": "0",
    "absent": "0", "not_seen": "0", "snapshot": "2026-11-28",
}  # fmt: skip
"""A check of a source, on a day of its own."""


def _new_check(rows: Package, random: Random, **cells: str | None) -> None:
    source = random.choice(cited_rows(rows))
    rows["source_checks"].append(
        dict.fromkeys(TABLES["source_checks"].names) | {"source_id": source["id"], **_CHECK, **cells}
    )


def _new_passage_check(rows: Package, random: Random, **cells: str | None) -> bool:
    """Check a passage that no check is about yet."""
    looked = {(row["source_id"], row["passage_sha256"]) for row in rows["passage_checks"]}
    there = {(row["source_id"], row["passage_sha256"]) for row in rows["evidence"] if row["passage_sha256"]}
    free = sorted((source or "", passage or "") for source, passage in there - looked)
    if not free:
        return False
    source, passage = random.choice(free)
    sound = {"checked": "2026-11-30", "place": "live", "outcome": "exact", "seen": "2026-11-29", "seen_place": "live"}
    rows["passage_checks"].append(
        dict.fromkeys(TABLES["passage_checks"].names)
        | {"source_id": source, "passage_sha256": passage, **sound, "seen_outcome": "exact", **cells}
    )
    return True


@plants("OS431")
def _archived_alone(rows: Package, random: Random) -> None:
    source = random.choice(cited_rows(rows))
    source.update(archive_url=None, archived="2026-12-31", title=source["title"] or "A title")


@plants("OS432")
def _archived_early(rows: Package, random: Random) -> None:
    source = random.choice([row for row in cited_rows(rows) if row["published"]])
    source.update(archive_url=source["archive_url"] or "https://copies-11.example.org/a", archived="1998")


@plants("OS515")
def _uncounted(rows: Package, random: Random) -> None:
    _new_check(rows, random, **random.choice(({"passages": "4"}, {"exact": "2"}, {"ambiguous": "1"})))


@plants("OS516")
def _against_itself(rows: Package, random: Random) -> bool:
    of_source: tuple[Row, ...] = (
        {"exact": "2", "not_seen": "1"},
        {"outcome": "changed"},
        {"outcome": "partly", "exact": "2", "absent": "1"},
        {"outcome": "gone"},
        {"outcome": "refused", "text_sha256": "1" * 64, "exact": "0", "not_seen": "3"},
        {"place": "live"},
        {"snapshot": None},
        {"address_outcome": "confirmed"},
    )
    of_passage: tuple[Row, ...] = (
        {"seen": None},
        {"seen_place": None, "seen": "2026-11-29"},
        {"seen_place": "archive"},
        {"seen_snapshot": "2026-11-28"},
        {"outcome": "ambiguous"},
    )
    if random.random() < 0.5 and _new_passage_check(rows, random, **random.choice(of_passage)):
        return True
    _new_check(rows, random, **random.choice(of_source))
    return True


@plants("OS517")
def _out_of_order(rows: Package, random: Random) -> None:
    later: tuple[Row, ...] = ({"had": "2026-12-01"}, {"snapshot": "2026-11-30"}, {"checked": "2026-10"})
    seen: tuple[Row, ...] = ({"seen": "2026-12-01"}, {"seen_place": "archive", "seen_snapshot": "2026-11-30"})
    if random.random() < 0.5 and _new_passage_check(rows, random, **random.choice(seen)):
        return
    _new_check(rows, random, **random.choice(later))


@plants("OS518")
def _of_nothing(rows: Package, random: Random) -> None:
    source = random.choice(cited_rows(rows))
    rows["passage_checks"].append(
        dict.fromkeys(TABLES["passage_checks"].names)
        | {"source_id": source["id"], "passage_sha256": fingerprint("words that nobody wrote").sha256}
        | {"checked": "2026-11-30", "place": "live", "outcome": random.choice(("absent", "not_seen"))}
    )
