"""A file of another project whose columns refer to these data: what of it is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from overseas_stations.dependents.installed import SEPARATOR, Target, spelt
from overseas_stations.findings import Finding, Severity
from overseas_stations.frames import numbered
from overseas_stations.reading.foreign_keys import ForeignKey, Referring
from overseas_stations.reading.locating import places_of
from overseas_stations.reading.tables.csv_tables import scan_csv
from overseas_stations.reading.tables.parquet_tables import open_parquet
from overseas_stations.reading.tables.structure import Sweep
from overseas_stations.rules import files, references

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.reading.tables.positions import Milestone

CSV, PARQUET = ".csv", ".parquet"


class OpenFile:
    """A referring file, judged.

    Attributes:
        findings: what is wrong with the file.
        columns: its columns as found.
        rows: how many rows it has.
        scan: its columns and ``row``; None where its cells cannot be trusted.
    """

    def __init__(self, file: Referring) -> None:
        self._file = file
        self.findings: list[Finding] = []
        self.columns: list[str] = []
        self.rows = 0
        self.scan: pl.LazyFrame | None = None
        self._milestones: Sequence[Milestone] = ()
        try:
            if file.path.suffix == CSV:
                self._open_csv()
            else:
                self._open_parquet()
        except OSError as error:
            self.findings.append(self._unreadable(error.strerror or str(error)))

    def _unreadable(self, reason: str) -> Finding:
        value = f"{self._file.shown} cannot be read: {reason}"
        return files.FILE_UNREADABLE.finding(file=self._file.shown, table=self._file.name, value=value)

    def _open_csv(self) -> None:
        sweep = Sweep(self._file)
        sweep.run()
        # Another project's line ends are its own affair; what keeps the cells from being trusted is ours.
        self.findings += [finding for finding in sweep.findings if finding.severity is Severity.ERROR]
        self.columns, self.rows, self._milestones = [cell.name for cell in sweep.header], sweep.rows, sweep.milestones
        if sweep.sound and len(set(self.columns)) == len(self.columns):
            self.scan = numbered(scan_csv(self._file.path, self.columns, sweep.header_lines))
        elif sweep.sound:
            times = Counter(self.columns)
            twice = next(cell for cell in sweep.header if times[cell.name] > 1)
            place: dict[str, Any] = {"file": self._file.shown, "table": self._file.name}
            self.findings.append(
                files.COLUMN_TWICE.finding(**place, line=twice.line, column=twice.column, value=twice.name)
            )

    def _open_parquet(self) -> None:
        scan, self.columns, self.rows = open_parquet(self._file.path)
        self.scan = numbered(scan)

    def wrong(self, key: ForeignKey, target: Target, max_findings: int) -> Iterator[Finding]:
        """Yield the values that are not there, and those that were retracted, the first of each and how many."""
        import polars as pl

        assert self.scan is not None
        # By number, because a file may have columns of any name.
        cells = {str(number): pl.col(name).cast(pl.String) for number, name in enumerate(key.fields)}
        given = [
            ~pl.col(number).is_null() & ~pl.col(number).is_in(list(missing))
            for number, missing in zip(cells, key.missing, strict=True)
        ]
        joined = pl.concat_str([pl.col(number) for number in cells], separator=SEPARATOR)
        values = self.scan.select("row", **cells).filter(*given).select("row", value=joined)
        amiss = values.filter(~pl.col("value").is_in(sorted(target.values)))
        gone = pl.col("value").is_in(sorted(target.retracted))
        parts = (amiss.filter(~gone), amiss.filter(gone))
        queries = [query for part in parts for query in (part.select(pl.len()), part.head(max_findings))]
        try:
            counted = pl.collect_all(queries, engine="streaming")
        except (pl.exceptions.PolarsError, OSError):
            yield self._unreadable("its cells cannot be read as text")
            return
        rules = (references.REFERENCE_UNKNOWN, target.of_unknown), (references.REFERENCE_RETRACTED, target.of_retracted)
        for (rule, says), count, first in zip(rules, counted[::2], counted[1::2], strict=True):
            places = self._places(first["row"].to_list(), key.fields[0])
            found = [
                rule.finding(
                    file=file,
                    line=line,
                    column=column,
                    table=self._file.name,
                    row=row,
                    field=key.fields[0],
                    value=spelt(value),
                    target=target.table,
                    **says(value),
                )
                for (row, value), (file, line, column) in zip(first.iter_rows(), places, strict=True)
            ]
            if found:
                found[-1] = replace(found[-1], count=1 + int(count.item()) - len(found))
            yield from found

    def _places(self, rows: list[int], column: str) -> list[tuple[str, int | None, int | None]]:
        """Return file, line and column of a column's cells; no line for a file that is no text."""
        unknown = self._file.shown, None, None
        if self._file.path.suffix != CSV:
            return [unknown] * len(rows)
        found = places_of(self._file, [(row, column) for row in rows], self._milestones)
        return [found.get((row, column), unknown) for row in rows]
