"""Writes packages of any size from the real schema: valid ones, and ones in which a share of the rows is wrong.

``python benchmarks/generate.py FOLDER ROWS [SHARE]``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl

from overseas_stations.publishing.building import package_files
from overseas_stations.tables import TABLES

BLOCK = 11
"""Rows that one source brings: itself, a station with its status, a response, two statements, five rows of evidence."""

SHORT = (
    "The speaker said of number {}, when asked, that it had been looked into, and that nothing had been found so far."
)
LONG = (
    "Our account of what was reported about number {}: the authority, which was asked about it, looked into the matter "
    "and found nothing that it could act upon; a second look was promised."
)
NOTE = LONG + " Two pages that repeat the report add no fact of their own to it, as far as we could see."
"""Prose of our own, as long as in the data: the columns of a row are filled, and as wide, as those of the dataset."""

IRELAND = ("IE", "Ireland", "IRL", "372", "state", "Europe", "Northern Europe")
"""The row of the one country that they name."""


def frames(rows: int, share: float = 0.0) -> dict[str, pl.DataFrame]:
    """Return the tables of a package of about *rows* rows as text; *share* of the rows of three tables break a rule."""
    numbers = pl.DataFrame({"i": pl.int_range(max(rows // BLOCK, 1), eager=True)})
    base = numbers.with_columns(k=pl.col("i").cast(pl.String).str.zfill(9))
    wrong = (pl.col("i") % round(1 / share) == 0) if share else pl.lit(False)
    source, station, response = (pl.format(f"{name}-{{}}", "k") for name in ("example", "ie", "ie-2023-answered"))
    statements = [pl.format(f"2023-{name}-{{}}", "k") for name in ("spokesperson", "ambassador")]
    # In texts as letters: nine digits in a row have the form of a telephone number.
    word = pl.col("k").str.replace_many(list("0123456789"), list("abcdefghij"))
    short, long, note = (pl.format(prose, word) for prose in (SHORT, LONG, NOTE))
    denied = pl.format("Asked about {}, the embassy did not wish to say more than it had said on the day before.", word)
    digest = pl.concat_str([pl.col("i").hash(seed).cast(pl.String).str.zfill(20) for seed in range(4)]).str.head(64)
    texts = {
        "sources": [
            {
                "id": source,
                "kind": pl.when(wrong).then(pl.lit("nwes")).otherwise(pl.lit("news")),
                "title": pl.format("A page about what was reported of the number {}", word),
                "publisher": "The Example News Agency",
                "published": "2023-01-05",
                "accessed": "2023-02-01",
                "url": pl.format(
                    "https://www.example.org/world/reports/2023/01/05/what-was-reported-of-the-number-{}.html", "k"
                ),
                "note": pl.format("Read in a copy of number {}.", word),
                "language": "en",
                "extent_read": "whole",
                "background": "false",
            }
        ],
        "stations": [
            {
                "id": station,
                "country": "IE",
                "city": "Dublin",
                "precision": "city",
                "geonames_id": "2964574",
                "latitude": "53.33",
                "longitude": "-6.25",
                "status": "reported",
                "status_as_of": "2023-01",
                "first_reported": pl.when(wrong).then(pl.lit("2023-02-30")).otherwise(pl.lit("2023-01")),
                "name_as_reported": "Service station",
                "note": note,
                "source_id": source,
            }
        ],
        "station_statuses": [{"station_id": station, "as_of": "2023-01", "status": "reported", "source_id": source}],
        "responses": [
            {
                "id": response,
                "country": "IE",
                "date": "2023-01-04",
                "authority_as_reported": "Ministry of the Interior of a country",
                "kind": "monitoring",
                "summary": long,
                "outcome": "The matter was still open at the time.",
                "source_id": pl.when(wrong).then(pl.lit("nobody")).otherwise(source),
            }
        ],
        "statements": [
            {
                "id": name,
                "speaker": pl.format("A spokesperson of {}", word),
                "speaker_role": "Spokesperson of a ministry, asked",
                "side": "host_state",
                "country": "IE",
                "date": "2023-01-04",
                "form": "paraphrase",
                "language": "en",
                "text": said,
                "venue": "Press conference",
                "source_id": source,
            }
            for name, said in zip(statements, (short, denied), strict=True)
        ],
        "evidence": [
            {
                "table": table,
                "record_id": name,
                "source_id": source,
                "stance": "supports",
                "passage_sha256": digest,
                "passage_characters": "120",
                "passage_start": "40",
            }
            for table, name in (
                ("stations", station),
                ("station_statuses", pl.concat_str([station, pl.lit("/2023-01/reported/"), source])),
                ("responses", response),
                *(("statements", name) for name in statements),
            )
        ],
    }
    there = dict(zip(TABLES["countries"].names, IRELAND, strict=True))
    return {
        name: pl.DataFrame([there])
        if name == "countries"
        else pl.concat([_filled(base, table.names, cells) for cells in texts[name]])
        if name in texts
        else pl.DataFrame(schema=dict.fromkeys(table.names, pl.String))
        for name, table in TABLES.items()
    }


def _filled(base: pl.DataFrame, names: tuple[str, ...], cells: dict[str, pl.Expr | str]) -> pl.DataFrame:
    given = {name: pl.lit(cell) if isinstance(cell, str) else cell for name, cell in cells.items()}
    none = pl.lit(None, dtype=pl.String)
    return base.select(given.get(name, none).alias(name) for name in names)


def write(folder: Path, rows: int, share: float = 0.0) -> None:
    """Write a package: the descriptor, without hashes, and the tables as CSV."""
    (folder / "tables").mkdir(parents=True)
    descriptor = json.loads(package_files({name: [] for name in TABLES})["datapackage.json"])
    descriptor["resources"] = [
        {key: value for key, value in resource.items() if key not in ("hash", "bytes")}
        for resource in descriptor["resources"]
        if resource["path"].startswith("tables/")
    ]
    descriptor.pop("sources", None)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name, frame in frames(rows, share).items():
        frame.write_csv(folder / "tables" / f"{name}.csv")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(float(sys.argv[2])), float(sys.argv[3]) if len(sys.argv) > 3 else 0.0)
