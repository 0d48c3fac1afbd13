"""Writes the real package several times over: rows as people write them, under fresh ids.

``python benchmarks/multiply.py FOLDER ROWS``. Countries and actors stand once; all else is repeated, with its evidence,
disputes, notes and quotations. A copy's accounts begin with a word of their own, since what says the same twice is an
error; words between quotation marks stay, because their fingerprints do. So the packages are valid, and each copy has
the mix, the lengths and the repetitions of the real one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from generate import write as write_generated
from overseas_stations.tables import TABLES, Table

DATA = Path(__file__).parents[1] / "datapackage" / "tables"
ONCE = ("countries", "actors")
"""Tables whose rows stand once."""
TOLD = {"responses": "summary", "figures": "scope", "incidents": "summary"}
"""Table -> the column in which its copies differ, beside their ids."""
AT_ONCE = 40
"""So many copies are written at once."""


def write(folder: Path, rows: int) -> None:
    """Write a package of about *rows* rows: the descriptor, without hashes, and the tables as CSV."""
    write_generated(folder, 0)
    real = {name: pl.read_csv(DATA / f"{name}.csv", infer_schema=False) for name in TABLES}
    copies = max(round(rows / sum(frame.height for name, frame in real.items() if name not in ONCE)), 1)
    for name, frame in real.items():
        with (folder / "tables" / f"{name}.csv").open("wb") as stream:
            frame.write_csv(stream)
            for start in () if name in ONCE else range(1, copies, AT_ONCE):
                numbers = pl.DataFrame({"copy": pl.int_range(start, min(start + AT_ONCE, copies), eager=True)})
                _copied(TABLES[name], numbers.join(frame, how="cross")).write_csv(stream, include_header=False)


def _copied(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return copies of rows under fresh ids."""
    digits = pl.col("copy").cast(pl.String).str.zfill(6)
    suffix = pl.format("-copy{}", digits)
    # As letters, because so many digits in a text would be suspected of being a telephone number.
    word = pl.format("Copy {}: ", digits.str.replace_many(list("0123456789"), list("abcdefghij")))
    cells = {name: pl.concat_str(name, suffix) for name in _ids(table)}
    if table.name in TOLD:
        told = TOLD[table.name]
        cells[told] = pl.concat_str(word, pl.col(told).fill_null("as it was said"))
    elif table.name == "statements":
        told = pl.when(pl.col("form") == "verbatim")
        cells["text"] = told.then("text").otherwise(pl.concat_str(word, "text"))
        cells["speaker"] = told.then(pl.concat_str(word, "speaker")).otherwise("speaker")
    elif table.name == "sources":
        cells |= {name: pl.concat_str(name, _sign(name), digits) for name in ("url", "archive_url")}
    elif table.name in ("evidence", "retractions"):
        cells["record_id"] = _record(suffix)
    if table.name == "retractions":
        rows = rows.filter(~pl.col("table").is_in(ONCE))
    return rows.with_columns(**cells).select(table.names)


def _sign(address: str) -> pl.Expr:
    """Return what a further parameter of an address is added with."""
    further = pl.col(address).str.contains("?", literal=True)
    return pl.when(further).then(pl.lit("&copy=")).otherwise(pl.lit("?copy="))


def _ids(table: Table) -> list[str]:
    """Return the columns of a table that name a record which is repeated."""
    own = ["id"] if "id" in table.names else []
    return own + [name for name, target in table.references.items() if target not in ONCE]


def _record(suffix: pl.Expr) -> pl.Expr:
    """Return the name of a record of a copy: parts of it are ids that are repeated, others are not."""
    record = pl.col("record_id")
    named = record
    for table in TABLES.values():
        if table.primary and table.name not in ONCE:
            parts = [record.str.split("/").list.get(number, null_on_oob=True) for number in range(len(table.key))]
            fresh = _ids(table)
            spelt = [
                pl.concat_str(part, suffix) if name in fresh else part
                for name, part in zip(table.key, parts, strict=True)
            ]
            named = pl.when(pl.col("table") == table.name).then(pl.concat_str(spelt, separator="/")).otherwise(named)
    return pl.coalesce(named, record)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(float(sys.argv[2])))
