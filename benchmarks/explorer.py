"""Measures how long the site takes, and how large it is: of the data as they are, and of ten times as many.

    python benchmarks/explorer.py [TIMES ...]

Ten times the data are the real ones, each record ten times under ids of its own, so that their shape stays.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from dataclasses import replace

from overseas_stations.explorer.context import Data
from overseas_stations.explorer.writing import site_files
from overseas_stations.lookups.library import Library
from overseas_stations.paths import packaged_datapackage
from overseas_stations.publishing.exports.source import read_source
from overseas_stations.tables import TABLES, Row, Rows

SHARED = ("countries", "actors")
"""Tables of names, of which there are not more where there is more to say."""


def multiplied(rows: Rows, times: int) -> Rows:
    """Return each record so many times: the first as it is, the others with a number at the end of their ids."""
    return {
        name: [_again(name, row, turn) for turn in range(1 if name in SHARED else times) for row in listed]
        for name, listed in rows.items()
    }


def _again(table: str, row: Row, turn: int) -> Row:
    if not turn:
        return row
    named = {column for column, target in TABLES[table].references.items() if target not in SHARED}
    named |= {"id"} if table not in ("evidence", "retractions") else {"record_id", "successor_id"}
    cells = {name: f"{row[name]}-x{turn}" for name in named if row.get(name)}
    if table == "evidence":
        cells["record_id"] = "/".join(_part(part, turn) for part in (row["record_id"] or "").split("/"))
    return {**row, **cells}


def _part(part: str, turn: int) -> str:
    """Return a part of a record's name under its new id; dates and terms stay."""
    return part if part.replace("-", "").isdecimal() or "_" in part or part.isalpha() else f"{part}-x{turn}"


def main() -> None:
    """Print, for each size, seconds and bytes."""
    source = read_source(packaged_datapackage())
    for times in map(int, sys.argv[1:] or ("1", "10")):
        data = Data(replace(source, library=Library(multiplied(source.library.rows, times))), ("en",))
        start = time.perf_counter()
        files = site_files(data)
        seconds = time.perf_counter() - start
        whole = sum(map(len, files.values()))
        small = {path: len(gzip.compress(content, 6)) for path, content in files.items()}
        pages = [size for path, size in small.items() if path.startswith("r/")]
        first = small["index.html"] + small["assets/site.css"]
        alive = sum(size for path, size in small.items() if path.startswith(("assets/", "vendor/mini")))
        alive += sum(
            small[path] for path in ("index.html", "timeline.html", "data/then.js", "data/search.js", "data/words.js")
        )
        print(
            f"{times} times: {seconds:.1f} s, {len(files)} files, {whole / 1e6:.0f} MB; gzipped: "
            f"first view {first / 1e3:.0f} kB, map, timeline and search {alive / 1e3:.0f} kB, a record's page "
            f"{statistics.median(pages) / 1e3:.1f} kB (median)"
        )


if __name__ == "__main__":
    main()
