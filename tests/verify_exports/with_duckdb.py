"""DuckDB: the views over Parquet, and the other views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from export_files import counted, expected, same, typed


def verify(folder: Path) -> Iterator[str]:
    import duckdb

    tables = expected(folder)
    with closing(duckdb.connect()) as database:
        database.execute(f"SET file_search_path = '{folder}'")
        database.execute((folder / "views.sql").read_text("utf-8"))
        for name, (header, *rows) in tables.items():
            found = database.execute(f"SELECT * FROM {name}")
            same(name, [column[0] for column in found.description or ()], header)
            same(name, typed(name, found.fetchall()), typed(name, rows))
        yield f"{duckdb.__version__}, views over Parquet: {counted(tables)}"
        counts = {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            for (name,) in database.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
            if name not in tables
        }
        stands = {row[4] for row in tables["evidence"][1:]}
        disputes = sum(row[4] == "disputes" for row in tables["evidence"][1:])
        assert stands == {"supports", "disputes"}
        same("disputes", counts["disputes"], disputes)
        same("station_overview", counts["station_overview"], len(tables["stations"]) - 1)
        yield f"{duckdb.__version__}, other views: " + ", ".join(f"{name} {counts[name]}" for name in sorted(counts))
