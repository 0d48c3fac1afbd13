"""OS4xx: every row has a source that could say it, and every disagreement is stated."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from overseas_stations.rules.base import ERROR, WARNING, rule
from overseas_stations.rules.checks import (
    Cells,
    Rows,
    check,
    either,
    first_day,
    fitting,
    last_day,
    present,
    record,
)
from overseas_stations.scalars import DATE
from overseas_stations.tables import CITED_TABLES, TABLES, Table

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Frames

UNCITED = rule(
    "OS401",
    ERROR,
    "A row without evidence",
    message="no evidence supports {record_id} of {table}",
    hint="add an evidence row that supports it, or take the row out",
    why="What no source supports is not data.",
)
ORPHAN_SOURCE = rule(
    "OS402",
    ERROR,
    "A source that nothing rests on",
    message="no evidence names the source {record_id}, and it is not marked as background",
    hint="declare, support or dispute a record in its dossier, or set background: true",
    why="A source that nobody cites is either an oversight or a list of reading; the data must say which.",
)
BACKGROUND_CITED = rule(
    "OS403",
    ERROR,
    "A background source that records rest on",
    message="the source {record_id} is marked as background, and evidence for records names it",
    hint="set background: false",
    why="Background means that no record rests on the source; readers leave such sources out.",
)
UNDECLARED = rule(
    "OS404",
    ERROR,
    "The declaring source does not support its record",
    message="{record_id} of {table} names {value} as its source, and no evidence of that source supports it",
    hint="add that evidence, or name a source that supports the row",
    why="The source in the row is the one that a reader looks up first.",
)
DATE_AFTER_SOURCE = rule(
    "OS405",
    ERROR,
    "Later than every source",
    message="{field} is {value}, and every source that supports {record_id} was published before",
    hint="correct the date, or that of the source; no source reports what had not happened yet",
    why="One of the two dates is wrong, or the citation is.",
)
ACCESSED_EARLY = rule(
    "OS406",
    ERROR,
    "Read before it was published",
    message="the source was read on {value}, before it was published on {detail}",
    hint="correct one of the two dates",
    why="One of the two dates is wrong.",
)
ACCESSED_MISSING = rule(
    "OS407",
    ERROR,
    "A source that was read, nobody knows when",
    message="the source {record_id} was read, and accessed is empty",
    hint="state when it was read",
    why="Pages change: a citation without its date cannot be held against the page.",
)
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
CIRCULAR = rule(
    "OS410",
    ERROR,
    "Sources that rely on each other in a circle",
    message="{value} relies on itself: {detail}",
    hint="find out which of them came first, and take the other relation out",
    why="In a circle nobody is the origin, and each seems to corroborate the next.",
)
UNREAD_EVIDENCE = rule(
    "OS411",
    ERROR,
    "Evidence from a source that nobody read",
    message="{value} was not read (extent_read: not_read), so it supports and disputes nothing",
    hint="cite the source that was read and that reports it",
    why="What a source is said to say is the claim of whoever says so.",
)
COUNT_UNEXPECTED = rule(
    "OS412",
    ERROR,
    "Other counts than the dossier expects",
    message="the dossier expects {expected} {field} and declares {value}",
    hint="correct the list or the number under expects",
    why="The number guards against rows that are lost or doubled by an edit.",
)
FUTURE = rule(
    "OS413",
    ERROR,
    "A date in the future",
    message="{field} is {value}, later than today ({today})",
    hint="correct the date",
    why="Nothing is published, read or done in the future. Runs only where today is given.",
)
ADDED_TWICE = rule(
    "OS414",
    ERROR,
    "Two sources add different values",
    message="{field} of {record_id} is {value} here and {detail}",
    hint="list this value under disputes, or correct one of the two",
    why="Compilation never picks between sources.",
)
CITATION_THIN = rule(
    "OS415",
    WARNING,
    "A citation that nobody can follow",
    message="the source {record_id} was read and has neither a title nor an address",
    hint="add the title, url or archive_url",
    why="A reader must be able to find the document.",
)


def _supports(frames: Frames, table: Table) -> nw.LazyFrame[Any]:
    """Return ``record, source_id, field`` of the evidence that supports rows of *table*."""
    import narwhals as nw

    return (
        frames["evidence"]
        .filter(nw.col("table") == table.name, nw.col("stance") == "supports", ~nw.col("record_id").is_null())
        .select("field", record=nw.col("record_id"), supporter=nw.col("source_id"))
    )


@check(UNCITED, "evidence")
def _uncited(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for table in present(frames, CITED_TABLES):
        rows = frames[table.name].filter(*(~nw.col(name).is_null() for name in table.key))
        named = rows.select("row", record=record(table), value=nw.col(table.key[0]))
        yield Rows(UNCITED, table.name, None, named.join(_supports(frames, table), on="record", how="anti"))


@check(UNDECLARED, "evidence")
def _undeclared(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for table in present(frames, CITED_TABLES):
        supports = _supports(frames, table)
        rows = frames[table.name].select("row", record=record(table), value=fitting(table.name, "source_id"))
        own = supports.select("record", value=nw.col("supporter"))
        # Nearly all rows are supported by their own source, so that few are left for the second join.
        others = rows.filter(~nw.col("value").is_null()).join(own, on=["record", "value"], how="anti")
        yield Rows(UNDECLARED, table.name, "source_id", others.join(supports.select("record"), on="record", how="semi"))


@check(ORPHAN_SOURCE, "sources", "evidence")
def _orphans(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    sources = frames["sources"].filter(nw.col("background") == "false", ~nw.col("id").is_null())
    rows = sources.select("row", record=nw.col("id"), value=nw.col("id"))
    named = frames["evidence"].select(value=nw.col("source_id"))
    yield Rows(ORPHAN_SOURCE, "sources", "background", rows.join(named, on="value", how="anti"))


@check(BACKGROUND_CITED, "sources", "evidence")
def _background_cited(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    rows = (
        frames["sources"].filter(nw.col("background") == "true").select("row", record=nw.col("id"), value=nw.col("id"))
    )
    named = frames["evidence"].filter(nw.col("table") != "source_relations").select(value=nw.col("source_id"))
    yield Rows(BACKGROUND_CITED, "sources", "background", rows.join(named, on="value", how="semi"))


def date_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that hold partial dates."""
    return tuple(column.name for column in table.columns if column.scalar.pattern == DATE)


@check(DATE_AFTER_SOURCE, "sources", "evidence")
def _date_after_source(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    # A source without a date could have been published at any time.
    published = frames["sources"].select(
        supporter=nw.col("id"), latest=last_day(fitting("sources", "published")).fill_null("9999")
    )
    for table in present(frames, CITED_TABLES):
        for name in date_columns(table):
            if (table.name, name) == ("stations", "status_as_of"):
                continue  # derived: its own row in station_statuses is checked
            supports = _supports(frames, table).filter(nw.col("field").is_null() | (nw.col("field") == name))
            latest = supports.join(published, on="supporter").group_by("record").agg(nw.col("latest").max())
            rows = frames[table.name].select("row", record=record(table), value=fitting(table.name, name))
            late = rows.join(latest, on="record").filter(first_day(nw.col("value")) > nw.col("latest"))
            yield Rows(DATE_AFTER_SOURCE, table.name, name, late.select("row", "record", "value"))


@check(ACCESSED_EARLY, "sources")
def _accessed_early(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    accessed, published = fitting("sources", "accessed"), fitting("sources", "published")
    early = frames["sources"].filter(last_day(accessed) < first_day(published))
    yield Rows(
        ACCESSED_EARLY,
        "sources",
        "accessed",
        early.select("row", record=nw.col("id"), value=nw.col("accessed"), detail=nw.col("published")),
    )


@check(ACCESSED_MISSING, "sources")
def _accessed_missing(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    where = nw.col("extent_read").is_in(["whole", "opening"]) & nw.col("accessed").is_null()
    yield Cells(ACCESSED_MISSING, "sources", "accessed", where)


@check(CITATION_THIN, "sources")
def _citation_thin(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    read = nw.col("extent_read").is_in(["whole", "opening"])
    where = read & nw.col("title").is_null() & nw.col("url").is_null() & nw.col("archive_url").is_null()
    yield Cells(CITATION_THIN, "sources", "title", where)


def _asserted(frames: Frames, table: Table, stance: str) -> nw.LazyFrame[Any]:
    """Return evidence about single fields of *table* beside the ``actual`` value of the field."""
    import narwhals as nw

    evidence = (
        frames["evidence"]
        .filter(nw.col("table") == table.name, nw.col("stance") == stance, nw.col("field").is_in(list(table.names)))
        .select(
            "row", "field", "asserted_value", "source_id", name=record(TABLES["evidence"]), about=nw.col("record_id")
        )
    )
    values = frames[table.name].select(*table.names, about=record(table))
    joined = evidence.join(values.rename({name: f"is_{name}" for name in table.names}), on="about")
    actual = nw.lit(None, dtype=nw.String)
    for name in table.names:
        actual = nw.when(nw.col("field") == name).then(nw.col(f"is_{name}")).otherwise(actual)
    return joined.with_columns(actual=actual).select(
        "row", "field", "asserted_value", "source_id", "actual", record=nw.col("name")
    )


@check(DISPUTE_EMPTY, "evidence")
def _dispute_empty(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    where = ~nw.col("field").is_null() & (nw.col("stance") == "disputes") & nw.col("asserted_value").is_null()
    yield Cells(DISPUTE_EMPTY, "evidence", "asserted_value", where, {"detail": "no value", "field_name": "a field"})
    for table in present(frames, CITED_TABLES):
        same = _asserted(frames, table, "disputes").filter(nw.col("asserted_value") == nw.col("actual"))
        found = same.select("row", "record", value=nw.col("asserted_value"), detail=nw.col("actual"))
        yield Rows(DISPUTE_EMPTY, "evidence", "asserted_value", found, {"field_name": f"a field of {table.name}"})


@check(CONTRADICTION, "evidence")
def _contradiction(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    for table in present(frames, CITED_TABLES):
        rows = _asserted(frames, table, "supports").filter(~nw.col("asserted_value").is_null())
        # A source may be less precise than the record: "2022" supports "2022-10-26".
        is_date = nw.col("field").is_in(list(date_columns(table)))
        known = nw.col("asserted_value").str.len_chars()
        coarser = is_date & either(
            [(known == length) & (nw.col("actual").str.head(length) == nw.col("asserted_value")) for length in (4, 7)]
        )
        differs = rows.filter(~coarser.fill_null(False), (nw.col("asserted_value") != nw.col("actual")).fill_null(True))
        detail = nw.concat_str(
            [nw.col("asserted_value"), nw.lit(" where the record has "), nw.col("actual").fill_null("nothing")]
        )
        found = differs.select("row", "record", value=nw.col("source_id"), detail=detail)
        yield Rows(CONTRADICTION, "evidence", "asserted_value", found, {"field_name": f"a field of {table.name}"})


@check(CIRCULAR, "source_relations")
def _circular(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    # Relations are few beside records, so they are walked here rather than joined until nothing changes.
    relations = frames["source_relations"]
    rows = relations.select("source_id", "target_id").drop_nulls().collect().rows()
    graph: dict[str, set[str]] = {}
    for source, target in rows:
        graph.setdefault(source, set()).add(target)
    while True:
        try:
            TopologicalSorter(graph).prepare()
            return
        except CycleError as error:
            circle = list(error.args[1])[:-1]
        first = circle.index(min(circle))
        circle = circle[first:] + circle[:first]
        if graph.get(circle[0], set()).isdisjoint(circle):
            circle = [circle[0], *reversed(circle[1:])]
        following = next(name for name in (*circle[1:], circle[0]) if name in graph[circle[0]])
        graph[circle[0]].discard(following)
        edge = (nw.col("source_id") == circle[0]) & (nw.col("target_id") == following)
        found = relations.filter(edge).select(
            "row", record=record(TABLES["source_relations"]), value=nw.col("source_id")
        )
        yield Rows(CIRCULAR, "source_relations", "target_id", found, {"detail": " -> ".join((*circle, circle[0]))})


@check(UNREAD_EVIDENCE, "sources", "evidence")
def _unread_evidence(frames: Frames) -> Iterator[Cells | Rows]:
    import narwhals as nw

    unread = frames["sources"].filter(nw.col("extent_read") == "not_read").select(value=nw.col("id"))
    rows = frames["evidence"].select("row", record=record(TABLES["evidence"]), value=nw.col("source_id"))
    yield Rows(UNREAD_EVIDENCE, "evidence", "source_id", rows.join(unread, on="value", how="semi"))


def future_dates(frames: Frames, today: str) -> Iterator[Cells | Rows]:
    """Yield the dates that lie after *today* (YYYY-MM-DD). The engine runs this where today is given."""
    import narwhals as nw

    for table in present(frames):
        for name in date_columns(table):
            late = first_day(fitting(table.name, name)) > nw.lit(today)
            yield Cells(FUTURE, table.name, name, late, {"today": today})
