"""From what files ask for to the tables: claims meet the records that they are about, and rows are put in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from overseas_stations.dossiers.check_log import Look
from overseas_stations.dossiers.compilation.checked_rows import Checkable, check_rows
from overseas_stations.dossiers.compilation.claiming import Added, Claiming
from overseas_stations.dossiers.compilation.filing import Filed
from overseas_stations.dossiers.compilation.parts import OF_CLAIMS, ORIGIN, PackedClaim, PackedFiles
from overseas_stations.dossiers.compilation.rows import beyond
from overseas_stations.dossiers.reading import Place
from overseas_stations.findings import Finding
from overseas_stations.forms.codes import country_rows
from overseas_stations.forms.vocabulary import StationStatus, last_status
from overseas_stations.tables import Table, Tables

if TYPE_CHECKING:
    import polars as pl

COUNTRIES = "countries.csv"
"""How findings name the list of countries, which is a part of this package."""

Strictly = Callable[[str], Filed]


class Joining:
    """The tables as they come together.

    Args:
        tables: the tables.
        names: the files' names by their numbers.
        parts: what the files ask for, in their order; each is taken apart before the next one is asked for.
        room: so many rows are made in all.
        strictly: returns what a file asks for, with the place of each cell.

    Attributes:
        dossiers: how many there are.
        findings: what is wrong with them.
        frames: table -> its rows as text, with ``ORIGIN``.
        added: which cells were filled by claims.
    """

    def __init__(
        self,
        tables: Tables,
        names: Sequence[str],
        parts: Iterable[PackedFiles],
        room: int,
        strictly: Callable[[str], Filed],
    ) -> None:

        self.tables, self._names, self._room, self._strictly = tables, names, room, strictly
        self.dossiers, self.findings, self.is_full, self.is_whole = 0, list[Finding](), False, True
        self.added: Added = {}
        self._claims: list[PackedClaim] = []
        self._sizes: list[int] = []
        self._fields: list[str | None] = []
        frames: dict[str, list[pl.DataFrame]] = defaultdict(list)
        for part in parts:
            self._take(part, frames)
        self.frames = {name: _together(tables[name], frames[name]) for name in tables}
        self._of_claims = _together(tables["evidence"], frames[OF_CLAIMS])

    def _take(self, part: PackedFiles, frames: Mapping[str, list[pl.DataFrame]]) -> None:
        import polars as pl

        before = len(self._sizes)
        for name, frame in part.frames(self.tables).items():
            frames[name].append(frame.with_columns(pl.col(ORIGIN[-1]) + before))
        self._claims += [claim._replace(first=claim.first + before) for claim in part.claims] if before else part.claims
        self._sizes += part.sizes
        self._fields += part.fields
        self._room -= part.own
        self.dossiers += part.dossiers
        self.findings += part.findings
        self.is_full = self.is_full or part.is_full
        self.is_whole &= part.is_whole

    @property
    def is_beyond(self) -> bool:
        """There are more rows than are made, and it was not told where."""
        return self._room < 0

    def claims(self) -> None:
        """Let claims meet the records that they are about."""
        if self.is_full:
            return
        claiming = Claiming(self.tables, self._names, self.frames, self._strictly)
        # Of each part of a claim the table of its record, None where it is refused.
        about: list[str | None] = [None] * len(self._sizes)
        cut = None
        for part, table in claiming.accepted(self._claims):
            self._room -= self._sizes[part]
            about[part] = table
            if self._room < 0:
                cut = part, self._sizes[part] + self._room
                break
        self._claims.clear()
        self.findings += claiming.findings
        self.added = claiming.added
        self._bear_out(about, cut)
        for name, columns in claiming.filled.items():
            self._set(name, columns)

    def _bear_out(self, about: Sequence[str | None], cut: tuple[int, int] | None) -> None:
        """Add the evidence of claims, up to the row where there are too many."""
        import polars as pl

        part = pl.col(ORIGIN[-1])
        told = pl.DataFrame(
            {ORIGIN[-1]: range(len(about)), "of": about, "claimed": self._fields},
            schema={ORIGIN[-1]: pl.UInt32, "of": pl.String, "claimed": pl.String},
        )
        held, self._of_claims = self._of_claims, self._of_claims.clear()
        rows = held.join(told, on=ORIGIN[-1], how="left", maintain_order="left")
        if cut is not None:
            number, size = cut
            last = rows.filter(part == number)
            file, line, column, first = last.select(ORIGIN[:4]).row(size)
            self.findings.append(beyond(Place(self._names[file], line, column)))
            rows = rows.filter((part != number) | (pl.col(ORIGIN[3]) < first))
        # A report of a status is about that, which is no field of it.
        is_status = (pl.col("of") == "station_statuses") & (pl.col("field") == "status")
        field = pl.when(is_status).then("claimed").otherwise("field")
        rows = rows.drop_nulls("of").with_columns(table="of", field=field).drop("of", "claimed")
        self.frames["evidence"] = pl.concat([self.frames["evidence"], rows])

    def checks(self, looks: Iterable[tuple[Look, Place]]) -> None:
        """Add what the log of checks tells of the sources and passages that there are."""
        import polars as pl

        looks = list(looks)
        if self.is_full or not looks or not {"source_checks", "passage_checks"} <= self.frames.keys():
            return
        passages: dict[str, set[str]] = defaultdict(set)
        for source, passage in self.frames["evidence"].select("source_id", "passage_sha256").unique().rows():
            passages[source or ""].add(passage or "")
        retracted = self.frames["retractions"].filter(pl.col("table") == "sources")["record_id"]
        known = Checkable(set(self.frames["sources"]["id"]), set(retracted), passages, self.is_whole)
        numbers = {name: number for number, name in enumerate(self._names)}
        made: dict[str, list[dict[str, str | int | None]]] = defaultdict(list)
        for table, cells, place in check_rows(looks, known):
            self._room -= 1
            if self._room < 0:
                self.findings.append(beyond(place))
                break
            origin = dict(zip(ORIGIN, (numbers[place.file], place.line, place.column, 0, 0), strict=True))
            made[table].append({**cells, **origin})
        for table, rows in made.items():
            schema = self.frames[table].schema
            self.frames[table] = pl.concat([self.frames[table], pl.DataFrame(rows, schema=schema)])

    def finish(self) -> None:
        """Fill what follows from other rows, add the countries, and sort the rows of each table by their key."""
        import polars as pl

        self._derive_statuses()
        countries = self.tables["countries"].names
        listed = [dict(row) for row in country_rows()]
        lines = range(2, len(listed) + 2)
        origin = dict.fromkeys(ORIGIN, 0) | {ORIGIN[0]: len(self._names), ORIGIN[2]: 1}
        self.frames["countries"] = pl.DataFrame(
            {name: [row.get(name) for row in listed] for name in countries}
            | {name: [value] * len(listed) for name, value in origin.items()}
            | {ORIGIN[1]: lines},
            schema=self.frames["countries"].schema,
        )
        for name, of in self.tables.items():
            # Rows that share a key by their place; what is empty comes first.
            frame = self.frames.pop(name)
            order = frame.select(pl.arg_sort_by(*of.key, *ORIGIN[:4])).to_series()
            self.frames[name] = frame[order]

    def _set(self, table: str, columns: Mapping[str, Mapping[int, str]]) -> None:
        import polars as pl

        frame = self.frames[table]
        for column, cells in columns.items():
            if cells:
                texts = frame[column].to_list()
                for row, text in cells.items():
                    texts[row] = text
                frame = frame.with_columns(pl.Series(column, texts, pl.String))
        self.frames[table] = frame

    def _derive_statuses(self) -> None:
        """Set each station's status to the last one that says more than that it was reported, if there is one."""
        reports: defaultdict[str | None, list[tuple[str | None, str | None]]] = defaultdict(list)
        for station, *report in self.frames["station_statuses"].select("station_id", "as_of", "status").rows():
            reports[station].append((report[0], report[1]))
        # By station, because records that share an id share their reports.
        last = {station: last_status(of_it) for station, of_it in reports.items()}
        order = [term.value for term in StationStatus]
        filled: dict[str, dict[int, str]] = {"status": {}, "status_as_of": {}}
        for number, (station, status, as_of) in enumerate(
            self.frames["stations"].select("id", "status", "status_as_of").rows()
        ):
            found = last.get(station)
            if found is not None and status in order:
                filled["status_as_of"][number], filled["status"][number] = found
            elif as_of is None and reports[station]:
                first = reports[station][0][0]
                if first is not None:
                    filled["status_as_of"][number] = first
        self._set("stations", filled)


def _together(table: Table, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    import polars as pl

    schema = dict.fromkeys(table.names, pl.String()) | dict.fromkeys(ORIGIN, pl.UInt32())
    return pl.concat([pl.DataFrame(schema=schema), *frames])
