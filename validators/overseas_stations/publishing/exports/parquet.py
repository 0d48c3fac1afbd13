"""Parquet files with typed columns, and views of DuckDB over them."""

from __future__ import annotations

import io

from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage, typed_frame
from overseas_stations.publishing.exports.sql_views import comment, view_statements
from overseas_stations.tables import Table


def parquet_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return each view and table as Parquet; version and licence stand in the file's metadata."""
    return {f"parquet/{name}.parquet": _parquet(source, table) for name, table in SHEETS.items()}


def _parquet(source: ExportedPackage, table: Table) -> bytes:
    import polars as pl

    days = [column.name for column in table.columns if column.scalar.type == "date"]
    frame = typed_frame(table, source.frames[table.name]).with_columns(pl.col(days).str.to_date("%Y-%m-%d"))
    # In one piece, because how many a table was read in depends on the machine, and shows in the file.
    frame = frame.rechunk()
    buffer = io.BytesIO()
    metadata = source.about.lines() | {"table": table.name, "description": table.summary}
    frame.write_parquet(buffer, compression="zstd", statistics=True, metadata=metadata)
    return buffer.getvalue()


def duckdb_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return the Parquet files, and views over them; their paths are relative to the export's folder."""
    statements = []
    for name, table in SHEETS.items():
        statements.append(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('parquet/{name}.parquet');")
        statements.append(f"COMMENT ON VIEW {name} IS {comment(table.summary)};")
        statements += (
            f'COMMENT ON COLUMN {name}."{column.name}" IS {comment(f"{column.title}: {column.description}")};'
            for column in table.columns
        )
    statements += (statement.replace("CREATE VIEW", "CREATE OR REPLACE VIEW") for statement in view_statements())
    head = "-- Views over the Parquet files beside this file. Run it in DuckDB, in the folder that holds it.\n\n"
    return parquet_files(source) | {"views.sql": (head + "\n".join(statements) + "\n").encode()}
