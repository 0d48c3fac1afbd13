"""OS4xx, disputes: sources may disagree, and the data say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.rules.base import ERROR, rule
from overseas_stations.rules.checks import (
    Cells,
    Rows,
    cells,
    either,
    pile,
    record,
    rows,
)
from overseas_stations.rules.index import IndexColumns, date_columns, indexed
from overseas_stations.tables import CITED_TABLES

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Frame, Tables
    from overseas_stations.tables import Table


DISPUTE_EMPTY = rule(
    "OS408",
    ERROR,
    "A dispute that disputes nothing",
    message="the dispute of {field_name} gives {detail}",
    hint="state the value that this source gives; if it says the same, it supports the record",
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
)


@indexed("evidence")
def _evidence() -> IndexColumns:
    import narwhals as nw

    return {
        "disputes": (nw.col("stance") == "disputes").fill_null(False),
        "asserted": ~nw.col("field").is_null() & ~nw.col("asserted_value").is_null(),
    }


@cells(DISPUTE_EMPTY)
def _dispute_without_value() -> Iterator[Cells]:
    import narwhals as nw

    def where() -> nw.Expr:
        disputes = ~nw.col("field").is_null() & (nw.col("stance") == "disputes")
        return disputes & nw.col("asserted_value").is_null()

    params = {"detail": "no value", "field_name": "a field"}
    yield Cells(DISPUTE_EMPTY, "evidence", "asserted_value", where, params)


def _asserted(tables: Tables, evidence: Frame) -> Frame:
    """Return evidence about single fields beside the ``actual`` value of the field.

    Args:
        tables: the package.
        evidence: rows of evidence as text.
    """
    import narwhals as nw

    known = [nw.col("table") == table.name for table in CITED_TABLES if table.name in tables.index]
    about = evidence.filter(either(known)).select(
        "row", "table", "field", "asserted_value", "source_id", name=nw.col("record_id")
    )
    parts = []
    for table, fields in _fields(tables, about):
        # A column may have the name of one of ours.
        columns = {f"is {field}": nw.col(field) for field in fields}
        values = tables.text(table.name).select(name=record(table), **columns)
        values = values.join(about.select("name"), on="name", how="semi")
        # One row for each record and field, should a key stand twice.
        actual = values.unpivot(list(columns), index="name", variable_name="of", value_name="actual")
        actual = actual.group_by("name", "of").agg(nw.col("actual").min())
        own = about.filter(nw.col("table") == table.name).with_columns(of=nw.concat_str(nw.lit("is "), nw.col("field")))
        is_date = nw.col("field").is_in(list(date_columns(table)))
        joined = own.join(actual, on=["name", "of"])
        parts.append(joined.select("row", "asserted_value", "source_id", "actual", is_date=is_date))
    nothing = {"actual": nw.lit(None, dtype=nw.String), "is_date": nw.lit(False)}
    found = pile(parts)
    return about.head(0).select("row", "asserted_value", "source_id", **nothing) if found is None else found


def _fields(tables: Tables, about: Frame) -> Iterator[tuple[Table, list[str]]]:
    """Yield each table with those of its columns that some evidence speaks of, so that no others are read."""
    import narwhals as nw

    names = {name for table in CITED_TABLES for name in table.names}
    pairs = about.filter(nw.col("field").is_in(sorted(names))).select("table", "field").unique()
    said = {(pair["table"], pair["field"]) for pair in tables.collect([pairs])[0]}
    for table in CITED_TABLES:
        if fields := [name for name in table.names if (table.name, name) in said]:
            yield table, fields


def _asserting(tables: Tables, stance: str) -> Frame | None:
    """Return the index of the evidence of a stance that gives values of its own."""
    import narwhals as nw

    if "evidence" not in tables.index or not any(table.name in tables.index for table in CITED_TABLES):
        return None
    return tables.index["evidence"].filter(nw.col("asserted"), nw.col(stance)).select("row")


@rows(DISPUTE_EMPTY, "evidence")
def _dispute_empty(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    def same(evidence: Frame, table: str, field: str | None) -> Frame:
        found = _asserted(tables, evidence).filter(nw.col("asserted_value") == nw.col("actual"))
        return found.select("row", value=nw.col("asserted_value"), detail=nw.col("actual"))

    suspects, params = _asserting(tables, "disputes"), {"field_name": "a field"}
    if suspects is not None:
        yield Rows(DISPUTE_EMPTY, suspects, at=("evidence", "asserted_value"), params=params, exact=same)


@rows(CONTRADICTION, "evidence")
def _contradiction(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    def differing(evidence: Frame, table: str, field: str | None) -> Frame:
        given, actual = nw.col("asserted_value"), nw.col("actual")
        # A source may be less precise than the record: "2022" supports "2022-10-26".
        coarser = nw.col("is_date") & either(
            [(given.str.len_chars() == length) & (actual.str.head(length) == given) for length in (4, 7)]
        )
        differs = _asserted(tables, evidence).filter(~coarser.fill_null(False), (given != actual).fill_null(True))
        detail = nw.concat_str([given, nw.lit(" where the record has "), actual.fill_null("nothing")])
        return differs.select("row", value=nw.col("source_id"), detail=detail)

    suspects, params = _asserting(tables, "supports"), {"field_name": "a field"}
    if suspects is not None:
        yield Rows(CONTRADICTION, suspects, at=("evidence", "asserted_value"), params=params, exact=differing)
