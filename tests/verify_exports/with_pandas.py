"""pandas: CSV, JSON, JSON Lines, Parquet, XLSX and SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from export_files import counted, expected, listed, same, typed


def verify(folder: Path) -> Iterator[str]:
    import pandas as pd

    tables = expected(folder)
    as_text = {"dtype": str, "keep_default_na": False}
    # Before version 3 it makes a day of 2022-10 unless it is told not to; later versions deprecate to say so.
    plain = {"dtype": False} | ({"convert_dates": False} if pd.__version__ < "3" else {})
    with closing(sqlite3.connect(folder / "overseas-stations.sqlite")) as database:
        readers = {
            "CSV": lambda name: pd.read_csv(folder / "csv" / f"{name}.csv", **as_text),
            "JSON": lambda name: pd.read_json(folder / "json" / f"{name}.json", **plain),
            "JSON Lines": lambda name: pd.read_json(folder / "jsonl" / f"{name}.jsonl", lines=True, **plain),
            "Parquet": lambda name: pd.read_parquet(folder / "parquet" / f"{name}.parquet"),
            "XLSX": lambda name: pd.read_excel(folder / "overseas-stations.xlsx", sheet_name=name, **as_text),
            "SQLite": lambda name: pd.read_sql(
                f"SELECT {listed(tables[name][0])} FROM {name} ORDER BY rowid", database
            ),
        }
        for kind, read in readers.items():
            for name, (header, *rows) in tables.items():
                frame = read(name)
                if rows or not kind.startswith("JSON"):  # of no rows, JSON names no columns
                    same(f"{kind}, {name}", list(frame.columns), header)
                same(f"{kind}, {name}", typed(name, frame.astype(object).values.tolist()), typed(name, rows))
            yield f"{pd.__version__}, {kind}: {counted(tables)}"
