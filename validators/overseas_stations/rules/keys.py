"""OS3xx: keys and references, compared as the raw text of the cells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import SUCCEEDED
from overseas_stations.rules.core.base import ERROR
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, concatenated, fits
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import names, stack
from overseas_stations.suggestions import MAX_KNOWN
from overseas_stations.tables import Tables, record_name

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

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
    hint="correct the id, or add the row to {target}{near}",
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
    hint="correct the record's name, or take the evidence out{near}",
    why="The evidence says something about nothing.",
)
EVIDENCE_PLACE = rule(
    "OS306",
    ERROR,
    "A table or a column that there is not",
    message="{value} is not {expected}",
    hint="the tables and their columns are listed in CODEBOOK.md (`overseas export package` writes it){near}",
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

SUCCESSOR_UNNAMED = rule(
    "OS309",
    ERROR,
    "A retraction that names no successor",
    message="{record_id} left as {value}, and no successor is named",
    hint="name the record that goes on under successor_id, or give another reason",
    why="What was merged, split or renamed goes on; whoever holds the old id must be told where.",
)


@rows(DUPLICATE_KEY)
def _duplicate_keys(package: PackageView) -> Iterator[WrongRows]:
    names = stack(package, package.registry.tables.values(), "key", name="name")
    if names is not None and package.repeated is not None:
        yield WrongRows(
            DUPLICATE_KEY, _later(names.join(package.repeated, on="name", how="semi"), "name", "row"), matched=True
        )


def _repeated(frame: Frame, name: str, order: str) -> Frame:
    """Return the rows whose name stands in a row that comes earlier in an order."""
    known = frame.drop_nulls(name)
    several = known.group_by(name).agg(times=nw.len()).filter(nw.col("times") > 1).select(name)
    # Few or none: what costs more is asked of them alone.
    return _later(known.join(several, on=name, how="semi"), name, order)


def _later(frame: Frame, name: str, order: str) -> Frame:
    return frame.filter(nw.col(order) > nw.col(order).min().over(name))


@indexed("evidence")
def _evidence(tables: Tables) -> IndexColumns:
    return {
        "key": Token(tuple(nw.col(name).fill_null("") for name in tables["evidence"].key), "key"),
        "about": Token((nw.col("table"), nw.col("record_id"))),
        "about_field": ~nw.col("field").is_null(),
        "stray": (~_claimable(tables)).fill_null(False),
    }


def _claimable(tables: Tables) -> nw.Expr:
    """Return the condition that evidence names a column of the table that it is about."""
    fields = [f"{table.name}.{name}" for table in tables.cited for name in table.names]
    return nw.concat_str([nw.col("table"), nw.lit("."), nw.col("field")]).is_in(fields)


@rows(DUPLICATE_EVIDENCE, "evidence")
def _duplicate_evidence(package: PackageView) -> Iterator[WrongRows]:
    if "evidence" in package.index:
        found = _repeated(package.index["evidence"].select("row", "key"), "key", "row")
        yield WrongRows(DUPLICATE_EVIDENCE, found, at=("evidence", "record_id"), matched=True)


@rows(REFERENCE)
def _references(package: PackageView) -> Iterator[WrongRows]:
    parts = []
    for name in sorted({name for table in package.registry.tables.values() for name in table.references}):
        # An empty table is there as well: what refers to it refers to nothing.
        sending = [table for table in package.registry.tables.values() if table.references.get(name) in package.names]
        parts.append(stack(package, sending, name, name=f"ref_{name}"))
    named, known = (
        concatenated([part for part in parts if part is not None]),
        names(package, package.registry.tables.targets),
    )
    if named is None:
        return
    dangling = named.drop_nulls("name")
    if known is not None:
        dangling = dangling.join(known, on="name", how="anti")

    def target_of(table: str, field: str | None) -> dict[str, Any]:
        return {"target": package.registry.tables[table].references[field or ""]}

    def known_to(table: str, field: str | None, _detail: str | None) -> list[str]:
        target = package.registry.tables[target_of(table, field)["target"]]
        ((key,),) = [target.key]
        listed = package.text(target.name).select(key).drop_nulls().head(MAX_KNOWN + 1)
        return sorted(row[key] for row in package.collect([listed])[0])

    yield WrongRows(
        REFERENCE,
        dangling.select("place", "row"),
        params=target_of,
        exact=partial(_fitting, package.registry.tables),
        known=known_to,
    )


def _fitting(tables: Tables, rows: Frame, table: str, field: str | None) -> Frame:
    """Return those rows of which the field has its form: where it has not, that is said already."""
    fit = rows.filter(fits(tables[table].column(field or "")))
    return fit.select("row", value=nw.col(field or ""), detail=nw.lit(None, dtype=nw.String))


@rows(ID_IN_TWO_TABLES)
def _ids_in_two_tables(package: PackageView) -> Iterator[WrongRows]:
    ids = stack(package, package.registry.tables.with_ids, "id", id="id")
    if ids is not None:
        yield WrongRows(ID_IN_TWO_TABLES, _repeated(ids, "id", "place"), matched=True)


@rows(EVIDENCE_RECORD, "evidence")
def _evidence_records(package: PackageView) -> Iterator[WrongRows]:
    if "evidence" not in package.index:
        return
    known = names(package, package.registry.tables.cited, "about")
    unknown = package.index["evidence"].select("row", "about").drop_nulls("about")
    if known is not None:
        unknown = unknown.join(known, on="about", how="anti")

    def fitting(evidence: Frame, table: str, field: str | None) -> Frame:
        there = [cited.name for cited in package.registry.tables.cited if cited.name in package.names]
        found = evidence.filter(nw.col("table").is_in(there), fits(package.registry.tables[table].column("record_id")))
        return found.select("row", value=nw.col("record_id"), detail=nw.col("table"))

    def known_in(_table: str, _field: str | None, cited: str | None) -> list[str]:
        there = package.registry.tables[cited or ""]
        listed = package.text(there.name).select(*there.key).head(MAX_KNOWN + 1)
        return sorted(record_name(there, row) for row in package.collect([listed])[0])

    at = ("evidence", "record_id")
    yield WrongRows(EVIDENCE_RECORD, unknown.select("row"), at=at, exact=fitting, known=known_in)


@cells(EVIDENCE_PLACE)
def _evidence_places(tables: Tables) -> Iterator[WrongCells]:
    def no_table(table: str, there: list[str]) -> nw.Expr:
        return fits(tables[table].column("table")) & ~nw.col("table").is_in(there)

    every, cited = list(tables), [table.name for table in tables.cited]
    for name, there in (("retractions", every), ("evidence", cited)):
        where = partial(no_table, name, there)
        yield WrongCells(EVIDENCE_PLACE, name, "table", where, {"expected": f"one of {', '.join(there)}"}, known=there)


@rows(EVIDENCE_PLACE, "evidence")
def _evidence_fields(package: PackageView) -> Iterator[WrongRows]:
    if "evidence" not in package.index:
        return
    found = package.index["evidence"].filter(nw.col("stray")).select("row")

    def columns_of(_table: str, _field: str | None, cited: str | None) -> tuple[str, ...]:
        return package.registry.tables[cited or ""].names

    stray, params = partial(_stray, package.registry.tables), {"expected": "a column of its table"}
    yield WrongRows(EVIDENCE_PLACE, found, at=("evidence", "field"), params=params, exact=stray, known=columns_of)


def _stray(tables: Tables, evidence: Frame, table: str, field: str | None) -> Frame:
    about = nw.col("table").is_in([t.name for t in tables.cited]) & fits(tables[table].column("field"))
    stray = evidence.filter(about, ~_claimable(tables))
    return stray.select("row", value=nw.col("field"), detail=nw.col("table"))


@indexed("retractions")
def _retractions(tables: Tables) -> IndexColumns:
    return {
        "about": Token((nw.col("table"), nw.col("record_id"))),
        "successor": Token((nw.col("table"), nw.col("successor_id"))),
        "about_table": nw.col("table"),
    }


@rows(RETRACTED_PRESENT, "retractions")
def _retracted_present(package: PackageView) -> Iterator[WrongRows]:
    known = names(package, package.registry.tables.values(), "about")
    if "retractions" in package.index and known is not None:
        used = package.index["retractions"].join(known, on="about", how="semi")
        yield WrongRows(RETRACTED_PRESENT, used.select("row", "about"), at=("retractions", "record_id"), matched=True)


@rows(SUCCESSOR_MISSING, "retractions")
def _successor_missing(package: PackageView) -> Iterator[WrongRows]:
    if "retractions" not in package.index:
        return
    tables = package.registry.tables.values()
    primary = [table.name for table in tables if table.primary and table.name in package.names]
    sent = package.index["retractions"].drop_nulls("successor").filter(nw.col("about_table").is_in(primary))
    known = names(package, tables, "successor")
    if known is not None:
        sent = sent.join(known, on="successor", how="anti")
    yield WrongRows(SUCCESSOR_MISSING, sent.select("row"), at=("retractions", "successor_id"))


@cells(SUCCESSOR_UNNAMED)
def _successor_unnamed(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        goes_on = nw.col("reason").is_in([reason.value for reason in SUCCEEDED])
        return goes_on & nw.col("successor_id").is_null()

    yield WrongCells(SUCCESSOR_UNNAMED, "retractions", "reason", where)
