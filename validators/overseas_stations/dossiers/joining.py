"""From what files ask for to the tables: claims meet the records that they are about, and rows are put in order.

Nothing is picked silently: a claim on a record that is not there, or a value beside another one, is a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from overseas_stations.dossiers.filing import Filed
from overseas_stations.dossiers.parts import OF_CLAIMS, ORIGIN, PackedClaim, Part
from overseas_stations.dossiers.reading import Place
from overseas_stations.dossiers.rows import beyond
from overseas_stations.dossiers.shape import shapes
from overseas_stations.findings import Finding
from overseas_stations.forms.codes import country_rows
from overseas_stations.forms.scalars import DATE
from overseas_stations.forms.vocabulary import StationStatus, last_status
from overseas_stations.rules.citations.asserted import ADDED_TWICE, CONTRADICTION
from overseas_stations.rules.dossiers import KEY_UNKNOWN
from overseas_stations.rules.fields import REQUIRED, params_of
from overseas_stations.rules.keys import DUPLICATE_EVIDENCE, EVIDENCE_RECORD
from overseas_stations.tables import Table, Tables

if TYPE_CHECKING:
    import polars as pl

COUNTRIES = "countries.csv"
"""How findings name the list of countries, which is a part of this package."""

Added = dict[tuple[str, int], dict[str, tuple[str, int]]]
"""Table and number of a row -> column -> the file and the number of the claim that filled it."""


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
        self, tables: Tables, names: Sequence[str], parts: Iterable[Part], room: int, strictly: Callable[[str], Filed]
    ) -> None:

        self.tables, self._names, self._room, self._strictly = tables, names, room, strictly
        self.dossiers, self.findings, self.is_full = 0, list[Finding](), False
        self.added: Added = {}
        self._filled: dict[str, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
        self._claims: list[PackedClaim] = []
        self._sizes: list[int] = []
        self._fields: list[str | None] = []
        frames: dict[str, list[pl.DataFrame]] = defaultdict(list)
        for part in parts:
            self._take(part, frames)
        self.frames = {name: _together(tables[name], frames[name]) for name in tables}
        self._of_claims = _together(tables["evidence"], frames[OF_CLAIMS])

    def _take(self, part: Part, frames: Mapping[str, list[pl.DataFrame]]) -> None:
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

    @property
    def is_beyond(self) -> bool:
        """There are more rows than are made, and it was not told where."""
        return self._room < 0

    def claims(self) -> None:
        """Let claims meet the records that they are about; by source, so that no order of files counts."""
        if self.is_full:
            return
        named = self._named()
        # Of each part of a claim the table of its record, None where it is refused.
        about: list[str | None] = [None] * len(self._sizes)
        cut = None
        values: dict[tuple[str, str], tuple[str, PackedClaim]] = {}
        for claim in sorted(self._claims, key=lambda claim: claim[:4]):
            for part, table in self._parts(claim, named, values):
                self._room -= self._sizes[part]
                about[part] = table
                if self._room < 0:
                    cut = part, self._sizes[part] + self._room
                    break
            if cut is not None:
                break
        self._claims.clear()
        self._bear_out(about, cut)

    def _named(self) -> Mapping[str, tuple[Table, int]]:
        """Return name -> the table of the record and the number of its row; of several, the first."""
        named: dict[str, tuple[Table, int]] = {}
        for table in self.tables.cited:
            for number, name in enumerate(names_in(table, self.frames[table.name])):
                named.setdefault(name, (table, number))
        return named

    def _parts(
        self,
        claim: PackedClaim,
        named: Mapping[str, tuple[Table, int]],
        values: dict[tuple[str, str], tuple[str, PackedClaim]],
    ) -> Iterator[tuple[int, str]]:
        """Yield the parts of a claim for which there is evidence, with the table of the record."""
        name = claim.record
        if not name:
            column = self.tables["evidence"].column("record_id")
            place = Place(self._names[claim.file], claim.line, claim.column)
            self.findings.append(
                REQUIRED.finding(field="record", table=claim.stance, **params_of(column, REQUIRED), **place._asdict())
            )
            return
        if name not in named:
            place = self._cell(claim, "record_id")
            self.findings.append(EVIDENCE_RECORD.finding(value=name, detail="the data", **place._asdict()))
            return
        table, row = named[name]
        if claim.stance == "supports" and claim.adds is None and self._text(table, row, "source_id") == claim.source_id:
            # Its passages belong to the declaration.
            self.findings.append(DUPLICATE_EVIDENCE.finding(value=name, **self._cell(claim, "record_id")._asdict()))
            return
        yield claim.first, table.name
        for part, (column_name, value) in enumerate(claim.adds or (), start=claim.first + 1):
            if self._add(claim, table, row, column_name, value or "", values):
                yield part, table.name

    def _add(
        self,
        claim: PackedClaim,
        table: Table,
        row: int,
        column: str,
        value: str,
        values: dict[tuple[str, str], tuple[str, PackedClaim]],
    ) -> bool:
        """Fill a field that the declaring source leaves empty, or make its date more precise; never replace a value."""
        authored = shapes(self.tables).declares.get(table.name, {})
        addable = [name for name, key in authored.items() if key.column is not None and name in table.claimed]
        if column not in addable:
            names = ", ".join(addable)
            place = self._cell(claim, column)
            self.findings.append(
                KEY_UNKNOWN.finding(value=column, expected=f"fields that can be added: {names}", **place._asdict())
            )
            return False
        name = str(claim.record)
        known, is_date = self._text(table, row, column), table.column(column).scalar.pattern == DATE
        if known is None or (is_date and value.startswith(known)):
            self._filled[table.name][column][row] = value
            values[name, column] = value, claim
            self.added.setdefault(self._origin(table, row), {})[column] = self._names[claim.file], claim.number
        elif value != known and not (is_date and known.startswith(value)):
            # Without evidence for this value, which would contradict the record once more.
            self._clash(claim, table, name, known, column, value, values.get((name, column)))
            return False
        return True

    def _clash(
        self,
        claim: PackedClaim,
        table: Table,
        name: str,
        known: str,
        column: str,
        value: str,
        added: tuple[str, PackedClaim] | None,
    ) -> None:
        """Report a value that is not the record's: against another source that added it, or against the record."""
        place = self._cell(claim, column)
        where: dict[str, Any] = {"table": table.name, "record_id": name, "field": column, **place._asdict()}
        if added is not None:
            detail = f"{added[0]} in {self._names[added[1].file]}"
            self.findings.append(ADDED_TWICE.finding(value=value, detail=detail, **where))
            return
        detail = f"{value} where the record has {known}"
        self.findings.append(CONTRADICTION.finding(value=claim.source_id, detail=detail, field_name=column, **where))

    def _text(self, table: Table, row: int, column: str) -> str | None:
        filled = self._filled[table.name][column]
        found: str | None = filled[row] if row in filled else self.frames[table.name][column][row]
        return found

    def _origin(self, table: Table, row: int) -> tuple[str, int]:
        frame = self.frames[table.name]
        return self._names[frame[ORIGIN[0]][row]], frame[ORIGIN[3]][row]

    def _cell(self, claim: PackedClaim, column: str) -> Place:
        """Return the place of a text of a claim, or of a value that it adds."""
        entry = self._strictly(self._names[claim.file]).claims[claim.number].entry
        places = entry.values.places if entry.values is not None and column != "record_id" else entry.places
        return places[column]

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

    def finish(self) -> None:
        """Fill what follows from other rows, add the countries, and sort the rows of each table by their key."""
        import polars as pl

        for table, columns in self._filled.items():
            self._set(table, columns)
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


def names_in(table: Table, frame: pl.DataFrame) -> list[str]:
    """Return how evidence names each row of a table."""
    columns = [frame[name].fill_null("").to_list() for name in table.key]
    return columns[0] if len(columns) == 1 else ["/".join(parts) for parts in zip(*columns, strict=True)]
