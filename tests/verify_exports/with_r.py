"""R: the canonical CSV in base R, and the SQLite file by RSQLite (Debian's r-cran-rsqlite)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from export_files import cells, counted, expected, run, same, typed

READ = """
folder <- commandArgs(TRUE)[1]; out <- commandArgs(TRUE)[2]
for (path in list.files(file.path(folder, "csv"), full.names = TRUE)) {
  table <- read.csv(path, encoding = "UTF-8", colClasses = "character", na.strings = character(0))
  write.csv(table, file.path(out, basename(path)), row.names = FALSE, fileEncoding = "UTF-8")
}
stations <- read.csv(file.path(folder, "csv", "stations.csv"), encoding = "UTF-8", na.strings = "")
stopifnot(is.character(stations$country), is.numeric(stations$latitude), is.character(stations$first_reported))
cat(as.character(getRversion()), requireNamespace("RSQLite", quietly = TRUE))
"""
READ_SQLITE = """
folder <- commandArgs(TRUE)[1]; out <- commandArgs(TRUE)[2]
database <- DBI::dbConnect(RSQLite::SQLite(), file.path(folder, "overseas-stations.sqlite"))
for (name in sub("[.]csv$", "", list.files(file.path(folder, "csv")))) {
  header <- names(read.csv(file.path(folder, "csv", paste0(name, ".csv")), nrows = 1, check.names = FALSE))
  columns <- paste(DBI::dbQuoteIdentifier(database, header), collapse = ", ")
  table <- DBI::dbGetQuery(database, paste("SELECT", columns, "FROM", name, "ORDER BY rowid"))
  write.csv(table, file.path(out, paste0(name, ".csv")), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}
"""


def verify(folder: Path) -> Iterator[str]:
    out, tables = folder.parent / "r", expected(folder)
    out.mkdir()
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    version, has_sqlite = run("Rscript", "--vanilla", "-e", READ, folder, out, cwd=out, env=env).split()
    for name, rows in tables.items():
        same(name, cells(out / f"{name}.csv"), rows)
    yield f"{version}, CSV: {counted(tables)}"
    assert has_sqlite == "TRUE", "RSQLite is not installed, so that the SQLite file was not opened in R"
    run("Rscript", "--vanilla", "-e", READ_SQLITE, folder, out, cwd=out, env=env)
    for name, rows in tables.items():
        same(name, typed(name, cells(out / f"{name}.csv")[1:]), typed(name, rows[1:]))
    yield f"{version}, SQLite: {counted(tables)}"
