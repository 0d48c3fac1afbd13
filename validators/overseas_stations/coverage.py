"""What the data cover: by country, what hangs on one voice, what is disputed, and our counts beside claimed ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from overseas_stations.library import Library
from overseas_stations.tables import CITED_TABLES, TABLES, record_name

BY_COUNTRY = ("stations", "responses", "statements", "figures", "incidents")


@dataclass(frozen=True)
class Claim:
    """A figure that somebody claimed, beside what the rows here add up to."""

    figure: str
    claimant: str
    metric: str
    country: str
    bound: str
    value: int
    here: int | None


@dataclass(frozen=True)
class Coverage:
    """What a package covers.

    Attributes:
        rows: table -> number of rows.
        countries: country -> table -> number of rows ("" where a row is about no single country).
        kinds: ``table.kind`` -> number of rows.
        one_voice: names of the records that one independent voice supports, by table.
        disputed: names of the records that are disputed, with the field and the value that the other side gives.
        anchored: number of evidence rows with a passage, and of all.
        claims: claimed figures beside our own counts.
    """

    rows: Mapping[str, int]
    countries: Mapping[str, Mapping[str, int]]
    kinds: Mapping[str, int]
    one_voice: Mapping[str, list[str]]
    disputed: list[tuple[str, str, str]]
    anchored: tuple[int, int]
    claims: list[Claim]


def coverage(library: Library) -> Coverage:
    """Return what the package covers."""
    countries: dict[str, Counter[str]] = {}
    kinds: Counter[str] = Counter()
    for name in BY_COUNTRY:
        for row in library.rows[name]:
            countries.setdefault(row["country"] or "", Counter())[name] += 1
            for column in ("kind", "status", "form", "metric"):
                if row.get(column):
                    kinds[f"{name}.{row[column]}"] += 1
    one_voice = {
        table.name: [
            name
            for name in (record_name(table, row) for row in library.rows[table.name])
            if len(library.voices_for(table.name, name)) == 1
        ]
        for table in CITED_TABLES
        if table.key == ("id",)
    }
    evidence = library.rows["evidence"]
    return Coverage(
        rows={name: len(library.rows[name]) for name in TABLES},
        countries={code: dict(countries[code]) for code in sorted(countries)},
        kinds=dict(sorted(kinds.items())),
        one_voice=one_voice,
        disputed=[
            (row["record_id"] or "", row["field"] or "the record", row["asserted_value"] or "")
            for row in evidence
            if row["stance"] == "disputes"
        ],
        anchored=(sum(1 for row in evidence if row["passage_sha256"]), len(evidence)),
        claims=_claims(library),
    )


def _claims(library: Library) -> list[Claim]:
    stations = library.rows["stations"]
    investigating = {row["country"] for row in library.rows["responses"] if row["kind"] == "investigation_opened"}
    claims = []
    for row in library.rows["figures"]:
        country = row["country"] or ""
        here = [station for station in stations if not country or station["country"] == country]
        ours: Mapping[str, int] = {
            "stations": len(here),
            "countries": len({station["country"] for station in here}),
            "cities": len({(station["country"], station["city"]) for station in here if station["city"]}),
            "bureaus": len({station["bureau"] for station in here if station["bureau"]}),
            "investigating_countries": len(investigating),
        }
        claims.append(
            Claim(
                row["id"] or "",
                row["claimant"] or "",
                row["metric"] or "",
                country,
                row["bound"] or "",
                int(row["value"] or 0),
                ours.get(row["metric"] or ""),
            )
        )
    return claims
