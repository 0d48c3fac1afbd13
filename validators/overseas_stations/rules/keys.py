"""OS3xx: keys and references, compared as the raw text of the cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from overseas_stations.rules.base import ERROR, rule
from overseas_stations.rules.checks import Cells, Rows, check, fits, present, record
from overseas_stations.tables import CITED_TABLES, RECORD_TABLES, TABLES

if TYPE_CHECKING:
    from overseas_stations.rules.checks import Frames

DUPLICATE_KEY = rule(
    "OS301",
    ERROR,
    "A key stands twice",
    message="the key {record_id} stands in {table} already",
    hint="if both rows are the same thing, keep one; if not, give the later one another id",
    why="A reference to this key would mean two rows.",
)
DUPLICATE_EVIDENCE = rule(
    "OS302",
    ERROR,
    "The same evidence twice",
    message="this evidence for {value} stands in the table already",
    hint="keep one of the two rows",
    why="Evidence that is counted twice looks like two voices.",
)
REFERENCE = rule(
    "OS303",
    ERROR,
    "A reference to nothing",
    message="{field} is {value}, and {target} has no such id",
    hint="correct the id, or add the row to {target}",
    why="A row whose source or subject is not there cannot be followed up.",
)
ID_IN_TWO_TABLES = rule(
    "OS304",
    ERROR,
    "An id in two tables",
    message="the id {value} is used in another table too",
    hint="choose another id: one id names one record in the whole package",
    why="People look a record up by its id alone.",
)
EVIDENCE_RECORD = rule(
    "OS305",
    ERROR,
    "Evidence for a record that is not there",
    message="{detail} has no record {value}",
    hint="correct the record's name, or take the evidence out",
    why="The evidence says something about nothing.",
)
EVIDENCE_PLACE = rule(
    "OS306",
    ERROR,
    "A table or a column that there is not",
    message="{value} is not {expected}",
    hint="the tables and their columns are listed in datapackage/CODEBOOK.md",
    why="No reader can find what the row is about.",
)
RETRACTED_PRESENT = rule(
    "OS307",
    ERROR,
    "A retracted id is in use",
    message="{value} was retracted and stands in the data",
    hint="give the record a new id, or take the retraction out if it was never released",
    why="An id is never used again: whoever kept it would now mean something else.",
)
SUCCESSOR_MISSING = rule(
    "OS308",
    ERROR,
    "A successor that is not there",
    message="the successor {value} is not in the data",
    hint="name the record that goes on, or leave the successor empty",
    why="Whoever holds the old id is sent to nothing.",
)


@check(DUPLICATE_KEY)
def _duplicate_keys(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for table in present(frames):
        rows = frames[table.name].with_columns(*(nw.col(name).fill_null("") for name in table.key))
        repeated = rows.filter(nw.col("row") > nw.col("row").min().over(*table.key))
        if table.primary:
            repeated = repeated.filter(*(nw.col(name) != "" for name in table.key))
            found = repeated.select("row", record=record(table), value=nw.col(table.key[0]))
            yield Rows(DUPLICATE_KEY, table.name, table.key[0], found)


@check(DUPLICATE_EVIDENCE, "evidence")
def _duplicate_evidence(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    table = TABLES["evidence"]
    rows = frames[table.name].with_columns(*(nw.col(name).fill_null("") for name in table.key))
    repeated = rows.filter(nw.col("row") > nw.col("row").min().over(*table.key))
    yield Rows(
        DUPLICATE_EVIDENCE,
        table.name,
        "record_id",
        repeated.select("row", record=record(table), value=nw.col("record_id")),
    )


@check(REFERENCE)
def _references(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for table in present(frames):
        for column, target in table.references.items():
            if target not in frames:
                continue
            named = frames[table.name].filter(fits(table.column(column)))
            dangling = named.select("row", record=record(table), value=nw.col(column)).join(
                frames[target].select(value=nw.col("id")), on="value", how="anti"
            )
            yield Rows(REFERENCE, table.name, column, dangling, {"target": target})


@check(ID_IN_TWO_TABLES)
def _ids_in_two_tables(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    earlier: list[nw.LazyFrame[Any]] = []
    for table in present(frames, RECORD_TABLES):
        ids = frames[table.name].filter(~nw.col("id").is_null()).select("row", record=record(table), value=nw.col("id"))
        if earlier:
            known = nw.concat(earlier)
            yield Rows(ID_IN_TWO_TABLES, table.name, "id", ids.join(known, on="value", how="semi"))
        earlier.append(ids.select("value"))


@check(EVIDENCE_RECORD, "evidence")
def _evidence_records(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    tables = list(present(frames, CITED_TABLES))
    if not tables:
        return
    known = nw.concat([frames[table.name].select(detail=nw.lit(table.name), value=record(table)) for table in tables])
    named = frames["evidence"].filter(
        nw.col("table").is_in([table.name for table in tables]), fits(TABLES["evidence"].column("record_id"))
    )
    about = named.select("row", record=record(TABLES["evidence"]), value=nw.col("record_id"), detail=nw.col("table"))
    yield Rows(EVIDENCE_RECORD, "evidence", "record_id", about.join(known, on=["detail", "value"], how="anti"))


@check(EVIDENCE_PLACE, "evidence")
def _evidence_places(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    if "retractions" in frames:
        gone = fits(TABLES["retractions"].column("table")) & ~nw.col("table").is_in(list(TABLES))
        yield Cells(EVIDENCE_PLACE, "retractions", "table", gone, {"expected": f"one of {', '.join(TABLES)}"})
    form = fits(TABLES["evidence"].column("table"))
    names = [table.name for table in CITED_TABLES]
    unknown = form & ~nw.col("table").is_in(names)
    yield Cells(EVIDENCE_PLACE, "evidence", "table", unknown, {"expected": f"one of {', '.join(names)}"})
    for table in CITED_TABLES:
        stray = (nw.col("table") == table.name) & fits(TABLES["evidence"].column("field"))
        where = stray & ~nw.col("field").is_in(list(table.names))
        yield Cells(EVIDENCE_PLACE, "evidence", "field", where, {"expected": f"a column of {table.name}"})


@check(RETRACTED_PRESENT, "retractions")
def _retracted_present(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for table in present(frames):
        gone = frames["retractions"].filter(nw.col("table") == table.name)
        names = frames[table.name].select(value=record(table))
        used = gone.select("row", record=record(TABLES["retractions"]), value=nw.col("record_id"))
        yield Rows(RETRACTED_PRESENT, "retractions", "record_id", used.join(names, on="value", how="semi"))


@check(SUCCESSOR_MISSING, "retractions")
def _successor_missing(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for table in present(frames):
        gone = frames["retractions"].filter(nw.col("table") == table.name, ~nw.col("successor_id").is_null())
        names = frames[table.name].select(value=record(table))
        sent = gone.select("row", record=record(TABLES["retractions"]), value=nw.col("successor_id"))
        yield Rows(SUCCESSOR_MISSING, "retractions", "successor_id", sent.join(names, on="value", how="anti"))
