"""OS4xx, asserted values: what a source gives for a field, held against the field and against the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.keeping import kept
from overseas_stations.rules.core.base import ERROR, Rule, Stage
from overseas_stations.rules.core.checks import IndexColumns, WrongCells, WrongRows, concatenated, either, record
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import date_columns
from overseas_stations.rules.fields import LENGTH, conditions, params_of
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.columns import Column
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView
    from overseas_stations.tables import Table


DISPUTE_EMPTY = rule(
    "OS408",
    ERROR,
    "A dispute that disputes nothing",
    message="the dispute {detail}",
    hint="state the value that this source gives; if it says the same it supports the record, and more goes under adds",
    why="A reader must see both sides, not only that there are two.",
)

CONTRADICTION = rule(
    "OS409",
    ERROR,
    "A contradiction that no dossier states",
    message="{value} is said to support {field_name}, and gives {detail}",
    hint="list it under disputes with its value, or correct the record",
    why="Sources may disagree; the data must say so, and never pick silently.",
)

ADDED_TWICE = rule(
    "OS414",
    ERROR,
    "Two sources add different values",
    message="{field} of {record_id} is {value} here and {detail}",
    hint="list this value under disputes, or correct one of the two",
    why="Compilation never picks between sources.",
    by=Stage.COMPILING,
)


VALUE_UNFIT = rule(
    "OS416",
    ERROR,
    "A disputed value that its column cannot hold",
    message="{value} is not {detail}",
    hint="write the value as the column itself would hold it; if that cannot be, dispute the record as a whole and say "
    "why under reason",
    why="The two sides of a dispute are shown beside each other, and counted and compared by the same terms.",
)

TWO_VALUES = rule(
    "OS427",
    ERROR,
    "One source, two values",
    message="{value} is given here, and {detail} by the same source for the same field",
    hint="keep the value that the document gives; if it gives both, dispute the whole record with a reason",
    why="A source that contradicts itself says neither.",
)


@indexed("evidence", "asserted")
def _evidence(tables: Tables) -> IndexColumns:
    return {
        "disputes": (nw.col("stance") == "disputes").fill_null(False),
        "asserted": ~nw.col("field").is_null() & ~nw.col("asserted_value").is_null(),
    }


@cells(DISPUTE_EMPTY)
def _dispute_without_value(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return ~nw.col("field").is_null() & (nw.col("stance") == "disputes") & nw.col("asserted_value").is_null()

    yield WrongCells(DISPUTE_EMPTY, "evidence", "asserted_value", where, {"detail": "of a field gives no value"})


@rows(VALUE_UNFIT, "evidence")
def _value_unfit(package: PackageView) -> Iterator[WrongRows]:
    def unfit(evidence: Frame, table: str, field: str | None) -> Frame:
        expected = nw.lit(None, dtype=nw.String)
        for column, fields in _forms(package.registry.tables):
            for broken, where, _ in conditions(column, "asserted_value"):
                wrong = (_named().is_in(fields) & where()).fill_null(False)
                expected = nw.when(wrong).then(nw.lit(_expected(column, broken))).otherwise(expected)
        judged = evidence.with_columns(detail=expected).filter(~nw.col("detail").is_null())
        return judged.select("row", "detail", value=nw.col("asserted_value"))

    suspects = _asserting(package, "disputes")
    if suspects is not None:
        yield WrongRows(VALUE_UNFIT, suspects, at=("evidence", "asserted_value"), exact=unfit)


def _named() -> nw.Expr:
    """Return the field that evidence is about, with its table."""
    return nw.concat_str([nw.col("table"), nw.lit("."), nw.col("field")])


@rows(TWO_VALUES, "evidence")
def _two_values(package: PackageView) -> Iterator[WrongRows]:
    def several(evidence: Frame, table: str, field: str | None) -> Frame:
        given, one = nw.col("asserted_value"), ["table", "record_id", "field", "source_id"]
        ends = evidence.group_by(*one).agg(low=given.min(), high=given.max()).filter(nw.col("low") != nw.col("high"))
        return (
            evidence.join(ends, on=one).filter(given != nw.col("low")).select("row", value=given, detail=nw.col("low"))
        )

    # Of two values that a source supports one is not the record's, which is told by itself.
    suspects = _asserting(package, "disputes")
    if suspects is not None:
        yield WrongRows(TWO_VALUES, suspects, at=("evidence", "asserted_value"), exact=several)


@kept
def _forms(tables: Tables) -> tuple[tuple[Column, list[str]], ...]:
    """Return a column of each form, and all fields (``table.field``) that have it and may be disputed."""
    found: dict[object, tuple[Column, list[str]]] = {}
    for table in tables.cited:
        for column in map(table.column, table.claimed):
            _, fields = found.setdefault((column.scalar, column.vocabulary), (column, []))
            fields.append(f"{table.name}.{column.name}")
    return tuple(found.values())


def _expected(column: Column, broken: Rule) -> str:
    expected = params_of(column, broken)["expected"]
    return f"a text of at most {expected} characters" if broken is LENGTH else str(expected)


def _asserted(package: PackageView, evidence: Frame) -> Frame:
    """Return evidence about single fields beside the ``actual`` value of the field.

    Args:
        tables: the package.
        evidence: rows of evidence as text.
    """
    known = [nw.col("table") == table.name for table in package.registry.tables.cited if table.name in package.index]
    about = evidence.filter(either(known)).select(
        "row", "table", "field", "asserted_value", "source_id", name=nw.col("record_id")
    )
    parts = []
    for table, fields in _fields(package, about):
        # A column may have the name of one of ours.
        columns = {f"is {field}": nw.col(field) for field in fields}
        values = package.text(table.name).select(name=record(table), **columns)
        values = values.join(about.select("name"), on="name", how="semi")
        # One row for each record, should a key stand twice.
        values = values.group_by("name").agg(**{name: nw.col(name).min() for name in columns})
        actual = nw.lit(None, dtype=nw.String)
        for field in fields:
            actual = nw.when(nw.col("field") == field).then(nw.col(f"is {field}")).otherwise(actual)
        own = about.filter(nw.col("table") == table.name, nw.col("field").is_in(fields))
        is_date = nw.col("field").is_in(list(date_columns(table)))
        joined = own.join(values, on="name").with_columns(actual=actual)
        parts.append(joined.select("row", "asserted_value", "source_id", "actual", is_date=is_date))
    nothing = {"actual": nw.lit(None, dtype=nw.String), "is_date": nw.lit(False)}
    found = concatenated(parts)
    return about.head(0).select("row", "asserted_value", "source_id", **nothing) if found is None else found


def _fields(package: PackageView, about: Frame) -> Iterator[tuple[Table, list[str]]]:
    """Yield each table with those of its columns that some evidence speaks of, so that no others are read."""
    names = {name for table in package.registry.tables.cited for name in table.names}
    pairs = about.filter(nw.col("field").is_in(sorted(names))).select("table", "field").unique()
    said = {(pair["table"], pair["field"]) for pair in package.collect([pairs])[0]}
    for table in package.registry.tables.cited:
        if fields := [name for name in table.names if (table.name, name) in said]:
            yield table, fields


def _asserting(package: PackageView, stance: str) -> Frame | None:
    """Return the index of the evidence of a stance that gives values of its own."""
    if "evidence" not in package.index or not any(
        table.name in package.index for table in package.registry.tables.cited
    ):
        return None
    return package.index["evidence"].filter(nw.col("asserted"), nw.col(stance)).select("row")


@rows(DISPUTE_EMPTY, "evidence")
def _dispute_empty(package: PackageView) -> Iterator[WrongRows]:
    def agreeing(evidence: Frame, table: str, field: str | None) -> Frame:
        given, actual = nw.col("asserted_value"), nw.col("actual")
        same = (_folded(given) == _folded(actual)).fill_null(False)
        claims = [name for _, fields in _forms(package.registry.tables) for name in fields]
        found = _asserted(package, evidence.filter(_named().is_in(claims))).filter(actual.is_null() | same | _coarser())
        against = (
            nw.when(same)
            .then(nw.lit(", as the record has it"))
            .otherwise(nw.concat_str([nw.lit(", which agrees with "), actual]))
        )
        nothing = nw.lit(" where the record has no value that could be disputed")
        detail = nw.concat_str([nw.lit("gives "), given, nw.when(actual.is_null()).then(nothing).otherwise(against)])
        return found.select("row", value=given, detail=detail)

    suspects = _asserting(package, "disputes")
    if suspects is not None:
        yield WrongRows(DISPUTE_EMPTY, suspects, at=("evidence", "asserted_value"), exact=agreeing)


def _folded(text: nw.Expr) -> nw.Expr:
    """Return a text without the differences of case and of blanks."""
    return text.str.to_lowercase().str.replace_all("[ \u00a0]+", " ")


def _coarser() -> nw.Expr:
    """Return the condition that a value is a date, and the record's own within it: "2022" beside "2022-10-26"."""
    given, actual = nw.col("asserted_value"), nw.col("actual")
    return nw.col("is_date") & either([actual.str.head(length) == given for length in (4, 7)])


@rows(CONTRADICTION, "evidence")
def _contradiction(package: PackageView) -> Iterator[WrongRows]:
    def differing(evidence: Frame, table: str, field: str | None) -> Frame:
        given, actual = nw.col("asserted_value"), nw.col("actual")
        # A source may be less precise than the record.
        differs = _asserted(package, evidence).filter(~_coarser(), (given != actual).fill_null(True))
        detail = nw.concat_str([given, nw.lit(" where the record has "), actual.fill_null("nothing")])
        return differs.select("row", value=nw.col("source_id"), detail=detail)

    suspects, params = _asserting(package, "supports"), {"field_name": "a field"}
    if suspects is not None:
        yield WrongRows(CONTRADICTION, suspects, at=("evidence", "asserted_value"), params=params, exact=differing)
